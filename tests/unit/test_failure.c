/* SPDX-License-Identifier: ISC */
/* failure.h: what each of libcurl's codes becomes where the server was never connected to. */
#include "cases.h"

#include "net/failure.h"

struct code_case {
	const char *name;
	CURLcode code;
	const char *problem; /* libcurl's words */
	enum error_id id;
	bool again;
	const char *message;
};

static const struct code_case codes[] = {
	{ "no such host", CURLE_COULDNT_RESOLVE_HOST, "Could not resolve host: h", ERROR_DNS, true,
	  "Could not resolve host: h" },
	{ "no such proxy", CURLE_COULDNT_RESOLVE_PROXY, "Could not resolve proxy: p", ERROR_DNS,
	  true, "Could not resolve proxy: p" },
	{ "no connection", CURLE_COULDNT_CONNECT, "refused", ERROR_CONNECT, true,
	  "no connection to as.example: refused" },
	{ "a SOCKS proxy", CURLE_PROXY, "no way", ERROR_CONNECT, true,
	  "no connection to as.example: no way" },
	{ "a timeout of the look-up", CURLE_OPERATION_TIMEDOUT, "", ERROR_TIMEOUT, true,
	  "no connection to as.example in time: looking up its name, or its proxy's, took too "
	  "long" },
	{ "a handshake", CURLE_SSL_CONNECT_ERROR, "wrong version number", ERROR_TLS, false,
	  "no secure connection to as.example: wrong version number" },
	{ "a handshake that broke off", CURLE_SSL_CONNECT_ERROR, "unexpected eof while reading",
	  ERROR_CONNECT, true,
	  "the connection to as.example broke in the TLS handshake: unexpected eof while reading" },
	{ "no trust", CURLE_PEER_FAILED_VERIFICATION, "certificate has expired", ERROR_TLS, false,
	  "as.example could not be authenticated: certificate has expired" },
	{ "a CA file", CURLE_SSL_CACERT_BADFILE, "no PEM", ERROR_CONFIG, false,
	  "the CA file can't be used: no PEM" },
	{ "an interface", CURLE_INTERFACE_FAILED, "no device", ERROR_CONFIG, false,
	  "can't send from interface eth9: no device" },
	{ "a URL", CURLE_URL_MALFORMAT, "bad port", ERROR_CONFIG, false,
	  "the endpoint or the proxy is not a URL that can be asked: bad port" },
	{ "a proxy's URL", CURLE_COULDNT_CONNECT, "Unsupported proxy scheme for 'x'", ERROR_CONFIG,
	  false, "the proxy is not a URL that can be used" },
	{ "memory", CURLE_OUT_OF_MEMORY, "", ERROR_MEMORY, false, "out of memory" },
	{ "the connection broke", CURLE_RECV_ERROR, "reset", ERROR_CONNECT, false,
	  "the connection to as.example broke: reset" },
	{ "a bad chunk", CURLE_RECV_ERROR, "Illegal chunk", ERROR_REPLY, false,
	  "as.example did not speak HTTP as it should: Illegal chunk" },
	{ "not HTTP", CURLE_WEIRD_SERVER_REPLY, "what?", ERROR_REPLY, false,
	  "as.example did not speak HTTP as it should: what?" },
	{ "a code of a newer libcurl", (CURLcode)(CURL_LAST + 1), "new", ERROR_REPLY, false,
	  "as.example did not speak HTTP as it should: new" },
	{ "a password in the words", CURLE_COULDNT_RESOLVE_PROXY, "no http://user:pass@p",
	  ERROR_DNS, true, "no http://*********@p" },
	{ "a password without a scheme", CURLE_COULDNT_RESOLVE_PROXY, "u:p@p", ERROR_DNS, true,
	  "***@p" },
};

static void code(void **state)
{
	const struct code_case *test = *state;
	struct http http = {
		.curl = curl_easy_init(),
		.interface = "eth9",
		.host = "as.example",
	};
	struct error err = ERROR_INIT;
	bool again;

	assert_non_null(http.curl);
	snprintf(http.problem, sizeof(http.problem), "%s", test->problem);
	assert_int_equal(failure_of_transfer(&http, test->code, deadline_in(60000), &again, &err),
			 -1);
	assert_int_equal(err.id, test->id);
	assert_string_equal(err.message, test->message);
	assert_int_equal(again, test->again);
	curl_easy_cleanup(http.curl);
}

/* After the deadline there is no other try. */
static void timeout_at_the_deadline(void **state)
{
	struct http http = { .curl = curl_easy_init() };
	struct error err = ERROR_INIT;
	bool again = true;

	(void)state;
	failure_of_transfer(&http, CURLE_OPERATION_TIMEDOUT, deadline_in(0), &again, &err);
	assert_int_equal(err.id, ERROR_TIMEOUT);
	assert_false(again);
	curl_easy_cleanup(http.curl);
}

/* An option that was not taken is told of, whatever became of the transfer. */
static void option_not_taken(void **state)
{
	struct http http = { .curl = curl_easy_init(), .failed_option = CURLE_UNKNOWN_OPTION };
	struct error err = ERROR_INIT;
	bool again = true;

	(void)state;
	failure_of_transfer(&http, CURLE_UNKNOWN_OPTION, deadline_in(60000), &again, &err);
	assert_int_equal(err.id, ERROR_INTERNAL);
	assert_false(again);
	http.failed_option = CURLE_OUT_OF_MEMORY;
	failure_of_option(&http, &err);
	assert_int_equal(err.id, ERROR_MEMORY);
	curl_easy_cleanup(http.curl);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, code, codes);
	SUITE_TEST(&suite, timeout_at_the_deadline);
	SUITE_TEST(&suite, option_not_taken);
	return suite_run(&suite);
}
