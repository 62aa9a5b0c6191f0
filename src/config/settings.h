/* SPDX-License-Identifier: ISC */
/*
 * The settings of one run for one profile: how the command line, the environment and the config
 * file add up.
 *
 *	struct settings settings;
 *
 *	if (settings_resolve(&settings, &profile, &flags, &environment, &err) == 0)
 *		... settings_text(&settings, OPTION_SCOPE) ...
 *	settings_free(&settings);
 *
 * A value is looked for on the command line, then in the profile's variables, then in the general
 * ones, then among the credentials that systemd handed over (the key; the secret is source.h's),
 * then in the profile's section, then in [tokctl]; last comes the row's fallback. The first place
 * that has it counts; a value that is wrong there is an error, never a reason to look further. A
 * profile takes nothing from the provider's plain section: one shop's key must not meet another's
 * secret.
 */
#ifndef TOKCTL_CONFIG_SETTINGS_H
#define TOKCTL_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "config/environment.h"
#include "config/ini.h"
#include "config/option.h"
#include "model/credential.h"
#include "model/profile.h"

/* The section for what goes for every provider. */
#define SETTINGS_GENERAL_SECTION "tokctl"

enum {
	/* "PATH:LINE: WORD", or the name of a variable */
	ORIGIN_SIZE = PATH_SIZE + VARIABLE_SIZE,
	MOST_PARAMETERS = 16, /* further parameters of a request */
};

_Static_assert(VARIABLE_SIZE >= sizeof(":2147483647: param.") + PARAMETER_NAME_SIZE,
	       "a place in the config fits an origin");

/*
 * What the command line said: the text of each option that was given, else NULL. A switch is "yes".
 */
struct flags {
	const char *text[OPTION_COUNT];
	struct buffer secret;                    /* --secret, moved out of argv */
	const char *parameters[MOST_PARAMETERS]; /* each --param, in their order */
	size_t parameter_count;
};

/* Where a value comes from; a smaller one counts for more. */
enum level {
	LEVEL_FLAG,
	LEVEL_VARIABLE,
	LEVEL_GENERAL_VARIABLE,
	LEVEL_CREDENTIAL, /* a file of systemd's (service.h): the key */
	LEVEL_SECTION,
	LEVEL_GENERAL_SECTION,
	LEVEL_NONE,
};

/*
 * A further parameter of the request: --param NAME=VALUE, TOKCTL_OAUTH2_..._PARAM_NAME, param.NAME
 * in the config.
 */
struct parameter {
	char name[PARAMETER_NAME_SIZE];
	const char *value;
	enum level level;
};

struct settings {
	const struct profile *profile;
	struct {
		const char *text;
		enum level level;
		const char *at; /* where in the config file; or the variable, NAME=VALUE */
	} values[OPTION_COUNT];
	char config_path[PATH_SIZE]; /* "" where there is no place for one */
	bool config_found;
	struct ini config;
	struct buffer strings[2]; /* the values of [tokctl] and of the profile's section */
	struct buffer key;        /* the key, where it is a credential of systemd's */
	struct parameter parameters[MOST_PARAMETERS]; /* by name */
	size_t parameter_count;
	struct buffer extra; /* audience, resource and these, as credential.extra has them */
};

/*
 * Adds everything up and checks each value. Returns -1 with err: ERROR_USAGE for the command line,
 * ERROR_CONFIG or ERROR_UNSAFE_FILE for the rest. settings_free() is due in every case. The
 * profile, flags and environment must outlive the settings.
 */
MUST_CHECK int settings_resolve(struct settings *settings, const struct profile *profile,
				const struct flags *flags, const struct environment *environment,
				struct error *err);
void settings_free(struct settings *settings);

/* The value, else the row's fallback, else NULL. */
const char *settings_text(const struct settings *settings, enum option_id id);

bool settings_switch(const struct settings *settings, enum option_id id);
int64_t settings_duration(const struct settings *settings, enum option_id id); /* seconds */
bool settings_is_set(const struct settings *settings, enum option_id id);

/* Is it set for this profile, and not for all? */
bool settings_is_own(const struct settings *settings, enum option_id id);

/*
 * Where the value was written: "--timeout", "TOKCTL_TIMEOUT", "/home/u/.config/tokctl/config:3:
 * timeout".
 */
void settings_origin(const struct settings *settings, enum option_id id, char *out, size_t size);

/*
 * Which of several settings for the same thing counts: the one from the highest place. Returns
 * OPTION_NONE where none is set; two in the same place are an error (ERROR_USAGE or ERROR_CONFIG)
 * and give -1 through *result.
 */
MUST_CHECK enum option_id settings_choose(const struct settings *settings,
					  const enum option_id ids[], size_t count, int *result,
					  struct error *err);

/*
 * Fills a credential but for its secret, which is fetched only when a request is made (source.h).
 * Its strings are the settings'. Returns -1 with err: ERROR_NO_CREDENTIAL lists every place where a
 * key can be put, ERROR_CONFIG those for the endpoint of a provider that has none of its own.
 */
MUST_CHECK int settings_credential(const struct settings *settings, struct credential *credential,
				   struct error *err);

/*
 * Fills err with "no key", "no secret" or "no endpoint", and each place where it can be put.
 * Returns -1.
 */
int settings_missing(const struct settings *settings, enum option_id id, struct error *err);

/*
 * Loads the config file, whose path paths_config() gives, into *config, for which ini_free() is due
 * in every case, and which keeps pointing to path. Returns 0; 1 where there is none; -1 with err,
 * also where one that was named is not there.
 */
MUST_CHECK int settings_load_config(const struct flags *flags,
				    const struct environment *environment, char path[PATH_SIZE],
				    struct ini *config, struct error *err);

#endif
