/* SPDX-License-Identifier: ISC */
/* How the words of options, providers and profiles are spelled in the name of a variable. */
#ifndef TOKCTL_MODEL_VARIABLE_H
#define TOKCTL_MODEL_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>

/* Does a part of a variable's name, len bytes, spell this word: CLIENT_SECRET for "client-secret"? */
bool variable_spells(const char *part, size_t len, const char *word);

#endif
