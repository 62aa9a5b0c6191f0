/* SPDX-License-Identifier: ISC */
/* Which of the places where the cache may be (config/paths.h) is used. */
#ifndef TOKCTL_ISSUE_PLACE_H
#define TOKCTL_ISSUE_PLACE_H

#include "base/attributes.h"
#include "base/error.h"
#include "cache/cache.h"
#include "config/environment.h"
#include "config/paths.h"

/* Is told of a place that can't be trusted, and why, before the next one is looked at. */
typedef void place_passed_fn(void *context, const struct error *err);

struct place_listener {
	place_passed_fn *passed;
	void *context;
};

/*
 * Makes *cache the one at the first place that can be trusted, and fills *place; at the last place
 * whatever it is like, for that is found by whoever uses the cache. cache_close() is due. Returns
 * -1 with err (ERROR_CONFIG) where there is no place for a cache; then *cache keeps nothing.
 */
MUST_CHECK int place_cache(const struct environment *environment,
			   const struct place_listener *listener, struct cache *cache,
			   struct cache_place *place, struct error *err);

/* A listener that warns of it. */
extern const struct place_listener place_warning;

#endif
