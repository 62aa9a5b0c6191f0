/* SPDX-License-Identifier: ISC */
/*
 * The settings of one run for one profile: how the command line, the environment and the config
 * file add up.
 *
 *	struct settings settings;
 *
 *	if (settings_resolve(&settings, &profile, &flags, &environment, &err) == 0) (resolve.h)
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
#include "base/clock.h"
#include "base/error.h"
#include "base/path.h"
#include "config/environment.h"
#include "config/ini.h"
#include "config/option.h"
#include "config/parameters.h"
#include "model/profile.h"

enum {
	/* "PATH:LINE: WORD", or the name of a variable */
	ORIGIN_SIZE = PATH_SIZE + VARIABLE_SIZE,
};

_Static_assert(VARIABLE_SIZE >= sizeof(":2147483647: param.") + PARAMETER_NAME_SIZE,
	       "a place in the config fits an origin");

/*
 * What the command line said: the text of each option that was given, else NULL. A switch is "yes".
 */
struct flags {
	const char *text[OPTION_COUNT];
	/* how those for which providers have words were called, up to a '='; NULL: not given */
	const char *words[OPTION_LAST_NAMED + 1];
	struct buffer secret;                    /* --secret, moved out of argv */
	const char *parameters[MOST_PARAMETERS]; /* each --param, in their order */
	size_t parameter_count;
};

struct settings {
	const struct profile *profile;
	const struct environment *environment; /* that they come from too; NULL: none */
	struct value values[OPTION_COUNT];
	char config_path[PATH_SIZE]; /* "" where there is no place for one */
	bool config_found;
	struct ini config;
	struct buffer strings[2]; /* the values of [tokctl] and of the profile's section */
	struct buffer key;        /* the key, where it is a credential of systemd's */
	struct parameters parameters;
	struct buffer extra; /* audience, resource and these, as credential.extra has them */
};

/* No value is set yet. settings_free() is due in every case. profile must outlive the settings. */
void settings_init(struct settings *settings, const struct profile *profile);
void settings_free(struct settings *settings);

/* The value, else the row's fallback, else NULL. */
const char *settings_text(const struct settings *settings, enum option_id id);

bool settings_switch(const struct settings *settings, enum option_id id);
int64_t settings_duration(const struct settings *settings, enum option_id id); /* seconds */
/* When a run that began then has to end, by --timeout; deadline_in(0) for one that begins now. */
struct deadline settings_deadline(const struct settings *settings, struct deadline began);

bool settings_is_set(const struct settings *settings, enum option_id id);

/* Is it set for this profile, and not for all? */
bool settings_is_own(const struct settings *settings, enum option_id id);

/*
 * Writes where the value of an option was written: "--timeout", "TOKCTL_TIMEOUT",
 * "/home/u/.config/tokctl/config:3: timeout". ORIGIN_SIZE is enough.
 */
void settings_origin(const struct settings *settings, enum option_id id, char *out, size_t size);

/* The same for any value, which is called word on the command line and in the config. */
void settings_place(const struct settings *settings, const struct value *value, const char *word,
		    char *out, size_t size);

/*
 * Finds which of several options for the same thing counts: the one from the highest level, or
 * OPTION_NONE where none is set. Returns -1 with err (ERROR_USAGE or ERROR_CONFIG) where two are
 * set at the same level.
 */
MUST_CHECK int settings_choose(const struct settings *settings, const enum option_id ids[],
			       size_t count, enum option_id *chosen, struct error *err);

#endif
