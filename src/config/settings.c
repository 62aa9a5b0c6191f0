/* SPDX-License-Identifier: ISC */
/* How the command line, the environment and the config file add up. */
#include "config/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/nearest.h"
#include "base/report.h"
#include "base/text.h"
#include "base/translate.h"
#include "config/paths.h"
#include "config/service.h"

enum { GENERAL = 0, PROFILE = 1, SECTIONS };

static enum error_id error_of(enum level level)
{
	return level == LEVEL_FLAG ? ERROR_USAGE : ERROR_CONFIG;
}

void settings_origin(const struct settings *settings, enum option_id id, char *out, size_t size)
{
	char word[OPTION_WORD_SIZE];

	option_word(id, settings->profile->provider, word);
	switch (settings->values[id].level) {
	case LEVEL_FLAG:
		snprintf(out, size, "--%s", word);
		break;
	case LEVEL_VARIABLE:
	case LEVEL_GENERAL_VARIABLE:
		/*
		 * As it stands there: a provider with words of its own has two variables for a
		 * setting.
		 */
		snprintf(out, size, "%.*s", (int)strcspn(settings->values[id].at, "="),
			 settings->values[id].at);
		break;
	case LEVEL_CREDENTIAL:
		(void)service_credential_path(settings->profile, id, out, size);
		break;
	case LEVEL_SECTION:
	case LEVEL_GENERAL_SECTION:
		snprintf(out, size, "%s:%d: %s", settings->config_path,
			 ini_line(&settings->config, settings->values[id].at), word);
		break;
	case LEVEL_NONE:
		snprintf(out, size, "%s", word);
		break;
	}
}

/* Does this provider take it? One that does not is told at once, wherever it was written. */
static int check_trait(const struct settings *settings, enum option_id id, struct error *err)
{
	const struct provider *provider = settings->profile->provider;
	unsigned needs = option_row(id)->needs;

	if ((provider->traits & needs) == needs)
		return 0;
	if (needs == HAS_TEST_ENDPOINT)
		error_set(err, ERROR_USAGE, "%s has no test endpoint", provider->name);
	else
		error_set(err, ERROR_USAGE, "%s has no %s", provider->name, option_row(id)->name);
	return error_hint(err, "'tokctl help %s' lists what it has", provider->name);
}

/* Keeps a value unless a higher place has one already, and checks it. */
static int keep(struct settings *settings, enum option_id id, const char *text, enum level level,
		const char *at, struct error *err)
{
	char origin[ORIGIN_SIZE];

	if (settings->values[id].level < level)
		return 0;
	settings->values[id].text = text;
	settings->values[id].level = level;
	settings->values[id].at = at;
	if (option_check(id, text, err) == 0 && check_trait(settings, id, err) == 0)
		return 0;
	settings_origin(settings, id, origin, sizeof(origin));
	return error_place(err, error_of(level), origin);
}

static int too_many_parameters(enum level level, struct error *err)
{
	return error_set(err, error_of(level), "a request takes at most %d further parameters",
			 MOST_PARAMETERS);
}

/* Where a parameter of that name is, or belongs. */
static size_t parameter_place(const struct settings *settings, const char *name)
{
	size_t at = 0;

	while (at < settings->parameter_count && strcmp(settings->parameters[at].name, name) < 0)
		at++;
	return at;
}

static bool has_parameter(const struct settings *settings, size_t at, const char *name)
{
	return at < settings->parameter_count && strcmp(settings->parameters[at].name, name) == 0;
}

/*
 * Keeps a further parameter unless a higher place has it already; they stay in the order of their
 * names.
 */
static int keep_parameter(struct settings *settings, const char *name, size_t len,
			  const char *value, enum level level, const char *origin,
			  struct error *err)
{
	struct parameter *parameter;
	char word[PARAMETER_NAME_SIZE];
	size_t at;

