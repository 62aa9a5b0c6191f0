/* SPDX-License-Identifier: ISC */
/*
 * One exchange with a provider, made by tokctl-fetch: a record goes to it by a pipe, a record comes back. The secret is
 * in neither its arguments nor its environment.
 */
#ifndef TOKCTL_ISSUE_EXCHANGE_H
#define TOKCTL_ISSUE_EXCHANGE_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "config/settings.h"
#include "model/credential.h"
#include "model/token.h"

/*
 * Asks. On success the token's strings point into reply, which the caller wipes and frees.
 * Returns -1 with err: what tokctl-fetch reported (with the provider's words in it), ERROR_HELPER where it is missing,
 * was killed or answered nonsense, ERROR_TIMEOUT, ERROR_MEMORY.
 */
int exchange(const struct credential *credential, const struct settings *settings, struct deadline deadline,
	     struct token *token, struct buffer *reply, struct error *err);

#endif
