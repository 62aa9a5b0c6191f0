/* SPDX-License-Identifier: ISC */
/* tokctl forget: removes tokens from the cache. */
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/translate.h"
#include "command/command.h"
#include "command/stored.h"

/* The lock is held, so that a request in flight does not put back what was just forgotten. */
static int forget_entry(struct cache *cache, const char *fingerprint, struct deadline deadline,
			struct error *err)
{
	int lock = cache_lock(cache, fingerprint, deadline, err);
	enum outcome dropped;

	if (lock == CACHE_NO_LOCK)
		return -1;
	dropped = cache_drop(cache, fingerprint, err);
	cache_unlock(cache, lock);
	report_trace(dropped == ABSENT ? N_("nothing was cached") : N_("forgotten"));
	return dropped == FAILED ? -1 : 0;
}

/* What is kept of a named profile. Its settings are not: each would hold a copy of the config. */
struct named {
	char fingerprint[FINGERPRINT_SIZE];
	struct deadline deadline;
};

static int find_named(const struct run *run, const char *operand, struct deadline began,
		      struct named *named, struct error *err)
{
	struct stored stored;
	int result = stored_find(&stored, run, operand, err);

	if (result == 0) {
		strlcpy(named->fingerprint, stored.fingerprint, sizeof(named->fingerprint));
		named->deadline = settings_deadline(&stored.target.settings, began);
	}
	stored_free(&stored);
	return result;
}

/*
 * All or nothing: a mistake in the last name, or in its settings, must not cost the first one its
 * token.
 */
static int find_all_named(const struct run *run, struct named *named, struct error *err)
{
	struct deadline began = deadline_in(0);
	struct profile ignored;

	for (size_t i = 0; i < run->operand_count; i++)
		if (profile_parse(run->operands[i], &ignored, err) == -1)
			return -1;
	for (size_t i = 0; i < run->operand_count; i++)
		if (find_named(run, run->operands[i], began, &named[i], err) == -1)
			return -1;
	return 0;
}

static int forget_named(const struct run *run, struct cache *cache, struct error *err)
{
	struct named *named = calloc(run->operand_count, sizeof(*named));
	int result;

	if (named == NULL)
		return error_memory(err);
	result = find_all_named(run, named, err);
	for (size_t i = 0; result == 0 && i < run->operand_count; i++) {
		report_set_subject(run->operands[i]);
		result = forget_entry(cache, named[i].fingerprint, named[i].deadline, err);
	}
	free(named);
	return result;
}

/* What cache_each() hands to forget_any(). */
struct visit {
	struct cache *cache;
	struct deadline deadline;
};

static int forget_any(void *context, const char *fingerprint, struct buffer *bytes,
		      struct error *err)
{
	const struct visit *visit = context;

	(void)bytes;
	return forget_entry(visit->cache, fingerprint, visit->deadline, err);
}

/* Without a profile only the general variable can set how long all of it may take. */
static int forget_all(const struct run *run, struct cache *cache, struct error *err)
{
	const char *text = environment_get(run->environment, OPTION_TIMEOUT);
	struct visit visit = { .cache = cache };
	char variable[VARIABLE_SIZE];
	int64_t timeout = 0;

	if (text != NULL && option_check(OPTION_TIMEOUT, text, err) == -1) {
		option_variable(OPTION_TIMEOUT, variable);
		return error_place(err, ERROR_CONFIG, variable);
	}
	if (duration_parse(text != NULL ? text : option_row(OPTION_TIMEOUT)->fallback, &timeout,
			   err) == -1)
		return -1;
	visit.deadline = deadline_in(timeout * 1000);
	return cache_each(cache, forget_any, &visit, err);
}

/*
 * An option that tells tokens apart is a mistake next to --all: more would be forgotten than was
 * meant.
 */
static int check_options(const struct run *run, struct error *err)
{
	enum option_id id = stored_narrowing(run, OPTION_NONE);

	if (run->flags.text[OPTION_ALL] == NULL)
		return 0;
	if (run->operand_count > 0)
		return error_set(err, ERROR_USAGE, "--all and a provider don't go together");
	if (id == OPTION_NONE)
		return 0;
	error_set(err, ERROR_USAGE, "--all and --%s don't go together", option_row(id)->name);
	return stored_hint_narrowing(run, id, err);
}

static int forget(struct run *run, struct error *err)
{
	struct cache cache;
	int result;

	if (check_options(run, err) == -1 || stored_cache(run, &cache, err) == -1)
		return -1;
	if (run->flags.text[OPTION_ALL] != NULL)
		result = forget_all(run, &cache, err);
	else
		result = forget_named(run, &cache, err);
	cache_close(&cache);
	return result;
}

const struct command command_forget = {
	.name = "forget",
	.usage = "PROVIDER[:PROFILE]... | --all",
	.summary = N_("remove tokens from the cache"),
	.about =
		N_("Removes the tokens of what is named, and what was kept of failed requests. The "
		   "provider is not told:\n"
		   "a token that is out in the world stays valid until it expires."),
	.groups = GROUP_IDENTITY | GROUP_ALL,
	.least_operands = 1,
	.most_operands = SIZE_MAX,
	.perform = forget,
};
