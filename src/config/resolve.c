/* SPDX-License-Identifier: ISC */
/* How the command line, the environment and the config file add up. */
#include "config/resolve.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/config_file.h"
#include "config/keep.h"
#include "config/service.h"
#include "model/credential.h"

static int keep_parameter_flags(struct settings *settings, const struct flags *flags,
				struct error *err)
{
	for (size_t i = 0; i < flags->parameter_count; i++) {
		const char *text = flags->parameters[i];
		size_t len = strcspn(text, "=");
		struct value value = { .text = text + len + 1, .level = LEVEL_FLAG };

		if (option_check(OPTION_PARAM, text, err) == -1)
			return error_place(err, ERROR_USAGE, "--param");
		if (keep_parameter(settings, text, len, &value, err) == -1)
			return -1;
	}
	return 0;
}

/* --account is bizppurio's, and may be meant for it. */
static int check_words(const struct settings *settings, const struct flags *flags,
		       struct error *err)
{
	const struct profile *profile = settings->profile;

	for (enum option_id id = OPTION_FIRST_NAMED; id <= OPTION_LAST_NAMED; id++) {
		const char *typed = flags->words[id];
		int len = typed != NULL ? (int)strcspn(typed, "=") : 0;
		char word[OPTION_WORD_SIZE];

		if (typed == NULL || option_find(typed, (size_t)len, profile->provider) == id)
			continue;
		option_word(id, profile->provider, word);
		error_set(err, ERROR_USAGE, "--%.*s is not an option of %s", len, typed,
			  profile->provider->name);
		return error_hint(err, "use --%s", word);
	}
	return 0;
}

static int keep_flags(struct settings *settings, const struct flags *flags, struct error *err)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		struct value value = { .text = flags->text[id], .level = LEVEL_FLAG };

		if (value.text != NULL && keep_value(settings, id, &value, err) == -1)
			return -1;
	}
	return check_words(settings, flags, err) == 0 ? keep_parameter_flags(settings, flags, err)
						      : -1;
}

/* Only a provider with its own word for an option has two variables for it. */
static int two_words(const struct settings *settings, enum option_id id, struct error *err)
{
	char general[VARIABLE_SIZE], own[VARIABLE_SIZE], word[OPTION_WORD_SIZE];

	option_word(id, settings->profile->provider, word);
	profile_variable(settings->profile, option_row(id)->name, general);
	profile_variable(settings->profile, word, own);
	return error_set(err, ERROR_CONFIG, "both %s and %s are set; one will do", own, general);
}

/* TOKCTL_OAUTH2_CRM_PARAM_TENANT_ID is the parameter tenant_id. */
static int keep_parameter_variable(struct settings *settings, const struct variable *variable,
				   const char *name, struct error *err)
{
	size_t len = variable->name_len - (size_t)(name - variable->name);
	struct value value = {
		.text = variable->value,
		.level = LEVEL_VARIABLE,
		.at = variable->name,
	};
	char word[PARAMETER_NAME_SIZE + 1];

	snprintf(word, sizeof(word), "%.*s", (int)len, name);
	for (char *c = word; *c != '\0'; c++)
		*c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
	return keep_parameter(settings, word, strlen(word), &value, err);
}

static int keep_general_variable(struct settings *settings, const struct variable *variable,
				 struct error *err)
{
	struct value value = {
		.text = variable->value,
		.level = LEVEL_GENERAL_VARIABLE,
		.at = variable->name,
	};
	enum option_id id = option_find_variable(variable->name + VARIABLE_PREFIX_LENGTH,
						 variable->name_len - VARIABLE_PREFIX_LENGTH, NULL);

	if (id == OPTION_CONFIG || id == OPTION_CACHE_DIR)
		return 0; /* read where they are needed */
	if (id == OPTION_NONE || !(option_row(id)->places & PLACE_GENERAL_VARIABLE))
		return 0;
	return keep_value(settings, id, &value, err);
}

