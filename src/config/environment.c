/* SPDX-License-Identifier: ISC */
/* The TOKCTL_* variables: gathered, those with a secret blanked. */
#include "config/environment.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "config/proxy.h"
#include "model/variable.h"

extern char **environ;

static bool ends_in_word(const char *name, size_t len, const char *word)
{
	size_t word_len = strlen(word);

	return len > word_len && name[len - word_len - 1] == '_' &&
	       variable_spells(name + len - word_len, word_len, word);
}

/*
 * Does the name end in a word for a secret, "secret" or a provider's own? A parameter called so,
 * TOKCTL_OAUTH2_X_PARAM_SECRET, is taken for one as well.
 */
static bool holds_secret(const char *name, size_t len)
{
	const struct provider *provider;

	if (ends_in_word(name, len, option_row(OPTION_SECRET)->name))
		return true;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++)
		if (provider->secret_name != NULL && ends_in_word(name, len, provider->secret_name))
			return true;
	return false;
}

/* For most, the first letter is enough to tell. */
static bool is_ours(const char *variable)
{
	return variable[0] == VARIABLE_PREFIX[0] &&
	       strncmp(variable, VARIABLE_PREFIX, VARIABLE_PREFIX_LENGTH) == 0;
}

static bool make_room(struct environment *environment)
{
	size_t count = 0;

	for (char **variable = environ; *variable != NULL; variable++)
		if (is_ours(*variable))
			count++;
	if (count > 0)
		environment->variables = reallocarray(NULL, count, sizeof(*environment->variables));
	return count == 0 || environment->variables != NULL;
}

/* Is it a proxy's URL with a password, TOKCTL_PROXY or TOKCTL_TOSS_PROXY? */
static bool holds_password(const char *variable, size_t len)
{
	return ends_in_word(variable, len, option_row(OPTION_PROXY)->name) &&
	       proxy_has_password(variable + len + 1);
}

/* Copies the value and blanks the environment's. */
static void take_secret(struct buffer *secrets, char *value)
{
	size_t len = strlen(value);

	buffer_append(secrets, value, len + 1);
	explicit_bzero(value, len);
}

/* The secrets lie one after the other, and no longer move: each becomes its variable's value. */
static int place_secrets(struct environment *environment)
{
	const char *secret = environment->secrets.data;

	if (environment->secrets.failed) {
		environment->count = 0;
		return -1;
	}
	for (size_t i = 0; i < environment->count; i++) {
		if (environment->variables[i].value != NULL)
			continue;
		environment->variables[i].value = secret;
		secret += strlen(secret) + 1;
	}
	return 0;
}

int environment_take(struct environment *environment)
{
	char **kept = environ;
	bool has_room;

	*environment = (struct environment){ .secrets = BUFFER_INIT };
	has_room = make_room(environment);
	for (char **variable = environ; *variable != NULL; variable++) {
		size_t len = is_ours(*variable) ? strcspn(*variable, "=") : 0;
		struct variable ours = { .name = *variable, .name_len = len };

		if ((*variable)[len] != '=' || len == 0) {
			*kept++ = *variable;
			continue;
		}
		if (holds_secret(*variable, len) || holds_password(*variable, len)) {
			take_secret(&environment->secrets, *variable + len + 1);
		} else {
			ours.value = *variable + len + 1;
			*kept++ = *variable;
		}
		if (has_room)
			environment->variables[environment->count++] = ours;
	}
	*kept = NULL;
	return has_room ? place_secrets(environment) : -1;
}

const char *environment_get(const struct environment *environment, enum option_id id)
{
	const struct variable *variable = environment->variables;
	const char *word = option_row(id)->name;

	for (size_t i = 0; i < environment->count; i++, variable++)
		if (variable_spells(variable->name + VARIABLE_PREFIX_LENGTH,
				    variable->name_len - VARIABLE_PREFIX_LENGTH, word))
			return variable->value;
	return NULL;
}

const char *environment_path(const struct environment *environment, enum option_id id)
{
	const char *value = environment_get(environment, id);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *environment_directory(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] == '/' ? value : NULL;
}

/* Does the name have a word for a secret anywhere, as ..._SECRET_FILE? */
static bool leads_to_secret(const char *variable)
{
	size_t len = is_ours(variable) ? strcspn(variable, "=") : 0;

	for (size_t end = 1; end <= len; end++)
		if (holds_secret(variable, end))
			return true;
	return false;
}

void environment_drop_sources(void)
{
	char **kept = environ;

	for (char **variable = environ; *variable != NULL; variable++)
		if (!leads_to_secret(*variable))
			*kept++ = *variable;
	*kept = NULL;
}

void environment_free(struct environment *environment)
{
	free(environment->variables);
	environment->variables = NULL;
	environment->count = 0;
	buffer_free(&environment->secrets);
}
