/* SPDX-License-Identifier: ISC */
/* The cache's directory, and whether an entry could be stored there. */
#include "base/translate.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "doctor/describe.h"
#include "issue/place.h"

static void add_passed(void *findings, const struct error *err)
{
	finding_add_error(findings, "cache", FINDING_WARN, err);
}

void check_cache(struct checkup *checkup)
{
	struct findings *findings = &checkup->findings;
	struct place_listener listener = { .passed = add_passed, .context = findings };
	char directory[DESCRIPTION_SIZE];
	struct cache_place place;
	struct error err = ERROR_INIT;
	int result = place_cache(checkup->environment, &listener, &checkup->cache, &place, &err);

	if (result == 0)
		result = cache_check(&checkup->cache, &err);
	if (result == -1) {
		cache_close(&checkup->cache);
		cache_init(&checkup->cache, &cache_none_ops, "");
		finding_add_error(findings, "cache", FINDING_WARN, &err);
		finding_hint(findings, "without the cache, each run asks the provider for a token");
		return;
	}
	describe_file(place.path, directory, sizeof(directory));
	finding_add(findings, "cache", FINDING_OK,
		    result == CACHE_UNMADE ? N_("%s (set by %s), is made when it is needed")
					   : N_("%s (set by %s)"),
		    directory, place.origin);
}
