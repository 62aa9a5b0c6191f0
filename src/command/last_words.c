/* SPDX-License-Identifier: ISC */
/* What is printed on standard output if there is no token. */
#include "command/last_words.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "command/word.h"
#include "output/format.h"

static const char *last_words; /* NULL: none */

static const struct format *read_format(enum option_id id, const char *value)
{
	struct error ignored = ERROR_INIT;

	if (id != OPTION_NONE && option_row(id)->short_for == OPTION_OUTPUT)
		value = option_row(id)->short_value;
	else if (id != OPTION_OUTPUT)
		return NULL;
	return value != NULL ? format_find(value, &ignored) : NULL;
}

/* A device is refused later, and may be standard output by another name. */
static bool is_file(const char *to)
{
	static const char *const devices[] = { "/dev/", "/proc/" };

	for (size_t i = 0; to != NULL && i < sizeof(devices) / sizeof(devices[0]); i++)
		if (strncmp(to, devices[i], strlen(devices[i])) == 0)
			return false;
	return to != NULL && to[0] != '\0' && strcmp(to, "-") != 0;
}

/*
 * The last words of a format whose option is in the place of another option's value; NULL: there is
 * no such format, or it has no last words.
 */
static const char *read_misplaced(char *const *argv)
{
	const char *value;
	enum option_id id = word_option(argv[0], &value);
	const struct format *format = read_format(id, value != NULL ? value : argv[1]);

	return format != NULL ? format->on_failure : NULL;
}

/*
 * By the rules of the command line: the last format counts, and a value is no option. But an option
 * for a format with last words counts in a value's place, too: the option in front of it may have
 * lost its own value, as by an unquoted empty variable. With --to FILE, standard output stays
 * empty.
 */
static void find_last_words(char **argv)
{
	bool to_file = false;

	while (*argv != NULL && strcmp(*argv, "--") != 0) {
		const struct format *format;
		const char *value, *misplaced;
		enum option_id id = word_option(*argv, &value);
		bool takes_next = word_waiting(*argv++) != OPTION_NONE && *argv != NULL;

		if (takes_next)
			value = *argv;
		format = read_format(id, value);
		if (format != NULL)
			last_words = format->on_failure;
		misplaced = takes_next ? read_misplaced(argv++) : NULL;
		if (misplaced != NULL)
			last_words = misplaced;
		if (id == OPTION_TO)
			to_file = is_file(value) && misplaced == NULL;
	}
	if (to_file)
		last_words = NULL;
}

void last_words_say(void)
{
	const char *words = last_words;

	/*
	 * A plain write(2): this runs in a signal handler too. If it fails, there is nobody left to
	 * tell.
	 */
	last_words = NULL;
	if (words != NULL && write(STDOUT_FILENO, words, strlen(words)) == -1)
		return;
}

void last_words_drop(void)
{
	last_words = NULL;
}

static void end_by_signal(int signal_number)
{
	last_words_say();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

/* Does it end a process that does nothing about it (signal(7))? SIGKILL can't be handled. */
static bool ends_by_default(int signal_number)
{
	static const int others[] = { SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,
				      SIGCONT, SIGCHLD, SIGURG,  SIGWINCH };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (signal_number == others[i])
			return false;
	return true;
}

static void end_with_words(int signal_number)
{
	if (signal(signal_number, end_by_signal) == SIG_IGN) /* nohup */
		signal(signal_number, SIG_IGN);
}

void last_words_prepare(char **argv)
{
	if (*argv != NULL)
		find_last_words(argv + 1);
	if (last_words == NULL)
		return;
	for (int number = 1; number < NSIG; number++)
		if (ends_by_default(number))
			end_with_words(number);
}
