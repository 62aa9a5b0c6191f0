/* SPDX-License-Identifier: ISC */
/* A single word of the command line. */
#include "command/word.h"

#include <stddef.h>
#include <string.h>

static enum option_id long_option(const char *word, const char **value)
{
	size_t len = strcspn(word, "=");
	enum option_id id = option_find(word, len, NULL);

	*value = word[len] == '=' ? word + len + 1 : NULL;
	return id != OPTION_NONE && (option_row(id)->places & PLACE_FLAG) ? id : OPTION_NONE;
}

static enum option_id last_letter(const char *letters, const char **value)
{
	enum option_id id = OPTION_NONE;

	for (; *letters != '\0'; letters++) {
		id = option_find_letter(*letters);
		if (id == OPTION_NONE || option_row(id)->metavar == NULL)
			continue;
		*value = letters[1] != '\0' ? letters + 1 : NULL;
		break;
	}
	return id;
}

enum option_id word_option(const char *word, const char **value)
{
	*value = NULL;
	if (strncmp(word, "--", 2) == 0)
		return long_option(word + 2, value);
	return word[0] == '-' ? last_letter(word + 1, value) : OPTION_NONE;
}

enum option_id word_waiting(const char *word)
{
	const char *value;
	enum option_id id = word_option(word, &value);

	return id != OPTION_NONE && option_row(id)->metavar != NULL && value == NULL ? id
										     : OPTION_NONE;
}
