/* SPDX-License-Identifier: ISC */
/* What the shells' completions ask for. */
#ifndef TOKCTL_COMMAND_COMPLETE_H
#define TOKCTL_COMMAND_COMPLETE_H

#include "base/attributes.h"
#include "base/error.h"
#include "config/environment.h"

/*
 * Prints what completes the last of the words, a line each: word, tab, description. Secrets among
 * the words are blanked. Returns -1 with err (ERROR_IO, ERROR_MEMORY).
 */
MUST_CHECK int complete_word(int argc, char **argv, const struct environment *environment,
			     struct error *err);

#endif
