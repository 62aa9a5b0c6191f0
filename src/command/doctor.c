/* SPDX-License-Identifier: ISC */
/*
 * tokctl doctor: what would be used and from where, and how far it gets. The checks are in check.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/translate.h"
#include "command/command.h"
#include "command/print.h"
#include "config/roster.h"
#include "doctor/check.h"
#include "issue/hint.h"
#include "issue/issue.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct profile *)a)->text, ((const struct profile *)b)->text);
}

/* The profiles that are named, else all that there are, in the order of status. */
static int gather(const struct run *run, const struct ini *config, struct roster *roster,
		  struct error *err)
{
	struct profile profile;

	for (size_t i = 0; i < run->operand_count; i++) {
		if (profile_parse(run->operands[i], &profile, err) == -1)
			return -1;
		roster_add(roster, &profile);
	}
	if (run->operand_count == 0) {
		if (config->text.data != NULL)
			roster_add_sections(roster, config);
		roster_add_variables(roster, run->environment);
		roster_add_credentials(roster);
		if (roster->count > 1)
			qsort(roster->profiles, roster->count, sizeof(*roster->profiles), by_name);
	}
	return roster->failed ? error_memory(err) : 0;
}

/* Asks for a token, and stores it as every other. */
static void check_fetch(struct checkup *checkup, const struct settings *settings,
			struct credential *credential)
{
	struct issued issued = ISSUED_INIT;
	struct want want = issue_want(settings);
	struct cache none;
	struct issue request = {
		.settings = settings,
		.credential = credential,
		.cache = settings_switch(settings, OPTION_NO_CACHE) ? &none : &checkup->cache,
		.want = { .min_ttl = want.min_ttl, .reuse_for = want.reuse_for, .refresh = true },
		.deadline = deadline_in(settings_duration(settings, OPTION_TIMEOUT) * 1000),
		.warned = true, /* the cache has a finding of its own */
	};
	char end[CLOCK_TEXT_SIZE];
	struct error err = ERROR_INIT;

	cache_init(&none, &cache_none_ops, "");
	if (issue(&request, &issued, &err) == -1) {
		hint_add(settings, &err);
		finding_add_error(&checkup->findings, "fetch", FINDING_FAIL, &err);
		finding_fallback(&checkup->findings,
				 "'tokctl -v --refresh' with the same options shows what is done");
	} else if (issued.entry.token.expires_at == TIME_UNKNOWN) {
		finding_add(&checkup->findings, "fetch", FINDING_OK,
			    "the provider granted a token, until an end that is not reported");
	} else {
		clock_rfc3339(issued.entry.token.expires_at, end);
		finding_add(&checkup->findings, "fetch", FINDING_OK,
			    "the provider granted a token, until %s", end);
	}
	issued_free(&issued);
}

static void check_resolved(struct checkup *checkup, const struct settings *settings)
{
	struct credential credential;
	size_t failures = checkup->findings.failures;

	if (check_settings(checkup, settings, &credential) == -1)
		return;
	if (credential.key != NULL)
		check_token(checkup, settings, &credential);
	check_network(checkup, settings, &credential);
	/* What fails already would only fail again. */
	if (checkup->flags->text[OPTION_FETCH] != NULL && checkup->findings.failures == failures)
		check_fetch(checkup, settings, &credential);
}

static void check_profile(struct checkup *checkup, const struct profile *profile)
{
	struct settings settings;
	struct error err = ERROR_INIT;

	checkup->findings.subject = profile->text;
	report_set_subject(profile->text);
	if (settings_resolve(&settings, profile, checkup->flags, checkup->environment, &err) == 0)
		check_resolved(checkup, &settings);
	if (err.id != ERROR_NONE) {
		finding_add_error(&checkup->findings, "settings", FINDING_FAIL, &err);
		finding_fallback(&checkup->findings,
				 "'tokctl help PROVIDER' and tokctl.conf(5) say what it may be");
	}
	settings_free(&settings);
	report_set_subject(NULL);
}

static void nothing_configured(struct checkup *checkup)
{
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_NO_CREDENTIAL,
		  "no provider has a key or a secret, in the config or in the environment");
	error_hint(&err, "'tokctl help' lists the providers, and 'tokctl doctor PROVIDER' says "
			 "what it needs");
	finding_add_error(&checkup->findings, "settings", FINDING_FAIL, &err);
}

static int print(const struct run *run, const struct findings *findings, struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	if (findings->failed)
		return error_memory(err);
	if (run->flags.text[OPTION_JSON] != NULL)
		findings_write_json(findings, &out);
	else
		findings_write_text(findings, &out);
	result = print_result(&out, err);
	buffer_free(&out);
	return result;
}

/* The roster outlives the findings, which are named by it. */
static int examine(const struct run *run, struct checkup *checkup, struct roster *roster,
		   struct error *err)
{
	enum error_id worst;
	bool readable;

	check_helper(checkup);
	readable = check_config(checkup) == 0;
	check_environment(checkup);
	check_cache(checkup);
	if (gather(run, &checkup->config, roster, err) == -1)
		return -1;
	for (size_t i = 0; readable && i < roster->count; i++)
		check_profile(checkup, &roster->profiles[i]);
	if (readable && roster->count == 0)
		nothing_configured(checkup);
	if (print(run, &checkup->findings, err) == -1)
		return -1;
	worst = findings_worst(&checkup->findings);
	return worst == ERROR_NONE ? 0 : error_set(err, worst, "%s", "");
}

static void free_checkup(struct checkup *checkup)
{
	for (size_t i = 0; i < checkup->route_count; i++) {
		buffer_free(&checkup->routes[i].name);
		reach_free(&checkup->routes[i].seen);
	}
	free(checkup->routes);
	findings_free(&checkup->findings);
	ini_free(&checkup->config);
	cache_close(&checkup->cache);
}

static int doctor(struct run *run, struct error *err)
{
	struct checkup checkup = { .flags = &run->flags,
				   .environment = run->environment,
				   .findings = FINDINGS_INIT };
	struct roster roster = ROSTER_INIT;
	int result;

	if (run->flags.text[OPTION_OFFLINE] != NULL && run->flags.text[OPTION_FETCH] != NULL)
		return error_set(err, ERROR_USAGE, "--offline and --fetch don't go together");
	if (run->flags.text[OPTION_JSON] != NULL)
		translate_nothing();
	cache_init(&checkup.cache, &cache_none_ops, "");
	result = examine(run, &checkup, &roster, err);
	free_checkup(&checkup);
	roster_free(&roster);
	return result;
}

const struct command command_doctor = {
	.name = "doctor",
	.usage = "[PROVIDER[:PROFILE]...] [options]",
	.summary = "check what would be used, and how far it gets",
	.about = "Without a provider, each that has a key or a secret is looked at. Says what "
		 "would be used and from where,\n"
		 "and tries the way to the provider: name, connection, certificate, clock. No "
		 "token is asked for without\n"
		 "--fetch, and no secret or key is shown. The exit status is 0 when all is well, "
		 "else that of the failure\n"
		 "that is to be mended first.",
	.groups = GROUP_SECRET | GROUP_IDENTITY | GROUP_FETCH | GROUP_LIST | GROUP_DOCTOR,
	.least_operands = 0,
	.most_operands = SIZE_MAX,
	.run = doctor,
};
