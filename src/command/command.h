/* SPDX-License-Identifier: ISC */
/*
 * The verbs: one file each, one const row each. Dispatch, usage, help and completions come from the
 * rows.
 */
#ifndef TOKCTL_COMMAND_COMMAND_H
#define TOKCTL_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "command/run.h"
#include "config/option.h"

struct command {
	const char *name;
	const char *usage;   /* what follows "tokctl NAME" */
	const char *summary; /* one line, for the overview */
	const char *about;   /* paragraphs for `tokctl help VERB`; NULL: none */
	unsigned groups;     /* of enum option_group: the options it takes */
	size_t least_operands;
	size_t most_operands;
	/*
	 * what is said where no words stand behind "--"; NULL: there are none, and operands may
	 * stand there
	 */
	const char *no_words;
	/* what the shells complete those words by: ":command", ":file"; NULL: there are none */
	const char *words_are;

	/*
	 * Is this option for one operand only? NULL: none is. The verb refuses it beside several,
	 * and completion offers it to one.
	 */
	bool (*goes_alone)(enum option_id id);

	/*
	 * Does what the verb says. Returns 0, or -1 with err for main() to report; one with an
	 * empty message is only an exit status.
	 */
	int (*perform)(struct run *run, struct error *err);
};

/* Each verb's row, in its own file. */
extern const struct command command_get, command_exec, command_curl, command_status, command_reject,
	command_forget, command_doctor, command_help;

/* The rows in order, until NULL. The first one is what runs where no verb is named. */
const struct command *command_at(size_t index);

/* The row of that name, or NULL. */
const struct command *command_find(const char *name);

#endif
