/* SPDX-License-Identifier: ISC */
/*
 * Is a word in a text, however a server may have spelled it? Decoding finds what encoding in
 * advance would miss: hex case, padding, joins, and one encoding within another.
 */
#include "fetch/spelling.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

enum {
	SHORTEST = 4, /* bytes; a shorter word turns up in any decoded text by chance */
	DEEPEST = 3,  /* encodings within each other: JSON in JSON in HTML */
	BYTE = 8,     /* bits */
};

struct bytes {
	const char *data;
	size_t len;
};

/*
 * Not strstr(3): it leaves the word in registers, which the loader's next look-up would put on the
 * stack.
 */
static bool contains(struct bytes text, const char *word)
{
	return text.len > 0 && memmem(text.data, text.len, word, strlen(word)) != NULL;
}

/* ---- what is spelled character by character */

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

/* What JSON writes as a backslash and that letter, where it is no letter (RFC 8259, section 7). */
static char escaped_letter(char letter)
{
	static const char letters[] = "bfnrt", bytes[] = "\b\f\n\r\t";
	const char *found = letter != '\0' ? strchr(letters, letter) : NULL;

	return found != NULL ? bytes[found - letters] : letter;
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
	code = s[0] == '\\' && s[1] == 'x' ? hex_number(s + 2, 2) : -1;
	if (code >= 0) {
		buffer_char(out, (char)code);
		*p += 4;
		return;
	}
	*p += s[0] == '\\' && s[1] != '\0';
	buffer_char(out, *p > s ? escaped_letter(**p) : **p);
	++*p;
}

/* Of HTML's entities, those of ASCII; the ';' may be missing. Each spells one byte. */
static size_t named_entity(const char *s, char *byte)
{
	static const struct {
		const char *name;
		char byte;
	} entities[] = {
		{ "&amp", '&' },  { "&lt", '<' },     { "&gt", '>' },
		{ "&quot", '"' }, { "&apos", '\'' },  { "&sol", '/' },
		{ "&plus", '+' }, { "&equals", '=' }, { "&percnt", '%' },
	};

	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		size_t len = strlen(entities[i].name);

		if (strncmp(s, entities[i].name, len) != 0)
			continue;
		*byte = entities[i].byte;
		return len;
	}
	return 0;
}

/* &#38; and &#x26;: the code point, or -1. *len is what it takes. */
static int numbered_entity(const char *s, size_t *len)
{
	enum { MOST_DIGITS = 7, LAST = 0x10ffff };
	bool is_hex = s[0] == '&' && s[1] == '#' && (s[2] == 'x' || s[2] == 'X');
	int base = is_hex ? 16 : 10, code = 0;
	size_t from = is_hex ? 3 : 2, at = from;

	if (s[0] != '&' || s[1] != '#')
		return -1;
	for (; at - from < MOST_DIGITS && hex_value(s[at]) >= 0 && hex_value(s[at]) < base; at++)
		code = code * base + hex_value(s[at]);
	*len = at;
	return at > from && code <= LAST ? code : -1;
}

static void decode_html(const char **p, struct buffer *out)
{
	char byte = '\0';
	size_t len = named_entity(*p, &byte);
	int code = len > 0 ? (unsigned char)byte : numbered_entity(*p, &len);

	if (code < 0) {
		buffer_char(out, *(*p)++);
		return;
	}
	append_utf8(code, out);
	*p += len;
	*p += **p == ';';
}

/* ---- what packs bytes into digits: base64, base32, hex */

typedef int digit_fn(char c);

