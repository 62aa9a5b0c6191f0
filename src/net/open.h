/* SPDX-License-Identifier: ISC */
/*
 * Opens a struct http, which sends requests: HTTP over TLS, by libcurl.
 *
 * What must hold: https only, TLS 1.2 or later, peer and host verified, and no switch to turn that
 * off; no redirect, no netrc, no cookies, no HTTP/2, no content-encoding; a response of at most
 * HTTP_RESPONSE_LIMIT bytes; credentials never in what a proxy gets to see; a connection for each
 * request, so that none is sent twice behind our back; every option's result checked; the deadline
 * kept, while the name is looked up too; without a CA file of the user's, trust is in libcurl's
 * directory and file of CAs and in nothing else.
 */
#ifndef TOKCTL_NET_OPEN_H
#define TOKCTL_NET_OPEN_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"

struct http;

struct http_options {
	const char *proxy;     /* NULL: the environment's; "": none */
	const char *cacert;    /* NULL: the system's trust */
	const char *interface; /* NULL: any */
};

enum { HTTP_MOST_OPEN = 2 };

/*
 * Gives up, for good, what the process needs for none of these (net/confine.h), and opens each:
 * opened[i] has options[i], for requests to any host. To be called once, with all that the process
 * is going to need, at most HTTP_MOST_OPEN: afterwards no other CA file can be read. The options
 * must outlive what is opened; each opened[i] is the caller's to close. Returns 0, or -1 with err
 * (ERROR_MEMORY, ERROR_INTERNAL, ERROR_CONFIG,
 * ERROR_UNSAFE_FILE) and nothing open.
 */
MUST_CHECK int http_open(const struct http_options options[], struct http *opened[], size_t count,
			 struct error *err);

void http_close(struct http *http);

#endif
