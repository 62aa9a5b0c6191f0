/* SPDX-License-Identifier: ISC */
/* tokctl [get] PROVIDER[:PROFILE]: prints a token. */
#include <string.h>

#include "base/report.h"
#include "command/command.h"
#include "command/destination.h"
#include "issue/issue.h"
#include "output/output.h"

static int check_output(const struct output *output, const struct profile *profile, const char *variable,
			struct error *err)
{
	if (variable != NULL && output_check_variable(output, variable, err) == -1)
		return -1;
	if (!output->needs_expiry || !(profile->provider->can & CAN_REUSE_FOR))
		return 0;
	error_set(err, ERROR_NO_EXPIRY, "the provider does not report when a token expires");
	return error_hint(err, "--json has reuse_until, the time up to which tokctl reuses it");
}

static int print(const struct destination *destination, const struct settings *settings,
		 const struct credential *credential, const struct issued *issued, struct error *err)
{
	const struct token *token = &issued->entry.token;
	struct output_token shown = {
		.profile = settings->profile,
		.token = token,
		.scope = token->scope != NULL ? token->scope : credential->scope,
		.affiliate = credential->affiliate,
		.header_name = settings_text(settings, SETTING_HEADER_NAME),
		.variable = settings_text(settings, SETTING_NAME),
		.now = clock_now(),
		.reuse_until = issued->reuse_until,
		.cached = issued->cached,
	};

	return destination_write(destination, &shown, err);
}

/* Without a place for the cache there is none, said once. */
static void open_cache(struct cache *cache, const struct run *run, const struct settings *settings)
{
	char path[CACHE_PATH_SIZE];
	struct error err = ERROR_INIT;

	if (settings_switch(settings, SETTING_NO_CACHE)) {
		cache_init(cache, &cache_none_ops, "");
	} else if (settings_cache_directory(run->environment, path, sizeof(path), &err) == -1) {
		report_warning(&err);
		cache_init(cache, &cache_none_ops, "");
	} else {
		cache_init(cache, &cache_file_ops, path);
	}
}

static int get_with(struct run *run, const struct settings *settings, const struct destination *destination,
		    struct error *err)
{
	struct credential credential;
	struct cache cache;
	struct issued issued = ISSUED_INIT;
	struct issue request = {
		.settings = settings,
		.credential = &credential,
		.cache = &cache,
		.want = issue_want(settings),
		.deadline = deadline_in(settings_duration(settings, SETTING_TIMEOUT) * 1000),
		.offline = settings_switch(settings, SETTING_OFFLINE),
	};
	int result;

	if (settings_credential(settings, &credential, err) == -1)
		return -1;
	open_cache(&cache, run, settings);
	result = issue(&request, &issued, err);
	if (result == 0)
		result = print(destination, settings, &credential, &issued, err);
	else
		issue_hint(settings, err);
	issued_free(&issued);
	cache_close(&cache);
	return result;
}

static int get(struct run *run, struct error *err)
{
	const char *format = run->flags.text[SETTING_OUTPUT];
	const struct output *output = &output_token;
	static struct profile profile; /* messages name it to the end */
	struct destination destination;
	struct settings settings;
	int result = -1;

	if (profile_parse(run->operands[0], &profile, err) == -1)
		return -1;
	report_set_subject(profile.text);
	if (format != NULL && (output = output_find(format, err)) == NULL)
		return -1;
	if (check_output(output, &profile, run->flags.text[SETTING_NAME], err) == -1)
		return -1;
	if (run->flags.text[SETTING_OFFLINE] != NULL && run->flags.text[SETTING_REFRESH] != NULL)
		return error_set(err, ERROR_USAGE, "--offline and --refresh don't go together");
	if (settings_resolve(&settings, &profile, &run->flags, run->environment, err) == 0) {
		if (destination_open(&destination, output, &settings, err) == 0)
			result = get_with(run, &settings, &destination, err);
		destination_close(&destination);
	}
	settings_free(&settings);
	return result;
}

const struct command command_get = {
	.name = "get",
	.usage = "PROVIDER[:PROFILE] [options]",
	.summary = "print a token (the verb may be left out)",
	.about = "Prints a token of PROVIDER, from the cache while it is good, else a new one.",
	.groups = GROUP_OUTPUT | GROUP_SECRET | GROUP_IDENTITY | GROUP_FETCH | GROUP_CACHE,
	.least_operands = 1,
	.most_operands = 1,
	.run = get,
};
