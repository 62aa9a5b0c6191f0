/* SPDX-License-Identifier: ISC */
/*
 * The formats for GitHub Actions: a line to standard output that has the runner mask the token in
 * the log from there on, and a variable or an output for the steps that follow, appended to the
 * runner's file:
 *
 *	TOSS_TOKEN<<ghadelimiter_5f1c...
 *	TOKEN
 *	ghadelimiter_5f1c...
 *
 * See "Workflow commands for GitHub Actions", under masking a value, environment files and
 * multiline strings.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/translate.h"
#include "output/format.h"

/*
 * A runner needs %, CR and LF escaped in a command; a token has none of them (RFC 6750, b64token).
 */
static void announce_mask(const struct output *output, struct buffer *out)
{
	buffer_string(out, "::add-mask::");
	buffer_string(out, output->token->value);
	buffer_char(out, '\n');
}

/*
 * A process that could guess the delimiter could end the value early, and set another variable
 * after it.
 */
static void write_assignment(const struct output *output, struct buffer *out)
{
	char delimiter[sizeof("ghadelimiter_") + 32];
	uint64_t random[2];

	arc4random_buf(random, sizeof(random));
	snprintf(delimiter, sizeof(delimiter), "ghadelimiter_%016" PRIx64 "%016" PRIx64, random[0],
		 random[1]);
	output_variable(output, out);
	buffer_string(out, "<<");
	buffer_string(out, delimiter);
	buffer_char(out, '\n');
	buffer_string(out, output->token->value);
	buffer_char(out, '\n');
	buffer_string(out, delimiter);
	buffer_char(out, '\n');
}

/*
 * GitHub keeps the first two for itself, and refuses the third: every action that is a script would
 * run its value.
 */
static const char *const reserved[] = { "GITHUB_*", "RUNNER_*", "NODE_OPTIONS", NULL };

const struct format format_github_env = {
	.name = "github-env",
	.help = N_("a variable for the next steps of GitHub Actions"),
	.write = write_assignment,
	.file_variable = "GITHUB_ENV",
	.announce = announce_mask,
	.reserved = reserved,
};

const struct format format_github_output = {
	.name = "github-output",
	.help = N_("an output of this step of GitHub Actions"),
	.write = write_assignment,
	.file_variable = "GITHUB_OUTPUT",
	.announce = announce_mask,
};
