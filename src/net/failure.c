/* SPDX-License-Identifier: ISC */
/* What went wrong with a transfer: a function for each kind, and a table of libcurl's codes. */
#include "net/failure.h"

#include <errno.h>
#include <string.h>

#include "base/path.h"
#include "net/confine.h"
#include "net/message.h"
#include "net/tls.h"

struct failure {
	struct http *http;
	CURLcode code;
	struct deadline deadline;
	bool again; /* may the request be sent once more? */
	struct error *err;
};

/* libcurl may quote the proxy's URL, with the password in it: what stands before the '@' goes. */
static void hide_password(char *text)
{
	char *at = strrchr(text, '@'), *from = strstr(text, "://");

	if (at == NULL)
		return;
	from = from != NULL && from < at ? from + 3 : text;
	for (; from < at; from++)
		*from = '*';
}

/* libcurl's. */
static const char *words(const struct failure *failure)
{
	char *problem = failure->http->problem;

	hide_password(problem);
	return problem[0] != '\0' ? problem : curl_easy_strerror(failure->code);
}

static bool says(const struct failure *failure, const char *part)
{
	return strstr(failure->http->problem, part) != NULL;
}

static long get_number(const struct failure *failure, CURLINFO what)
{
	long number = 0;

	curl_easy_getinfo(failure->http->curl, what, &number);
	return number;
}

/* ---- on the way to the server */

static int no_name(struct failure *failure)
{
	failure->again = true;
	return error_set(failure->err, ERROR_DNS, "%s", words(failure));
}

static int no_connection(struct failure *failure)
{
	failure->again = true;
	return error_set(failure->err, ERROR_CONNECT, "no connection to %s: %s",
			 failure->http->host, words(failure));
}

static int bad_interface(struct failure *failure)
{
	return error_set(failure->err, ERROR_CONFIG, "can't send from interface %s: %s",
			 failure->http->interface, words(failure));
}

static int unusable_url(struct failure *failure)
{
	error_set(failure->err, ERROR_CONFIG,
		  "the endpoint or the proxy is not a URL that can be asked: %s", words(failure));
	return error_hint(failure->err, "check its host; a name with other letters than a-z can be "
					"written as it is in DNS, xn--...");
}

/* A resolver waits 5 s for a name server (resolv.conf(5)), and only then asks the next. */
static int slow_lookup(struct failure *failure)
{
	error_set(failure->err, ERROR_TIMEOUT,
		  "no connection to %s in time: looking up its name, or its proxy's, took too long",
		  failure->http->host);
	return error_hint(failure->err,
			  "does each name server in /etc/resolv.conf answer? try again, "
			  "or allow more time with --timeout");
}

static int timed_out(struct failure *failure)
{
	const char *host = failure->http->host;

	if (!transfer_never_connected(failure->http))
		return error_set(failure->err, ERROR_TIMEOUT, "%s did not answer in time", host);
	/* One id for all runs: whether another try fits is up to the random pause before it. */
	failure->again = deadline_left(failure->deadline) > 0;
	if (!transfer_looked_up(failure->http))
		return slow_lookup(failure);
	return error_set(failure->err, ERROR_TIMEOUT, "no connection to %s in time", host);
}

/* ---- a proxy's */

/* So libcurl words what it can't read of a proxy's URL, whichever the error. */
static bool is_about_proxy(const struct failure *failure)
{
	return says(failure, "nsupported proxy");
}

static int bad_proxy(struct failure *failure)
{
	error_set(failure->err, ERROR_CONFIG, "the proxy is not a URL that can be used");
	return error_hint(failure->err, "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT");
}

static int proxy_wants_password(const struct failure *failure, const char *scheme)
{
	return error_hint(failure->err,
			  "it wants a user name and a password: %s://USER:PASSWORD@HOST:PORT",
			  scheme);
}

static int http_proxy_failed(struct failure *failure, long status)
{
	error_set(failure->err, status >= 500 ? ERROR_CONNECT : ERROR_CONFIG,
		  "the proxy does not let us through to %s (HTTP %ld)", failure->http->host,
		  status);
	return status == 407 ? proxy_wants_password(failure, "http") : -1;
}

static int socks_proxy_refused(struct failure *failure)
{
	return error_set(failure->err, ERROR_CONFIG, "the proxy does not let us through to %s: %s",
			 failure->http->host, words(failure));
}

