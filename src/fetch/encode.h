/* SPDX-License-Identifier: ISC */
/* How a secret is put into a request: percent-encoding and base64. */
#ifndef TOKCTL_FETCH_ENCODE_H
#define TOKCTL_FETCH_ENCODE_H

#include <stddef.h>

#include "base/buffer.h"

/*
 * Appends value percent-encoded for a query (RFC 3986, section 2.3): all but the unreserved
 * characters.
 */
void encode_query(struct buffer *out, const char *value);

/* Appends base64 with padding (RFC 4648, section 4) of at most some KiB. */
void encode_base64(struct buffer *out, const void *bytes, size_t len);

#endif
