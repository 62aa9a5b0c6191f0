/* SPDX-License-Identifier: ISC */
/* What an option is called, and how it is found by that. */
#include "config/option.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"

const struct option *option_row(enum option_id id)
{
	return &option_rows[id];
}

/*
 * Is `name` (len bytes) `word`, with that word's first `replaced` bytes taken as `by`:
 * "password-file" for "secret-file"?
 */
static bool is_word(const char *name, size_t len, const char *word, size_t replaced, const char *by)
{
	size_t by_len = strlen(by);

	return len == by_len + strlen(word + replaced) && memcmp(name, by, by_len) == 0 &&
	       memcmp(name + by_len, word + replaced, len - by_len) == 0;
}

/*
 * The provider's own word for the head of this option's name, or NULL: "account" for "key",
 * "password" for "secret...".
 */
static const char *own_word(enum option_id id, const struct provider *provider)
{
	if (id == OPTION_KEY)
		return provider->key_name;
	if (id == OPTION_SECRET || id == OPTION_SECRET_FILE || id == OPTION_SECRET_COMMAND)
		return provider->secret_name;
	return NULL;
}

static size_t replaced_length(enum option_id id)
{
	return strlen(option_rows[id == OPTION_KEY ? OPTION_KEY : OPTION_SECRET].name);
}

static bool is_own_word(const char *name, size_t len, enum option_id id,
			const struct provider *provider)
{
	const char *own = own_word(id, provider);

	return own != NULL && is_word(name, len, option_rows[id].name, replaced_length(id), own);
}

static bool is_any_own_word(const char *name, size_t len, enum option_id id)
{
	for (size_t i = 0; provider_at(i) != NULL; i++)
		if (is_own_word(name, len, id, provider_at(i)))
			return true;
	return false;
}

enum option_id option_find(const char *name, size_t len, const struct provider *provider)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		if (option_rows[id].name[0] == name[0] &&
		    is_word(name, len, option_rows[id].name, 0, ""))
			return id;
	for (enum option_id id = OPTION_FIRST_NAMED; id <= OPTION_LAST_NAMED; id++)
		if (provider != NULL ? is_own_word(name, len, id, provider)
				     : is_any_own_word(name, len, id))
			return id;
	return OPTION_NONE;
}

enum option_id option_find_variable(const char *name, size_t len, const struct provider *provider)
{
	char word[OPTION_WORD_SIZE];

	if (len == 0 || len >= sizeof(word))
		return OPTION_NONE;
	for (size_t i = 0; i < len; i++) {
		if (name[i] >= 'a' && name[i] <= 'z')
			return OPTION_NONE;
		word[i] = name[i] == '_'                     ? '-'
			  : name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] | 0x20)
							     : name[i];
	}
	return option_find(word, len, provider);
}

size_t option_parameter_head(const char *name, size_t len)
{
	static const char HEAD[] = "PARAM_";

	return len > strlen(HEAD) && memcmp(name, HEAD, strlen(HEAD)) == 0 ? strlen(HEAD) : 0;
}

enum option_id option_find_letter(char letter)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		if (option_rows[id].letter != 0 && option_rows[id].letter == letter)
			return id;
	return OPTION_NONE;
}

void option_word(enum option_id id, const struct provider *provider, char out[OPTION_WORD_SIZE])
{
	const char *own = provider != NULL ? own_word(id, provider) : NULL;

	if (own != NULL)
		snprintf(out, OPTION_WORD_SIZE, "%s%s", own,
			 option_rows[id].name + replaced_length(id));
	else
		strlcpy(out, option_rows[id].name, OPTION_WORD_SIZE);
}

void option_variable(enum option_id id, char out[VARIABLE_SIZE])
{
	memcpy(out, VARIABLE_PREFIX, sizeof(VARIABLE_PREFIX));
	variable_append(option_rows[id].name, out, VARIABLE_SIZE);
}

static void offer_word(struct nearest *nearest, enum option_id id, const struct provider *provider)
{
	char word[OPTION_WORD_SIZE];

	option_word(id, provider, word);
	nearest_offer(nearest, word);
}

void option_offer(struct nearest *nearest, unsigned places, const struct provider *provider)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		if (!(option_rows[id].places & places))
			continue;
		offer_word(nearest, id, NULL);
		if (provider != NULL)
			offer_word(nearest, id, provider);
		for (size_t j = 0; provider == NULL && provider_at(j) != NULL; j++)
			offer_word(nearest, id, provider_at(j));
	}
}

int option_check(enum option_id id, const char *text, struct error *err)
{
	const struct option *row = option_row(id);

	return value_check(row->kind, row->choices, text, err);
}
