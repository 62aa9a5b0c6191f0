/* SPDX-License-Identifier: ISC */
/* How words are spelled in the name of a variable: in upper case, and '-' as '_'. */
#include "model/variable.h"

#include <string.h>

static char spell(char letter)
{
	if (letter == '-')
		return '_';
	return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

void variable_append(const char *word, char *out, size_t size)
{
	size_t used = strlen(out);

	for (; *word != '\0' && used + 1 < size; word++)
		out[used++] = spell(*word);
	out[used] = '\0';
}

bool variable_spells(const char *part, size_t len, const char *word)
{
	for (size_t i = 0; i < len; i++)
		if (word[i] == '\0' || part[i] != spell(word[i]))
			return false;
	return word[len] == '\0';
}
