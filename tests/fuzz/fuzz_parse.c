/* SPDX-License-Identifier: ISC */
/*
 * Each provider's reading of a reply, and that of an issuer's metadata: the first byte says whose
 * it is and with which status.
 */
#include <string.h>

#include "base/text.h"
#include "fetch/discovery.h"
#include "fetch/provider.h"
#include "fetch/scrub.h"
#include "fuzz.h"
#include "model/endpoint.h"
#include "model/token.h"

static void check(const struct grant *grant)
{
	MUST(token_value_is_valid(grant->token.data, grant->token.len));
	MUST(grant->type.len == 0 || token_type_is_valid(grant->type.data, grant->type.len));
	MUST(grant->scope.len == 0 || token_scope_is_valid(grant->scope.data, grant->scope.len));
	MUST(grant->expires_in == TIME_UNKNOWN ||
	     (grant->expires_in > 0 && grant->expires_in <= TOKEN_LONGEST_LIFE));
	MUST(grant->expires_at == TIME_UNKNOWN ||
	     (grant->expires_at > 0 && grant->expires_at < INT64_C(1) << 33));
}

static void check_metadata(const struct http_response *response)
{
	static const char ISSUER[] = "https://as.example/x";
	struct metadata metadata = { .endpoint = BUFFER_INIT };
	struct error err = ERROR_INIT;

	if (discovery_read(ISSUER, response, &metadata, &err) == DISCOVERY_DONE)
		MUST(endpoint_check(metadata.endpoint.data, &err) == 0);
	else
		MUST(err.id != ERROR_NONE && text_is_clean(err.message, strlen(err.message)));
	metadata_free(&metadata);
}

/* From 128 on: OAuth's two. */
static const struct fetch_provider *provider_of(uint8_t byte)
{
	return byte < 128 ? fetch_provider_at(byte % 4) : &fetch_oauth2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = { 200, 201, 400, 401, 403, 404, 302, 429, 503 };
	struct credential credential = { .key = "shop-key", .secret = "s3cret+/=" };
	struct http_response response = { .date = 1700000000 };
	struct error err = ERROR_INIT;
	struct grant grant;

	if (size == 0)
		return 0;
	response.status = statuses[data[0] / 4 % (sizeof(statuses) / sizeof(statuses[0]))];
	buffer_append(&response.body, data + 1, size - 1);
	grant_init(&grant);
	if (data[0] >= 128 && data[0] % 2 == 1)
		check_metadata(&response);
	if (fetch_parse(provider_of(data[0]), &response, &grant, &err) == 0) {
		check(&grant);
	} else {
		MUST(err.id != ERROR_NONE);
		scrub(&credential, err.provider_message, sizeof(err.provider_message));
		MUST(text_is_clean(err.provider_message, strlen(err.provider_message)));
		MUST(strstr(err.provider_message, credential.secret) == NULL);
	}
	grant_free(&grant);
	http_response_free(&response);
	return 0;
}
