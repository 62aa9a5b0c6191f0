/* SPDX-License-Identifier: ISC */
/* tokctl doctor: what would be used and from where, and how far it gets (doctor/checkup.h). */
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "command/command.h"
#include "command/print.h"
#include "config/roster.h"
#include "doctor/checkup.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct profile *)a)->text, ((const struct profile *)b)->text);
}

/* The profiles that are named; else all that there are, in the order of `tokctl status`. */
static int gather(const struct run *run, const struct ini *config, struct roster *roster,
		  struct error *err)
{
	struct profile profile;

	for (size_t i = 0; i < run->operand_count; i++) {
		if (profile_parse(run->operands[i], &profile, err) == -1)
			return -1;
		roster_add(roster, &profile);
	}
	if (run->operand_count == 0) {
		if (config->text.data != NULL)
			roster_add_sections(roster, config);
		roster_add_variables(roster, run->environment);
		roster_add_credentials(roster);
		if (roster->count > 1)
			qsort(roster->profiles, roster->count, sizeof(*roster->profiles), by_name);
	}
	return roster->failed ? error_memory(err) : 0;
}

static int print(const struct run *run, const struct findings *findings, struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	if (findings->failed)
		return error_memory(err);
	if (run->flags.text[OPTION_JSON] != NULL)
		findings_write_json(findings, &out);
	else
		findings_write_text(findings, &out);
	result = print_result(&out, err);
	buffer_free(&out);
	return result;
}

static int exit_by(enum error_id worst, struct error *err)
{
	return worst == ERROR_NONE ? 0 : error_set(err, worst, "%s", "");
}

static int doctor(struct run *run, struct error *err)
{
	struct checkup checkup;
	struct roster roster = ROSTER_INIT; /* outlives the findings, which point to its names */
	int result;

	if (run->flags.text[OPTION_OFFLINE] != NULL && run->flags.text[OPTION_FETCH] != NULL)
		return error_set(err, ERROR_USAGE, "--offline and --fetch don't go together");
	if (run->flags.text[OPTION_JSON] != NULL)
		translate_nothing();
	checkup_begin(&checkup, &run->flags, run->environment);
	result = gather(run, &checkup.config, &roster, err);
	if (result == 0) {
		checkup_profiles(&checkup, &roster);
		result = print(run, &checkup.findings, err);
	}
	if (result == 0)
		result = exit_by(findings_worst(&checkup.findings), err);
	checkup_end(&checkup);
	roster_free(&roster);
	return result;
}

const struct command command_doctor = {
	.name = "doctor",
	.usage = "[PROVIDER[:PROFILE]...] [options]",
	.summary = N_("check what would be used, and how far it gets"),
	.about =
		N_("Without a provider, each that has a key or a secret is looked at. Says what "
		   "would be used and from where,\n"
		   "and tries the way to the provider: name, connection, certificate, clock. No "
		   "token is asked for without\n"
		   "--fetch, and no secret or key is shown. The exit status is 0 when all is well, "
		   "else that of the failure\n"
		   "that is to be mended first."),
	.groups = GROUP_SECRET | GROUP_IDENTITY | GROUP_FETCH | GROUP_LIST | GROUP_DOCTOR,
	.least_operands = 0,
	.most_operands = SIZE_MAX,
	.perform = doctor,
};
