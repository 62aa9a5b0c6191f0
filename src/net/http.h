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
	 * this try and those that may follow: connecting has a share of the time left. Looking up
	 * the name may take all of it: the resolver has its own patience with a name server that
	 * does not answer, and only after that asks the next.
	 */
	int64_t tries;
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
