/* SPDX-License-Identifier: ISC */
/* How a finding names a file. */
#include "doctor/describe.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"

void describe_file(const char *path, char *out, size_t size)
{
	struct stat st;
	unsigned mode;

	if (stat(path, &st) == -1) {
		strlcpy(out, path, size);
		return;
	}
	mode = (unsigned)(st.st_mode & 07777);
	if (st.st_uid == geteuid())
		snprintf(out, size, translate("%s, mode %03o, yours"), path, mode);
	else if (st.st_uid == 0)
		snprintf(out, size, translate("%s, mode %03o, root's"), path, mode);
	else
		snprintf(out, size, translate("%s, mode %03o, user %ld's"), path, mode,
			 (long)st.st_uid);
}
