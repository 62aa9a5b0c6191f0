/* SPDX-License-Identifier: ISC */
/* Keeps secrets out of what a server said. */
#include "fetch/scrub.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "fetch/spelling.h"

static const char MASK[] = "***";
static const char HIDDEN[] = "(hidden: it quoted the key or the secret)";

enum { LONGEST_PIECE = 16 }; /* bytes that text_escape() makes of one character at most */

/* Not strstr(3), for the reason in spelling.c. */
static const char *find(const char *text, const char *word)
{
	return memmem(text, strlen(text), word, strlen(word));
}

/* The codes of RFC 6749 (4.1.2.1, 5.2), RFC 6750 (3.1) and RFC 8707 (2): they quote nobody. */
static bool is_standard_code(const char *text, size_t len)
{
	static const char *const codes[] = {
		"invalid_request",        "invalid_client",
		"invalid_grant",          "unauthorized_client",
		"unsupported_grant_type", "invalid_scope",
		"access_denied",          "unsupported_response_type",
		"server_error",           "temporarily_unavailable",
		"invalid_token",          "insufficient_scope",
		"invalid_target",
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strlen(codes[i]) == len && memcmp(codes[i], text, len) == 0)
			return true;
	return false;
}

static bool is_code_char(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z');
}

/* Is what was found at `from` in the text a part of such a code, as `client` of invalid_client? */
static bool is_in_code(const char *text, const char *from)
{
	const char *end = from;

	while (from > text && is_code_char(from[-1]))
		from--;
	while (is_code_char(*end))
		end++;
	return is_standard_code(from, (size_t)(end - from));
}

/* Appends the text, masked; the word stays where it is part of a standard code, unless in_codes. */
static void append_masked(const char *text, const char *word, bool in_codes, struct buffer *out)
{
	const char *from = text, *found;

	while ((found = find(from, word)) != NULL) {
		buffer_append(out, from, (size_t)(found - from));
		from = found + strlen(word);
		buffer_string(out, !in_codes && is_in_code(text, found) ? word : MASK);
	}
	buffer_string(out, from);
}

bool scrub_finds(const char *word, const char *text)
{
	return word[0] != '\0' && (find(text, word) != NULL || spelling_finds(word, text));
}

static void replace(char *text, size_t size, const char *by)
{
	explicit_bzero(text, strlen(text));
	strlcpy(text, by, size);
}

static void scrub_word(const char *word, char *text, size_t size)
{
	struct buffer masked = BUFFER_INIT, bare = BUFFER_INIT;

	if (word[0] == '\0')
		return;
	append_masked(text, word, false, &masked);
	append_masked(text, word, true, &bare);
	if (masked.failed || bare.failed || (bare.len > 0 && spelling_finds(word, bare.data)))
		replace(text, size, HIDDEN);
	else if (masked.len > 0)
		replace(text, size, masked.data);
	buffer_free(&masked);
	buffer_free(&bare);
}

/*
 * A text that fills its room was cut, perhaps within the secret, where no search finds it any more.
 * What the longest spelling of it takes is dropped from the end: not before what is whole was
 * found.
 */
static void drop_cut_end(size_t word_len, char *text)
{
	size_t len = strlen(text), drop = SPELLING_LONGEST * word_len + LONGEST_PIECE;

	len = len > drop ? len - drop : 0;
	while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	explicit_bzero(text + len, strlen(text + len));
}

/* Each run of spaces with a line break or a tab in it is one space: what is shown is one line. */
static void join_lines(const char *text, struct buffer *out)
{
	while (*text != '\0') {
		size_t run = strspn(text, " \t\r\n");

		if (run == 0)
			buffer_char(out, *text++);
		else if (strcspn(text, "\t\r\n") < run)
			buffer_char(out, ' ');
		else
			buffer_append(out, text, run);
		text += run;
	}
}

/* In place: what a server said is shown on one line, and without its control bytes. */
static void escape(char *text, size_t size)
{
	struct buffer raw = BUFFER_INIT;

	join_lines(text, &raw);
	explicit_bzero(text, strlen(text));
	if (raw.failed)
		strlcpy(text, HIDDEN, size);
	else if (raw.len > 0)
		text_escape(raw.data, raw.len, text, size);
	buffer_free(&raw);
}

void scrub(const struct credential *credential, char *text, size_t size)
{
	const char *key = credential->key != NULL ? credential->key : "";
	const char *secret = credential->secret != NULL ? credential->secret : "";
	bool key_first = strlen(key) > strlen(secret);
	bool was_cut = strlen(text) + LONGEST_PIECE >= size;

	if (text[0] == '\0')
		return;
	/* The longer one first: the other may be a part of it. */
	scrub_word(key_first ? key : secret, text, size);
	scrub_word(key_first ? secret : key, text, size);
	if (was_cut && strcmp(text, HIDDEN) != 0)
		drop_cut_end(strlen(key_first ? key : secret), text);
	/* Not before: a secret with an invisible character in it would no longer be found. */
	escape(text, size);
}
