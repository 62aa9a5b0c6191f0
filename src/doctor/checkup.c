/* SPDX-License-Identifier: ISC */
/* All of `tokctl doctor`: what goes for every profile, then one profile after the other. */
#include "doctor/checkup.h"

#include "base/report.h"
#include "config/resolve.h"
#include "doctor/check.h"
#include "model/credential.h"

void checkup_begin(struct checkup *checkup, const struct flags *flags,
		   const struct environment *environment)
{
	*checkup = (struct checkup){ .flags = flags,
				     .environment = environment,
				     .findings = FINDINGS_INIT,
				     .routes = ROUTES_INIT };
	check_helper(checkup);
	check_config(checkup);
	check_environment(checkup);
	check_cache(checkup);
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
	/* A request that is known to fail is not made. */
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
	if (err.id != ERROR_NONE)
		finding_fail(&checkup->findings, "settings", &err,
			     "'tokctl help PROVIDER' and tokctl.conf(5) say what it may be");
	settings_free(&settings);
	report_set_subject(NULL);
}

static void nothing_configured(struct checkup *checkup)
{
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_NO_CREDENTIAL,
		  "no provider has a key or a secret, in the config or in the environment");
	finding_fail(&checkup->findings, "settings", &err,
		     "'tokctl help' lists the providers, and 'tokctl doctor PROVIDER' says what it "
		     "needs");
}

void checkup_profiles(struct checkup *checkup, const struct roster *roster)
{
	if (checkup->config_fails)
		return;
	for (size_t i = 0; i < roster->count; i++)
		check_profile(checkup, &roster->profiles[i]);
	if (roster->count == 0)
		nothing_configured(checkup);
}

void checkup_end(struct checkup *checkup)
{
	routes_free(&checkup->routes);
	findings_free(&checkup->findings);
	ini_free(&checkup->config);
	cache_close(&checkup->cache);
}
