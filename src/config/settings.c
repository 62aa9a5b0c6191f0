/* SPDX-License-Identifier: ISC */
/* What the settings of a run say, and where each was written. */
#include "config/settings.h"

#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "config/service.h"

void settings_init(struct settings *settings, const struct profile *profile)
{
	settings->profile = profile;
	settings->environment = NULL;
	settings->config_path[0] = '\0';
	settings->config_found = false;
	settings->config = (struct ini){ .path = settings->config_path };
	for (size_t i = 0; i < sizeof(settings->strings) / sizeof(settings->strings[0]); i++)
		settings->strings[i] = (struct buffer)BUFFER_INIT;
	settings->parameters.count = 0;
	settings->extra = (struct buffer)BUFFER_INIT;
	for (enum option_id id = OPTION_NONE; id < OPTION_COUNT; id++) {
		settings->values[id].text = NULL;
		settings->values[id].level = LEVEL_NONE;
	}
	settings->key = (struct buffer)BUFFER_INIT;
}

void settings_free(struct settings *settings)
{
	for (size_t i = 0; i < sizeof(settings->strings) / sizeof(settings->strings[0]); i++)
		buffer_free(&settings->strings[i]);
	buffer_free(&settings->key);
	buffer_free(&settings->extra);
	ini_free(&settings->config);
}

void settings_place(const struct settings *settings, const struct value *value, const char *word,
		    char *out, size_t size)
{
	switch (value->level) {
	case LEVEL_FLAG:
		snprintf(out, size, "--%s", word);
		break;
	case LEVEL_VARIABLE:
	case LEVEL_GENERAL_VARIABLE:
		/* As it stands there: a provider with words of its own has two for an option. */
		snprintf(out, size, "%.*s", (int)strcspn(value->at, "="), value->at);
		break;
	case LEVEL_SECTION:
	case LEVEL_GENERAL_SECTION:
		snprintf(out, size, "%s:%d: %s", settings->config_path,
			 ini_line(&settings->config, value->at), word);
		break;
	case LEVEL_CREDENTIAL:
	case LEVEL_NONE:
		strlcpy(out, word, size);
		break;
	}
}

void settings_origin(const struct settings *settings, enum option_id id, char *out, size_t size)
{
	const struct value *value = &settings->values[id];
	char word[OPTION_WORD_SIZE];

	if (value->level == LEVEL_CREDENTIAL &&
	    service_credential_path(settings->profile, id, out, size))
		return;
	option_word(id, settings->profile->provider, word);
	settings_place(settings, value, word, out, size);
}

const char *settings_text(const struct settings *settings, enum option_id id)
{
	const char *text = settings->values[id].text;

	return text != NULL ? text : option_row(id)->fallback;
}

bool settings_switch(const struct settings *settings, enum option_id id)
{
	return value_switch(settings_text(settings, id)) == SWITCH_ON;
}

int64_t settings_duration(const struct settings *settings, enum option_id id)
{
	const char *text = settings_text(settings, id);
	struct error ignored;
	int64_t seconds = 0;

	/* Checked when it was kept. */
	if (text != NULL)
		IGNORE_RESULT(duration_parse(text, &seconds, &ignored));
	return seconds;
}

struct deadline settings_deadline(const struct settings *settings, struct deadline began)
{
	return (struct deadline){
		.at = began.at + settings_duration(settings, OPTION_TIMEOUT) * 1000,
	};
}

bool settings_is_set(const struct settings *settings, enum option_id id)
{
	return settings->values[id].level != LEVEL_NONE;
}

bool settings_is_own(const struct settings *settings, enum option_id id)
{
	enum level level = settings->values[id].level;

	return level == LEVEL_FLAG || level == LEVEL_VARIABLE || level == LEVEL_SECTION;
}

int settings_choose(const struct settings *settings, const enum option_id ids[], size_t count,
		    enum option_id *chosen, struct error *err)
{
	enum option_id rival = OPTION_NONE;
	char one[ORIGIN_SIZE], other[ORIGIN_SIZE];

	*chosen = OPTION_NONE;
	for (size_t i = 0; i < count; i++) {
		bool off = option_row(ids[i])->kind == KIND_SWITCH &&
			   !settings_switch(settings, ids[i]);

		if (!settings_is_set(settings, ids[i]) || off)
			continue;
		if (*chosen == OPTION_NONE ||
		    settings->values[ids[i]].level < settings->values[*chosen].level) {
			*chosen = ids[i];
			rival = OPTION_NONE;
		} else if (settings->values[ids[i]].level == settings->values[*chosen].level) {
			rival = ids[i];
		}
	}
	if (rival == OPTION_NONE)
		return 0;
	settings_origin(settings, *chosen, one, sizeof(one));
	settings_origin(settings, rival, other, sizeof(other));
	return error_set(err, value_error(settings->values[*chosen].level),
			 "both %s and %s are set; one will do", one, other);
}
