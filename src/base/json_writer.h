/* SPDX-License-Identifier: ISC */
/*
 * Writes JSON (RFC 8259) to a buffer, without white space. The writer puts the commas; the caller
 * ends what it begins.
 *
 *	struct json_writer json = json_writer_init(&out);
 *
 *	json_begin_object(&json, NULL);
 *	json_put_number(&json, "version", 1);
 *	json_begin_array(&json, "tokens");
 *	json_begin_object(&json, NULL);
 *	json_put_text(&json, "state", "valid");
 *	json_end_object(&json);
 *	json_end_array(&json);
 *	json_end_object(&json);
 *
 * gives {"version":1,"tokens":[{"state":"valid"}]}. Names are plain: nothing in them is escaped. In
 * an array, and for the outermost value, the name is NULL. Out of memory is the buffer's `failed`.
 */
#ifndef TOKCTL_BASE_JSON_WRITER_H
#define TOKCTL_BASE_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct json_writer {
	struct buffer *out;
	bool follows; /* a value stands before the next one: a comma is due */
};

/* A writer that appends to out, which must outlive it. */
struct json_writer json_writer_init(struct buffer *out);

void json_begin_object(struct json_writer *json, const char *name);
void json_end_object(struct json_writer *json);
void json_begin_array(struct json_writer *json, const char *name);
void json_end_array(struct json_writer *json);

/* A string, which must be UTF-8. */
void json_put_string(struct json_writer *json, const char *name, const char *string);

/* The same; null for NULL and for "": what is not known is null. */
void json_put_text(struct json_writer *json, const char *name, const char *text);

void json_put_number(struct json_writer *json, const char *name, int64_t number);
void json_put_boolean(struct json_writer *json, const char *name, bool value);
void json_put_null(struct json_writer *json, const char *name);

/* Seconds since the epoch as a string of RFC 3339, in UTC; null for TIME_UNKNOWN. */
void json_put_time(struct json_writer *json, const char *name, int64_t time);

#endif
