/* SPDX-License-Identifier: ISC */
/*
 * One suite over every provider: the exact bytes that are sent, and what is made of every answer,
 * good and bad.
 */
#include "../unit/cases.h"

#include "fetch/encode.h"
#include "fetch/provider.h"
#include "fetch/scrub.h"
#include "model/token.h"

/*
 * A key and a secret with all that JSON, forms, queries and base64 care about; U+BE44 U+BC00 at the
 * secret's end.
 */
static const char KEY[] = "key/1+2";
static const char SECRET[] = "s3cret+/=&%\"\\ \xeb\xb9\x84\xeb\xb0\x80";

static struct credential credential_for(const char *name)
{
	const struct provider *provider = provider_find(name, strlen(name));

	assert_non_null(provider);
	return (struct credential){ .provider = provider,
				    .key = KEY,
				    .secret = SECRET,
				    .endpoint = provider->endpoint != NULL
							? provider->endpoint
							: "https://as.example/token" };
}

/* ---- what is sent */

struct build_case {
	const char *name;
	const char *provider;
	const char *endpoint; /* NULL: the provider's */
	const char *scope;
	const char *affiliate;
	const char *method; /* for oauth2: its auth */
	const char *want_method;
	const char *want_url;
	const char *want_body;
	const char *want_headers[HTTP_MOST_HEADERS + 1];
};

#define JSON_SECRET "s3cret+/=&%\\\"\\\\ \xeb\xb9\x84\xeb\xb0\x80"
#define FORM_SECRET "s3cret%2B%2F%3D%26%25%22%5C+%EB%B9%84%EB%B0%80"
#define QUERY_SECRET "s3cret%2B%2F%3D%26%25%22%5C%20%EB%B9%84%EB%B0%80"

/* base64 of key%2F1%2B2:FORM_SECRET */
#define OAUTH2_HEADERS                                                                             \
	{                                                                                          \
		"Content-Type: application/x-www-form-urlencoded", "Accept: application/json",     \
			"Authorization: Basic "                                                    \
			"a2V5JTJGMSUyQjI6czNjcmV0JTJCJTJGJTNEJTI2JTI1JTIyJTVDKyVFQiVCOSU4NCVFQiVC" \
			"MCU4MA=="                                                                 \
	}

static const struct build_case builds[] = {
	{ "build: imweb",
	  "imweb",
	  NULL,
	  NULL,
	  NULL,
	  "post",
	  "POST",
	  "https://api.imweb.me/v2/auth",
	  "{\"key\":\"key/1+2\",\"secret\":\"" JSON_SECRET "\"}",
	  { "Content-Type: application/json" } },
	{ "build: imweb, no method said",
	  "imweb",
	  NULL,
	  NULL,
	  NULL,
	  NULL,
	  "POST",
	  "https://api.imweb.me/v2/auth",
	  "{\"key\":\"key/1+2\",\"secret\":\"" JSON_SECRET "\"}",
	  { "Content-Type: application/json" } },
	{ "build: imweb, an affiliate",
	  "imweb",
	  NULL,
	  NULL,
	  "code 1",
	  "post",
	  "POST",
	  "https://api.imweb.me/v2/auth",
	  "{\"key\":\"key/1+2\",\"secret\":\"" JSON_SECRET "\"}",
	  { "Content-Type: application/json", "ACCESS-AFFILIATE: code 1" } },
	{ "build: imweb, by get",
	  "imweb",
	  NULL,
	  NULL,
	  NULL,
	  "get",
	  "GET",
	  "https://api.imweb.me/v2/auth?key=key%2F1%2B2&secret=" QUERY_SECRET,
	  "",
	  { NULL } },
	{ "build: imweb, by get, an affiliate",
	  "imweb",
	  NULL,
	  NULL,
	  "code",
	  "get",
	  "GET",
	  "https://api.imweb.me/v2/auth?key=key%2F1%2B2&secret=" QUERY_SECRET,
	  "",
	  { "ACCESS-AFFILIATE: code" } },
	{ "build: iamport",
	  "iamport",
	  NULL,
	  NULL,
	  NULL,
	  NULL,
	  "POST",
	  "https://api.iamport.kr/users/getToken",
	  "{\"imp_key\":\"key/1+2\",\"imp_secret\":\"" JSON_SECRET "\"}",
	  { "Content-Type: application/json" } },
	{ "build: bizppurio",
	  "bizppurio",
	  NULL,
	  NULL,
	  NULL,
	  NULL,
	  "POST",
	  "https://api.bizppurio.com/v1/token",
	  "",
	  { "Authorization: Basic a2V5LzErMjpzM2NyZXQrLz0mJSJcIOu5hOuwgA==",
	    "Content-Type: application/json; charset=utf-8" } },
	{ "build: bizppurio, another port",
	  "bizppurio",
	  "https://dev-api.bizppurio.com:10443/v1/token",
	  NULL,
	  NULL,
	  NULL,
	  "POST",
	  "https://dev-api.bizppurio.com:10443/v1/token",
	  "",
	  { "Authorization: Basic a2V5LzErMjpzM2NyZXQrLz0mJSJcIOu5hOuwgA==",
	    "Content-Type: application/json; charset=utf-8" } },
	{ "build: toss",
	  "toss",
	  NULL,
	  "toss-shopping-fep:write",
	  NULL,
	  NULL,
	  "POST",
	  "https://oauth2.cert.toss.im/token",
	  "grant_type=client_credentials&client_id=key%2F1%2B2&client_secret=" FORM_SECRET
	  "&scope=toss-shopping-fep%3Awrite",
	  { "Content-Type: application/x-www-form-urlencoded",
	    "Accept: application/json; charset=UTF-8" } },
	{ "build: toss, two scopes",
	  "toss",
	  "https://oauth2-alpha.cert.toss.im/token",
	  "a:b c",
	  NULL,
	  NULL,
	  "POST",
	  "https://oauth2-alpha.cert.toss.im/token",
	  "grant_type=client_credentials&client_id=key%2F1%2B2&client_secret=" FORM_SECRET
	  "&scope=a%3Ab+c",
	  { "Content-Type: application/x-www-form-urlencoded",
	    "Accept: application/json; charset=UTF-8" } },
	{ "build: oauth2", "oauth2", NULL, NULL, NULL, NULL, "POST", "https://as.example/token",
	  "grant_type=client_credentials", OAUTH2_HEADERS },
	{ "build: oauth2, basic, a scope", "oauth2", "https://as.example/t?x=1", "a:b c", NULL,
	  "basic", "POST", "https://as.example/t?x=1",
	  "grant_type=client_credentials&scope=a%3Ab+c", OAUTH2_HEADERS },
	{ "build: oauth2, post",
	  "oauth2",
	  NULL,
	  NULL,
	  NULL,
	  "post",
	  "POST",
	  "https://as.example/token",
	  "grant_type=client_credentials&client_id=key%2F1%2B2&client_secret=" FORM_SECRET,
	  { "Content-Type: application/x-www-form-urlencoded", "Accept: application/json" } },
};

static bool has_header(const struct http_request *request, const char *header)
{
	for (size_t i = 0; i < request->header_count; i++)
		if (strcmp(request->headers[i].data, header) == 0)
			return true;
	return false;
}

