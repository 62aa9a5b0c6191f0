/* SPDX-License-Identifier: ISC */
/*
 * The client credentials grant of RFC 6749, section 4.4, as any server has it. A provider that is
 * such a server is a row of facts over these two functions: what it has of its own.
 */
#ifndef TOKCTL_FETCH_OAUTH2_H
#define TOKCTL_FETCH_OAUTH2_H

#include "base/attributes.h"
#include "fetch/provider.h"

struct ROW oauth2 {
	const char *accept; /* the Accept header */
	const char *auth;   /* where the credential has none: "basic" or "post" */
	bool loose;         /* token_type may be missing, or anything */

	/*
	 * Refusals of another form than that of RFC 6749, section 5.2; returns 0 where the reply is
	 * none. NULL: there are none.
	 */
	int (*read_refusal)(const struct http_response *response, const struct cJSON *object,
			    struct error *err);
};

/* As fetch_provider.build and .read. */
MUST_CHECK int oauth2_build(const struct oauth2 *facts, const struct credential *credential,
			    struct http_request *request, struct error *err);
MUST_CHECK int oauth2_read(const struct oauth2 *facts, const struct http_response *response,
			   const struct cJSON *object, struct grant *grant, struct error *err);

#endif
