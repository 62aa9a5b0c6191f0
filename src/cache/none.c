/* SPDX-License-Identifier: ISC */
/* The cache that keeps nothing: --no-cache. */
#include "cache/cache.h"

static enum outcome none_open(struct cache *cache, struct error *err)
{
	(void)cache, (void)err;
	return ABSENT;
}

static enum outcome none_get(struct cache *cache, const char *fingerprint, struct buffer *out,
			     struct error *err)
{
	(void)cache, (void)fingerprint, (void)out, (void)err;
	return ABSENT;
}

static int none_put(struct cache *cache, const char *fingerprint, const struct buffer *bytes,
		    int64_t end, struct error *err)
{
	(void)cache, (void)fingerprint, (void)bytes, (void)end, (void)err;
	return 0;
}

static enum outcome none_drop(struct cache *cache, const char *fingerprint, struct error *err)
{
	(void)cache, (void)fingerprint, (void)err;
	return ABSENT;
}

static int none_lock(struct cache *cache, const char *fingerprint, struct deadline deadline,
		     struct error *err)
{
	(void)cache, (void)fingerprint, (void)deadline, (void)err;
	return 0;
}

static bool none_holds(struct cache *cache, int lock)
{
	(void)cache, (void)lock;
	return true;
}

static void none_unlock(struct cache *cache, int lock)
{
	(void)cache, (void)lock;
}

static enum cache_state none_check(struct cache *cache, struct error *err)
{
	(void)cache, (void)err;
	return CACHE_READY;
}

static int none_each(struct cache *cache, cache_entry_fn *entry, void *context, struct error *err)
{
	(void)cache, (void)entry, (void)context, (void)err;
	return 0;
}

const struct cache_ops cache_none_ops = {
	.name = "none",
	.keeps_nothing = true,
	.open = none_open,
	.get = none_get,
	.put = none_put,
	.drop = none_drop,
	.lock = none_lock,
	.holds = none_holds,
	.unlock = none_unlock,
	.check = none_check,
	.each = none_each,
};
