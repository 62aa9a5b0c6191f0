/* SPDX-License-Identifier: ISC */
/*
 * A profile: which provider, and which of the user's shops. Written `toss` or `toss:outlet`; means
 * the same on the command line, as a config section and, as TOKCTL_TOSS_OUTLET_..., in the
 * environment.
 */
#ifndef TOKCTL_MODEL_PROFILE_H
#define TOKCTL_MODEL_PROFILE_H

#include "base/attributes.h"
#include "base/error.h"
#include "model/provider.h"
#include "model/variable.h"

enum {
	PROFILE_NAME_SIZE = 64,
	/* room for PROVIDER:PROFILE, and for any PREFIX_PROVIDER_PROFILE_WORD */
	PROFILE_TEXT_SIZE = PROVIDER_NAME_SIZE + PROFILE_NAME_SIZE,
	VARIABLE_SIZE = VARIABLE_PREFIX_LENGTH + PROFILE_TEXT_SIZE + OPTION_WORD_SIZE,
};

struct profile {
	const struct provider *provider;
	char name[PROFILE_NAME_SIZE]; /* [a-z0-9][a-z0-9_-]*; "" for the provider's own */
	char text[PROFILE_TEXT_SIZE]; /* as the user writes it: "toss", "toss:outlet" */
};

/*
 * Reads PROVIDER[:PROFILE]; a provider that NEEDS_PROFILE has no plain form. Returns -1 with err
 * (ERROR_USAGE), which names the nearest provider.
 */
MUST_CHECK int profile_parse(const char *text, struct profile *profile, struct error *err);

/*
 * The name of the variable in which the user sets an option for this profile: "secret-file" gives
 * TOKCTL_TOSS_OUTLET_SECRET_FILE, and "" what is in front of that word.
 */
void profile_variable(const struct profile *profile, const char *word, char out[VARIABLE_SIZE]);

/* The name of the variable in which a command gets what is the profile's: TOSS_OUTLET_TOKEN. */
void profile_output_variable(const struct profile *profile, const char *word,
			     char out[VARIABLE_SIZE]);

#endif
