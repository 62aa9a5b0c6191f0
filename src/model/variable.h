/* SPDX-License-Identifier: ISC */
/*
 * How the words of options, providers and profiles are spelled in the name of a variable: in upper
 * case, and '-' as '_'.
 */
#ifndef TOKCTL_MODEL_VARIABLE_H
#define TOKCTL_MODEL_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>

/* What the names of our own variables begin with: TOKCTL_TIMEOUT, TOKCTL_TOSS_KEY. */
#define VARIABLE_PREFIX "TOKCTL_"

enum {
	VARIABLE_PREFIX_LENGTH = sizeof(VARIABLE_PREFIX) - 1,
	OPTION_WORD_SIZE =
		64, /* room for a word of an option, as "client-secret-command", and its NUL */
};

/* Appends a word, as a variable's name spells it, to the string in out, cut to size. */
void variable_append(const char *word, char *out, size_t size);

/* Does a part of a variable's name, len bytes long, spell this word: SECRET_FILE "secret-file"? */
bool variable_spells(const char *part, size_t len, const char *word);

#endif
