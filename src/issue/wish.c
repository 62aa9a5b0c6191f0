/* SPDX-License-Identifier: ISC */
/* What a run wants of a token. */
#include "issue/wish.h"

struct wish wish_from_settings(const struct settings *settings)
{
	const struct provider *provider = settings->profile->provider;
	bool reports = !(provider->traits & REPORTS_NO_EXPIRY);
	struct wish wish = {
		.provider = provider,
		/* A min-ttl for all providers can't be meant for one that reports no expiry. */
		.min_ttl = reports || settings_is_own(settings, OPTION_MIN_TTL)
				   ? settings_duration(settings, OPTION_MIN_TTL)
				   : 0,
		.reuse_for = provider->default_reuse_for,
		.refresh = settings_switch(settings, OPTION_REFRESH),
	};

	if (settings_is_set(settings, OPTION_REUSE_FOR))
		wish.reuse_for = settings_duration(settings, OPTION_REUSE_FOR);
	return wish;
}

static int no_expiry(const struct settings *settings, struct error *err)
{
	char origin[ORIGIN_SIZE];

	settings_origin(settings, OPTION_MIN_TTL, origin, sizeof(origin));
	error_set(err, ERROR_NO_EXPIRY,
		  "the provider does not report when a token expires, so %s can't be kept", origin);
	return error_hint(err, "leave it out; --reuse-for says how long a token is reused");
}

int wish_check(const struct wish *wish, const struct settings *settings, struct error *err)
{
	return wish->min_ttl > 0 && (wish->provider->traits & REPORTS_NO_EXPIRY)
		       ? no_expiry(settings, err)
		       : 0;
}

int wish_check_token(const struct wish *wish, const struct token *token,
		     const struct settings *settings, struct error *err)
{
	return token->expires_at == TIME_UNKNOWN && wish->min_ttl > 0 &&
			       settings_is_own(settings, OPTION_MIN_TTL)
		       ? no_expiry(settings, err)
		       : 0;
}
