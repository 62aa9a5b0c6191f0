/* SPDX-License-Identifier: ISC */
/* HTTP requests, responses, and what a status says by itself. */
#include "net/message.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_WINDOW = 24 * 3600 }; /* seconds */

void http_request_init(struct http_request *request, const char *method, const char *url)
{
	*request = (struct http_request){ .method = method };
	buffer_string(&request->url, url);
}

void http_request_header(struct http_request *request, const char *name, const char *value)
{
	struct buffer *header = &request->headers[request->header_count++];

	buffer_string(header, name);
	buffer_string(header, ": ");
	buffer_string(header, value);
}

int http_request_check(const struct http_request *request, struct error *err)
{
	bool failed = request->url.failed || request->body.failed;

	for (size_t i = 0; i < request->header_count; i++)
		failed = failed || request->headers[i].failed;
	return failed ? error_memory(err) : 0;
}

void http_request_free(struct http_request *request)
{
	buffer_free(&request->url);
	buffer_free(&request->body);
	for (size_t i = 0; i < request->header_count; i++)
		buffer_free(&request->headers[i]);
}

void http_response_free(struct http_response *response)
{
	buffer_free(&response->body);
}

int64_t http_read_reset(const char *value)
{
	size_t whole = strspn(value, "0123456789"), part = 0;
	const char *failure;
	char digits[16];
	int64_t seconds;

	if (value[whole] == '.')
		part = 1 + strspn(value + whole + 1, "0123456789");
	if (whole == 0 || value[whole + part] != '\0' || whole >= sizeof(digits))
		return 0;
	memcpy(digits, value, whole);
	digits[whole] = '\0';
	seconds = strtonum(digits, 0, LONGEST_WINDOW, &failure);
	if (failure != NULL)
		return 0;
	return seconds + (part > 0 && strspn(value + whole + 1, "0") + 1 < part);
}

int http_hint_certificate(struct error *err)
{
	return error_hint(err,
			  "it asks for a certificate of the client's, and tokctl has none: is it "
			  "the right endpoint?");
}

bool http_status_refuses(int status)
{
	return status == 401 || status == 403;
}

int http_status_check(const struct http_response *response, struct error *err)
{
	int status = response->status;

	if (status >= 500 || status == 408)
		error_set(err, ERROR_SERVER, "%s", "");
	else if (status == 429)
		error_set(err, ERROR_RATE_LIMITED, "%s", "");
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
	if (err->message[0] == '\0')
		error_word_provider(err);
	return -1;
}

bool http_status_decides(const struct http_response *response)
{
	struct error ignored;

	return http_status_refuses(response->status) || http_status_check(response, &ignored) == -1;
}
