/* SPDX-License-Identifier: ISC */
/* The options that every verb takes, and their variables. */
#include "command/general.h"

#include <string.h>

#include "base/report.h"
#include "command/command.h"

/* By its option, else by its variable. */
static const struct general {
	enum option_id id;
	const char *option;
	const char *variable;
} error_format = { OPTION_ERROR_FORMAT, "--error-format", "TOKCTL_ERROR_FORMAT" },
  verbose = { OPTION_VERBOSE, "--verbose", "TOKCTL_VERBOSE" },
  quiet = { OPTION_QUIET, "--quiet", "TOKCTL_QUIET" };

static const char *general_text(const struct run *run, const struct general *general)
{
	const char *text = run->flags.text[general->id];

	return text != NULL ? text : environment_get(run->environment, general->variable);
}

void general_set_style(const struct run *run)
{
	const char *format = general_text(run, &error_format);

	report_set_style((struct report_style){
		.json = format != NULL && strcmp(format, "json") == 0,
		.quiet = value_switch(general_text(run, &quiet)) == 1,
		.verbose = value_switch(general_text(run, &verbose)) == 1,
	});
}

int general_check(const struct run *run, struct error *err)
{
	static const struct general *const generals[] = { &error_format, &verbose, &quiet };
	const char *const *flags = run->flags.text;
	bool help = run->command == &command_help || flags[OPTION_HELP] != NULL ||
		    flags[OPTION_VERSION] != NULL;

	for (size_t i = 0; i < sizeof(generals) / sizeof(generals[0]); i++) {
		const struct general *general = generals[i];
		bool option = flags[general->id] != NULL;
		const char *text = help ? flags[general->id] : general_text(run, general);

		if (text != NULL &&
		    option_check(general->id, text, option ? ERROR_USAGE : ERROR_CONFIG,
				 option ? general->option : general->variable, err) == -1)
			return -1;
	}
	return 0;
}