	if (value_check_parameter(name, len, value, err) == -1 ||
	    check_trait(settings, OPTION_PARAM, err) == -1)
		return error_place(err, error_of(level), origin);
	snprintf(word, sizeof(word), "%.*s", (int)len, name);
	at = parameter_place(settings, word);
	parameter = &settings->parameters[at];
	if (has_parameter(settings, at, word) && parameter->level < level)
		return 0;
	if (!has_parameter(settings, at, word)) {
		if (settings->parameter_count == MOST_PARAMETERS)
			return too_many_parameters(level, err);
		memmove(parameter + 1, parameter,
			(settings->parameter_count - at) * sizeof(*parameter));
		settings->parameter_count++;
		memcpy(parameter->name, word, sizeof(word));
	}
	parameter->value = value;
	parameter->level = level;
	return 0;
}

static int keep_parameter_flags(struct settings *settings, const struct flags *flags,
				struct error *err)
{
	for (size_t i = 0; i < flags->parameter_count; i++) {
		const char *text = flags->parameters[i];
		size_t len = strcspn(text, "=");

		if (option_check(OPTION_PARAM, text, err) == -1)
			return error_place(err, ERROR_USAGE, "--param");
		if (keep_parameter(settings, text, len, text + len + 1, LEVEL_FLAG, "--param",
				   err) == -1)
			return -1;
	}
	return 0;
}

static int keep_flags(struct settings *settings, const struct flags *flags, struct error *err)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		if (flags->text[id] != NULL &&
		    keep(settings, id, flags->text[id], LEVEL_FLAG, NULL, err) == -1)
			return -1;
	return keep_parameter_flags(settings, flags, err);
}

/* Only a provider with its own word for a setting has two variables for it. */
static int two_words(const struct settings *settings, enum option_id id, struct error *err)
{
	char general[VARIABLE_SIZE], own[VARIABLE_SIZE], word[OPTION_WORD_SIZE];

	option_word(id, settings->profile->provider, word);
	profile_variable(settings->profile, option_row(id)->name, general);
	profile_variable(settings->profile, word, own);
	return error_set(err, ERROR_CONFIG, "both %s and %s are set; one will do", own, general);
}

/* TOKCTL_OAUTH2_CRM_PARAM_TENANT_ID is the parameter tenant_id. */
static int keep_parameter_variable(struct settings *settings, const char *name, size_t len,
				   const char *rest, const char *value, struct error *err)
{
	size_t rest_len = len - (size_t)(rest - name);
	char word[PARAMETER_NAME_SIZE + 1], origin[VARIABLE_SIZE];

	snprintf(word, sizeof(word), "%.*s", (int)rest_len, rest);
	for (char *c = word; *c != '\0'; c++)
		*c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
	snprintf(origin, sizeof(origin), "%.*s", (int)len, name);
	return keep_parameter(settings, word, strlen(word), value, LEVEL_VARIABLE, origin, err);
}

static int keep_variable(struct settings *settings, const char *name, size_t len, const char *value,
			 const char *prefix, struct error *err)
{
	size_t prefix_len = strlen(prefix), head;
	enum option_id id;

	if (len > prefix_len && memcmp(name, prefix, prefix_len) == 0) {
		head = option_parameter_head(name + prefix_len, len - prefix_len);
		if (head > 0)
			return keep_parameter_variable(settings, name, len,
						       name + prefix_len + head, value, err);
		id = option_find_variable(name + prefix_len, len - prefix_len,
					  settings->profile->provider);
		if (id != OPTION_NONE && settings->values[id].level == LEVEL_VARIABLE)
			return two_words(settings, id, err);
		if (id != OPTION_NONE && (option_row(id)->places & PLACE_VARIABLE))
			return keep(settings, id, value, LEVEL_VARIABLE, name, err);
	}
	id = option_find_variable(name + VARIABLE_PREFIX_LENGTH, len - VARIABLE_PREFIX_LENGTH,
				  NULL);
	if (id == OPTION_CONFIG || id == OPTION_CACHE_DIR)
		return 0; /* read where they are needed */
	if (id != OPTION_NONE && (option_row(id)->places & PLACE_GENERAL_VARIABLE))
		return keep(settings, id, value, LEVEL_GENERAL_VARIABLE, name, err);
	return 0;
}

static int keep_variables(struct settings *settings, const struct environment *environment,
			  struct error *err)
{
	char prefix[VARIABLE_SIZE];

