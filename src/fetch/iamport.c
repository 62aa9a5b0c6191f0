/* SPDX-License-Identifier: ISC */
/*
 * iamport (PortOne V1), "REST API Access Token": POST /users/getToken with
 * {"imp_key","imp_secret"}. Agencies send Tier.
 *
 *	200 {"code":0,"message":null,"response":{"access_token":"...","now":1512446940,
 *	     "expired_at":1512448740}}
 *	401 {"code":-1,"message":"...","response":null}          400 where a key is missing
 *
 * `expired_at` is Unix time (the page says KST, but a Unix time has no zone); `now` is the server's
 * clock, so the two together hold whatever our clock says. Seen: HTTP 201 on success; both times
 * with a fraction; a message that quotes the key and the secret back (scrub.h).
 */
#include <string.h>

#include "base/json_writer.h"
#include "base/translate.h"
#include "fetch/json.h"
#include "fetch/provider.h"
#include "fetch/reply.h"
#include "model/token.h"

static int build(const struct credential *credential, struct http_request *request,
		 struct error *err)
{
	struct json_writer json;

	http_request_init(request, "POST", credential->endpoint);
	http_request_header(request, "Content-Type", "application/json");
	json = json_writer_init(&request->body);
	json_begin_object(&json, NULL);
	json_put_string(&json, "imp_key", credential->key);
	json_put_string(&json, "imp_secret", credential->secret);
	json_end_object(&json);
	if (credential->affiliate != NULL)
		http_request_header(request, "Tier", credential->affiliate);
	return http_request_check(request, err);
}

/*
 * Both times may have fractions. What lies between them is the token's life, which must not be
 * rounded up.
 */
static int read_life(double now, double expired_at, struct grant *grant, struct error *err)
{
	if (reply_read_time(now, &grant->server_time, err) == -1)
		return -1;
	grant->server_time = grant->expires_at - (int64_t)(expired_at - now);
	return 0;
}

static int read_times(const struct http_response *response, const struct cJSON *granted,
		      struct grant *grant, struct error *err)
{
	double expired_at, now;

	if (!json_number(granted, "expired_at", &expired_at))
		return error_set(err, ERROR_REPLY, "the reply has no expired_at");
	if (reply_read_time(expired_at, &grant->expires_at, err) == -1)
		return -1;
	grant->server_time = response->date;
	if (json_number(granted, "now", &now) && read_life(now, expired_at, grant, err) == -1)
		return -1;
	if (grant->server_time != TIME_UNKNOWN &&
	    grant->expires_at - grant->server_time > TOKEN_LONGEST_LIFE)
		return error_set(err, ERROR_REPLY, "the reply's expiry is out of range");
	return 0;
}

static int read(const struct http_response *response, const struct cJSON *object,
		struct grant *grant, struct error *err)
{
	const struct cJSON *granted = json_member(object, "response");
	char code[ERROR_CODE_SIZE];

	if (!json_code(object, "code", code, sizeof(code)))
		return reply_unexpected(response, N_("the reply has no code"), err);
	if (strcmp(code, "0") != 0)
		return reply_refused(response, code, json_string(object, "message"), err);
	if (response->status != 200 && response->status != 201)
		return reply_unexpected(
			response, N_("the reply says success, but not with HTTP status 200 or 201"),
			err);
	if (granted == NULL)
		return reply_unexpected(response, N_("the reply has no token"), err);
	if (grant_set_token(grant, json_string(granted, "access_token"), err) == -1)
		return -1;
	grant_set_token_type(grant, "Bearer");
	return read_times(response, granted, grant, err);
}

const struct fetch_provider fetch_iamport = { .name = "iamport", .build = build, .read = read };
