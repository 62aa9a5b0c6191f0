/* SPDX-License-Identifier: ISC */
/* discovery.h: where metadata are asked for, and what is made of them. */
#include "cases.h"

#include "fetch/discovery.h"

struct place_case {
	const char *name;
	const char *issuer;
	const char *want[DISCOVERY_PLACES];
};

#define OAUTH "/.well-known/oauth-authorization-server"
#define OPENID "/.well-known/openid-configuration"

/*
 * RFC 8414, section 3.1, and its examples in section 3; OpenID Connect Discovery 1.0, section 4.1.
 */
static const struct place_case places[] = {
	{ "place: a host",
	  "https://example.com",
	  { "https://example.com" OAUTH, "https://example.com" OPENID } },
	{ "place: a path",
	  "https://example.com/issuer1",
	  { "https://example.com" OAUTH "/issuer1", "https://example.com/issuer1" OPENID } },
	{ "place: a long path",
	  "https://example.com/a/b",
	  { "https://example.com" OAUTH "/a/b", "https://example.com/a/b" OPENID } },
	{ "place: a port",
	  "https://example.com:8443/a",
	  { "https://example.com:8443" OAUTH "/a", "https://example.com:8443/a" OPENID } },
	{ "place: a slash",
	  "https://example.com/",
	  { "https://example.com" OAUTH, "https://example.com" OPENID } },
	{ "place: a slash behind a path",
	  "https://example.com/a/",
	  { "https://example.com" OAUTH "/a", "https://example.com/a" OPENID } },
	{ "place: IPv6",
	  "https://[::1]:8443",
	  { "https://[::1]:8443" OAUTH, "https://[::1]:8443" OPENID } },
};

static void place(void **state)
{
	const struct place_case *test = *state;

	for (size_t i = 0; i < DISCOVERY_PLACES; i++) {
		struct http_request request;
		struct error err = ERROR_INIT;

		assert_int_equal(discovery_build(test->issuer, i, &request, &err), 0);
		assert_string_equal(request.method, "GET");
		assert_string_equal(request.url.data, test->want[i]);
		assert_int_equal(request.body.len, 0);
		assert_int_equal(request.header_count, 1);
		assert_string_equal(request.headers[0].data, "Accept: application/json");
		http_request_free(&request);
	}
}

struct read_case {
	const char *name;
	int status;
	const char *body;
	enum discovery want;
	enum error_id id;
	const char *endpoint;
	const char *auth;
};

#define ISSUER "https://as.example/x"
#define HEAD "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"https://as.example/t\""
#define METHODS HEAD ",\"token_endpoint_auth_methods_supported\":"
#define T "https://as.example/t"

