/* SPDX-License-Identifier: ISC */
/* Writes JSON to a buffer. */
#include "base/json_writer.h"

#include <stdio.h>

#include "base/clock.h"

struct json_writer json_writer_init(struct buffer *out)
{
	return (struct json_writer){ .out = out };
}

/* RFC 8259, section 7: quotation mark, reverse solidus and control characters must be escaped. */
static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

static void append_escape(struct buffer *out, char c)
{
	char escape[8];

	if (c == '"' || c == '\\')
		snprintf(escape, sizeof(escape), "\\%c", c);
	else
		snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)(unsigned char)c);
	buffer_string(out, escape);
}

/* Plain runs go over in one piece: a token has nothing to escape. */
static void append_string(struct buffer *out, const char *s)
{
	buffer_char(out, '"');
	while (*s != '\0') {
		const char *run = s;

		while (is_plain(*s))
			s++;
		buffer_append(out, run, (size_t)(s - run));
		if (*s != '\0')
			append_escape(out, *s++);
	}
	buffer_char(out, '"');
}

static void begin_value(struct json_writer *json, const char *name)
{
	if (json->follows)
		buffer_char(json->out, ',');
	json->follows = true;
	if (name == NULL)
		return;
	buffer_char(json->out, '"');
	buffer_string(json->out, name);
	buffer_string(json->out, "\":");
}

void json_begin_object(struct json_writer *json, const char *name)
{
	begin_value(json, name);
	buffer_char(json->out, '{');
	json->follows = false;
}

void json_end_object(struct json_writer *json)
{
	buffer_char(json->out, '}');
	json->follows = true;
}

void json_begin_array(struct json_writer *json, const char *name)
{
	begin_value(json, name);
	buffer_char(json->out, '[');
	json->follows = false;
}

void json_end_array(struct json_writer *json)
{
	buffer_char(json->out, ']');
	json->follows = true;
}

void json_put_string(struct json_writer *json, const char *name, const char *string)
{
	begin_value(json, name);
	append_string(json->out, string);
}

void json_put_text(struct json_writer *json, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0')
		json_put_string(json, name, text);
	else
		json_put_null(json, name);
}

void json_put_number(struct json_writer *json, const char *name, int64_t number)
{
	begin_value(json, name);
	buffer_number(json->out, number);
}

void json_put_boolean(struct json_writer *json, const char *name, bool value)
{
	begin_value(json, name);
	buffer_string(json->out, value ? "true" : "false");
}

void json_put_null(struct json_writer *json, const char *name)
{
	begin_value(json, name);
	buffer_string(json->out, "null");
}

void json_put_time(struct json_writer *json, const char *name, int64_t time)
{
	char text[CLOCK_TEXT_SIZE] = "";

	if (time != TIME_UNKNOWN)
		clock_rfc3339(time, text);
	json_put_text(json, name, text);
}
