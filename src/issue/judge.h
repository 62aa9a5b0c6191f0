/* SPDX-License-Identifier: ISC */
/*
 * The judgements that issue.h acts by: pure functions of an entry or its token, a wish and a clock.
 * `now` is in seconds since the epoch, as all times here are.
 */
#ifndef TOKCTL_ISSUE_JUDGE_H
#define TOKCTL_ISSUE_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "cache/entry.h"
#include "issue/way.h"
#include "issue/wish.h"
#include "model/token.h"

enum verdict {
	VERDICT_USE,   /* good, and not yet due */
	VERDICT_RENEW, /* good, and due for renewal */
	VERDICT_NEED,  /* there is none that would do */
	/* too short-lived, and the provider would give the same one again (struct reissue) */
	VERDICT_NOT_YET,
};

/* What is to be done about a cached token. */
enum verdict judge_token(const struct token *token, const struct wish *wish, int64_t now);

/*
 * Would the token do, even if it is due? That a new one is wished for does not count here: the
 * question comes up once there was none to be had, or once another process has asked.
 */
bool judge_would_do(const struct token *token, const struct wish *wish, int64_t now);

/*
 * Had the token less to live than the wish's min_ttl when it came, so that asking again brings no
 * more? Where the provider gives everybody the same token (struct reissue), asking again may bring
 * more once the token has expired, or once it comes so near its end that the provider adds to it.
 */
bool judge_came_too_short(const struct token *token, const struct wish *wish, int64_t now);

/* What a process that waited for the lock shares with the one that held it meanwhile. */
enum share {
	SHARE_TOKEN,   /* the entry's token will do */
	SHARE_FAILURE, /* the entry's failure is this process's too */
	SHARE_NOT_YET, /* there is a token, too short-lived, and asking brings no better one now */
	SHARE_NOTHING, /* this process has to ask by itself */
};

/*
 * The entry is what the other process has written. Its failure is shared by those who would have
 * asked by the same way, and a timeout by those of them who would not have waited longer.
 */
enum share judge_share(const struct entry *entry, const struct wish *wish, const struct way *way,
		       int64_t now);

/*
 * Does waiting help, if a token is too short-lived? It does if, by the provider's row (struct
 * reissue), a later token lives as long as the min_ttl.
 */
bool judge_waiting_helps(const struct wish *wish);

/*
 * Seconds that a fresh token lives, for the message that it is too short: by the provider's row,
 * else by this token, which was just issued. All waiters say the same, unless only the time that
 * the reply took makes it too short.
 */
int64_t judge_fresh_life(const struct token *token, const struct wish *wish, int64_t now);

/*
 * For a token that is too short-lived, where waiting helps: from when on the provider gives a
 * longer one. That is once it adds enough to this one's life, or else once this one has expired.
 */
int64_t judge_next_at(const struct token *token, const struct wish *wish, int64_t now);

/*
 * Seconds to wait before the next try to renew, after so many failures in a row: 15, 30, 60, ... up
 * to 15 minutes.
 */
int64_t judge_pause(int64_t failures);

/*
 * Is the error everybody's? What the provider or the network said is, and is kept for those who
 * wait; a caller's own CA file, installation or memory is not.
 */
bool judge_concerns_all(enum error_id id);

/*
 * Its renewal failed by this error: may a token that is still good be used instead of a new one? It
 * may after a failure that passes, and where no secret is named: a cached token needs none. A named
 * secret that fails is an error.
 */
bool judge_may_fall_back(enum error_id id);

/*
 * Is each word of the scope that was asked for among those that were granted (RFC 6749, section
 * 3.3)? Both are valid scopes (token.h).
 */
bool judge_is_granted(const char *asked, const char *granted);

#endif
