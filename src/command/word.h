/* SPDX-License-Identifier: ISC */
/*
 * A single word of the command line, for the code that looks at it before, or without, reading the
 * whole line (parse_arguments()).
 */
#ifndef TOKCTL_COMMAND_WORD_H
#define TOKCTL_COMMAND_WORD_H

#include "config/option.h"

/*
 * The option that a word ends with, and its value; NULL if the value is no part of the word:
 * "--output=curl", "-qocurl". OPTION_NONE if it is no option.
 */
enum option_id word_option(const char *word, const char **value);

/* The same if its value has to be the next word, else OPTION_NONE. */
enum option_id word_waiting(const char *word);

#endif
