/* SPDX-License-Identifier: ISC */
/*
 * How far a connection to an endpoint's host gets: what `tokctl doctor` asks. No credential has a
 * part in it.
 */
#ifndef TOKCTL_NET_PROBE_H
#define TOKCTL_NET_PROBE_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/error.h"

struct http;

enum { HTTP_NOT_REACHED = -1 };

/* What was seen on the way. What the connection did not come to is as in HTTP_PROBE_INIT. */
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
 * Connects to the endpoint's host under the same trust as a token request, and sends HEAD of "/".
 * Any HTTP server has an answer to that, with a Date (RFC 9110, sections 6.6.1 and 9.3.2), and no
 * provider counts it as a request for a token; the answer's status does not matter. -1 with err as
 * http_send(), and the probe tells how far the connection got; ERROR_REPLY and the like where TLS
 * was had and HTTP was not, or the server has nothing but 400 for a client without a certificate.
 */
MUST_CHECK int http_probe(struct http *http, const char *endpoint, struct deadline deadline,
			  struct http_probe *probe, struct error *err);

#endif
