/* SPDX-License-Identifier: ISC */
/* The record: reading and writing. Its grammar stands in record.h. */
#include "base/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SHOWN_SIZE = 8 * 1024, LINE_NAME_SIZE = 32 };

static const char VERSION_NAME[] = "tokctl=";
static const char VERSION_LINE[] = "tokctl=1\n";

/* Not strspn(), which lays out a table of all bytes for each of these short names. */
static bool is_name(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') ||
		      (i > 0 && ((s[i] >= '0' && s[i] <= '9') || s[i] == '-'))))
			return false;
	return len > 0;
}

/*
 * Cuts one "name=value" line, already ended by NUL, in two. A value that is not clean is left out
 * if its name begins with `spared`.
 */
static int parse_field(char *line, size_t len, const char *spared, struct record *record)
{
	char *equals = memchr(line, '=', len);
	char *value;

	if (equals == NULL || record->count == RECORD_FIELDS)
		return -1;
	*equals = '\0';
	value = equals + 1;
	if (!is_name(line, (size_t)(equals - line)) || record_get(record, line) != NULL)
		return -1;
	if (!text_is_clean(value, len - (size_t)(value - line)))
		return spared != NULL && strncmp(line, spared, strlen(spared)) == 0 ? 0 : -1;
	record->fields[record->count].name = line;
	record->fields[record->count].value = value;
	record->count++;
	return 0;
}

static enum record_result check_version(const char *bytes, size_t len)
{
	size_t name_len = strlen(VERSION_NAME), at = name_len;

	if (len >= strlen(VERSION_LINE) && memcmp(bytes, VERSION_LINE, strlen(VERSION_LINE)) == 0)
		return RECORD_OK;
	if (len < name_len || memcmp(bytes, VERSION_NAME, name_len) != 0)
		return RECORD_MALFORMED;
	while (at < len && bytes[at] >= '0' && bytes[at] <= '9')
		at++;
	return at > name_len && at < len && bytes[at] == '\n' ? RECORD_OTHER_VERSION
							      : RECORD_MALFORMED;
}

enum record_result record_parse(char *bytes, size_t len, struct record *record)
{
	return record_parse_sparing(bytes, len, NULL, record);
}

enum record_result record_parse_sparing(char *bytes, size_t len, const char *spared,
					struct record *record)
{
	enum record_result version = check_version(bytes, len);
	char *end = bytes + len;
	char *line;

	record->count = 0;
	if (len > RECORD_LIMIT)
		return RECORD_MALFORMED;
	if (version != RECORD_OK)
		return version;
	line = bytes + strlen(VERSION_LINE);
	while (line < end) {
		char *newline = memchr(line, '\n', (size_t)(end - line));

		if (newline == NULL)
			break;
		if (newline == line) {
			if (newline + 1 == end)
				return RECORD_OK;
			break;
		}
		*newline = '\0';
		if (parse_field(line, (size_t)(newline - line), spared, record) == -1)
			break;
		line = newline + 1;
	}
	record->count = 0;
	return RECORD_MALFORMED;
}

bool record_has_ended(const struct buffer *bytes)
{
	return bytes->len > 2 && memcmp(bytes->data + bytes->len - 2, "\n\n", 2) == 0;
}

const char *record_get(const struct record *record, const char *name)
{
	for (size_t i = 0; i < record->count; i++)
		if (record->fields[i].name[0] == name[0] &&
		    strcmp(record->fields[i].name, name) == 0)
			return record->fields[i].value;
	return NULL;
}

void record_copy(const struct record *record, const char *name, char *out, size_t size)
{
	const char *value = record_get(record, name);

	text_copy(out, value != NULL ? value : "", size);
}

/* NAME for the first line, NAME-2 for the second. */
static const char *line_name(const char *name, int line, char out[LINE_NAME_SIZE])
{
	if (line == 1)
		return name;
	snprintf(out, LINE_NAME_SIZE, "%s-%d", name, line);
	return out;
}

void record_copy_lines(const struct record *record, const char *name, char *out, size_t size)
{
	const char *value;
	char numbered[LINE_NAME_SIZE];

	out[0] = '\0';
	for (int line = 1; (value = record_get(record, line_name(name, line, numbered))) != NULL;
	     line++) {
		if (line > 1)
			text_append(out, "\n", size);
		text_append(out, value, size);
	}
}

int64_t record_get_number(const struct record *record, const char *name, int64_t otherwise)
{
	const char *value = record_get(record, name);
	const char *failure;
	int64_t number;

	/* strtonum() passes over blanks; the grammar has none. */
	if (value == NULL || (value[0] != '-' && (value[0] < '0' || value[0] > '9')))
		return otherwise;
	number = strtonum(value, INT64_MIN, INT64_MAX, &failure);
	return failure == NULL ? number : otherwise;
}

int64_t record_get_within(const struct record *record, const char *name, int64_t least,
			  int64_t most, int64_t otherwise)
{
	int64_t number = record_get_number(record, name, otherwise);

	return number >= least && number <= most ? number : otherwise;
}

void record_begin(struct buffer *out)
{
	buffer_string(out, VERSION_LINE);
}

void record_put(struct buffer *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buffer_string(out, name);
	buffer_char(out, '=');
	buffer_string(out, value);
	buffer_char(out, '\n');
}

void record_put_text(struct buffer *out, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		record_put(out, name, value);
}

void record_put_shown(struct buffer *out, const char *name, const char *value)
{
	char shown[SHOWN_SIZE];

	text_escape(value, strlen(value), shown, sizeof(shown));
	record_put_text(out, name, shown);
}

void record_put_lines(struct buffer *out, const char *name, const char *text)
{
	char numbered[LINE_NAME_SIZE], line[SHOWN_SIZE];

	for (int number = 1; *text != '\0'; number++) {
		size_t len = strcspn(text, "\n");

		text_escape(text, len, line, sizeof(line));
		record_put_text(out, line_name(name, number, numbered), line);
		text += len + (text[len] != '\0');
	}
}

void record_put_number(struct buffer *out, const char *name, int64_t value)
{
	buffer_string(out, name);
	buffer_char(out, '=');
	buffer_number(out, value);
	buffer_char(out, '\n');
}

void record_end(struct buffer *out)
{
	buffer_char(out, '\n');
}
