/* SPDX-License-Identifier: ISC */
/*
 * The checks of `tokctl doctor`, a file each. Each looks as the real run does, by the same
 * functions if it can, and adds what it found to the findings; none changes anything, except
 * check_fetch(). A finding is "fail" if a request would fail by it, with the error that the request
 * would have.
 */
#ifndef TOKCTL_DOCTOR_CHECK_H
#define TOKCTL_DOCTOR_CHECK_H

#include <stdbool.h>

#include "config/settings.h"
#include "model/credential.h"

struct checkup;

/* ---- what goes for every profile */

void check_helper(struct checkup *checkup);

/* Also loads the config. */
void check_config(struct checkup *checkup);

/* TOKCTL_* variables that nothing reads, such as TOKCTL_TIMOUT. */
void check_environment(struct checkup *checkup);

/* Also opens the cache: one that keeps nothing, if there is no other. */
void check_cache(struct checkup *checkup);

/* ---- a profile, whose settings are those of settings_resolve() */

/*
 * The endpoint, the key, the secret, and what else was set. Fills the credential, except its
 * secret. Returns -1 if there is not even an endpoint.
 */
int check_settings(struct checkup *checkup, const struct settings *settings,
		   struct credential *credential);

/* The secret's source. Only a file is read; no command is run. */
void check_secret(struct checkup *checkup, const struct settings *settings);

/* The cached token, and how the last request went. */
void check_token(struct checkup *checkup, const struct settings *settings,
		 const struct credential *credential);

/*
 * The way to the provider: proxy, name, connection, trust, clock. Under --offline no connection is
 * tried.
 */
void check_network(struct checkup *checkup, const struct settings *settings,
		   const struct credential *credential);

/* The CA file. Returns -1 if it can't be used. */
int check_cacert(struct checkup *checkup, const struct settings *settings);

/* The proxy. Returns whether one is set. */
bool check_proxy(struct checkup *checkup, const struct settings *settings);

/* Asks for a token, and stores it as any other run does. */
void check_fetch(struct checkup *checkup, const struct settings *settings,
		 const struct credential *credential);

#endif
