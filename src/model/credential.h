/* SPDX-License-Identifier: ISC */
/*
 * A credential: all that one exchange with a provider needs to know, and what tells one cache entry from another.
 *
 * It travels to tokctl-fetch as a record (base/record.h):
 *
 *	provider, endpoint, key, secret         always
 *	scope, affiliate, method                where the provider takes them
 *	timeout-ms, retries                     always
 *	proxy, cacert, interface, verbose       where set
 *	subject                                 how traces call it
 *	kind                                    probe: ask for no token; then there is neither key nor secret (issue/reach.h)
 */
#ifndef TOKCTL_MODEL_CREDENTIAL_H
#define TOKCTL_MODEL_CREDENTIAL_H

#include <stddef.h>

#include "base/error.h"
#include "model/provider.h"

enum {
	CREDENTIAL_LIMIT = 4096, /* bytes of a key, a secret, a scope, an affiliate code */
	FINGERPRINT_SIZE = 65,   /* a SHA-256 in hex, and NUL */
};

/* The strings belong to whoever filled the struct; NULL where there is none. */
struct credential {
	const struct provider *provider;
	const char *endpoint;
	const char *key;
	const char *secret; /* NULL until a request is going to be made */
	const char *scope;
	const char *affiliate;
	const char *method; /* "post" or "get" */
};

/*
 * Names the cache entry: the SHA-256, in hex, of provider, endpoint, key, scope and affiliate. The secret has no part
 * in it, so a new secret for the same key finds the same entry.
 */
void credential_fingerprint(const struct credential *credential, char out[FINGERPRINT_SIZE]);

/*
 * Is this a token URL that may be asked: https, a host, no user name, no fragment, clean. Returns -1 with err: id says
 * whose fault it is (ERROR_USAGE or ERROR_CONFIG), origin where it was written, for the message.
 */
int endpoint_check(const char *url, enum error_id id, const char *origin, struct error *err);

#endif
