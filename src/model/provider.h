/* SPDX-License-Identifier: ISC */
/*
 * The facts about each provider, a row each. Help, validation, completions, variable names and the
 * reuse rule are all derived from here; how a provider is asked and what it answers is in
 * fetch/<provider>.c.
 */
#ifndef TOKCTL_MODEL_PROVIDER_H
#define TOKCTL_MODEL_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

/*
 * How a provider differs from the plain case, where a key and a secret give a token with an expiry.
 * An option that needs a trait (option.h) is refused for a provider without it.
 */
enum provider_trait {
	HAS_TEST_ENDPOINT = 1 << 0, /* its row has a .test_endpoint */
	TAKES_SCOPE = 1 << 1,
	TAKES_AFFILIATE = 1 << 2,   /* an affiliate code */
	TAKES_METHOD = 1 << 3,      /* is asked by POST or by GET */
	TAKES_REUSE_FOR = 1 << 4,   /* may report no expiry; reuse-for stands in for it */
	REPORTS_NO_EXPIRY = 1 << 5, /* never reports one */
	IS_OAUTH2 = 1 << 6,         /* any server of RFC 6749: an issuer, an auth, parameters */
	/* documents that each reply reports one: a reply without is used, with a warning */
	PROMISES_EXPIRY = 1 << 8,
	NEEDS_PROFILE = 1 << 7, /* has no plain form: each profile is a server of its own */
};

/* How a token is put into the header that the provider's API wants. */
enum header_form {
	HEADER_BEARER, /* NAME: Bearer TOKEN */
	HEADER_TYPE,   /* NAME: TYPE TOKEN, with the type that came with the token */
	HEADER_BARE,   /* NAME: TOKEN */
};

/*
 * When a token is renewed: life / divisor before its expiry (0: no such part), at least `least` and
 * at most `most` seconds before it, and never earlier than half of its life (token_reuse_until,
 * token.h).
 */
struct refresh_ahead {
	int64_t divisor;
	int64_t least;
	int64_t most;
};

/*
 * What a provider does that gives everybody the same token: earlier than `ahead` before its expiry
 * it changes nothing, later it adds `adds` to its life, and when it has expired it gives a new one
 * that lives for `life`. All in seconds; all 0: each request gets a new token.
 */
struct reissue {
	int64_t ahead;
	int64_t adds;
	int64_t life;
};

/*
 * A sign by which a provider's API says that it refuses the token of a request: this status of
 * HTTP, and if there is a code, this value of the reply's member `code` too, a string or a number.
 */
struct ROW refusal_sign {
	int status;
	const char *code; /* NULL: the status alone */
};

enum {
	PROVIDER_NAME_SIZE = 32,
	PROVIDER_MOST_SIGNS = 4,
	PROVIDER_MOST_CODES = 3
}; /* room for a row's name and its NUL */

struct ROW provider {
	const char *name;          /* as typed, and in section names */
	const char *title;         /* as its owners call it */
	const char *endpoint;      /* the token URL; NULL: the user's to say */
	const char *test_endpoint; /* NULL: none */
	/* its own word for the key, also an option's name; NULL: "key" */
	const char *key_name;
	const char *secret_name; /* its own word for the secret; NULL: "secret" */
	const char *header_name;
	enum header_form header_form;
	const char *affiliate_header; /* goes with every API call where a code is set; NULL: none */
	const char *default_scope;    /* NULL: no scope */
	unsigned traits;              /* of enum provider_trait */
	struct refresh_ahead refresh_ahead;
	int64_t default_reuse_for; /* TAKES_REUSE_FOR: seconds */
	struct reissue reissue;
	const char *where; /* where its key and secret are found */
	/* how its API refuses a token; a status of 0 ends them */
	struct refusal_sign refused[PROVIDER_MOST_SIGNS + 1];
	/* where the addresses that it serves are registered; NULL: it serves any */
	const char *address_list;
	/* its codes for a request from another address; ended by NULL */
	const char *address_codes[PROVIDER_MOST_CODES + 1];
	/* its codes for a scope that the client can't have; ended by NULL */
	const char *scope_codes[PROVIDER_MOST_CODES + 1];
	const char *refusal_hint; /* what to check when it refuses */
	const char *about;        /* what is special about it; for `tokctl help PROVIDER` */
};

/* Does the API refuse the token, by a reply of this status and code (NULL or "": none)? */
bool provider_refuses_token(const struct provider *provider, int status, const char *code);

/* Does this code say that the request came from an address that is not registered? */
bool provider_refuses_address(const struct provider *provider, const char *code);

/* Does it say that the client can't have the scope? */
bool provider_refuses_scope(const struct provider *provider, const char *code);

/* The row of that name (len bytes), or NULL. */
const struct provider *provider_find(const char *name, size_t len);

/* The rows in order: provider_at(0), ... until NULL. */
const struct provider *provider_at(size_t index);

#endif
