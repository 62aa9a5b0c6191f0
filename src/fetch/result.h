/* SPDX-License-Identifier: ISC */
/*
 * What came of a task. It goes to tokctl as a record:
 *
 *	token, token-type, scope                     what was granted
 *	expires-in, expires-at, server-time          what was said of its end; see struct grant
 *	asked-after                                  whole seconds until the request that was
 *	                                             answered was sent; none: 0
 *	endpoint, auth                               what the issuer's metadata said, where they
 *	                                             were asked for
 *
 *	error, message, hint                         or what went wrong: an error's name, words, and
 *	                                             what to do next
 *	http-status, retry-after, provider-code, provider-message
 *
 * and of a probe, before what went wrong if something did:
 *
 *	lookup-ms, connect-ms, tls-ms                what it came to, and when; see struct
 *	                                             http_probe
 *	proxy-status, remote-address, remote-port, local-address
 *	certificate-end, certificate-issuer, date
 */
#ifndef TOKCTL_FETCH_RESULT_H
#define TOKCTL_FETCH_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "fetch/discovery.h"
#include "fetch/grant.h"
#include "model/credential.h"
#include "net/probe.h"

struct result {
	bool granted;
	struct grant grant;
	struct metadata metadata; /* no endpoint: the issuer was not asked */
	int64_t asked_after_ms;   /* from the reading of the task to the last request */
	struct http_probe probe;  /* HTTP_PROBE_INIT where none was asked for */
	struct error err;         /* beside a grant: that of a try before */
};

void result_init(struct result *result);

/* Wipes and frees. */
void result_free(struct result *result);

/*
 * Writes the result to a descriptor, cleaned of the credential's key and secret: what a server said
 * of them is masked or dropped (fetch/scrub.h), and ends the message. Returns 0, or -1 where it
 * can't be written.
 */
int result_write(int fd, struct result *result, const struct credential *credential);

#endif
