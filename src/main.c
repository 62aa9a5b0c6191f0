/* SPDX-License-Identifier: ISC */
/* tokctl: the dispatcher. */
#include <string.h>

#include "base/harden.h"
#include "base/process.h"
#include "base/report.h"
#include "command/command.h"
#include "command/help.h"
#include "command/last_words.h"

/* What is said of a setting that every verb takes, by its option, else by its variable; NULL: nothing. And which of the two. */
static const char *general_text(const struct run *run, enum setting_id id, char *origin, size_t size)
{
	const struct setting *row = setting_row(id);
	bool flag = run->flags.text[id] != NULL;

	strlcpy(origin, flag ? "--" : "TOKCTL_", size);
	if (flag) {
		strlcat(origin, row->name, size);
		return run->flags.text[id];
	}
	profile_append_variable(row->name, origin, size);
	return row->places & PLACE_GENERAL_VARIABLE ? environment_get(run->environment, origin) : NULL;
}

/* -v, -q and --error-format count for every message, so they are read before anything can go wrong. */
static void set_style(const struct run *run)
{
	char ignored[64];
	const char *format = general_text(run, SETTING_ERROR_FORMAT, ignored, sizeof(ignored));

	report_set_style((struct report_style){
		.json = format != NULL && strcmp(format, "json") == 0,
		.quiet = setting_switch_value(general_text(run, SETTING_QUIET, ignored, sizeof(ignored))) == 1,
		.verbose = setting_switch_value(general_text(run, SETTING_VERBOSE, ignored, sizeof(ignored))) == 1,
	});
}

/* Every verb takes them, so they are checked for each; but no variable keeps anybody from help, or from the version. */
static int check_general(const struct run *run, struct error *err)
{
	bool help = run->command == &command_help || run->flags.text[SETTING_HELP] != NULL ||
		    run->flags.text[SETTING_VERSION] != NULL;
	char origin[64];

	for (int i = 0; i < SETTING_COUNT; i++) {
		enum setting_id id = (enum setting_id)i;
		bool flag = run->flags.text[id] != NULL;
		const char *text;

		if (!(setting_row(id)->groups & GROUP_GENERAL) || (help && !flag))
			continue;
		text = general_text(run, id, origin, sizeof(origin));
		if (text != NULL && setting_check(id, text, flag ? ERROR_USAGE : ERROR_CONFIG, origin, err) == -1)
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
