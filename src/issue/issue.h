/* SPDX-License-Identifier: ISC */
/*
 * The orchestrator: it owns the order in which a token is had.
 *
 *	cache -> enough? -> lock -> cache again -> secret -> exchange -> store
 *
 * One request, however many ask: who finds no token waits for the entry's lock, and looks again
 * once it is had. What happened in the meantime (entry.change differs) is shared, a token as well
 * as a failure: a process that was waiting while a request was made reports its result and does not
 * make its own.
 *
 * A holder of the lock that is stopped loses it to one of those who wait (cache.h). When it runs
 * again, it leaves the cache as it finds it, and has the token that is there.
 *
 * A token that is due for renewal is still good. So nobody waits for its renewal but the one who
 * does it, and when that fails for a while (exit status 75) the old token is used, with a warning,
 * if it is still good by then, and the next try waits. The same goes where no secret is named to
 * renew it with.
 */
#ifndef TOKCTL_ISSUE_ISSUE_H
#define TOKCTL_ISSUE_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include "cache/cache.h"
#include "cache/entry.h"
#include "config/settings.h"
#include "issue/wish.h"
#include "model/credential.h"
#include "model/token.h"

struct issue {
	const struct settings *settings;
	/* without its secret, which is read when it is needed */
	const struct credential *credential;
	struct cache *cache;
	struct wish wish;
	struct deadline deadline;
	bool offline;
	bool warned; /* of trouble with the cache; false to begin with */
};

struct issued {
	struct entry entry;  /* token in entry.token */
	struct buffer reply; /* where a fresh token's strings live */
	bool cached;
	int64_t reuse_until;
};

#define ISSUED_INIT                 \
	{                           \
		.entry = ENTRY_INIT \
	}

/*
 * Gets a token. issued_free() is due in every case. Returns -1 with err; see tokctl(1), EXIT
 * STATUS. Trouble with the cache is reported as a warning, and the run goes on without it.
 */
int issue(struct issue *request, struct issued *issued, struct error *err);
void issued_free(struct issued *issued);

#endif
