/* SPDX-License-Identifier: ISC */
/*
 * All of `tokctl doctor`: what goes for every profile, then one profile after the other.
 *
 *	struct checkup checkup;
 *
 *	checkup_begin(&checkup, &flags, &environment);
 *	... a roster, from checkup.config ...
 *	checkup_profiles(&checkup, &roster);
 *	findings_write_text(&checkup.findings, &out);
 *	checkup_end(&checkup);
 */
#ifndef TOKCTL_DOCTOR_CHECKUP_H
#define TOKCTL_DOCTOR_CHECKUP_H

#include <stdbool.h>

#include "base/path.h"
#include "cache/cache.h"
#include "config/environment.h"
#include "config/ini.h"
#include "config/roster.h"
#include "config/settings.h"
#include "doctor/finding.h"
#include "doctor/route.h"

struct checkup {
	const struct flags *flags;
	const struct environment *environment;
	struct findings findings;
	char config_path[PATH_SIZE]; /* "": there is no place for one */
	struct ini config;           /* empty: there is none */
	bool config_fails;           /* then no profile can be looked at */
	bool helper_fails;           /* then no provider can be asked */
	struct cache cache;
	struct routes routes;
};

/*
 * Begins, with what goes for every profile: tokctl-fetch, the config, the variables, the cache.
 * flags and environment must outlive the checkup; checkup_end() is due.
 */
void checkup_begin(struct checkup *checkup, const struct flags *flags,
		   const struct environment *environment);

/*
 * Looks at each profile of the roster, unless the config fails. An empty roster is a finding too.
 * The roster must outlive the findings.
 */
void checkup_profiles(struct checkup *checkup, const struct roster *roster);

void checkup_end(struct checkup *checkup);

#endif
