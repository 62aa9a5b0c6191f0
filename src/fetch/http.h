/* SPDX-License-Identifier: ISC */
/*
 * HTTP over TLS, by libcurl; this is the only file that knows it.
 *
 * What must hold: https only, TLS 1.2 or later, peer and host verified, and no switch to turn that off; no redirect, no
 * netrc, no cookies, no HTTP/2, no content-encoding; a response of at most RESPONSE_LIMIT bytes; credentials never in
 * what a proxy gets to see; every option's result checked; the deadline kept, while the name is looked up too.
 */
#ifndef TOKCTL_FETCH_HTTP_H
#define TOKCTL_FETCH_HTTP_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/provider.h"

struct http;

struct http_options {
	const char *endpoint;  /* for messages, of each request anew: the request's own URL may hold the secret */
	const char *proxy;     /* NULL: the environment's; "": none */
	const char *cacert;    /* NULL: the system's trust */
	const char *interface; /* NULL: any */
};

enum { HTTP_TRUST_PATHS = 4 };

/* The files and directories that trust is read from with these options; ended by NULL. */
void http_trust_paths(const struct http_options *options, const char *paths[HTTP_TRUST_PATHS]);

/* NULL with err (ERROR_MEMORY, ERROR_INTERNAL, ERROR_CONFIG). The options must outlive it. */
struct http *http_open(const struct http_options *options, struct error *err);
void http_close(struct http *http);

/*
 * Sends one request and takes the response; connecting may take at most connect_ms of the time left. The response is the
 * caller's to free, in every case. *again says whether the same request may be sent once more: only where it never
 * reached the server. -1 with err: ERROR_DNS, ERROR_CONNECT, ERROR_TIMEOUT, ERROR_TLS, ERROR_REPLY, ERROR_CONFIG, ...
 */
int http_send(struct http *http, const struct request *request, struct deadline deadline, int64_t connect_ms,
	      struct response *response, bool *again, struct error *err);

#endif
