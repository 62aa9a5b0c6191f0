/* SPDX-License-Identifier: ISC */
/* The config file: loaded, and its two sections kept. */
#include "config/config_file.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "config/keep.h"
#include "config/paths.h"
#include "config/proxy.h"

enum { GENERAL = 0, PROFILE = 1, SECTIONS };

static const char PARAMETER_HEAD[] = "param.";

enum outcome config_file_load(const struct flags *flags, const struct environment *environment,
			      char path[PATH_SIZE], struct ini *config, struct error *err)
{
	const char *option = flags->text[OPTION_CONFIG];
	char origin[VARIABLE_SIZE];
	enum outcome outcome;

	*config = (struct ini){ .path = path };
	if (paths_config(option, environment, path, PATH_SIZE, err) == -1)
		return FAILED;
	if (path[0] == '\0')
		return ABSENT;
	outcome = ini_load(config, path, err);
	if (outcome == ABSENT && paths_config_origin(option, environment, origin))
		return error_set(err, ERROR_CONFIG, "no config file %s", path);
	return outcome;
}

/* What ini_visit() hands to keep_entry(). */
struct visit {
	struct settings *settings;
	enum level level;
	unsigned place;
	bool seen[OPTION_COUNT];
};

/* Hints at where an option can be set that is no key of this section. */
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

static int unknown_key(const struct visit *visit, const struct ini_entry *entry, struct error *err)
{
	const struct settings *settings = visit->settings;
	const struct provider *provider =
		visit->level == LEVEL_SECTION ? settings->profile->provider : NULL;
	enum option_id known = option_find(entry->key, entry->key_len, provider);
	char typed[TYPED_SIZE];
	struct nearest nearest;

	snprintf(typed, sizeof(typed), "%.*s", (int)entry->key_len, entry->key);
	nearest = nearest_init(typed);
	error_set(err, ERROR_CONFIG, "%s:%d: unknown key '%s'", settings->config_path,
		  ini_line(&settings->config, entry->key), typed);
	if (known != OPTION_NONE)
		return hint_place(known, err);
	option_offer(&nearest, visit->place, provider);
	if (nearest_hint(&nearest, "", err))
		return -1;
	return error_hint(err, "tokctl.conf(5) lists the keys of this section");
}

/* The file holds a secret, and others can read it. */
static int shared_secret(const struct settings *settings, enum option_id id, struct error *err)
{
	if (id == OPTION_PROXY)
		error_set(err, ERROR_UNSAFE_FILE,
			  "%s holds a proxy's password and can be read by other users",
			  settings->config_path);
	else
		error_set(err, ERROR_UNSAFE_FILE,
			  "%s holds a secret and can be read by other users",
			  settings->config_path);
	return error_hint(err, "chmod 600 %s", settings->config_path);
}

/* Root has the config from another user, who must not decide what root does. */
static int lent_option(const struct settings *settings, const struct ini_entry *entry,
		       struct error *err)
{
	error_set(err, ERROR_UNSAFE_FILE, "%s:%d: root takes no %.*s from another user's config",
		  settings->config_path, ini_line(&settings->config, entry->key),
		  (int)entry->key_len, entry->key);
	return error_hint(err, "set it by an option or a variable, or in a config of root's own");
}

static bool is_parameter(const struct visit *visit, const struct ini_entry *entry)
{
	return visit->level == LEVEL_SECTION && entry->key_len > strlen(PARAMETER_HEAD) &&
	       memcmp(entry->key, PARAMETER_HEAD, strlen(PARAMETER_HEAD)) == 0;
}

/* A value that a higher level has already does not count, but a mistake in it is one. */
static int check_only(const struct settings *settings, enum option_id id,
		      const struct ini_entry *entry, struct error *err)
{
	char origin[ORIGIN_SIZE];

	if (option_check(id, entry->value, err) == 0)
		return 0;
	snprintf(origin, sizeof(origin), "%s:%d: %.*s", settings->config_path,
		 ini_line(&settings->config, entry->key), (int)entry->key_len, entry->key);
	return error_place(err, ERROR_CONFIG, origin);
}

static bool is_secret(enum option_id id, const char *text)
{
	return id == OPTION_SECRET || (id == OPTION_PROXY && proxy_has_password(text));
}

static int keep_option(struct visit *visit, enum option_id id, const struct ini_entry *entry,
		       struct error *err)
{
	struct settings *settings = visit->settings;
	struct value value = { .text = entry->value, .level = visit->level, .at = entry->key };

	if (visit->seen[id])
		return error_set(err, ERROR_CONFIG, "%s:%d: '%.*s' stands twice in its section",
				 settings->config_path, ini_line(&settings->config, entry->key),
				 (int)entry->key_len, entry->key);
	visit->seen[id] = true;
	if (settings->config.shared && is_secret(id, entry->value))
		return shared_secret(settings, id, err);
	if (settings->values[id].level < visit->level)
		return check_only(settings, id, entry, err);
	if (option_row(id)->steers && settings->config.lent)
		return lent_option(settings, entry, err);
	return keep_value(settings, id, &value, err);
}

static int keep_entry(void *context, const struct ini_entry *entry, struct error *err)
{
	struct visit *visit = context;
	const struct provider *provider =
		visit->level == LEVEL_SECTION ? visit->settings->profile->provider : NULL;
	struct value value = { .text = entry->value, .level = visit->level, .at = entry->key };
	size_t head = strlen(PARAMETER_HEAD);
	enum option_id id;

	if (is_parameter(visit, entry))
		return keep_parameter(visit->settings, entry->key + head, entry->key_len - head,
				      &value, err);
	id = option_find(entry->key, entry->key_len, provider);
	if (id == OPTION_NONE || !(option_row(id)->places & visit->place))
		return unknown_key(visit, entry, err);
	return keep_option(visit, id, entry, err);
}

static int keep_section(struct visit *visit, struct ini_span body, struct buffer *strings,
			struct error *err)
{
	struct ini_visitor visitor = { .strings = strings, .entry = keep_entry, .context = visit };

	return ini_visit(&visit->settings->config, body, &visitor, err);
}

int config_file_keep(struct settings *settings, struct error *err)
{
	const char *const names[SECTIONS] = {
		[GENERAL] = CONFIG_GENERAL_SECTION,
		[PROFILE] = settings->profile->text,
	};
	struct visit profile = {
		.settings = settings,
		.level = LEVEL_SECTION,
		.place = PLACE_SECTION,
	};
	struct visit general = {
		.settings = settings,
		.level = LEVEL_GENERAL_SECTION,
		.place = PLACE_GENERAL_SECTION,
	};
	struct ini_span bodies[SECTIONS];

	if (ini_find(&settings->config, names, bodies, SECTIONS, err) == -1 ||
	    keep_section(&profile, bodies[PROFILE], &settings->strings[PROFILE], err) == -1)
		return -1;
	return keep_section(&general, bodies[GENERAL], &settings->strings[GENERAL], err);
}