static void build(void **state)
{
	const struct build_case *test = *state;
	const struct fetch_provider *provider = fetch_provider_find(test->provider);
	struct credential credential = credential_for(test->provider);
	struct error err = ERROR_INIT;
	struct http_request request;
	size_t count = 0;

	credential.scope = test->scope;
	credential.affiliate = test->affiliate;
	credential.method = credential.auth = test->method;
	if (test->endpoint != NULL)
		credential.endpoint = test->endpoint;
	assert_int_equal(provider->build(&credential, &request, &err), 0);
	assert_string_equal(request.method, test->want_method);
	assert_string_equal(request.url.data, test->want_url);
	assert_int_equal(request.body.len, strlen(test->want_body));
	if (request.body.len > 0)
		assert_string_equal(request.body.data, test->want_body);
	for (; test->want_headers[count] != NULL; count++)
		assert_true(has_header(&request, test->want_headers[count]));
	assert_int_equal(request.header_count, count);
	http_request_free(&request);
}

/* RFC 7617: the first colon ends the account. */
static void build_account_with_a_colon(void **state)
{
	struct credential credential = credential_for("bizppurio");
	struct error err = ERROR_INIT;
	struct http_request request = { .method = NULL };

	(void)state;
	credential.key = "acc:ount";
	assert_int_equal(fetch_bizppurio.build(&credential, &request, &err), -1);
	assert_int_equal(err.id, ERROR_CONFIG);
	assert_null(strstr(err.message, "acc:ount"));
	credential.key = "account";
	credential.secret = "pass:word";
	assert_int_equal(fetch_bizppurio.build(&credential, &request, &err), 0);
	assert_true(has_header(&request, "Authorization: Basic YWNjb3VudDpwYXNzOndvcmQ="));
	http_request_free(&request);
}

/*
 * RFC 6749, section 2.3.1: the parts of Basic are form-encoded, so that a colon in the id is no
 * trouble.
 */
static void build_id_with_a_colon(void **state)
{
	struct credential credential = credential_for("oauth2");
	struct error err = ERROR_INIT;
	struct http_request request = { .method = NULL };

	(void)state;
	credential.key = "a:b c";
	credential.secret = "p:w";
	credential.extra = "resource=urn%3Aa&x=1";
	assert_int_equal(fetch_oauth2.build(&credential, &request, &err), 0);
	assert_true(has_header(&request, "Authorization: Basic YSUzQWIrYzpwJTNBdw=="));
	assert_string_equal(request.body.data,
			    "grant_type=client_credentials&resource=urn%3Aa&x=1");
	http_request_free(&request);
}

/* As long as may be. */
static void build_long_credentials(void **state)
{
	static char key[CREDENTIAL_LIMIT + 1], secret[CREDENTIAL_LIMIT + 1];
	const struct fetch_provider *provider;

	(void)state;
	memset(key, '"', CREDENTIAL_LIMIT);
	memset(secret, '&', CREDENTIAL_LIMIT);
	for (size_t i = 0; (provider = fetch_provider_at(i)) != NULL; i++) {
		struct credential credential = credential_for(provider->name);
		struct error err = ERROR_INIT;
		struct http_request request;

		credential.key = key;
		credential.secret = secret;
		assert_int_equal(provider->build(&credential, &request, &err), 0);
		assert_true(request.url.len + request.body.len + request.headers[0].len +
				    request.headers[request.header_count - 1].len >
			    CREDENTIAL_LIMIT);
		http_request_free(&request);
	}
}

/* ---- what is answered */

/*
 * Hands a reply to a provider. On failure it is made sure that no message shows the token, the key
 * or the secret.
 */
static int answer(const char *name, int status, const void *body, size_t len, struct grant *grant,
		  struct error *err)
{
	struct http_response response = { .status = status,
					  .body = BUFFER_INIT,
					  .date = TIME_UNKNOWN };
	struct credential credential = credential_for(name);
	int result;

	*err = (struct error)ERROR_INIT;
	grant_init(grant);
	buffer_append(&response.body, body, len);
	result = fetch_parse(fetch_provider_find(name), &response, grant, err);
	http_response_free(&response);
	if (result == -1) {
		assert_int_not_equal(err->id, ERROR_NONE);
		scrub(&credential, err->provider_code, sizeof(err->provider_code));
		scrub(&credential, err->provider_message, sizeof(err->provider_message));
		assert_null(strstr(err->message, "s3cret"));
		assert_null(strstr(err->message, "TOKEN"));
		assert_null(strstr(err->hint, "s3cret"));
		assert_null(strstr(err->provider_code, "s3cret"));
		assert_null(strstr(err->provider_message, "s3cret"));
		assert_null(strstr(err->provider_message, KEY));
	}
	return result;
}

static enum error_id failure_of(const char *name, int status, const void *body, size_t len)
{
	struct grant grant;
	struct error err;
	int result = answer(name, status, body, len, &grant, &err);

	grant_free(&grant);
	return result == 0 ? ERROR_NONE : err.id;
}

struct success_case {
	const char *name;
	const char *provider;
	int status;
	int64_t date;
	const char *body;
	const char *token;
	const char *type;
	const char *scope;
	int64_t expires_in;
	int64_t expires_at;
	int64_t server_time; /* -2: any */
};

#define UNKNOWN TIME_UNKNOWN
#define JWT                                                     \
	"eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ2In0." \
	"WE5fMufM0NDSVGJ8cAolXGkyB5RmYwCto1pQwDIqo2w-TOKEN"
#define HEX "a9ace025c90c0da2161075da6ddd3492a2fca776"

