/* SPDX-License-Identifier: ISC */
/*
 * A growing string that never leaves a copy of itself behind.
 *
 * Secrets, tokens and everything that holds one live in a struct buffer: it is wiped when it grows
 * (the old copy) and when it is freed. The contents are always followed by a NUL that len does not
 * count.
 *
 *	struct buffer line = BUFFER_INIT;
 *
 *	buffer_string(&line, "Authorization: Bearer ");
 *	buffer_string(&line, token);
 *	if (line.failed)
 *		... out of memory ...
 *	buffer_free(&line);
 *
 * Out of memory is sticky: once an append has failed, later ones do nothing, and the caller asks
 * once, at the end.
 */
#ifndef TOKCTL_BASE_BUFFER_H
#define TOKCTL_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

struct buffer {
	char *data; /* NULL until the first append */
	size_t len;
	size_t cap;
	bool failed; /* an append ran out of memory: the contents are not whole */
};

#define BUFFER_INIT          \
	{                    \
		.data = NULL \
	}

/*
 * Makes room for `more` bytes behind the contents and a NUL. Returns -1 (and sets failed) when
 * there is no memory.
 */
MUST_CHECK int buffer_reserve(struct buffer *buffer, size_t more);

void buffer_append(struct buffer *buffer, const void *bytes, size_t len);
void buffer_string(struct buffer *buffer, const char *string);
void buffer_char(struct buffer *buffer, char c);
void buffer_number(struct buffer *buffer, int64_t number);

/* Empties the buffer and wipes what it held; the room is kept. */
void buffer_clear(struct buffer *buffer);

/* Wipes and frees; the buffer is as after BUFFER_INIT. */
void buffer_free(struct buffer *buffer);

#endif