	if (environment->count == 0)
		return 0;
	profile_variable(settings->profile, "", prefix);
	for (size_t i = 0; i < environment->count; i++)
		if (keep_variable(settings, environment->variables[i].name,
				  environment->variables[i].name_len,
				  environment->variables[i].value, prefix, err) == -1)
			return -1;
	return 0;
}

/*
 * The key names the cache entry, so it is read in any case, but only where nothing above says it.
 */
static int keep_credential(struct settings *settings, struct error *err)
{
	char path[PATH_SIZE];
	int result;

	if (settings->values[OPTION_KEY].level < LEVEL_CREDENTIAL ||
	    !service_credential_path(settings->profile, OPTION_KEY, path, sizeof(path)))
		return 0;
	result = service_read_credential(path, OPTION_KEY, &settings->key, err);
	if (result != 0)
		return result == 1 ? 0 : -1;
	settings->values[OPTION_KEY].text = settings->key.data;
	settings->values[OPTION_KEY].level = LEVEL_CREDENTIAL;
	return 0;
}

/* What ini_visit() hands to keep_entry(). */
struct visit {
	struct settings *settings;
	enum level level;
	unsigned place;
	bool seen[OPTION_COUNT];
};

/* Where a setting is set that is no key of the section. */
static int hint_place(enum option_id id, struct error *err)
{
	const struct option *row = option_row(id);
	char variable[VARIABLE_SIZE];

	option_variable(id, variable);
	if (id == OPTION_PARAM)
		return error_hint(err, "write param.NAME = VALUE, under [oauth2:NAME]");
	if ((row->places & PLACE_SECTION) && row->needs != 0)
		return error_hint(
			err, "it belongs under a provider that has it; tokctl.conf(5) says which");
	if (row->places & PLACE_SECTION)
		return error_hint(err, "it belongs under a provider: [toss], [toss:outlet]");
	if (!(row->places & PLACE_GENERAL_VARIABLE))
		return error_hint(err, "it is an option only: --%s", row->name);
	if (!(row->places & PLACE_FLAG))
		return error_hint(err, "it is a variable only: %s", variable);
	return error_hint(err, "it is an option or a variable only: --%s, %s", row->name, variable);
}

static int unknown_key(const struct visit *visit, const char *key, size_t len, const char *at,
		       struct error *err)
{
	const struct settings *settings = visit->settings;
	const struct provider *provider =
		visit->level == LEVEL_SECTION ? settings->profile->provider : NULL;
	enum option_id known = option_find(key, len, provider);
	char typed[TYPED_SIZE];
	struct nearest nearest;

	snprintf(typed, sizeof(typed), "%.*s", (int)(len < sizeof(typed) ? len : sizeof(typed) - 1),
		 key);
	nearest = nearest_init(typed);
	error_set(err, ERROR_CONFIG, "%s:%d: unknown key '%s'", settings->config_path,
		  ini_line(&settings->config, at), typed);
	if (known != OPTION_NONE)
		return hint_place(known, err);
	option_offer(&nearest, visit->place, provider);
	if (nearest_hint(&nearest, "", err))
		return -1;
	return error_hint(err, "tokctl.conf(5) lists the keys of this section");
}

/* param.NAME in the profile's section. */
static int keep_parameter_entry(const struct visit *visit, const char *key, size_t key_len,
				const char *value, const char *at, struct error *err)
{
	struct settings *settings = visit->settings;
	size_t head = strlen("param."), place;
	char origin[ORIGIN_SIZE], word[PARAMETER_NAME_SIZE];

	snprintf(origin, sizeof(origin), "%s:%d: %.*s", settings->config_path,
		 ini_line(&settings->config, at), (int)(key_len < 80 ? key_len : 80), key);
	snprintf(word, sizeof(word), "%.*s", (int)(key_len - head), key + head);
	place = parameter_place(settings, word);
	if (has_parameter(settings, place, word) &&
	    settings->parameters[place].level == visit->level)
		return error_set(err, ERROR_CONFIG, "%s stands twice in its section", origin);
	return keep_parameter(settings, key + head, key_len - head, value, visit->level, origin,
			      err);
}

