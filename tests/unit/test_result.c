/* SPDX-License-Identifier: ISC */
/* result.h: the record that each result becomes, and that no secret is in it. */
#include "cases.h"

#include "fetch/result.h"

#define V "tokctl=1\n"

static const struct credential credential = { .key = "shop-key", .secret = "s3cret-of-shop" };

/* Writes the result to a pipe, and reads what came. */
static void assert_writes(struct result *result, const struct credential *from, const char *want)
{
	char got[4096];
	ssize_t len;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(result_write(ends[1], result, from), 0);
	len = read(ends[0], got, sizeof(got) - 1);
	assert_in_range(len, 1, sizeof(got) - 1);
	got[len] = '\0';
	assert_string_equal(got, want);
	close(ends[0]);
	close(ends[1]);
}

struct grant_case {
	const char *name;
	const char *type;
	const char *scope;
	int64_t expires_in, expires_at, server_time, asked_after_ms;
	const char *endpoint; /* the issuer's metadata's */
	const char *auth;
	const char *want;
};

#define U TIME_UNKNOWN

static const struct grant_case grants[] = {
	{ "grant: a token", NULL, NULL, U, U, U, 0, NULL, NULL, V "token=TOKEN\n\n" },
	{ "grant: all of it", "Bearer", "a b", 3600, 1800000000, 1799996400, 2999,
	  "https://as.example/t", "post",
	  V "token=TOKEN\ntoken-type=Bearer\nscope=a b\nexpires-in=3600\nexpires-at=1800000000\n"
	    "server-time=1799996400\nasked-after=2\nendpoint=https://as.example/t\nauth=post\n\n" },
	{ "grant: asked at once", NULL, NULL, U, U, U, 999, NULL, NULL, V "token=TOKEN\n\n" },
	{ "grant: no way to authenticate that is known", NULL, NULL, U, U, U, 0,
	  "https://as.example/t", NULL, V "token=TOKEN\nendpoint=https://as.example/t\n\n" },
	{ "grant: a scope that quotes the secret", "Bearer", "a s3cret-of-shop", U, U, U, 0, NULL,
	  NULL, V "token=TOKEN\ntoken-type=Bearer\n\n" },
	{ "grant: a type that quotes the token", "TOKEN", "a", U, U, U, 0, NULL, NULL,
	  V "token=TOKEN\nscope=a\n\n" },
};

static void grant(void **state)
{
	const struct grant_case *test = *state;
	struct result result;

	result_init(&result);
	result.granted = true;
	buffer_string(&result.grant.token, "TOKEN");
	if (test->type != NULL)
		buffer_string(&result.grant.type, test->type);
	if (test->scope != NULL)
		buffer_string(&result.grant.scope, test->scope);
	if (test->endpoint != NULL)
		buffer_string(&result.metadata.endpoint, test->endpoint);
	result.metadata.auth = test->auth;
	result.grant.expires_in = test->expires_in;
	result.grant.expires_at = test->expires_at;
	result.grant.server_time = test->server_time;
	result.asked_after_ms = test->asked_after_ms;
	/* That of a try before. */
	error_set(&result.err, ERROR_SERVER, "%s", "the provider has a problem");
	assert_writes(&result, &credential, test->want);
	result_free(&result);
	assert_null(result.grant.token.data);
}

struct failure_case {
	const char *name;
	enum error_id id;
	const char *message;
	const char *hint;
	int status;
	long retry_after;
	const char *code;
	const char *said;
	const char *want;
};

