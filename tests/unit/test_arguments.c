/* SPDX-License-Identifier: ISC */
/* parse_arguments(): verbs, options, operands, and that no secret stays in argv. */
#include "cases.h"

#include "command/command.h"
#include "command/parse.h"

enum { MOST_WORDS = 10, WORD_SIZE = 128 };

/* A command line whose words can be written to, as the real one's can. */
struct line {
	int argc;
	char *argv[MOST_WORDS + 2];
	char words[MOST_WORDS + 1][WORD_SIZE];
	struct run run;
	struct error err;
	int result;
};

static void parse(struct line *line, const char *const words[MOST_WORDS])
{
	memset(line, 0, sizeof(*line));
	snprintf(line->words[0], WORD_SIZE, "tokctl");
	line->argv[line->argc++] = line->words[0];
	for (size_t i = 0; i < MOST_WORDS && words[i] != NULL; i++) {
		snprintf(line->words[line->argc], WORD_SIZE, "%s", words[i]);
		line->argv[line->argc] = line->words[line->argc];
		line->argc++;
	}
	line->run.command = command_at(0);
	line->result = parse_arguments(line->argc, line->argv, &line->run, &line->err);
}

static void line_free(struct line *line)
{
	buffer_free(&line->run.flags.secret);
}

struct good_case {
	const char *name;
	const char *words[MOST_WORDS];
	const struct command *command;
	const char *operands; /* each with a blank behind */
	const char *options;  /* "name=value " in the order of the rows */
};

static const struct good_case goods[] = {
	{ "a provider", { "toss" }, &command_get, "toss ", "" },
	{ "a profile", { "toss:outlet" }, &command_get, "toss:outlet ", "" },
	{ "get", { "get", "toss" }, &command_get, "toss ", "" },
	{ "status of all", { "status" }, &command_status, "", "" },
	{ "status of two", { "status", "toss", "imweb:b" }, &command_status, "toss imweb:b ", "" },
	{ "reject", { "reject", "toss" }, &command_reject, "toss ", "" },
	{ "forget", { "forget", "toss", "imweb" }, &command_forget, "toss imweb ", "" },
	{ "forget --all", { "forget", "--all" }, &command_forget, "", "all=yes " },
	{ "help", { "help" }, &command_help, "", "" },
	{ "help on a verb", { "help", "status" }, &command_help, "status ", "" },
	{ "--help", { "--help" }, &command_get, "", "help=yes " },
	{ "-h behind a verb", { "status", "-h" }, &command_status, "", "help=yes " },
	{ "--version", { "--version" }, &command_get, "", "version=yes " },

	{ "an option before", { "--key", "k", "toss" }, &command_get, "toss ", "key=k " },
	{ "an option behind", { "toss", "--key", "k" }, &command_get, "toss ", "key=k " },
	{ "an option before the verb",
	  { "--config", "/c", "status", "toss" },
	  &command_status,
	  "toss ",
	  "config=/c " },
	{ "an option between",
	  { "status", "--key", "k", "toss" },
	  &command_status,
	  "toss ",
	  "key=k " },
	{ "--option=value", { "toss", "--key=k" }, &command_get, "toss ", "key=k " },
	{ "--option=value with '='", { "toss", "--key=a=b" }, &command_get, "toss ", "key=a=b " },
	{ "--option= is an empty value", { "toss", "--proxy=" }, &command_get, "toss ", "proxy= " },
	{ "an empty word for a value",
	  { "toss", "--proxy", "" },
	  &command_get,
	  "toss ",
	  "proxy= " },
	{ "a value that begins with a dash",
	  { "toss", "--secret-file", "-" },
	  &command_get,
	  "toss ",
	  "secret-file=- " },
	{ "the last one counts",
	  { "toss", "--key=a", "--key", "b" },
	  &command_get,
	  "toss ",
	  "key=b " },
	{ "-o FORMAT", { "toss", "-o", "json" }, &command_get, "toss ", "output=json " },
	{ "-oFORMAT", { "toss", "-ojson" }, &command_get, "toss ", "output=json " },
	{ "letters together", { "toss", "-vq" }, &command_get, "toss ", "verbose=yes quiet=yes " },
	{ "letters and a value together",
	  { "toss", "-vojson" },
	  &command_get,
	  "toss ",
	  "output=json verbose=yes " },
	{ "letters and a value apart",
	  { "-vo", "json", "toss" },
	  &command_get,
	  "toss ",
	  "output=json verbose=yes " },
	{ "--json", { "toss", "--json" }, &command_get, "toss ", "output=json json=yes " },
	{ "--header", { "toss", "--header" }, &command_get, "toss ", "output=header header=yes " },
	{ "--expiry", { "toss", "--expiry" }, &command_get, "toss ", "output=expiry expiry=yes " },
	{ "status --json", { "status", "--json" }, &command_status, "", "output=json json=yes " },
	{ "bizppurio's words",
	  { "bizppurio", "--account=a", "--password-file=/p" },
	  &command_get,
	  "bizppurio ",
	  "key=a secret-file=/p " },
	{ "what tells entries apart, for reject",
	  { "reject", "toss", "--test", "--scope=a", "--key=k" },
	  &command_reject,
	  "toss ",
	  "key=k scope=a test=yes " },
	{ "--error-format for any verb",
	  { "forget", "toss", "--error-format", "json" },
	  &command_forget,
	  "toss ",
	  "error-format=json " },
	{ "-- ends the options", { "--key=k", "--", "toss" }, &command_get, "toss ", "key=k " },
	{ "-- behind all", { "toss", "--" }, &command_get, "toss ", "" },
};

