/* SPDX-License-Identifier: ISC */
/* HTTP over TLS, by libcurl. What must hold stands in http.h. */
#include "net/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "base/text.h"
#include "model/credential.h"
#include "net/closure.h"
#include "net/confine.h"

struct http {
	CURL *curl;
	const struct http_options *options;
	char host[256];                /* for messages */
	char problem[CURL_ERROR_SIZE]; /* libcurl's words */
	/* the first curl_easy_setopt() that did not return CURLE_OK */
	CURLcode failed_option;
	/* the system's file of CAs, while its directory is enough; NULL: none is left */
	const char *unread;
};

/*
 * libcurl brings GnuTLS along for protocols that are not spoken here. Asked this, it does not start
 * when it is loaded ("Initialization" in its manual).
 */
int _gnutls_global_init_skip(void);

int _gnutls_global_init_skip(void)
{
	return 1;
}

/* curl_easy_setopt() is variadic and easy to forget to check: it is called through here only. */
#define SET(http, option, value)                                                       \
	do {                                                                           \
		CURLcode set_code = curl_easy_setopt((http)->curl, (option), (value)); \
		if (set_code != CURLE_OK && (http)->failed_option == CURLE_OK)         \
			(http)->failed_option = set_code;                              \
	} while (0)

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
	struct http_response *response = context;

	if (response->body.len + count > HTTP_RESPONSE_LIMIT)
		return 0; /* CURLE_WRITE_ERROR */
	buffer_append(&response->body, data, size * count);
	return response->body.failed ? 0 : size * count;
}

static CURLcode watch_closure(CURL *curl, void *ssl_ctx, void *unused)
{
	(void)curl, (void)unused;
	closure_watch(ssl_ctx);
	return CURLE_OK;
}

/* To be called first. Not every TLS library has such a context; OpenSSL has. */
static void set_closure(struct http *http)
{
	SET(http, CURLOPT_SSL_CTX_FUNCTION, watch_closure);
	if (http->failed_option == CURLE_NOT_BUILT_IN)
		http->failed_option = CURLE_OK;
}

/*
 * The system's CAs stand in one file and, mostly, in a directory too, where OpenSSL finds the one
 * that it looks for by its name. To read the file takes longer than all the rest of a fetch: it is
 * left until the directory did not do.
 */
static void trust_directory(struct http *http)
{
	const curl_version_info_data *libcurl = curl_version_info(CURLVERSION_NOW);

	if (libcurl->cainfo == NULL || libcurl->capath == NULL ||
	    access(libcurl->capath, R_OK | X_OK) == -1)
		return;
	SET(http, CURLOPT_CAINFO, NULL);
	SET(http, CURLOPT_PROXY_CAINFO, NULL);
	http->unread = libcurl->cainfo;
}

/* False where all that is trusted was read before. */
static bool trust_file_too(struct http *http)
{
	if (http->unread == NULL)
		return false;
	report_trace("the system's directory of CAs does not vouch for the server; %s is read too",
		     http->unread);
	SET(http, CURLOPT_CAINFO, http->unread);
	SET(http, CURLOPT_PROXY_CAINFO, http->unread);
	http->unread = NULL;
	return http->failed_option == CURLE_OK;
}

/*
 * Of TLS 1.2, whatever an OPENSSL_CONF has: RFC 9325, section 4.2, and with the same key exchange
 * RFC 7905.
 */
static const char CIPHERS[] = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL:@SECLEVEL=2";

