/* SPDX-License-Identifier: ISC */
/*
 * Keeps secrets out of what a server said. Seen: iamport's refusals can quote the key and the
 * secret back. So before text from a reply goes anywhere, it is searched for both, as they are and
 * in each spelling that a server may give them (spelling.h).
 */
#ifndef TOKCTL_FETCH_SCRUB_H
#define TOKCTL_FETCH_SCRUB_H

#include <stdbool.h>
#include <stddef.h>

#include "model/credential.h"

/*
 * Replaces each clear occurrence of the key and the secret in text by "***", but not within a code
 * of OAuth's own: with the key `client`, invalid_client is nothing of the user's. Where one of them
 * is there in an encoded form (looked for in words of four bytes or more), all of the text is
 * replaced by a note that it was hidden. A text that fills its room was cut, perhaps within the
 * secret, and loses its end. size is the room of text in bytes.
 *
 * text is to be what the server said, as it said it. Afterwards it can be shown: it went through
 * text_escape() (text.h), and is one line.
 */
void scrub(const struct credential *credential, char *text, size_t size);

/*
 * Is this word in the text, as it is or, where it has four bytes or more, in an encoded form? "" is
 * in none.
 */
bool scrub_finds(const char *word, const char *text);

#endif