static void good(void **state)
{
	const struct good_case *test = *state;
	char operands[256] = "", options[512] = "";
	static struct line line;

	parse(&line, test->words);
	assert_string_equal(line.err.message, "");
	assert_int_equal(line.result, 0);
	assert_ptr_equal(line.run.command, test->command);
	for (size_t i = 0; i < line.run.operand_count; i++) {
		strlcat(operands, line.run.operands[i], sizeof(operands));
		strlcat(operands, " ", sizeof(operands));
	}
	assert_string_equal(operands, test->operands);
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		size_t used = strlen(options);

		if (line.run.flags.text[id] != NULL)
			snprintf(options + used, sizeof(options) - used, "%s=%s ",
				 option_row(id)->name, line.run.flags.text[id]);
	}
	assert_string_equal(options, test->options);
	line_free(&line);
}

struct bad_case {
	const char *name;
	const char *words[MOST_WORDS];
	const char *message; /* a part of it */
	const char *hint;    /* a part of it */
};

static const struct bad_case bads[] = {
	{ "nothing", { NULL }, "", "" },
	{ "an unknown word", { "google" }, "google", "" },
	{ "a provider, nearly", { "tos" }, "tos", "toss" },
	{ "a provider's profile, nearly", { "bizpurio:a" }, "bizpurio", "" },
	{ "a verb, nearly", { "stauts" }, "stauts", "status" },
	{ "an unknown option", { "toss", "--frobnicate" }, "--frobnicate", "" },
	{ "an option, nearly", { "toss", "--tiemout=5s" }, "--tiemout", "--timeout" },
	{ "an abbreviation", { "toss", "--time=5s" }, "--time", "" },
	{ "upper case", { "toss", "--KEY=k" }, "--KEY", "" },
	{ "a config key that is no option", { "toss", "--cache-dir=/c" }, "--cache-dir", "" },
	{ "an unknown letter", { "toss", "-x" }, "-x", "" },
	{ "an unknown letter among others", { "toss", "-vx" }, "-x", "" },
	{ "a value is missing", { "toss", "--key" }, "--key", "" },
	{ "a letter's value is missing", { "toss", "-o" }, "-o", "" },
	{ "a switch with a value", { "toss", "--json=yes" }, "--json", "" },
	{ "only '='", { "toss", "--=x" }, "--", "" },
	{ "a second provider", { "toss", "imweb" }, "imweb", "" },
	{ "a second provider behind --", { "toss", "--", "--json" }, "--json", "" },
	{ "get without a provider", { "get" }, "", "" },
	{ "reject without a provider", { "reject" }, "", "" },
	{ "reject of two", { "reject", "toss", "imweb" }, "imweb", "" },
	{ "forget without anything", { "forget" }, "", "" },
	{ "help on two", { "help", "toss", "imweb" }, "imweb", "" },
	{ "status --output", { "status", "-o", "json" }, "--output", "" },
	{ "status --secret-file", { "status", "toss", "--secret-file=/f" }, "--secret-file", "" },
	{ "reject --refresh", { "reject", "toss", "--refresh" }, "--refresh", "" },
	{ "forget --timeout", { "forget", "toss", "--timeout=5" }, "--timeout", "" },
	{ "get --all", { "get", "toss", "--all" }, "--all", "" },
};

static void bad(void **state)
{
	const struct bad_case *test = *state;
	static struct line line;

	parse(&line, test->words);
	assert_int_equal(line.result, -1);
	assert_int_equal(line.err.id, ERROR_USAGE);
	assert_string_not_equal(line.err.message, "");
	assert_non_null(strstr(line.err.message, test->message));
	assert_non_null(strstr(line.err.hint, test->hint));
	assert_non_null(line.run.command);
	line_free(&line);
}

/* Every place where a secret may stand, after a mistake too: it is taken, and its word is blank. */
struct secret_case {
	const char *name;
	const char *words[MOST_WORDS];
	bool good;
};

