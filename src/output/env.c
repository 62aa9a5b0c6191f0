/* SPDX-License-Identifier: ISC */
/* The format for a shell's eval: TOSS_TOKEN='...'. */
#include "output/output.h"

/* Quoted, though a token holds nothing that a shell would take for more than text: '~' after '=' is one exception. */
static void write_env(const struct output_token *token, struct buffer *out)
{
	char name[160];

	profile_variable(token->profile, "", "TOKEN", name, sizeof(name));
	buffer_string(out, token->variable != NULL ? token->variable : name);
	buffer_string(out, "='");
	buffer_string(out, token->token->value);
	buffer_string(out, "'\n");
}

const struct output output_env = {
	.name = "env",
	.help = "a shell assignment, for eval",
	.write = write_env,
};
