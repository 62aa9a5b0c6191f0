/* SPDX-License-Identifier: ISC */
/*
 * What went wrong with a transfer: in words, as an error's id, and whether the request may be sent
 * again. Private to net/. Each returns -1.
 */
#ifndef TOKCTL_NET_FAILURE_H
#define TOKCTL_NET_FAILURE_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/error.h"
#include "net/transfer.h"

/*
 * code is what the last transfer came to: not CURLE_OK. *again is set where the server was not
 * reached, and may be another time. The ids are those of http_send().
 */
int failure_of_transfer(struct http *http, CURLcode code, struct deadline deadline, bool *again,
			struct error *err);

/* The transfer went well, but the response may have been cut: its end was not announced. */
int failure_of_end(const struct http *http, struct error *err);

/* The server answered HTTP 400, having asked for a certificate of the client's. */
int failure_of_certificate(const struct http *http, struct error *err);

/* An option was not taken: http->failed_option. */
int failure_of_option(const struct http *http, struct error *err);

#endif
