/* SPDX-License-Identifier: ISC */
/* In how many ways a server may spell what it quotes. */
#ifndef TOKCTL_FETCH_SPELLING_H
#define TOKCTL_FETCH_SPELLING_H

#include <stdbool.h>

enum { SPELLING_LONGEST = 8 }; /* characters that spell one byte: &#x00041 within JSON, ... */

/*
 * Is the word in the text, as it is or encoded: percent-encoded or as a form (RFC 3986), with
 * JSON's backslashes, with the entities of HTML, each also within another; in base64, base32 (RFC
 * 4648) or hex, over several lines too? Of a word of fewer than four bytes nothing is found: it
 * turns up in any decoded text by chance.
 */
bool spelling_finds(const char *word, const char *text);

#endif
