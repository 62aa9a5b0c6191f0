/* SPDX-License-Identifier: ISC */
/*
 * A credential: all that one exchange with a provider needs to know, and what tells one cache entry
 * from another.
 *
 * It travels to tokctl-fetch as a record (base/record.h):
 *
 *	endpoint, issuer                        one of them, or both: the issuer's endpoint is known
 *	                                        from before
 *	timeout-ms                              always
 *	proxy, cacert, interface, verbose       where set
 *	english                                 where messages are to be in English, whatever the
 *	                                        locale
 *	subject                                 how traces call it
 *
 *	provider, key, secret, retries          always, but for a probe
 *	scope, affiliate, method, auth, extra   where the provider takes them
 *	kind                                    probe: ask for no token (issue/reach.h)
 */
#ifndef TOKCTL_MODEL_CREDENTIAL_H
#define TOKCTL_MODEL_CREDENTIAL_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "model/provider.h"

enum {
	/* bytes of a key, a secret, a scope, an affiliate code, a proxy's URL */
	CREDENTIAL_LIMIT = 4096,
	EXTRA_LIMIT = 16384,   /* bytes of the further parameters */
	FINGERPRINT_SIZE = 65, /* a SHA-256 in hex, and NUL */
};

/* The strings belong to whoever filled the struct; NULL where there is none. */
struct credential {
	const struct provider *provider;
	const char *endpoint; /* NULL where the issuer's metadata say it */
	const char *issuer;
	const char *key;
	const char *secret; /* NULL until a request is going to be made */
	const char *scope;
	const char *affiliate;
	const char *method; /* "post" or "get" */
	/* how the client is authenticated: "basic" or "post" (RFC 6749, section 2.3.1) */
	const char *auth;
	/* further parameters, form-encoded, in the order in which they are sent */
	const char *extra;
};

/*
 * Names the cache entry: the SHA-256, in hex, of provider, endpoint, key, scope and affiliate, and
 * of issuer, auth and extra where there are any. The secret has no part in it, so a new secret for
 * the same key finds the same entry.
 */
void credential_fingerprint(const struct credential *credential, char out[FINGERPRINT_SIZE]);

/*
 * Checks that CAs can be read from this file: a regular one, or a link to one, readable, that only
 * root and we can change (base/walk.h). Returns -1 with err (ERROR_CONFIG, ERROR_UNSAFE_FILE,
 * ERROR_MEMORY).
 */
MUST_CHECK int cacert_check(const char *path, struct error *err);

#endif
