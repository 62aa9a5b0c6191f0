/* SPDX-License-Identifier: ISC */
/* What get, exec and curl share: a token for what was named. */
#include "command/obtain.h"

#include "base/report.h"
#include "config/paths.h"
#include "issue/hint.h"
#include "issue/issue.h"

/* Without a place for the cache there is none, said once. */
static void open_cache(struct cache *cache, const struct run *run, const struct settings *settings)
{
	char path[PATH_SIZE];
	struct error err = ERROR_INIT;

	if (settings_switch(settings, OPTION_NO_CACHE)) {
		cache_init(cache, &cache_none_ops, "");
	} else if (paths_cache(run->environment, path, sizeof(path), &err) == -1) {
		error_hint(&err, "--no-cache does without the cache, and without this warning");
		report_warning(&err);
		cache_init(cache, &cache_none_ops, "");
	} else {
		cache_init(cache, &cache_file_ops, path);
	}
}

static int hand_over(const struct settings *settings, const struct credential *credential,
		     const struct issued *issued, obtained_fn *fn, void *context, struct error *err)
{
	const struct token *token = &issued->entry.token;
	const struct output shown = {
		.profile = settings->profile,
		.token = token,
		.scope = token->scope != NULL ? token->scope : credential->scope,
		.affiliate = credential->affiliate,
		.header_name = settings_text(settings, OPTION_HEADER_NAME),
		.variable = settings_text(settings, OPTION_NAME),
		.now = clock_now(),
		.reuse_until = issued->reuse_until,
		.cached = issued->cached,
	};

	return fn(context, &shown, err);
}

int obtain(const struct run *run, const struct settings *settings, struct deadline began,
	   obtained_fn *fn, void *context, struct error *err)
{
	struct credential credential;
	struct cache cache;
	struct issued issued = ISSUED_INIT;
	struct issue request = {
		.settings = settings,
		.credential = &credential,
		.cache = &cache,
		.want = issue_want(settings),
		.deadline = { .at = began.at + settings_duration(settings, OPTION_TIMEOUT) * 1000 },
		.offline = settings_switch(settings, OPTION_OFFLINE),
	};
	int result;

	if (run->flags.text[OPTION_OFFLINE] != NULL && run->flags.text[OPTION_REFRESH] != NULL)
		return error_set(err, ERROR_USAGE, "--offline and --refresh don't go together");
	if (settings_credential(settings, &credential, err) == -1)
		return -1;
	open_cache(&cache, run, settings);
	result = issue(&request, &issued, err);
	if (result == 0)
		result = hand_over(settings, &credential, &issued, fn, context, err);
	else
		hint_add(settings, err);
	issued_free(&issued);
	cache_close(&cache);
	return result;
}

int obtain_named(const struct run *run, const char *operand, struct deadline began, obtained_fn *fn,
		 void *context, struct error *err)
{
	static struct profile profile; /* messages name it to the end */
	struct settings settings;
	int result = -1;

	if (profile_parse(operand, &profile, err) == -1)
		return -1;
	report_set_subject(profile.text);
	if (settings_resolve(&settings, &profile, &run->flags, run->environment, err) == 0)
		result = obtain(run, &settings, began, fn, context, err);
	settings_free(&settings);
	return result;
}
