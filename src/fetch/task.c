/* SPDX-License-Identifier: ISC */
/* What tokctl asks of tokctl-fetch. */
#include "fetch/task.h"

#include <string.h>

#include "base/file.h"
#include "base/record.h"
#include "base/report.h"
#include "base/translate.h"
#include "model/endpoint.h"

enum { READ_MS = 10 * 1000 }; /* tokctl writes its request at once */

static int read_record(int fd, struct buffer *bytes, struct record *record, struct error *err)
{
	struct file_stream stream = {
		.fd = fd,
		.name = N_("the request"),
		.limit = RECORD_LIMIT,
		.deadline = deadline_in(READ_MS),
	};

	if (file_read_stream(&stream, bytes, err) == -1)
		return -1;
	if (bytes->len == 0 || record_parse(bytes->data, bytes->len, record) != RECORD_OK)
		return error_set(err, ERROR_INTERNAL, "the request to tokctl-fetch is malformed");
	return 0;
}

static bool has_kind(const struct record *record, const char *kind)
{
	const char *value = record_get(record, "kind");

	return value != NULL && strcmp(value, kind) == 0;
}

static void take_provider(const struct record *record, struct task *task)
{
	const char *name = record_get(record, "provider");

	if (name == NULL)
		return;
	task->provider = fetch_provider_find(name);
	task->credential.provider = provider_find(name, strlen(name));
}

static void take_fields(const struct record *record, struct task *task)
{
	task->is_probe = has_kind(record, "probe");
	task->credential = (struct credential){
		.endpoint = record_get(record, "endpoint"),
		.issuer = record_get(record, "issuer"),
		.key = record_get(record, "key"),
		.secret = record_get(record, "secret"),
		.scope = record_get(record, "scope"),
		.affiliate = record_get(record, "affiliate"),
		.method = record_get(record, "method"),
		.auth = record_get(record, "auth"),
		.extra = record_get(record, "extra"),
	};
	task->http = (struct http_options){
		.proxy = record_get(record, "proxy"),
		.cacert = record_get(record, "cacert"),
		.interface = record_get(record, "interface"),
	};
	take_provider(record, task);
	task->time_ms = record_get_number(record, "timeout-ms", 0);
	task->deadline = deadline_in(task->time_ms);
	task->retries = record_get_number(record, "retries", 0);
}

/* Traces go where tokctl's do, in the same form: "text" or "json". */
static void set_reports(const struct record *record)
{
	const char *verbose = record_get(record, "verbose");

	if (record_get(record, "english") != NULL)
		translate_nothing();
	report_set_subject(record_get(record, "subject"));
	report_set_style((struct report_style){
		.verbose = verbose != NULL,
		.json = verbose != NULL && strcmp(verbose, "json") == 0,
	});
}

static bool is_whole(const struct task *task)
{
	const struct credential *credential = &task->credential;

	if (task->is_probe)
		return credential->endpoint != NULL;
	return (credential->endpoint != NULL || credential->issuer != NULL) &&
	       task->provider != NULL && credential->key != NULL && credential->secret != NULL;
}

static int check(const struct task *task, struct error *err)
{
	const struct credential *credential = &task->credential;

	if (!is_whole(task))
		return error_set(err, ERROR_INTERNAL, "the request to tokctl-fetch lacks a field");
	if (credential->issuer != NULL && issuer_check(credential->issuer, err) == -1)
		return error_place(err, ERROR_CONFIG, "issuer");
	if (credential->endpoint != NULL && endpoint_check(credential->endpoint, err) == -1)
		return error_place(err, ERROR_CONFIG, "endpoint");
	return 0;
}

int task_read(int fd, struct task *task, struct error *err)
{
	struct record record;

	*task = (struct task){ .bytes = BUFFER_INIT };
	if (read_record(fd, &task->bytes, &record, err) == -1)
		return -1;
	take_fields(&record, task);
	set_reports(&record);
	return check(task, err);
}

void task_free(struct task *task)
{
	buffer_free(&task->bytes);
}
