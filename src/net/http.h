/* SPDX-License-Identifier: ISC */
/*
 * HTTP over TLS, by libcurl; this is the only file that knows it.
 *
 * What must hold: https only, TLS 1.2 or later, peer and host verified, and no switch to turn that
 * off; no redirect, no netrc, no cookies, no HTTP/2, no content-encoding; a response of at most
 * HTTP_RESPONSE_LIMIT bytes; credentials never in what a proxy gets to see; a connection for each
 * request, so that none is sent twice behind our back; every option's result checked; the deadline
 * kept, while the name is looked up too; without a CA file of the user's, trust is in libcurl's
 * directory and file of CAs and in nothing else.
 */
#ifndef TOKCTL_NET_HTTP_H
#define TOKCTL_NET_HTTP_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "net/message.h"

struct http;

struct http_options {
	/* for messages, of each request anew: the request's own URL may hold the secret */
	const char *endpoint;
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
 * Sends one request and takes the response: one whose body is of no use, or broke off behind a
 * status that says enough, has a flaw and no body. Connecting may take at most connect_ms of the
 * time left, and as much again where the system's file of CAs has to be read. The response is the
 * caller's to free, in every case. *again says whether the same request may be sent once more: only
 * where it never reached the server. -1 with err: ERROR_DNS, ERROR_CONNECT, ERROR_TIMEOUT,
 * ERROR_TLS, ERROR_REPLY, ERROR_CONFIG, ...
 */
int http_send(struct http *http, const struct http_request *request, struct deadline deadline,
	      int64_t connect_ms, struct http_response *response, bool *again, struct error *err);

enum { HTTP_NOT_REACHED = -1 };

/*
 * How far a connection got, and what was seen on the way. What it did not come to is as in
 * HTTP_PROBE_INIT.
 */
struct http_probe {
	/* Milliseconds from the start. */
	int64_t lookup_ms; /* until the name was looked up: the proxy's, where there is one */
	/* until it was connected, to the proxy where there is one; known only with tls_ms */
	int64_t connect_ms;
	int64_t tls_ms;   /* until the handshake was done, which is through the proxy */
	int proxy_status; /* what an HTTP proxy answered to CONNECT; 0: none was asked */
	char remote[64];  /* the address it was connected to, the proxy's where there is one */
	int remote_port;
	char local[64]; /* the address it came from; "" unless it was connected */
	int64_t certificate_end;
	char certificate_issuer[256]; /* as the certificate has it: not clean */
	int64_t date;                 /* the server's clock */
};

#define HTTP_PROBE_INIT                                                                           \
	{                                                                                         \
		.lookup_ms = HTTP_NOT_REACHED, .connect_ms = HTTP_NOT_REACHED,                    \
		.tls_ms = HTTP_NOT_REACHED, .certificate_end = TIME_UNKNOWN, .date = TIME_UNKNOWN \
	}

/*
 * Sees how far a connection to the endpoint's host gets, under the same trust as a token request,
 * and without any credential: HEAD of "/". It is what any HTTP server has an answer to, with a Date
 * (RFC 9110, sections 6.6.1 and 9.3.2), and nothing that a provider counts as a request for a
 * token; what the answer's status is does not matter. -1 with err as http_send(), and the probe
 * tells how far it got; ERROR_REPLY and the like where TLS was had and HTTP was not.
 */
int http_probe(struct http *http, struct deadline deadline, struct http_probe *probe,
	       struct error *err);

#endif
