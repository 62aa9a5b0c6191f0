/* SPDX-License-Identifier: ISC */
/*
 * The record: the one format of tokctl's own data, at rest and in flight. The task of
 * tokctl-fetch, its reply, and the entry of the cache are records.
 *
 *	record  = version *field end
 *	version = "tokctl=1" LF
 *	field   = name "=" value LF          ; each name at most once; an unknown name is ignored
 *	name    = lower *( lower / digit / "-" )
 *	value   = *char                      ; UTF-8, no byte below 0x20, no 0x7f; may be empty
 *	end     = LF                         ; the empty line: without it the record was cut short
 *
 * Nothing follows the end. Anything else is malformed. A record is at most RECORD_LIMIT bytes and
 * RECORD_FIELDS fields.
 *
 * Reading is in place: the record's strings point into the bytes that were parsed, which the caller
 * owns and wipes.
 */
#ifndef TOKCTL_BASE_RECORD_H
#define TOKCTL_BASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"

enum {
	RECORD_LIMIT = 64 * 1024,
	RECORD_FIELDS = 40,
};

struct record {
	size_t count;
	struct {
		const char *name;
		const char *value;
	} fields[RECORD_FIELDS];
};

enum record_result {
	RECORD_OK,
	RECORD_MALFORMED,
	RECORD_OTHER_VERSION, /* well-formed in its first line, written by another tokctl */
};

/*
 * Reads len bytes as a record and writes NULs into them, none behind them. On anything but
 * RECORD_OK the record is empty.
 */
MUST_CHECK enum record_result record_parse(char *bytes, size_t len, struct record *record);

/*
 * The same for a record with fields that it can do without: one whose name begins with `spared` and
 * whose value is not clean is left out, and the others are read.
 */
MUST_CHECK enum record_result record_parse_sparing(char *bytes, size_t len, const char *spared,
						   struct record *record);

/* Has the end come? False while there may be more, and of what is no record at all. */
bool record_has_ended(const struct buffer *bytes);

/* The value of that name, or NULL. */
const char *record_get(const struct record *record, const char *name);

/* Copies the value, cut to size between characters; "" where it is missing. */
void record_copy(const struct record *record, const char *name, char *out, size_t size);

/* Copies the lines that record_put_lines() wrote, with '\n' between them. */
void record_copy_lines(const struct record *record, const char *name, char *out, size_t size);

/* The value as a whole number, or otherwise where it is missing or not a number. */
int64_t record_get_number(const struct record *record, const char *name, int64_t otherwise);

/*
 * The same, and otherwise also where it is below least or above most: what another program wrote
 * may be any number.
 */
int64_t record_get_within(const struct record *record, const char *name, int64_t least,
			  int64_t most, int64_t otherwise);

/*
 * Writing: begin, put..., end. record_put() leaves out a NULL value. Values must be clean
 * (text_is_clean).
 */
void record_begin(struct buffer *out);
void record_put(struct buffer *out, const char *name, const char *value);

/* The same, and leaves out "" as well. */
void record_put_text(struct buffer *out, const char *name, const char *value);

/* The same, for text that need not be clean, which is made so by text_escape(). */
void record_put_shown(struct buffer *out, const char *name, const char *value);

/*
 * The same, for a text of several lines, as a value each: NAME, NAME-2, NAME-3 and so on. A name is
 * at most 15 bytes.
 */
void record_put_lines(struct buffer *out, const char *name, const char *text);
void record_put_number(struct buffer *out, const char *name, int64_t value);
void record_end(struct buffer *out);

#endif
