/* SPDX-License-Identifier: ISC */
/* The words for a token that is not given although nothing failed. */
#include "issue/refusal.h"

#include "base/clock.h"
#include "base/translate.h"
#include "issue/judge.h"

int refusal_offline(struct error *err)
{
	error_set(err, ERROR_OFFLINE,
		  "no token in the cache that would do, and --offline forbids to ask for one");
	return error_hint(err, "'tokctl status' shows what is cached");
}

int refusal_paused(const struct entry *entry, const struct profile *profile, int64_t now,
		   struct error *err)
{
	char until[CLOCK_TEXT_SIZE];

	clock_rfc3339(entry->retry_at, until);
	error_set(err, ERROR_RATE_LIMITED, "the provider asked not to be asked before %s", until);
	err->http_status = entry->failure.http_status;
	err->retry_after = (long)(entry->retry_at - now);
	return error_hint(err,
			  "try again then; 'tokctl forget %s', with the same options for key, "
			  "scope and endpoint, drops this pause "
			  "and the token",
			  profile->text);
}

static int short_lived(int64_t life, const char *origin, struct error *err)
{
	char text[CLOCK_TEXT_SIZE];

	duration_text(life, text);
	error_set(err, ERROR_SHORT_LIVED, "a fresh token lives only %s, shorter than %s asks for",
		  text, origin);
	return error_hint(err, "make it shorter there, or leave it out");
}

int refusal_too_short(const struct token *token, const struct wish *wish,
		      const struct settings *settings, int64_t now, struct error *err)
{
	char until[CLOCK_TEXT_SIZE], left[CLOCK_TEXT_SIZE], origin[ORIGIN_SIZE];
	int64_t next_at = judge_next_at(token, wish, now);

	settings_origin(settings, OPTION_MIN_TTL, origin, sizeof(origin));
	if (!judge_waiting_helps(wish))
		return short_lived(judge_fresh_life(token, wish, now), origin, err);
	duration_text(token->expires_at - now, left);
	clock_rfc3339(next_at, until);
	error_set(err, ERROR_NOT_YET,
		  "the token has only %s left, and %s gives the same one again until %s", left,
		  translate(wish->provider->title), until);
	err->retry_after = (long)(next_at - now);
	return error_hint(err, "try again then, or ask for less than %s does", origin);
}
