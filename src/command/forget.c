/* SPDX-License-Identifier: ISC */
/* tokctl forget: removes tokens from the cache. */
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/translate.h"
#include "command/command.h"
#include "command/stored.h"

/* Holding the lock, so that a request in flight does not put back what was just forgotten. */
static int forget_entry(struct cache *cache, const char *fingerprint, struct deadline deadline,
			struct error *err)
{
	int lock = cache_lock(cache, fingerprint, deadline, err);
	int result;

	if (lock == -1)
		return -1;
	result = cache_drop(cache, fingerprint, err);
	cache_unlock(cache, lock);
	report_trace(result == 1 ? "nothing was cached" : N_("forgotten"));
	return result == -1 ? -1 : 0;
}

/* One of those that were named. */
struct named {
	struct profile profile;
	char fingerprint[FINGERPRINT_SIZE];
	struct deadline deadline; /* when the run began, until its own time is added */
};

static int add_named(void *context, const struct settings *settings,
		     const struct credential *credential, const char *fingerprint,
		     struct error *err)
{
	struct named *named = context;

	(void)credential;
	(void)err;
	named->profile = *settings->profile;
	strlcpy(named->fingerprint, fingerprint, sizeof(named->fingerprint));
	named->deadline.at += settings_duration(settings, OPTION_TIMEOUT) * 1000;
	return 0;
}

/*
 * All or nothing: a mistake in the last name, or in its settings, must not cost the first its
 * token.
 */
static int forget_named(const struct run *run, struct cache *cache, struct error *err)
{
	struct named *named = calloc(run->operand_count, sizeof(*named));
	static struct profile profile; /* messages name it to the end */
	struct deadline began = deadline_in(0);
	int result = 0;

	if (named == NULL)
		return error_memory(err);
	for (size_t i = 0; result == 0 && i < run->operand_count; i++)
		result = profile_parse(run->operands[i], &profile, err);
	for (size_t i = 0; result == 0 && i < run->operand_count; i++) {
		named[i].deadline = began;
		result = stored_resolve(run, run->operands[i], add_named, &named[i], err);
	}
	for (size_t i = 0; result == 0 && i < run->operand_count; i++) {
		profile = named[i].profile;
		report_set_subject(profile.text);
		result = forget_entry(cache, named[i].fingerprint, named[i].deadline, err);
	}
	free(named);
	return result;
}

struct forget_all {
	struct cache *cache;
	struct deadline deadline;
};

static int forget_any(void *context, const char *fingerprint, struct buffer *bytes,
		      struct error *err)
{
	const struct forget_all *all = context;

	(void)bytes;
	return forget_entry(all->cache, fingerprint, all->deadline, err);
}

/*
 * Without a profile it is the general variable that says how long all of it may take, or nobody
 * does.
 */
static int forget_all(const struct run *run, struct cache *cache, struct error *err)
{
	static const char VARIABLE[] = "TOKCTL_TIMEOUT";
	const char *text = environment_get(run->environment, VARIABLE);
	struct forget_all all = { .cache = cache };
	int64_t timeout = 0;

	if (text != NULL && option_check(OPTION_TIMEOUT, text, ERROR_CONFIG, VARIABLE, err) == -1)
		return -1;
	(void)duration_parse(text != NULL ? text : option_row(OPTION_TIMEOUT)->fallback, &timeout,
			     err);
	all.deadline = deadline_in(timeout * 1000);
	return cache_each(cache, forget_any, &all, err);
}

/*
 * With --all, whatever would tell tokens apart is a mistake, or more would be forgotten than was
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
	return error_hint(err, "write 'tokctl %s PROVIDER --%s ...'", run->command->name,
			  option_row(id)->name);
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
	.run = forget,
};
