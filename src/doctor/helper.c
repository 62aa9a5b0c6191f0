/* SPDX-License-Identifier: ISC */
/* Can tokctl-fetch be run? */
#include <errno.h>
#include <unistd.h>

#include "base/translate.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "issue/exchange.h"

void check_helper(struct checkup *checkup)
{
	char path[PATH_SIZE];
	struct error err = ERROR_INIT;

	exchange_helper(path, sizeof(path));
	if (access(path, X_OK) == 0) {
		finding_add(&checkup->findings, "helper", FINDING_OK, "%s", path);
		return;
	}
	error_set(&err, ERROR_HELPER, "can't run %s: %s", path, translate_errno(errno));
	exchange_hint(&err);
	finding_add_error(&checkup->findings, "helper", FINDING_FAIL, &err);
	checkup->helper_fails = true;
}
