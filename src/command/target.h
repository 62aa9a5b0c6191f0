/* SPDX-License-Identifier: ISC */
/*
 * What an operand names: a profile, and its settings.
 *
 *	struct target target;
 *	int result = target_open(&target, run, operand, &err);
 *
 *	... target.settings ...
 *	target_free(&target);
 */
#ifndef TOKCTL_COMMAND_TARGET_H
#define TOKCTL_COMMAND_TARGET_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"
#include "command/run.h"
#include "config/settings.h"
#include "model/profile.h"

/* The settings point to the profile, and it is large: do not copy or move it. */
struct target {
	struct profile profile;
	struct settings settings;
	bool resolved; /* the settings need to be freed */
};

/*
 * Reads an operand, PROVIDER[:PROFILE], which messages name from then on. target_free() is due in
 * every case. Returns -1 with err (ERROR_USAGE).
 */
MUST_CHECK int target_name(struct target *target, const char *operand, struct error *err);

/* Then resolves the settings of what is named. Returns -1 with err as settings_resolve(). */
MUST_CHECK int target_resolve(struct target *target, const struct run *run, struct error *err);

/* Does both. */
MUST_CHECK int target_open(struct target *target, const struct run *run, const char *operand,
			   struct error *err);

void target_free(struct target *target);

#endif
