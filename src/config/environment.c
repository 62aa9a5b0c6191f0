/* SPDX-License-Identifier: ISC */
/* The TOKCTL_* variables: gathered, those with a secret blanked. */
#include "config/environment.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

static const char PREFIX[] = "TOKCTL_";

static bool ends_with(const char *name, size_t len, const char *ending)
{
	size_t ending_len = strlen(ending);

	return len >= ending_len && memcmp(name + len - ending_len, ending, ending_len) == 0;
}

static bool holds_secret(const char *name, size_t len)
{
	return ends_with(name, len, "_SECRET") || ends_with(name, len, "_PASSWORD");
}

/* Most are not, and their first letter says so. */
static bool is_ours(const char *variable)
{
	return variable[0] == PREFIX[0] && strncmp(variable, PREFIX, strlen(PREFIX)) == 0;
}

/* Room for all of ours, and so much for the secrets that they never move once they are copied. */
static int make_room(struct environment *environment)
{
	size_t count = 0, secrets = 0;

	for (char **variable = environ; *variable != NULL; variable++) {
		if (!is_ours(*variable))
			continue;
		count++;
		if (holds_secret(*variable, strcspn(*variable, "=")))
			secrets += strlen(*variable) + 1;
	}
	if (secrets > 0 && buffer_reserve(&environment->secrets, secrets) == -1)
		return -1;
	if (count > 0)
		environment->variables = reallocarray(NULL, count, sizeof(*environment->variables));
	return count > 0 && environment->variables == NULL ? -1 : 0;
}

/* Moves the value into our own memory and blanks the environment's. Returns where it is now. */
static const char *take_secret(struct buffer *secrets, char *value)
{
	size_t at = secrets->len;

	buffer_append(secrets, value, strlen(value) + 1);
	explicit_bzero(value, strlen(value));
	return secrets->failed ? "" : secrets->data + at;
}

int environment_take(struct environment *environment)
{
	char **kept = environ;
	int result;

	*environment = (struct environment){ .secrets = BUFFER_INIT };
	result = make_room(environment);
	for (char **variable = environ; *variable != NULL; variable++) {
		size_t len = is_ours(*variable) ? strcspn(*variable, "=") : 0;
		struct variable ours = { .name = *variable, .name_len = len };

		if ((*variable)[len] != '=' || len == 0) {
			*kept++ = *variable;
			continue;
		}
		ours.value = *variable + len + 1;
		if (holds_secret(*variable, len))
			ours.value = take_secret(&environment->secrets, *variable + len + 1);
		else
			*kept++ = *variable;
		if (result == 0)
			environment->variables[environment->count++] = ours;
	}
	*kept = NULL;
	return result;
}

const char *environment_get(const struct environment *environment, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < environment->count; i++)
		if (environment->variables[i].name_len == len &&
		    memcmp(environment->variables[i].name, name, len) == 0)
			return environment->variables[i].value;
	return NULL;
}

const char *environment_path(const struct environment *environment, const char *name)
{
	const char *value = environment_get(environment, name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *environment_directory(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] == '/' ? value : NULL;
}

static bool has_word(const char *name, size_t len, const char *word)
{
	return memmem(name, len, word, strlen(word)) != NULL;
}

static bool leads_to_secret(const char *variable)
{
	size_t len = strcspn(variable, "=");

	return is_ours(variable) &&
	       (has_word(variable, len, "_SECRET") || has_word(variable, len, "_PASSWORD"));
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
