/* SPDX-License-Identifier: ISC */
/* What is missing, and where it can be put. */
#include "config/missing.h"

#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/nearest.h"
#include "base/translate.h"
#include "config/service.h"
#include "config/unread.h"

/* By which options what is missing can be given. */
static const struct ROW {
	enum option_id missing;
	enum option_id option;
} ways[] = {
	{ .missing = OPTION_KEY, .option = OPTION_KEY },
	{ .missing = OPTION_SECRET, .option = OPTION_SECRET_FILE },
	{ .missing = OPTION_SECRET, .option = OPTION_SECRET_COMMAND },
	{ .missing = OPTION_SECRET, .option = OPTION_SECRET },
	{ .missing = OPTION_ENDPOINT, .option = OPTION_ISSUER },
	{ .missing = OPTION_ENDPOINT, .option = OPTION_ENDPOINT },
};

/* A section in the config that was perhaps meant: [tos] for toss, [toss:outlte] for toss:outlet. */
static void hint_section(const struct settings *settings, struct error *err)
{
	char typed[PROFILE_TEXT_SIZE], best[sizeof(typed)] = "";
	const char *at = NULL, *name;
	size_t len, distance = SIZE_MAX;

	if (!settings->config_found)
		return;
	while ((name = ini_next_section(&settings->config, &at, &len)) != NULL) {
		struct nearest nearest = nearest_init(settings->profile->text);

		snprintf(typed, sizeof(typed), "%.*s", (int)len, name);
		nearest_offer(&nearest, typed);
		if (nearest.word == NULL || strcmp(typed, settings->profile->text) == 0 ||
		    nearest.distance >= distance)
			continue;
		distance = nearest.distance;
		strlcpy(best, typed, sizeof(best));
	}
	if (best[0] != '\0')
		error_hint(err, "%s has a section [%s]; is that the one you mean?",
			   settings->config_path, best);
}

/* The first variable that is perhaps misspelt: TOKCTL_TOSS_SECERT. */
static void hint_variable(const struct settings *settings, struct error *err)
{
	const struct environment *environment = settings->environment;

	for (size_t i = 0; environment != NULL && i < environment->count; i++) {
		struct unread unread;

		if (!unread_judge(&environment->variables[i], settings->profile, &unread) ||
		    unread.provider != settings->profile->provider || unread.meant[0] == '\0')
			continue;
		error_hint(err, "nothing reads the variable %s; did you mean %s?", unread.name,
			   unread.meant);
		return;
	}
}

static void hint_way(const struct profile *profile, enum option_id id, struct error *err)
{
	const char *value = option_row(id)->metavar;
	char word[OPTION_WORD_SIZE], variable[VARIABLE_SIZE];

	option_word(id, profile->provider, word);
	profile_variable(profile, word, variable);
	error_hint(err, "  --%s %s, or %s=%s in the environment, or", word, value, variable, value);
	error_hint(err, "  '%s = %s' under [%s] in the config", word, value, profile->text);
}

static void hint_service(const struct profile *profile, enum option_id id, struct error *err)
{
	char credential[SERVICE_NAME_SIZE];

	service_credential_name(profile, id, credential);
	error_hint(err, "  or 'LoadCredential=%s:FILE' in a systemd unit", credential);
}

static void hint_config(const struct settings *settings, struct error *err)
{
	if (settings->config_path[0] == '\0')
		error_hint(err,
			   "there is no place for a config: HOME is not set to an absolute path");
	else if (settings->config_found)
		error_hint(err, "the config is %s", settings->config_path);
	else
		error_hint(err, "the config is %s (not there yet)", settings->config_path);
}

int settings_missing(const struct settings *settings, enum option_id id, struct error *err)
{
	const struct profile *profile = settings->profile;
	char word[OPTION_WORD_SIZE];

	option_word(id, profile->provider, word);
	if (id == OPTION_ENDPOINT) {
		error_set(err, ERROR_CONFIG, "no %s, and no issuer", word);
		hint_section(settings, err);
		hint_variable(settings, err);
		error_hint(err, "say where the server is, in one of these ways:");
	} else {
		error_set(err, ERROR_NO_CREDENTIAL, "no %s", word);
		hint_section(settings, err);
		hint_variable(settings, err);
		error_hint(err, "where to find it: %s. Give it in one of these ways:",
			   translate(profile->provider->where));
	}
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].missing == id)
			hint_way(profile, ways[i].option, err);
	if (id != OPTION_ENDPOINT)
		hint_service(profile, id, err);
	hint_config(settings, err);
	return -1;
}
