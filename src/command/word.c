/* SPDX-License-Identifier: ISC */
/* A word of the command line by itself. */
#include "command/word.h"

#include <stddef.h>
#include <string.h>

static enum setting_id long_option(const char *word, const char **value)
{
	size_t len = strcspn(word, "=");
	enum setting_id id = setting_find(word, len, NULL);

	*value = word[len] == '=' ? word + len + 1 : NULL;
	return id != SETTING_NONE && (setting_row(id)->places & PLACE_FLAG) ? id : SETTING_NONE;
}

static enum setting_id last_letter(const char *letters, const char **value)
{
	enum setting_id id = SETTING_NONE;

	for (; *letters != '\0'; letters++) {
		id = setting_find_letter(*letters);
		if (id == SETTING_NONE || setting_row(id)->metavar == NULL)
			continue;
		*value = letters[1] != '\0' ? letters + 1 : NULL;
		break;
	}
	return id;
}

enum setting_id word_option(const char *word, const char **value)
{
	*value = NULL;
	if (strncmp(word, "--", 2) == 0)
		return long_option(word + 2, value);
	return word[0] == '-' ? last_letter(word + 1, value) : SETTING_NONE;
}

enum setting_id word_waiting(const char *word)
{
	const char *value;
	enum setting_id id = word_option(word, &value);

	return id != SETTING_NONE && setting_row(id)->metavar != NULL && value == NULL
		       ? id
		       : SETTING_NONE;
}
