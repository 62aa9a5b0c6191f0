/* SPDX-License-Identifier: ISC */
/*
 * JSON that a stranger sent. cJSON is lenient (trailing data, NUL, invalid UTF-8, names twice); a
 * token fetcher must not be. So json_check() holds the text to RFC 8259 first, and more strictly
 * still:
 *
 *	UTF-8, nothing after the value, no name twice in an object, no U+0000, no lone surrogate,
 *	depth JSON_DEPTH, JSON_MEMBERS members in an object
 */
#ifndef TOKCTL_FETCH_JSON_H
#define TOKCTL_FETCH_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* An object. json.c alone looks into one. */
struct cJSON;

enum { JSON_DEPTH = 16, JSON_MEMBERS = 128 };

/* What is wrong with the text, a sentence ("the reply is empty"); NULL: nothing. */
const char *json_check(const char *text, size_t len);

/* The text as an object, checked; free it with json_free(). NULL with *problem where it is none. */
struct cJSON *json_object(const struct buffer *text, const char **problem);

void json_free(struct cJSON *object);

/* A member's string, or NULL where it is missing or something else. It belongs to the object. */
const char *json_string(const struct cJSON *object, const char *name);

/* A member's number. False where it is missing or something else. */
bool json_number(const struct cJSON *object, const char *name, double *out);

/*
 * A string member as it is, or a number member in decimal: for codes that come as either. False
 * where it is neither.
 */
bool json_code(const struct cJSON *object, const char *name, char *out, size_t size);

/* A member's string of 1 to 15 digits, as a number. False where it is missing or something else. */
bool json_digits(const struct cJSON *object, const char *name, double *out);

/* Is there such a member, and is it not null? */
bool json_is_there(const struct cJSON *object, const char *name);

/* Is the text one of the strings of a member that is an array? */
bool json_lists(const struct cJSON *object, const char *name, const char *text);

/* A member that is an object, or NULL. */
const struct cJSON *json_member(const struct cJSON *object, const char *name);

#endif
