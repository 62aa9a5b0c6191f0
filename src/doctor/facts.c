/* SPDX-License-Identifier: ISC */
/* What is told of a file: its mode, and whose it is. */
#include "doctor/facts.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"

void facts_of_file(const char *path, char *out, size_t size)
{
	struct stat st;

	out[0] = '\0';
	if (stat(path, &st) == -1)
		return;
	if (st.st_uid == geteuid())
		snprintf(out, size, translate(", mode %03o, yours"),
			 (unsigned)(st.st_mode & 07777));
	else if (st.st_uid == 0)
		snprintf(out, size, translate(", mode %03o, root's"),
			 (unsigned)(st.st_mode & 07777));
	else
		snprintf(out, size, translate(", mode %03o, user %ld's"),
			 (unsigned)(st.st_mode & 07777), (long)st.st_uid);
}
