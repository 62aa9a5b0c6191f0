/* SPDX-License-Identifier: ISC */
/* All that tokctl says on standard error, formatted in one place. */
#include "base/report.h"

#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "base/translate.h"

enum { SUBJECT_SIZE = 128 }; /* a longer one is cut */

static struct report_style style;
static bool holding;
static struct buffer held;         /* what is said later, while holding */
static char subject[SUBJECT_SIZE]; /* "" for none */

void report_set_style(struct report_style new_style)
{
	style = new_style;
	if (style.json)
		translate_nothing();
}

struct report_style report_style(void)
{
	return style;
}

void report_set_subject(const char *new_subject)
{
	strlcpy(subject, new_subject != NULL ? new_subject : "", sizeof(subject));
}

static void begin_line(struct buffer *out)
{
	buffer_string(out, "tokctl: ");
	if (subject[0] != '\0') {
		buffer_string(out, subject);
		buffer_string(out, ": ");
	}
}

/* What poll(2) says of a pipe goes for so many bytes. */
static bool takes_at_once(size_t len)
{
	struct pollfd room = { .fd = STDERR_FILENO, .events = POLLOUT };

	return len <= PIPE_BUF && poll(&room, 1, 0) == 1;
}

/*
 * The whole text in one write, so that lines of processes that share a terminal or a log don't mix.
 */
static void say(const char *text, size_t len)
{
	if (holding && (held.len > 0 || !takes_at_once(len)))
		buffer_append(&held, text, len);
	else
		IGNORE_RESULT(file_write_all(STDERR_FILENO, text, len));
}

static void say_no_room(void)
{
	const char *text = translate("tokctl: out of memory, and there is more to say\n");

	say(text, strlen(text));
}

static void emit(struct buffer *out)
{
	buffer_char(out, '\n');
	if (out->failed)
		say_no_room();
	else
		say(out->data, out->len);
	buffer_free(out);
}

void report_hold(void)
{
	holding = true;
}

void report_release(void)
{
	holding = false;
	if (held.len > 0)
		say(held.data, held.len);
	if (held.failed)
		say_no_room();
	buffer_free(&held);
}

/*
 * Appends text with `separator` between its lines, each made safe to show: a message may quote an
 * argument or a path, and may have been cut within a character.
 */
static void append_lines(struct buffer *out, const char *text, const char *separator)
{
	char shown[ERROR_HINT_SIZE * 4];

	for (const char *line = text; *line != '\0';) {
		size_t len = strcspn(line, "\n");

		if (line != text)
			buffer_string(out, separator);
		text_escape(line, len, shown, sizeof(shown));
		buffer_string(out, shown);
		line += len + (line[len] == '\n');
	}
}

static void append_text(struct buffer *out, const struct error *err, const char *kind)
{
	begin_line(out);
	buffer_string(out, kind);
	append_lines(out, err->message, " ");
	if (err->hint[0] != '\0')
		buffer_string(out, "\n  ");
	append_lines(out, err->hint, "\n  ");
}

static void put_lines(struct json_writer *json, const char *name, const char *text)
{
	struct buffer lines = BUFFER_INIT;

	append_lines(&lines, text, "\n");
	json_put_text(json, name, lines.data);
	buffer_free(&lines);
}

static void append_json(struct buffer *out, const struct error *err, const char *kind)
{
	struct json_writer json = json_writer_init(out);

	json_begin_object(&json, NULL);
	json_put_number(&json, "version", 1);
	json_begin_object(&json, kind);
	json_put_text(&json, "id", error_name(err->id));
	put_lines(&json, "subject", subject);
	put_lines(&json, "message", err->message);
	put_lines(&json, "hint", err->hint);
	json_put_number(&json, "exit", error_exit_status(err->id));
	json_put_boolean(&json, "retryable", error_retryable(err->id));
	if (err->http_status != 0)
		json_put_number(&json, "http_status", err->http_status);
	else
		json_put_null(&json, "http_status");
	put_lines(&json, "provider_code", err->provider_code);
	put_lines(&json, "provider_message", err->provider_message);
	json_end_object(&json);
	json_end_object(&json);
}

static void append_json_trace(struct buffer *out, const char *line)
{
	struct json_writer json = json_writer_init(out);

	json_begin_object(&json, NULL);
	json_put_number(&json, "version", 1);
	put_lines(&json, "subject", subject);
	put_lines(&json, "trace", line);
	json_end_object(&json);
}

int report_error(const struct error *err)
{
	struct buffer out = BUFFER_INIT;

	if (style.json)
		append_json(&out, err, "error");
	else
		append_text(&out, err, "");
	emit(&out);
	return error_exit_status(err->id);
}

void report_warning(const struct error *err)
{
	struct buffer out = BUFFER_INIT;

	if (style.quiet)
		return;
	if (style.json)
		append_json(&out, err, "warning");
	else
		append_text(&out, err, translate("warning: "));
	emit(&out);
}

void report_trace(const char *format, ...)
{
	struct buffer out = BUFFER_INIT;
	char line[ERROR_MESSAGE_SIZE];
	va_list args;

	if (!style.verbose)
		return;
	va_start(args, format);
	text_format(line, sizeof(line), translate(format), args);
	va_end(args);
	if (style.json) {
		append_json_trace(&out, line);
	} else {
		begin_line(&out);
		append_lines(&out, line, " ");
	}
	emit(&out);
}
