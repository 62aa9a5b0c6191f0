/* SPDX-License-Identifier: ISC */
/* What all kinds of cache share: their beginning and end. */
#include "cache/cache.h"

#include <string.h>
#include <unistd.h>

void cache_init(struct cache *cache, const struct cache_ops *ops, const char *path)
{
	cache->ops = ops;
	cache->directory = -1;
	strlcpy(cache->path, path, sizeof(cache->path));
}

void cache_close(struct cache *cache)
{
	if (cache->directory != -1)
		close(cache->directory);
	cache->directory = -1;
}
