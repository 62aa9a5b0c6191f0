/* SPDX-License-Identifier: ISC */
/* The formats, and the headers that several of them print. */
#include "output/output.h"

#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static const struct output *const rows[] = {
	&output_token,  &output_header,     &output_expiry,        &output_epoch,
	&output_ttl,    &output_json,       &output_env,           &output_curl,
	&output_dotenv, &output_github_env, &output_github_output,
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

const struct output *output_at(size_t index)
{
	return index < ROWS ? rows[index] : NULL;
}

const struct output *output_find(const char *name, struct error *err)
{
	struct nearest nearest = nearest_init(name);

	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(rows[i]->name, name) == 0)
			return rows[i];
		nearest_offer(&nearest, rows[i]->name);
	}
	error_set(err, ERROR_USAGE, "unknown output format '%.40s'", name);
	if (nearest.word != NULL)
		error_hint(err, "did you mean '%s'?", nearest.word);
	else
		error_hint(err, "'tokctl help get' lists the formats");
	return NULL;
}

int output_check_variable(const struct output *output, const char *variable, struct error *err)
{
	for (size_t i = 0; output->reserved != NULL && output->reserved[i] != NULL; i++)
		if (fnmatch(output->reserved[i], variable, FNM_CASEFOLD) == 0)
			return error_set(err, ERROR_USAGE, "--name: with '-o %s', %s can't be set",
					 output->name, output->reserved[i]);
	return 0;
}

void output_variable(const struct output_token *token, struct buffer *out)
{
	char name[160];

	profile_variable(token->profile, "", "TOKEN", name, sizeof(name));
	buffer_string(out, token->variable != NULL ? token->variable : name);
}

static const char *scheme(const struct output_token *token)
{
	const struct provider *provider = token->profile->provider;

	/*
	 * --header-name: Authorization means a bearer token for any provider, any other name the
	 * bare token.
	 */
	if (token->header_name != NULL &&
	    strcasecmp(token->header_name, provider->header_name) != 0)
		return strcasecmp(token->header_name, "Authorization") == 0 ? "Bearer" : NULL;
	switch (provider->header_form) {
	case HEADER_BARE:
		return NULL;
	case HEADER_TYPE:
		return token->token->type != NULL ? token->token->type : "Bearer";
	case HEADER_BEARER:
		break;
	}
	return "Bearer";
}

void output_headers(const struct output_token *token, struct output_headers *headers)
{
	const struct provider *provider = token->profile->provider;

	headers->count = 1;
	headers->headers[0].name =
		token->header_name != NULL ? token->header_name : provider->header_name;
	headers->headers[0].scheme = scheme(token);
	headers->headers[0].value = token->token->value;
	if (provider->affiliate_header == NULL || token->affiliate == NULL)
		return;
	headers->headers[1].name = provider->affiliate_header;
	headers->headers[1].scheme = NULL;
	headers->headers[1].value = token->affiliate;
	headers->count = 2;
}

void output_header_value(const struct output_headers *headers, size_t index, struct buffer *out)
{
	if (headers->headers[index].scheme != NULL) {
		buffer_string(out, headers->headers[index].scheme);
		buffer_char(out, ' ');
	}
	buffer_string(out, headers->headers[index].value);
}
