/* SPDX-License-Identifier: ISC */
/* The first words of a reply that is not what was expected. */
#include "fetch/excerpt.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "fetch/scrub.h"

enum { LOOKED_AT = 4096 }; /* bytes of a body: the words come after a page's head */

static bool may_hold_token(const char *text)
{
	size_t blank = strspn(text, " \t\r\n");
	bool is_markup = text[blank] == '<';

	return strcasestr(text, "token") != NULL || (!is_markup && strpbrk(text, "{[=\"") != NULL);
}

/* In place: each tag becomes a space, and spaces that meet are one. */
static void drop_tags(char *text)
{
	char *to = text;
	bool in_tag = false;

	for (const char *from = text; *from != '\0'; from++) {
		bool is_space = in_tag || *from == '<' || *from == ' ';

		in_tag = *from == '<' || (in_tag && *from != '>');
		if (!is_space)
			*to++ = *from;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	to -= to > text && to[-1] == ' ';
	*to = '\0';
}

/* In place: what stands between tags and spaces becomes one word, as a browser may show it. */
static void join(char *text)
{
	char *to = text;
	bool in_tag = false;

	for (const char *from = text; *from != '\0'; from++) {
		bool outside = !in_tag && *from != '<';

		in_tag = *from == '<' || (in_tag && *from != '>');
		if (outside && !isspace((unsigned char)*from))
			*to++ = *from;
	}
	*to = '\0';
}

/* A word of a letter or two would be in each text. */
static bool is_in(const char *word, const char *text)
{
	return word != NULL && strlen(word) >= 4 && scrub_finds(word, text);
}

/* Is the key or the secret there in pieces, which scrub() does not find? */
static bool has_pieces(const struct credential *credential, const char *text)
{
	char joined[LOOKED_AT];
	bool found;

	strlcpy(joined, text, sizeof(joined));
	join(joined);
	found = is_in(credential->secret, joined) || is_in(credential->key, joined);
	explicit_bzero(joined, sizeof(joined));
	return found;
}

void excerpt_make(const struct credential *credential, const struct buffer *body,
		  char out[EXCERPT_SIZE])
{
	char text[LOOKED_AT];
	size_t len = body->len < sizeof(text) ? body->len : sizeof(text) - 1;

	out[0] = '\0';
	if (len == 0 || memchr(body->data, '\0', len) != NULL)
		return;
	memcpy(text, body->data, len);
	text[len] = '\0';
	if (!may_hold_token(text)) {
		scrub(credential, text, sizeof(text));
		if (!has_pieces(credential, text)) {
			drop_tags(text);
			text_escape(text, strlen(text), out, EXCERPT_SIZE);
		}
	}
	explicit_bzero(text, sizeof(text));
}
