/* SPDX-License-Identifier: ISC */
/*
 * By which way a run asks: what decides, beside the credential, whether a request can succeed. A
 * request that failed says nothing to those who would have gone another way.
 */
#ifndef TOKCTL_ISSUE_WAY_H
#define TOKCTL_ISSUE_WAY_H

#include <stdint.h>

#include "cache/entry.h"
#include "config/settings.h"
#include "model/credential.h"

struct way {
	/*
	 * of the endpoint, the proxy, the CA file and the interface: too little to guess a proxy's
	 * password by, and enough to tell two ways apart
	 */
	char digest[ENTRY_WAY_SIZE];
	int64_t timeout; /* seconds that the whole run is given */
};

/* The variables by which libcurl chooses a proxy for https where none is set, in its order. */
enum { WAY_PROXY_VARIABLES = 4 };
extern const char *const way_proxy_variables[WAY_PROXY_VARIABLES];

/* Looks at the CA file, and at the environment. */
struct way way_find(const struct settings *settings, const struct credential *credential);

#endif
