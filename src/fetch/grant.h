/* SPDX-License-Identifier: ISC */
/* What a provider granted: a token, and what it said of it. */
#ifndef TOKCTL_FETCH_GRANT_H
#define TOKCTL_FETCH_GRANT_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"

struct grant {
	struct buffer token;
	struct buffer type;  /* empty: not said */
	struct buffer scope; /* empty: not said */
	int64_t expires_in;  /* seconds; TIME_UNKNOWN: not said */
	int64_t expires_at;  /* by the server's clock; TIME_UNKNOWN: not said */
	int64_t server_time; /* the server's clock; TIME_UNKNOWN: not said */
};

/* Begins a grant of which nothing is known. */
void grant_init(struct grant *grant);

/* Wipes and frees. */
void grant_free(struct grant *grant);

/*
 * Takes the token. -1 with err (ERROR_REPLY) where it is missing (NULL) or is none that may be
 * printed.
 */
MUST_CHECK int grant_set_token(struct grant *grant, const char *token, struct error *err);

/* Take the token's type and scope, where they are there (not NULL) and what they should be. */
void grant_set_token_type(struct grant *grant, const char *type);
void grant_set_scope(struct grant *grant, const char *scope);

#endif
