/* SPDX-License-Identifier: ISC */
/*
 * What libcurl does not tell of a TLS connection. Which TLS library is used is for libcurl to say:
 * so libssl is looked for, and not linked.
 */
#include "net/tls.h"

#include <dlfcn.h>
#include <stddef.h>

/* openssl/ssl.h: SSL_CTX_set_info_callback(3) */
enum { SSL_CB_READ = 0x04, SSL_CB_ALERT = 0x4000, CLOSE_NOTIFY = 0 };

typedef void info_fn(const void *ssl, int where, int value);
typedef void set_info_callback_fn(void *ssl_ctx, info_fn *callback);

/* SSL_CTX_set_client_cert_cb(3) */
typedef int certificate_fn(void *ssl, void **certificate, void **key);
typedef void set_certificate_callback_fn(void *ssl_ctx, certificate_fn *callback);

static bool watched, notified, wanted_certificate;

static void take_alert(const void *ssl, int where, int value)
{
	(void)ssl;
	if ((where & SSL_CB_ALERT) != 0 && (where & SSL_CB_READ) != 0 &&
	    (value & 0xff) == CLOSE_NOTIFY)
		notified = true;
}

/* There is none to give. */
static int take_request(void *ssl, void **certificate, void **key)
{
	(void)ssl, (void)certificate, (void)key;
	wanted_certificate = true;
	return 0;
}

void tls_watch(void *ssl_ctx)
{
	set_info_callback_fn *set_info_callback;
	set_certificate_callback_fn *set_certificate_callback;

	*(void **)&set_info_callback = dlsym(RTLD_DEFAULT, "SSL_CTX_set_info_callback");
	*(void **)&set_certificate_callback = dlsym(RTLD_DEFAULT, "SSL_CTX_set_client_cert_cb");
	if (set_info_callback == NULL || set_certificate_callback == NULL)
		return;
	set_info_callback(ssl_ctx, take_alert);
	set_certificate_callback(ssl_ctx, take_request);
	watched = true;
}

void tls_begin(void)
{
	notified = false;
	wanted_certificate = false;
}

bool tls_was_closed(void)
{
	return notified || !watched;
}

bool tls_wanted_certificate(void)
{
	return wanted_certificate;
}
