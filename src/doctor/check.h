/* SPDX-License-Identifier: ISC */
/*
 * The checks of `tokctl doctor`, a file each. Each looks as the real run does, by the same
 * functions where it can, and adds what it found to the findings; none changes anything, but for
 * check_fetch(). What it looks at is "fail" where a request would fail by it, with the error that
 * the request would have.
 */
#ifndef TOKCTL_DOCTOR_CHECK_H
#define TOKCTL_DOCTOR_CHECK_H

#include <stdbool.h>

#include "config/settings.h"
#include "model/credential.h"

struct checkup;

/* ---- what goes for every profile */

void check_helper(struct checkup *checkup);

/* Loads the config as well. */
void check_config(struct checkup *checkup);

/* Variables of ours by name that nothing reads, as TOKCTL_TIMOUT. */
void check_environment(struct checkup *checkup);

/* Opens the cache as well: one that keeps nothing where there is no other. */
void check_cache(struct checkup *checkup);

/* ---- a profile, whose settings are those of settings_resolve() */

/*
 * The endpoint, the key, the secret, and what else was set. The credential gets all but its secret.
 * Returns -1 where there is not even an endpoint.
 */
int check_settings(struct checkup *checkup, const struct settings *settings,
		   struct credential *credential);

/* The secret's source. Of the sources only a file is read; no command is run. */
void check_secret(struct checkup *checkup, const struct settings *settings);

/* What the cache has. */
void check_token(struct checkup *checkup, const struct settings *settings,
		 const struct credential *credential);

/*
 * The way to the provider: proxy, name, connection, trust, clock. Nobody is asked under --offline.
 */
void check_network(struct checkup *checkup, const struct settings *settings,
		   const struct credential *credential);

/* The CA file. Returns -1 where it is none. */
int check_cacert(struct checkup *checkup, const struct settings *settings);

/* The proxy. Returns whether there is one. */
bool check_proxy(struct checkup *checkup, const struct settings *settings);

/* Asks for a token, and stores it as every other. */
void check_fetch(struct checkup *checkup, const struct settings *settings,
		 const struct credential *credential);

#endif
