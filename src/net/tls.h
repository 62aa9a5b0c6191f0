/* SPDX-License-Identifier: ISC */
/*
 * What libcurl does not tell of a TLS connection, so OpenSSL is asked.
 *
 * Did the server say that it was done? A body without a length ends with the connection, and
 * without TLS's close_notify it may have been cut by anybody (RFC 9112, section 9.8). And did it
 * ask for a certificate of the client's (RFC 8446, section 4.3.2)? Servers word the lack of one in
 * many ways, or not at all.
 */
#ifndef TOKCTL_NET_TLS_H
#define TOKCTL_NET_TLS_H

#include <stdbool.h>

/* Watches connections of this SSL_CTX, from here on. */
void tls_watch(void *ssl_ctx);

/* Forgets what was seen: another exchange begins. */
void tls_begin(void);

/*
 * False where the last connection ended without a close_notify. True where there was one, and where
 * it can't be known, since libcurl uses another library than OpenSSL: GnuTLS, for one, makes it an
 * error by itself.
 */
bool tls_was_closed(void);

/*
 * Has the server, or a proxy that is spoken to by TLS, asked for a certificate of the client's?
 * False where it can't be known.
 */
bool tls_wanted_certificate(void);

#endif
