/* SPDX-License-Identifier: ISC */
/*
 * The formats of -o: one const row each. A format appends to a buffer; the caller writes it to
 * standard output, whole, or not at all. Some CI runners read their variables from a file of theirs
 * instead: then the row names the variable that says which.
 */
#ifndef TOKCTL_OUTPUT_FORMAT_H
#define TOKCTL_OUTPUT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "output/output.h"

struct format {
	const char *name;
	const char *help;
	bool needs_expiry; /* can't be had of a provider that reports none */
	void (*write)(const struct output *output, struct buffer *out);

	/*
	 * What the environment calls the file to which the result is appended; NULL: it goes to
	 * standard output.
	 */
	const char *file_variable;
	/* Goes to standard output before the result goes to that file; NULL: nothing does. */
	void (*announce)(const struct output *output, struct buffer *out);
	/* Variables that its reader lets nobody set: fnmatch(3) patterns until NULL; NULL: none. */
	const char *const *reserved;
	/* Its reader takes fewer bytes, unless it was set up otherwise; 0: any number. */
	size_t limit;

	/* Goes to standard output when there is no token; NULL: nothing does. */
	const char *on_failure;
};

/* Each format's row, in its own file. */
extern const struct format format_token, format_header, format_expiry, format_epoch, format_ttl,
	format_json, format_env, format_curl, format_dotenv, format_github_env,
	format_github_output;

/* The rows in order, until NULL. */
const struct format *format_at(size_t index);

/* The row of that name. NULL with err (ERROR_USAGE), which names the nearest. */
const struct format *format_find(const char *name, struct error *err);

/* Can the format's reader take a variable of that name? -1 with err (ERROR_USAGE). */
int format_check_variable(const struct format *format, const char *variable, struct error *err);

#endif
