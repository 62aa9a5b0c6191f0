/* SPDX-License-Identifier: ISC */
/*
 * Toss Shopping, "issuing an API authentication token": RFC 6749, section 4.4 (oauth2.c), with the
 * credentials in the form. The page's table spells clientId and clientSecret; its curl example, its
 * OpenAPI page and the server say client_id and client_secret.
 *
 *	200 {"access_token":"...","scope":"toss-shopping-fep:write","token_type":"Bearer",
 *	     "expires_in":31535999}
 *	4xx {"error":"invalid_client","error_description":"..."}
 *	200 {"resultType":"FAIL","success":null,"error":{"errorCode":"...","reason":"..."}}     seen
 *
 * expires_in is a year on the page; an hour was seen. It is taken as it comes: public clients have
 * seen replies without it, too.
 */
#include "fetch/json.h"
#include "fetch/oauth2.h"
#include "fetch/reply.h"

static int read_fail(const struct http_response *response, const struct cJSON *object,
		     struct error *err)
{
	const struct cJSON *failure = json_member(object, "error");

	if (failure == NULL)
		return 0;
	return reply_refused(response, json_string(failure, "errorCode"),
			     json_string(failure, "reason"), err);
}

static const struct oauth2 facts = {
	.accept = "application/json; charset=UTF-8",
	.auth = "post",
	.loose = true,
	.read_refusal = read_fail,
};

static int build(const struct credential *credential, struct http_request *request,
		 struct error *err)
{
	return oauth2_build(&facts, credential, request, err);
}

static int read(const struct http_response *response, const struct cJSON *object,
		struct grant *grant, struct error *err)
{
	return oauth2_read(&facts, response, object, grant, err);
}

const struct fetch_provider fetch_toss = { .name = "toss", .build = build, .read = read };
