/* SPDX-License-Identifier: ISC */
/* The command line: the verb, its options and its operands. */
#ifndef TOKCTL_COMMAND_PARSE_H
#define TOKCTL_COMMAND_PARSE_H

#include "base/attributes.h"
#include "base/error.h"
#include "command/run.h"

/*
 * Reads the command line into run: the verb, its options and operands, in any order, until "--".
 * All of it is read even after a mistake, so that a secret on it is blanked, and so that the format
 * that was asked for is known. run->command is the verb if none is named, and is replaced by one
 * that is. Returns -1 with err (ERROR_USAGE), which names the nearest known word; ERROR_MEMORY.
 */
MUST_CHECK int parse_arguments(int argc, char **argv, struct run *run, struct error *err);

#endif
