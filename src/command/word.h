/* SPDX-License-Identifier: ISC */
/*
 * A word of the command line by itself, for those who look at it before, or without, the whole line
 * (parse_arguments()).
 */
#ifndef TOKCTL_COMMAND_WORD_H
#define TOKCTL_COMMAND_WORD_H

#include "config/option.h"

/*
 * The option that a word ends with, and its value, NULL where that is no part of the word:
 * "--output=curl", "-qocurl". OPTION_NONE where it is none.
 */
enum option_id word_option(const char *word, const char **value);

/* The same where its value has to be the next word, else OPTION_NONE. */
enum option_id word_waiting(const char *word);

#endif
