/* SPDX-License-Identifier: ISC */
/*
 * The verbs: one file each, one const row each. Dispatch, usage, help and completions come from the
 * rows.
 */
#ifndef TOKCTL_COMMAND_COMMAND_H
#define TOKCTL_COMMAND_COMMAND_H

#include <stddef.h>

#include "base/error.h"
#include "config/environment.h"
#include "config/settings.h"

struct command;

/* What main() hands to a verb. */
struct run {
	const struct command *command;
	bool verb_named; /* or left out */
	struct flags flags;
	const struct environment *environment;
	char **operands;
	size_t operand_count;
	/* a verb that runs a command: what stands behind "--", ended by NULL; NULL: nothing does */
	char **words;
};

struct command {
	const char *name;
	const char *usage;   /* what follows "tokctl NAME" */
	const char *summary; /* one line, for the overview */
	const char *about;   /* paragraphs for `tokctl help VERB`; NULL: none */
	unsigned groups;     /* of enum option_group: the options it takes */
	size_t least_operands;
	size_t most_operands;
	/*
	 * how messages call the words behind "--"; NULL: there are none, and operands may stand
	 * there
	 */
	const char *command;
	const char *completion; /* what the shells are told of those words: ":command", ":file" */

	/*
	 * Is this option for one operand only? NULL: none is. The verb refuses it beside several,
	 * and completion offers it to one.
	 */
	bool (*goes_alone)(enum option_id id);

	/*
	 * Does it. Returns 0, or -1 with err for main() to report; one with an empty message is
	 * only an exit status.
	 */
	int (*run)(struct run *run, struct error *err);
};

extern const struct command command_get, command_exec, command_curl, command_status, command_reject,
	command_forget, command_doctor, command_help;

/* The rows in order, until NULL. The first one is what runs where no verb is named. */
const struct command *command_at(size_t index);

/* The row of that name, or NULL. */
const struct command *command_find(const char *name);

/*
 * Reads the command line into run: the verb, its options and operands, in any order, until "--".
 * All of it is read even after a mistake, so that a secret on it is blanked, and so that the format
 * that was asked for is known. run->command is the verb that stands where none is named, and is
 * replaced by one that is. Returns -1 with err (ERROR_USAGE), which names the nearest known word.
 */
int command_parse(int argc, char **argv, struct run *run, struct error *err);

/*
 * Prints what completes the last of the words, a line each: word, tab, description. For the shells'
 * completions.
 */
int command_complete(int argc, char **argv, const struct environment *environment,
		     struct error *err);

/*
 * Writes a buffer to standard output. -1 with err (ERROR_IO) where that is closed, full or broken;
 * ERROR_MEMORY.
 */
int command_print(const struct buffer *out, struct error *err);

#endif
