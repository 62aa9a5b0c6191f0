/* SPDX-License-Identifier: ISC */
/* Which of the places where the cache may be is used. */
#include "issue/place.h"

#include "base/report.h"

static void warn(void *unused, const struct error *err)
{
	(void)unused;
	report_warning(err);
}

const struct place_listener place_warning = { .passed = warn };

/* Is there a reason to look at the next place? */
static bool is_unsafe(struct cache *cache, const struct cache_place *place, struct error *err)
{
	return !place->last && cache_open(cache, err) == FAILED && err->id == ERROR_UNSAFE_FILE;
}

int place_cache(const struct environment *environment, const struct place_listener *listener,
		struct cache *cache, struct cache_place *place, struct error *err)
{
	struct error problem = ERROR_INIT;
	size_t next = 0;

	for (;;) {
		cache_init(cache, &cache_none_ops, "");
		if (paths_cache(environment, &next, place, err) == -1)
			return -1;
		cache_init(cache, &cache_file_ops, place->path);
		if (!is_unsafe(cache, place, &problem))
			return 0;
		error_hint(&problem, "the next place for the cache is taken");
		listener->passed(listener->context, &problem);
	}
}