static int socks_proxy_failed(struct failure *failure)
{
	switch (get_number(failure, CURLINFO_PROXY_ERROR)) {
	case CURLPX_REPLY_NOT_ALLOWED:
		return socks_proxy_refused(failure);
	case CURLPX_NO_AUTH:
	case CURLPX_USER_REJECTED:
	case CURLPX_LONG_USER:
	case CURLPX_LONG_PASSWD:
	case CURLPX_IDENTD:
	case CURLPX_IDENTD_DIFFER:
		socks_proxy_refused(failure);
		return proxy_wants_password(failure, "socks5h");
	case CURLPX_RESOLVE_HOST:
		return no_name(failure);
	default:
		return no_connection(failure);
	}
}

/* ---- trust */

/*
 * A handshake that broke off because the connection did is the network's trouble; the rest is a
 * matter of trust.
 */
static bool has_broken_off(const struct failure *failure)
{
	long reason = get_number(failure, CURLINFO_OS_ERRNO);

	/* The errno may be that of another address, tried before. */
	return reason == ECONNRESET || reason == EPIPE || reason == ETIMEDOUT ||
	       says(failure, "SYSCALL") || says(failure, "unexpected eof");
}

static int no_secure_connection(struct failure *failure)
{
	return error_set(failure->err, ERROR_TLS, "no secure connection to %s: %s",
			 failure->http->host, words(failure));
}

/*
 * Of TLS's alerts, servers send several for want of a certificate: certificate_required,
 * bad_certificate, handshake_failure, ... With TLS 1.3 that is after the handshake.
 */
static bool wants_certificate(const struct failure *failure)
{
	return tls_wanted_certificate() && says(failure, "alert");
}

static int no_certificate(struct failure *failure)
{
	no_secure_connection(failure);
	return http_hint_certificate(failure->err);
}

/* Some servers break the connection, and say nothing; so may the network. */
static int hint_if_wanted(struct failure *failure)
{
	return tls_wanted_certificate() ? http_hint_certificate(failure->err) : -1;
}

static int other_protocol(struct failure *failure)
{
	return error_hint(failure->err,
			  "is it an HTTPS server? tokctl speaks HTTP/1.1; one that has HTTP/2 only "
			  "can't be asked");
}

static int handshake_failed(struct failure *failure)
{
	if (wants_certificate(failure))
		return no_certificate(failure);
	if (has_broken_off(failure)) {
		failure->again = true;
		error_set(failure->err, ERROR_CONNECT,
			  "the connection to %s broke in the TLS handshake: %s",
			  failure->http->host, words(failure));
		return hint_if_wanted(failure);
	}
	no_secure_connection(failure);
	if (says(failure, "application protocol"))
		return other_protocol(failure);
	return error_hint(failure->err, "does it speak HTTPS, by TLS 1.2 or later? tokctl(1) names "
					"the ciphers that are spoken");
}

/*
 * OpenSSL's words for a certificate that no CA vouches for, or that only one vouches for which is
 * not known.
 */
static bool is_about_issuer(const struct failure *failure)
{
	return says(failure, "issuer certificate") || says(failure, "self-signed certificate");
}

static int proxy_not_trusted(struct failure *failure)
{
	error_set(failure->err, ERROR_TLS,
		  "the https:// proxy on the way to %s could not be authenticated: %s",
		  failure->http->host, words(failure));
	return error_hint(failure->err, "it is the proxy's certificate: check --proxy, or have the "
					"proxy's CA in the file of --cacert, too");
}

/*
 * Looked for here and not before: it would cost each fetch, and what is given up can't be had back.
 */
static int not_trusted(struct failure *failure)
{
	const char *directory = curl_version_info(CURLVERSION_NOW)->capath;
	char link[PATH_SIZE];

	if (get_number(failure, CURLINFO_PROXY_SSL_VERIFYRESULT) != 0)
		return proxy_not_trusted(failure);
	error_set(failure->err, ERROR_TLS, "%s could not be authenticated: %s", failure->http->host,
		  words(failure));
	if (failure->http->cacert != NULL || directory == NULL || !is_about_issuer(failure) ||
	    !confine_hides(directory, link, sizeof(link)))
		return -1;
	return error_hint(failure->err,
			  "%s is a link to what tokctl-fetch may not read: if that CA is needed, "
			  "name it with --cacert",
			  link);
}

static int bad_ca_file(struct failure *failure)
{
	return error_set(failure->err, ERROR_CONFIG, "the CA file can't be used: %s",
			 words(failure));
}

