/* SPDX-License-Identifier: ISC */
/*
 * One exchange with a provider, made by tokctl-fetch: a task goes to it by a pipe, and a reply
 * comes back, each a record (base/record.h). The secret is in neither its arguments nor its
 * environment.
 *
 *	struct answer answer;
 *
 *	if (exchange(&credential, &settings, deadline, &answer, &err) == 0)
 *		... answer.token.value ...
 *	buffer_free(&answer.reply);
 */
#ifndef TOKCTL_ISSUE_EXCHANGE_H
#define TOKCTL_ISSUE_EXCHANGE_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/record.h"
#include "config/settings.h"
#include "model/credential.h"
#include "model/token.h"

/* What an issuer's metadata said in this exchange. */
struct metadata {
	const char *endpoint; /* of its tokens; NULL: the metadata were not asked for */
	const char *auth;     /* at that endpoint: "basic" or "post"; NULL: neither */
};

/* All that an exchange brought. The strings point into reply. */
struct answer {
	struct token token;
	struct metadata metadata;
	struct buffer reply; /* holds the token: the caller wipes and frees it */
};

/*
 * Asks the provider for a token. The answer's reply is the caller's to free in every case. Returns
 * -1 with err: what tokctl-fetch reported (with the provider's words in it, and a wait of
 * ENTRY_LONGEST_PAUSE at most), ERROR_HELPER if tokctl-fetch is missing, was killed or answered
 * nonsense, ERROR_REPLY for a token that has ended or whose end can't be right, ERROR_TIMEOUT,
 * ERROR_MEMORY, ERROR_CONFIG.
 */
MUST_CHECK int exchange(const struct credential *credential, const struct settings *settings,
			struct deadline deadline, struct answer *answer, struct error *err);

/*
 * For other tasks to tokctl-fetch (reach.c): begins one with the endpoint and with all that
 * says how it is reached; the caller adds to it and ends it. -1 with err (ERROR_CONFIG) if the CA
 * file's path is not known.
 */
MUST_CHECK int exchange_begin(const char *endpoint, const struct settings *settings,
			      struct deadline deadline, struct buffer *task, struct error *err);

/*
 * Runs tokctl-fetch with a task, which is wiped and freed, and parses the reply into a record,
 * whose values point into the reply. -1 with err as exchange(); if tokctl-fetch reported the error,
 * the record holds what else it said, else nothing.
 */
MUST_CHECK int exchange_run(struct buffer *task, struct deadline deadline, struct buffer *reply,
			    struct record *record, struct error *err);

/* A time of the reply; TIME_UNKNOWN if it is missing, or no time that can be. */
int64_t exchange_time(const struct record *record, const char *name);

/*
 * The path of tokctl-fetch: beside this program, as in the build folder; else where it was
 * installed.
 */
void exchange_helper(char *path, size_t size);

/* Adds to err what to do about a tokctl-fetch that is missing or answers nonsense. Returns -1. */
int exchange_hint(struct error *err);

#endif