static const struct read_case reads[] = {
	{ "read: nothing said of auth", 200, HEAD "}", DISCOVERY_DONE, ERROR_NONE, T, "basic" },
	{ "read: null", 200, METHODS "null}", DISCOVERY_DONE, ERROR_NONE, T, "basic" },
	{ "read: basic", 200, METHODS "[\"client_secret_basic\"]}", DISCOVERY_DONE, ERROR_NONE, T,
	  "basic" },
	{ "read: post", 200, METHODS "[\"client_secret_post\"]}", DISCOVERY_DONE, ERROR_NONE, T,
	  "post" },
	{ "read: both", 200, METHODS "[\"none\",\"client_secret_post\",\"client_secret_basic\"]}",
	  DISCOVERY_DONE, ERROR_NONE, T, "basic" },
	{ "read: neither", 200, METHODS "[\"private_key_jwt\",\"none\"]}", DISCOVERY_DONE,
	  ERROR_NONE, T, NULL },
	{ "read: none at all", 200, METHODS "[]}", DISCOVERY_DONE, ERROR_NONE, T, NULL },
	{ "read: not a list", 200, METHODS "\"client_secret_basic\"}", DISCOVERY_DONE, ERROR_NONE,
	  T, NULL },
	{ "read: more of it", 200,
	  HEAD ",\"jwks_uri\":\"https://as.example/j\",\"scopes_supported\":[\"a\"]}",
	  DISCOVERY_DONE, ERROR_NONE, T, "basic" },
	{ "read: no issuer", 200, "{\"token_endpoint\":\"" T "\"}", DISCOVERY_FAILED, ERROR_REPLY,
	  NULL, NULL },
	{ "read: a slash more", 200, "{\"issuer\":\"" ISSUER "/\",\"token_endpoint\":\"" T "\"}",
	  DISCOVERY_FAILED, ERROR_REPLY, NULL, NULL },
	{ "read: another case", 200,
	  "{\"issuer\":\"https://AS.example/x\",\"token_endpoint\":\"" T "\"}", DISCOVERY_FAILED,
	  ERROR_REPLY, NULL, NULL },
	{ "read: another", 200,
	  "{\"issuer\":\"https://evil.example\",\"token_endpoint\":\"" T "\"}", DISCOVERY_FAILED,
	  ERROR_REPLY, NULL, NULL },
	{ "read: no endpoint", 200, "{\"issuer\":\"" ISSUER "\"}", DISCOVERY_FAILED, ERROR_REPLY,
	  NULL, NULL },
	{ "read: http", 200,
	  "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"http://as.example/t\"}",
	  DISCOVERY_FAILED, ERROR_REPLY, NULL, NULL },
	{ "read: a path", 200, "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"/t\"}",
	  DISCOVERY_FAILED, ERROR_REPLY, NULL, NULL },
	{ "read: a line break", 200,
	  "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"https://as.example/t\\r\\nX: y\"}",
	  DISCOVERY_FAILED, ERROR_REPLY, NULL, NULL },
	{ "read: issuer twice", 200,
	  "{\"issuer\":\"" ISSUER "\",\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"" T "\"}",
	  DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: 404", 404, "{\"error\":\"not found\"}", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL,
	  NULL },
	{ "read: 404, and metadata", 404, HEAD "}", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: 400", 400, "{}", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: 401", 401, HEAD "}", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: 204", 204, "", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: a redirect", 302, "", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: a page", 200, "<html>", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: nothing", 200, "", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: a list", 200, "[" HEAD "}]", DISCOVERY_NOT_HERE, ERROR_REPLY, NULL, NULL },
	{ "read: 429", 429, "", DISCOVERY_FAILED, ERROR_RATE_LIMITED, NULL, NULL },
	{ "read: 503", 503, "<html>", DISCOVERY_FAILED, ERROR_SERVER, NULL, NULL },
};

static void read_it(void **state)
{
	const struct read_case *test = *state;
	struct http_response response = { .status = test->status, .date = TIME_UNKNOWN };
	struct metadata metadata = { .endpoint = BUFFER_INIT };
	struct error err = ERROR_INIT;

	buffer_string(&response.body, test->body);
	assert_int_equal(discovery_read(ISSUER, &response, &metadata, &err), test->want);
	assert_int_equal(err.id, test->id);
	if (test->want == DISCOVERY_DONE) {
		assert_string_equal(metadata.endpoint.data, test->endpoint);
		if (test->auth == NULL)
			assert_null(metadata.auth);
		else
			assert_string_equal(metadata.auth, test->auth);
	}
	metadata_free(&metadata);
	http_response_free(&response);
}

/*
 * What a server calls itself is handed on as it is: secrets are searched for in it before it is
 * made fit to be shown.
 */
static void another_is_handed_on(void **state)
{
	struct http_response response = { .status = 200, .date = TIME_UNKNOWN };
	struct metadata metadata = { .endpoint = BUFFER_INIT };
	struct error err = ERROR_INIT;

	(void)state;
	buffer_string(&response.body,
		      "{\"issuer\":\"https://evil.example/\\u001b[2J\\n\",\"token_endpoint\":\"" T
		      "\"}");
	assert_int_equal(discovery_read(ISSUER, &response, &metadata, &err), DISCOVERY_FAILED);
	assert_string_equal(err.provider_message, "https://evil.example/\x1b[2J\n");
	assert_null(strstr(err.message, "evil"));
	metadata_free(&metadata);
	http_response_free(&response);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, place, places);
	SUITE_TABLE(&suite, read_it, reads);
	SUITE_TEST(&suite, another_is_handed_on);
	return suite_run(&suite);
}
