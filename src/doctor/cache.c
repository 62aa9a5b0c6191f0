/* SPDX-License-Identifier: ISC */
/* The cache's directory, and whether an entry could be stored there. */
#include "base/translate.h"
#include "config/paths.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "doctor/describe.h"

void check_cache(struct checkup *checkup)
{
	struct findings *findings = &checkup->findings;
	char origin[VARIABLE_SIZE] = "";
	char path[PATH_SIZE], directory[DESCRIPTION_SIZE];
	struct error err = ERROR_INIT;
	int result = paths_cache(checkup->environment, path, sizeof(path), &err);

	cache_init(&checkup->cache, result == 0 ? &cache_file_ops : &cache_none_ops,
		   result == 0 ? path : "");
	if (result == 0)
		result = cache_check(&checkup->cache, &err);
	if (result == -1) {
		cache_close(&checkup->cache);
		cache_init(&checkup->cache, &cache_none_ops, "");
		finding_add_error(findings, "cache", FINDING_WARN, &err);
		finding_hint(findings, "without the cache, each run asks the provider for a token");
		return;
	}
	(void)paths_cache_origin(checkup->environment, origin);
	describe_file(path, directory, sizeof(directory));
	finding_add(findings, "cache", FINDING_OK,
		    result == CACHE_UNMADE ? N_("%s (set by %s), is made when it is needed")
					   : N_("%s (set by %s)"),
		    directory, origin);
}
