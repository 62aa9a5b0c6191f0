/* SPDX-License-Identifier: ISC */
/*
 * The known word that a mistyped one was probably meant to be.
 *
 *	struct nearest nearest = nearest_init(typed);
 *
 *	error_set(err, ERROR_USAGE, "unknown provider '%s'", typed);
 *	for (size_t i = 0; provider_at(i) != NULL; i++)
 *		nearest_offer(&nearest, provider_at(i)->name);
 *	if (!nearest_hint(&nearest, "", err))
 *		error_hint(err, "'tokctl help' lists the providers");
 */
#ifndef TOKCTL_BASE_NEAREST_H
#define TOKCTL_BASE_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum {
	NEAREST_LONGEST = 40, /* letters of a word; a longer one is near to none */
	TYPED_SIZE = 48,      /* room for what was typed, cut, in a message */
};

_Static_assert(TYPED_SIZE > NEAREST_LONGEST + 1, "a word that is cut is near to none");

/*
 * A word is near enough to be meant with at most one edit in three letters (and one in a short
 * word). A swap of neighbours counts as one edit, and a capital letter as none.
 */
struct nearest {
	const char *typed; /* must outlive the struct */
	const char *word;  /* the best so far, which is kept here; NULL: none */
	size_t distance;
	char kept[NEAREST_LONGEST + 1];
};

struct nearest nearest_init(const char *typed);

/* Takes the word, which is copied, if it is nearer than those before. */
void nearest_offer(struct nearest *nearest, const char *word);

/* Adds "did you mean 'PREFIXWORD'?" to err. False, and err as it was, where no word is near. */
bool nearest_hint(const struct nearest *nearest, const char *prefix, struct error *err);

#endif
