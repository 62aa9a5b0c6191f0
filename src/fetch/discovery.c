/* SPDX-License-Identifier: ISC */
/*
 * An issuer's metadata. They are at one of two addresses, for https://host/path (with the section):
 *
 *	https://host/.well-known/oauth-authorization-server/path   RFC 8414, 3.1
 *	https://host/path/.well-known/openid-configuration         OpenID Connect Discovery 1.0, 4
 *
 * A slash at the end of the issuer is left out of both. What the document calls `issuer` must be
 * the issuer that was asked for, to the letter (RFC 8414, section 3.3): else one server could speak
 * for another.
 */
#include "fetch/discovery.h"

#include <string.h>

#include "base/translate.h"
#include "fetch/json.h"
#include "fetch/reply.h"
#include "model/endpoint.h"

static void append_url(const char *issuer, size_t place, struct buffer *out)
{
	size_t len, end = strlen(issuer);
	const char *authority = endpoint_authority(issuer, &len);
	size_t host_end = (size_t)(authority - issuer) + len;

	while (end > host_end && issuer[end - 1] == '/')
		end--;
	if (place == 0) {
		buffer_append(out, issuer, host_end);
		buffer_string(out, "/.well-known/oauth-authorization-server");
		buffer_append(out, issuer + host_end, end - host_end);
	} else {
		buffer_append(out, issuer, end);
		buffer_string(out, "/.well-known/openid-configuration");
	}
}

int discovery_build(const char *issuer, size_t place, struct http_request *request,
		    struct error *err)
{
	http_request_init(request, "GET", "");
	append_url(issuer, place, &request->url);
	http_request_header(request, "Accept", "application/json");
	return http_request_check(request, err);
}

/* RFC 8414, section 2: where nothing is said, it is client_secret_basic. */
static const char *choose_auth(const struct cJSON *object)
{
	static const char METHODS[] = "token_endpoint_auth_methods_supported";

	if (!json_is_there(object, METHODS) || json_lists(object, METHODS, "client_secret_basic"))
		return "basic";
	return json_lists(object, METHODS, "client_secret_post") ? "post" : NULL;
}

static int read_metadata(const char *issuer, const struct cJSON *object, struct metadata *metadata,
			 struct error *err)
{
	const char *named = json_string(object, "issuer"),
		   *endpoint = json_string(object, "token_endpoint");

	if (named == NULL)
		return error_set(err, ERROR_REPLY,
				 "the issuer's metadata don't say whose they are");
	if (strcmp(named, issuer) != 0) {
		error_set(err, ERROR_REPLY,
			  "the metadata are those of another issuer, to the letter");
		strlcpy(err->provider_message, named, sizeof(err->provider_message));
		return -1;
	}
	if (endpoint == NULL)
		return error_set(err, ERROR_REPLY, "the issuer's metadata have no token_endpoint");
	if (endpoint_check(endpoint, err) == -1) {
		err->hint[0] = '\0'; /* it is for who writes an endpoint */
		return error_place(err, ERROR_REPLY, translate("the issuer's metadata"));
	}
	buffer_string(&metadata->endpoint, endpoint);
	metadata->auth = choose_auth(object);
	return metadata->endpoint.failed ? error_memory(err) : 0;
}

/* Passing trouble says nothing about the place; anything else does. */
static enum discovery nothing_here(const struct http_response *response, struct error *err)
{
	error_set(err, ERROR_REPLY,
		  "the issuer has no metadata where RFC 8414 and OpenID Connect put them (HTTP %d)",
		  response->status);
	err->http_status = response->status;
	return DISCOVERY_NOT_HERE;
}

static enum discovery no_document(const struct http_response *response, const char *problem,
				  struct error *err)
{
	error_set(err, ERROR_REPLY,
		  "the issuer has no metadata where RFC 8414 and OpenID Connect put them: %s "
		  "(HTTP %d)",
		  translate(problem), response->status);
	err->http_status = response->status;
	return DISCOVERY_NOT_HERE;
}

enum discovery discovery_read(const char *issuer, const struct http_response *response,
			      struct metadata *metadata, struct error *err)
{
	const char *problem;
	struct cJSON *object;
	int result;

	if (http_status_check(response, err) == -1 &&
	    (err->id == ERROR_SERVER || err->id == ERROR_RATE_LIMITED))
		return DISCOVERY_FAILED;
	if (response->status != 200)
		return nothing_here(response, err);
	object = reply_object(response, &problem);
	if (object == NULL)
		return no_document(response, problem, err);
	result = read_metadata(issuer, object, metadata, err);
	json_free(object);
	return result == 0 ? DISCOVERY_DONE : DISCOVERY_FAILED;
}

void metadata_free(struct metadata *metadata)
{
	buffer_free(&metadata->endpoint);
}
