/* SPDX-License-Identifier: ISC */
/*
 * One exchange with a provider, made by tokctl-fetch: a record goes to it by a pipe, a record comes
 * back. The secret is in neither its arguments nor its environment.
 */
#ifndef TOKCTL_ISSUE_EXCHANGE_H
#define TOKCTL_ISSUE_EXCHANGE_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/record.h"
#include "config/settings.h"
#include "model/credential.h"
#include "model/token.h"

/*
 * Where an issuer's token endpoint is and how it is asked, as the issuer's metadata said in this
 * exchange.
 */
struct found {
	const char *endpoint; /* NULL: they were not asked for */
	const char *auth;     /* NULL: neither way */
};

/*
 * Asks. On success the token's and found's strings point into reply, which the caller wipes and
 * frees. Returns -1 with err: what tokctl-fetch reported (with the provider's words in it, and a
 * wait of ENTRY_LONGEST_PAUSE at most), ERROR_HELPER where it is missing, was killed or answered
 * nonsense, ERROR_REPLY for a token that has ended or whose end can't be right, ERROR_TIMEOUT,
 * ERROR_MEMORY, ERROR_CONFIG.
 */
int exchange(const struct credential *credential, const struct settings *settings,
	     struct deadline deadline, struct token *token, struct found *found,
	     struct buffer *reply, struct error *err);

/*
 * For other kinds of requests to tokctl-fetch (reach.c): begins the record with the endpoint and
 * all that says how it is reached; then it is the caller's to go on and to end. -1 with err
 * (ERROR_CONFIG) where the CA file's path can't be told.
 */
int exchange_begin(const char *endpoint, const struct settings *settings, struct deadline deadline,
		   struct buffer *request, struct error *err);

/*
 * Runs tokctl-fetch with a request, which is wiped and freed, and parses the reply. -1 with err as
 * exchange(); where tokctl-fetch reported it, the record holds what else it said, else nothing.
 */
int exchange_run(struct buffer *request, struct deadline deadline, struct buffer *reply,
		 struct record *record, struct error *err);

/* A time of the reply; TIME_UNKNOWN where it is missing, or none that can be. */
int64_t exchange_time(const struct record *record, const char *name);

/*
 * Where tokctl-fetch is: beside this program, as in the build folder; else where it was installed.
 */
void exchange_helper(char *path, size_t size);

/* Adds to err what there is to do where it is missing or answers nonsense. Returns -1. */
int exchange_hint(struct error *err);

#endif
