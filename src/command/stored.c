/* SPDX-License-Identifier: ISC */
/* What status, reject and forget share. */
#include "command/stored.h"

#include "command/command.h"
#include "config/credential.h"
#include "issue/place.h"

int stored_cache(const struct run *run, struct cache *cache, struct error *err)
{
	struct cache_place place;

	return place_cache(run->environment, &place_warning, cache, &place, err);
}

int stored_find(struct stored *stored, const struct run *run, const char *operand,
		struct error *err)
{
	if (target_open(&stored->target, run, operand, err) == -1 ||
	    settings_credential(&stored->target.settings, &stored->credential, err) == -1)
		return -1;
	credential_fingerprint(&stored->credential, stored->fingerprint);
	return 0;
}

void stored_free(struct stored *stored)
{
	target_free(&stored->target);
}

enum option_id stored_narrowing(const struct run *run, enum option_id except)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		if (run->flags.text[id] != NULL && id != except &&
		    (option_row(id)->groups & GROUP_IDENTITY))
			return id;
	return OPTION_NONE;
}

int stored_hint_narrowing(const struct run *run, enum option_id id, struct error *err)
{
	return error_hint(err, "write 'tokctl %s PROVIDER --%s ...'", run->command->name,
			  option_row(id)->name);
}
