/* SPDX-License-Identifier: ISC */
/*
 * The orchestrator: it owns the order in which a run gets its token.
 *
 *	cache -> enough? -> lock -> cache again -> secret -> exchange -> overtaken? -> store
 *
 * One request, however many processes ask: a process that finds no token waits for the entry's
 * lock, and looks again once it has the lock. What happened meanwhile (entry.change differs) is
 * shared, a token as well as a failure: a process that waited while another made a request reports
 * the result of that request and does not make one of its own.
 *
 * If the lock's holder is stopped, a waiter takes the lock over (cache.h). When the holder runs
 * again, it leaves the cache as it finds it, and has the token that is there.
 *
 * A token that is due for renewal is still good. So no process waits for the renewal but the one
 * that does it, and if the renewal fails for a while (exit status 75), the old token is used, with
 * a warning, if it is still good by then, and the next try waits. The same holds if no secret is
 * named to renew it with.
 *
 *	struct issue_input input = { .settings = &settings, ... };
 *	struct issue_result result = ISSUE_RESULT_INIT;
 *
 *	if (issue_token(&input, &result, &err) == 0)
 *		... result.entry.token.value ...
 *	issue_result_free(&result);
 */
#ifndef TOKCTL_ISSUE_ISSUE_H
#define TOKCTL_ISSUE_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "cache/cache.h"
#include "cache/entry.h"
#include "config/settings.h"
#include "issue/wish.h"
#include "model/credential.h"

struct issue_input {
	const struct settings *settings;
	/* without its secret, which is read when it is needed */
	const struct credential *credential;
	struct cache *cache;
	struct wish wish;
	struct deadline deadline;
	bool offline;        /* the cache's token, or none */
	bool cache_reported; /* the user knows of trouble with the cache already */
};

struct issue_result {
	struct entry entry;  /* the token is entry.token */
	struct buffer reply; /* holds a fresh token's strings */
	bool cached;
	int64_t reuse_until;
};

#define ISSUE_RESULT_INIT           \
	{                           \
		.entry = ENTRY_INIT \
	}

/*
 * Gets a token. issue_result_free() is due in every case. Returns -1 with err; see tokctl(1), EXIT
 * STATUS. Trouble with the cache is reported as a warning, and the run goes on without it.
 */
MUST_CHECK int issue_token(const struct issue_input *input, struct issue_result *result,
			   struct error *err);
void issue_result_free(struct issue_result *result);

#endif