/* The documented forms, and those that public clients have seen. */
static const struct success_case successes[] = {
	{ "success: imweb", "imweb", 200, 1795231020,
	  "{\"msg\":\"SUCCESS\",\"code\":200,\"access_token\":\"TOKEN-1\"}", "TOKEN-1", "", "",
	  UNKNOWN, UNKNOWN, -2 },
	{ "success: imweb, all of its members", "imweb", 200, UNKNOWN,
	  "{\"msg\":\"SUCCESS\",\"code\":200,\"http_code\":200,\"access_token\":\"TOKEN-1\"}",
	  "TOKEN-1", "", "", UNKNOWN, UNKNOWN, -2 },
	{ "success: iamport", "iamport", 200, UNKNOWN,
	  "{\"code\":0,\"message\":null,\"response\":{\"access_token\":\"" HEX
	  "\",\"now\":1512446940,"
	  "\"expired_at\":1512448740}}",
	  HEX, "Bearer", "", UNKNOWN, 1512448740, 1512446940 },
	{ "success: iamport, 201", "iamport", 201, UNKNOWN,
	  "{\"code\":0,\"message\":null,\"response\":{\"access_token\":\"" HEX
	  "\",\"now\":1512446940,"
	  "\"expired_at\":1512448740}}",
	  HEX, "Bearer", "", UNKNOWN, 1512448740, 1512446940 },
	{ "success: iamport, fractions", "iamport", 200, 1512446943,
	  "{\"code\":0,\"message\":\"\",\"response\":{\"access_token\":\"" HEX
	  "\",\"now\":1512446940.25,"
	  "\"expired_at\":1512448740.999}}",
	  HEX, "Bearer", "", UNKNOWN, 1512448740, 1512446940 },
	{ "success: iamport, fractions that would round a life of 1800.3 s up", "iamport", 200,
	  UNKNOWN,
	  "{\"code\":0,\"message\":null,\"response\":{\"access_token\":\"" HEX
	  "\",\"now\":1512446940.9,"
	  "\"expired_at\":1512448741.2}}",
	  HEX, "Bearer", "", UNKNOWN, 1512448741, 1512446941 },
	{ "success: iamport, the same fraction twice", "iamport", 200, UNKNOWN,
	  "{\"code\":0,\"message\":null,\"response\":{\"access_token\":\"" HEX
	  "\",\"now\":1512446940.123,"
	  "\"expired_at\":1512448740.123}}",
	  HEX, "Bearer", "", UNKNOWN, 1512448740, 1512446940 },
	{ "success: bizppurio", "bizppurio", 200, 1604915720,
	  "{\n  \"accesstoken\": \"" JWT
	  "\",\n  \"type\": \"Bearer\", \n  \"expired\": \"20201110185520\"\n}\n",
	  JWT, "Bearer", "", UNKNOWN, 1605002120, 1604915720 },
	{ "success: bizppurio, no Date", "bizppurio", 200, UNKNOWN,
	  "{\"accesstoken\":\"TOKEN\",\"type\":\"Bearer\",\"expired\":\"20201110185520\"}", "TOKEN",
	  "Bearer", "", UNKNOWN, 1605002120, UNKNOWN },
	{ "success: bizppurio, New Year in Seoul", "bizppurio", 200, UNKNOWN,
	  "{\"accesstoken\":\"TOKEN\",\"type\":\"Bearer\",\"expired\":\"20210101000000\"}", "TOKEN",
	  "Bearer", "", UNKNOWN, 1609426800, UNKNOWN },
	{ "success: bizppurio, a leap day", "bizppurio", 200, UNKNOWN,
	  "{\"accesstoken\":\"TOKEN\",\"type\":\"Bearer\",\"expired\":\"20240229090000\"}", "TOKEN",
	  "Bearer", "", UNKNOWN, 1709164800, UNKNOWN },
	{ "success: bizppurio, no type", "bizppurio", 200, UNKNOWN,
	  "{\"accesstoken\":\"TOKEN\",\"expired\":\"20201110185520\"}", "TOKEN", "", "", UNKNOWN,
	  1605002120, UNKNOWN },
	{ "success: toss", "toss", 200, UNKNOWN,
	  "{\n\t\"access_token\": \"TOKEN.2\",\n\t\"scope\": \"toss-shopping-fep:write\",\n"
	  "\t\"token_type\": \"Bearer\",\n"
	  "\t\"expires_in\": 31535999\n}",
	  "TOKEN.2", "Bearer", "toss-shopping-fep:write", 31535999, UNKNOWN, -2 },
	{ "success: toss, an hour", "toss", 200, UNKNOWN,
	  "{\"access_token\":\"TOKEN\",\"token_type\":\"bearer\",\"expires_in\":3599,\"scope\":\"a "
	  "b\"}",
	  "TOKEN", "bearer", "a b", 3599, UNKNOWN, -2 },
	{ "success: toss, least", "toss", 200, UNKNOWN, "{\"access_token\":\"T\",\"expires_in\":1}",
	  "T", "", "", 1, UNKNOWN, -2 },
	{ "success: toss, no expires_in", "toss", 200, UNKNOWN, "{\"access_token\":\"T\"}", "T", "",
	  "", UNKNOWN, UNKNOWN, -2 },
	{ "success: toss, expires_in is null", "toss", 200, UNKNOWN,
	  "{\"access_token\":\"T\",\"expires_in\":null}", "T", "", "", UNKNOWN, UNKNOWN, -2 },
	{ "success: toss, expires_in as digits", "toss", 200, UNKNOWN,
	  "{\"access_token\":\"T\",\"expires_in\":\"3599\"}", "T", "", "", 3599, UNKNOWN, -2 },
	{ "success: toss, a fraction", "toss", 200, UNKNOWN,
	  "{\"access_token\":\"T\",\"expires_in\":3599.9}", "T", "", "", 3599, UNKNOWN, -2 },
	{ "success: toss, the longest that is believed", "toss", 200, UNKNOWN,
	  "{\"access_token\":\"T\",\"expires_in\":316224000}", "T", "", "", TOKEN_LONGEST_LIFE,
	  UNKNOWN, -2 },
	{ "success: oauth2, RFC 6749's example", "oauth2", 200, UNKNOWN,
	  "{\n       \"access_token\":\"2YotnFZFEjr1zCsicMWpAA\",\n       "
	  "\"token_type\":\"Bearer\",\n"
	  "       \"expires_in\":3600,\n       \"example_parameter\":\"example_value\"\n     }",
	  "2YotnFZFEjr1zCsicMWpAA", "Bearer", "", 3600, UNKNOWN, -2 },
	{ "success: oauth2, no expires_in", "oauth2", 200, 1795231020,
	  "{\"access_token\":\"TOKEN\",\"token_type\":\"bearer\",\"scope\":\"a b\"}", "TOKEN",
	  "bearer", "a b", UNKNOWN, UNKNOWN, -2 },
	{ "success: oauth2, expires_in null", "oauth2", 200, UNKNOWN,
	  "{\"access_token\":\"TOKEN\",\"token_type\":\"Bearer\",\"expires_in\":null}", "TOKEN",
	  "Bearer", "", UNKNOWN, UNKNOWN, -2 },
	{ "success: oauth2, digits", "oauth2", 200, UNKNOWN,
	  "{\"token_type\":\"BEARER\",\"expires_in\":\"3599\",\"access_token\":\"TOKEN\"}", "TOKEN",
	  "BEARER", "", 3599, UNKNOWN, -2 },
};

static void assert_buffer(const struct buffer *buffer, const char *want)
{
	assert_false(buffer->failed);
	assert_string_equal(buffer->data != NULL ? buffer->data : "", want);
}

static void success(void **state)
{
	const struct success_case *test = *state;
	struct http_response response = { .status = test->status,
					  .body = BUFFER_INIT,
					  .date = test->date };
	struct error err = ERROR_INIT;
	struct grant grant;

	grant_init(&grant);
	buffer_string(&response.body, test->body);
	assert_int_equal(fetch_parse(fetch_provider_find(test->provider), &response, &grant, &err),
			 0);
	assert_buffer(&grant.token, test->token);
	assert_buffer(&grant.type, test->type);
	assert_buffer(&grant.scope, test->scope);
	assert_int_equal(grant.expires_in, test->expires_in);
	assert_int_equal(grant.expires_at, test->expires_at);
	if (test->server_time != -2)
		assert_int_equal(grant.server_time, test->server_time);
	grant_free(&grant);
	http_response_free(&response);
}

