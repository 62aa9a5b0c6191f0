/* SPDX-License-Identifier: ISC */
/* How words are spelled in the name of a variable: in upper case, and '-' as '_'. */
#include "model/variable.h"

static char spell(char letter)
{
	if (letter == '-')
		return '_';
	return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

bool variable_spells(const char *part, size_t len, const char *word)
{
	for (size_t i = 0; i < len; i++)
		if (word[i] == '\0' || part[i] != spell(word[i]))
			return false;
	return word[len] == '\0';
}