static int keep_entry(void *context, const char *key, size_t key_len, const char *value,
		      const char *at, struct error *err)
{
	struct visit *visit = context;
	struct settings *settings = visit->settings;
	enum option_id id = option_find(
		key, key_len, visit->level == LEVEL_SECTION ? settings->profile->provider : NULL);
	char origin[ORIGIN_SIZE];

	if (visit->level == LEVEL_SECTION && key_len > strlen("param.") &&
	    memcmp(key, "param.", strlen("param.")) == 0)
		return keep_parameter_entry(visit, key, key_len, value, at, err);
	if (id == OPTION_NONE || !(option_row(id)->places & visit->place))
		return unknown_key(visit, key, key_len, at, err);
	if (visit->seen[id])
		return error_set(err, ERROR_CONFIG, "%s:%d: '%.*s' stands twice in its section",
				 settings->config_path, ini_line(&settings->config, at),
				 (int)key_len, key);
	visit->seen[id] = true;
	if (id == OPTION_SECRET && settings->config.shared) {
		error_set(err, ERROR_UNSAFE_FILE,
			  "%s holds a secret and can be read by other users",
			  settings->config_path);
		return error_hint(err, "chmod 600 %s", settings->config_path);
	}
	if (settings->values[id].level < visit->level) {
		/* It does not count today, but a mistake in it is one. */
		snprintf(origin, sizeof(origin), "%s:%d: %.*s", settings->config_path,
			 ini_line(&settings->config, at), (int)key_len, key);
		return option_check(id, value, err) == -1 ? error_place(err, ERROR_CONFIG, origin)
							  : 0;
	}
	return keep(settings, id, value, visit->level, at, err);
}

static int keep_sections(struct settings *settings, struct error *err)
{
	const char *const names[SECTIONS] = {
		[GENERAL] = SETTINGS_GENERAL_SECTION, [PROFILE] = settings->profile->text
	};
	struct visit profile = { .settings = settings,
				 .level = LEVEL_SECTION,
				 .place = PLACE_SECTION };
	struct visit general = { .settings = settings,
				 .level = LEVEL_GENERAL_SECTION,
				 .place = PLACE_GENERAL_SECTION };
	struct ini_span bodies[SECTIONS];

	if (ini_find(&settings->config, names, bodies, SECTIONS, err) == -1)
		return -1;
	if (ini_visit(&settings->config, bodies[PROFILE], &settings->strings[PROFILE], keep_entry,
		      &profile, err) == -1)
		return -1;
	return ini_visit(&settings->config, bodies[GENERAL], &settings->strings[GENERAL],
			 keep_entry, &general, err);
}

int settings_load_config(const struct flags *flags, const struct environment *environment,
			 char path[PATH_SIZE], struct ini *config, struct error *err)
{
	char origin[VARIABLE_SIZE];
	int loaded;

	*config = (struct ini){ .path = path };
	if (paths_config(flags->text[OPTION_CONFIG], environment, path, PATH_SIZE, err) == -1)
		return -1;
	if (path[0] == '\0')
		return 1;
	loaded = ini_load(config, path, err);
	if (loaded == 1 && paths_config_origin(flags->text[OPTION_CONFIG], environment, origin))
		return error_set(err, ERROR_CONFIG, "no config file %s", path);
	return loaded;
}

static int load_config(struct settings *settings, const struct flags *flags,
		       const struct environment *environment, struct error *err)
{
	int loaded = settings_load_config(flags, environment, settings->config_path,
					  &settings->config, err);

	settings->config_found = loaded == 0;
	return loaded == -1 ? -1 : 0;
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
	for (size_t i = 0; i < settings->parameter_count; i++)
		text_form_field(extra, settings->parameters[i].name, settings->parameters[i].value,
				strlen(settings->parameters[i].value));
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
	settings->profile = profile;
	settings->config_path[0] = '\0';
	settings->config_found = false;
	settings->config = (struct ini){ .path = settings->config_path };
	for (int i = 0; i < SECTIONS; i++)
		settings->strings[i] = (struct buffer)BUFFER_INIT;
	settings->parameter_count = 0;
	settings->extra = (struct buffer)BUFFER_INIT;
	for (enum option_id id = OPTION_NONE; id < OPTION_COUNT; id++) {
		settings->values[id].text = NULL;
		settings->values[id].level = LEVEL_NONE;
	}
	settings->key = (struct buffer)BUFFER_INIT;
	if (keep_flags(settings, flags, err) == -1 ||
	    keep_variables(settings, environment, err) == -1 ||
	    keep_credential(settings, err) == -1 ||
	    load_config(settings, flags, environment, err) == -1)
		return -1;
	if (settings->config_found && keep_sections(settings, err) == -1)
		return -1;
	return profile->provider->traits & IS_OAUTH2 ? put_extra(settings, err) : 0;
}

