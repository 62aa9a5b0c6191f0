/* SPDX-License-Identifier: ISC */
/* Each provider's reading of a reply: the first byte says whose it is and with which status. */
#include <string.h>

#include "base/text.h"
#include "fetch/provider.h"
#include "fetch/scrub.h"
#include "fuzz.h"

static void check(const struct grant *grant)
{
	MUST(token_value_is_valid(grant->token.data, grant->token.len));
	MUST(grant->type.len == 0 || token_type_is_valid(grant->type.data, grant->type.len));
	MUST(grant->scope.len == 0 || token_scope_is_valid(grant->scope.data, grant->scope.len));
	MUST(grant->expires_in == TIME_UNKNOWN || (grant->expires_in > 0 && grant->expires_in <= TOKEN_LONGEST_LIFE));
	MUST(grant->expires_at == TIME_UNKNOWN || (grant->expires_at > 0 && grant->expires_at < INT64_C(1) << 33));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = { 200, 201, 400, 401, 403, 404, 302, 429, 503 };
	struct credential credential = { .key = "shop-key", .secret = "s3cret+/=" };
	struct response response = { .date = 1700000000 };
	struct error err = ERROR_INIT;
	struct grant grant;

	if (size == 0)
		return 0;
	response.status = statuses[data[0] / 4 % (sizeof(statuses) / sizeof(statuses[0]))];
	buffer_append(&response.body, data + 1, size - 1);
	grant_init(&grant);
	if (fetch_parse(fetch_provider_at(data[0] % 4), &response, &grant, &err) == 0) {
		check(&grant);
	} else {
		MUST(err.id != ERROR_NONE);
		scrub(&credential, err.provider_message, sizeof(err.provider_message));
		MUST(text_is_clean(err.provider_message, strlen(err.provider_message)));
		MUST(strstr(err.provider_message, credential.secret) == NULL);
	}
	grant_free(&grant);
	response_free(&response);
	return 0;
}
