/* SPDX-License-Identifier: ISC */
/*
 * What status, reject and forget share: the cache of the user, and the entry that a profile's
 * settings lead to.
 */
#ifndef TOKCTL_COMMAND_STORED_H
#define TOKCTL_COMMAND_STORED_H

#include "cache/cache.h"
#include "command/run.h"
#include "model/credential.h"
#include "model/profile.h"

/*
 * Opens the cache directory's cache. Returns -1 with err (ERROR_CONFIG) where there is no place for
 * one.
 */
int stored_cache(const struct run *run, struct cache *cache, struct error *err);

/* Is called with the settings of one operand, and what they lead to. */
typedef int stored_fn(void *context, const struct settings *settings,
		      const struct credential *credential, const char *fingerprint,
		      struct error *err);

/*
 * Resolves an operand, PROVIDER[:PROFILE], and calls fn. Returns what fn returns, or -1 with err.
 */
int stored_resolve(const struct run *run, const char *operand, stored_fn *fn, void *context,
		   struct error *err);

/*
 * The first option given, but for `except`, that tells a provider's entries apart; OPTION_NONE
 * where there is none. Who takes all entries refuses it, rather than to pass it over.
 */
enum option_id stored_narrowing(const struct run *run, enum option_id except);

#endif
