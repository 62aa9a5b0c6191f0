/* SPDX-License-Identifier: ISC */
/*
 * The formats that set a variable in a line: for a shell's eval, TOSS_TOKEN='...', and for GitLab,
 * TOSS_TOKEN=...
 */
#include "base/translate.h"
#include "output/format.h"

/*
 * The value is quoted although a shell takes nothing in a token for more than text, with one
 * exception: '~' after '='.
 */
static void write_env(const struct output *output, struct buffer *out)
{
	output_variable(output, out);
	buffer_string(out, "='");
	buffer_string(out, output->token->value);
	buffer_string(out, "'\n");
}

/*
 * GitLab would take quotes for a part of the value. A token has neither the spaces nor the line
 * ends that GitLab drops.
 */
static void write_dotenv(const struct output *output, struct buffer *out)
{
	output_variable(output, out);
	buffer_char(out, '=');
	buffer_string(out, output->token->value);
	buffer_char(out, '\n');
}

const struct format format_env = {
	.name = "env",
	.help = N_("a shell assignment, for eval"),
	.write = write_env,
};

const struct format format_dotenv = {
	.name = "dotenv",
	.help = N_("a line for GitLab's artifacts:reports:dotenv"),
	.write = write_dotenv,
	/* for the whole report; by gitlab.com's limit, and the default of other servers */
	.limit = 5120,
};