void settings_free(struct settings *settings)
{
	for (int i = 0; i < SECTIONS; i++)
		buffer_free(&settings->strings[i]);
	buffer_free(&settings->key);
	buffer_free(&settings->extra);
	ini_free(&settings->config);
}

const char *settings_text(const struct settings *settings, enum option_id id)
{
	const char *text = settings->values[id].text;

	return text != NULL ? text : option_row(id)->fallback;
}

bool settings_switch(const struct settings *settings, enum option_id id)
{
	return value_switch(settings_text(settings, id)) == 1;
}

int64_t settings_duration(const struct settings *settings, enum option_id id)
{
	const char *text = settings_text(settings, id);
	struct error ignored;
	int64_t seconds = 0;

	/* Checked when it was kept. */
	if (text != NULL)
		IGNORE_RESULT(duration_parse(text, &seconds, &ignored));
	return seconds;
}

bool settings_is_set(const struct settings *settings, enum option_id id)
{
	return settings->values[id].level != LEVEL_NONE;
}

bool settings_is_own(const struct settings *settings, enum option_id id)
{
	enum level level = settings->values[id].level;

	return level == LEVEL_FLAG || level == LEVEL_VARIABLE || level == LEVEL_SECTION;
}

enum option_id settings_choose(const struct settings *settings, const enum option_id ids[],
			       size_t count, int *result, struct error *err)
{
	enum option_id best = OPTION_NONE, rival = OPTION_NONE;
	char one[ORIGIN_SIZE], other[ORIGIN_SIZE];

	*result = 0;
	for (size_t i = 0; i < count; i++) {
		bool off = option_row(ids[i])->kind == KIND_SWITCH &&
			   !settings_switch(settings, ids[i]);

		if (!settings_is_set(settings, ids[i]) || off)
			continue;
		if (best == OPTION_NONE ||
		    settings->values[ids[i]].level < settings->values[best].level) {
			best = ids[i];
			rival = OPTION_NONE;
		} else if (settings->values[ids[i]].level == settings->values[best].level) {
			rival = ids[i];
		}
	}
	if (rival == OPTION_NONE)
		return best;
	settings_origin(settings, best, one, sizeof(one));
	settings_origin(settings, rival, other, sizeof(other));
	*result = error_set(err, error_of(settings->values[best].level),
			    "both %s and %s are set; one will do", one, other);
	return OPTION_NONE;
}

/* A section in the config that was perhaps meant: [tos] for toss, [toss:outlte] for toss:outlet. */
static void hint_section(const struct settings *settings, struct error *err)
{
	char typed[PROFILE_TEXT_SIZE], best[sizeof(typed)] = "";
	const char *at = NULL, *name;
	size_t len, distance = SIZE_MAX;

	if (!settings->config_found)
		return;
	while ((name = ini_next_section(&settings->config, &at, &len)) != NULL) {
		struct nearest nearest = nearest_init(settings->profile->text);

		snprintf(typed, sizeof(typed), "%.*s", (int)len, name);
		nearest_offer(&nearest, typed);
		if (nearest.word == NULL || strcmp(typed, settings->profile->text) == 0 ||
		    nearest.distance >= distance)
			continue;
		distance = nearest.distance;
		strlcpy(best, typed, sizeof(best));
	}
	if (best[0] != '\0')
		error_hint(err, "%s has a section [%s]; is that the one you mean?",
			   settings->config_path, best);
}

