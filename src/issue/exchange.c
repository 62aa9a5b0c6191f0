/* SPDX-License-Identifier: ISC */
/* One exchange with a provider, made by tokctl-fetch. */
#include "issue/exchange.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "base/record.h"
#include "base/report.h"
#include "base/text.h"
#include "base/translate.h"
#include "cache/entry.h"
#include "config/paths.h"

#define HELPER "tokctl-fetch"

enum {
	GRACE_MS = 250, /* for tokctl-fetch to report its own timeout before it is killed */
};

/* Beside this program, as in the build folder; else where it was installed. */
void exchange_helper(char *path, size_t size)
{
	if (!path_beside_program(HELPER, path, size) || access(path, X_OK) == -1)
		strlcpy(path, LIBEXECDIR "/tokctl/" HELPER, size);
}

/* A CA file that is named must be used: without it, tokctl-fetch would trust the system's CAs. */
static int put_cacert(const struct settings *settings, struct buffer *task, struct error *err)
{
	const char *file = settings_text(settings, OPTION_CACERT);
	char path[PATH_SIZE];

	if (file == NULL)
		return 0;
	if (paths_expand_home(file, path, sizeof(path), err) == -1)
		return -1;
	switch (text_find_fault(path, strlen(path))) {
	case TEXT_LINE_BREAK:
		return error_set(err, ERROR_CONFIG,
				 "the path of the CA file holds a line break: %s", path);
	case TEXT_CONTROL_BYTE:
		return error_set(err, ERROR_CONFIG,
				 "the path of the CA file holds a control byte: %s", path);
	case TEXT_NOT_UTF8:
		return error_set(err, ERROR_CONFIG,
				 "the path of the CA file holds bytes that are not UTF-8: %s",
				 path);
	case TEXT_CLEAN:
		break;
	}
	record_put(task, "cacert", path);
	return 0;
}

int exchange_begin(const char *endpoint, const struct settings *settings, struct deadline deadline,
		   struct buffer *task, struct error *err)
{
	process_settle(); /* or the time that is told below would be more than is left */
	record_begin(task);
	record_put(task, "subject", settings->profile->text);
	record_put(task, "endpoint", endpoint);
	record_put_number(task, "timeout-ms", deadline_left(deadline));
	record_put(task, "proxy", settings_text(settings, OPTION_PROXY));
	record_put(task, "interface", settings_text(settings, OPTION_INTERFACE));
	if (translate_is_off())
		record_put(task, "english", "1");
	if (report_style().verbose)
		record_put(task, "verbose", report_style().json ? "json" : "text");
	return put_cacert(settings, task, err);
}

static int write_task(const struct credential *credential, const struct settings *settings,
		      struct deadline deadline, struct buffer *out, struct error *err)
{
	if (exchange_begin(credential->endpoint, settings, deadline, out, err) == -1)
		return -1;
	record_put(out, "provider", credential->provider->name);
	record_put(out, "issuer", credential->issuer);
	record_put(out, "key", credential->key);
	record_put(out, "secret", credential->secret);
	record_put(out, "scope", credential->scope);
	record_put(out, "affiliate", credential->affiliate);
	record_put(out, "method", credential->method);
	record_put(out, "auth", credential->auth);
	record_put(out, "extra", credential->extra);
	record_put(out, "retries", settings_text(settings, OPTION_RETRIES));
	record_end(out);
	return 0;
}

int exchange_hint(struct error *err)
{
	return error_hint(err,
			  "tokctl and tokctl-fetch must be of one version: install both again");
}

static int no_reply(struct error *err)
{
	error_set(err, ERROR_HELPER, "tokctl-fetch did not answer in its format");
	return exchange_hint(err);
}

static int no_token(struct error *err)
{
	error_set(err, ERROR_HELPER, "tokctl-fetch answered without a token");
	return exchange_hint(err);
}

static long read_retry_after(const struct record *record)
{
	int64_t wait = record_get_within(record, "retry-after", 0, INT32_MAX, 0);

	return (long)(wait < ENTRY_LONGEST_PAUSE ? wait : ENTRY_LONGEST_PAUSE);
}

static int read_failure(const struct record *record, struct error *err)
{
	const char *message = record_get(record, "message");

	error_set(err, error_by_name(record_get(record, "error")), "%s",
		  message != NULL ? message : translate("failed"));
	err->http_status = (int)record_get_within(record, "http-status", 100, 999, 0);
	err->retry_after = read_retry_after(record);
	record_copy(record, "provider-code", err->provider_code, sizeof(err->provider_code));
	record_copy(record, "provider-message", err->provider_message,
		    sizeof(err->provider_message));
	record_copy_lines(record, "hint", err->hint, sizeof(err->hint));
	return -1;
}

