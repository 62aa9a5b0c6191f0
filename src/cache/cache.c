/* SPDX-License-Identifier: ISC */
/* What all kinds of cache share: their beginning and end, and the calls of a kind's functions. */
#include "cache/cache.h"

#include <string.h>
#include <unistd.h>

#include "base/report.h"

void cache_init(struct cache *cache, const struct cache_ops *ops, const char *path)
{
	cache->ops = ops;
	cache->directory = -1;
	cache->lock = CACHE_NO_LOCK;
	strlcpy(cache->path, path, sizeof(cache->path));
}

void cache_close(struct cache *cache)
{
	if (cache->directory != -1)
		close(cache->directory);
	cache->directory = -1;
}

enum outcome cache_open(struct cache *cache, struct error *err)
{
	return cache->ops->open(cache, err);
}

bool cache_keeps_nothing(const struct cache *cache)
{
	return cache->ops->keeps_nothing;
}

enum outcome cache_get(struct cache *cache, const char *fingerprint, struct buffer *out,
		       struct error *err)
{
	return cache->ops->get(cache, fingerprint, out, err);
}

int cache_put(struct cache *cache, const char *fingerprint, const struct buffer *bytes, int64_t end,
	      struct error *err)
{
	return cache->ops->put(cache, fingerprint, bytes, end, err);
}

enum outcome cache_drop(struct cache *cache, const char *fingerprint, struct error *err)
{
	return cache->ops->drop(cache, fingerprint, err);
}

int cache_lock(struct cache *cache, const char *fingerprint, struct deadline deadline,
	       struct error *err)
{
	int lock = cache->ops->lock(cache, fingerprint, deadline, err);

	if (lock != CACHE_NO_LOCK)
		report_hold();
	return lock;
}

bool cache_holds(struct cache *cache, int lock)
{
	return cache->ops->holds(cache, lock);
}

void cache_unlock(struct cache *cache, int lock)
{
	cache->ops->unlock(cache, lock);
	report_release();
}

enum cache_state cache_check(struct cache *cache, struct error *err)
{
	return cache->ops->check(cache, err);
}

int cache_each(struct cache *cache, cache_entry_fn *visit, void *context, struct error *err)
{
	return cache->ops->each(cache, visit, context, err);
}
