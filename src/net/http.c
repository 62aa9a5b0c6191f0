/* SPDX-License-Identifier: ISC */
/* HTTP: one request, one response. */
#include "net/http.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "net/failure.h"
#include "net/tls.h"
#include "net/transfer.h"

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

static int64_t read_reset(const struct http *http)
{
	const char *reset = transfer_header(http, "RateLimit-Reset");

	return reset != NULL ? http_read_reset(reset) : 0;
}

static void read_head(const struct http *http, struct http_response *response)
{
	const char *date = transfer_header(http, "Date");
	long status = 0;

	curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	response->status = (int)status;
	response->wants_certificate = tls_wanted_certificate();
	response->date = date != NULL ? (int64_t)curl_getdate(date, NULL) : TIME_UNKNOWN;
	response->retry_after =
		read_retry_after(transfer_header(http, "Retry-After"), response->date);
	if (response->retry_after == 0 && status == 429)
		response->retry_after = read_reset(http);
}

static bool is_encoded(const struct http *http)
{
	const char *encoding = transfer_header(http, "Content-Encoding");

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
	return !has_no_body(status) && transfer_header(http, "Content-Length") == NULL &&
	       transfer_header(http, "Transfer-Encoding") == NULL && !tls_was_closed();
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
		return N_("the reply is larger than 64 KiB");
	if (code == CURLE_OK && is_encoded(http))
		return N_("the reply has a content-encoding, which was not asked for");
	if ((code != CURLE_OK || may_be_cut(http, response->status)) &&
	    http_status_decides(response))
		return N_("the reply broke off");
	return NULL;
}

static CURLcode perform(struct http *http, const struct http_exchange *exchange,
			const struct curl_slist *headers, struct http_response *response)
{
	transfer_set_host(http, exchange->endpoint);
	set_request(http, exchange->request, headers);
	SET(http, CURLOPT_WRITEDATA, response);
	return transfer_perform(http, exchange->deadline, exchange->tries);
}

int http_send(struct http *http, const struct http_exchange *exchange,
	      struct http_response *response, bool *again, struct error *err)
{
	struct curl_slist *headers = make_headers(exchange->request);
	CURLcode code;

	*again = false;
	*response = (struct http_response){ .date = TIME_UNKNOWN };
	if (headers == NULL && exchange->request->header_count > 0)
		return error_memory(err);
	code = perform(http, exchange, headers, response);
	curl_slist_free_all(headers);
	/* Nothing was sent: what libcurl would tell is of the response before. */
	if (http->failed_option != CURLE_OK)
		return failure_of_option(http, err);
	if (response->body.failed)
		return error_memory(err);
	read_head(http, response);
	response->flaw = find_flaw(http, code, response);
	if (response->flaw != NULL) {
		buffer_free(&response->body);
		return 0;
	}
	if (code != CURLE_OK)
		return failure_of_transfer(http, code, exchange->deadline, again, err);
	return may_be_cut(http, response->status) ? failure_of_end(http, err) : 0;
}
