/* SPDX-License-Identifier: ISC */
/* Errors as values: the table of ids, and how one is filled. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/attributes.h"
#include "base/text.h"
#include "base/translate.h"

/* The exit statuses of tokctl(1), EXIT STATUS. A name is an interface: scripts match on it. */
static const struct ROW {
	const char *name;
	int exit_status;
} rows[ERROR_COUNT] = {
	[ERROR_NONE] = { .name = "none", .exit_status = EX_OK },
	[ERROR_NO_TOKEN] = { .name = "no-token", .exit_status = 1 },
	[ERROR_USAGE] = { .name = "usage", .exit_status = EX_USAGE },
	[ERROR_OFFLINE] = { .name = "offline", .exit_status = EX_UNAVAILABLE },
	[ERROR_NO_EXPIRY] = { .name = "no-expiry", .exit_status = EX_UNAVAILABLE },
	[ERROR_SHORT_LIVED] = { .name = "short-lived", .exit_status = EX_UNAVAILABLE },
	[ERROR_INTERNAL] = { .name = "internal", .exit_status = EX_SOFTWARE },
	[ERROR_HELPER] = { .name = "helper", .exit_status = EX_SOFTWARE },
	[ERROR_CREATE] = { .name = "create", .exit_status = EX_CANTCREAT },
	[ERROR_IO] = { .name = "io", .exit_status = EX_IOERR },
	[ERROR_MEMORY] = { .name = "memory", .exit_status = EX_TEMPFAIL },
	[ERROR_TIMEOUT] = { .name = "timeout", .exit_status = EX_TEMPFAIL },
	[ERROR_DNS] = { .name = "dns", .exit_status = EX_TEMPFAIL },
	[ERROR_CONNECT] = { .name = "connect", .exit_status = EX_TEMPFAIL },
	[ERROR_RATE_LIMITED] = { .name = "rate-limited", .exit_status = EX_TEMPFAIL },
	[ERROR_SERVER] = { .name = "server", .exit_status = EX_TEMPFAIL },
	[ERROR_LOCK] = { .name = "lock", .exit_status = EX_TEMPFAIL },
	[ERROR_NOT_YET] = { .name = "not-yet", .exit_status = EX_TEMPFAIL },
	[ERROR_TLS] = { .name = "tls", .exit_status = EX_PROTOCOL },
	[ERROR_REDIRECT] = { .name = "redirect", .exit_status = EX_PROTOCOL },
	[ERROR_REPLY] = { .name = "reply", .exit_status = EX_PROTOCOL },
	[ERROR_REFUSED] = { .name = "refused", .exit_status = EX_NOPERM },
	[ERROR_CONFIG] = { .name = "config", .exit_status = EX_CONFIG },
	[ERROR_NO_CREDENTIAL] = { .name = "no-credential", .exit_status = EX_CONFIG },
	[ERROR_SOURCE] = { .name = "source", .exit_status = EX_CONFIG },
	[ERROR_UNSAFE_FILE] = { .name = "unsafe-file", .exit_status = EX_CONFIG },
	[ERROR_NOT_EXECUTABLE] = { .name = "not-executable",
				   .exit_status = 126 }, /* as a shell has them */
	[ERROR_NOT_FOUND] = { .name = "not-found", .exit_status = 127 },
};

int error_set(struct error *err, enum error_id id, const char *format, ...)
{
	va_list args;

	*err = (struct error)ERROR_INIT;
	err->id = id;
	va_start(args, format);
	text_format(err->message, sizeof(err->message), translate(format), args);
	va_end(args);
	return -1;
}

static void add_part(struct error *err, const char *text)
{
	text_append(err->message, ": ", sizeof(err->message));
	text_append(err->message, text, sizeof(err->message));
}

int error_place(struct error *err, enum error_id id, const char *place)
{
	char message[ERROR_MESSAGE_SIZE];

	strlcpy(message, err->message, sizeof(message));
	text_copy(err->message, place, sizeof(err->message));
	add_part(err, message);
	err->id = id;
	return -1;
}

int error_hint(struct error *err, const char *format, ...)
{
	size_t used = strlen(err->hint);
	va_list args;

	if (used > 0 && used + 1 < sizeof(err->hint))
		err->hint[used++] = '\n';
	va_start(args, format);
	text_format(err->hint + used, sizeof(err->hint) - used, translate(format), args);
	va_end(args);
	return -1;
}

void error_word_provider(struct error *err)
{
	const char *code = err->provider_code, *message = err->provider_message;
	const char *format = err->id == ERROR_REFUSED ? N_("the provider refused (HTTP %d)")
			     : err->id == ERROR_RATE_LIMITED
				     ? N_("the provider was asked too often (HTTP %d)")
				     : N_("the provider has a problem (HTTP %d)");

	snprintf(err->message, sizeof(err->message), translate(format), err->http_status);
	if (code[0] != '\0')
		add_part(err, code);
	if (message[0] != '\0')
		add_part(err, message);
}

int error_memory(struct error *err)
{
	return error_set(err, ERROR_MEMORY, "out of memory");
}

enum error_id error_by_errno(int failure, enum error_id otherwise)
{
	bool passing =
		failure == EAGAIN || failure == ENOMEM || failure == EMFILE || failure == ENFILE;

	return passing ? ERROR_MEMORY : otherwise;
}

int error_exit_status(enum error_id id)
{
	return rows[id].exit_status;
}

bool error_retryable(enum error_id id)
{
	return rows[id].exit_status == EX_TEMPFAIL;
}

const char *error_name(enum error_id id)
{
	return rows[id].name;
}

enum error_id error_by_name(const char *name)
{
	for (int id = ERROR_NONE + 1; id < ERROR_COUNT; id++)
		if (strcmp(rows[id].name, name) == 0)
			return (enum error_id)id;
	return ERROR_INTERNAL;
}
