/* SPDX-License-Identifier: ISC */
/*
 * What status, reject and forget share: the cache of the user, and the entry that a profile's
 * settings lead to.
 */
#ifndef TOKCTL_COMMAND_STORED_H
#define TOKCTL_COMMAND_STORED_H

#include "cache/cache.h"
#include "command/run.h"
#include "command/target.h"
#include "model/credential.h"

/*
 * Opens the cache directory's cache. Returns -1 with err (ERROR_CONFIG) where there is no place for
 * one.
 */
int stored_cache(const struct run *run, struct cache *cache, struct error *err);

/* Large, and stays where it is. */
struct stored {
	struct target target;
	struct credential credential;
	char fingerprint[FINGERPRINT_SIZE];
};

/*
 * Finds what an operand, PROVIDER[:PROFILE], leads to; messages name it from then on. stored_free()
 * is due in every case. Returns -1 with err.
 */
int stored_find(struct stored *stored, const struct run *run, const char *operand,
		struct error *err);

/* When a run that began then has to end, by --timeout. */
struct deadline stored_deadline(const struct stored *stored, struct deadline began);

void stored_free(struct stored *stored);

/*
 * The first option given, but for `except`, that tells a provider's entries apart; OPTION_NONE
 * where there is none. Who takes all entries refuses it, rather than to pass it over.
 */
enum option_id stored_narrowing(const struct run *run, enum option_id except);

#endif
