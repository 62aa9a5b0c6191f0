/* SPDX-License-Identifier: ISC */
/* tokctl: the dispatcher. */
#include <string.h>

#include "base/harden.h"
#include "base/process.h"
#include "base/report.h"
#include "command/command.h"
#include "command/complete.h"
#include "command/general.h"
#include "command/help.h"
#include "command/last_words.h"
#include "command/parse.h"
#include "command/print.h"

static int print_version(struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	buffer_string(&out, "tokctl " VERSION "\n");
	result = print_result(&out, err);
	buffer_free(&out);
	return result;
}

/* --help: about the verb that was named, or the provider, or in general. */
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
	parsed = parse_arguments(argc, argv, run, err);
	general_set_style(run);
	if (parsed == -1 || run->command == NULL || general_check(run, err) == -1)
		return -1;
	if (run->flags.text[OPTION_VERSION] != NULL)
		return print_version(err);
	if (run->flags.text[OPTION_HELP] != NULL)
		return print_help(run, err);
	return run->command->perform(run, err);
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
		result = complete_word(argc - 2, argv + 2, &environment, &err);
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
