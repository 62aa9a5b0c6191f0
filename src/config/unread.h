/* SPDX-License-Identifier: ISC */
/* TOKCTL_* variables that nothing reads: most likely misspelt ones. */
#ifndef TOKCTL_CONFIG_UNREAD_H
#define TOKCTL_CONFIG_UNREAD_H

#include <stdbool.h>

#include "config/environment.h"
#include "model/profile.h"

struct unread {
	char name[VARIABLE_SIZE];        /* cut where it is longer than any that is read */
	const struct provider *provider; /* whose prefix it has; NULL: none's */
	char meant[VARIABLE_SIZE];       /* the nearest variable that is read; "": none is near */
};

/*
 * Does nothing read this variable? Then *unread says so. With a profile, a variable of that
 * profile's is compared with those that this profile reads; NULL: with its provider's.
 */
bool unread_judge(const struct variable *variable, const struct profile *profile,
		  struct unread *unread);

#endif
