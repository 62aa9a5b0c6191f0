/* SPDX-License-Identifier: ISC */
/*
 * Did the server say that it was done? A body without a length ends with the connection, and
 * without TLS's close_notify it may have been cut by anybody (RFC 9112, section 9.8). libcurl does
 * not tell the two apart, so OpenSSL is asked.
 */
#ifndef TOKCTL_NET_CLOSURE_H
#define TOKCTL_NET_CLOSURE_H

#include <stdbool.h>

/* Watches connections of this SSL_CTX, from here on. */
void closure_watch(void *ssl_ctx);

/* Forgets what was seen: another exchange begins. */
void closure_begin(void);

/*
 * False where the last connection ended without a close_notify. True where there was one, and where
 * it can't be known, since libcurl uses another library than OpenSSL: GnuTLS, for one, makes it an
 * error by itself.
 */
bool closure_was_clean(void);

#endif
