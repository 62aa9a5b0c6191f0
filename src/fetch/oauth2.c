/* SPDX-License-Identifier: ISC */
/*
 * Any OAuth 2.0 server: the client credentials grant (RFC 6749, section 4.4).
 *
 *	POST grant_type=client_credentials, scope (3.3), further parameters: resource (RFC 8707),
 *	     audience, ...; and the client by HTTP Basic, its id and secret form-encoded first, or
 *	     by client_id and client_secret in the form (2.3.1)
 *
 *	200 {"access_token":"...","token_type":"Bearer","expires_in":3600,"scope":"..."}         5.1
 *	4xx {"error":"invalid_client","error_description":"..."}                                 5.2
 *
 * Without expires_in nothing is known of the token's end. Seen: expires_in as a string of digits
 * (Azure AD's first endpoint), or null; errors with HTTP status 200 (GitHub).
 */
#include "fetch/oauth2.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/translate.h"
#include "fetch/encode.h"
#include "fetch/json.h"
#include "fetch/reply.h"

/*
 * Section 2.3.1: each of the two is form-encoded before Basic authentication joins them, so an id
 * may hold a colon.
 */
static void add_basic(const struct credential *credential, struct http_request *request)
{
	struct buffer pair = BUFFER_INIT, basic = BUFFER_INIT;

	text_form(&pair, credential->key, strlen(credential->key));
	buffer_char(&pair, ':');
	text_form(&pair, credential->secret, strlen(credential->secret));
	buffer_string(&basic, "Basic ");
	if (!pair.failed)
		encode_base64(&basic, pair.data, pair.len);
	if (!pair.failed && !basic.failed)
		http_request_header(request, "Authorization", basic.data);
	else
		request->body.failed = true;
	buffer_free(&pair);
	buffer_free(&basic);
}

static void add_field(struct http_request *request, const char *name, const char *value)
{
	text_form_field(&request->body, name, value, strlen(value));
}

int oauth2_build(const struct oauth2 *facts, const struct credential *credential,
		 struct http_request *request, struct error *err)
{
	const char *auth = credential->auth != NULL ? credential->auth : facts->auth;
	bool basic = strcmp(auth, "basic") == 0;

	http_request_init(request, "POST", credential->endpoint);
	http_request_header(request, "Content-Type", "application/x-www-form-urlencoded");
	http_request_header(request, "Accept", facts->accept);
	add_field(request, "grant_type", "client_credentials");
	if (!basic) {
		add_field(request, "client_id", credential->key);
		add_field(request, "client_secret", credential->secret);
	}
	if (credential->scope != NULL)
		add_field(request, "scope", credential->scope);
	if (credential->extra != NULL) {
		buffer_char(&request->body, '&');
		buffer_string(&request->body, credential->extra);
	}
	if (basic)
		add_basic(credential, request);
	return http_request_check(request, err);
}

/* Section 5.2, and the two that 4.1.2.1 has for trouble that passes. */
static int read_error(const struct http_response *response, const char *code,
		      const char *description, struct error *err)
{
	static const struct passing_code passing[] = {
		{ .code = "temporarily_unavailable", .id = ERROR_SERVER },
		{ .code = "server_error", .id = ERROR_SERVER },
		{ .code = NULL },
	};

	reply_refused(response, code, description, err);
	return reply_mark_passing(passing, response, err);
}

static int read_expiry(const struct cJSON *object, struct grant *grant, struct error *err)
{
	double expires_in;

	if (!json_is_there(object, "expires_in"))
		return 0;
	if (!json_number(object, "expires_in", &expires_in) &&
	    !json_digits(object, "expires_in", &expires_in))
		return error_set(err, ERROR_REPLY, "the reply's expires_in is not a number");
	return reply_read_lifetime(expires_in, &grant->expires_in, err);
}

int oauth2_read(const struct oauth2 *facts, const struct http_response *response,
		const struct cJSON *object, struct grant *grant, struct error *err)
{
	const char *code = json_string(object, "error"), *type = json_string(object, "token_type");
	const char *token = json_string(object, "access_token");

	if (code != NULL)
		return read_error(response, code, json_string(object, "error_description"), err);
	if (facts->read_refusal != NULL && facts->read_refusal(response, object, err) == -1)
		return -1;
	if (response->status != 200)
		return reply_unexpected(
			response,
			token != NULL ? N_("the reply has a token, but not HTTP status 200")
				      : N_("the reply has neither a token nor an error"),
			err);
	if (grant_set_token(grant, token, err) == -1)
		return -1;
	/* Section 7.1: a client must not use a token of a type that it does not know. */
	if (!facts->loose && (type == NULL || strcasecmp(type, "Bearer") != 0))
		return error_set(
			err, ERROR_REPLY,
			type == NULL ? N_("the reply's token_type is missing: it must be Bearer")
				     : N_("the reply's token_type is not Bearer"));
	grant_set_token_type(grant, type);
	grant_set_scope(grant, json_string(object, "scope"));
	return read_expiry(object, grant, err);
}

static const struct oauth2 any = { .accept = "application/json", .auth = "basic" };

static int build(const struct credential *credential, struct http_request *request,
		 struct error *err)
{
	return oauth2_build(&any, credential, request, err);
}

static int read(const struct http_response *response, const struct cJSON *object,
		struct grant *grant, struct error *err)
{
	return oauth2_read(&any, response, object, grant, err);
}

const struct fetch_provider fetch_oauth2 = { .name = "oauth2", .build = build, .read = read };
