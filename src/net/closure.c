/* SPDX-License-Identifier: ISC */
/*
 * Did the server say that it was done? Which TLS library is used is for libcurl to say: so libssl
 * is looked for, and not linked.
 */
#include "net/closure.h"

#include <dlfcn.h>
#include <stddef.h>

/* openssl/ssl.h: SSL_CTX_set_info_callback(3) */
enum { SSL_CB_READ = 0x04, SSL_CB_ALERT = 0x4000, CLOSE_NOTIFY = 0 };

typedef void info_fn(const void *ssl, int where, int value);
typedef void set_info_callback_fn(void *ssl_ctx, info_fn *callback);

static bool watched, notified;

static void take_alert(const void *ssl, int where, int value)
{
	(void)ssl;
	if ((where & SSL_CB_ALERT) != 0 && (where & SSL_CB_READ) != 0 &&
	    (value & 0xff) == CLOSE_NOTIFY)
		notified = true;
}

void closure_watch(void *ssl_ctx)
{
	set_info_callback_fn *set_info_callback;

	*(void **)&set_info_callback = dlsym(RTLD_DEFAULT, "SSL_CTX_set_info_callback");
	if (set_info_callback == NULL)
		return;
	set_info_callback(ssl_ctx, take_alert);
	watched = true;
}

void closure_begin(void)
{
	notified = false;
}

bool closure_was_clean(void)
{
	return notified || !watched;
}
