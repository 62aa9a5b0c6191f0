/* SPDX-License-Identifier: ISC */
/* tokctl: the dispatcher. */
#include <string.h>

#include "base/harden.h"
#include "base/process.h"
#include "base/report.h"
#include "command/command.h"
#include "command/help.h"
#include "command/last_words.h"

/* What every verb takes, by its option, else by its variable. */
static const struct general {
	enum setting_id id;
	const char *option;
	const char *variable;
} error_format = { SETTING_ERROR_FORMAT, "--error-format", "TOKCTL_ERROR_FORMAT" },
  verbose = { SETTING_VERBOSE, "--verbose", "TOKCTL_VERBOSE" }, quiet = { SETTING_QUIET, "--quiet", "TOKCTL_QUIET" };

static const char *general_text(const struct run *run, const struct general *general)
{
	const char *text = run->flags.text[general->id];

	return text != NULL ? text : environment_get(run->environment, general->variable);
}

/* They count for every message, so they are read before anything can go wrong. */
static void set_style(const struct run *run)
{
	const char *format = general_text(run, &error_format);

	report_set_style((struct report_style){
		.json = format != NULL && strcmp(format, "json") == 0,
		.quiet = setting_switch_value(general_text(run, &quiet)) == 1,
		.verbose = setting_switch_value(general_text(run, &verbose)) == 1,
	});
}

/* For every verb; but no variable keeps anybody from help, or from the version. */
static int check_general(const struct run *run, struct error *err)
{
	static const struct general *const generals[] = { &error_format, &verbose, &quiet };
	const char *const *flags = run->flags.text;
	bool help = run->command == &command_help || flags[SETTING_HELP] != NULL || flags[SETTING_VERSION] != NULL;

	for (size_t i = 0; i < sizeof(generals) / sizeof(generals[0]); i++) {
		const struct general *general = generals[i];
		bool option = flags[general->id] != NULL;
		const char *text = help ? flags[general->id] : general_text(run, general);

		if (text != NULL && setting_check(general->id, text, option ? ERROR_USAGE : ERROR_CONFIG,
						  option ? general->option : general->variable, err) == -1)
			return -1;
	}
	return 0;
}

static int print_version(struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	buffer_string(&out, "tokctl " VERSION "\n");
	result = command_print(&out, err);
	buffer_free(&out);
	return result;
}

/* --help about the verb that was named, or the provider, or in general. */
static int print_help(const struct run *run, struct error *err)
{
	if (run->verb_named)
		return help_print(run->command->name, err);
	return help_print(run->operand_count > 0 ? run->operands[0] : NULL, err);
}

static int dispatch(int argc, char **argv, struct run *run, struct error *err)
{
	int parsed;

	run->command = command_at(0);
	parsed = command_parse(argc, argv, run, err);
	set_style(run);
	if (parsed == -1 || run->command == NULL || check_general(run, err) == -1)
		return -1;
	if (run->flags.text[SETTING_VERSION] != NULL)
		return print_version(err);
	if (run->flags.text[SETTING_HELP] != NULL)
		return print_help(run, err);
	return run->command->run(run, err);
}

int main(int argc, char **argv)
{
	static struct environment environment;
	static struct run run = { .environment = &environment };
	struct error err = ERROR_INIT;
	int result;

	harden_process();
	last_words_prepare(argv);
	if (environment_take(&environment) == -1)
		result = error_memory(&err);
	else if (argc > 2 && strcmp(argv[1], "complete") == 0)
		result = command_complete(argc - 2, argv + 2, &environment, &err);
	else
		result = dispatch(argc, argv, &run, &err);
	if (result == -1) {
		last_words_say();
		result = err.message[0] != '\0' ? report_error(&err) : error_exit_status(err.id);
	}
	buffer_free(&run.flags.secret);
	environment_free(&environment);
	process_settle();
	return result;
}
