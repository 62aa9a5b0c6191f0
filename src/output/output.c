/* SPDX-License-Identifier: ISC */
/* The parts of an output that several formats print. */
#include "output/output.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

void output_variable_name(const struct output *output, const char *word, char name[VARIABLE_SIZE])
{
	if (output->variable == NULL)
		profile_output_variable(output->profile, word, name);
	else if (strcmp(word, "TOKEN") == 0)
		strlcpy(name, output->variable, VARIABLE_SIZE);
	else
		snprintf(name, VARIABLE_SIZE, "%s_%s", output->variable, word);
}

void output_variable(const struct output *output, struct buffer *out)
{
	char name[VARIABLE_SIZE];

	output_variable_name(output, "TOKEN", name);
	buffer_string(out, name);
}

static const char *scheme(const struct output *output)
{
	const struct provider *provider = output->profile->provider;

	/*
	 * --header-name: Authorization means a bearer token for any provider, any other name the
	 * bare token.
	 */
	if (output->header_name != NULL &&
	    strcasecmp(output->header_name, provider->header_name) != 0)
		return strcasecmp(output->header_name, "Authorization") == 0 ? "Bearer" : NULL;
	switch (provider->header_form) {
	case HEADER_BARE:
		return NULL;
	case HEADER_TYPE:
		return output->token->type != NULL ? output->token->type : "Bearer";
	case HEADER_BEARER:
		break;
	}
	return "Bearer";
}

void output_headers(const struct output *output, struct output_headers *headers)
{
	const struct provider *provider = output->profile->provider;

	headers->count = 1;
	headers->list[0] = (struct output_header){
		.name = output->header_name != NULL ? output->header_name : provider->header_name,
		.scheme = scheme(output),
		.value = output->token->value,
	};
	if (provider->affiliate_header == NULL || output->affiliate == NULL)
		return;
	headers->count = 2;
	headers->list[1] = (struct output_header){
		.name = provider->affiliate_header,
		.value = output->affiliate,
	};
}

void output_header_value(const struct output_header *header, struct buffer *out)
{
	if (header->scheme != NULL) {
		buffer_string(out, header->scheme);
		buffer_char(out, ' ');
	}
	buffer_string(out, header->value);
}
