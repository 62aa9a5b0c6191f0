/* SPDX-License-Identifier: ISC */
/*
 * Toss Shopping, "issuing an API authentication token": RFC 6749, section 4.4, with the credentials in the form. The
 * page's table spells clientId and clientSecret; its curl example, its OpenAPI page and the server say client_id and
 * client_secret.
 *
 *	200 {"access_token":"...","scope":"toss-shopping-fep:write","token_type":"Bearer","expires_in":31535999}
 *	4xx {"error":"invalid_client","error_description":"..."}
 *	200 {"resultType":"FAIL","success":null,"error":{"errorCode":"...","reason":"..."}}             seen
 *
 * expires_in is a year on the page; an hour was seen. It is taken as it comes.
 */
#include "fetch/encode.h"
#include "fetch/json.h"
#include "fetch/provider.h"

static int build(const struct credential *credential, struct request *request, struct error *err)
{
	request_init(request, "POST", credential->endpoint);
	request_header(request, "Content-Type", "application/x-www-form-urlencoded");
	request_header(request, "Accept", "application/json; charset=UTF-8");
	encode_form_field(&request->body, "grant_type", "client_credentials");
	encode_form_field(&request->body, "client_id", credential->key);
	encode_form_field(&request->body, "client_secret", credential->secret);
	if (credential->scope != NULL)
		encode_form_field(&request->body, "scope", credential->scope);
	return request_check(request, err);
}

/* Both forms of a refusal. Returns 0 where the reply is none. */
static int read_refusal(const struct response *response, const cJSON *object, struct error *err)
{
	const cJSON *failure = json_member(object, "error");
	const char *code = json_string(object, "error");

	if (code != NULL)
		return response_refused(response, code, json_string(object, "error_description"), err);
	if (failure != NULL)
		return response_refused(response, json_string(failure, "errorCode"), json_string(failure, "reason"), err);
	return 0;
}

static int read(const struct response *response, const cJSON *object, struct grant *grant, struct error *err)
{
	double expires_in;

	if (read_refusal(response, object, err) == -1)
		return -1;
	if (response->status != 200)
		return response_unexpected(response, "has neither a token nor an error", err);
	if (grant_token(grant, json_string(object, "access_token"), err) == -1)
		return -1;
	grant_type(grant, json_string(object, "token_type"));
	grant_scope(grant, json_string(object, "scope"));
	if (!json_number(object, "expires_in", &expires_in))
		return error_set(err, ERROR_REPLY, "the reply has no expires_in");
	return grant_life(expires_in, &grant->expires_in, err);
}

const struct fetch_provider fetch_toss = { .name = "toss", .build = build, .read = read };
