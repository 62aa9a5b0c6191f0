/* SPDX-License-Identifier: ISC */
/*
 * What goes over a connection: an HTTP request, an HTTP response, and what a response's status says
 * by itself (RFC 9110, section 15). Data only: they know no network.
 */
#ifndef TOKCTL_NET_MESSAGE_H
#define TOKCTL_NET_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"

enum { HTTP_MOST_HEADERS = 4, HTTP_RESPONSE_LIMIT = 64 * 1024 };

/* An HTTP request. All buffers may hold the secret. */
struct http_request {
	const char *method; /* "POST" or "GET" */
	struct buffer url;
	struct buffer body;
	struct buffer headers[HTTP_MOST_HEADERS]; /* "Name: value" */
	size_t header_count;
};

/* An HTTP response. */
struct http_response {
	int status;
	struct buffer body;     /* may hold the token */
	const char *flaw;       /* why there is no body, a sentence; NULL: the body is whole */
	bool wants_certificate; /* the server asked for one of the client's, which has none */
	int64_t date;           /* its Date header, seconds since the epoch; TIME_UNKNOWN: none */
	int64_t retry_after;    /* seconds, by Retry-After or, with 429, RateLimit-Reset; 0: none */
};

/* Begins a request. The method must outlive it; the URL is copied. */
void http_request_init(struct http_request *request, const char *method, const char *url);

/* Adds a header, of at most HTTP_MOST_HEADERS. */
void http_request_header(struct http_request *request, const char *name, const char *value);

/* -1 with err (ERROR_MEMORY) where a part of the request ran out of memory. */
MUST_CHECK int http_request_check(const struct http_request *request, struct error *err);

/* Wipes and frees. */
void http_request_free(struct http_request *request);
void http_response_free(struct http_response *response);

/*
 * What the status says by itself: 0, or -1 with err: ERROR_SERVER, ERROR_RATE_LIMITED,
 * ERROR_REDIRECT, or ERROR_REPLY where there is nothing at the address.
 */
MUST_CHECK int http_status_check(const struct http_response *response, struct error *err);

/*
 * RateLimit-Reset (draft-ietf-httpapi-ratelimit-headers-06): the seconds until the window of a
 * limit ends, rounded up. Seen: with a fraction. 0 for what is no such number, or more than a day:
 * a point of time, as some servers send there, is not meant to be waited for.
 */
int64_t http_read_reset(const char *value);

/* Is it a refusal, even where the server does not say so in its own way: 401, 403? */
bool http_status_refuses(int status);

/* Adds to err what to do about a server that wants a certificate of the client's. Returns -1. */
int http_hint_certificate(struct error *err);

/* Does the status say what the response means, whatever became of the body? */
bool http_status_decides(const struct http_response *response);

#endif
