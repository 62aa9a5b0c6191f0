/* SPDX-License-Identifier: ISC */
/* HTTP: one request, one response, through what net/open.h opens. */
#ifndef TOKCTL_NET_HTTP_H
#define TOKCTL_NET_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/error.h"
#include "net/message.h"

struct http;

/* A request, and the time that it may take. */
struct http_exchange {
	const struct http_request *request;
	const char *endpoint; /* for messages: the request's own URL may hold the secret */
	struct deadline deadline;
	/*
	 * what connecting may take of the time left, in milliseconds; as much again where the
	 * system's file of CAs has to be read
	 */
	int64_t connect_ms;
};

/*
 * Sends the request and takes the response: one whose body is of no use, or broke off after a
 * status that says enough, has a flaw and no body. The response is the caller's to free, in every
 * case. *again says whether the same request may be sent once more: only where it never reached the
 * server. -1 with err: ERROR_DNS, ERROR_CONNECT, ERROR_TIMEOUT, ERROR_TLS, ERROR_REPLY,
 * ERROR_CONFIG, ...
 */
MUST_CHECK int http_send(struct http *http, const struct http_exchange *exchange,
			 struct http_response *response, bool *again, struct error *err);

#endif
