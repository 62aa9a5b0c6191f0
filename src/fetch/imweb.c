/* SPDX-License-Identifier: ISC */
/*
 * imweb, "issuing an access token" in its API guide (v2).
 *
 * The page's table documents GET with key and secret in the query, its examples POST a JSON body;
 * the server takes both. POST is what we do unless told otherwise: a URL ends up in logs.
 * Affiliates send ACCESS-AFFILIATE.
 *
 *	200 {"msg":"SUCCESS","code":200,"access_token":"..."}
 *
 * A refusal often has HTTP status 200 too (seen: {"code":-2,"msg":"Error Token"}): only `code`
 * tells. An expiry is never reported.
 */
#include <string.h>

#include "base/json_writer.h"
#include "base/translate.h"
#include "fetch/encode.h"
#include "fetch/json.h"
#include "fetch/provider.h"
#include "fetch/reply.h"

static void build_get(const struct credential *credential, struct http_request *request)
{
	http_request_init(request, "GET", credential->endpoint);
	buffer_string(&request->url, strchr(credential->endpoint, '?') != NULL ? "&key=" : "?key=");
	encode_query(&request->url, credential->key);
	buffer_string(&request->url, "&secret=");
	encode_query(&request->url, credential->secret);
}

static void build_post(const struct credential *credential, struct http_request *request)
{
	struct json_writer json;

	http_request_init(request, "POST", credential->endpoint);
	http_request_header(request, "Content-Type", "application/json");
	json = json_writer_init(&request->body);
	json_begin_object(&json, NULL);
	json_put_string(&json, "key", credential->key);
	json_put_string(&json, "secret", credential->secret);
	json_end_object(&json);
}

static int build(const struct credential *credential, struct http_request *request,
		 struct error *err)
{
	if (credential->method != NULL && strcmp(credential->method, "get") == 0)
		build_get(credential, request);
	else
		build_post(credential, request);
	if (credential->affiliate != NULL)
		http_request_header(request, "ACCESS-AFFILIATE", credential->affiliate);
	return http_request_check(request, err);
}

/*
 * {"statusCode":200,"data":{...}} is imweb's new Open API, whose tokens take a user's consent (an
 * authorization code).
 */
static int read_other(const struct http_response *response, const struct cJSON *object,
		      struct error *err)
{
	reply_unexpected(response, N_("the reply has no code"), err);
	if (json_is_there(object, "statusCode"))
		error_hint(err, "this is a reply of imweb's new Open API, which is another API; "
				"the keys of v2 are for https://api.imweb.me/v2/auth");
	return -1;
}

static int read(const struct http_response *response, const struct cJSON *object,
		struct grant *grant, struct error *err)
{
	char code[ERROR_CODE_SIZE];

	if (!json_code(object, "code", code, sizeof(code)))
		return read_other(response, object, err);
	if (strcmp(code, "200") != 0)
		return reply_refused(response, code, json_string(object, "msg"), err);
	return grant_set_token(grant, json_string(object, "access_token"), err);
}

const struct fetch_provider fetch_imweb = { .name = "imweb", .build = build, .read = read };