int settings_missing(const struct settings *settings, enum option_id id, struct error *err)
{
	static const struct {
		enum option_id missing;
		enum option_id id;
		const char *value;
	} ways[] = {
		{ OPTION_KEY, OPTION_KEY, "KEY" },
		{ OPTION_SECRET, OPTION_SECRET_FILE, "FILE" },
		{ OPTION_SECRET, OPTION_SECRET_COMMAND, "COMMAND" },
		{ OPTION_SECRET, OPTION_SECRET, "SECRET" },
		{ OPTION_ENDPOINT, OPTION_ISSUER, "URL" },
		{ OPTION_ENDPOINT, OPTION_ENDPOINT, "URL" },
	};
	const struct profile *profile = settings->profile;
	char word[OPTION_WORD_SIZE], variable[VARIABLE_SIZE], credential[SERVICE_NAME_SIZE];

	option_word(id, profile->provider, word);
	error_set(err, id == OPTION_ENDPOINT ? ERROR_CONFIG : ERROR_NO_CREDENTIAL,
		  id == OPTION_ENDPOINT ? N_("no %s, and no issuer") : N_("no %s"), word);
	hint_section(settings, err);
	if (id == OPTION_ENDPOINT)
		error_hint(err, "say where the server is, in one of these ways:");
	else
		error_hint(err, "where to find it: %s. Give it in one of these ways:",
			   translate(profile->provider->where));
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (ways[i].missing != id)
			continue;
		option_word(ways[i].id, profile->provider, word);
		profile_variable(profile, word, variable);
		error_hint(err, "  --%s %s, or %s=%s in the environment, or", word, ways[i].value,
			   variable, ways[i].value);
		error_hint(err, "  '%s = %s' under [%s] in the config", word, ways[i].value,
			   profile->text);
	}
	if (id != OPTION_ENDPOINT) {
		service_credential_name(profile, id, credential);
		error_hint(err, "  or 'LoadCredential=%s:FILE' in a systemd unit", credential);
	}
	if (settings->config_path[0] != '\0')
		error_hint(err,
			   settings->config_found ? N_("the config is %s")
						  : N_("the config is %s (not there yet)"),
			   settings->config_path);
	else
		error_hint(err,
			   "there is no place for a config: HOME is not set to an absolute path");
	return -1;
}

static void trace_key(const struct settings *settings)
{
	char origin[ORIGIN_SIZE], word[OPTION_WORD_SIZE];

	if (!report_style().verbose)
		return;
	option_word(OPTION_KEY, settings->profile->provider, word);
	settings_origin(settings, OPTION_KEY, origin, sizeof(origin));
	report_trace("the %s is from %s", word, origin);
}

int settings_credential(const struct settings *settings, struct credential *credential,
			struct error *err)
{
	static const enum option_id endpoints[] = { OPTION_ENDPOINT, OPTION_TEST, OPTION_ISSUER };
	const struct provider *provider = settings->profile->provider;
	int result;
	enum option_id endpoint = settings_choose(settings, endpoints, 3, &result, err);

	if (result == -1)
		return -1;
	*credential = (struct credential){
		.provider = provider,
		.endpoint = provider->endpoint,
		.key = settings_text(settings, OPTION_KEY),
		.scope = settings_text(settings, OPTION_SCOPE),
		.affiliate = settings_text(settings, OPTION_AFFILIATE),
		.method = provider->traits & TAKES_METHOD ? settings_text(settings, OPTION_METHOD)
							  : NULL,
		.auth = settings_text(settings, OPTION_AUTH),
		.extra = settings->extra.len > 0 ? settings->extra.data : NULL,
	};
	if (endpoint == OPTION_ENDPOINT)
		credential->endpoint = settings_text(settings, OPTION_ENDPOINT);
	if (endpoint == OPTION_TEST)
		credential->endpoint = provider->test_endpoint;
	if (endpoint == OPTION_ISSUER)
		credential->issuer = settings_text(settings, OPTION_ISSUER);
	if (credential->scope == NULL)
		credential->scope = provider->default_scope;
	if (credential->key == NULL)
		return settings_missing(settings, OPTION_KEY, err);
	if (credential->endpoint == NULL && credential->issuer == NULL)
		return settings_missing(settings, OPTION_ENDPOINT, err);
	trace_key(settings);
	return 0;
}
