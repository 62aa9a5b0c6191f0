/* SPDX-License-Identifier: ISC */
/* tokctl forget: removes tokens from the cache. */
#include <string.h>

#include "base/report.h"
#include "base/translate.h"
#include "command/stored.h"

/* Holding the lock, so that a request in flight does not put back what was just forgotten. */
static int forget_entry(struct cache *cache, const char *fingerprint, int64_t timeout, struct error *err)
{
	int lock = cache->ops->lock(cache, fingerprint, deadline_in(timeout * 1000), err);
	int result;

	if (lock == -1)
		return -1;
	result = cache->ops->drop(cache, fingerprint, err);
	cache->ops->unlock(cache, lock);
	report_trace(result == 1 ? "nothing was cached" : N_("forgotten"));
	return result == -1 ? -1 : 0;
}

static int forget_named(void *context, const struct settings *settings, const struct credential *credential,
			const char *fingerprint, struct error *err)
{
	(void)credential;
	return forget_entry(context, fingerprint, settings_duration(settings, SETTING_TIMEOUT), err);
}

static int forget_any(void *context, const char *fingerprint, struct buffer *bytes, struct error *err)
{
	static const int64_t TIMEOUT = 15;

	(void)bytes;
	return forget_entry(context, fingerprint, TIMEOUT, err);
}

static int forget(struct run *run, struct error *err)
{
	struct profile named;
	struct cache cache;
	int result = 0;

	if (run->flags.text[SETTING_ALL] != NULL && run->operand_count > 0)
		return error_set(err, ERROR_USAGE, "--all and a provider don't go together");
	/* All or nothing: a mistake in the last name must not cost the first its token. */
	for (size_t i = 0; i < run->operand_count; i++)
		if (profile_parse(run->operands[i], &named, err) == -1)
			return -1;
	if (stored_cache(run, &cache, err) == -1)
		return -1;
	if (run->flags.text[SETTING_ALL] != NULL)
		result = cache.ops->each(&cache, forget_any, &cache, err);
	for (size_t i = 0; result == 0 && i < run->operand_count; i++)
		result = stored_resolve(run, run->operands[i], forget_named, &cache, err);
	cache_close(&cache);
	return result;
}

const struct command command_forget = {
	.name = "forget",
	.usage = "PROVIDER[:PROFILE]... | --all",
	.summary = "remove tokens from the cache",
	.about = "Removes the tokens of what is named, and what was kept of failed requests. The provider is not told:\n"
		 "a token that is out in the world stays valid until it expires.",
	.groups = GROUP_IDENTITY | GROUP_ALL,
	.least_operands = 1,
	.most_operands = SIZE_MAX,
	.run = forget,
};
