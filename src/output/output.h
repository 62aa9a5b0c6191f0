/* SPDX-License-Identifier: ISC */
/* What is printed of a token, and the parts of it that several formats print. */
#ifndef TOKCTL_OUTPUT_OUTPUT_H
#define TOKCTL_OUTPUT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/profile.h"
#include "model/token.h"

/* All that a format may need. The strings belong to the caller that filled the struct. */
struct output {
	const struct profile *profile;
	const struct token *token;
	/* that came with the token, else the one that was asked for; NULL: none */
	const char *scope;
	const char *affiliate;   /* NULL: none */
	const char *header_name; /* --header-name; NULL: the provider's */
	const char *variable;    /* --name; NULL: TOSS_TOKEN, TOSS_OUTLET_TOKEN, ... */
	int64_t now;             /* seconds since the epoch, as the other times */
	int64_t reuse_until;
	bool cached;
};

/*
 * Writes the name of the variable for a part of the output, "TOKEN", "HEADER" or "HEADER_2":
 * TOSS_TOKEN, TOSS_OUTLET_HEADER; with --name N it is N for the token, N_HEADER for a header. A
 * --name that leaves no room for that is cut.
 */
void output_variable_name(const struct output *output, const char *word, char name[VARIABLE_SIZE]);

/* Appends the name of the token's variable. */
void output_variable(const struct output *output, struct buffer *out);

enum { OUTPUT_MOST_HEADERS = 2 };

struct output_header {
	const char *name;
	const char *scheme; /* "Bearer"; NULL: the value goes without one */
	const char *value;
};

struct output_headers {
	size_t count;
	struct output_header list[OUTPUT_MOST_HEADERS];
};

/* The headers that the provider's API wants, the token's first. They point into output. */
void output_headers(const struct output *output, struct output_headers *headers);

/* Appends "Bearer TOKEN", or the value alone. */
void output_header_value(const struct output_header *header, struct buffer *out);

#endif
