/* SPDX-License-Identifier: ISC */
/* The TOKCTL_* variables: gathered in one pass, those with a secret blanked. */
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

/* How much room the secrets need, so that they never move once they are copied. */
static size_t secrets_size(void)
{
	size_t size = 0;

	for (char **variable = environ; *variable != NULL; variable++)
		if (strncmp(*variable, PREFIX, strlen(PREFIX)) == 0 &&
		    holds_secret(*variable, strcspn(*variable, "=")))
			size += strlen(*variable) + 1;
	return size;
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
	size_t size = 0;

	environment->count = 0;
	environment->secrets = (struct buffer)BUFFER_INIT;
	for (char **variable = environ; *variable != NULL; variable++) {
		const char *name = *variable;
		size_t len;
		char *value;

		if (strncmp(name, PREFIX, strlen(PREFIX)) != 0 || name[len = strcspn(name, "=")] != '=') {
			*kept++ = *variable;
			continue;
		}
		value = *variable + len + 1;
		if (environment->count == ENVIRONMENT_LIMIT) {
			/* More than anybody has; but no secret is left lying about. */
			if (holds_secret(name, len))
				explicit_bzero(value, strlen(value));
			continue;
		}
		environment->variables[environment->count].name = name;
		environment->variables[environment->count].name_len = len;
		environment->variables[environment->count].value = value;
		if (holds_secret(name, len)) {
			if (size == 0 && buffer_reserve(&environment->secrets, size = secrets_size()) == -1)
				environment->secrets.failed = true;
			environment->variables[environment->count].value = take_secret(&environment->secrets, value);
		} else {
			*kept++ = *variable;
		}
		environment->count++;
	}
	*kept = NULL;
	return environment->secrets.failed ? -1 : 0;
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

static bool leads_to_secret(const char *variable)
{
	const char *equals = strchr(variable, '=');
	const char *word = strstr(variable, "_SECRET");

	if (word == NULL)
		word = strstr(variable, "_PASSWORD");
	return strncmp(variable, PREFIX, strlen(PREFIX)) == 0 && word != NULL && (equals == NULL || word < equals);
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
	buffer_free(&environment->secrets);
}
