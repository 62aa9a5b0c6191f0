/* SPDX-License-Identifier: ISC */
/*
 * A profile: which provider, and which of the user's shops. Written `toss` or `toss:outlet`; means
 * the same on the command line, as a config section and, as TOKCTL_TOSS_OUTLET_..., in the
 * environment.
 */
#ifndef TOKCTL_MODEL_PROFILE_H
#define TOKCTL_MODEL_PROFILE_H

#include "base/error.h"
#include "model/provider.h"

enum { PROFILE_NAME_SIZE = 64 };

struct profile {
	const struct provider *provider;
	char name[PROFILE_NAME_SIZE];      /* [a-z0-9][a-z0-9_-]*; "" for the provider's own */
	char text[PROFILE_NAME_SIZE + 32]; /* as the user writes it: "toss", "toss:outlet" */
};

/*
 * Reads PROVIDER[:PROFILE]; a provider that NEEDS_PROFILE has no plain form. Returns -1 with err
 * (ERROR_USAGE), which names the nearest provider.
 */
int profile_parse(const char *text, struct profile *profile, struct error *err);

/*
 * Writes PREFIX_NAME as an environment variable spells it, upper case and '-' as '_':
 * profile_variable(p, "TOKCTL_", "secret-file", ...) gives TOKCTL_TOSS_OUTLET_SECRET_FILE. Cut to
 * size.
 */
void profile_variable(const struct profile *profile, const char *prefix, const char *name,
		      char *out, size_t size);

/* Appends a word to out as a variable's name spells it: "secret-file" as "SECRET_FILE". */
void profile_append_variable(const char *word, char *out, size_t size);

#endif
