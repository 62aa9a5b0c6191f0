/* SPDX-License-Identifier: ISC */
/* The settings that a profile is asked with, and where each is set. */
#include "base/translate.h"
#include "config/credential.h"
#include "config/missing.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "issue/wish.h"

/* "VALUE (set by ORIGIN)"; value NULL: it is not shown. */
static void add_set(struct checkup *checkup, const struct settings *settings, enum option_id id,
		    const char *name, const char *value)
{
	char origin[ORIGIN_SIZE];

	settings_origin(settings, id, origin, sizeof(origin));
	if (value != NULL)
		finding_add(&checkup->findings, name, FINDING_OK, "%s (set by %s)", value, origin);
	else
		finding_add(&checkup->findings, name, FINDING_OK, "set by %s", origin);
}

static void add_endpoint(struct checkup *checkup, const struct settings *settings,
			 const struct credential *credential)
{
	if (credential->issuer != NULL)
		add_set(checkup, settings, OPTION_ISSUER, "issuer", credential->issuer);
	else if (settings_is_set(settings, OPTION_ENDPOINT))
		add_set(checkup, settings, OPTION_ENDPOINT, "endpoint", credential->endpoint);
	else if (settings_switch(settings, OPTION_TEST))
		add_set(checkup, settings, OPTION_TEST, "endpoint", credential->endpoint);
	else
		finding_add(&checkup->findings, "endpoint", FINDING_OK, "%s (%s's own)",
			    credential->endpoint, translate(settings->profile->provider->title));
}

static void check_min_ttl(struct checkup *checkup, const struct settings *settings)
{
	struct wish wish = wish_from_settings(settings);
	struct error err = ERROR_INIT;

	if (!settings_is_set(settings, OPTION_MIN_TTL))
		return;
	if (wish_check(&wish, settings, &err) == -1)
		finding_add_error(&checkup->findings, "min-ttl", FINDING_FAIL, &err);
	else
		add_set(checkup, settings, OPTION_MIN_TTL, "min-ttl",
			settings_text(settings, OPTION_MIN_TTL));
}

/* All else that the user set. A credential is not shown. */
static void add_others(struct checkup *checkup, const struct settings *settings)
{
	static const bool has_its_own[OPTION_COUNT] = {
		[OPTION_KEY] = true,         [OPTION_SECRET] = true,
		[OPTION_SECRET_FILE] = true, [OPTION_SECRET_COMMAND] = true,
		[OPTION_ENDPOINT] = true,    [OPTION_TEST] = true,
		[OPTION_ISSUER] = true,      [OPTION_MIN_TTL] = true,
		[OPTION_PROXY] = true,       [OPTION_CACERT] = true,
	};

	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		const struct option *row = option_row(id);

		if (settings_is_set(settings, id) && (row->places & PLACE_SECTION) &&
		    !has_its_own[id])
			add_set(checkup, settings, id, row->name,
				row->kind == KIND_CREDENTIAL || row->kind == KIND_HEADER_VALUE
					? NULL
					: settings_text(settings, id));
	}
}

int check_settings(struct checkup *checkup, const struct settings *settings,
		   struct credential *credential)
{
	struct error err = ERROR_INIT;
	int found;

	*credential = (struct credential){ .provider = NULL };
	found = settings_credential(settings, credential, &err);
	if (credential->provider == NULL) {
		finding_fail(&checkup->findings, "endpoint", &err, "take one of the two away");
		return -1;
	}
	if (credential->endpoint == NULL && credential->issuer == NULL) {
		(void)settings_missing(settings, OPTION_ENDPOINT, &err);
		finding_fail(&checkup->findings, "endpoint", &err, "give one");
		return -1;
	}
	add_endpoint(checkup, settings, credential);
	if (found == -1)
		finding_fail(&checkup->findings, "key", &err, "give one");
	else
		add_set(checkup, settings, OPTION_KEY, "key", NULL);
	check_secret(checkup, settings);
	check_min_ttl(checkup, settings);
	add_others(checkup, settings);
	return 0;
}
