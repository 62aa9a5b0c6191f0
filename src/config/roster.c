/* SPDX-License-Identifier: ISC */
/* Which profiles the user has. */
#include "config/roster.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/option.h"
#include "config/service.h"

static bool has(const struct roster *roster, const struct profile *profile)
{
	for (size_t i = 0; i < roster->count; i++)
		if (strcmp(roster->profiles[i].text, profile->text) == 0)
			return true;
	return false;
}

void roster_add(struct roster *roster, const struct profile *profile)
{
	if (has(roster, profile))
		return;
	if (roster->count == roster->room) {
		size_t room = roster->room > 0 ? roster->room * 2 : 8;
		struct profile *profiles = reallocarray(roster->profiles, room, sizeof(*profiles));

		if (profiles == NULL) {
			roster->failed = true;
			return;
		}
		roster->profiles = profiles;
		roster->room = room;
	}
	roster->profiles[roster->count++] = *profile;
}

void roster_add_sections(struct roster *roster, const struct ini *config)
{
	const char *at = NULL, *name;
	size_t len;

	while ((name = ini_next_section(config, &at, &len)) != NULL) {
		char text[PROFILE_TEXT_SIZE];
		struct error ignored = ERROR_INIT;
		struct profile profile;

		if (len >= sizeof(text))
			continue;
		snprintf(text, sizeof(text), "%.*s", (int)len, name);
		if (profile_parse(text, &profile, &ignored) == 0)
			roster_add(roster, &profile);
	}
}

/* Is it the variable of a profile that is known already? */
static bool is_known(const struct roster *roster, const char *name, size_t len, const char *word)
{
	char variable[VARIABLE_SIZE];

	for (size_t i = 0; i < roster->count; i++) {
		profile_variable(&roster->profiles[i], word, variable);
		if (strlen(variable) == len && memcmp(variable, name, len) == 0)
			return true;
	}
	return false;
}

/* If the variable is the provider's WORD for some profile, adds that profile. */
static bool add_variable(struct roster *roster, const char *name, size_t len,
			 const struct provider *provider, const char *word)
{
	struct profile plain = { .provider = provider }, profile;
	struct error ignored = ERROR_INIT;
	char head[VARIABLE_SIZE], tail[sizeof("_") + OPTION_WORD_SIZE] = "_",
						     text[PROFILE_TEXT_SIZE];
	size_t head_len, tail_len, used;

	profile_variable(&plain, "", head);
	variable_append(word, tail, sizeof(tail));
	head_len = strlen(head);
	tail_len = strlen(tail);
	if (len < head_len - 1 + tail_len || memcmp(name, head, head_len) != 0 ||
	    memcmp(name + len - tail_len, tail, tail_len) != 0)
		return false;
	if (is_known(roster, name, len, word))
		return true;
	/* What stands between is the profile's name; the two share a '_' where there is none. */
	used = (size_t)snprintf(text, sizeof(text), "%s", provider->name);
	if (len > head_len + tail_len)
		text[used++] = ':';
	for (size_t i = head_len; i + tail_len < len && used + 1 < sizeof(text); i++)
		text[used++] = (char)tolower((unsigned char)name[i]);
	text[used] = '\0';
	if (profile_parse(text, &profile, &ignored) == 0)
		roster_add(roster, &profile);
	return true;
}

/*
 * The longest word first: SECRET_FILE is no SECRET of a profile, and a profile's SECRET_FILE no
 * FILE.
 */
static void add_for_provider(struct roster *roster, const char *name, size_t len,
			     const struct provider *provider)
{
	static const enum option_id ids[] = { OPTION_SECRET_COMMAND, OPTION_SECRET_FILE,
					      OPTION_SECRET, OPTION_KEY };
	char word[OPTION_WORD_SIZE];

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		option_word(ids[i], provider, word);
		if (add_variable(roster, name, len, provider, word) ||
		    add_variable(roster, name, len, provider, option_row(ids[i])->name))
			return;
	}
}

void roster_add_variables(struct roster *roster, const struct environment *environment)
{
	for (size_t i = 0; i < environment->count; i++)
		for (size_t j = 0; provider_at(j) != NULL; j++)
			add_for_provider(roster, environment->variables[i].name,
					 environment->variables[i].name_len, provider_at(j));
}

/* "tokctl.toss.outlet.key" is toss:outlet's; other files are other programs'. */
static void add_credential(struct roster *roster, const char *name)
{
	static const enum option_id ids[] = { OPTION_KEY, OPTION_SECRET };
	char text[SERVICE_NAME_SIZE], own[SERVICE_NAME_SIZE];
	size_t prefix = strlen(SERVICE_PREFIX);
	struct error ignored = ERROR_INIT;
	struct profile profile;
	char *dot;

	if (strncmp(name, SERVICE_PREFIX, prefix) != 0 ||
	    strlcpy(text, name + prefix, sizeof(text)) >= sizeof(text) ||
	    (dot = strrchr(text, '.')) == NULL)
		return;
	*dot = '\0';
	dot = strchr(text, '.');
	if (dot != NULL)
		*dot = ':';
	if (profile_parse(text, &profile, &ignored) == -1)
		return;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		service_credential_name(&profile, ids[i], own);
		if (strcmp(own, name) == 0)
			roster_add(roster, &profile);
	}
}

void roster_add_credentials(struct roster *roster)
{
	const char *path = environment_directory("CREDENTIALS_DIRECTORY");
	DIR *directory = path != NULL ? opendir(path) : NULL;
	struct dirent *found;

	if (directory == NULL)
		return;
	while ((found = readdir(directory)) != NULL)
		add_credential(roster, found->d_name);
	closedir(directory);
}

void roster_free(struct roster *roster)
{
	free(roster->profiles);
	*roster = (struct roster)ROSTER_INIT;
}