int64_t exchange_time(const struct record *record, const char *name)
{
	return record_get_within(record, name, -TIME_LATEST, TIME_LATEST, TIME_UNKNOWN);
}

/* -1 if the reply has an end that cannot be. */
static int read_expiry(const struct record *record, int64_t began, int64_t now, struct token *token)
{
	int64_t life = record_get_within(record, "expires-in", 1, TOKEN_LONGEST_LIFE, TIME_UNKNOWN);

	token->expires_at = token_local_expiry(life, exchange_time(record, "expires-at"),
					       exchange_time(record, "server-time"), began, now);
	if (token->expires_at != TIME_UNKNOWN)
		return token->expires_at - began > TOKEN_LONGEST_LIFE ? -1 : 0;
	return record_get(record, "expires-in") != NULL || record_get(record, "expires-at") != NULL
		       ? -1
		       : 0;
}

/* When an exchange began, by both clocks. */
struct beginning {
	int64_t wall;
	int64_t steady_ms;
};

static int read_token(const struct record *record, const struct beginning *beginning,
		      struct token *token, struct error *err)
{
	const char *value = record_get(record, "token");
	const char *type = record_get(record, "token-type");
	int64_t now, began;

	if (value == NULL || !token_value_is_valid(value, strlen(value)) ||
	    (type != NULL && !token_type_is_valid(type, strlen(type))))
		return no_token(err);
	now = clock_now();
	began = clock_began(beginning->wall, now, clock_steady_ms() - beginning->steady_ms);
	/*
	 * A token's life begins with the request that was answered: before it there were perhaps
	 * others, and pauses.
	 */
	began += record_get_within(record, "asked-after", 0, now > began ? now - began : 0, 0);
	*token = (struct token){
		.value = value,
		.type = type,
		.scope = record_get(record, "scope"),
		.issued_at = began,
	};
	if (read_expiry(record, began, now, token) == -1)
		return error_set(err, ERROR_REPLY,
				 "by the provider's clock, the token's expiry is out of range");
	if (token->expires_at != TIME_UNKNOWN && token->expires_at <= now)
		return error_set(err, ERROR_REPLY,
				 "the provider granted a token that has expired already");
	return 0;
}

static int read_reply(struct buffer *reply, int status, struct record *record, struct error *err)
{
	if (WIFSIGNALED(status)) {
		error_set(err, ERROR_HELPER, "tokctl-fetch was killed by signal %d",
			  WTERMSIG(status));
		return error_hint(
			err,
			"is the machine short of memory? if it crashed, this is a bug in tokctl");
	}
	if (reply->len == 0 || record_parse(reply->data, reply->len, record) != RECORD_OK)
		return no_reply(err);
	return record_get(record, "error") != NULL ? read_failure(record, err) : 0;
}

int exchange_run(struct buffer *task, struct deadline deadline, struct buffer *reply,
		 struct record *record, struct error *err)
{
	char path[PATH_SIZE];
	char *const argv[] = { HELPER, NULL };
	struct process process = { .path = path,
				   .argv = argv,
				   .name = HELPER,
				   .input = task,
				   .limit = RECORD_LIMIT,
				   .is_whole = record_has_ended,
				   .deadline = deadline };
	int status = 0, result;

	*record = (struct record){ .count = 0 };
	exchange_helper(path, sizeof(path));
	process.deadline.at += GRACE_MS;
	if (task->failed)
		result = error_memory(err);
	else
		result = process_run(&process, reply, &status, err);
	buffer_free(task);
	if (result == -1 && err->id == ERROR_IO)
		return no_reply(err);
	if (result == -1)
		return err->id == ERROR_HELPER ? exchange_hint(err) : -1;
	return read_reply(reply, status, record, err);
}

int exchange(const struct credential *credential, const struct settings *settings,
	     struct deadline deadline, struct answer *answer, struct error *err)
{
	struct buffer task = BUFFER_INIT;
	struct record record;
	struct beginning beginning = { .wall = clock_now(), .steady_ms = clock_steady_ms() };

	*answer = (struct answer){ .reply = BUFFER_INIT };
	if (write_task(credential, settings, deadline, &task, err) == -1) {
		buffer_free(&task);
		return -1;
	}
	if (exchange_run(&task, deadline, &answer->reply, &record, err) == -1)
		return -1;
	answer->metadata.endpoint = record_get(&record, "endpoint");
	answer->metadata.auth = record_get(&record, "auth");
	return read_token(&record, &beginning, &answer->token, err);
}
