/* SPDX-License-Identifier: ISC */
/*
 * What the shells' completions ask for: `tokctl complete WORD...` prints, a line each, what could stand in place of the
 * last word, a tab, and what it means; or ":file" or ":command", where the shell itself knows better. The words are those
 * after `tokctl` on the line that is being typed. It reads the same tables as everything else, so a completion script
 * knows no word by itself. Not for people, so not in the help.
 */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "base/translate.h"
#include "config/roster.h"
#include "output/output.h"

struct completion {
	const char *prefix;
	struct buffer out;
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

/* A name that can't stand without a profile is a topic of help alone. */
static void offer_providers(struct completion *completion, bool topics)
{
	for (size_t i = 0; provider_at(i) != NULL; i++)
		if (topics || !(provider_at(i)->can & NEEDS_PROFILE))
			offer(completion, provider_at(i)->name, provider_at(i)->title);
}

/* A config that can't be read offers none: completion never complains. */
static void add_sections(struct roster *roster, const struct environment *environment)
{
	struct flags flags = { .text = { NULL } };
	struct error ignored = ERROR_INIT;
	char path[FILE_PATH_SIZE];
	struct ini config;

	if (settings_load_config(&flags, environment, path, &config, &ignored) == 0)
		roster_add_sections(roster, &config);
	ini_free(&config);
}

static void offer_profiles(struct completion *completion, const struct environment *environment)
{
	struct roster roster = ROSTER_INIT;

	add_sections(&roster, environment);
	roster_add_variables(&roster, environment);
	roster_add_credentials(&roster);
	for (size_t i = 0; i < roster.count; i++)
		if (roster.profiles[i].name[0] != '\0')
			offer(completion, roster.profiles[i].text, roster.profiles[i].provider->title);
	roster_free(&roster);
}

static void offer_options(struct completion *completion, const struct command *command, const struct provider *provider)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		enum setting_id id = (enum setting_id)i;
		const struct setting *row = setting_row(id);
		char word[64], shown[80];

		if (!(row->places & PLACE_FLAG) || !(row->groups & (command->groups | GROUP_GENERAL)))
			continue;
		if (provider != NULL && (provider->can & row->needs) != row->needs)
			continue;
		setting_word(id, provider, word, sizeof(word));
		snprintf(shown, sizeof(shown), "--%s", word);
		offer(completion, shown, row->help);
	}
}

/* Values of an option: formats and choices. Files are the shell's business: it is told by a line of its own. */
static void offer_values(struct completion *completion, enum setting_id id)
{
	const struct setting *row = setting_row(id);

	for (size_t i = 0; id == SETTING_OUTPUT && output_at(i) != NULL; i++)
		offer(completion, output_at(i)->name, output_at(i)->help);
	for (size_t i = 0; row->kind == KIND_CHOICE && row->choices[i] != NULL; i++)
		offer(completion, row->choices[i], row->help);
	if (row->kind == KIND_PATH)
		buffer_string(&completion->out, ":file\n");
}

/* The option that waits for a value, if the word before the last is one. */
static enum setting_id waiting_option(const char *word)
{
	enum setting_id id = SETTING_NONE;

	if (strncmp(word, "--", 2) == 0)
		id = setting_find(word + 2, strlen(word + 2), NULL);
	else if (word[0] == '-' && word[1] != '\0' && word[2] == '\0')
		id = setting_find_letter(word[1]);
	return id != SETTING_NONE && setting_row(id)->metavar != NULL ? id : SETTING_NONE;
}

/* What was said before the last word: the verb, and the provider. Returns whether the last is a word of another program's. */
static bool read_context(int argc, char **argv, const struct command **command, const struct provider **provider)
{
	*command = NULL;
	*provider = NULL;
	for (int i = 0; i + 1 < argc; i++) {
		if (strcmp(argv[i], "--") == 0 && *command != NULL && (*command)->command != NULL)
			return true;
		if (argv[i][0] == '-') {
			i += waiting_option(argv[i]) != SETTING_NONE;
			continue;
		}
		if (*command == NULL && (*command = command_find(argv[i])) != NULL)
			continue;
		*provider = provider_find(argv[i], strcspn(argv[i], ":"));
		if (*command == NULL)
			*command = command_at(0);
	}
	return false;
}

/* A secret on the line that is being typed is on our own as well, where every user of the machine can see it. */
static void blank_secrets(int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		size_t len = strcspn(argv[i], "=");
		enum setting_id id = strncmp(argv[i], "--", 2) == 0 && len > 2 ? setting_find(argv[i] + 2, len - 2, NULL) : SETTING_NONE;

		if (id == SETTING_NONE || setting_row(id)->kind != KIND_SECRET)
			continue;
		if (argv[i][len] == '=')
			explicit_bzero(argv[i] + len + 1, strlen(argv[i] + len + 1));
		else if (i + 1 < argc)
			explicit_bzero(argv[i + 1], strlen(argv[i + 1]));
	}
}

int command_complete(int argc, char **argv, const struct environment *environment, struct error *err)
{
	struct completion completion = { .prefix = argc > 0 ? argv[argc - 1] : "", .out = BUFFER_INIT };
	enum setting_id waiting = argc > 1 ? waiting_option(argv[argc - 2]) : SETTING_NONE;
	const struct command *command;
	const struct provider *provider;
	int result;

	blank_secrets(argc, argv);
	if (read_context(argc, argv, &command, &provider)) {
		buffer_string(&completion.out, command->completion);
		buffer_char(&completion.out, '\n');
	} else if (waiting != SETTING_NONE) {
		offer_values(&completion, waiting);
	} else if (completion.prefix[0] == '-') {
		offer_options(&completion, command != NULL ? command : command_at(0), provider);
	} else if (command == NULL || command == &command_help) {
		offer_verbs(&completion);
		offer_providers(&completion, command == &command_help);
		if (command == NULL)
			offer_profiles(&completion, environment);
	} else if (provider == NULL || command->most_operands > 1) {
		offer_providers(&completion, false);
		offer_profiles(&completion, environment);
	}
	result = command_print(&completion.out, err);
	buffer_free(&completion.out);
	return result;
}
