/* SPDX-License-Identifier: ISC */
/* tokctl help, from the tables of verbs, providers, options and formats. */
#include "command/help.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translate.h"
#include "command/command.h"
#include "command/print.h"
#include "output/format.h"

static const char NAME[] = "tokctl";

static void append_column(struct buffer *out, const char *text, size_t width)
{
	size_t columns = text_columns(text);

	buffer_string(out, "  ");
	buffer_string(out, text);
	for (; columns < width; columns++)
		buffer_char(out, ' ');
}

/* A text that is too wide for its column gets a line of its own. */
static void append_line(struct buffer *out, const char *left, const char *right, size_t width)
{
	append_column(out, left, width);
	if (text_columns(left) > width) {
		buffer_char(out, '\n');
		append_column(out, "", width);
	}
	buffer_char(out, ' ');
	buffer_string(out, translate(right));
	buffer_char(out, '\n');
}

/* A paragraph of several lines, each indented. */
static void append_paragraph(struct buffer *out, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		buffer_string(out, "  ");
		buffer_append(out, text, len);
		buffer_char(out, '\n');
		text += len + (text[len] == '\n');
	}
}

static void append_option(struct buffer *out, const struct option *row,
			  const struct provider *provider, enum option_id id)
{
	char word[OPTION_WORD_SIZE], left[OPTION_WORD_SIZE + 32];

	option_word(id, provider, word);
	snprintf(left, sizeof(left), "%c%c%s --%s%s%s", row->letter != 0 ? '-' : ' ',
		 row->letter != 0 ? row->letter : ' ', row->letter != 0 ? "," : " ", word,
		 row->metavar != NULL ? " " : "", row->metavar != NULL ? row->metavar : "");
	append_column(out, left, 29);
	buffer_char(out, ' ');
	buffer_string(out, translate(row->help));
	if (row->fallback != NULL && row->kind != KIND_CHOICE && id != OPTION_MIN_TTL) {
		buffer_string(out, " (");
		buffer_string(out, row->fallback);
		buffer_char(out, ')');
	}
	buffer_char(out, '\n');
}

static void append_options(struct buffer *out, unsigned groups)
{
	buffer_string(out, translate("\noptions:\n"));
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		const struct option *row = option_row(id);

		if ((row->places & PLACE_FLAG) && (row->groups & (groups | GROUP_GENERAL)))
			append_option(out, row, NULL, id);
	}
}

static void append_formats(struct buffer *out)
{
	buffer_string(out, translate("\nformats:\n"));
	for (size_t i = 0; format_at(i) != NULL; i++)
		append_line(out, format_at(i)->name, format_at(i)->help, 13);
}

static void help_overview(struct buffer *out)
{
	buffer_string(out, translate("tokctl prints an API token, and asks the provider for one "
				     "only when it must.\n\nusage:\n"));
	for (size_t i = 0; command_at(i) != NULL; i++) {
		char left[160];

		snprintf(left, sizeof(left), i == 0 ? "%s [%s] %s" : "%s %s %s", NAME,
			 command_at(i)->name, command_at(i)->usage);
		append_line(out, left, command_at(i)->summary, 47);
	}
	buffer_string(out, translate("\nproviders:\n"));
	for (size_t i = 0; provider_at(i) != NULL; i++)
		append_line(out, provider_at(i)->name, provider_at(i)->title, 10);
	append_options(out, command_at(0)->groups);
	append_formats(out);
	buffer_string(out, translate("\nDUR is 90, 90s, 5m, 1h or 2d. 'tokctl help VERB' and "
				     "'tokctl help PROVIDER' say more; so do\n"
				     "tokctl(1) and tokctl.conf(5).\n"));
}

static void append_usage(struct buffer *out, const char *first, const char *rest)
{
	char line[256];

	snprintf(line, sizeof(line), translate("usage: tokctl %s %s"), first, rest);
	buffer_string(out, line);
	buffer_string(out, "\n\n");
}

static void help_command(struct buffer *out, const struct command *command)
{
	append_usage(out, command->name, command->usage);
	if (command->about != NULL)
		append_paragraph(out, translate(command->about));
	append_options(out, command->groups);
	if (command->groups & GROUP_OUTPUT)
		append_formats(out);
}

static const char *form_text(const struct provider *provider)
{
	switch (provider->header_form) {
	case HEADER_BARE:
		return ": TOKEN\n";
	case HEADER_TYPE:
		return ": TYPE TOKEN\n";
	case HEADER_BEARER:
		break;
	}
	return ": Bearer TOKEN\n";
}

