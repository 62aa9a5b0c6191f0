/* SPDX-License-Identifier: ISC */
/*
 * An issuer's metadata: where its token endpoint is, and how it wants its clients to authenticate
 * (RFC 8414; OpenID Connect Discovery 1.0). Pure functions, as a provider's are.
 */
#ifndef TOKCTL_FETCH_DISCOVERY_H
#define TOKCTL_FETCH_DISCOVERY_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "net/message.h"

/* The places where metadata may be, in the order in which they are looked at. */
enum { DISCOVERY_PLACES = 2 };

struct metadata {
	struct buffer endpoint;
	const char *auth; /* "basic" or "post"; NULL: it takes neither */
};

/* What came of one place. */
enum discovery {
	DISCOVERY_FAILED = -1, /* with err; to look at the next place is of no use */
	DISCOVERY_DONE = 0,
	DISCOVERY_NOT_HERE = 1, /* with err, for when this was the last place */
};

/* Puts the request for the issuer's metadata at that place together. -1 with err (ERROR_MEMORY). */
MUST_CHECK int discovery_build(const char *issuer, size_t place, struct http_request *request,
			       struct error *err);

/*
 * Reads what came from there. DISCOVERY_NOT_HERE (ERROR_REPLY) where there are no metadata;
 * DISCOVERY_FAILED with ERROR_REPLY where they lack what they must have, or are another issuer's,
 * whose name is in provider_message as it came: scrub() is due; or with ERROR_RATE_LIMITED,
 * ERROR_SERVER, ERROR_MEMORY. The metadata are the caller's to free, in every case.
 */
MUST_CHECK enum discovery discovery_read(const char *issuer, const struct http_response *response,
					 struct metadata *metadata, struct error *err);

void metadata_free(struct metadata *metadata);

#endif
