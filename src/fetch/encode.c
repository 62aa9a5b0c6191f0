/* SPDX-License-Identifier: ISC */
/* Percent-encoding and base64. */
#include "fetch/encode.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/text.h"

void encode_query(struct buffer *out, const char *value)
{
	text_percent(out, value, strlen(value), TEXT_ALNUM "-._~", false);
}

void encode_base64(struct buffer *out, const void *bytes, size_t len)
{
	size_t room = (len + 2) / 3 * 4 + 1;

	if (buffer_reserve(out, room) == 0)
		out->len += (size_t)EVP_EncodeBlock((unsigned char *)out->data + out->len, bytes,
						    (int)len);
}
