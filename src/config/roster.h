/* SPDX-License-Identifier: ISC */
/*
 * Which profiles the user has: those that have a section in the config, and those that have a key
 * or a secret in the environment or from systemd.
 *
 *	struct roster roster = ROSTER_INIT;
 *
 *	roster_add_sections(&roster, &config);
 *	roster_add_variables(&roster, &environment);
 *	roster_add_credentials(&roster);
 *	if (roster.failed)
 *		... out of memory ...
 *	roster_free(&roster);
 */
#ifndef TOKCTL_CONFIG_ROSTER_H
#define TOKCTL_CONFIG_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "config/environment.h"
#include "config/ini.h"
#include "model/profile.h"

struct roster {
	struct profile *profiles; /* each once, in the order in which they were found */
	size_t count, room;
	bool failed; /* out of memory: there are more */
};

#define ROSTER_INIT              \
	{                        \
		.profiles = NULL \
	}

void roster_add(struct roster *roster, const struct profile *profile);

/*
 * Sections that name no profile are passed over: [tokctl], and what settings_resolve() will
 * complain about.
 */
void roster_add_sections(struct roster *roster, const struct ini *config);

/*
 * TOKCTL_TOSS_KEY stands for toss, TOKCTL_TOSS_SECOND_SHOP_KEY for toss:second_shop, unless there
 * is a profile already whose variable that is, as toss:second-shop's.
 */
void roster_add_variables(struct roster *roster, const struct environment *environment);

/* Files in $CREDENTIALS_DIRECTORY that are named as service.h says. */
void roster_add_credentials(struct roster *roster);

void roster_free(struct roster *roster);

#endif
