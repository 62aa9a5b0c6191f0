/* SPDX-License-Identifier: ISC */
/* Percent-encoding and base64. */
#include "fetch/encode.h"

#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

#define ALNUM "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static void encode(struct buffer *out, const char *value, const char *plain, bool plus)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *value != '\0'; value++) {
		unsigned char c = (unsigned char)*value;

		if (strchr(plain, c) != NULL) {
			buffer_char(out, *value);
		} else if (c == ' ' && plus) {
			buffer_char(out, '+');
		} else {
			buffer_char(out, '%');
			buffer_char(out, hex[c >> 4]);
			buffer_char(out, hex[c & 15]);
		}
	}
}

void encode_form(struct buffer *out, const char *value)
{
	encode(out, value, ALNUM "*-._", true);
}

void encode_form_field(struct buffer *out, const char *name, const char *value)
{
	if (out->len > 0)
		buffer_char(out, '&');
	encode_form(out, name);
	buffer_char(out, '=');
	encode_form(out, value);
}

void encode_query(struct buffer *out, const char *value)
{
	encode(out, value, ALNUM "-._~", false);
}

void encode_base64(struct buffer *out, const void *bytes, size_t len)
{
	size_t room = (len + 2) / 3 * 4 + 1;
	int written;

	if (buffer_reserve(out, room) == -1)
		return;
	written = b64_ntop(bytes, len, out->data + out->len, room);
	if (written < 0)
		out->failed = true;
	else
		out->len += (size_t)written;
}