/* The URL-safe alphabet too (RFC 4648, section 5). */
static int base64_digit(char c)
{
	static const char DIGITS[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c == '-'   ? DIGITS + 62
			    : c == '_' ? DIGITS + 63
			    : c != 0   ? strchr(DIGITS, c)
				       : NULL;

	return found != NULL ? (int)(found - DIGITS) : -1;
}

static int base32_digit(char c)
{
	if (c >= '2' && c <= '7')
		return c - '2' + 26;
	return isalpha((unsigned char)c) ? tolower((unsigned char)c) - 'a' : -1;
}

static const struct packing {
	digit_fn *digit;
	int bits;     /* of a digit */
	size_t cycle; /* digits after which a byte begins with a digit again */
} packings[] = {
	{ .digit = base64_digit, .bits = 6, .cycle = 4 },
	{ .digit = base32_digit, .bits = 5, .cycle = 8 },
	{ .digit = hex_value, .bits = 4, .cycle = 2 },
};

static void unpack(const struct packing *packing, struct bytes digits, struct buffer *out)
{
	unsigned pending = 0;
	int bits = 0;

	for (size_t i = 0; i < digits.len; i++) {
		pending = pending << packing->bits | (unsigned)packing->digit(digits.data[i]);
		bits += packing->bits;
		if (bits < BYTE)
			continue;
		bits -= BYTE;
		buffer_char(out, (char)(pending >> bits & 0xff));
	}
}

/* The digits are read from each place where a byte may begin. */
static bool digits_contain(const struct packing *packing, struct bytes digits, const char *word)
{
	struct buffer bytes = BUFFER_INIT;
	bool found = false;

	for (size_t shift = 0; shift < packing->cycle && shift < digits.len && !found; shift++) {
		buffer_clear(&bytes);
		unpack(packing, (struct bytes){ digits.data + shift, digits.len - shift }, &bytes);
		found = bytes.failed || contains((struct bytes){ bytes.data, bytes.len }, word);
	}
	buffer_free(&bytes);
	return found;
}

static bool is_packed_in(const struct packing *packing, struct bytes text, const char *word)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t from = at;

		while (at < text.len && packing->digit(text.data[at]) >= 0)
			at++;
		if (at > from &&
		    digits_contain(packing, (struct bytes){ text.data + from, at - from }, word))
			return true;
	}
	return false;
}

/* Digits may be broken over lines. */
static void squeeze(struct bytes text, struct buffer *out)
{
	for (size_t i = 0; i < text.len; i++)
		if (!isspace((unsigned char)text.data[i]))
			buffer_char(out, text.data[i]);
}

/*
 * As it is, or form-encoded: Basic authentication of OAuth does that to the two before it joins
 * them (RFC 6749, section 2.3.1).
 */
static bool is_packed(struct bytes text, const char *word)
{
	struct buffer digits = BUFFER_INIT, form = BUFFER_INIT;
	bool found;

	squeeze(text, &digits);
	text_form(&form, word, strlen(word));
	found = digits.failed || form.failed;
	for (size_t i = 0; i < sizeof(packings) / sizeof(packings[0]) && !found; i++)
		found = is_packed_in(&packings[i], (struct bytes){ digits.data, digits.len }, word);
	found = found ||
		is_packed_in(&packings[0], (struct bytes){ digits.data, digits.len }, form.data);
	buffer_free(&digits);
	buffer_free(&form);
	return found;
}

/* ---- one within the other */

static bool is_spelled(struct bytes text, const char *word, int depth);

static bool is_decoded(struct bytes text, const char *word, decode_fn *decode, int depth)
{
	struct buffer decoded = BUFFER_INIT;
	const char *p = text.data;
	bool found;

	while (p < text.data + text.len)
		decode(&p, &decoded);
	/* What is decoded to itself was looked at before. */
	found = decoded.failed ||
		((decoded.len != text.len || memcmp(decoded.data, text.data, text.len) != 0) &&
		 is_spelled((struct bytes){ decoded.data, decoded.len }, word, depth - 1));
	buffer_free(&decoded);
	return found;
}

static bool is_spelled(struct bytes text, const char *word, int depth)
{
	static decode_fn *const decoders[] = { decode_percent, decode_form, decode_backslash,
					       decode_html };

	if (text.len == 0)
		return false;
	if (contains(text, word) || is_packed(text, word))
		return true;
	for (size_t i = 0; depth > 0 && i < sizeof(decoders) / sizeof(decoders[0]); i++)
		if (is_decoded(text, word, decoders[i], depth))
			return true;
	return false;
}

bool spelling_finds(const char *word, const char *text)
{
	return strlen(word) >= SHORTEST &&
	       is_spelled((struct bytes){ text, strlen(text) }, word, DEEPEST);
}
