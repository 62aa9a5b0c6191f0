/* SPDX-License-Identifier: ISC */
/*
 * The command line. getopt_long(3) is not used: it takes abbreviations, which a later option would
 * break, it can't name the nearest known word, and it stops at a mistake, before a secret that
 * follows is blanked.
 */
#include "command/parse.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/translate.h"
#include "command/command.h"

struct parser {
	struct run *run;
	char **next; /* what is still to be read, ended by NULL */
	bool given[OPTION_COUNT];
	size_t dashes;     /* how many operands stand before "--" */
	bool unknown;      /* the first mistake is an unknown option */
	struct error *err; /* the first mistake */
};

/* Keeps the first mistake; reading the line goes on. */
static void mistake(struct parser *parser, const struct error *err)
{
	if (parser->err->id == ERROR_NONE)
		*parser->err = *err;
}

static void unknown_option(struct parser *parser, const char *name, size_t len)
{
	struct error err = ERROR_INIT;
	char typed[TYPED_SIZE];
	struct nearest nearest;

	snprintf(typed, sizeof(typed), "%.*s", (int)(len < sizeof(typed) ? len : sizeof(typed) - 1),
		 name);
	nearest = nearest_init(typed);
	parser->unknown |= parser->err->id == ERROR_NONE;
	error_set(&err, ERROR_USAGE, "unknown option '--%s'", typed);
	option_offer(&nearest, PLACE_FLAG, NULL);
	if (!nearest_hint(&nearest, "--", &err))
		error_hint(&err, "'tokctl help' lists the options");
	mistake(parser, &err);
}

/* Moves a secret out of argv, where every user of the machine can see it. */
static const char *take_secret(struct parser *parser, char *value)
{
	struct buffer *secret = &parser->run->flags.secret;

	buffer_clear(secret);
	buffer_string(secret, value);
	explicit_bzero(value, strlen(value));
	return secret->failed ? "" : secret->data;
}

static void add_parameter(struct parser *parser, const char *text)
{
	struct flags *flags = &parser->run->flags;
	struct error err = ERROR_INIT;

	if (flags->parameter_count < MOST_PARAMETERS) {
		flags->parameters[flags->parameter_count++] = text;
		return;
	}
	error_set(&err, ERROR_USAGE, "--param: a request takes at most %d further parameters",
		  MOST_PARAMETERS);
	mistake(parser, &err);
}

static void keep(struct parser *parser, enum option_id id, char *value)
{
	const struct option *row = option_row(id);
	struct flags *flags = &parser->run->flags;

	parser->given[id] = true;
	if (id == OPTION_PARAM)
		add_parameter(parser, value);
	if (row->kind == KIND_SECRET)
		flags->text[id] = take_secret(parser, value);
	else
		flags->text[id] = value;
	if (row->short_for != OPTION_NONE)
		flags->text[row->short_for] = row->short_value;
}

static char yes[] = "yes";

/* value is what follows '=' or the letter; NULL: nothing does. */
static void take_option(struct parser *parser, enum option_id id, const char *shown, char *value)
{
	struct error err = ERROR_INIT;

	if (option_row(id)->metavar == NULL) {
		if (value != NULL) {
			error_set(&err, ERROR_USAGE, "%s takes no value", shown);
			mistake(parser, &err);
		}
		keep(parser, id, yes);
		return;
	}
	if (value == NULL)
		value = *parser->next;
	if (value == NULL) {
		error_set(&err, ERROR_USAGE, "%s needs a value: %s", shown,
			  option_row(id)->metavar);
		mistake(parser, &err);
		return;
	}
	if (value == *parser->next)
		parser->next++;
	keep(parser, id, value);
}

static void long_option(struct parser *parser, char *word)
{
	size_t len = strcspn(word, "=");
	enum option_id id = option_find(word, len, NULL);
	char shown[sizeof("--") + OPTION_WORD_SIZE];

	if (id == OPTION_NONE || !(option_row(id)->places & PLACE_FLAG)) {
		unknown_option(parser, word, len);
		return;
	}
	if (id >= OPTION_FIRST_NAMED && id <= OPTION_LAST_NAMED)
		parser->run->flags.words[id] = word;
	snprintf(shown, sizeof(shown), "--%.*s", (int)len, word);
	take_option(parser, id, shown, word[len] == '=' ? word + len + 1 : NULL);
}

static void short_options(struct parser *parser, char *letters)
{
	struct error err = ERROR_INIT;

	for (; *letters != '\0'; letters++) {
		enum option_id id = option_find_letter(*letters);
		const char shown[] = { '-', *letters, '\0' };

		if (id == OPTION_NONE) {
			parser->unknown |= parser->err->id == ERROR_NONE;
			error_set(&err, ERROR_USAGE, "unknown option '-%c'", *letters);
			error_hint(&err, "'tokctl help' lists the options");
			mistake(parser, &err);
			continue;
		}
		if (option_row(id)->metavar != NULL) {
			take_option(parser, id, shown, letters[1] != '\0' ? letters + 1 : NULL);
			return;
		}
		take_option(parser, id, shown, NULL);
	}
}