static const struct failure_case failures[] = {
	{ "failure: our words", ERROR_DNS, "no such host", "", 0, 0, "", "",
	  V "error=dns\nmessage=no such host\n\n" },
	{ "failure: a hint of two lines", ERROR_TLS, "no trust", "look\nhere", 0, 0, "", "",
	  V "error=tls\nmessage=no trust\nhint=look\nhint-2=here\n\n" },
	{ "failure: a hint", ERROR_TLS, "no trust", "look", 0, 0, "", "",
	  V "error=tls\nmessage=no trust\nhint=look\n\n" },
	{ "failure: a control byte", ERROR_CONNECT, "host\nkey=x", "", 0, 0, "", "",
	  V "error=connect\nmessage=host\\012key=x\n\n" },
	{ "failure: a status and a wait", ERROR_RATE_LIMITED, "too often", "", 429, 30, "", "",
	  V "error=rate-limited\nmessage=too often\nhttp-status=429\nretry-after=30\n\n" },
	{ "failure: the provider's words", ERROR_REFUSED, "", "", 401, 0, "E1", "no",
	  V "error=refused\nmessage=the provider refused (HTTP 401): E1: no\nhttp-status=401\n"
	    "provider-code=E1\nprovider-message=no\n\n" },
	{ "failure: after our words the provider's", ERROR_REPLY, "another issuer", "", 200, 0, "",
	  "https://evil.example",
	  V "error=reply\nmessage=another issuer: https://evil.example\nhttp-status=200\n"
	    "provider-message=https://evil.example\n\n" },
	{ "failure: the secret is quoted", ERROR_REFUSED, "", "", 401, 0, "s3cret-of-shop",
	  "no shop-key",
	  V "error=refused\nmessage=the provider refused (HTTP 401): ***: no ***\nhttp-status=401\n"
	    "provider-code=***\nprovider-message=no ***\n\n" },
};

static void failure(void **state)
{
	const struct failure_case *test = *state;
	struct result result;

	result_init(&result);
	error_set(&result.err, test->id, "%s", test->message);
	error_hint(&result.err, "%s", test->hint);
	result.err.http_status = test->status;
	result.err.retry_after = test->retry_after;
	snprintf(result.err.provider_code, sizeof(result.err.provider_code), "%s", test->code);
	snprintf(result.err.provider_message, sizeof(result.err.provider_message), "%s",
		 test->said);
	/* Half a grant is none. */
	buffer_string(&result.grant.token, "TOKEN");
	assert_writes(&result, &credential, test->want);
	result_free(&result);
}

/* A task that could not be read has no credential. */
static void no_credential(void **state)
{
	const struct credential none = { .key = NULL };
	struct result result;

	(void)state;
	result_init(&result);
	error_set(&result.err, ERROR_INTERNAL, "%s", "malformed");
	assert_writes(&result, &none, V "error=internal\nmessage=malformed\n\n");
	result_free(&result);
}

static void nothing(void **state)
{
	struct result result;

	(void)state;
	result_init(&result);
	assert_writes(&result, &credential, V "\n");
	result_free(&result);
}

static void probe(void **state)
{
	const struct credential none = { .key = NULL };
	struct result result;

	(void)state;
	result_init(&result);
	result.probe = (struct http_probe){
		.lookup_ms = 0,
		.connect_ms = 10,
		.tls_ms = 20,
		.proxy_status = 200,
		.remote = "192.0.2.1",
		.remote_port = 443,
		.local = "192.0.2.2",
		.certificate_end = 1800000000,
		.certificate_issuer = "CN=\x1b[2J",
		.date = 1799996400,
	};
	error_set(&result.err, ERROR_REPLY, "%s", "not HTTP");
	assert_writes(&result, &none,
		      V "lookup-ms=0\nconnect-ms=10\ntls-ms=20\nproxy-status=200\n"
			"remote-address=192.0.2.1\nremote-port=443\nlocal-address=192.0.2.2\n"
			"certificate-end=1800000000\ncertificate-issuer=CN=\\033[2J\n"
			"date=1799996400\nerror=reply\nmessage=not HTTP\n\n");
	result_free(&result);
}

static void nowhere_to_write(void **state)
{
	struct result result;

	(void)state;
	result_init(&result);
	assert_int_equal(result_write(-1, &result, &credential), -1);
	result_free(&result);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, grant, grants);
	SUITE_TABLE(&suite, failure, failures);
	SUITE_TEST(&suite, no_credential);
	SUITE_TEST(&suite, nothing);
	SUITE_TEST(&suite, probe);
	SUITE_TEST(&suite, nowhere_to_write);
	return suite_run(&suite);
}
