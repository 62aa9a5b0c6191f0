/* SPDX-License-Identifier: ISC */
/* All that tokctl says on standard error, formatted in one place. */
#include "base/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"

static struct report_style style;
static const char *subject;

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
	subject = new_subject;
}

static void begin_line(struct buffer *out)
{
	buffer_string(out, "tokctl: ");
	if (subject != NULL) {
		buffer_string(out, subject);
		buffer_string(out, ": ");
	}
}

/*
 * The whole text in one write, so that lines of processes that share a terminal or a log don't mix.
 */
static void emit(struct buffer *out)
{
	const char *no_room;

	buffer_char(out, '\n');
	if (out->failed) {
		no_room = translate("tokctl: out of memory, and there is more to say\n");
		(void)file_write_all(STDERR_FILENO, no_room, strlen(no_room));
	} else {
		(void)file_write_all(STDERR_FILENO, out->data, out->len);
	}
	buffer_free(out);
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

static void append_member(struct buffer *out, const char *name, const char *value)
{
	struct buffer text = BUFFER_INIT;

	if (value != NULL)
		append_lines(&text, value, "\n");
	text_json_member(out, name, text.data);
	buffer_free(&text);
}

static void append_json(struct buffer *out, const struct error *err, const char *kind)
{
	buffer_string(out, "{\"version\":1,\"");
	buffer_string(out, kind);
	buffer_string(out, "\":{\"id\":");
	text_json(out, error_name(err->id));
	append_member(out, "subject", subject);
	append_member(out, "message", err->message);
	append_member(out, "hint", err->hint);
	buffer_string(out, ",\"exit\":");
	buffer_number(out, error_exit_status(err->id));
	buffer_string(out, ",\"retryable\":");
	buffer_string(out, error_retryable(err->id) ? "true" : "false");
	buffer_string(out, ",\"http_status\":");
	if (err->http_status != 0)
		buffer_number(out, err->http_status);
	else
		buffer_string(out, "null");
	append_member(out, "provider_code", err->provider_code);
	append_member(out, "provider_message", err->provider_message);
	buffer_string(out, "}}");
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
	vsnprintf(line, sizeof(line), translate(format), args);
	va_end(args);
	if (style.json) {
		buffer_string(&out, "{\"version\":1");
		append_member(&out, "subject", subject);
		append_member(&out, "trace", line);
		buffer_char(&out, '}');
	} else {
		begin_line(&out);
		append_lines(&out, line, " ");
	}
	emit(&out);
}
