/* SPDX-License-Identifier: ISC */
/* Errors as values: the table of ids, and how one is filled. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/translate.h"

/* The exit statuses of tokctl(1), EXIT STATUS. A name is an interface: scripts match on it. */
static const struct {
	const char *name;
	int exit_status;
} rows[ERROR_COUNT] = {
	[ERROR_NONE] = { "none", EX_OK },
	[ERROR_NO_TOKEN] = { "no-token", 1 },
	[ERROR_USAGE] = { "usage", EX_USAGE },
	[ERROR_OFFLINE] = { "offline", EX_UNAVAILABLE },
	[ERROR_NO_EXPIRY] = { "no-expiry", EX_UNAVAILABLE },
	[ERROR_SHORT_LIVED] = { "short-lived", EX_UNAVAILABLE },
	[ERROR_INTERNAL] = { "internal", EX_SOFTWARE },
	[ERROR_HELPER] = { "helper", EX_SOFTWARE },
	[ERROR_CREATE] = { "create", EX_CANTCREAT },
	[ERROR_IO] = { "io", EX_IOERR },
	[ERROR_MEMORY] = { "memory", EX_TEMPFAIL },
	[ERROR_TIMEOUT] = { "timeout", EX_TEMPFAIL },
	[ERROR_DNS] = { "dns", EX_TEMPFAIL },
	[ERROR_CONNECT] = { "connect", EX_TEMPFAIL },
	[ERROR_RATE_LIMITED] = { "rate-limited", EX_TEMPFAIL },
	[ERROR_SERVER] = { "server", EX_TEMPFAIL },
	[ERROR_LOCK] = { "lock", EX_TEMPFAIL },
	[ERROR_NOT_YET] = { "not-yet", EX_TEMPFAIL },
	[ERROR_TLS] = { "tls", EX_PROTOCOL },
	[ERROR_REDIRECT] = { "redirect", EX_PROTOCOL },
	[ERROR_REPLY] = { "reply", EX_PROTOCOL },
	[ERROR_REFUSED] = { "refused", EX_NOPERM },
	[ERROR_CONFIG] = { "config", EX_CONFIG },
	[ERROR_NO_CREDENTIAL] = { "no-credential", EX_CONFIG },
	[ERROR_SOURCE] = { "source", EX_CONFIG },
	[ERROR_UNSAFE_FILE] = { "unsafe-file", EX_CONFIG },
	[ERROR_NOT_EXECUTABLE] = { "not-executable", 126 }, /* as a shell has them */
	[ERROR_NOT_FOUND] = { "not-found", 127 },
};

int error_set(struct error *err, enum error_id id, const char *format, ...)
{
	va_list args;

	*err = (struct error)ERROR_INIT;
	err->id = id;
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), translate(format), args);
	va_end(args);
	return -1;
}

int error_place(struct error *err, enum error_id id, const char *place)
{
	char message[ERROR_MESSAGE_SIZE];

	strlcpy(message, err->message, sizeof(message));
	strlcpy(err->message, place, sizeof(err->message));
	strlcat(err->message, ": ", sizeof(err->message));
	strlcat(err->message, message, sizeof(err->message));
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
	vsnprintf(err->hint + used, sizeof(err->hint) - used, translate(format), args);
	va_end(args);
	return -1;
}

void error_word_provider(struct error *err)
{
	const char *code = err->provider_code, *message = err->provider_message;
	const char *format = err->id == ERROR_REFUSED ? N_("the provider refused (HTTP %d)")
						      : N_("the provider has a problem (HTTP %d)");

	snprintf(err->message, sizeof(err->message), translate(format), err->http_status);
	if (code[0] != '\0') {
		strlcat(err->message, ": ", sizeof(err->message));
		strlcat(err->message, code, sizeof(err->message));
	}
	if (message[0] != '\0') {
		strlcat(err->message, ": ", sizeof(err->message));
		strlcat(err->message, message, sizeof(err->message));
	}
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
