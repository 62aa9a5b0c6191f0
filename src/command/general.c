/* SPDX-License-Identifier: ISC */
/* The options that every verb takes, and their variables. */
#include "command/general.h"

#include <string.h>

#include "base/report.h"
#include "command/command.h"

enum { ERROR_FORMAT, VERBOSE, QUIET, GENERALS };

/* Each is set by its option, else by its variable. */
static const struct general {
	enum option_id id;
	const char *option;
	const char *variable;
} generals[GENERALS] = {
	[ERROR_FORMAT] = {
		.id = OPTION_ERROR_FORMAT,
		.option = "--error-format",
		.variable = "TOKCTL_ERROR_FORMAT",
	},
	[VERBOSE] = {
		.id = OPTION_VERBOSE,
		.option = "--verbose",
		.variable = "TOKCTL_VERBOSE",
	},
	[QUIET] = {
		.id = OPTION_QUIET,
		.option = "--quiet",
		.variable = "TOKCTL_QUIET",
	},
};

static const char *general_text(const struct run *run, const struct general *general)
{
	const char *text = run->flags.text[general->id];

	return text != NULL ? text : environment_get(run->environment, general->variable);
}

void general_set_style(const struct run *run)
{
	const char *format = general_text(run, &generals[ERROR_FORMAT]);

	report_set_style((struct report_style){
		.json = format != NULL && strcmp(format, "json") == 0,
		.quiet = value_switch(general_text(run, &generals[QUIET])) == 1,
		.verbose = value_switch(general_text(run, &generals[VERBOSE])) == 1,
	});
}

int general_check(const struct run *run, struct error *err)
{
	const char *const *flags = run->flags.text;
	bool help = run->command == &command_help || flags[OPTION_HELP] != NULL ||
		    flags[OPTION_VERSION] != NULL;

	for (size_t i = 0; i < GENERALS; i++) {
		const struct general *general = &generals[i];
		bool option = flags[general->id] != NULL;
		const char *text = help ? flags[general->id] : general_text(run, general);

		if (text != NULL && option_check(general->id, text, err) == -1)
			return error_place(err, option ? ERROR_USAGE : ERROR_CONFIG,
					   option ? general->option : general->variable);
	}
	return 0;
}
