/* SPDX-License-Identifier: ISC */
/* The way to what lies beside the running program. */
#include "base/path.h"

#include <string.h>
#include <unistd.h>

bool path_beside_program(const char *name, char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - 1);

	while (len > 0 && path[len - 1] != '/')
		len--;
	return len > 0 && strlcpy(path + len, name, size - (size_t)len) < size - (size_t)len &&
	       access(path, F_OK) == 0;
}
