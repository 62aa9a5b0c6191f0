/* SPDX-License-Identifier: ISC */
/* The CA file, if one is set. */
#include "config/paths.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "model/credential.h"

int check_cacert(struct checkup *checkup, const struct settings *settings)
{
	const char *file = settings_text(settings, OPTION_CACERT);
	char path[PATH_SIZE], origin[ORIGIN_SIZE];
	struct error err = ERROR_INIT;

	if (file == NULL) {
		finding_add(&checkup->findings, "cacert", FINDING_OK,
			    "the system's CAs are trusted");
		return 0;
	}
	if (paths_expand_home(file, path, sizeof(path), &err) == -1 ||
	    cacert_check(path, &err) == -1) {
		finding_fail(
			&checkup->findings, "cacert", &err,
			"it has to be a file of certificates, in PEM, that this user can read");
		return -1;
	}
	settings_origin(settings, OPTION_CACERT, origin, sizeof(origin));
	finding_add(&checkup->findings, "cacert", FINDING_OK, "%s (set by %s)", path, origin);
	return 0;
}