static void read_words(struct parser *parser)
{
	struct run *run = parser->run;
	bool options = true;

	while (*parser->next != NULL) {
		char *word = *parser->next++;

		if (options && strcmp(word, "--") == 0) {
			options = false;
			parser->dashes = run->operand_count;
		} else if (options && strncmp(word, "--", 2) == 0)
			long_option(parser, word + 2);
		else if (options && word[0] == '-' && word[1] != '\0')
			short_options(parser, word + 1);
		else
			/* never ahead of the word that is read */
			run->operands[run->operand_count++] = word;
	}
	run->operands[run->operand_count] = NULL;
	if (options)
		parser->dashes = run->operand_count;
}

/* The first operand is a verb, or else an operand of the verb that run begins with. */
static void find_command(struct parser *parser)
{
	struct run *run = parser->run;
	const struct command *command =
		run->operand_count > 0 ? command_find(run->operands[0]) : NULL;

	if (command == NULL)
		return;
	run->command = command;
	run->verb_named = true;
	run->operands++;
	run->operand_count--;
	if (command->no_words == NULL || parser->dashes == 0)
		return;
	if (run->operand_count > parser->dashes - 1)
		run->words = run->operands + parser->dashes - 1;
	run->operand_count = parser->dashes - 1;
}

/* If the first word is neither a verb nor a provider, which of the two was meant? */
static void check_first_word(struct parser *parser)
{
	const struct run *run = parser->run;
	const char *word = run->operand_count > 0 ? run->operands[0] : "";
	struct nearest nearest = nearest_init(word);
	struct error err = ERROR_INIT;

	if (run->verb_named || run->operand_count == 0 ||
	    provider_find(word, strcspn(word, ":")) != NULL)
		return;
	error_set(&err, ERROR_USAGE, "unknown verb or provider '%.40s'", word);
	for (size_t i = 0; provider_at(i) != NULL; i++)
		nearest_offer(&nearest, provider_at(i)->name);
	for (size_t i = 0; command_at(i) != NULL; i++)
		nearest_offer(&nearest, command_at(i)->name);
	if (!nearest_hint(&nearest, "", &err))
		error_hint(&err, "'tokctl help' lists the verbs and providers");
	mistake(parser, &err);
}

static void check_options(struct parser *parser)
{
	const struct command *command = parser->run->command;
	struct error err = ERROR_INIT;

	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		const struct option *row = option_row(id);

		if (!parser->given[id] || (row->groups & (command->groups | GROUP_GENERAL)))
			continue;
		error_set(&err, ERROR_USAGE, "'tokctl %s' does not take --%s", command->name,
			  row->name);
		error_hint(&err, "'tokctl help %s' lists what it takes", command->name);
		mistake(parser, &err);
	}
}

static void check_operands(struct parser *parser)
{
	const struct run *run = parser->run;
	const struct command *command = run->command;
	struct error err = ERROR_INIT;

	if (run->flags.text[OPTION_HELP] != NULL || run->flags.text[OPTION_VERSION] != NULL)
		return;
	if (run->operand_count < command->least_operands && run->flags.text[OPTION_ALL] == NULL)
		error_set(&err, ERROR_USAGE, "no provider is named");
	else if (command->no_words != NULL && run->words == NULL)
		error_set(&err, ERROR_USAGE, "%s", translate(command->no_words));
	else if (run->operand_count > command->most_operands)
		error_set(&err, ERROR_USAGE, "'%.40s' is one word too many",
			  run->operands[command->most_operands]);
	else
		return;
	error_hint(&err, "usage: tokctl %s %s", command->name, command->usage);
	error_hint(&err, "'tokctl help' lists the verbs, the providers and the options");
	mistake(parser, &err);
}

/*
 * Messages in JSON are in English, the one about a mistake on this very line too. So --error-format
 * is looked for before the line is read.
 */
static void set_language(char **argv, const struct environment *environment)
{
	static const char option[] = "--error-format";
	const char *format =
		environment != NULL ? environment_get(environment, OPTION_ERROR_FORMAT) : NULL;
	size_t len = strlen(option);

	for (; *argv != NULL && strcmp(*argv, "--") != 0; argv++)
		if (strncmp(*argv, option, len) == 0 &&
		    ((*argv)[len] == '=' || (*argv)[len] == '\0'))
			format = (*argv)[len] == '=' ? *argv + len + 1 : argv[1];
	if (format != NULL && strcmp(format, "json") == 0)
		translate_nothing();
}

/* If "--" is missing, the options of curl, or of the command, were taken for tokctl's own. */
static void check_dashes(struct parser *parser)
{
	const struct command *command = parser->run->command;

	if (parser->unknown && command->no_words != NULL && parser->run->words == NULL)
		error_hint(parser->err, "what is not tokctl's own stands behind '--': tokctl %s %s",
			   command->name, command->usage);
}

int parse_arguments(int argc, char **argv, struct run *run, struct error *err)
{
	struct parser parser = { .run = run, .next = argv + (argc > 0), .err = err };

	set_language(argv, run->environment);
	run->operands = argv + (argc > 0);
	run->operand_count = 0;
	run->verb_named = false;
	read_words(&parser);
	find_command(&parser);
	check_first_word(&parser);
	check_options(&parser);
	check_operands(&parser);
	check_dashes(&parser);
	if (run->flags.secret.failed && err->id == ERROR_NONE)
		error_memory(err);
	return err->id == ERROR_NONE ? 0 : -1;
}
