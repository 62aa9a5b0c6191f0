/* SPDX-License-Identifier: ISC */
/*
 * An entry of the cache: the token of one credential, and how the last request for it went. It is a
 * record (base/record.h) of these fields:
 *
 *	change                             differs with each write: a waiter sees that something
 *	                                   happened meanwhile
 *	provider, profile, endpoint        whose entry it is, for `tokctl status`; the name of the
 *	                                   file stands for the rest
 *	asked-scope                        the scope that was asked for
 *	issuer                             if the endpoint is from an issuer's metadata: the issuer
 *	found-auth, found-at               how clients authenticate there, by the same metadata, and
 *	                                   when they said so
 *	token, token-type, token-scope     no token: it was rejected, or there never was one
 *	issued-at, expires-at              seconds since the epoch on this machine's clock; no
 *	                                   expires-at: not reported
 *	failed                             the last request failed: the name of the error
 *	failed-message, failed-status, failed-code, failed-text
 *	failed-language                    of failed-message: "en", "ko"
 *	failed-way                         by which way it went (issue/way.h)
 *	failed-timeout                     seconds that its run was given
 *	failures                           how many in a row
 *	retry-at                           the provider asked not to be asked before (Retry-After)
 *	renew-at                           our own pause before the next try to renew a token that
 *	                                   still lives
 *	paused-at                          when these two were set, by this machine's clock
 *
 * The secret is not in it in any form, and the key only where a scope or a URL has it too.
 */
#ifndef TOKCTL_CACHE_ENTRY_H
#define TOKCTL_CACHE_ENTRY_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/record.h"
#include "model/credential.h"
#include "model/profile.h"
#include "model/token.h"

enum { CHANGE_SIZE = 17, LANGUAGE_SIZE = 16, ENTRY_WAY_SIZE = 5 };

/* The strings point into bytes, or to what the caller set for entry_encode(). */
struct entry {
	struct buffer bytes; /* what was read; wiped by entry_free() */
	const char *provider;
	const char *profile; /* "toss:outlet" */
	const char *endpoint;
	const char *asked_scope;
	const char *issuer;
	const char *found_auth;
	int64_t found_at; /* 0: the endpoint is not from metadata */
	struct token token;
	char change[CHANGE_SIZE];             /* "" if there was no entry */
	struct error failure;                 /* ERROR_NONE: the last request went well */
	char failure_language[LANGUAGE_SIZE]; /* of its message; "": "en" */
	char failure_way[ENTRY_WAY_SIZE];     /* "": not known */
	int64_t failure_timeout;
	int64_t failures;
	int64_t retry_at; /* 0: none */
	int64_t renew_at; /* 0: none */
	int64_t paused_at;
};

#define ENTRY_INIT                   \
	{                            \
		.bytes = BUFFER_INIT \
	}

/*
 * Reads entry->bytes. True if they are a record. If they are torn or of another version, nothing
 * else in the entry is set, which is how the cache says "ask". Nor is a token that is not
 * believable.
 */
bool entry_decode(struct entry *entry);

/* Seconds; a longer pause is a mistake, and would lock us out. */
enum { ENTRY_LONGEST_PAUSE = 24 * 3600 };

/*
 * Until when the provider is not to be asked (retry_at), or not to be asked for a renewal (either),
 * as seen at this time; 0: it may be asked. A pause that was set by a clock ahead of this one, or
 * that is longer than ENTRY_LONGEST_PAUSE, does not count.
 */
int64_t entry_retry_at(const struct entry *entry, int64_t now);
int64_t entry_renew_at(const struct entry *entry, int64_t now);

/*
 * The failure, in this process's language: a message that is kept in another language is worded
 * anew, by what the provider said or at least by the kind of the error.
 */
void entry_failure(const struct entry *entry, struct error *err);

/* Writes the entry, with a new `change`, to out. */
void entry_encode(struct entry *entry, struct buffer *out);

/* Wipes and frees. */
void entry_free(struct entry *entry);

#endif
