/* SPDX-License-Identifier: ISC */
/* The known word that a mistyped one was probably meant to be. */
#include "base/nearest.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

static size_t smallest(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Optimal string alignment: inserts, deletes, changes and swaps of neighbours. */
static size_t edit_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][NEAREST_LONGEST + 1];

	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t cost = !same_letter(a[i - 1], b[j - 1]);

			now[j] =
				smallest(smallest(last[j] + 1, now[j - 1] + 1), last[j - 1] + cost);
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
			    same_letter(a[i - 2], b[j - 1]))
				now[j] = smallest(now[j], before[j - 2] + 1);
		}
	}
	return rows[a_len % 3][b_len];
}

struct nearest nearest_init(const char *typed)
{
	return (struct nearest){ .typed = typed, .word = NULL, .distance = SIZE_MAX };
}

void nearest_offer(struct nearest *nearest, const char *word)
{
	size_t typed_len = strlen(nearest->typed), word_len = strlen(word), distance;

	if (typed_len > NEAREST_LONGEST || word_len > NEAREST_LONGEST)
		return;
	distance = edit_distance(nearest->typed, typed_len, word, word_len);
	if (distance < nearest->distance && distance <= (word_len < 6 ? 1 : word_len / 3)) {
		memcpy(nearest->kept, word, word_len + 1);
		nearest->word = nearest->kept;
		nearest->distance = distance;
	}
}

bool nearest_hint(const struct nearest *nearest, const char *prefix, struct error *err)
{
	if (nearest->word == NULL)
		return false;
	error_hint(err, "did you mean '%s%s'?", prefix, nearest->word);
	return true;
}
