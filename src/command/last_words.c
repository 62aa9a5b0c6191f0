/* SPDX-License-Identifier: ISC */
/* What is said on standard output where there is no token. */
#include "command/last_words.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "config/setting.h"
#include "output/output.h"

static const char *last_words; /* NULL: none */

/* The value of -o in a bundle of letters, "-vo curl" or "-qocurl"; NULL where there is none. */
static const char *bundled_format(const char *letters, const char *next)
{
	enum setting_id id;

	while ((id = setting_find_letter(*letters)) != SETTING_NONE && setting_row(id)->metavar == NULL)
		letters++;
	if (id != SETTING_OUTPUT)
		return NULL;
	return letters[1] != '\0' ? letters + 1 : next;
}

static void find_last_words(char **argv)
{
	for (; *argv != NULL && strcmp(*argv, "--") != 0; argv++) {
		const char *format = NULL;
		struct error ignored = ERROR_INIT;
		const struct output *output;

		if (strcmp(*argv, "--output") == 0)
			format = argv[1];
		else if (strncmp(*argv, "--output=", strlen("--output=")) == 0)
			format = *argv + strlen("--output=");
		else if ((*argv)[0] == '-' && (*argv)[1] != '-')
			format = bundled_format(*argv + 1, argv[1]);
		output = format != NULL ? output_find(format, &ignored) : NULL;
		if (output != NULL)
			last_words = output->on_failure;
	}
}

void last_words_say(void)
{
	const char *words = last_words;

	/* A plain write(2): this runs in a signal handler too. Where it fails there is nobody left to tell. */
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

void last_words_prepare(char **argv)
{
	static const int ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

	find_last_words(argv);
	for (size_t i = 0; last_words != NULL && i < sizeof(ending) / sizeof(ending[0]); i++)
		if (signal(ending[i], end_by_signal) == SIG_IGN) /* nohup */
			signal(ending[i], SIG_IGN);
}
