/* SPDX-License-Identifier: ISC */
/*
 * Keeps secrets out of what a server said. Decoding finds what encoding in advance would miss: hex
 * case, padding, joins.
 */
#include "fetch/scrub.h"

#include <ctype.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

static const char MASK[] = "***";
static const char HIDDEN[] = "(hidden: it quoted the key or the secret)";
static const char BASE64_CHARS[] = TEXT_ALNUM "+/";

enum {
	BASE64_QUANTUM = 4,
	LONGEST_SPELLING = 6, /* bytes for one: \u0041; base64 of what is form-encoded takes four */
	LONGEST_PIECE = 16,   /* bytes that text_escape() makes of one character at most */
	SHORTEST_ENCODED = 4, /* bytes; a shorter word turns up in any decoded text by chance */
};

/*
 * Not strstr(3): it leaves the word in registers, which the loader's next look-up would put on the
 * stack.
 */
static const char *find(const char *bytes, size_t len, const char *word)
{
	return memmem(bytes, len, word, strlen(word));
}

static bool contains(const char *bytes, size_t len, const char *word)
{
	return find(bytes, len, word) != NULL;
}

static int hex_value(char c)
{
	return isdigit((unsigned char)c)    ? c - '0'
	       : isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10
					    : -1;
}

/*
 * Each decoder takes one character's worth from *p, which is not at the end, and appends what it
 * stands for.
 */
typedef void decode_fn(const char **p, struct buffer *out);

/* The number that `count` hex digits spell, or -1 where one of them is none. */
static int hex_number(const char *s, int count)
{
	int number = 0;

	for (int i = 0; i < count; i++) {
		if (hex_value(s[i]) < 0)
			return -1;
		number = number * 16 + hex_value(s[i]);
	}
	return number;
}

static void decode_percent(const char **p, struct buffer *out)
{
	int byte = **p == '%' ? hex_number(*p + 1, 2) : -1;

	if (byte >= 0) {
		buffer_char(out, (char)byte);
		*p += 3;
	} else {
		buffer_char(out, *(*p)++);
	}
}

static void decode_form(const char **p, struct buffer *out)
{
	if (**p != '+') {
		decode_percent(p, out);
		return;
	}
	buffer_char(out, ' ');
	++*p;
}

static void append_utf8(int code, struct buffer *out)
{
	/* bytes after the first */
	int rest = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const int lead[] = { 0, 0xc0, 0xe0, 0xf0 };

	buffer_char(out, (char)(lead[rest] | code >> 6 * rest));
	while (rest-- > 0)
		buffer_char(out, (char)(0x80 | (code >> 6 * rest & 0x3f)));
}

/*
 * As JSON in a message quotes it: \" and \\ and, from some servers, \uXXXX for all that is not
 * ASCII.
 */
static void decode_backslash(const char **p, struct buffer *out)
{
	const char *s = *p;
	int code = s[0] == '\\' && s[1] == 'u' ? hex_number(s + 2, 4) : -1;

	if (code >= 0xd800 && code <= 0xdbff && s[6] == '\\' && s[7] == 'u') {
		int low = hex_number(s + 8, 4);

		if (low >= 0xdc00 && low <= 0xdfff) {
			append_utf8(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), out);
			*p += 12;
			return;
		}
	}
	if (code >= 0) {
		append_utf8(code, out);
		*p += 6;
		return;
	}
	*p += s[0] == '\\' && s[1] != '\0';
	buffer_char(out, *(*p)++);
}

static bool contains_decoded(const char *text, const char *word, decode_fn *decode)
{
	struct buffer decoded = BUFFER_INIT;
	bool found;

	for (const char *p = text; *p != '\0';)
		decode(&p, &decoded);
	found = decoded.failed || (decoded.len > 0 && contains(decoded.data, decoded.len, word));
	buffer_free(&decoded);
	return found;
}

