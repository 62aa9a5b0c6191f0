/* SPDX-License-Identifier: ISC */
/* The first words of a reply that is not what was expected: a portal's, a proxy's, a server's. */
#ifndef TOKCTL_FETCH_EXCERPT_H
#define TOKCTL_FETCH_EXCERPT_H

#include "base/buffer.h"
#include "model/credential.h"

enum { EXCERPT_SIZE = 161 };

/*
 * Writes the words at the beginning of a body, which is not JSON, without its tags: scrubbed,
 * escaped, on one line. "" where there are none, or where they may hold a token: in what is nearly
 * JSON, or a form, or has the word in it.
 */
void excerpt_make(const struct credential *credential, const struct buffer *body,
		  char out[EXCERPT_SIZE]);

#endif
