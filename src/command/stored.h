/* SPDX-License-Identifier: ISC */
/*
 * What status, reject and forget share: the user's cache, and the entry that a profile's settings
 * lead to.
 */
#ifndef TOKCTL_COMMAND_STORED_H
#define TOKCTL_COMMAND_STORED_H

#include "base/attributes.h"
#include "cache/cache.h"
#include "command/run.h"
#include "command/target.h"
#include "model/credential.h"

/* Opens the user's cache. Returns -1 with err (ERROR_CONFIG) if there is no place for one. */
MUST_CHECK int stored_cache(const struct run *run, struct cache *cache, struct error *err);

/* Its parts point to each other, and it is large: do not copy or move it. */
struct stored {
	struct target target;
	struct credential credential;
	char fingerprint[FINGERPRINT_SIZE];
};

/*
 * Finds the entry that an operand, PROVIDER[:PROFILE], leads to; messages name the operand from
 * then on. stored_free() is due in every case. Returns -1 with err.
 */
MUST_CHECK int stored_find(struct stored *stored, const struct run *run, const char *operand,
			   struct error *err);

void stored_free(struct stored *stored);

/*
 * The first of the given options that tells a provider's entries apart, other than `except`;
 * OPTION_NONE if there is none. A verb that takes all entries refuses it, rather than ignore it.
 */
enum option_id stored_narrowing(const struct run *run, enum option_id except);

/* Adds to err that such an option needs a provider next to it. Returns -1. */
int stored_hint_narrowing(const struct run *run, enum option_id id, struct error *err);

#endif
