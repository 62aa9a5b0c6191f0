/* SPDX-License-Identifier: ISC */
/*
 * How each provider is asked, and what it answers: one file and one const row each, with two pure
 * functions, one each way. They know no clock, no file and no network; unit tests and fuzzers call
 * them as they are.
 *
 * To add a provider: write fetch/NAME.c with its row, name the row in provider.c, and add its facts
 * in model/provider.c.
 */
#ifndef TOKCTL_FETCH_PROVIDER_H
#define TOKCTL_FETCH_PROVIDER_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "fetch/grant.h"
#include "model/credential.h"
#include "net/message.h"

struct cJSON; /* fetch/json.h */

struct ROW fetch_provider {
	const char *name;

	/*
	 * Puts the request together. -1 with err: ERROR_CONFIG for a credential that can't be sent,
	 * ERROR_MEMORY.
	 */
	int (*build)(const struct credential *credential, struct http_request *request,
		     struct error *err);

	/*
	 * Reads a response whose body is a JSON object. -1 with err as for fetch_parse(). The grant
	 * is the caller's to free, in every case.
	 */
	int (*read)(const struct http_response *response, const struct cJSON *object,
		    struct grant *grant, struct error *err);
};

extern const struct fetch_provider fetch_imweb, fetch_iamport, fetch_bizppurio, fetch_toss,
	fetch_oauth2;

/*
 * What a response means. -1 with err:
 *
 *	ERROR_REFUSED       with the provider's words in provider_code and provider_message, as they
 *	                    came: scrub() is due
 *	ERROR_REPLY         not what the provider documents
 *	ERROR_REDIRECT, ERROR_RATE_LIMITED, ERROR_SERVER    by the status, whatever the body says
 *	ERROR_MEMORY
 */
MUST_CHECK int fetch_parse(const struct fetch_provider *provider,
			   const struct http_response *response, struct grant *grant,
			   struct error *err);

/* The row of that name, or NULL. */
const struct fetch_provider *fetch_provider_find(const char *name);

/* The rows in order, until NULL. */
const struct fetch_provider *fetch_provider_at(size_t index);

#endif
