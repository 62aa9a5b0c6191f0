/* SPDX-License-Identifier: ISC */
/* What status, reject and forget share. */
#include "command/stored.h"

#include "base/report.h"
#include "config/paths.h"

int stored_cache(const struct run *run, struct cache *cache, struct error *err)
{
	char path[PATH_SIZE];

	if (paths_cache(run->environment, path, sizeof(path), err) == -1)
		return -1;
	cache_init(cache, &cache_file_ops, path);
	return 0;
}

int stored_resolve(const struct run *run, const char *operand, stored_fn *fn, void *context,
		   struct error *err)
{
	static struct profile profile; /* messages name it to the end */
	struct settings settings;
	struct credential credential;
	char fingerprint[FINGERPRINT_SIZE];
	int result = -1;

	if (profile_parse(operand, &profile, err) == -1)
		return -1;
	report_set_subject(profile.text);
	if (settings_resolve(&settings, &profile, &run->flags, run->environment, err) == 0 &&
	    settings_credential(&settings, &credential, err) == 0) {
		credential_fingerprint(&credential, fingerprint);
		result = fn(context, &settings, &credential, fingerprint, err);
	}
	settings_free(&settings);
	return result;
}

enum option_id stored_narrowing(const struct run *run, enum option_id except)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		if (run->flags.text[id] != NULL && id != except &&
		    (option_row(id)->groups & GROUP_IDENTITY))
			return id;
	return OPTION_NONE;
}
