/* SPDX-License-Identifier: ISC */
/* A growing string that never leaves a copy of itself behind. */
#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

enum { SMALLEST = 256 };

/*
 * Piece by piece: libc's memset() turns to another instruction for long stretches, which costs one
 * count a byte in the budget that callgrind keeps for a cached token.
 */
static void wipe(char *data, size_t len)
{
	static const size_t PIECE = 2048;

	for (; len > PIECE; data += PIECE, len -= PIECE)
		explicit_bzero(data, PIECE);
	explicit_bzero(data, len);
}

static void release(struct buffer *buffer)
{
	if (buffer->data != NULL)
		wipe(buffer->data, buffer->cap);
	free(buffer->data);
}

int buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t cap = buffer->cap > 0 ? buffer->cap * 2 : SMALLEST;
	char *data;

	if (buffer->failed)
		return -1;
	if (more < buffer->cap - buffer->len)
		return 0;
	if (more >= SIZE_MAX / 4 - buffer->len) {
		buffer->failed = true;
		return -1;
	}
	if (cap <= buffer->len + more)
		/* no more than is asked for: all of it is wiped in the end */
		cap = buffer->len + more + 1;
	/* Not realloc: it may move the bytes and leave the old ones. */
	data = malloc(cap);
	if (data == NULL) {
		buffer->failed = true;
		return -1;
	}
	if (buffer->len > 0)
		memcpy(data, buffer->data, buffer->len);
	data[buffer->len] = '\0';
	release(buffer);
	buffer->data = data;
	buffer->cap = cap;
	return 0;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t len)
{
	if (buffer_reserve(buffer, len) == -1)
		return;
	if (len > 0)
		memcpy(buffer->data + buffer->len, bytes, len);
	buffer->len += len;
	buffer->data[buffer->len] = '\0';
}

void buffer_string(struct buffer *buffer, const char *string)
{
	buffer_append(buffer, string, strlen(string));
}

void buffer_char(struct buffer *buffer, char c)
{
	buffer_append(buffer, &c, 1);
}

void buffer_number(struct buffer *buffer, int64_t number)
{
	char digits[24];
	char *p = digits + sizeof(digits);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	do
		*--p = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (number < 0)
		*--p = '-';
	buffer_append(buffer, p, (size_t)(digits + sizeof(digits) - p));
}

void buffer_clear(struct buffer *buffer)
{
	if (buffer->data != NULL)
		wipe(buffer->data, buffer->len + 1);
	buffer->len = 0;
	buffer->failed = false;
}

void buffer_free(struct buffer *buffer)
{
	release(buffer);
	*buffer = (struct buffer)BUFFER_INIT;
}
