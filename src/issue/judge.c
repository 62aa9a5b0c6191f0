/* SPDX-License-Identifier: ISC */
/* Judgements on tokens, entries and errors; nothing here acts. */
#include "issue/judge.h"

#include <string.h>

enum {
	FIRST_PAUSE = 15,
	LONGEST_PAUSE = 15 * 60,
};

/* Would asking bring the same token, with less to live than is wanted? */
static bool same_again(const struct reissue *reissue, int64_t left, int64_t min_ttl)
{
	return reissue->ahead > 0 && (left > reissue->ahead || min_ttl > reissue->adds);
}

enum verdict judge_token(const struct token *token, const struct wish *wish, int64_t now)
{
	bool reported = token->expires_at != TIME_UNKNOWN;
	int64_t left;

	if (token->value == NULL || wish->refresh)
		return VERDICT_NEED;
	left = token->expires_at - now;
	/* From the future: the clock was set back, and no time in this entry means anything. */
	if (token->issued_at > now + CLOCK_TOLERANCE)
		return VERDICT_NEED;
	if (reported && left <= 0)
		return VERDICT_NEED;
	if (reported && left < wish->min_ttl)
		return same_again(&wish->provider->reissue, left, wish->min_ttl) ? VERDICT_NOT_YET
										 : VERDICT_NEED;
	if (now < token_reuse_until(token, wish->provider, wish->reuse_for))
		return VERDICT_USE;
	return reported ? VERDICT_RENEW : VERDICT_NEED;
}

/* The verdict, but for being asked for a new one. */
static enum verdict judge_as_it_is(const struct token *token, const struct wish *wish, int64_t now)
{
	struct wish modest = *wish;

	modest.refresh = false;
	return judge_token(token, &modest, now);
}

bool judge_would_do(const struct token *token, const struct wish *wish, int64_t now)
{
	enum verdict verdict = judge_as_it_is(token, wish, now);

	return verdict == VERDICT_USE || verdict == VERDICT_RENEW;
}

bool judge_came_too_short(const struct token *token, const struct wish *wish, int64_t now)
{
	const struct reissue *reissue = &wish->provider->reissue;
	int64_t life;

	if (token->value == NULL || token->expires_at == TIME_UNKNOWN)
		return false;
	life = token->expires_at - token->issued_at;
	if (life >= wish->min_ttl)
		return false;
	return reissue->ahead == 0 || (life <= reissue->ahead && token->expires_at > now);
}

/* Would this process have failed too? */
static bool would_fail(const struct entry *entry, const struct way *way)
{
	return strcmp(entry->failure_way, way->digest) == 0 &&
	       (entry->failure.id != ERROR_TIMEOUT || way->timeout <= entry->failure_timeout);
}

enum share judge_share(const struct entry *entry, const struct wish *wish, const struct way *way,
		       int64_t now)
{
	enum verdict verdict = judge_as_it_is(&entry->token, wish, now);
	bool failed = entry->failure.id != ERROR_NONE;

	if (!failed && (verdict == VERDICT_USE || verdict == VERDICT_RENEW))
		return SHARE_TOKEN;
	/* A wish for a new token is not kept by the old one that is still there. */
	if (verdict == VERDICT_USE && !wish->refresh)
		return SHARE_TOKEN;
	if (failed)
		return would_fail(entry, way) ? SHARE_FAILURE : SHARE_NOTHING;
	if (verdict == VERDICT_NOT_YET || judge_came_too_short(&entry->token, wish, now))
		return SHARE_NOT_YET;
	return SHARE_NOTHING;
}

bool judge_waiting_helps(const struct wish *wish)
{
	return wish->min_ttl <= wish->provider->reissue.life;
}

int64_t judge_fresh_life(const struct token *token, const struct wish *wish, int64_t now)
{
	const struct reissue *reissue = &wish->provider->reissue;
	int64_t life = token->expires_at - token->issued_at;

	if (reissue->ahead > 0)
		return reissue->life;
	return life < wish->min_ttl ? life : token->expires_at - now;
}

int64_t judge_next_at(const struct token *token, const struct wish *wish, int64_t now)
{
	const struct reissue *reissue = &wish->provider->reissue;
	int64_t adds_at = token->expires_at - reissue->ahead;

	return wish->min_ttl <= reissue->adds && adds_at > now ? adds_at : token->expires_at;
}

int64_t judge_pause(int64_t failures)
{
	int64_t pause = FIRST_PAUSE;

	for (; failures > 1 && pause < LONGEST_PAUSE; failures--)
		pause *= 2;
	return pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE;
}

bool judge_concerns_all(enum error_id id)
{
	return id != ERROR_CONFIG && id != ERROR_HELPER && id != ERROR_INTERNAL &&
	       id != ERROR_MEMORY;
}

bool judge_may_fall_back(enum error_id id)
{
	return error_retryable(id) || id == ERROR_NO_CREDENTIAL;
}

bool judge_is_granted(const char *asked, const char *granted)
{
	while (*asked != '\0') {
		size_t len = strcspn(asked, " ");
		const char *at = granted;

		while (*at != '\0' && (strcspn(at, " ") != len || memcmp(at, asked, len) != 0)) {
			at += strcspn(at, " ");
			at += *at == ' ';
		}
		if (*at == '\0')
			return false;
		asked += len + (asked[len] == ' ');
	}
	return true;
}
