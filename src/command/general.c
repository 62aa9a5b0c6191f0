/* SPDX-License-Identifier: ISC */
/* The options that every verb takes, and their variables. */
#include "command/general.h"

#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/report.h"
#include "command/command.h"

static const enum option_id generals[] = { OPTION_ERROR_FORMAT, OPTION_VERBOSE, OPTION_QUIET };

/* Each is set by its option, else by its variable. */
static const char *general_text(const struct run *run, enum option_id id)
{
	const char *text = run->flags.text[id];

	return text != NULL ? text : environment_get(run->environment, id);
}

void general_set_style(const struct run *run)
{
	const char *format = general_text(run, OPTION_ERROR_FORMAT);

	report_set_style((struct report_style){
		.json = format != NULL && strcmp(format, "json") == 0,
		.quiet = value_switch(general_text(run, OPTION_QUIET)) == SWITCH_ON,
		.verbose = value_switch(general_text(run, OPTION_VERBOSE)) == SWITCH_ON,
	});
}

/* Adds to err where the value was given: by the option, or by its variable. */
static int place(enum option_id id, bool option, struct error *err)
{
	char name[VARIABLE_SIZE];

	if (option)
		snprintf(name, sizeof(name), "--%s", option_row(id)->name);
	else
		option_variable(id, name);
	return error_place(err, option ? ERROR_USAGE : ERROR_CONFIG, name);
}

int general_check(const struct run *run, struct error *err)
{
	const char *const *flags = run->flags.text;
	bool help = run->command == &command_help || flags[OPTION_HELP] != NULL ||
		    flags[OPTION_VERSION] != NULL;

	for (size_t i = 0; i < sizeof(generals) / sizeof(generals[0]); i++) {
		enum option_id id = generals[i];
		const char *text = help ? flags[id] : general_text(run, id);

		if (text != NULL && option_check(id, text, err) == -1)
			return place(id, flags[id] != NULL, err);
	}
	return 0;
}
