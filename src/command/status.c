/* SPDX-License-Identifier: ISC */
/* tokctl status: what is cached, until when. */
#include <string.h>

#include "base/translate.h"
#include "command/command.h"
#include "command/listing.h"
#include "command/print.h"
#include "command/stored.h"
#include "config/config_file.h"
#include "config/resolve.h"
#include "issue/wish.h"

/* How long a token that has no expiry is reused, by today's config. */
static int64_t reuse_for(const struct run *run, const struct listed *listed)
{
	int64_t seconds = listed->provider->default_reuse_for;
	struct error ignored = ERROR_INIT;
	struct settings settings;
	struct profile profile;

	if (profile_parse(listed->profile, &profile, &ignored) == -1)
		return seconds;
	if (settings_resolve(&settings, &profile, &run->flags, run->environment, &ignored) == 0)
		seconds = wish_from_settings(&settings).reuse_for;
	settings_free(&settings);
	return seconds;
}

/* What cache_each() hands to add_cached(). */
struct visit {
	const struct run *run;
	struct listing *listing;
};

static int add_cached(void *context, const char *fingerprint, struct buffer *bytes,
		      struct error *err)
{
	const struct visit *visit = context;
	struct listed *listed = listing_add(visit->listing, err);
	struct entry *entry;

	(void)fingerprint;
	if (listed == NULL)
		return -1;
	entry = &listed->entry;
	entry->bytes = *bytes;
	*bytes = (struct buffer)BUFFER_INIT;
	if (!entry_decode(entry) || entry->profile == NULL || entry->provider == NULL) {
		listing_drop_last(visit->listing);
		return 0;
	}
	strlcpy(listed->profile, entry->profile, sizeof(listed->profile));
	listed->provider = provider_find(entry->provider, strlen(entry->provider));
	if (listed->provider != NULL && (listed->provider->traits & TAKES_REUSE_FOR) &&
	    entry->token.expires_at == TIME_UNKNOWN)
		listed->reuse_for = reuse_for(visit->run, listed);
	return 0;
}

/* Everything that is in the cache. */
static int list_cached(const struct run *run, struct cache *cache, struct listing *listing,
		       struct error *err)
{
	struct visit visit = { .run = run, .listing = listing };

	if (cache_each(cache, add_cached, &visit, err) == -1)
		return -1;
	listing_sort(listing);
	return 0;
}

static int add_named(const struct stored *stored, struct cache *cache, struct listing *listing,
		     struct error *err)
{
	const struct profile *profile = &stored->target.profile;
	struct listed *listed = listing_add(listing, err);

	if (listed == NULL)
		return -1;
	strlcpy(listed->profile, profile->text, sizeof(listed->profile));
	listed->provider = profile->provider;
	listed->reuse_for = wish_from_settings(&stored->target.settings).reuse_for;
	if (cache_get(cache, stored->fingerprint, &listed->entry.bytes, err) == FAILED)
		return -1;
	(void)entry_decode(&listed->entry);
	return 0;
}

/* The profiles that are named on the command line, in its order. */
static int list_named(const struct run *run, struct cache *cache, struct listing *listing,
		      struct error *err)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < run->operand_count; i++) {
		struct stored stored;

		result = stored_find(&stored, run, run->operands[i], err);
		if (result == 0)
			result = add_named(&stored, cache, listing, err);
		stored_free(&stored);
	}
	return result;
}

static bool all_valid(const struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		enum listed_state state = listed_state(&listing->list[i], listing->now);

		if (state != STATE_VALID && state != STATE_DUE)
			return false;
	}
	return true;
}

static int print(const struct run *run, const struct listing *listing, struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	if (run->flags.text[OPTION_JSON] != NULL)
		listing_write_json(listing, &out);
	else
		listing_write_table(listing, &out);
	result = print_result(&out, err);
	buffer_free(&out);
	return result;
}

/* A config that can't be read is a mistake even if no cached entry needs it. */
static int check_config(const struct run *run, struct error *err)
{
	char path[PATH_SIZE];
	struct ini config;
	enum outcome outcome;

	if (run->flags.text[OPTION_CONFIG] == NULL)
		return 0;
	outcome = config_file_load(&run->flags, run->environment, path, &config, err);
	ini_free(&config);
	return outcome == FAILED ? -1 : 0;
}

/* --config applies to all of them: it has how long a token is reused. */
static int check_options(const struct run *run, struct error *err)
{
	enum option_id id = stored_narrowing(run, OPTION_CONFIG);

	if (run->operand_count > 0)
		return 0;
	if (id == OPTION_NONE)
		return check_config(run, err);
	error_set(err, ERROR_USAGE, "--%s is one provider's, and none is named",
		  option_row(id)->name);
	return stored_hint_narrowing(run, id, err);
}

static int status(struct run *run, struct error *err)
{
	struct cache cache;
	struct listing listing = { .now = clock_next() };
	int result;

	if (check_options(run, err) == -1 || stored_cache(run, &cache, err) == -1)
		return -1;
	if (run->operand_count > 0)
		result = list_named(run, &cache, &listing, err);
	else
		result = list_cached(run, &cache, &listing, err);
	if (result == 0)
		result = print(run, &listing, err);
	if (result == 0 && run->operand_count > 0 && !all_valid(&listing))
		result = error_set(err, ERROR_NO_TOKEN, "%s", "");
	listing_free(&listing);
	cache_close(&cache);
	return result;
}

const struct command command_status = {
	.name = "status",
	.usage = "[PROVIDER[:PROFILE]...] [--json]",
	.summary = N_("show what is cached, and until when"),
	.about =
		N_("Without a provider, all that is in the cache is listed. With one, the exit "
		   "status is 0 only if each that is\n"
		   "named has a valid token, else 1. States: valid; due (valid, renewed when it is "
		   "used next); expired; none."),
	.groups = GROUP_IDENTITY | GROUP_LIST,
	.least_operands = 0,
	.most_operands = SIZE_MAX,
	.perform = status,
};
