/* SPDX-License-Identifier: ISC */
/* The words for a token that is not given although nothing failed. Each returns -1 with err. */
#ifndef TOKCTL_ISSUE_REFUSAL_H
#define TOKCTL_ISSUE_REFUSAL_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "cache/entry.h"
#include "config/settings.h"
#include "issue/wish.h"
#include "model/profile.h"
#include "model/token.h"

/* --offline, and the cache has no token that would do. ERROR_OFFLINE. */
MUST_CHECK int refusal_offline(struct error *err);

/* The provider's own pause (entry_retry_at()) is not over. ERROR_RATE_LIMITED. */
MUST_CHECK int refusal_paused(const struct entry *entry, const struct profile *profile, int64_t now,
			      struct error *err);

/*
 * The token has less to live than is wanted, and there is no better one now. ERROR_NOT_YET where
 * waiting helps, else ERROR_SHORT_LIVED.
 */
MUST_CHECK int refusal_too_short(const struct token *token, const struct wish *wish,
				 const struct settings *settings, int64_t now, struct error *err);

#endif
