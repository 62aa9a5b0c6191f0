/* SPDX-License-Identifier: ISC */
/* TOKCTL_* variables that nothing reads: most likely misspelt ones. */
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "doctor/check.h"
#include "doctor/checkup.h"

/* Is a variable of that name, after its prefix, read? provider NULL: for all providers. */
static bool is_word(const char *name, size_t len, const struct provider *provider)
{
	bool parameter = provider != NULL && option_parameter_head(name, len) > 0;
	enum option_id id = parameter ? OPTION_PARAM : option_find_variable(name, len, provider);

	if (id == OPTION_NONE)
		return false;
	if (provider == NULL)
		return (option_row(id)->places & PLACE_GENERAL_VARIABLE) != 0;
	return (parameter || (option_row(id)->places & PLACE_VARIABLE)) &&
	       (provider->traits & option_row(id)->needs) == option_row(id)->needs;
}

/* After a provider's prefix comes a word, or the name of a profile and such a word. */
static bool is_read_for(const struct provider *provider, const char *name, size_t len)
{
	for (size_t at = 0; at < len; at++)
		if ((at == 0 || name[at - 1] == '_') && is_word(name + at, len - at, provider))
			return true;
	return false;
}

/*
 * The provider that a variable's name begins with, and the length of that beginning; NULL and
 * TOKCTL_'s where there is none.
 */
static const struct provider *find_prefix(const char *name, size_t *len)
{
	for (size_t i = 0; provider_at(i) != NULL; i++) {
		struct profile plain = { .provider = provider_at(i) };
		char prefix[VARIABLE_SIZE];

		profile_variable(&plain, "", prefix);
		*len = strlen(prefix);
		if (strncmp(name, prefix, *len) == 0)
			return plain.provider;
	}
	*len = VARIABLE_PREFIX_LENGTH;
	return NULL;
}

/* Writes the word that was most likely meant, as a variable spells it; "" if none is near. */
static void find_meant(const char *typed, const struct provider *provider,
		       char meant[OPTION_WORD_SIZE])
{
	size_t distance = SIZE_MAX;

	meant[0] = '\0';
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		struct nearest nearest = nearest_init(typed);
		char word[OPTION_WORD_SIZE], spelt[OPTION_WORD_SIZE] = "";

		option_word(id, provider, word);
		variable_append(word, spelt, sizeof(spelt));
		nearest_offer(&nearest, spelt);
		if (nearest.word == NULL || nearest.distance >= distance ||
		    !is_word(spelt, strlen(spelt), provider))
			continue;
		distance = nearest.distance;
		strlcpy(meant, spelt, OPTION_WORD_SIZE);
	}
}

static void check_variable(struct checkup *checkup, const char *name)
{
	size_t prefix;
	const struct provider *provider = find_prefix(name, &prefix);
	const char *rest = name + prefix;
	char meant[OPTION_WORD_SIZE];

	if (is_word(name + VARIABLE_PREFIX_LENGTH, strlen(name) - VARIABLE_PREFIX_LENGTH, NULL) ||
	    (provider != NULL && is_read_for(provider, rest, strlen(rest))))
		return;
	finding_add(&checkup->findings, "environment", FINDING_WARN,
		    "nothing reads the variable %s", name);
	find_meant(rest, provider, meant);
	if (meant[0] != '\0')
		finding_hint(&checkup->findings, "did you mean %.*s%s?", (int)prefix, name, meant);
	else
		finding_hint(&checkup->findings, "'tokctl help %s' lists those that are read",
			     provider != NULL ? provider->name : "PROVIDER");
}

void check_environment(struct checkup *checkup)
{
	const struct environment *environment = checkup->environment;
	char name[VARIABLE_SIZE];

	for (size_t i = 0; i < environment->count; i++) {
		size_t len = environment->variables[i].name_len;

		snprintf(name, sizeof(name), "%.*s",
			 (int)(len < sizeof(name) ? len : sizeof(name) - 1),
			 environment->variables[i].name);
		check_variable(checkup, name);
	}
}