static const struct secret_case secrets[] = {
	{ "secret: its own word", { "toss", "--secret", "hush-hush" }, true },
	{ "secret: behind '='", { "toss", "--secret=hush-hush" }, true },
	{ "secret: a password", { "bizppurio", "--password", "hush-hush" }, true },
	{ "secret: a password behind '='", { "bizppurio", "--password=hush-hush" }, true },
	{ "secret: twice", { "toss", "--secret=hush-hash", "--secret", "hush-hush" }, true },
	{ "secret: before the provider", { "--secret", "hush-hush", "toss" }, true },
	{ "secret: behind an unknown option",
	  { "toss", "--frobnicate", "--secret", "hush-hush" },
	  false },
	{ "secret: behind an unknown letter", { "toss", "-x", "--secret=hush-hush" }, false },
	{ "secret: behind a word too many", { "toss", "imweb", "--secret", "hush-hush" }, false },
	{ "secret: behind an unknown provider", { "google", "--secret", "hush-hush" }, false },
	{ "secret: behind a switch with a value",
	  { "toss", "--json=1", "--secret=hush-hush" },
	  false },
	{ "secret: for a verb that takes none", { "status", "--secret", "hush-hush" }, false },
	{ "secret: before a mistake", { "toss", "--secret", "hush-hush", "--frobnicate" }, false },
	{ "secret: before a missing value", { "toss", "--secret=hush-hush", "--key" }, false },
};

static void secret(void **state)
{
	const struct secret_case *test = *state;
	static struct line line;

	parse(&line, test->words);
	assert_int_equal(line.result, test->good ? 0 : -1);
	assert_string_equal(line.run.flags.text[OPTION_SECRET], "hush-hush");
	assert_null(memmem(line.words, sizeof(line.words), "hush-h", strlen("hush-h")));
	assert_null(strstr(line.err.message, "hush"));
	assert_null(strstr(line.err.hint, "hush"));
	line_free(&line);
}

/* A misspelt option's value may be a secret: no message repeats it. */
static void misspelt_secret(void **state)
{
	static const char *const lines[][MOST_WORDS] = {
		{ "toss", "--secrt=hush-hush" },
		{ "toss", "--secrt", "hush-hush" },
		{ "--secrt", "hush-hush", "toss" },
		{ "status", "--secrt=hush-hush" },
	};
	static struct line line;

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		parse(&line, lines[i]);
		assert_int_equal(line.result, -1);
		assert_null(strstr(line.err.message, "hush"));
		assert_non_null(strstr(line.err.hint, "--secret"));
		line_free(&line);
	}
}

/* The format of errors is known even where a mistake stands before it. */
static void error_format_behind_a_mistake(void **state)
{
	static const char *const words[MOST_WORDS] = { "toss", "--frobnicate", "-o", "curl",
						       "--error-format=json" };
	static struct line line;

	(void)state;
	parse(&line, words);
	assert_int_equal(line.result, -1);
	assert_string_equal(line.run.flags.text[OPTION_ERROR_FORMAT], "json");
	assert_string_equal(line.run.flags.text[OPTION_OUTPUT], "curl");
	line_free(&line);
}

static void no_words_at_all(void **state)
{
	char *argv[] = { NULL };
	struct run run = { .command = command_at(0) };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(parse_arguments(0, argv, &run, &err), -1);
	assert_int_equal(err.id, ERROR_USAGE);
	buffer_free(&run.flags.secret);
}

static void rows_are_sane(void **state)
{
	const struct command *command;
	size_t count;

	(void)state;
	assert_ptr_equal(command_at(0), &command_get);
	for (count = 0; (command = command_at(count)) != NULL; count++) {
		assert_ptr_equal(command_find(command->name), command);
		assert_non_null(command->usage);
		assert_string_not_equal(command->summary, "");
		assert_true(command->least_operands <= command->most_operands);
		assert_non_null(command->perform);
	}
	assert_true(count >= 5);
	assert_null(command_find("ge"));
	assert_null(command_find(""));
	assert_null(command_find("toss"));
}

/* Every long option there is, each with a value that is one word. */
static void every_option_is_read(void **state)
{
	static struct line line;

	(void)state;
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		const struct option *row = option_row(id);
		char option[64];
		const char *words[MOST_WORDS] = { option, row->metavar != NULL ? "value" : NULL };

		if (!(row->places & PLACE_FLAG))
			continue;
		snprintf(option, sizeof(option), "--%s", row->name);
		parse(&line, words);
		assert_string_equal(line.run.flags.text[id],
				    row->metavar != NULL ? "value" : "yes");
		assert_int_equal(line.run.operand_count, 0);
		line_free(&line);
	}
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, good, goods);
	SUITE_TABLE(&suite, bad, bads);
	SUITE_TABLE(&suite, secret, secrets);
	SUITE_TEST(&suite, misspelt_secret);
	SUITE_TEST(&suite, error_format_behind_a_mistake);
	SUITE_TEST(&suite, no_words_at_all);
	SUITE_TEST(&suite, rows_are_sane);
	SUITE_TEST(&suite, every_option_is_read);
	return suite_run(&suite);
}