/* A reply that was cut anywhere is not what the provider documents. */
static void success_cut_anywhere(void **state)
{
	const struct success_case *test = *state;
	size_t whole = strlen(test->body);

	/* What is behind the last brace may go. */
	while (test->body[whole - 1] != '}')
		whole--;
	for (size_t len = 0; len < whole; len++)
		assert_int_equal(failure_of(test->provider, test->status, test->body, len),
				 ERROR_REPLY);
}

/* A byte of rubbish behind it makes it another reply, too. */
static void success_and_more(void **state)
{
	static const char *const tails[] = { "x", "{}", ",", "}", "<!-- -->" };
	const struct success_case *test = *state;

	for (size_t i = 0; i < COUNT(tails); i++) {
		char body[1024];

		snprintf(body, sizeof(body), "%s%s", test->body, tails[i]);
		assert_int_equal(failure_of(test->provider, test->status, body, strlen(body)),
				 ERROR_REPLY);
	}
	assert_int_equal(
		failure_of(test->provider, test->status, test->body, strlen(test->body) + 1),
		ERROR_REPLY);
}

struct refusal_case {
	const char *name;
	const char *provider;
	int status;
	const char *body;
	const char *code;
	const char *message;
};

#define KOREAN "\xec\x9d\xb8\xec\xa6\x9d\xec\x97\x90 \xec\x8b\xa4\xed\x8c\xa8"

static const struct refusal_case refusals[] = {
	{ "refusal: imweb, with 200", "imweb", 200, "{\"msg\":\"Error Token\",\"code\":-2}", "-2",
	  "Error Token" },
	{ "refusal: imweb, with 400", "imweb", 400,
	  "{\"msg\":\"" KOREAN "\",\"code\":400,\"http_code\":400}", "400", KOREAN },
	{ "refusal: imweb, a code and a token", "imweb", 200,
	  "{\"msg\":\"no\",\"code\":-2,\"access_token\":\"TOKEN\"}", "-2", "no" },
	{ "refusal: imweb, no msg", "imweb", 200, "{\"code\":-1}", "-1", "" },
	{ "refusal: iamport, 401", "iamport", 401,
	  "{\"code\":-1,\"message\":\"" KOREAN "\",\"response\":null}", "-1", KOREAN },
	{ "refusal: iamport, 400", "iamport", 400,
	  "{\"code\":-1,\"message\":\"imp_key missing\",\"response\":null}", "-1",
	  "imp_key missing" },
	{ "refusal: iamport, with 200", "iamport", 200,
	  "{\"code\":-1,\"message\":\"no\",\"response\":null}", "-1", "no" },
	{ "refusal: iamport, no message", "iamport", 401,
	  "{\"code\":1,\"message\":null,\"response\":null}", "1", "" },
	{ "refusal: bizppurio, a string", "bizppurio", 400,
	  "{\"code\":\"3006\",\"description\":\"invalid account\"}", "3006", "invalid account" },
	{ "refusal: bizppurio, a number", "bizppurio", 400,
	  "{\"code\":3007,\"description\":\"" KOREAN "\"}", "3007", KOREAN },
	{ "refusal: bizppurio, no description", "bizppurio", 403, "{\"code\":\"3007\"}", "3007",
	  "" },
	{ "refusal: bizppurio, an address", "bizppurio", 400,
	  "{\"code\":\"3010\",\"description\":\"no\"}", "3010", "no" },
	{ "refusal: bizppurio, a code that is not in its specification", "bizppurio", 400,
	  "{\"code\":\"3012\",\"description\":\"no\"}", "3012", "no" },
	{ "refusal: toss, 401", "toss", 401,
	  "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}",
	  "invalid_client", "Client authentication failed" },
	{ "refusal: toss, 400", "toss", 400, "{\"error\":\"invalid_scope\"}", "invalid_scope", "" },
	{ "refusal: toss, with 200", "toss", 200,
	  "{\"resultType\":\"FAIL\",\"success\":null,\"error\":{\"errorCode\":\"NOT_ALLOWED_IP\","
	  "\"reason\":\"" KOREAN "\"}}",
	  "NOT_ALLOWED_IP", KOREAN },
	{ "refusal: toss, FAIL with 400", "toss", 400,
	  "{\"resultType\":\"FAIL\",\"success\":null,\"error\":{\"errorCode\":\"X\",\"reason\":"
	  "null}}",
	  "X", "" },
	{ "refusal: oauth2, RFC 6749's example", "oauth2", 400,
	  "{\n       \"error\":\"invalid_request\"\n     }", "invalid_request", "" },
	{ "refusal: oauth2, 401", "oauth2", 401,
	  "{\"error\":\"invalid_client\",\"error_description\":\"no\",\"error_uri\":\"https://"
	  "as.example/e\"}",
	  "invalid_client", "no" },
	{ "refusal: oauth2, RFC 8707", "oauth2", 400, "{\"error\":\"invalid_target\"}",
	  "invalid_target", "" },
	{ "refusal: oauth2, with 200 and a token", "oauth2", 200,
	  "{\"access_token\":\"TOKEN\",\"token_type\":\"Bearer\",\"error\":\"incorrect_client_"
	  "credentials\"}",
	  "incorrect_client_credentials", "" },
	{ "refusal: control bytes are escaped", "imweb", 200,
	  "{\"msg\":\"a\\u001b[31m\\nb\",\"code\":-2}", "-2", "a\\033[31m b" },
	{ "refusal: the code's too", "toss", 400,
	  "{\"error\":\"a\\u001bb\",\"error_description\":\"\\u202ex\"}", "a\\033b",
	  "\\342\\200\\256x" },
	{ "refusal: the secret is quoted", "iamport", 401,
	  "{\"code\":-1,\"message\":\"key key/1+2 secret s3cret+/=&%\\\"\\\\ "
	  "\xeb\xb9\x84\xeb\xb0\x80!\","
	  "\"response\":null}",
	  "-1", "key *** secret ***!" },
};

static void refusal(void **state)
{
	const struct refusal_case *test = *state;
	struct grant grant;
	struct error err;

	assert_int_equal(
		answer(test->provider, test->status, test->body, strlen(test->body), &grant, &err),
		-1);
	assert_int_equal(err.id, ERROR_REFUSED);
	assert_int_equal(err.http_status, test->status);
	assert_string_equal(err.provider_code, test->code);
	assert_string_equal(err.provider_message, test->message);
	grant_free(&grant);
}

/* RFC 6749's two errors that pass, whatever the status; those of toss too. */
static void errors_that_pass(void **state)
{
	static const char *const names[] = { "oauth2", "toss" }, *const codes[] = {
		"server_error", "temporarily_unavailable"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		for (size_t k = 0; k < COUNT(codes); k++) {
			char body[96];

			snprintf(body, sizeof(body), "{\"error\":\"%s\"}", codes[k]);
			assert_int_equal(failure_of(names[i], 400, body, strlen(body)),
					 ERROR_SERVER);
			assert_int_equal(failure_of(names[i], 200, body, strlen(body)),
					 ERROR_SERVER);
		}
	}
}

