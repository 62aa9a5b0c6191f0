/* SPDX-License-Identifier: ISC */
/*
 * Errors as values: what went wrong, said once, carried upwards.
 *
 * A leaf fills a struct error and returns -1. Callers pass it up untouched, or put their own words
 * in its place. Only the top prints it and turns it into an exit status; nothing below main() calls
 * exit().
 *
 *	struct error err = ERROR_INIT;
 *
 *	if (thing_do(&thing, &err) == -1)
 *		return report_error(&err);
 *
 * No message, hint or provider text may ever hold a secret or a token. Text that came from a
 * stranger goes through text_escape() (text.h) before it gets here; what a provider said, before it
 * leaves tokctl-fetch (scrub.h there).
 */
#ifndef TOKCTL_BASE_ERROR_H
#define TOKCTL_BASE_ERROR_H

#include <stdbool.h>

/*
 * Each id is a row of the table in error.c: a name that scripts may match on, an exit status, and
 * "try again?".
 */
enum error_id {
	ERROR_NONE = 0,
	ERROR_NO_TOKEN,       /* status: no valid token for what was named */
	ERROR_USAGE,          /* a bad option, verb, provider or value on the command line */
	ERROR_OFFLINE,        /* --offline and nothing cached */
	ERROR_NO_EXPIRY,      /* an expiry was asked for that the provider does not report */
	ERROR_SHORT_LIVED,    /* a fresh token lives shorter than --min-ttl */
	ERROR_INTERNAL,       /* a bug in tokctl */
	ERROR_HELPER,         /* tokctl-fetch is missing, was killed, or answered nonsense */
	ERROR_CREATE,         /* a file that was asked for can't be created */
	ERROR_IO,             /* reading or writing failed; standard output too */
	ERROR_MEMORY,         /* out of memory, processes or descriptors */
	ERROR_TIMEOUT,        /* no connection, no answer, no end before the deadline */
	ERROR_DNS,            /* the host name can't be resolved now */
	ERROR_CONNECT,        /* the connection failed, or broke */
	ERROR_RATE_LIMITED,   /* HTTP 429 */
	ERROR_SERVER,         /* HTTP 5xx */
	ERROR_LOCK,           /* another process holds the entry's lock */
	ERROR_NOT_YET,        /* the provider does not renew the token yet */
	ERROR_TLS,            /* the server could not be authenticated */
	ERROR_REDIRECT,       /* the provider answered with a redirect */
	ERROR_REPLY,          /* the reply is not what the provider documents */
	ERROR_REFUSED,        /* the provider refused the credential, the scope or the address */
	ERROR_CONFIG,         /* a config file or a variable that can't be used */
	ERROR_NO_CREDENTIAL,  /* no key or no secret anywhere */
	ERROR_SOURCE,         /* a named source of a secret failed */
	ERROR_UNSAFE_FILE,    /* others can read or write what they must not */
	ERROR_NOT_EXECUTABLE, /* exec: the command can't be run */
	ERROR_NOT_FOUND,      /* exec: there is no such command */
	ERROR_COUNT
};

/*
 * What a function returns that looks for something which need not be there. Any other function
 * returns 0, or -1 with err, and may be compared with these.
 */
enum outcome {
	FAILED = -1, /* with err */
	FOUND = 0,
	ABSENT = 1, /* there is nothing of that name; err is untouched */
};

enum {
	ERROR_MESSAGE_SIZE = 768,
	ERROR_HINT_SIZE = 1536,
	ERROR_CODE_SIZE = 128,
	ERROR_TEXT_SIZE = 512,
};

struct error {
	enum error_id id;
	char message[ERROR_MESSAGE_SIZE]; /* one line: what happened, to what */
	char hint[ERROR_HINT_SIZE];       /* what to do next; may have several lines; "" for none */
	/* What the provider said, where it said something. */
	int http_status;                        /* 0: there was no reply */
	char provider_code[ERROR_CODE_SIZE];    /* "" for none */
	char provider_message[ERROR_TEXT_SIZE]; /* "" for none */
	/* seconds the server asked to wait; 0: it did not */
	long retry_after;
};

#define ERROR_INIT               \
	{                        \
		.id = ERROR_NONE \
	}

/*
 * Fills err with id and a formatted message, and forgets what it held. Returns -1, so that a leaf
 * can say `return error_set(...)`. A message too long for its room is cut.
 */
int error_set(struct error *err, enum error_id id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Puts a place in front of the message, "PLACE: MESSAGE", and gives err another id; the hint stays.
 * A check knows what is wrong; its caller knows where that was written. Returns -1.
 */
int error_place(struct error *err, enum error_id id, const char *place);

/* Adds a line to the hint of err. Returns -1. */
int error_hint(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * The message of an error that is the provider's answer, ERROR_REFUSED, ERROR_RATE_LIMITED or
 * ERROR_SERVER, of what it said: http_status, provider_code and provider_message. Those must be fit
 * to be shown already.
 */
void error_word_provider(struct error *err);

/* The "out of memory" of the whole program. Returns -1. */
int error_memory(struct error *err);

/*
 * The id of a system call's failure: ERROR_MEMORY where there are too many processes, open files or
 * pages at this moment, which passes and is nothing that is wrong with what was asked for; else the
 * id that is given.
 */
enum error_id error_by_errno(int failure, enum error_id otherwise);

/* The exit status that goes with an id (sysexits.h, and 1 for ERROR_NO_TOKEN). */
int error_exit_status(enum error_id id);

/* True where the same call may succeed later without anybody changing anything. */
bool error_retryable(enum error_id id);

/* The id's name in JSON and in records: "timeout", "refused", ... Never NULL. */
const char *error_name(enum error_id id);

/* The id of that name, or ERROR_INTERNAL where there is none. */
enum error_id error_by_name(const char *name);

#endif
