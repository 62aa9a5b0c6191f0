/* SPDX-License-Identifier: ISC */
/*
 * The verbs: one file each, one const row each. Dispatch, usage, help and completions come from the
 * rows.
 */
#ifndef TOKCTL_COMMAND_COMMAND_H
#define TOKCTL_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "command/run.h"
#include "config/option.h"

struct ROW command {
	const char *name;
	const char *usage;   /* what follows "tokctl NAME" */
	const char *summary; /* one line, for the overview */
	const char *about;   /* paragraphs for `tokctl help VERB`; NULL: none */
	unsigned groups;     /* of enum option_group: the options it takes */
	size_t least_operands;
	size_t most_operands;
	/*
	 * the message if no words follow "--"; NULL: the verb takes none, and what follows "--" are
	 * operands
	 */
	const char *no_words;
	/* how the shells complete those words: ":command", ":file"; NULL: the verb takes none */
	const char *words_are;

	/*
	 * Is this option for a single operand? NULL: none is. With several operands the verb
	 * refuses it, and completion does not offer it.
	 */
	bool (*goes_alone)(enum option_id id);

	/*
	 * Does what the verb says. Returns 0, or -1 with err for main() to report; an err with an
	 * empty message is only an exit status.
	 */
	int (*perform)(struct run *run, struct error *err);
};

/* Each verb's row, in its own file. */
extern const struct command command_get, command_exec, command_curl, command_status, command_reject,
	command_forget, command_doctor, command_help;

/* The rows in order, until NULL. The first one runs if no verb is named. */
const struct command *command_at(size_t index);

/* The row of that name, or NULL. */
const struct command *command_find(const char *name);

#endif
