/* SPDX-License-Identifier: ISC */
/* The URL of a proxy. */
#include "config/proxy.h"

#include <string.h>

const char *proxy_user(const char *url, size_t *len)
{
	const char *scheme_end = strstr(url, "://");
	const char *user = scheme_end != NULL ? scheme_end + strlen("://") : url;
	const char *end = strrchr(user, '@');

	*len = end != NULL ? (size_t)(end - user) : 0;
	return user;
}

bool proxy_has_password(const char *url)
{
	size_t len;
	const char *user = proxy_user(url, &len);
	const char *colon = memchr(user, ':', len);

	return colon != NULL && colon + 1 < user + len;
}
