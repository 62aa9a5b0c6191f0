/* SPDX-License-Identifier: ISC */
/* What `tokctl doctor` found, and how it is shown. */
#include "doctor/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "base/translate.h"

enum { LINE_SIZE = 8192 }; /* a path, and the words around it */

static const char *const result_names[] = {
	[FINDING_OK] = "ok", [FINDING_WARN] = "warn", [FINDING_FAIL] = "fail"
};

static struct finding *add(struct findings *findings, const char *id, enum finding_result result)
{
	if (findings->count == findings->room) {
		size_t room = findings->room > 0 ? findings->room * 2 : 32;
		struct finding *list = reallocarray(findings->list, room, sizeof(*list));

		if (list == NULL) {
			findings->failed = true;
			return NULL;
		}
		findings->list = list;
		findings->room = room;
	}
	findings->failures += result == FINDING_FAIL;
	findings->list[findings->count] =
		(struct finding){ .id = id, .subject = findings->subject, .result = result };
	return &findings->list[findings->count++];
}

/* A path, or what a server said, may hold bytes that move a cursor or are not UTF-8. */
static void append_shown(struct buffer *out, const char *text, const char *line_end)
{
	char shown[LINE_SIZE * 4];

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (out->len > 0)
			buffer_string(out, line_end);
		text_escape(text, len, shown, sizeof(shown));
		buffer_string(out, shown);
		text += len + (text[len] == '\n');
	}
}

void finding_add(struct findings *findings, const char *id, enum finding_result result,
		 const char *format, ...)
{
	struct finding *finding = add(findings, id, result);
	char line[LINE_SIZE];
	va_list args;

	if (finding == NULL)
		return;
	va_start(args, format);
	text_format(line, sizeof(line), translate(format), args);
	va_end(args);
	append_shown(&finding->message, line, " ");
	findings->failed |= finding->message.failed;
}

void finding_add_error(struct findings *findings, const char *id, enum finding_result result,
		       const struct error *err)
{
	struct finding *finding = add(findings, id, result);

	if (finding == NULL)
		return;
	finding->error = err->id;
	append_shown(&finding->message, err->message, " ");
	append_shown(&finding->hint, err->hint, "\n");
	findings->failed |= finding->message.failed || finding->hint.failed;
}

void finding_hint(struct findings *findings, const char *format, ...)
{
	char line[LINE_SIZE];
	va_list args;

	if (findings->failed || findings->count == 0)
		return;
	va_start(args, format);
	text_format(line, sizeof(line), translate(format), args);
	va_end(args);
	append_shown(&findings->list[findings->count - 1].hint, line, "\n");
	findings->failed |= findings->list[findings->count - 1].hint.failed;
}

void finding_fail(struct findings *findings, const char *id, const struct error *err,
		  const char *hint)
{
	finding_add_error(findings, id, FINDING_FAIL, err);
	if (err->hint[0] == '\0')
		finding_hint(findings, "%s", translate(hint));
}

static int rank(const struct finding *finding)
{
	static const int first_to_last[] = { EX_SOFTWARE, EX_USAGE,       EX_CONFIG,
					     EX_PROTOCOL, EX_NOPERM,      EX_CANTCREAT,
					     EX_IOERR,    EX_UNAVAILABLE, EX_TEMPFAIL };
	int place = 0, places = sizeof(first_to_last) / sizeof(first_to_last[0]);

	while (place < places && first_to_last[place] != error_exit_status(finding->error))
		place++;
	return place;
}

enum error_id findings_worst(const struct findings *findings)
{
	const struct finding *worst = NULL;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];

		if (finding->result == FINDING_FAIL &&
		    (worst == NULL || rank(finding) < rank(worst)))
			worst = finding;
	}
	return worst != NULL ? worst->error : ERROR_NONE;
}

static const char *shown_subject(const struct finding *finding)
{
	return finding->subject != NULL ? finding->subject : "tokctl";
}

static void append_column(struct buffer *out, const char *text, size_t width)
{
	buffer_string(out, text);
	for (size_t len = strlen(text); len < width + 2; len++)
		buffer_char(out, ' ');
}

static void append_hint(struct buffer *out, const char *hint)
{
	while (hint != NULL && *hint != '\0') {
		size_t len = strcspn(hint, "\n");

		buffer_string(out, "        ");
		buffer_append(out, hint, len);
		buffer_char(out, '\n');
		hint += len + (hint[len] == '\n');
	}
}

void findings_write_text(const struct findings *findings, struct buffer *out)
{
	size_t subjects = 0, ids = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];

		if (strlen(shown_subject(finding)) > subjects)
			subjects = strlen(shown_subject(finding));
		if (strlen(finding->id) > ids)
			ids = strlen(finding->id);
	}
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->list[i];

		append_column(out, result_names[finding->result], strlen("warn"));
		append_column(out, shown_subject(finding), subjects);
		append_column(out, finding->id, ids);
		buffer_string(out, finding->message.data != NULL ? finding->message.data : "");
		buffer_char(out, '\n');
		append_hint(out, finding->hint.data);
	}
}

static void put_finding(struct json_writer *json, const struct finding *finding)
{
	bool fails = finding->result == FINDING_FAIL;

	json_begin_object(json, NULL);
	json_put_text(json, "id", finding->id);
	json_put_text(json, "subject", finding->subject);
	json_put_text(json, "result", result_names[finding->result]);
	json_put_text(json, "message", finding->message.data);
	json_put_text(json, "hint", finding->hint.data);
	json_put_text(json, "error",
		      finding->error != ERROR_NONE ? error_name(finding->error) : NULL);
	json_put_number(json, "exit", fails ? error_exit_status(finding->error) : 0);
	json_end_object(json);
}

void findings_write_json(const struct findings *findings, struct buffer *out)
{
	struct json_writer json = json_writer_init(out);

	json_begin_object(&json, NULL);
	json_put_number(&json, "version", 1);
	json_begin_array(&json, "checks");
	for (size_t i = 0; i < findings->count; i++)
		put_finding(&json, &findings->list[i]);
	json_end_array(&json);
	json_put_number(&json, "exit", error_exit_status(findings_worst(findings)));
	json_end_object(&json);
	buffer_char(out, '\n');
}

void findings_free(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		buffer_free(&findings->list[i].message);
		buffer_free(&findings->list[i].hint);
	}
	free(findings->list);
	*findings = (struct findings)FINDINGS_INIT;
}