static void set_trust(struct http *http)
{
	set_closure(http);
	SET(http, CURLOPT_PROTOCOLS_STR, "https");
	SET(http, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(http, CURLOPT_SSL_VERIFYPEER, 1L);
	SET(http, CURLOPT_SSL_VERIFYHOST, 2L);
	SET(http, CURLOPT_SSL_CIPHER_LIST, CIPHERS);
	/* An https:// proxy is held to the same. */
	SET(http, CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(http, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
	SET(http, CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
	SET(http, CURLOPT_PROXY_SSL_CIPHER_LIST, CIPHERS);
	if (http->options->cacert == NULL) {
		trust_directory(http);
		return;
	}
	SET(http, CURLOPT_CAINFO, http->options->cacert);
	SET(http, CURLOPT_PROXY_CAINFO, http->options->cacert);
	/* The system's directory would still be asked. */
	SET(http, CURLOPT_CAPATH, NULL);
	SET(http, CURLOPT_PROXY_CAPATH, NULL);
}

static void set_manners(struct http *http)
{
	SET(http, CURLOPT_FOLLOWLOCATION, 0L);
	SET(http, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(http, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(http, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	/*
	 * On a connection that was kept and turns out to be closed, libcurl would send the request
	 * again by itself.
	 */
	SET(http, CURLOPT_FORBID_REUSE, 1L);
	SET(http, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	SET(http, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
	SET(http, CURLOPT_USERAGENT, "tokctl/" VERSION);
	SET(http, CURLOPT_NOSIGNAL, 1L);
	SET(http, CURLOPT_MAXFILESIZE, (long)HTTP_RESPONSE_LIMIT);
	/*
	 * Buffers are wiped whole when they are freed: the smallest that libcurl takes, and a
	 * reply's worth.
	 */
	SET(http, CURLOPT_UPLOAD_BUFFERSIZE, 16L * 1024);
	SET(http, CURLOPT_BUFFERSIZE, 4L * 1024);
	SET(http, CURLOPT_WRITEFUNCTION, take_body);
	SET(http, CURLOPT_ERRORBUFFER, http->problem);
	/*
	 * Leaves a name look-up that hangs to itself at the end, instead of waiting for its thread.
	 */
	SET(http, CURLOPT_QUICK_EXIT, 1L);
	if (http->options->proxy != NULL) {
		SET(http, CURLOPT_PROXY, http->options->proxy);
		/* The server is to see the proxy's address, whatever no_proxy has. */
		SET(http, CURLOPT_NOPROXY, "");
	}
	if (http->options->interface != NULL)
		SET(http, CURLOPT_INTERFACE, http->options->interface);
}

static void find_host(struct http *http)
{
	const char *host = strstr(http->options->endpoint, "://");
	size_t len;

	host = host != NULL ? host + 3 : http->options->endpoint;
	len = strcspn(host, "/?#");
	text_escape(host, len, http->host, sizeof(http->host));
}

void http_trust_paths(const struct http_options *options, const char *paths[HTTP_TRUST_PATHS])
{
	const curl_version_info_data *libcurl = curl_version_info(CURLVERSION_NOW);
	size_t count = 0;

	if (options->cacert != NULL) {
		paths[count++] = options->cacert;
	} else {
		if (libcurl->cainfo != NULL)
			paths[count++] = libcurl->cainfo;
		if (libcurl->capath != NULL)
			paths[count++] = libcurl->capath;
	}
	paths[count] = NULL;
}

static int option_failed(const struct http *http, struct error *err)
{
	if (http->failed_option == CURLE_OUT_OF_MEMORY)
		return error_memory(err);
	return error_set(err, ERROR_INTERNAL,
			 "libcurl does not know an option it must know: %s (libcurl %s)",
			 curl_easy_strerror(http->failed_option),
			 curl_version_info(CURLVERSION_NOW)->version);
}

/*
 * Without what a fetch has no use for. At the end OpenSSL would free, and so wipe, thousands of
 * pieces of its own; what held a secret is freed by then. Its words for libcrypto's errors take 2 %
 * of a fetch. Those of TLS, and for what may be wrong with a certificate, are elsewhere; where a
 * handshake is damaged in itself, `openssl errstr` knows what its number stands for.
 */
static void start_openssl(void)
{
	uint64_t options = OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS;

	/*
	 * The table of ciphers by name takes 4 %; from version 3 on libssl asks the providers
	 * instead.
	 */
	if (OPENSSL_VERSION_NUMBER >= 0x30000000L)
		options |= OPENSSL_INIT_NO_ADD_ALL_CIPHERS;
	OPENSSL_init_crypto(options, NULL);
}

struct http *http_open(const struct http_options *options, struct error *err)
{
	struct http *http;

	if (options->cacert != NULL && cacert_check(options->cacert, err) == -1)
		return NULL;
	start_openssl();
	http = calloc(1, sizeof(*http));
	if (http == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(http);
		error_memory(err);
		return NULL;
	}
	http->curl = curl_easy_init();
	if (http->curl == NULL) {
		http_close(http);
		error_memory(err);
		return NULL;
	}
	http->options = options;
	set_trust(http);
	set_manners(http);
	if (http->failed_option == CURLE_OK)
		return http;
	option_failed(http, err);
	http_close(http);
	return NULL;
}

void http_close(struct http *http)
{
	curl_easy_cleanup(http->curl);
	curl_global_cleanup();
	free(http);
}

static struct curl_slist *make_headers(const struct http_request *request)
{
	struct curl_slist *headers = NULL;

	for (size_t i = 0; i < request->header_count; i++) {
		struct curl_slist *more = curl_slist_append(headers, request->headers[i].data);

		if (more == NULL) {
			curl_slist_free_all(headers);
			return NULL;
		}
		headers = more;
	}
	/*
	 * libcurl adds "Accept: * / *" unless the provider wants another; nothing asks for
	 * 100-continue.
	 */
	return headers;
}

static bool is_post(const struct http_request *request)
{
	return strcmp(request->method, "POST") == 0;
}

static void set_request(struct http *http, const struct http_request *request,
			const struct curl_slist *headers)
{
	SET(http, CURLOPT_URL, request->url.data);
	SET(http, CURLOPT_HTTPHEADER, headers);
	if (!is_post(request)) {
		SET(http, CURLOPT_HTTPGET, 1L);
		return;
	}
	SET(http, CURLOPT_POST, 1L);
	/* Not copied by libcurl: one place less to wipe. */
	SET(http, CURLOPT_POSTFIELDS, request->body.data != NULL ? request->body.data : "");
	SET(http, CURLOPT_POSTFIELDSIZE, (long)request->body.len);
}

static const char *header(const struct http *http, const char *name)
{
	struct curl_header *found;

	return curl_easy_header(http->curl, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK
		       ? found->value
		       : NULL;
}

/*
 * RFC 9110, section 10.2.3: seconds, or a date, which is the server's and is read against the
 * server's clock.
 */
static int64_t read_retry_after(const char *value, int64_t server_now)
{
	const char *failure;
	int64_t seconds, date;

	if (value == NULL || value[0] == '\0')
		return 0;
	if (value[strspn(value, "0123456789")] == '\0') {
		seconds = strtonum(value, 0, INT32_MAX, &failure);
		return failure == NULL ? seconds : INT32_MAX;
	}
	date = (int64_t)curl_getdate(value, NULL);
	if (date <= 0)
		return 0;
	if (server_now == TIME_UNKNOWN)
		server_now = clock_now();
	if (date <= server_now)
		return 0;
	return date - server_now < INT32_MAX ? date - server_now : INT32_MAX;
}

static void read_head(const struct http *http, struct http_response *response)
{
	const char *date = header(http, "Date");
	long status = 0;

	curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	response->status = (int)status;
	response->date = date != NULL ? (int64_t)curl_getdate(date, NULL) : TIME_UNKNOWN;
	response->retry_after = read_retry_after(header(http, "Retry-After"), response->date);
}

static bool is_encoded(const struct http *http)
{
	const char *encoding = header(http, "Content-Encoding");

	return encoding != NULL && strcasecmp(encoding, "identity") != 0;
}

/* RFC 9112, section 6.3: whatever its header says, and however the connection ends. */
static bool has_no_body(int status)
{
	return status < 200 || status == 204 || status == 304;
}

/* A body without a length ends with the connection, and anybody can end that. */
static bool may_be_cut(const struct http *http, int status)
{
	return !has_no_body(status) && header(http, "Content-Length") == NULL &&
	       header(http, "Transfer-Encoding") == NULL && !closure_was_clean();
}

_Static_assert(HTTP_RESPONSE_LIMIT == 64 * 1024, "64 KiB"); /* so it is worded here */

/*
 * What is wrong with the body alone. Where it broke off, the status must be enough. NULL: nothing,
 * or there is no response.
 */
static const char *find_flaw(const struct http *http, CURLcode code,
			     const struct http_response *response)
{
	if (code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED)
		return "is larger than 64 KiB";
	if (code == CURLE_OK && is_encoded(http))
		return "has a content-encoding, which was not asked for";
	if ((code != CURLE_OK || may_be_cut(http, response->status)) &&
	    http_status_decides(response))
		return "broke off";
	return NULL;
}

/* The connection was never made, so the request was not sent. */
static bool never_connected(const struct http *http)
{
	curl_off_t sent = 0, connected = 0;

	curl_easy_getinfo(http->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
	curl_easy_getinfo(http->curl, CURLINFO_SIZE_UPLOAD_T, &sent);
	return connected == 0 && sent == 0;
}

/*
 * libcurl has no code of its own for what is not HTTP: what it says instead has other causes too.
 */
static bool is_malformed(const struct http *http, CURLcode code)
{
	return (code == CURLE_UNSUPPORTED_PROTOCOL && !never_connected(http)) ||
	       (code == CURLE_RECV_ERROR &&
		(strstr(http->problem, "chunk") != NULL ||
		 strstr(http->problem, "Too large response headers") != NULL));
}

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

static const char *words(struct http *http, CURLcode code)
{
	hide_password(http->problem);
	return http->problem[0] != '\0' ? http->problem : curl_easy_strerror(code);
}

/* So it words what it can't read of a proxy's URL, whichever the error. */
static bool is_about_proxy(const struct http *http)
{
	return strstr(http->problem, "nsupported proxy") != NULL;
}

static int bad_proxy(struct error *err)
{
	error_set(err, ERROR_CONFIG, "the proxy is not a URL that can be used");
	return error_hint(err, "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT");
}

/*
 * A handshake that broke off because the connection did is the network's trouble; the rest is a
 * matter of trust.
 */
static int handshake_failed(struct http *http, CURLcode code, bool *again, struct error *err)
{
	long reason = 0;

	curl_easy_getinfo(http->curl, CURLINFO_OS_ERRNO, &reason);
	/* The errno may be that of another address, tried before. */
	if (reason == ECONNRESET || reason == EPIPE || reason == ETIMEDOUT ||
	    strstr(http->problem, "SYSCALL") != NULL ||
	    strstr(http->problem, "unexpected eof") != NULL) {
		*again = true;
		return error_set(err, ERROR_CONNECT,
				 "the connection to %s broke in the TLS handshake: %s", http->host,
				 words(http, code));
	}
	error_set(err, ERROR_TLS, "no secure connection to %s: %s", http->host, words(http, code));
	return error_hint(err, "does it speak HTTPS, by TLS 1.2 or later? tokctl(1) names the "
			       "ciphers that are spoken");
}

/*
 * With TLS 1.3 it is said only after the handshake. A proxy may say so too: then the provider was
 * never connected to.
 */
static bool wants_certificate(const struct http *http)
{
	return !never_connected(http) && strstr(http->problem, "certificate required") != NULL;
}

static int no_certificate(struct http *http, CURLcode code, struct error *err)
{
	error_set(err, ERROR_TLS, "no secure connection to %s: %s", http->host, words(http, code));
	return error_hint(err, "it asks for a certificate of the client's, and tokctl has none: is "
			       "it the right endpoint?");
}

/*
 * OpenSSL's words for a certificate that no CA vouches for, or that only one vouches for which is
 * not known.
 */
static bool is_about_issuer(const struct http *http)
{
	return strstr(http->problem, "issuer certificate") != NULL ||
	       strstr(http->problem, "self-signed certificate") != NULL;
}

/*
 * Looked for here and not before: it would cost each fetch, and what is given up can't be had back.
 */
static int not_trusted(struct http *http, CURLcode code, struct error *err)
{
	const char *directory = curl_version_info(CURLVERSION_NOW)->capath;
	char link[PATH_SIZE];

	error_set(err, ERROR_TLS, "%s could not be authenticated: %s", http->host,
		  words(http, code));
	if (http->options->cacert != NULL || directory == NULL || !is_about_issuer(http) ||
	    !confine_hides(directory, link, sizeof(link)))
		return -1;
	return error_hint(err,
			  "%s is a link to what tokctl-fetch may not read: if that CA is needed, "
			  "name it with --cacert",
			  link);
}

static int proxy_wants_password(const char *scheme, struct error *err)
{
	return error_hint(err, "it wants a user name and a password: %s://USER:PASSWORD@HOST:PORT",
			  scheme);
}

static int proxy_failed(long status, const struct http *http, struct error *err)
{
	enum error_id id = status >= 500 ? ERROR_CONNECT : ERROR_CONFIG;

	error_set(err, id, "the proxy does not let us through to %s (HTTP %ld)", http->host,
		  status);
	return status == 407 ? proxy_wants_password("http", err) : -1;
}

static long socks_reason(const struct http *http)
{
	long reason = CURLPX_OK;

	curl_easy_getinfo(http->curl, CURLINFO_PROXY_ERROR, &reason);
	return reason;
}

static int socks_failed(struct http *http, bool *again, struct error *err)
{
	switch (socks_reason(http)) {
	case CURLPX_REPLY_NOT_ALLOWED:
		return error_set(err, ERROR_CONFIG, "the proxy does not let us through to %s: %s",
				 http->host, words(http, CURLE_PROXY));
	case CURLPX_NO_AUTH:
	case CURLPX_USER_REJECTED:
	case CURLPX_LONG_USER:
	case CURLPX_LONG_PASSWD:
	case CURLPX_IDENTD:
	case CURLPX_IDENTD_DIFFER:
		error_set(err, ERROR_CONFIG, "the proxy does not let us through to %s: %s",
			  http->host, words(http, CURLE_PROXY));
		return proxy_wants_password("socks5h", err);
	case CURLPX_RESOLVE_HOST:
		*again = true;
		return error_set(err, ERROR_DNS, "%s", words(http, CURLE_PROXY));
	default:
		*again = true;
		return error_set(err, ERROR_CONNECT, "no connection to %s: %s", http->host,
				 words(http, CURLE_PROXY));
	}
}

static int timed_out(const struct http *http, struct deadline deadline, bool *again,
		     struct error *err)
{
	if (!never_connected(http))
		return error_set(err, ERROR_TIMEOUT, "%s did not answer in time", http->host);
	/* One id for all runs: whether another try fits is up to the random pause before it. */
	*again = deadline_left(deadline) > 0;
	return error_set(err, ERROR_TIMEOUT, "no connection to %s in time", http->host);
}

static int transfer_failed(struct http *http, CURLcode code, struct deadline deadline, bool *again,
			   struct error *err)
{
	long proxy_status = 0;

	curl_easy_getinfo(http->curl, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
	if (is_about_proxy(http))
		return bad_proxy(err);
	if (is_malformed(http, code))
		code = CURLE_WEIRD_SERVER_REPLY;
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		*again = true;
		return error_set(err, ERROR_DNS, "%s", words(http, code));
	case CURLE_COULDNT_CONNECT:
		*again = true;
		return error_set(err, ERROR_CONNECT, "no connection to %s: %s", http->host,
				 words(http, code));
	case CURLE_PROXY:
		return socks_failed(http, again, err);
	case CURLE_OPERATION_TIMEDOUT:
		return timed_out(http, deadline, again, err);
	case CURLE_SSL_CONNECT_ERROR:
		return handshake_failed(http, code, again, err);
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return not_trusted(http, code, err);
	case CURLE_SSL_CACERT_BADFILE:
		return error_set(err, ERROR_CONFIG, "the CA file can't be used: %s",
				 words(http, code));
	case CURLE_INTERFACE_FAILED:
		return error_set(err, ERROR_CONFIG, "can't send from interface %s: %s",
				 http->options->interface, words(http, code));
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return error_set(err, ERROR_CONFIG,
				 "the endpoint or the proxy is not a URL that can be asked: %s",
				 words(http, code));
	case CURLE_OUT_OF_MEMORY:
		return error_memory(err);
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
		if (proxy_status >= 400)
			return proxy_failed(proxy_status, http, err);
		if (wants_certificate(http))
			return no_certificate(http, code, err);
		return error_set(err, ERROR_CONNECT, "the connection to %s broke: %s", http->host,
				 words(http, code));
	default:
		return error_set(err, ERROR_REPLY, "%s did not speak HTTP as it should: %s",
				 http->host, words(http, code));
	}
}

static CURLcode transfer(struct http *http, struct deadline deadline)
{
	http->problem[0] = '\0';
	SET(http, CURLOPT_TIMEOUT_MS, (long)(deadline_left(deadline) + 1)); /* 0 would mean none */
	if (http->failed_option != CURLE_OK)
		return http->failed_option;
	closure_begin();
	return curl_easy_perform(http->curl);
}

/* A peer that is not trusted was sent nothing: it may be looked at again, with more to trust. */
static CURLcode perform(struct http *http, struct deadline deadline)
{
	char doubt[CURL_ERROR_SIZE];
	CURLcode code = transfer(http, deadline);

	if (code != CURLE_PEER_FAILED_VERIFICATION || !trust_file_too(http))
		return code;
	strlcpy(doubt, http->problem, sizeof(doubt));
	code = transfer(http, deadline);
	if (code == CURLE_OK || code == CURLE_SSL_CACERT_BADFILE || !never_connected(http))
		return code;
	/* It was not seen again, in the time that was left: what was found wrong with it stands. */
	strlcpy(http->problem, doubt, sizeof(http->problem));
	return CURLE_PEER_FAILED_VERIFICATION;
}

int http_send(struct http *http, const struct http_request *request, struct deadline deadline,
	      int64_t connect_ms, struct http_response *response, bool *again, struct error *err)
{
	struct curl_slist *headers = make_headers(request);
	CURLcode code;

	*again = false;
	*response = (struct http_response){ .date = TIME_UNKNOWN };
	if (headers == NULL && request->header_count > 0)
		return error_memory(err);
	find_host(http);
	set_request(http, request, headers);
	SET(http, CURLOPT_WRITEDATA, response);
	SET(http, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_ms + 1);
	if (http->failed_option != CURLE_OK) {
		curl_slist_free_all(headers);
		return option_failed(http, err);
	}
	code = perform(http, deadline);
	curl_slist_free_all(headers);
	if (response->body.failed)
		return error_memory(err);
	read_head(http, response);
	response->flaw = find_flaw(http, code, response);
	if (response->flaw != NULL) {
		buffer_free(&response->body);
		return 0;
	}
	if (code != CURLE_OK)
		return transfer_failed(http, code, deadline, again, err);
	if (may_be_cut(http, response->status))
		return error_set(err, ERROR_CONNECT,
				 "the connection to %s broke: its end was not announced",
				 http->host);
	return 0;
}

/* "https://host:port/": the endpoint without its path. */
static void set_probe(struct http *http, struct buffer *url)
{
	const char *endpoint = http->options->endpoint, *host = strstr(endpoint, "://");

	host = host != NULL ? host + 3 : endpoint;
	buffer_append(url, endpoint, (size_t)(host - endpoint) + strcspn(host, "/?#"));
	buffer_char(url, '/');
	SET(http, CURLOPT_URL, url->data);
	SET(http, CURLOPT_NOBODY, 1L);
	SET(http, CURLOPT_CERTINFO, 1L);
}

/* libcurl's times count from the start, in microseconds; 0: it did not come to that. */
static int64_t reached_after(const struct http *http, CURLINFO what)
{
	curl_off_t microseconds = 0;

	curl_easy_getinfo(http->curl, what, &microseconds);
	return microseconds > 0 ? (int64_t)(microseconds / 1000) : HTTP_NOT_REACHED;
}

static void copy_info(const struct http *http, CURLINFO what, char *out, size_t size)
{
	const char *text = NULL;

	curl_easy_getinfo(http->curl, what, &text);
	strlcpy(out, text != NULL ? text : "", size);
}

/* Of the server's own certificate, which is the first of its chain. Fields are "Name:value". */
static void read_certificate(const struct http *http, struct http_probe *probe)
{
	static const char END[] = "Expire date:", ISSUER[] = "Issuer:";
	struct curl_certinfo *chain = NULL;

	curl_easy_getinfo(http->curl, CURLINFO_CERTINFO, &chain);
	if (chain == NULL || chain->num_of_certs < 1)
		return;
	for (const struct curl_slist *field = chain->certinfo[0]; field != NULL;
	     field = field->next) {
		if (strncmp(field->data, END, strlen(END)) == 0)
			probe->certificate_end =
				(int64_t)curl_getdate(field->data + strlen(END), NULL);
		if (strncmp(field->data, ISSUER, strlen(ISSUER)) == 0)
			strlcpy(probe->certificate_issuer, field->data + strlen(ISSUER),
				sizeof(probe->certificate_issuer));
	}
}

static void read_probe(const struct http *http, struct http_probe *probe)
{
	const char *date = header(http, "Date");
	long number = 0;

	probe->lookup_ms = reached_after(http, CURLINFO_NAMELOOKUP_TIME_T);
	probe->connect_ms = reached_after(http, CURLINFO_CONNECT_TIME_T);
	probe->tls_ms = reached_after(http, CURLINFO_APPCONNECT_TIME_T);
	curl_easy_getinfo(http->curl, CURLINFO_HTTP_CONNECTCODE, &number);
	probe->proxy_status = (int)number;
	number = 0;
	curl_easy_getinfo(http->curl, CURLINFO_PRIMARY_PORT, &number);
	probe->remote_port = (int)number;
	copy_info(http, CURLINFO_PRIMARY_IP, probe->remote, sizeof(probe->remote));
	copy_info(http, CURLINFO_LOCAL_IP, probe->local, sizeof(probe->local));
	read_certificate(http, probe);
	if (date != NULL)
		probe->date = (int64_t)curl_getdate(date, NULL);
}

static int perform_probe(struct http *http, struct deadline deadline, struct http_probe *probe,
			 struct error *err)
{
	CURLcode code = perform(http, deadline);
	bool again;

	read_probe(http, probe);
	return code == CURLE_OK ? 0 : transfer_failed(http, code, deadline, &again, err);
}

int http_probe(struct http *http, struct deadline deadline, struct http_probe *probe,
	       struct error *err)
{
	struct http_response ignored = { .date = TIME_UNKNOWN };
	struct buffer url = BUFFER_INIT;
	int result;

	*probe = (struct http_probe)HTTP_PROBE_INIT;
	find_host(http);
	set_probe(http, &url);
	SET(http, CURLOPT_WRITEDATA, &ignored);
	SET(http, CURLOPT_CONNECTTIMEOUT_MS, (long)(deadline_left(deadline) + 1));
	if (url.failed)
		result = error_memory(err);
	else if (http->failed_option != CURLE_OK)
		result = option_failed(http, err);
	else
		result = perform_probe(http, deadline, probe, err);
	buffer_free(&url);
	http_response_free(&ignored);
	return result;
}
