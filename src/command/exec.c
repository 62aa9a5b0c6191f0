/* SPDX-License-Identifier: ISC */
/* tokctl exec PROVIDER[:PROFILE]... -- COMMAND: runs a command with tokens in its environment. */
#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/report.h"
#include "base/translate.h"
#include "command/command.h"
#include "command/obtain.h"

enum { MOST_TOKENS = 16 };

_Static_assert(LONGEST_VARIABLE_NAME + sizeof("_HEADER_2") <= VARIABLE_SIZE,
	       "--name and what is added to it fit a variable's name");

/*
 * NAME=value strings, which become part of the environment without being copied; and names alone,
 * of variables that the command must not have.
 */
struct variables {
	struct buffer text[MOST_TOKENS * (1 + OUTPUT_MOST_HEADERS)];
	size_t count;
};

static struct buffer *add_name(struct variables *variables, const char *name)
{
	struct buffer *text = &variables->text[variables->count++];

	buffer_string(text, name);
	return text;
}

static struct buffer *begin_variable(struct variables *variables, const char *name)
{
	struct buffer *text = add_name(variables, name);

	buffer_char(text, '=');
	return text;
}

static void add_header(struct variables *variables, const char *name,
		       const struct output_header *header)
{
	struct buffer *text = begin_variable(variables, name);

	buffer_string(text, header->name);
	buffer_string(text, ": ");
	output_header_value(header, text);
}

/*
 * A second header, with an affiliate code, is a variable of its own: two lines in one variable
 * would be no header. Without a second header, a variable of that name that the caller has set
 * would be taken for it.
 */
static int add_variables(struct variables *variables, const struct output *output,
			 struct error *err)
{
	static const char *const header_names[OUTPUT_MOST_HEADERS] = { "HEADER", "HEADER_2" };
	struct output_headers headers;
	char name[VARIABLE_SIZE];
	struct buffer *text;

	output_variable_name(output, "TOKEN", name);
	text = begin_variable(variables, name);
	buffer_string(text, output->token->value);
	output_headers(output, &headers);
	for (size_t i = 0; i < OUTPUT_MOST_HEADERS; i++) {
		output_variable_name(output, header_names[i], name);
		if (i < headers.count)
			add_header(variables, name, &headers.list[i]);
		else
			add_name(variables, name);
	}
	for (size_t i = 0; i < variables->count; i++)
		if (variables->text[i].failed)
			return error_memory(err);
	return 0;
}

/* An option that belongs to one shop can't be meant for several. */
static bool goes_alone(enum option_id id)
{
	unsigned places = option_row(id)->places;

	return id == OPTION_NAME || ((places & PLACE_SECTION) && !(places & PLACE_GENERAL_SECTION));
}

static int check_options(const struct run *run, struct error *err)
{
	if (run->operand_count > MOST_TOKENS)
		return error_set(err, ERROR_USAGE, "%zu providers are named; %d are the most",
				 run->operand_count, MOST_TOKENS);
	for (enum option_id id = OPTION_FIRST; run->operand_count > 1 && id < OPTION_COUNT; id++) {
		if (run->flags.text[id] == NULL || !goes_alone(id))
			continue;
		error_set(err, ERROR_USAGE, "--%s is one provider's, and %zu are named",
			  option_row(id)->name, run->operand_count);
		return error_hint(err, id == OPTION_NAME
					       ? N_("without it, each has variables of its own")
					       : N_("put it into the config, or into the "
						    "environment"));
	}
	return 0;
}

/*
 * toss:a-b and toss:a_b are both TOSS_A_B_TOKEN: the command would get one shop's token for the
 * other's.
 */
static int check_names(const struct run *run, struct error *err)
{
	struct profile profiles[MOST_TOKENS];
	char names[MOST_TOKENS][VARIABLE_SIZE];

	for (size_t i = 0; i < run->operand_count; i++) {
		if (profile_parse(run->operands[i], &profiles[i], err) == -1)
			return -1;
		profile_output_variable(&profiles[i], "TOKEN", names[i]);
		for (size_t j = 0; j < i; j++) {
			if (strcmp(names[i], names[j]) != 0 ||
			    strcmp(profiles[i].text, profiles[j].text) == 0)
				continue;
			error_set(err, ERROR_USAGE, "%s and %s would both be %s", profiles[j].text,
				  profiles[i].text, names[i]);
			return error_hint(err, "give one of the two profiles another name");
		}
	}
	return 0;
}

/*
 * A variable may be there twice, and shells take the last: putenv() alone would replace the first.
 */
static int change_variable(char *text)
{
	char name[VARIABLE_SIZE];
	size_t len = strcspn(text, "=");

	strlcpy(name, text, len < sizeof(name) ? len + 1 : sizeof(name));
	if (unsetenv(name) != 0)
		return -1;
	return text[len] == '=' ? putenv(text) : 0;
}

static int change_environment(const struct variables *variables, struct error *err)
{
	environment_drop_sources();
	for (size_t i = 0; i < variables->count; i++)
		if (change_variable(variables->text[i].data) != 0)
			return error_memory(err);
	return 0;
}

static int add_token(struct variables *variables, const struct run *run, const char *operand,
		     struct deadline began, struct error *err)
{
	struct obtained obtained;
	int result = obtain_named(&obtained, run, operand, began, err);

	if (result == 0)
		result = add_variables(variables, &obtained.output, err);
	obtained_free(&obtained);
	return result;
}

static int gather(const struct run *run, struct variables *variables, struct error *err)
{
	struct deadline began = deadline_in(0);
	int result = 0;

	for (size_t i = 0; result == 0 && i < run->operand_count; i++)
		result = add_token(variables, run, run->operands[i], began, err);
	if (result == 0)
		report_set_subject(NULL);
	return result;
}

static int exec(struct run *run, struct error *err)
{
	struct variables variables = { .count = 0 };
	int result = check_options(run, err);

	if (result == 0)
		result = check_names(run, err);
	if (result == 0)
		result = gather(run, &variables, err);
	if (result == 0)
		result = change_environment(&variables, err);
	if (result == 0)
		result = process_become(run->words, err);
	for (size_t i = 0; i < variables.count; i++)
		buffer_free(&variables.text[i]);
	return result;
}

const struct command command_exec = {
	.name = "exec",
	.usage = "PROVIDER[:PROFILE]... [options] -- COMMAND...",
	.summary = N_("run a command with tokens in its environment"),
	.about = N_(
		"Becomes COMMAND, with TOSS_TOKEN and TOSS_HEADER in its environment for toss, "
		"TOSS_OUTLET_TOKEN and\n"
		"TOSS_OUTLET_HEADER for toss:outlet. With --name N they are N and N_HEADER. It is "
		"not started unless all\n"
		"tokens are there, and gets no variable that leads to a secret. Exit status: its "
		"own; 126 where it can't\n"
		"be run, 127 where there is none."),
	.groups = GROUP_VARIABLE | GROUP_HEADER | GROUP_SECRET | GROUP_IDENTITY | GROUP_FETCH |
		  GROUP_CACHE,
	.least_operands = 1,
	.most_operands = SIZE_MAX,
	.no_words = N_("no command is named: it stands behind '--'"),
	.words_are = ":command",
	.goes_alone = goes_alone,
	.perform = exec,
};
