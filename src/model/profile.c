/* SPDX-License-Identifier: ISC */
/* A profile: which provider, and which of the user's shops. */
#include "model/profile.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/translate.h"

static const char FIRST_CHARS[] = "abcdefghijklmnopqrstuvwxyz0123456789";
static const char NAME_CHARS[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

static int unknown_provider(const char *text, size_t len, struct error *err)
{
	char typed[TYPED_SIZE];
	struct nearest nearest;

	snprintf(typed, sizeof(typed), "%.*s", (int)(len < sizeof(typed) ? len : sizeof(typed) - 1),
		 text);
	nearest = nearest_init(typed);
	error_set(err, ERROR_USAGE, "unknown provider '%s'", typed);
	for (size_t i = 0; provider_at(i) != NULL; i++)
		nearest_offer(&nearest, provider_at(i)->name);
	if (!nearest_hint(&nearest, "", err))
		error_hint(err, "'tokctl help' lists the providers");
	return -1;
}

/* Is this a part of the name, from a '_' or '-' on, up to another or the end? */
static bool has_part(const char *name, const char *part, bool last)
{
	size_t len = strlen(part);

	for (const char *p = name; (p = strpbrk(p, "_-")) != NULL; p++)
		if (strncmp(p + 1, part, len) == 0 &&
		    (p[1 + len] == '\0' || (!last && strchr("_-", p[1 + len]) != NULL)))
			return true;
	return false;
}

/*
 * TOKCTL_OAUTH2_X_PARAM_SECRET is the parameter "secret" of x, which is sent to x's server, and
 * TOKCTL_OAUTH2_X_CLIENT_SECRET is its secret: they can't be those of a profile x_param or x_client
 * as well.
 */
static int check_variables(const struct profile *profile, struct error *err)
{
	if (!(profile->provider->traits & IS_OAUTH2) ||
	    (!has_part(profile->name, "param", false) && !has_part(profile->name, "client", true)))
		return 0;
	error_set(err, ERROR_USAGE,
		  "'%s' can't name a profile of %s: its variables would be another's",
		  profile->name, profile->provider->name);
	return error_hint(err,
			  "choose a name that does not end in 'client', and has no part 'param'");
}

int profile_parse(const char *text, struct profile *profile, struct error *err)
{
	size_t provider_len = strcspn(text, ":");
	const char *name = text[provider_len] == ':' ? text + provider_len + 1 : "";

	profile->provider = provider_find(text, provider_len);
	if (profile->provider == NULL)
		return unknown_provider(text, provider_len, err);
	if (text[provider_len] == ':' &&
	    (strspn(name, FIRST_CHARS) == 0 || name[strspn(name, NAME_CHARS)] != '\0')) {
		error_set(err, ERROR_USAGE, "'%s' is not a profile name", name);
		return error_hint(
			err,
			"write it with a-z, 0-9, '_' and '-', a letter or digit first: %s:outlet",
			profile->provider->name);
	}
	if (strlcpy(profile->name, name, sizeof(profile->name)) >= sizeof(profile->name))
		return error_set(err, ERROR_USAGE, "the profile name is longer than %zu bytes",
				 sizeof(profile->name) - 1);
	strlcpy(profile->text, text, sizeof(profile->text));
	if (name[0] == '\0' && (profile->provider->traits & NEEDS_PROFILE)) {
		error_set(err, ERROR_USAGE, "%s stands for %s: say which one, %s:NAME",
			  profile->provider->name, translate(profile->provider->title),
			  profile->provider->name);
		return error_hint(err,
				  "NAME is yours to choose; see 'tokctl help %s', and [%s:NAME] in "
				  "tokctl.conf(5)",
				  profile->provider->name, profile->provider->name);
	}
	return check_variables(profile, err);
}

/* Appends PROVIDER_WORD or PROVIDER_PROFILE_WORD. */
static void append_variable(const struct profile *profile, const char *word,
			    char out[VARIABLE_SIZE])
{
	variable_append(profile->provider->name, out, VARIABLE_SIZE);
	variable_append("_", out, VARIABLE_SIZE);
	if (profile->name[0] != '\0') {
		variable_append(profile->name, out, VARIABLE_SIZE);
		variable_append("_", out, VARIABLE_SIZE);
	}
	variable_append(word, out, VARIABLE_SIZE);
}

void profile_variable(const struct profile *profile, const char *word, char out[VARIABLE_SIZE])
{
	memcpy(out, VARIABLE_PREFIX, sizeof(VARIABLE_PREFIX));
	append_variable(profile, word, out);
}

void profile_output_variable(const struct profile *profile, const char *word,
			     char out[VARIABLE_SIZE])
{
	out[0] = '\0';
	append_variable(profile, word, out);
}
