/* SPDX-License-Identifier: ISC */
/* The URLs of endpoints and issuers: which may be asked, and at which port. */
#ifndef TOKCTL_MODEL_ENDPOINT_H
#define TOKCTL_MODEL_ENDPOINT_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"

/*
 * Checks that a token URL may be asked: https, a host, no user name, no fragment, clean. Returns -1
 * with err (ERROR_USAGE); where the URL was written is the caller's to say, by error_place().
 */
MUST_CHECK int endpoint_check(const char *url, struct error *err);

/* The same for an issuer, which has no query either (RFC 8414, section 2). */
MUST_CHECK int issuer_check(const char *url, struct error *err);

/*
 * The authority of a URL, HOST[:PORT], and its length in bytes; what follows is the path. Points
 * into url. A URL that has passed no check may have none: then it is what stands in its place.
 */
const char *endpoint_authority(const char *url, size_t *len);

/* The port of a URL that has passed either check: 443 where it names none. */
int endpoint_port(const char *url);

#endif
