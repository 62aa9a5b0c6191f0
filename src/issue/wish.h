/* SPDX-License-Identifier: ISC */
/* What a run wants of a token, as the settings say. */
#ifndef TOKCTL_ISSUE_WISH_H
#define TOKCTL_ISSUE_WISH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "config/settings.h"
#include "model/provider.h"
#include "model/token.h"

struct wish {
	const struct provider *provider; /* whose token it is: its row has the rules */
	int64_t min_ttl;                 /* seconds that the token must have left */
	int64_t reuse_for;               /* seconds, where the provider reports no expiry */
	bool refresh;                    /* a new one, whatever there is */
};

struct wish wish_from_settings(const struct settings *settings);

/*
 * Can the provider keep the wish at all? Every run begins with this, whatever the cache has. -1
 * with err (ERROR_NO_EXPIRY).
 */
MUST_CHECK int wish_check(const struct wish *wish, const struct settings *settings,
			  struct error *err);

/*
 * Can this token keep it? Its provider may report an expiry, and left it out this time: then a
 * min_ttl that was set for this profile can't be kept, and one that was set for all is no matter.
 * -1 with err (ERROR_NO_EXPIRY).
 */
MUST_CHECK int wish_check_token(const struct wish *wish, const struct token *token,
				const struct settings *settings, struct error *err);

#endif
