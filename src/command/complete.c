/* SPDX-License-Identifier: ISC */
/*
 * What the shells' completions ask for: `tokctl complete WORD...` prints, a line each, what could
 * take the place of the last word, a tab, and what it means; or ":file" or ":command", which the
 * shell completes itself. The words are those after `tokctl` on the line that is being typed. They
 * are looked up in the same tables as everything else, so a completion script has no words of its
 * own. Not for people, so not in the help.
 */
#include "command/complete.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "command/command.h"
#include "command/print.h"
#include "command/word.h"
#include "config/config_file.h"
#include "config/roster.h"
#include "output/format.h"

struct completion {
	const char *prefix;
	struct buffer out;
};

/* The words in front of the one that is completed. */
struct line {
	const struct command *command; /* NULL: neither a verb nor an operand yet */
	/* of the last operand; NULL: there is no operand, or it names no provider */
	const struct provider *provider;
	size_t operand_count;
	bool all;           /* --all */
	const char *config; /* --config's; NULL: not given */
};

static void offer(struct completion *completion, const char *word, const char *help)
{
	if (strncmp(word, completion->prefix, strlen(completion->prefix)) != 0)
		return;
	buffer_string(&completion->out, word);
	buffer_char(&completion->out, '\t');
	buffer_string(&completion->out, translate(help));
	buffer_char(&completion->out, '\n');
}

static void offer_verbs(struct completion *completion)
{
	for (size_t i = 0; command_at(i) != NULL; i++)
		offer(completion, command_at(i)->name, command_at(i)->summary);
}

/* A name that needs a profile is a topic of help only. */
static void offer_providers(struct completion *completion, bool topics)
{
	for (size_t i = 0; provider_at(i) != NULL; i++)
		if (topics || !(provider_at(i)->traits & NEEDS_PROFILE))
			offer(completion, provider_at(i)->name, provider_at(i)->title);
}

/* A config that can't be read offers no profile: completion never complains. */
static void add_sections(struct roster *roster, const char *file,
			 const struct environment *environment)
{
	struct flags flags = { .text = { [OPTION_CONFIG] = file } };
	struct error ignored = ERROR_INIT;
	char path[PATH_SIZE];
	struct ini config;

	if (config_file_load(&flags, environment, path, &config, &ignored) == FOUND)
		roster_add_sections(roster, &config);
	ini_free(&config);
}

static void offer_profiles(struct completion *completion, const struct line *line,
			   const struct environment *environment)
{
	struct roster roster = ROSTER_INIT;

	add_sections(&roster, line->config, environment);
	roster_add_variables(&roster, environment);
	roster_add_credentials(&roster);
	for (size_t i = 0; i < roster.count; i++)
		if (roster.profiles[i].name[0] != '\0')
			offer(completion, roster.profiles[i].text,
			      roster.profiles[i].provider->title);
	roster_free(&roster);
}

/* Does the verb take the option, next to what the line has already? */
static bool is_taken(const struct line *line, enum option_id id)
{
	const struct command *command = line->command != NULL ? line->command : command_at(0);
	const struct option *row = option_row(id);

	if (!(row->places & PLACE_FLAG) || !(row->groups & (command->groups | GROUP_GENERAL)))
		return false;
	if (line->provider != NULL && (line->provider->traits & row->needs) != row->needs)
		return false;
	if (line->operand_count > 0 && id == OPTION_ALL)
		return false;
	if (line->operand_count > 1 && command->goes_alone != NULL && command->goes_alone(id))
		return false;
	return !line->all || !(row->groups & GROUP_IDENTITY);
}

static void offer_options(struct completion *completion, const struct line *line)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		char word[OPTION_WORD_SIZE], shown[sizeof("--") + OPTION_WORD_SIZE];

		if (!is_taken(line, id))
			continue;
		option_word(id, line->provider, word);
		snprintf(shown, sizeof(shown), "--%s", word);
		offer(completion, shown, option_row(id)->help);
	}
}

static void offer_operands(struct completion *completion, const struct line *line,
			   const struct environment *environment)
{
	bool topics = line->command == &command_help;

	if (line->command != NULL && line->operand_count >= line->command->most_operands)
		return;
	if (line->command == NULL || topics)
		offer_verbs(completion);
	if (line->all)
		return;
	offer_providers(completion, topics);
	if (!topics)
		offer_profiles(completion, line, environment);
}

/*
 * Values of an option: formats and choices. For files the shell is asked to complete them itself.
 */
static void offer_values(struct completion *completion, enum option_id id)
{
	const struct option *row = option_row(id);

	for (size_t i = 0; id == OPTION_OUTPUT && format_at(i) != NULL; i++)
		offer(completion, format_at(i)->name, format_at(i)->help);
	for (size_t i = 0; row->kind == KIND_CHOICE && row->choices[i] != NULL; i++)
		offer(completion, row->choices[i], row->help);
	if (row->kind == KIND_PATH)
		buffer_string(&completion->out, ":file\n");
}

/* Reads the words in front of the last one. Returns whether the last one is another program's. */
static bool read_line(int argc, char **argv, struct line *line)
{
	*line = (struct line){ .command = NULL };
	for (int i = 0; i + 1 < argc; i++) {
		const char *value;
		enum option_id id = word_option(argv[i], &value);

		if (strcmp(argv[i], "--") == 0 && line->command != NULL &&
		    line->command->no_words != NULL)
			return true;
		if (word_waiting(argv[i]) != OPTION_NONE)
			value = argv[++i];
		line->all |= id == OPTION_ALL;
		if (id == OPTION_CONFIG)
			line->config = value;
		if (id != OPTION_NONE || argv[i][0] == '-')
			continue;
		if (line->command == NULL && (line->command = command_find(argv[i])) != NULL)
			continue;
		line->provider = provider_find(argv[i], strcspn(argv[i], ":"));
		line->operand_count++;
		if (line->command == NULL)
			line->command = command_at(0);
	}
	return false;
}

/*
 * A secret on the line that is being typed is on this program's own as well, where every user of
 * the machine can see it.
 */
static void blank_secrets(int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		const char *value;
		enum option_id id = word_option(argv[i], &value);

		if (id == OPTION_NONE || option_row(id)->kind != KIND_SECRET)
			continue;
		if (value != NULL)
			explicit_bzero(argv[i] + (value - argv[i]), strlen(value));
		else if (i + 1 < argc)
			explicit_bzero(argv[i + 1], strlen(argv[i + 1]));
	}
}

int complete_word(int argc, char **argv, const struct environment *environment, struct error *err)
{
	struct completion completion = { .prefix = argc > 0 ? argv[argc - 1] : "",
					 .out = BUFFER_INIT };
	enum option_id waiting = argc > 1 ? word_waiting(argv[argc - 2]) : OPTION_NONE;
	struct line line;
	int result;

	blank_secrets(argc, argv);
	if (read_line(argc, argv, &line)) {
		buffer_string(&completion.out, line.command->words_are);
		buffer_char(&completion.out, '\n');
	} else if (waiting != OPTION_NONE) {
		offer_values(&completion, waiting);
	} else if (completion.prefix[0] == '-') {
		offer_options(&completion, &line);
	} else {
		offer_operands(&completion, &line, environment);
	}
	result = print_result(&completion.out, err);
	buffer_free(&completion.out);
	return result;
}