static void append_fact(struct buffer *out, const char *name, const char *value)
{
	if (value != NULL)
		append_line(out, translate(name), value, 16);
}

/* Each sign by which its API refuses a token, on a line of its own. */
static void append_refused(struct buffer *out, const struct provider *provider)
{
	const char *name = N_("token refused");

	for (const struct refusal_sign *sign = provider->refused; sign->status != 0; sign++) {
		char text[64];

		if (sign->code == NULL)
			snprintf(text, sizeof(text), "HTTP %d", sign->status);
		else
			snprintf(text, sizeof(text), "HTTP %d, code %s", sign->status, sign->code);
		append_fact(out, name, text);
		name = "";
	}
}

static void append_settings(struct buffer *out, const struct provider *provider)
{
	struct profile profile = { .provider = provider, .name = "" };
	bool named = provider->traits & NEEDS_PROFILE;
	char word[OPTION_WORD_SIZE], option[OPTION_WORD_SIZE + 16], variable[VARIABLE_SIZE];

	if (named)
		strlcpy(profile.name, "NAME", sizeof(profile.name));
	buffer_string(out, translate("\nits options, variables and config keys:\n"));
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		if (!(option_row(id)->places & PLACE_VARIABLE) && id != OPTION_PARAM)
			continue;
		if ((provider->traits & option_row(id)->needs) != option_row(id)->needs)
			continue;
		option_word(id, provider, word);
		profile_variable(&profile, word, variable);
		snprintf(option, sizeof(option), "--%s", word);
		if (id == OPTION_PARAM) {
			strlcat(option, " WORD=...", sizeof(option));
			strlcat(variable, "_WORD", sizeof(variable));
			strlcat(word, ".WORD", sizeof(word));
		}
		append_column(out, option, named ? 24 : 18);
		append_column(out, variable, named ? 40 : 34);
		buffer_string(out, "  ");
		buffer_string(out, word);
		buffer_string(out, "\n");
	}
}

static void help_provider(struct buffer *out, const struct provider *provider)
{
	char operand[PROFILE_TEXT_SIZE];

	snprintf(operand, sizeof(operand), "%s%s", provider->name,
		 provider->traits & NEEDS_PROFILE ? ":NAME" : "[:PROFILE]");
	append_usage(out, operand, "[options]");
	append_paragraph(out, translate(provider->about));
	buffer_char(out, '\n');
	append_fact(out, N_("provider"), provider->title);
	append_fact(out, N_("token URL"), provider->endpoint);
	append_fact(out, N_("with --test"), provider->test_endpoint);
	append_fact(out, N_("default scope"), provider->default_scope);
	append_fact(out, N_("key and secret"), provider->where);
	append_column(out, translate("its API wants"), 16);
	buffer_char(out, ' ');
	buffer_string(out, provider->header_name);
	buffer_string(out, form_text(provider));
	append_refused(out, provider);
	append_settings(out, provider);
}

static int unknown_topic(const char *topic, struct error *err)
{
	struct nearest nearest = nearest_init(topic);

	error_set(err, ERROR_USAGE, "no help on '%.40s'", topic);
	for (size_t i = 0; command_at(i) != NULL; i++)
		nearest_offer(&nearest, command_at(i)->name);
	for (size_t i = 0; provider_at(i) != NULL; i++)
		nearest_offer(&nearest, provider_at(i)->name);
	if (nearest_hint(&nearest, "", err))
		return -1;
	return error_hint(err, "'tokctl help' lists verbs and providers");
}

int help_print(const char *topic, struct error *err)
{
	size_t provider_len = topic != NULL ? strcspn(topic, ":") : 0;
	struct buffer out = BUFFER_INIT;
	int result = 0;

	if (topic == NULL)
		help_overview(&out);
	else if (command_find(topic) != NULL)
		help_command(&out, command_find(topic));
	else if (provider_find(topic, provider_len) != NULL)
		help_provider(&out, provider_find(topic, provider_len));
	else
		result = unknown_topic(topic, err);
	if (result == 0)
		result = print_result(&out, err);
	buffer_free(&out);
	return result;
}

static int help(struct run *run, struct error *err)
{
	return help_print(run->operand_count > 0 ? run->operands[0] : NULL, err);
}

const struct command command_help = {
	.name = "help",
	.usage = "[VERB|PROVIDER]",
	.summary = N_("print help"),
	.about = N_("Prints help on a verb or a provider, or an overview."),
	.groups = 0,
	.least_operands = 0,
	.most_operands = 1,
	.perform = help,
};
