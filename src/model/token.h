/* SPDX-License-Identifier: ISC */
/*
 * A token and the rules of its life. All times are seconds since the epoch on this machine's clock.
 */
#ifndef TOKCTL_MODEL_TOKEN_H
#define TOKCTL_MODEL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "model/provider.h"

enum {
	TOKEN_LIMIT = 8 * 1024, /* bytes of a token */
	TOKEN_TYPE_LIMIT = 64,
	TOKEN_SCOPE_LIMIT = 1024,

	/*
	 * Seconds. The longest life that is believed: a reply that says more is not what any
	 * provider documents.
	 */
	TOKEN_LONGEST_LIFE = 10 * 366 * 86400,
};

/* The strings belong to whoever filled the struct. */
struct token {
	const char *value; /* NULL: no token */
	const char *type;  /* NULL: not said */
	const char *scope; /* NULL: not said */
	int64_t issued_at;
	int64_t expires_at; /* TIME_UNKNOWN: the provider does not report it */
};

/*
 * The texts of these three end in NUL, at [len]. True for a b64token of RFC 6750, section 2.1, of
 * at most TOKEN_LIMIT bytes. Nothing else is ever printed.
 */
bool token_value_is_valid(const char *value, size_t len);

/*
 * True for an auth-scheme (a token of RFC 9110, section 5.6.2) of at most TOKEN_TYPE_LIMIT bytes.
 */
bool token_type_is_valid(const char *type, size_t len);

/* True for a scope of RFC 6749, section 3.3, of at most TOKEN_SCOPE_LIMIT bytes. */
bool token_scope_is_valid(const char *scope, size_t len);

/*
 * The moment from which the token is renewed rather than reused, by the provider's row. reuse_for
 * counts where the provider reports no expiry.
 */
int64_t token_reuse_until(const struct token *token, const struct provider *provider,
			  int64_t reuse_for);

/*
 * What the provider said of a token's end, turned to this machine's clock: a wrong local clock must
 * do no harm.
 *
 *	expires_in   seconds, at most TOKEN_LONGEST_LIFE, or TIME_UNKNOWN
 *	expires_at   the end by the server's clock, or TIME_UNKNOWN
 *	server_now   the server's clock when it answered, or TIME_UNKNOWN
 *	began, ended this machine's clock before and after the exchange
 *
 * Where the server's clock lies between began and ended, or before that by CLOCK_TOLERANCE at most,
 * the two clocks are the same one and expires_at is taken as it stands, so that the same token
 * always shows the same expiry. Where it is ahead of ours, by however little, that would be late.
 * In doubt the result is early rather than late. All times are within TIME_LATEST.
 * Returns TIME_UNKNOWN where nothing was said.
 */
int64_t token_local_expiry(int64_t expires_in, int64_t expires_at, int64_t server_now,
			   int64_t began, int64_t ended);

#endif
