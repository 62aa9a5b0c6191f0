/* SPDX-License-Identifier: ISC */
/* TOKCTL_* variables that nothing reads. */
#include "config/unread.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"

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

/* Does the name begin with the prefix of that profile's variables? Then its length is in *len. */
static bool has_prefix(const char *name, const struct profile *profile, size_t *len)
{
	char prefix[VARIABLE_SIZE];

	profile_variable(profile, "", prefix);
	*len = strlen(prefix);
	return strncmp(name, prefix, *len) == 0;
}

/* The provider whose prefix a name has; NULL, and the length of TOKCTL_, where it has none. */
static const struct provider *find_prefix(const char *name, size_t *len)
{
	for (size_t i = 0; provider_at(i) != NULL; i++) {
		const struct profile plain = { .provider = provider_at(i) };

		if (has_prefix(name, &plain, len))
			return plain.provider;
	}
	*len = VARIABLE_PREFIX_LENGTH;
	return NULL;
}

/* Puts the nearest word that is read after the first len bytes of the name. */
static void find_meant(struct unread *unread, size_t len)
{
	struct nearest nearest = nearest_init(unread->name + len);

	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		char word[OPTION_WORD_SIZE], spelt[OPTION_WORD_SIZE] = "";

		option_word(id, unread->provider, word);
		variable_append(word, spelt, sizeof(spelt));
		if (is_word(spelt, strlen(spelt), unread->provider))
			nearest_offer(&nearest, spelt);
	}
	unread->meant[0] = '\0';
	if (nearest.word != NULL)
		snprintf(unread->meant, sizeof(unread->meant), "%.*s%s", (int)len, unread->name,
			 nearest.word);
}

bool unread_judge(const struct variable *variable, const struct profile *profile,
		  struct unread *unread)
{
	const char *name = variable->name;
	size_t len = variable->name_len, prefix, own;

	snprintf(unread->name, sizeof(unread->name), "%.*s",
		 (int)(len < sizeof(unread->name) ? len : sizeof(unread->name) - 1), name);
	unread->provider = find_prefix(unread->name, &prefix);
	if (is_word(name + VARIABLE_PREFIX_LENGTH, len - VARIABLE_PREFIX_LENGTH, NULL) ||
	    (unread->provider != NULL &&
	     is_read_for(unread->provider, name + prefix, len - prefix)))
		return false;
	if (profile != NULL && has_prefix(unread->name, profile, &own))
		prefix = own;
	find_meant(unread, prefix);
	return true;
}
