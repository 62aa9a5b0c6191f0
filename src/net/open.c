/* SPDX-License-Identifier: ISC */
/* Opens a struct http. What must hold stands in open.h. */
#include "net/open.h"

#include <openssl/crypto.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/report.h"
#include "base/translate.h"
#include "model/credential.h"
#include "net/confine.h"
#include "net/failure.h"
#include "net/message.h"
#include "net/tls.h"
#include "net/transfer.h"

/*
 * libcurl brings GnuTLS along for protocols that are not spoken here. Asked this, it does not start
 * when it is loaded ("Initialization" in its manual).
 */
int _gnutls_global_init_skip(void);

int _gnutls_global_init_skip(void)
{
	return 1;
}

enum { HEADER_LIMIT = 512 * 1024 }; /* bytes; libcurl's own, for a head, is lower */

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
	struct http_response *response = context;

	if (response->body.len + count > HTTP_RESPONSE_LIMIT)
		return 0; /* CURLE_WRITE_ERROR */
	buffer_append(&response->body, data, size * count);
	return response->body.failed ? 0 : size * count;
}

/*
 * Of the head, and of the trailers after a chunked body (RFC 9112, section 7.1.2), of which
 * libcurl takes any number.
 */
static size_t take_header(char *data, size_t size, size_t count, void *context)
{
	struct http *http = context;

	(void)data;
	http->header_bytes += size * count;
	return http->header_bytes <= HEADER_LIMIT ? size * count : 0; /* CURLE_WRITE_ERROR */
}

static CURLcode watch_tls(CURL *curl, void *ssl_ctx, void *unused)
{
	(void)curl, (void)unused;
	tls_watch(ssl_ctx);
	return CURLE_OK;
}

/* To be called first. Not every TLS library has such a context; OpenSSL has. */
static void set_watch(struct http *http)
{
	SET(http, CURLOPT_SSL_CTX_FUNCTION, watch_tls);
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

/*
 * Of TLS 1.2, whatever an OPENSSL_CONF has: RFC 9325, section 4.2, and with the same key exchange
 * RFC 7905.
 */
static const char CIPHERS[] = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL:@SECLEVEL=2";

static void set_trust(struct http *http)
{
	set_watch(http);
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
	if (http->cacert == NULL) {
		trust_directory(http);
		return;
	}
	SET(http, CURLOPT_CAINFO, http->cacert);
	SET(http, CURLOPT_PROXY_CAINFO, http->cacert);
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
	SET(http, CURLOPT_HEADERFUNCTION, take_header);
	SET(http, CURLOPT_HEADERDATA, http);
	SET(http, CURLOPT_ERRORBUFFER, http->problem);
	/*
	 * Leaves a name look-up that hangs to itself at the end, instead of waiting for its thread.
	 */
	SET(http, CURLOPT_QUICK_EXIT, 1L);
}

static void set_way(struct http *http, const struct http_options *options)
{
	if (options->proxy != NULL) {
		SET(http, CURLOPT_PROXY, options->proxy);
		/* The server is to see the proxy's address, whatever no_proxy has. */
		SET(http, CURLOPT_NOPROXY, "");
	}
	if (options->interface != NULL)
		SET(http, CURLOPT_INTERFACE, options->interface);
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

enum { TRUST_PATHS = 2 };

/* The files and directories that trust is read from with these options: how many. */
static size_t find_trust(const struct http_options *options, const char *paths[TRUST_PATHS])
{
	const curl_version_info_data *libcurl = curl_version_info(CURLVERSION_NOW);
	size_t count = 0;

	if (options->cacert != NULL) {
		paths[count++] = options->cacert;
		return count;
	}
	if (libcurl->cainfo != NULL)
		paths[count++] = libcurl->cainfo;
	if (libcurl->capath != NULL)
		paths[count++] = libcurl->capath;
	return count;
}

static void give_up_the_rest(const struct http_options options[], size_t count)
{
	const char *paths[HTTP_MOST_OPEN * TRUST_PATHS + 1];
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		used += find_trust(&options[i], paths + used);
	paths[used] = NULL;
	/* The file of messages can't be opened later. */
	translate_prepare();
	report_trace("confined by: %s", translate(confine(paths)));
}

static struct http *new_http(struct error *err)
{
	struct http *http = calloc(1, sizeof(*http));

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
	return http;
}

static struct http *open_one(const struct http_options *options, struct error *err)
{
	struct http *http;

	start_openssl();
	http = new_http(err);
	if (http == NULL)
		return NULL;
	http->cacert = options->cacert;
	http->interface = options->interface;
	set_trust(http);
	set_manners(http);
	set_way(http, options);
	if (http->failed_option == CURLE_OK)
		return http;
	failure_of_option(http, err);
	http_close(http);
	return NULL;
}

int http_open(const struct http_options options[], struct http *opened[], size_t count,
	      struct error *err)
{
	/* Once confined, the process can't look at the way to a file. */
	for (size_t i = 0; i < count; i++)
		if (options[i].cacert != NULL && cacert_check(options[i].cacert, err) == -1)
			return -1;
	give_up_the_rest(options, count);
	for (size_t i = 0; i < count; i++) {
		opened[i] = open_one(&options[i], err);
		if (opened[i] != NULL)
			continue;
		while (i-- > 0)
			http_close(opened[i]);
		return -1;
	}
	return 0;
}

void http_close(struct http *http)
{
	curl_easy_cleanup(http->curl);
	curl_global_cleanup();
	free(http);
}