/* Those of bizppurio's specification, by which it says that another try may do. */
static void codes_that_pass(void **state)
{
	static const struct {
		const char *body;
		enum error_id want;
	} codes[] = {
		{ "{\"code\":\"3008\",\"description\":\"x\"}", ERROR_RATE_LIMITED },
		{ "{\"code\":3008}", ERROR_RATE_LIMITED },
		{ "{\"code\":3011}", ERROR_SERVER },
		{ "{\"code\":5002,\"description\":\"too many requests\"}", ERROR_RATE_LIMITED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++)
		for (int status = 200; status <= 401; status += 201)
			assert_int_equal(failure_of("bizppurio", status, codes[i].body,
						    strlen(codes[i].body)),
					 codes[i].want);
}

/* A refusal that is cut is no success either. */
static void refusal_cut_anywhere(void **state)
{
	const struct refusal_case *test = *state;

	for (size_t len = 0; len < strlen(test->body); len++) {
		enum error_id id = failure_of(test->provider, test->status, test->body, len);

		assert_int_equal(id, test->status == 401 || test->status == 403 ? ERROR_REFUSED
										: ERROR_REPLY);
	}
}

/* ---- what a status says, whatever the body */

struct status_case {
	const char *name;
	int status;
	enum error_id want;
};

static const struct status_case statuses[] = {
	{ "status: 301", 301, ERROR_REDIRECT }, { "status: 302", 302, ERROR_REDIRECT },
	{ "status: 303", 303, ERROR_REDIRECT }, { "status: 307", 307, ERROR_REDIRECT },
	{ "status: 308", 308, ERROR_REDIRECT }, { "status: 429", 429, ERROR_RATE_LIMITED },
	{ "status: 500", 500, ERROR_SERVER },   { "status: 502", 502, ERROR_SERVER },
	{ "status: 503", 503, ERROR_SERVER },   { "status: 504", 504, ERROR_SERVER },
	{ "status: 599", 599, ERROR_SERVER },
};

static void status_decides(void **state)
{
	const struct status_case *test = *state;

	for (size_t i = 0; i < COUNT(successes); i++)
		assert_int_equal(failure_of(successes[i].provider, test->status, successes[i].body,
					    strlen(successes[i].body)),
				 test->want);
	for (size_t i = 0; i < COUNT(refusals); i++)
		assert_int_equal(failure_of(refusals[i].provider, test->status, refusals[i].body,
					    strlen(refusals[i].body)),
				 test->want);
	for (size_t i = 0; fetch_provider_at(i) != NULL; i++) {
		assert_int_equal(failure_of(fetch_provider_at(i)->name, test->status, "<html>", 6),
				 test->want);
		assert_int_equal(failure_of(fetch_provider_at(i)->name, test->status, "", 0),
				 test->want);
	}
}

static void status_and_retry_after(void **state)
{
	const struct fetch_provider *provider;

	(void)state;
	for (size_t i = 0; (provider = fetch_provider_at(i)) != NULL; i++) {
		for (int status = 429; status <= 503; status += 503 - 429) {
			struct http_response response = { .status = status,
							  .date = TIME_UNKNOWN,
							  .retry_after = 120 };
			struct error err = ERROR_INIT;
			struct grant grant;

			grant_init(&grant);
			assert_int_equal(fetch_parse(provider, &response, &grant, &err), -1);
			assert_int_equal(err.retry_after, 120);
			assert_int_equal(err.http_status, status);
			grant_free(&grant);
		}
	}
}

static const struct flaw_case {
	const char *name;
	int status;
	enum error_id want;
} flaws[] = {
	{ "flaw: 200", 200, ERROR_REPLY },    { "flaw: 201", 201, ERROR_REPLY },
	{ "flaw: 400", 400, ERROR_REPLY },    { "flaw: 401", 401, ERROR_REFUSED },
	{ "flaw: 403", 403, ERROR_REFUSED },  { "flaw: 404", 404, ERROR_REPLY },
	{ "flaw: 302", 302, ERROR_REDIRECT }, { "flaw: 429", 429, ERROR_RATE_LIMITED },
	{ "flaw: 503", 503, ERROR_SERVER },
};

/*
 * A body that can't be used takes nothing from what the status says, and is named where that says
 * nothing.
 */
static void flaw_in_the_body(void **state)
{
	const struct flaw_case *test = *state;
	const struct fetch_provider *provider;

	for (size_t i = 0; (provider = fetch_provider_at(i)) != NULL; i++) {
		struct http_response response = { .status = test->status,
						  .flaw = "the reply broke off",
						  .date = TIME_UNKNOWN };
		struct error err = ERROR_INIT;
		struct grant grant;

		grant_init(&grant);
		assert_int_equal(fetch_parse(provider, &response, &grant, &err), -1);
		assert_int_equal(err.id, test->want);
		assert_int_equal(err.http_status, test->status);
		assert_int_equal(http_status_decides(&response),
				 test->status >= 300 && test->status != 400);
		if (test->status <= 201)
			assert_string_equal(err.message, "the reply broke off");
		grant_free(&grant);
	}
}

/*
 * As the providers' pages have it: no other status comes with a token; but imweb goes by its code
 * alone.
 */
static void success_with_another_status(void **state)
{
	static const int others[] = { 202, 204, 400, 401, 403, 404 };
	const struct success_case *test = *state;

	for (size_t i = 0; i < COUNT(others) && strcmp(test->provider, "imweb") != 0; i++)
		assert_int_not_equal(
			failure_of(test->provider, others[i], test->body, strlen(test->body)),
			ERROR_NONE);
}

/* Where a status alone says "refused", a page of HTML with it is a refusal. */
static void status_of_a_refusal(void **state)
{
	static const char *const bodies[] = { "<html>no</html>", "", "{}", "[]", "null" };
	const struct fetch_provider *provider;

	(void)state;
	for (size_t i = 0; (provider = fetch_provider_at(i)) != NULL; i++) {
		for (size_t k = 0; k < COUNT(bodies); k++) {
			assert_int_equal(
				failure_of(provider->name, 401, bodies[k], strlen(bodies[k])),
				ERROR_REFUSED);
			assert_int_equal(
				failure_of(provider->name, 403, bodies[k], strlen(bodies[k])),
				ERROR_REFUSED);
			assert_int_equal(
				failure_of(provider->name, 404, bodies[k], strlen(bodies[k])),
				ERROR_REPLY);
			assert_int_equal(
				failure_of(provider->name, 200, bodies[k], strlen(bodies[k])),
				ERROR_REPLY);
		}
	}
}

/* ---- what no provider documents */

struct member_case {
	const char *name;
	const char *provider;
	const char *before; /* the body is before, one of the values, behind */
	const char *behind;
	const char *const *values; /* ended by NULL */
};

/* None of these is a token (RFC 6750). */
static const char *const bad_tokens[] = {
	"null",
	"true",
	"42",
	"{}",
	"[]",
	"[\"TOKEN\"]",
	"\"\"",
	"\"=\"",
	"\"TOK EN\"",
	"\"TOKEN \"",
	"\" TOKEN\"",
	"\"TOK=EN\"",
	"\"TOKEN\\n\"",
	"\"TOKEN\\r\\nX: y\"",
	"\"TOK\\u0007EN\"",
	"\"TOK\\\"EN\"",
	"\"TOK\\\\EN\"",
	"\"TOK\\u0001EN\"",
	"\"{ACCESS_TOKEN}\"",
	"\"TOK\xeb\xb9\x84\"",
	"\"TOK\\u00e9\"",
	"\"TOK'EN\"",
	"\"$TOKEN\"",
	"\"TOKEN;id\"",
	NULL,
};

/* Where seconds are due: not a number, or one that is no life of a token. */
/* For a server that may leave it out, or write it as digits. */
static const char *const bad_lives[] = {
	"true",
	"{}",
	"[3599]",
	"\"\"",
	"0",
	"-0",
	"-1",
	"0.5",
	"316224001",
	"1e300",
	"1e999",
	"\"0\"",
	"\"-1\"",
	"\"1.5\"",
	"\"3599 \"",
	"\"316224001\"",
	"\"99999999999999999999\"",
	"\"NaN\"",
	NULL,
};

/* Section 7.1: a type that is not known must not be used. */
static const char *const bad_token_types[] = {
	"null",    "true",     "42",          "{}",          "[]",        "[\"Bearer\"]",  "\"\"",
	"\"mac\"", "\"DPoP\"", "\"Bearer \"", "\"Bearerx\"", "\"Beare\"", "\"Bearer\\n\"", NULL,
};

static const char *const bad_times[] = {
	"null",        "true", "\"1512448740\"", "{}",    "[1512448740]", "0",      "-1",
	"-1512448740", "1",    "1e18",           "1e300", "1e999",        "-1e999", "1512448740000",
	NULL,
};

static const char *const bad_dates[] = {
	"null",
	"true",
	"20201110185520",
	"{}",
	"[\"20201110185520\"]",
	"\"\"",
	"\"2020\"",
	"\"20201110\"",
	"\"2020-11-10 18:55:20\"",
	"\"20201110185520Z\"",
	"\" 20201110185520\"",
	"\"20201110185520 \"",
	"\"2020111018552\"",
	"\"202011101855201\"",
	"\"2020111018552a\"",
	"\"-0201110185520\"",
	"\"+0201110185520\"",
	"\"20201310185520\"",
	"\"20200010185520\"",
	"\"20201100185520\"",
	"\"20201131185520\"",
	"\"20210229000000\"",
	"\"20201110245520\"",
	"\"20201110186020\"",
	"\"20201110185560\"",
	"\"00000000000000\"",
	"\"99991231235959\"",
	"\"19700101090000\"",
	NULL,
};

/* Not a code that says "granted". */
static const char *const bad_imweb_codes[] = {
	"null", "true", "{}",   "[200]", "0",    "200.5",    "200.0001", "199.9999",
	"1",    "-200", "2000", "1e999", "\"\"", "\"200 \"", "\"ok\"",   NULL,
};

static const char *const bad_iamport_codes[] = {
	"null", "false", "{}",    "[0]",  "0.4",    "-0.4",   "0.0000001",
	"-1",   "200",   "1e999", "\"\"", "\"0 \"", "\"ok\"", NULL,
};

static const char *const bad_responses[] = {
	"null", "true", "42", "\"TOKEN\"", "{}", "[]", "[{\"access_token\":\"TOKEN\"}]", NULL
};

#define IAMPORT_TIMES "\"now\":1512446940,\"expired_at\":1512448740}}"

static const struct member_case members[] = {
	{ "member: imweb, access_token", "imweb",
	  "{\"msg\":\"SUCCESS\",\"code\":200,\"access_token\":", "}", bad_tokens },
	{ "member: imweb, code", "imweb",
	  "{\"msg\":\"SUCCESS\",\"access_token\":\"TOKEN\",\"code\":", "}", bad_imweb_codes },
	{ "member: iamport, access_token", "iamport",
	  "{\"code\":0,\"message\":null,\"response\":{\"access_token\":", "," IAMPORT_TIMES,
	  bad_tokens },
	{ "member: iamport, expired_at", "iamport",
	  "{\"code\":0,\"message\":null,\"response\":{\"access_token\":\"TOKEN\",\"now\":"
	  "1512446940,\"expired_at\":",
	  "}}", bad_times },
	{ "member: iamport, code", "iamport",
	  "{\"message\":null,\"response\":{\"access_token\":\"TOKEN\"," IAMPORT_TIMES ",\"code\":",
	  "}", bad_iamport_codes },
	{ "member: iamport, response", "iamport", "{\"code\":0,\"message\":null,\"response\":", "}",
	  bad_responses },
	{ "member: bizppurio, accesstoken", "bizppurio",
	  "{\"type\":\"Bearer\",\"expired\":\"20201110185520\",\"accesstoken\":", "}", bad_tokens },
	{ "member: bizppurio, expired", "bizppurio",
	  "{\"accesstoken\":\"TOKEN\",\"type\":\"Bearer\",\"expired\":", "}", bad_dates },
	{ "member: toss, access_token", "toss",
	  "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":", "}", bad_tokens },
	{ "member: oauth2, access_token", "oauth2",
	  "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":", "}", bad_tokens },
	{ "member: oauth2, expires_in", "oauth2",
	  "{\"access_token\":\"TOKEN\",\"token_type\":\"Bearer\",\"expires_in\":", "}", bad_lives },
	{ "member: oauth2, token_type", "oauth2",
	  "{\"access_token\":\"TOKEN\",\"expires_in\":3599,\"token_type\":", "}", bad_token_types },
	{ "member: toss, expires_in", "toss",
	  "{\"access_token\":\"TOKEN\",\"token_type\":\"Bearer\",\"expires_in\":", "}", bad_lives },
};

static void member(void **state)
{
	const struct member_case *test = *state;
	bool is_code = strstr(test->name, ", code") != NULL;

	for (size_t i = 0; test->values[i] != NULL; i++) {
		enum error_id id;
		char body[1024];

		snprintf(body, sizeof(body), "%s%s%s", test->before, test->values[i], test->behind);
		id = failure_of(test->provider, 200, body, strlen(body));
		/* A code that is one, but another one, is a refusal. */
		if (id != ERROR_REPLY && !(is_code && id == ERROR_REFUSED))
			fail_msg("%s: the error is '%s'", body, error_name(id));
	}
}

/* The same without the member at all. */
struct missing_case {
	const char *name;
	const char *provider;
	const char *body;
};

static const struct missing_case missings[] = {
	{ "missing: imweb, all", "imweb", "{}" },
	{ "missing: imweb, access_token", "imweb", "{\"msg\":\"SUCCESS\",\"code\":200}" },
	{ "missing: imweb, code", "imweb", "{\"msg\":\"SUCCESS\",\"access_token\":\"TOKEN\"}" },
	{ "missing: imweb, names in another case", "imweb",
	  "{\"Msg\":\"SUCCESS\",\"Code\":200,\"Access_Token\":\"TOKEN\"}" },
	{ "missing: iamport, all", "iamport", "{}" },
	{ "missing: iamport, response", "iamport", "{\"code\":0,\"message\":null}" },
	{ "missing: iamport, access_token", "iamport",
	  "{\"code\":0,\"message\":null,\"response\":{" IAMPORT_TIMES },
	{ "missing: iamport, access_token is outside", "iamport",
	  "{\"code\":0,\"access_token\":\"TOKEN\",\"response\":{" IAMPORT_TIMES },
	{ "missing: iamport, expired_at", "iamport",
	  "{\"code\":0,\"message\":null,\"response\":{\"access_token\":\"TOKEN\",\"now\":"
	  "1512446940}}" },
	{ "missing: iamport, code", "iamport",
	  "{\"message\":null,\"response\":{\"access_token\":\"TOKEN\"," IAMPORT_TIMES },
	{ "missing: bizppurio, all", "bizppurio", "{}" },
	{ "missing: bizppurio, accesstoken", "bizppurio",
	  "{\"type\":\"Bearer\",\"expired\":\"20201110185520\"}" },
	{ "missing: bizppurio, another's name", "bizppurio",
	  "{\"access_token\":\"TOKEN\",\"expired\":\"20201110185520\"}" },
	{ "missing: bizppurio, expired", "bizppurio",
	  "{\"accesstoken\":\"TOKEN\",\"type\":\"Bearer\"}" },
	{ "missing: toss, all", "toss", "{}" },
	{ "missing: toss, access_token", "toss",
	  "{\"token_type\":\"Bearer\",\"expires_in\":3599}" },
	{ "missing: toss, names in another case", "toss",
	  "{\"Access_Token\":\"TOKEN\",\"Expires_In\":3599}" },
	{ "missing: oauth2, all", "oauth2", "{}" },
	{ "missing: oauth2, access_token", "oauth2",
	  "{\"token_type\":\"Bearer\",\"expires_in\":3599}" },
	{ "missing: oauth2, token_type", "oauth2",
	  "{\"access_token\":\"TOKEN\",\"expires_in\":3599}" },
	{ "missing: oauth2, an error that is an object", "oauth2",
	  "{\"error\":{\"code\":\"invalid_client\"}}" },
	{ "twice: imweb, the token", "imweb",
	  "{\"code\":200,\"access_token\":\"TOKEN\",\"access_token\":\"TOKEN2\"}" },
	{ "twice: toss, the token by an escape", "toss",
	  "{\"access_token\":\"TOKEN\",\"expires_in\":3599,\"access\\u005ftoken\":\"TOKEN2\"}" },
	{ "literal: toss, NaN", "toss", "{\"access_token\":\"TOKEN\",\"expires_in\":NaN}" },
	{ "literal: toss, Infinity", "toss",
	  "{\"access_token\":\"TOKEN\",\"expires_in\":Infinity}" },
	{ "literal: iamport, NaN", "iamport",
	  "{\"code\":0,\"response\":{\"access_token\":\"TOKEN\",\"now\":NaN,\"expired_at\":NaN}}" },
	{ "form: an array of it", "toss", "[{\"access_token\":\"TOKEN\",\"expires_in\":3599}]" },
	{ "form: as a form", "toss", "access_token=TOKEN&expires_in=3599" },
	{ "form: a byte order mark", "toss",
	  "\xef\xbb\xbf{\"access_token\":\"TOKEN\",\"expires_in\":3599}" },
	{ "form: the page's comments", "iamport",
	  "{\"code\":0,\"response\":{\"access_token\":\"TOKEN\", // access token\n" IAMPORT_TIMES },
};

static void missing(void **state)
{
	const struct missing_case *test = *state;

	assert_int_equal(failure_of(test->provider, 200, test->body, strlen(test->body)),
			 ERROR_REPLY);
}

/*
 * What is beside the point: a wrong type or scope, or a wrong clock, costs no token, and is not
 * taken over.
 */
static void optional_members(void **state)
{
	static const char *const values[] = {
		"null", "true", "42", "{}", "[]", "\"\"", "\"two\\nlines\"", "\"a\\\"b\""
	};
	struct grant grant;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		char body[256];

		snprintf(body, sizeof(body),
			 "{\"access_token\":\"TOKEN\",\"expires_in\":3599,\"token_type\":%s,"
			 "\"scope\":%s}",
			 values[i], values[i]);
		assert_int_equal(answer("toss", 200, body, strlen(body), &grant, &err), 0);
		assert_int_equal(grant.type.len, 0);
		assert_int_equal(grant.scope.len, 0);
		grant_free(&grant);
		snprintf(body, sizeof(body),
			 "{\"accesstoken\":\"TOKEN\",\"expired\":\"20201110185520\",\"type\":%s}",
			 values[i]);
		assert_int_equal(answer("bizppurio", 200, body, strlen(body), &grant, &err), 0);
		assert_int_equal(grant.type.len, 0);
		grant_free(&grant);
		snprintf(body, sizeof(body), "{\"msg\":%s,\"code\":200,\"access_token\":\"TOKEN\"}",
			 values[i]);
		assert_int_equal(answer("imweb", 200, body, strlen(body), &grant, &err), 0);
		grant_free(&grant);
	}
}

