/* SPDX-License-Identifier: ISC */
/* The providers' table, and what their functions share. */
#include "fetch/provider.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "fetch/json.h"

static const struct fetch_provider *const rows[] = { &fetch_imweb, &fetch_iamport, &fetch_bizppurio,
						     &fetch_toss, &fetch_oauth2 };

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* Times outside of 2000 to 2100 are no expiry of a token. */
static const double EARLIEST = 946684800, LATEST = 4102444800;

const struct fetch_provider *fetch_provider_at(size_t index)
{
	return index < ROWS ? rows[index] : NULL;
}

const struct fetch_provider *fetch_provider_find(const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i]->name, name) == 0)
			return rows[i];
	return NULL;
}

void request_init(struct request *request, const char *method, const char *url)
{
	*request = (struct request){ .method = method };
	buffer_string(&request->url, url);
}

void request_header(struct request *request, const char *name, const char *value)
{
	struct buffer *header = &request->headers[request->header_count++];

	buffer_string(header, name);
	buffer_string(header, ": ");
	buffer_string(header, value);
}

int request_check(const struct request *request, struct error *err)
{
	bool failed = request->url.failed || request->body.failed;

	for (size_t i = 0; i < request->header_count; i++)
		failed = failed || request->headers[i].failed;
	return failed ? error_memory(err) : 0;
}

void request_free(struct request *request)
{
	buffer_free(&request->url);
	buffer_free(&request->body);
	for (size_t i = 0; i < request->header_count; i++)
		buffer_free(&request->headers[i]);
}

void response_free(struct response *response)
{
	buffer_free(&response->body);
}

void grant_init(struct grant *grant)
{
	*grant = (struct grant){
		.expires_in = TIME_UNKNOWN,
		.expires_at = TIME_UNKNOWN,
		.server_time = TIME_UNKNOWN,
	};
}

void grant_free(struct grant *grant)
{
	buffer_free(&grant->token);
	buffer_free(&grant->type);
	buffer_free(&grant->scope);
}

int grant_token(struct grant *grant, const char *token, struct error *err)
{
	if (token == NULL)
		return error_set(err, ERROR_REPLY, "the reply has no token");
	if (!token_value_is_valid(token, strlen(token)))
		return error_set(err, ERROR_REPLY,
				 "the token in the reply holds what no token may (RFC 6750), or is "
				 "too long");
	buffer_string(&grant->token, token);
	return grant->token.failed ? error_memory(err) : 0;
}

void grant_type(struct grant *grant, const char *type)
{
	if (type != NULL && token_type_is_valid(type, strlen(type)))
		buffer_string(&grant->type, type);
}

void grant_scope(struct grant *grant, const char *scope)
{
	if (scope != NULL && token_scope_is_valid(scope, strlen(scope)))
		buffer_string(&grant->scope, scope);
}

int grant_life(double seconds, int64_t *out, struct error *err)
{
	/* Written so that NaN fails. */
	if (!(seconds >= 1 && seconds <= (double)TOKEN_LONGEST_LIFE))
		return error_set(err, ERROR_REPLY, "the reply's expiry is out of range");
	*out = (int64_t)seconds;
	return 0;
}

int grant_time(double seconds, int64_t *out, struct error *err)
{
	if (!(seconds >= EARLIEST && seconds <= LATEST))
		return error_set(err, ERROR_REPLY, "the reply's expiry is out of range");
	*out = (int64_t)seconds;
	return 0;
}

int response_refused(const struct response *response, const char *code, const char *message,
		     struct error *err)
{
	error_set(err, ERROR_REFUSED, "%s", "");
	err->http_status = response->status;
	/*
	 * As they came: scrub() looks for secrets in them first, and makes them fit to be shown
	 * then.
	 */
	if (code != NULL)
		strlcpy(err->provider_code, code, sizeof(err->provider_code));
	if (message != NULL)
		strlcpy(err->provider_message, message, sizeof(err->provider_message));
	return -1;
}

/* Refused, even where the provider does not say so in its own way. */
static bool is_refusal(int status)
{
	return status == 401 || status == 403;
}

int response_unexpected(const struct response *response, const char *problem, struct error *err)
{
	if (is_refusal(response->status))
		return response_refused(response, NULL, NULL, err);
	error_set(err, ERROR_REPLY, "the reply %s", translate(problem));
	err->http_status = response->status;
	return -1;
}

int response_check_status(const struct response *response, struct error *err)
{
	int status = response->status;

	if (status >= 500 || status == 408)
		error_set(err, ERROR_SERVER, "%s", "");
	else if (status == 429)
		error_set(err, ERROR_RATE_LIMITED, "the provider was asked too often (HTTP 429)");
	else if (status == 404 || status == 405 || status == 410)
		error_set(err, ERROR_REPLY,
			  "there is nothing to ask for a token at this address (HTTP %d)", status);
	else if (status >= 300 && status < 400 && status != 304) /* which leads nowhere */
		error_set(err, ERROR_REDIRECT,
			  "the provider answered with a redirect (HTTP %d), which is not followed",
			  status);
	else
		return 0;
	err->http_status = status;
	err->retry_after = (long)response->retry_after;
	if (err->id == ERROR_SERVER)
		error_word_provider(err);
	return -1;
}

bool response_is_decided(const struct response *response)
{
	struct error ignored;

	return is_refusal(response->status) || response_check_status(response, &ignored) == -1;
}

struct cJSON *response_object(const struct response *response, const char **problem)
{
	if (response->flaw == NULL)
		return json_object(&response->body, problem);
	*problem = response->flaw;
	return NULL;
}

int fetch_parse(const struct fetch_provider *provider, const struct response *response,
		struct grant *grant, struct error *err)
{
	const char *problem;
	struct cJSON *object;
	int result;

	if (response_check_status(response, err) == -1)
		return -1;
	object = response_object(response, &problem);
	if (object == NULL)
		return response_unexpected(response, problem, err);
	result = provider->read(response, object, grant, err);
	json_free(object);
	if (result == -1 && err->id == ERROR_REPLY)
		err->http_status = response->status;
	return result;
}
