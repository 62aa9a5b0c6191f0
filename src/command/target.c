/* SPDX-License-Identifier: ISC */
/* What an operand names: a profile, and its settings. */
#include "command/target.h"

#include "base/report.h"
#include "config/resolve.h"

int target_name(struct target *target, const char *operand, struct error *err)
{
	target->resolved = false;
	if (profile_parse(operand, &target->profile, err) == -1)
		return -1;
	report_set_subject(target->profile.text);
	return 0;
}

int target_resolve(struct target *target, const struct run *run, struct error *err)
{
	target->resolved = true;
	return settings_resolve(&target->settings, &target->profile, &run->flags, run->environment,
				err);
}

int target_open(struct target *target, const struct run *run, const char *operand,
		struct error *err)
{
	return target_name(target, operand, err) == 0 ? target_resolve(target, run, err) : -1;
}

void target_free(struct target *target)
{
	if (target->resolved)
		settings_free(&target->settings);
	target->resolved = false;
}