/* The longest token there may be, and one byte more. */
static void long_tokens(void **state)
{
	static const struct {
		const char *provider, *before, *behind;
	} forms[] = {
		{ "imweb", "{\"code\":200,\"access_token\":\"", "\"}" },
		{ "iamport", "{\"code\":0,\"response\":{\"access_token\":\"", "\"," IAMPORT_TIMES },
		{ "bizppurio", "{\"expired\":\"20201110185520\",\"accesstoken\":\"", "\"}" },
		{ "toss", "{\"expires_in\":3599,\"access_token\":\"", "\"}" },
		{ "oauth2", "{\"token_type\":\"Bearer\",\"access_token\":\"", "\"}" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		for (size_t len = TOKEN_LIMIT; len <= TOKEN_LIMIT + 1; len++) {
			struct buffer body = BUFFER_INIT;

			buffer_string(&body, forms[i].before);
			for (size_t k = 0; k < len; k++)
				buffer_char(&body, 'a');
			buffer_string(&body, forms[i].behind);
			assert_int_equal(failure_of(forms[i].provider, 200, body.data, body.len),
					 len <= TOKEN_LIMIT ? ERROR_NONE : ERROR_REPLY);
			buffer_free(&body);
		}
	}
}

/* As much rubbish as there may be. */
static void garbage(void **state)
{
	static const char *const pieces[] = { "x",           " ", "[",    "{\"a\":",        "\"",
					      "\\",          "0", "\xff", "{\"code\":200,", "\n",
					      "\xeb\xb9\x84" };
	const struct fetch_provider *provider;

	(void)state;
	for (size_t i = 0; (provider = fetch_provider_at(i)) != NULL; i++) {
		struct buffer zeros = BUFFER_INIT, noise = BUFFER_INIT;
		uint32_t random = 12345;

		for (size_t k = 0; k < COUNT(pieces); k++) {
			struct buffer body = BUFFER_INIT;

			while (body.len + strlen(pieces[k]) <= HTTP_RESPONSE_LIMIT)
				buffer_string(&body, pieces[k]);
			assert_int_equal(failure_of(provider->name, 200, body.data, body.len),
					 ERROR_REPLY);
			buffer_free(&body);
		}
		for (size_t k = 0; k < HTTP_RESPONSE_LIMIT; k++) {
			random = random * 1664525 + 1013904223;
			buffer_char(&zeros, '\0');
			buffer_char(&noise, (char)(random >> 24));
		}
		assert_int_equal(failure_of(provider->name, 200, zeros.data, zeros.len),
				 ERROR_REPLY);
		assert_int_equal(failure_of(provider->name, 200, noise.data, noise.len),
				 ERROR_REPLY);
		buffer_free(&zeros);
		buffer_free(&noise);
	}
}

/* ---- what a refusal may show */

struct form_case {
	const char *name;
	const char *provider;
	int status;
	const char *before;
	const char *behind;
};

static const struct form_case quotes[] = {
	{ "quoted: imweb", "imweb", 200, "{\"code\":-2,\"msg\":\"", "\"}" },
	{ "quoted: iamport", "iamport", 401, "{\"code\":-1,\"response\":null,\"message\":\"",
	  "\"}" },
	{ "quoted: bizppurio", "bizppurio", 401, "{\"code\":\"3006\",\"description\":\"", "\"}" },
	{ "quoted: bizppurio, as its code", "bizppurio", 401, "{\"description\":\"x\",\"code\":\"",
	  "\"}" },
	{ "quoted: toss", "toss", 401, "{\"error\":\"invalid_client\",\"error_description\":\"",
	  "\"}" },
	{ "quoted: toss, as its code", "toss", 401, "{\"error\":\"", "\"}" },
	{ "quoted: oauth2", "oauth2", 401, "{\"error\":\"invalid_client\",\"error_description\":\"",
	  "\"}" },
	{ "quoted: oauth2, as its code", "oauth2", 401, "{\"error\":\"", "\"}" },
	{ "quoted: toss, with 200", "toss", 200,
	  "{\"resultType\":\"FAIL\",\"success\":null,\"error\":{\"errorCode\":\"X\",\"reason\":\"",
	  "\"}}" },
};

/* A secret that JSON leaves as it is, so that its forms are easily put into a reply. */
static const char LONG_SECRET[] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/* Does the text show eight or more letters of the secret in a row? */
static bool shows_a_part(const char *text, const char *form)
{
	for (size_t at = 0; at + 8 <= strlen(form); at++)
		if (memmem(text, strlen(text), form + at, 8) != NULL)
			return true;
	return false;
}

static void assert_not_shown(const struct form_case *test, const char *padding, const char *form)
{
	struct http_response response = { .status = test->status,
					  .body = BUFFER_INIT,
					  .date = TIME_UNKNOWN };
	struct credential credential = credential_for(test->provider);
	struct error err = ERROR_INIT;
	struct grant grant;

	credential.secret = LONG_SECRET;
	grant_init(&grant);
	buffer_string(&response.body, test->before);
	buffer_string(&response.body, padding);
	buffer_string(&response.body, form);
	buffer_string(&response.body, test->behind);
	assert_int_equal(fetch_parse(fetch_provider_find(test->provider), &response, &grant, &err),
			 -1);
	assert_int_equal(err.id, ERROR_REFUSED);
	scrub(&credential, err.provider_code, sizeof(err.provider_code));
	scrub(&credential, err.provider_message, sizeof(err.provider_message));
	assert_false(shows_a_part(err.provider_code, form));
	assert_false(shows_a_part(err.provider_message, form));
	assert_false(shows_a_part(err.message, form));
	grant_free(&grant);
	http_response_free(&response);
}

/*
 * The secret is not shown wherever in a long message it is quoted, in whatever form: also where the
 * room for the message ends within it.
 */
static void quoted_anywhere(void **state)
{
	const struct form_case *test = *state;
	struct buffer forms[4] = { BUFFER_INIT, BUFFER_INIT, BUFFER_INIT, BUFFER_INIT };
	char padding[ERROR_TEXT_SIZE + 64];

	buffer_string(&forms[0], LONG_SECRET);
	encode_query(&forms[1], LONG_SECRET);
	encode_base64(&forms[2], LONG_SECRET, strlen(LONG_SECRET));
	/* As OAuth's Basic has it. */
	encode_base64(&forms[3], forms[1].data, forms[1].len);
	for (size_t len = 0; len < sizeof(padding); len++) {
		memset(padding, '.', len);
		padding[len] = '\0';
		for (size_t i = 0; i < COUNT(forms); i++)
			assert_not_shown(test, padding, forms[i].data);
	}
	for (size_t i = 0; i < COUNT(forms); i++)
		buffer_free(&forms[i]);
}

/* ---- the rows */

static void rows_are_sane(void **state)
{
	const struct fetch_provider *provider;
	size_t count;

	(void)state;
	for (count = 0; (provider = fetch_provider_at(count)) != NULL; count++) {
		assert_ptr_equal(fetch_provider_find(provider->name), provider);
		assert_non_null(provider_find(provider->name, strlen(provider->name)));
		assert_non_null(provider->build);
		assert_non_null(provider->read);
	}
	for (size_t i = 0; provider_at(i) != NULL; i++)
		assert_non_null(fetch_provider_find(provider_at(i)->name));
	assert_null(provider_at(count));
	assert_null(fetch_provider_find("google"));
	assert_null(fetch_provider_find(""));
	assert_null(fetch_provider_at(SIZE_MAX));
}

/* A test for a row under a name of its own, "NAME, WHAT". */
static void add_named(struct suite *suite, CMUnitTestFunction test, const void *row,
		      const char *name, const char *what)
{
	static char names[128][96];
	static size_t used;

	if (used == COUNT(names))
		abort();
	snprintf(names[used], sizeof(names[used]), "%s, %s", name, what);
	suite_add(suite, names[used++], test, row);
}

static void add_answers(struct suite *suite)
{
	SUITE_TABLE(suite, success, successes);
	for (size_t i = 0; i < COUNT(successes); i++) {
		add_named(suite, success_cut_anywhere, &successes[i], successes[i].name,
			  "cut anywhere");
		add_named(suite, success_and_more, &successes[i], successes[i].name, "and more");
		add_named(suite, success_with_another_status, &successes[i], successes[i].name,
			  "with another status");
	}
	SUITE_TABLE(suite, refusal, refusals);
	for (size_t i = 0; i < COUNT(refusals); i++)
		add_named(suite, refusal_cut_anywhere, &refusals[i], refusals[i].name,
			  "cut anywhere");
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TEST(&suite, rows_are_sane);
	SUITE_TABLE(&suite, build, builds);
	SUITE_TEST(&suite, build_account_with_a_colon);
	SUITE_TEST(&suite, build_id_with_a_colon);
	SUITE_TEST(&suite, build_long_credentials);
	add_answers(&suite);
	SUITE_TABLE(&suite, status_decides, statuses);
	SUITE_TEST(&suite, status_and_retry_after);
	SUITE_TABLE(&suite, flaw_in_the_body, flaws);
	SUITE_TEST(&suite, status_of_a_refusal);
	SUITE_TEST(&suite, errors_that_pass);
	SUITE_TEST(&suite, codes_that_pass);
	SUITE_TABLE(&suite, member, members);
	SUITE_TABLE(&suite, missing, missings);
	SUITE_TEST(&suite, optional_members);
	SUITE_TEST(&suite, long_tokens);
	SUITE_TEST(&suite, garbage);
	SUITE_TABLE(&suite, quoted_anywhere, quotes);
	return suite_run(&suite);
}
