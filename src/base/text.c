/* SPDX-License-Identifier: ISC */
/* Text from outside: is it clean, how is it shown, and how is it sent. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

static size_t sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	if (lead >= 0xf0 && lead <= 0xf4)
		return 4;
	return 0;
}

/*
 * RFC 3629, section 4: the second byte keeps out overlong forms, surrogates and what is above
 * U+10FFFF.
 */
static bool second_byte_fits(unsigned char lead, unsigned char second)
{
	unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
	unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

	return second >= low && second <= high;
}

size_t text_utf8_length(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n;

	if (len == 0)
		return 0;
	n = sequence_length(u[0]);
	if (n == 0 || n > len)
		return 0;
	if (n > 1 && !second_byte_fits(u[0], u[1]))
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* The first byte that is not clean, or s + len. */
static const char *first_unclean(const char *s, size_t len)
{
	const char *end = s + len;

	for (;;) {
		size_t n;

		while (s < end && *s >= 0x20 && *s < 0x7f)
			s++;
		n = s < end && !is_control((unsigned char)*s)
			    ? text_utf8_length(s, (size_t)(end - s))
			    : 0;
		if (n == 0)
			return s;
		s += n;
	}
}

bool text_is_clean(const char *s, size_t len)
{
	return first_unclean(s, len) == s + len;
}

enum text_fault text_find_fault(const char *s, size_t len)
{
	const char *at = first_unclean(s, len);

	if (at == s + len)
		return TEXT_CLEAN;
	if (*at == '\n' || *at == '\r')
		return TEXT_LINE_BREAK;
	return is_control((unsigned char)*at) ? TEXT_CONTROL_BYTE : TEXT_NOT_UTF8;
}

uint32_t text_code_point(const char *s, size_t n)
{
	static const unsigned char lead_mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t code = (unsigned char)s[0] & lead_mask[n];

	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)s[i] & 0x3f);
	return code;
}

/*
 * Not a control of C0 or C1, not a separator of lines, not one of the marks that turn the direction
 * of text.
 */
static bool is_printable(uint32_t code)
{
	return code >= 0x20 && !(code >= 0x7f && code <= 0x9f) && code != 0x61c && code != 0xfeff &&
	       !(code >= 0x200b && code <= 0x200f) && !(code >= 0x2028 && code <= 0x202e) &&
	       !(code >= 0x2060 && code <= 0x206f);
}

/*
 * "Wide" and "Fullwidth" of Unicode's EastAsianWidth.txt, as far as a language in src/po uses them.
 * No locale is needed.
 */
static bool is_wide(uint32_t code)
{
	return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0x303e) ||
	       (code >= 0x3041 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) ||
	       (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff00 && code <= 0xff60) ||
	       (code >= 0xffe0 && code <= 0xffe6);
}

size_t text_columns(const char *s)
{
	size_t len = strlen(s), columns = 0;

	while (len > 0) {
		size_t n = text_utf8_length(s, len);

		columns += n > 0 && is_wide(text_code_point(s, n)) ? 2 : 1;
		n = n > 0 ? n : 1;
		s += n;
		len -= n;
	}
	return columns;
}

void text_escape(const char *s, size_t len, char *out, size_t size)
{
	char piece[4 * 4 + 1];
	size_t used = 0;

	for (size_t i = 0; i < len;) {
		size_t n = text_utf8_length(s + i, len - i);
		size_t piece_len = n;

		if (n > 0 && is_printable(text_code_point(s + i, n))) {
			memcpy(piece, s + i, n);
		} else {
			/* As vis(3) writes it, which takes a byte for a letter in some locales. */
			n = n > 0 ? n : 1;
			piece_len = 4 * n;
			for (size_t k = 0; k < n; k++)
				snprintf(piece + 4 * k, 5, "\\%03o", (unsigned char)s[i + k]);
		}
		if (used + piece_len >= size)
			break;
		memcpy(out + used, piece, piece_len);
		used += piece_len;
		i += n;
	}
	out[used] = '\0';
}

/* Ends text that was cut before the character of which only a part is left. */
static void drop_half_character(char *s)
{
	enum { LONGEST = 4 };
	size_t len = strlen(s), back = 1;

	while (back < LONGEST && back < len && ((unsigned char)s[len - back] & 0xc0) == 0x80)
		back++;
	if (back <= len && (unsigned char)s[len - back] >= 0xc0 &&
	    text_utf8_length(s + len - back, back) == 0)
		s[len - back] = '\0';
}

void text_copy(char *out, const char *s, size_t size)
{
	if (strlcpy(out, s, size) >= size)
		drop_half_character(out);
}

void text_append(char *out, const char *s, size_t size)
{
	if (strlcat(out, s, size) >= size)
		drop_half_character(out);
}

void text_format(char *out, size_t size, const char *format, va_list args)
{
	int len = vsnprintf(out, size, format, args);

	if (len >= 0 && (size_t)len >= size)
		drop_half_character(out);
}

void text_percent(struct buffer *out, const char *s, size_t len, const char *plain, bool plus)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c != '\0' && strchr(plain, c) != NULL) {
			buffer_char(out, s[i]);
		} else if (c == ' ' && plus) {
			buffer_char(out, '+');
		} else {
			buffer_char(out, '%');
			buffer_char(out, hex[c >> 4]);
			buffer_char(out, hex[c & 15]);
		}
	}
}

void text_form(struct buffer *out, const char *s, size_t len)
{
	text_percent(out, s, len, TEXT_ALNUM "*-._", true);
}

void text_form_field(struct buffer *out, const char *name, const char *value, size_t len)
{
	if (out->len > 0)
		buffer_char(out, '&');
	text_form(out, name, strlen(name));
	buffer_char(out, '=');
	text_form(out, value, len);
}