/* One run of base64 (URL-safe too), read from each of the four places where a quantum may begin. */
static bool run_contains(const char *run, size_t len, const char *word)
{
	struct buffer quanta = BUFFER_INIT, decoded = BUFFER_INIT;
	bool found = false;

	for (size_t shift = 0; shift < BASE64_QUANTUM && shift < len && !found; shift++) {
		int count = 0;

		buffer_clear(&quanta);
		buffer_clear(&decoded);
		for (size_t i = shift; i < len; i++)
			buffer_char(&quanta, run[i] == '-' ? '+' : run[i] == '_' ? '/' : run[i]);
		while (quanta.len % BASE64_QUANTUM != 0 && !quanta.failed)
			buffer_char(&quanta, 'A'); /* '=' would want clean bits before it */
		if (!quanta.failed && buffer_reserve(&decoded, quanta.len) == 0)
			count = EVP_DecodeBlock((unsigned char *)decoded.data,
						(const unsigned char *)quanta.data,
						(int)quanta.len);
		decoded.len = count > 0 ? (size_t)count : 0;
		found = quanta.failed || decoded.failed ||
			contains(decoded.data, decoded.len, word);
	}
	buffer_free(&quanta);
	buffer_free(&decoded);
	return found;
}

static bool contains_base64(const char *text, const char *word)
{
	while (*text != '\0') {
		size_t len = 0;

		while (text[len] != '\0' && (strchr(BASE64_CHARS, text[len]) != NULL ||
					     text[len] == '-' || text[len] == '_'))
			len++;
		if (len > 0 && run_contains(text, len, word))
			return true;
		text += len + (text[len] != '\0');
	}
	return false;
}

/*
 * Basic authentication of OAuth form-encodes the two before it joins them (RFC 6749, section
 * 2.3.1).
 */
static bool contains_basic(const char *text, const char *word)
{
	struct buffer encoded = BUFFER_INIT;
	bool found;

	text_form(&encoded, word, strlen(word));
	found = encoded.failed || contains_base64(text, encoded.data);
	buffer_free(&encoded);
	return found;
}

static void mask(char *text, size_t size, const char *word)
{
	size_t word_len = strlen(word);
	struct buffer masked = BUFFER_INIT;
	const char *from = text, *found;

	while ((found = find(from, strlen(from), word)) != NULL) {
		buffer_append(&masked, from, (size_t)(found - from));
		buffer_string(&masked, MASK);
		from = found + word_len;
	}
	if (from != text) {
		buffer_string(&masked, from);
		explicit_bzero(text, strlen(text));
		strlcpy(text, masked.failed ? HIDDEN : masked.data, size);
	}
	buffer_free(&masked);
}

static bool is_encoded_in(const char *word, const char *text)
{
	return strlen(word) >= SHORTEST_ENCODED &&
	       (contains_decoded(text, word, decode_percent) ||
		contains_decoded(text, word, decode_form) ||
		contains_decoded(text, word, decode_backslash) || contains_base64(text, word) ||
		contains_basic(text, word));
}

bool scrub_finds(const char *word, const char *text)
{
	return word[0] != '\0' && (contains(text, strlen(text), word) || is_encoded_in(word, text));
}

static void scrub_word(const char *word, char *text, size_t size)
{
	if (word[0] == '\0')
		return;
	mask(text, size, word);
	if (is_encoded_in(word, text)) {
		explicit_bzero(text, strlen(text));
		strlcpy(text, HIDDEN, size);
	}
}

/*
 * A text that fills its room was cut, perhaps within the secret, where no search finds it any more.
 * What the longest spelling of it takes is dropped from the end.
 */
static void drop_cut_end(size_t word_len, char *text, size_t size)
{
	size_t len = strlen(text), drop = LONGEST_SPELLING * word_len + LONGEST_PIECE;

	if (len + LONGEST_PIECE < size)
		return;
	len = len > drop ? len - drop : 0;
	while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	explicit_bzero(text + len, strlen(text + len));
}

/* In place: what a server said is shown without its control bytes. */
static void escape(char *text, size_t size)
{
	struct buffer raw = BUFFER_INIT;

	buffer_string(&raw, text);
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

	if (text[0] == '\0')
		return;
	drop_cut_end(strlen(key_first ? key : secret), text, size);
	/* The longer one first: the other may be a part of it. */
	scrub_word(key_first ? key : secret, text, size);
	scrub_word(key_first ? secret : key, text, size);
	/* Not before: a secret with an invisible character in it would no longer be found. */
	escape(text, size);
}
