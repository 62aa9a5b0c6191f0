/* SPDX-License-Identifier: ISC */
/*
 * What `tokctl doctor` asks of tokctl-fetch: how far a connection to an endpoint's host gets. No
 * credential has a part in it, neither in the request to tokctl-fetch nor in what leaves the
 * machine.
 */
#ifndef TOKCTL_FETCH_PROBE_H
#define TOKCTL_FETCH_PROBE_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "net/open.h"
#include "net/probe.h"

/*
 * Gives up what is not needed, as for a token, and tries. -1 with err as http_open() and
 * http_probe().
 */
int probe(const struct http_options *options, const char *endpoint, struct deadline deadline,
	  struct http_probe *seen, struct error *err);

/*
 * Puts what was seen into a record that was begun; what was not come to is left out. The names
 * stand in main.c.
 */
void probe_put(const struct http_probe *seen, struct buffer *out);

#endif
