/* SPDX-License-Identifier: ISC */
/* TOKCTL_* variables that nothing reads: most likely misspelt ones. */
#include "config/unread.h"
#include "doctor/check.h"
#include "doctor/checkup.h"

void check_environment(struct checkup *checkup)
{
	const struct environment *environment = checkup->environment;

	for (size_t i = 0; i < environment->count; i++) {
		struct unread unread;

		if (!unread_judge(&environment->variables[i], NULL, &unread))
			continue;
		finding_add(&checkup->findings, "environment", FINDING_WARN,
			    "nothing reads the variable %s", unread.name);
		if (unread.meant[0] != '\0')
			finding_hint(&checkup->findings, "did you mean '%s'?", unread.meant);
		else
			finding_hint(&checkup->findings,
				     "'tokctl help %s' lists those that are read",
				     unread.provider != NULL ? unread.provider->name : "PROVIDER");
	}
}
