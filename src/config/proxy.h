/* SPDX-License-Identifier: ISC */
/* The URL of a proxy: who goes through it, and whether that says a secret. */
#ifndef TOKCTL_CONFIG_PROXY_H
#define TOKCTL_CONFIG_PROXY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Finds USER or USER:PASSWORD in a proxy's URL, which need not have a scheme. Returns where it
 * starts, which is where the host does if *len is 0. A '@' ends it, the last where there are
 * several, wherever that stands: rather too much is taken for a password than too little.
 */
const char *proxy_user(const char *url, size_t *len);

/* Is there a password in it? */
bool proxy_has_password(const char *url);

#endif
