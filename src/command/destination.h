/* SPDX-License-Identifier: ISC */
/*
 * Where a result goes: to standard output, to the private file that --to names, or, for a format
 * that is for a CI runner, to the end of the runner's own file. What can't be written to is told
 * before a token is asked for.
 *
 *	struct destination destination;
 *
 *	if (destination_open(&destination, format, settings, &err) == 0)
 *		... destination_write(&destination, &token, &err) ...
 *	destination_close(&destination);
 */
#ifndef TOKCTL_COMMAND_DESTINATION_H
#define TOKCTL_COMMAND_DESTINATION_H

#include "base/attributes.h"
#include "base/error.h"
#include "config/settings.h"
#include "output/format.h"

struct destination {
	const struct format *format;
	char path[PATH_SIZE]; /* "": standard output */
	const char *name;     /* --to: its last part, in path */
	/* the runner's file, or the directory of --to; -1: standard output */
	int fd;
};

/*
 * Finds the place and opens it. destination_close() is due in every case. Returns -1 with err:
 * ERROR_USAGE if --to is given for a format that has a place of its own; ERROR_CREATE for --to, and
 * ERROR_CONFIG if its ~/ or its length makes no path; ERROR_CONFIG, ERROR_UNSAFE_FILE and ERROR_IO
 * for the runner's file.
 */
MUST_CHECK int destination_open(struct destination *destination, const struct format *format,
				const struct settings *settings, struct error *err);

/*
 * Writes the token there, in its format. Returns -1 with err (ERROR_CREATE, ERROR_IO,
 * ERROR_MEMORY).
 */
MUST_CHECK int destination_write(const struct destination *destination, const struct output *output,
				 struct error *err);

void destination_close(struct destination *destination);

#endif
