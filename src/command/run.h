/* SPDX-License-Identifier: ISC */
/* One run of the program: what main() hands to a verb. */
#ifndef TOKCTL_COMMAND_RUN_H
#define TOKCTL_COMMAND_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "config/environment.h"
#include "config/settings.h"

struct command;

struct run {
	const struct command *command;
	bool verb_named; /* false: it was left out */
	struct flags flags;
	const struct environment *environment;
	char **operands;
	size_t operand_count;
	/* what follows "--", ended by NULL; NULL: nothing does, or the verb takes none */
	char **words;
};

#endif
