/* SPDX-License-Identifier: ISC */
/* What get, exec and curl share: a token for what was named. */
#include "command/obtain.h"

#include "base/report.h"
#include "config/credential.h"
#include "issue/hint.h"
#include "issue/place.h"

/* If there is no place for the cache, the run goes on without one, and says so. */
static void open_cache(struct cache *cache, const struct run *run, const struct settings *settings)
{
	struct cache_place place;
	struct error err = ERROR_INIT;

	if (settings_switch(settings, OPTION_NO_CACHE)) {
		cache_init(cache, &cache_none_ops, "");
	} else if (place_cache(run->environment, &place_warning, cache, &place, &err) == -1) {
		error_hint(&err, "--no-cache does without the cache, and without this warning");
		report_warning(&err);
	}
}

/* Puts together what formats print. */
static void fill_output(struct obtained *obtained)
{
	const struct settings *settings = &obtained->target.settings;
	const struct token *token = &obtained->result.entry.token;

	obtained->output = (struct output){
		.profile = settings->profile,
		.token = token,
		.scope = token->scope != NULL ? token->scope : obtained->credential.scope,
		.affiliate = obtained->credential.affiliate,
		.header_name = settings_text(settings, OPTION_HEADER_NAME),
		.variable = settings_text(settings, OPTION_NAME),
		.now = clock_next(),
		.reuse_until = obtained->result.reuse_until,
		.cached = obtained->result.cached,
	};
}

void obtained_init(struct obtained *obtained)
{
	obtained->target.resolved = false;
	obtained->result = (struct issue_result)ISSUE_RESULT_INIT;
}

int obtain(struct obtained *obtained, const struct run *run, struct deadline began,
	   struct error *err)
{
	const struct settings *settings = &obtained->target.settings;
	struct cache cache;
	struct issue_input input = {
		.settings = settings,
		.credential = &obtained->credential,
		.cache = &cache,
		.wish = wish_from_settings(settings),
		.deadline = settings_deadline(settings, began),
		.offline = settings_switch(settings, OPTION_OFFLINE),
	};
	int result;

	if (run->flags.text[OPTION_OFFLINE] != NULL && run->flags.text[OPTION_REFRESH] != NULL)
		return error_set(err, ERROR_USAGE, "--offline and --refresh don't go together");
	if (settings_credential(settings, &obtained->credential, err) == -1)
		return -1;
	open_cache(&cache, run, settings);
	result = issue_token(&input, &obtained->result, err);
	cache_close(&cache);
	if (result == -1)
		hint_add(settings, err);
	else
		fill_output(obtained);
	return result;
}

int obtain_named(struct obtained *obtained, const struct run *run, const char *operand,
		 struct deadline began, struct error *err)
{
	obtained_init(obtained);
	return target_open(&obtained->target, run, operand, err) == 0
		       ? obtain(obtained, run, began, err)
		       : -1;
}

void obtained_free(struct obtained *obtained)
{
	issue_result_free(&obtained->result);
	target_free(&obtained->target);
}
