/* SPDX-License-Identifier: ISC */
/* The further parameters of a request, each once, in the order of their names. */
#include "config/parameters.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* Where a parameter of that name is, or belongs. */
static size_t find_place(const struct parameters *parameters, const char *name)
{
	size_t at = 0;

	while (at < parameters->count && strcmp(parameters->list[at].name, name) < 0)
		at++;
	return at;
}

static bool is_at(const struct parameters *parameters, size_t at, const char *name)
{
	return at < parameters->count && strcmp(parameters->list[at].name, name) == 0;
}

static void insert(struct parameters *parameters, size_t at, const char *name)
{
	struct parameter *place = &parameters->list[at];

	memmove(place + 1, place, (parameters->count - at) * sizeof(*place));
	parameters->count++;
	strlcpy(place->name, name, sizeof(place->name));
}

int parameters_keep(struct parameters *parameters, const char *name, size_t len,
		    const struct value *value, struct error *err)
{
	char word[PARAMETER_NAME_SIZE];
	size_t at;

	snprintf(word, sizeof(word), "%.*s", (int)len, name);
	at = find_place(parameters, word);
	if (is_at(parameters, at, word)) {
		if (parameters->list[at].value.level < value->level)
			return 0;
	} else {
		if (parameters->count == MOST_PARAMETERS)
			return error_set(err, value_error(value->level),
					 "a request takes at most %d further parameters",
					 MOST_PARAMETERS);
		insert(parameters, at, word);
	}
	parameters->list[at].value = *value;
	return 0;
}

bool parameters_have(const struct parameters *parameters, const char *name, size_t len,
		     enum level level)
{
	char word[PARAMETER_NAME_SIZE];
	size_t at;

	snprintf(word, sizeof(word), "%.*s", (int)len, name);
	at = find_place(parameters, word);
	return is_at(parameters, at, word) && parameters->list[at].value.level == level;
}

void parameters_put(const struct parameters *parameters, struct buffer *form)
{
	for (size_t i = 0; i < parameters->count; i++) {
		const struct parameter *parameter = &parameters->list[i];

		text_form_field(form, parameter->name, parameter->value.text,
				strlen(parameter->value.text));
	}
}
