/* SPDX-License-Identifier: ISC */
/*
 * The formats of -o: one const row each. A format appends to a buffer; the caller writes it to
 * standard output, whole or not at all. Some CI runners read their variables from a file instead:
 * then the row names the variable that holds the file's path.
 */
#ifndef TOKCTL_OUTPUT_FORMAT_H
#define TOKCTL_OUTPUT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "output/output.h"

struct ROW format {
	const char *name;
	const char *help;
	bool needs_expiry; /* unavailable for a provider that reports no expiry */
	void (*write)(const struct output *output, struct buffer *out);

	/*
	 * The variable of the environment that holds the path of the file to which the result is
	 * appended; NULL: the result goes to standard output.
	 */
	const char *file_variable;
	/* Is printed on standard output before the result goes to that file; NULL: nothing is. */
	void (*announce)(const struct output *output, struct buffer *out);
	/*
	 * Variables that the format's reader lets nobody set: fnmatch(3) patterns until NULL; NULL:
	 * none.
	 */
	const char *const *reserved;
	/* The format's reader takes fewer bytes, unless it was set up otherwise; 0: any number. */
	size_t limit;

	/* Is printed on standard output if there is no token; NULL: nothing is. */
	const char *on_failure;
};

/* Each format's row, in its own file. */
extern const struct format format_token, format_header, format_expiry, format_epoch, format_ttl,
	format_json, format_env, format_curl, format_dotenv, format_github_env,
	format_github_output;

/* The rows in order, until NULL. */
const struct format *format_at(size_t index);

/* The row of that name. NULL with err (ERROR_USAGE), which names the nearest. */
MUST_CHECK const struct format *format_find(const char *name, struct error *err);

/* May this variable be set by this format? Returns -1 with err (ERROR_USAGE). */
MUST_CHECK int format_check_variable(const struct format *format, const char *variable,
				     struct error *err);

#endif