/* prefix is that of the profile's variables. */
static int keep_variable(struct settings *settings, const struct variable *variable,
			 const char *prefix, struct error *err)
{
	size_t prefix_len = strlen(prefix), len = variable->name_len - prefix_len, head;
	const char *name = variable->name + prefix_len;
	struct value value = {
		.text = variable->value,
		.level = LEVEL_VARIABLE,
		.at = variable->name,
	};
	enum option_id id;

	if (variable->name_len <= prefix_len || memcmp(variable->name, prefix, prefix_len) != 0)
		return keep_general_variable(settings, variable, err);
	head = option_parameter_head(name, len);
	if (head > 0)
		return keep_parameter_variable(settings, variable, name + head, err);
	id = option_find_variable(name, len, settings->profile->provider);
	if (id != OPTION_NONE && settings->values[id].level == LEVEL_VARIABLE)
		return two_words(settings, id, err);
	if (id != OPTION_NONE && (option_row(id)->places & PLACE_VARIABLE))
		return keep_value(settings, id, &value, err);
	return keep_general_variable(settings, variable, err);
}

static int keep_variables(struct settings *settings, const struct environment *environment,
			  struct error *err)
{
	char prefix[VARIABLE_SIZE];

	if (environment->count == 0)
		return 0;
	profile_variable(settings->profile, "", prefix);
	for (size_t i = 0; i < environment->count; i++)
		if (keep_variable(settings, &environment->variables[i], prefix, err) == -1)
			return -1;
	return 0;
}

/* The key names the cache entry, so it is read in any case, unless a higher level has it. */
static int keep_credential(struct settings *settings, struct error *err)
{
	struct value *key = &settings->values[OPTION_KEY];
	char path[PATH_SIZE];
	enum outcome outcome;

	if (key->level < LEVEL_CREDENTIAL ||
	    !service_credential_path(settings->profile, OPTION_KEY, path, sizeof(path)))
		return 0;
	outcome = service_read_credential(path, OPTION_KEY, &settings->key, err);
	if (outcome == FOUND)
		*key = (struct value){ .text = settings->key.data, .level = LEVEL_CREDENTIAL };
	return outcome == FAILED ? -1 : 0;
}

static int keep_config(struct settings *settings, const struct flags *flags,
		       const struct environment *environment, struct error *err)
{
	enum outcome outcome =
		config_file_load(flags, environment, settings->config_path, &settings->config, err);

	settings->config_found = outcome == FOUND;
	if (outcome == FOUND)
		return config_file_keep(settings, err);
	return outcome == FAILED ? -1 : 0;
}

/* audience, resource and the further parameters, in the form in which they are sent. */
static int put_extra(struct settings *settings, struct error *err)
{
	const char *audience = settings_text(settings, OPTION_AUDIENCE),
		   *resource = settings_text(settings, OPTION_RESOURCE);
	struct buffer *extra = &settings->extra;

	if (audience != NULL)
		text_form_field(extra, "audience", audience, strlen(audience));
	for (size_t len; resource != NULL && *resource != '\0';
	     resource += len + (resource[len] == ' ')) {
		len = strcspn(resource, " ");
		text_form_field(extra, "resource", resource, len);
	}
	parameters_put(&settings->parameters, extra);
	if (extra->failed)
		return error_memory(err);
	if (extra->len > EXTRA_LIMIT)
		return error_set(err, ERROR_CONFIG,
				 "audience, resource and the further parameters have more than %d "
				 "bytes together",
				 EXTRA_LIMIT);
	return 0;
}

int settings_resolve(struct settings *settings, const struct profile *profile,
		     const struct flags *flags, const struct environment *environment,
		     struct error *err)
{
	settings_init(settings, profile);
	settings->environment = environment;
	if (keep_flags(settings, flags, err) == -1 ||
	    keep_variables(settings, environment, err) == -1 ||
	    keep_credential(settings, err) == -1 ||
	    keep_config(settings, flags, environment, err) == -1)
		return -1;
	return profile->provider->traits & IS_OAUTH2 ? put_extra(settings, err) : 0;
}
