/* SPDX-License-Identifier: ISC */
/*
 * What is printed of a token: one const row per format. A format appends to a buffer; the caller
 * writes it to standard output, whole, or not at all. Some CI runners read their variables from a
 * file of theirs instead: then the row names the variable that says which.
 */
#ifndef TOKCTL_OUTPUT_OUTPUT_H
#define TOKCTL_OUTPUT_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/profile.h"
#include "model/token.h"

/* All that a format may need. */
struct output_token {
	const struct profile *profile;
	const struct token *token;
	const char *scope;       /* what came with the token, else what was asked for; NULL: none */
	const char *affiliate;   /* NULL: none */
	const char *header_name; /* --header-name; NULL: the provider's */
	const char *variable;    /* --name; NULL: TOSS_TOKEN, TOSS_OUTLET_TOKEN, ... */
	int64_t now;
	int64_t reuse_until;
	bool cached;
};

struct output {
	const char *name;
	const char *help;
	bool needs_expiry; /* can't be had of a provider that reports none */
	void (*write)(const struct output_token *token, struct buffer *out);

	/*
	 * What the environment calls the file to which the result is appended; NULL: it goes to
	 * standard output.
	 */
	const char *file_variable;
	/* Goes to standard output before the result goes to that file; NULL: nothing does. */
	void (*announce)(const struct output_token *token, struct buffer *out);
	/* Variables that its reader lets nobody set: fnmatch(3) patterns until NULL; NULL: none. */
	const char *const *reserved;
	/*
	 * its reader takes less than so many bytes, unless it was set up otherwise; 0: any number
	 */
	size_t limit;

	/* goes to standard output when there is no token; NULL: nothing does */
	const char *on_failure;
};

/* Each format's row, in its own file. */
extern const struct output output_token, output_header, output_expiry, output_epoch, output_ttl,
	output_json, output_env, output_curl, output_dotenv, output_github_env,
	output_github_output;

/* The rows in order, until NULL. */
const struct output *output_at(size_t index);

/* The row of that name. NULL with err (ERROR_USAGE), which names the nearest. */
const struct output *output_find(const char *name, struct error *err);

/* Can the format's reader take a variable of that name? -1 with err (ERROR_USAGE). */
int output_check_variable(const struct output *output, const char *variable, struct error *err);

/* Appends the name of the variable that is set: --name, or TOSS_TOKEN, TOSS_OUTLET_TOKEN. */
void output_variable(const struct output_token *token, struct buffer *out);

enum { OUTPUT_MOST_HEADERS = 2 };

struct output_headers {
	size_t count;
	struct {
		const char *name;
		const char *scheme; /* "Bearer"; NULL: the value stands alone */
		const char *value;
	} headers[OUTPUT_MOST_HEADERS];
};

/* The headers that the provider's API wants, the token's first. */
void output_headers(const struct output_token *token, struct output_headers *headers);

/* Appends "Bearer TOKEN", or the value alone. */
void output_header_value(const struct output_headers *headers, size_t index, struct buffer *out);

#endif
