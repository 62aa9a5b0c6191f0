/* SPDX-License-Identifier: ISC */
/* Text from outside: is it clean, how is it shown, and how is it sent. */
#ifndef TOKCTL_BASE_TEXT_H
#define TOKCTL_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* The sets of ASCII, for strspn(3) and the like; put together as `TEXT_ALPHA "-_"`. */
#define TEXT_ALPHA "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define TEXT_DIGIT "0123456789"
#define TEXT_ALNUM TEXT_ALPHA TEXT_DIGIT

/*
 * The length in bytes, 1 to 4, of the well-formed UTF-8 sequence (RFC 3629) at s, of which len
 * bytes are there; else 0.
 */
size_t text_utf8_length(const char *s, size_t len);

/* The code point of the sequence at s, which is well-formed and n bytes long. */
uint32_t text_code_point(const char *s, size_t n);

/* True where the bytes are UTF-8 with nothing below 0x20 and no 0x7f in them. */
bool text_is_clean(const char *s, size_t len);

/* Why text_is_clean() is false; the first fault counts. */
enum text_fault {
	TEXT_CLEAN,
	TEXT_LINE_BREAK,
	TEXT_CONTROL_BYTE,
	TEXT_NOT_UTF8,
};

enum text_fault text_find_fault(const char *s, size_t len);

/*
 * Copies text for a terminal: what is not printable (control bytes, C1 and bidirectional controls,
 * bytes that are not UTF-8) is written as vis(3) does, so that a stranger's text can't move the
 * cursor or forge a line. Fits out of size bytes, cut between characters where it must, and always
 * ends in NUL.
 */
void text_escape(const char *s, size_t len, char *out, size_t size);

/*
 * strlcpy(3), strlcat(3) and vsnprintf(3) for text that people read: what does not fit is cut, and
 * then between characters.
 */
void text_copy(char *out, const char *s, size_t size);
void text_append(char *out, const char *s, size_t size);
void text_format(char *out, size_t size, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

/*
 * How many columns of a terminal UTF-8 text takes: two for a letter of Hangul, a Chinese character
 * and their like.
 */
size_t text_columns(const char *s);

/*
 * Appends text percent-encoded (RFC 3986, section 2.1): all bytes but those in plain; a space as
 * '+' where plus says so.
 */
void text_percent(struct buffer *out, const char *s, size_t len, const char *plain, bool plus);

/*
 * Appends application/x-www-form-urlencoded text (WHATWG URL, 5.2): all but ALPHA DIGIT * - . _
 * encoded, space as '+'.
 */
void text_form(struct buffer *out, const char *s, size_t len);

/* Appends name=value, encoded like that, with '&' in front where out is not empty. */
void text_form_field(struct buffer *out, const char *name, const char *value, size_t len);

#endif