/* ---- the answer */

static int connection_broke(struct failure *failure)
{
	long proxy_status = get_number(failure, CURLINFO_HTTP_CONNECTCODE);

	if (proxy_status >= 400)
		return http_proxy_failed(failure, proxy_status);
	if (wants_certificate(failure))
		return no_certificate(failure);
	error_set(failure->err, ERROR_CONNECT, "the connection to %s broke: %s",
		  failure->http->host, words(failure));
	return hint_if_wanted(failure);
}

/*
 * libcurl has no code of its own for what is not HTTP: what it says instead has other causes too.
 */
static bool is_malformed(const struct failure *failure)
{
	return (failure->code == CURLE_UNSUPPORTED_PROTOCOL &&
		!transfer_never_connected(failure->http)) ||
	       (failure->code == CURLE_RECV_ERROR &&
		(says(failure, "chunk") || says(failure, "Too large response headers")));
}

static int not_http(struct failure *failure)
{
	error_set(failure->err, ERROR_REPLY, "%s did not speak HTTP as it should: %s",
		  failure->http->host, words(failure));
	/* libcurl takes the frames with which HTTP/2 begins for HTTP/0.9. */
	return says(failure, "HTTP/0.9") ? other_protocol(failure) : -1;
}

static int no_memory(struct failure *failure)
{
	return error_memory(failure->err);
}

int failure_of_option(const struct http *http, struct error *err)
{
	if (http->failed_option == CURLE_OUT_OF_MEMORY)
		return error_memory(err);
	return error_set(err, ERROR_INTERNAL,
			 "libcurl does not know an option it must know: %s (libcurl %s)",
			 curl_easy_strerror(http->failed_option),
			 curl_version_info(CURLVERSION_NOW)->version);
}

typedef int kind_fn(struct failure *failure);

/* What each code means; any other: not_http(). */
static kind_fn *const kinds[CURL_LAST] = {
	[CURLE_COULDNT_RESOLVE_HOST] = no_name,
	[CURLE_COULDNT_RESOLVE_PROXY] = no_name,
	[CURLE_COULDNT_CONNECT] = no_connection,
	[CURLE_PROXY] = socks_proxy_failed,
	[CURLE_OPERATION_TIMEDOUT] = timed_out,
	[CURLE_SSL_CONNECT_ERROR] = handshake_failed,
	[CURLE_PEER_FAILED_VERIFICATION] = not_trusted,
	[CURLE_SSL_ISSUER_ERROR] = not_trusted,
	[CURLE_SSL_INVALIDCERTSTATUS] = not_trusted,
	[CURLE_SSL_CACERT_BADFILE] = bad_ca_file,
	[CURLE_INTERFACE_FAILED] = bad_interface,
	[CURLE_URL_MALFORMAT] = unusable_url,
	[CURLE_UNSUPPORTED_PROTOCOL] = unusable_url,
	[CURLE_OUT_OF_MEMORY] = no_memory,
	[CURLE_GOT_NOTHING] = connection_broke,
	[CURLE_PARTIAL_FILE] = connection_broke,
	[CURLE_SEND_ERROR] = connection_broke,
	[CURLE_RECV_ERROR] = connection_broke,
};

static kind_fn *kind_of(CURLcode code)
{
	/* A libcurl that is newer than its header may have more codes. */
	return (unsigned)code < CURL_LAST && kinds[code] != NULL ? kinds[code] : not_http;
}

int failure_of_transfer(struct http *http, CURLcode code, struct deadline deadline, bool *again,
			struct error *err)
{
	struct failure failure = { .http = http, .code = code, .deadline = deadline, .err = err };

	*again = false;
	if (http->failed_option != CURLE_OK)
		return failure_of_option(http, err);
	if (is_malformed(&failure))
		failure.code = CURLE_WEIRD_SERVER_REPLY;
	if (is_about_proxy(&failure))
		bad_proxy(&failure);
	else
		kind_of(failure.code)(&failure);
	*again = failure.again;
	return -1;
}

int failure_of_end(const struct http *http, struct error *err)
{
	return error_set(err, ERROR_CONNECT,
			 "the connection to %s broke: its end was not announced", http->host);
}

int failure_of_certificate(const struct http *http, struct error *err)
{
	error_set(err, ERROR_TLS, "%s does not serve a client without a certificate (HTTP 400)",
		  http->host);
	return http_hint_certificate(err);
}
