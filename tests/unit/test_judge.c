/* SPDX-License-Identifier: ISC */
/* judge.h: each judgement, by what its header says. */
#include "cases.h"

#include "issue/judge.h"

static const int64_t NOW = 1795231020;

struct judge_case {
	const char *name;
	const char *provider;
	int64_t age;      /* seconds since it was issued; -1: there is no token */
	int64_t life;     /* seconds; -1: not reported */
	struct wish wish; /* its provider is the row's */
	enum verdict verdict;
};

#define ANY                  \
	{                    \
		.min_ttl = 0 \
	}
#define AT_LEAST(seconds)            \
	{                            \
		.min_ttl = (seconds) \
	}
#define REUSE_FOR(seconds)             \
	{                              \
		.reuse_for = (seconds) \
	}
#define FRESH                   \
	{                       \
		.refresh = true \
	}

static const struct judge_case judges[] = {
	{ "no token", "toss", -1, 3600, ANY, VERDICT_NEED },
	{ "no token, imweb", "imweb", -1, -1, REUSE_FOR(1800), VERDICT_NEED },

	{ "toss: just issued", "toss", 0, 3600, ANY, VERDICT_USE },
	{ "toss: just before the window", "toss", 3239, 3600, ANY, VERDICT_USE },
	{ "toss: the window begins", "toss", 3240, 3600, ANY, VERDICT_RENEW },
	{ "toss: in the window", "toss", 3500, 3600, ANY, VERDICT_RENEW },
	{ "toss: the last second", "toss", 3599, 3600, ANY, VERDICT_RENEW },
	{ "toss: expired", "toss", 3600, 3600, ANY, VERDICT_NEED },
	{ "toss: long expired", "toss", 90000, 3600, ANY, VERDICT_NEED },
	{ "toss: a year, an hour and a second left", "toss", 31535999 - 3601, 31535999, ANY,
	  VERDICT_USE },
	{ "toss: a year, an hour left", "toss", 31535999 - 3600, 31535999, ANY, VERDICT_RENEW },
	{ "toss: ten seconds, half of it", "toss", 4, 10, ANY, VERDICT_USE },
	{ "toss: ten seconds, the other half", "toss", 5, 10, ANY, VERDICT_RENEW },
	{ "toss: lives long enough", "toss", 600, 3600, AT_LEAST(3000), VERDICT_USE },
	{ "toss: a second too short", "toss", 601, 3600, AT_LEAST(3000), VERDICT_NEED },
	{ "toss: long enough, and due", "toss", 3300, 3600, AT_LEAST(300), VERDICT_RENEW },
	{ "toss: due, and too short", "toss", 3301, 3600, AT_LEAST(300), VERDICT_NEED },
	{ "toss: more than it ever lives", "toss", 0, 3600, AT_LEAST(7200), VERDICT_NEED },
	{ "toss: a new one, whatever there is", "toss", 0, 3600, FRESH, VERDICT_NEED },

	{ "bizppurio: just before the window", "bizppurio", 82799, 86400, ANY, VERDICT_USE },
	{ "bizppurio: the window begins", "bizppurio", 82800, 86400, ANY, VERDICT_RENEW },
	{ "bizppurio: the last second", "bizppurio", 86399, 86400, ANY, VERDICT_RENEW },
	{ "bizppurio: expired", "bizppurio", 86400, 86400, ANY, VERDICT_NEED },
	{ "bizppurio: too short", "bizppurio", 80000, 86400, AT_LEAST(7200), VERDICT_NEED },

	{ "iamport: just issued", "iamport", 0, 1800, ANY, VERDICT_USE },
	{ "iamport: its last minute but a second", "iamport", 1739, 1800, ANY, VERDICT_USE },
	{ "iamport: its last minute", "iamport", 1740, 1800, ANY, VERDICT_RENEW },
	{ "iamport: the last second", "iamport", 1799, 1800, ANY, VERDICT_RENEW },
	{ "iamport: expired", "iamport", 1800, 1800, ANY, VERDICT_NEED },
	{ "iamport: long enough", "iamport", 600, 1800, AT_LEAST(1200), VERDICT_USE },
	{ "iamport: too short, but it would give the same", "iamport", 601, 1800, AT_LEAST(1200),
	  VERDICT_NOT_YET },
	{ "iamport: too short at once", "iamport", 0, 1800, AT_LEAST(3600), VERDICT_NOT_YET },
	{ "iamport: too short, a second before the last minute", "iamport", 1739, 1800,
	  AT_LEAST(600), VERDICT_NOT_YET },
	{ "iamport: too short, and now it extends", "iamport", 1741, 1800, AT_LEAST(120),
	  VERDICT_NEED },
	{ "iamport: as much as it adds", "iamport", 1740, 1800, AT_LEAST(300), VERDICT_NEED },
	{ "iamport: more than it adds is had when it has expired", "iamport", 1740, 1800,
	  AT_LEAST(301), VERDICT_NOT_YET },
	{ "iamport: more than it adds, in the last second", "iamport", 1799, 1800, AT_LEAST(301),
	  VERDICT_NOT_YET },
	{ "iamport: more than it adds, and it has expired", "iamport", 1800, 1800, AT_LEAST(301),
	  VERDICT_NEED },
	{ "iamport: expired and too short", "iamport", 1801, 1800, AT_LEAST(120), VERDICT_NEED },
	{ "iamport: extended, found with ninety seconds left", "iamport", 44, 90, ANY,
	  VERDICT_USE },
	{ "iamport: a new one is asked for", "iamport", 0, 1800, FRESH, VERDICT_NEED },

	{ "imweb: just issued", "imweb", 0, -1, REUSE_FOR(1800), VERDICT_USE },
	{ "imweb: the last second of reuse-for", "imweb", 1799, -1, REUSE_FOR(1800), VERDICT_USE },
	{ "imweb: reuse-for is over", "imweb", 1800, -1, REUSE_FOR(1800), VERDICT_NEED },
	{ "imweb: reuse-for was made shorter", "imweb", 100, -1, REUSE_FOR(60), VERDICT_NEED },
	{ "imweb: reuse-for was made longer", "imweb", 3000, -1, REUSE_FOR(3600), VERDICT_USE },
	{ "imweb: not reused at all", "imweb", 0, -1, REUSE_FOR(0), VERDICT_NEED },
};

static const struct provider *provider_named(const char *name)
{
	return provider_find(name, strlen(name));
}

static struct wish wish_of(struct wish wish, const char *provider)
{
	wish.provider = provider_named(provider);
	assert_non_null(wish.provider);
	return wish;
}

/* A token of that age and life; age -1: there is none; life -1: not reported. */
static struct token token_of(int64_t age, int64_t life)
{
	return (struct token){
		.value = age == -1 ? NULL : "token",
		.issued_at = NOW - age,
		.expires_at = life == -1 ? TIME_UNKNOWN : NOW - age + life,
	};
}

static void verdict(void **state)
{
	const struct judge_case *test = *state;
	struct token token = token_of(test->age, test->life);
	struct wish wish = wish_of(test->wish, test->provider);

	assert_int_equal(judge_token(&token, &wish, NOW), test->verdict);
}

/*
 * A clock that was set back: the entry's times mean nothing, and a token could be used long after
 * its end.
 */
/* Without a token, whatever its times say, and without calculating with them. */
static void verdict_without_a_token(void **state)
{
	struct wish wish = { .provider = provider_named("toss"), .min_ttl = 60 };
	struct token token = { .expires_at = INT64_MIN, .issued_at = INT64_MAX };

	(void)state;
	assert_int_equal(judge_token(&token, &wish, NOW), VERDICT_NEED);
	assert_false(judge_would_do(&token, &wish, NOW));
	assert_false(judge_came_too_short(&token, &wish, NOW));
}

static void verdict_from_the_future(void **state)
{
	const struct provider *provider;

	(void)state;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		struct wish wish = { .provider = provider, .reuse_for = 1800 };
		struct token token = { .value = "token", .issued_at = NOW + 3 * 86400 };

		token.expires_at = provider->traits & REPORTS_NO_EXPIRY ? TIME_UNKNOWN
									: token.issued_at + 86400;
		assert_int_equal(judge_token(&token, &wish, NOW), VERDICT_NEED);
		/* A second or two is what hosts that share a cache differ by. */
		token.issued_at = NOW + 2;
		token.expires_at = provider->traits & REPORTS_NO_EXPIRY ? TIME_UNKNOWN
									: token.issued_at + 86400;
		assert_int_equal(judge_token(&token, &wish, NOW), VERDICT_USE);
	}
}

/* What is not good is never used: over the whole life, second by second. */
static void verdict_never_uses_the_expired(void **state)
{
	const struct provider *provider;

	(void)state;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		struct wish wish = { .provider = provider, .reuse_for = 100 };

		for (int64_t now = NOW; now < NOW + 4000; now++) {
			struct token token = token_of(0, 3600);
			bool expired = now >= token.expires_at;

			assert_int_equal(judge_token(&token, &wish, now) == VERDICT_NEED, expired);
			assert_int_equal(judge_would_do(&token, &wish, now), !expired);
		}
	}
}

struct do_case {
	const char *name;
	const char *provider;
	int64_t age, life; /* as in struct judge_case */
	struct wish wish;
	bool would_do;
};

static const struct do_case dos[] = {
	{ "would do: just issued", "toss", 0, 3600, ANY, true },
	{ "would do: due", "toss", 3599, 3600, ANY, true },
	{ "would do: expired", "toss", 3600, 3600, ANY, false },
	{ "would do: none", "toss", -1, 3600, ANY, false },
	{ "would do: long enough", "toss", 600, 3600, AT_LEAST(3000), true },
	{ "would do: too short", "toss", 601, 3600, AT_LEAST(3000), false },
	{ "would do: too short, and it would give the same", "iamport", 601, 1800, AT_LEAST(1200),
	  false },
	{ "would do: within reuse-for", "imweb", 1799, -1, REUSE_FOR(1800), true },
	{ "would do: reuse-for is over", "imweb", 1800, -1, REUSE_FOR(1800), false },
};

/* Whether a new one is wished for makes no difference. */
static void would_do(void **state)
{
	const struct do_case *test = *state;
	struct token token = token_of(test->age, test->life);
	struct wish wish = wish_of(test->wish, test->provider);

	assert_int_equal(judge_would_do(&token, &wish, NOW), test->would_do);
	wish.refresh = true;
	assert_int_equal(judge_would_do(&token, &wish, NOW), test->would_do);
}

struct short_case {
	const char *name;
	const char *provider;
	int64_t age, life; /* as in struct judge_case */
	int64_t min_ttl;
	bool too_short;
};

static const struct short_case shorts[] = {
	{ "came: no token", "toss", -1, 3600, 7200, false },
	{ "came: without an end", "toss", 0, -1, 7200, false },
	{ "came: without an end, imweb", "imweb", 0, -1, 7200, false },
	{ "came: long enough", "toss", 0, 3600, 3599, false },
	{ "came: just long enough", "toss", 0, 3600, 3600, false },
	{ "came: just long enough, and is short by now", "toss", 3000, 3600, 3600, false },
	{ "came: a second too short", "toss", 0, 3600, 3601, true },
	{ "came: too short, some time ago", "toss", 3599, 3600, 3601, true },
	{ "came: too short, and has expired: the next is no longer", "toss", 3600, 3600, 3601,
	  true },
	{ "came: too short, but it may be extendable by now", "iamport", 0, 1800, 3600, false },
	{ "came: a second before it was extendable", "iamport", 0, 61, 120, false },
	{ "came: too short, in its last minute", "iamport", 0, 60, 120, true },
	{ "came: too short, in its last second", "iamport", 59, 60, 120, true },
	{ "came: too short, and has expired: the next is a new one", "iamport", 60, 60, 120,
	  false },
};

static void came_too_short(void **state)
{
	const struct short_case *test = *state;
	struct token token = token_of(test->age, test->life);
	struct wish wish =
		wish_of((struct wish){ .min_ttl = test->min_ttl, .refresh = test->age % 2 == 0 },
			test->provider);

	assert_int_equal(judge_came_too_short(&token, &wish, NOW), test->too_short);
}

struct share_case {
	const char *name;
	const char *provider;
	enum error_id failure;
	int64_t age, life; /* as in struct judge_case */
	struct wish wish;
	enum share share;
};

static const struct share_case shares[] = {
	{ "share: a token", "toss", ERROR_NONE, 1, 3600, ANY, SHARE_TOKEN },
	{ "share: a token that is due", "toss", ERROR_NONE, 3500, 3600, ANY, SHARE_TOKEN },
	{ "share: a token that is long enough", "toss", ERROR_NONE, 1, 3600, AT_LEAST(3599),
	  SHARE_TOKEN },
	{ "share: the new token that both wished for", "toss", ERROR_NONE, 1, 3600, FRESH,
	  SHARE_TOKEN },
	{ "share: a new token that is due at once", "toss", ERROR_NONE, 3500, 3600, FRESH,
	  SHARE_TOKEN },
	{ "share: a token without an end", "imweb", ERROR_NONE, 1, -1, REUSE_FOR(1800),
	  SHARE_TOKEN },
	{ "share: a token without an end that is not reused", "imweb", ERROR_NONE, 0, -1,
	  REUSE_FOR(0), SHARE_NOTHING },

	{ "share: a failure", "toss", ERROR_REFUSED, -1, -1, ANY, SHARE_FAILURE },
	{ "share: a failure that passes", "toss", ERROR_TIMEOUT, -1, -1, ANY, SHARE_FAILURE },
	{ "share: a failure, and the token has expired", "toss", ERROR_SERVER, 3600, 3600, ANY,
	  SHARE_FAILURE },
	{ "share: a failure, and the token is too short", "toss", ERROR_SERVER, 1, 3600,
	  AT_LEAST(7200), SHARE_FAILURE },
	{ "share: a failure, and the token is too short for now", "iamport", ERROR_SERVER, 601,
	  1800, AT_LEAST(1200), SHARE_FAILURE },
	{ "share: a failure, but the token is good", "toss", ERROR_SERVER, 1, 3600, ANY,
	  SHARE_TOKEN },
	{ "share: a failure, and the token is due", "toss", ERROR_SERVER, 3500, 3600, ANY,
	  SHARE_FAILURE },
	{ "share: a failure, and the old token is good, but a new one is wished for", "toss",
	  ERROR_SERVER, 1, 3600, FRESH, SHARE_FAILURE },

	{ "share: it came too short", "toss", ERROR_NONE, 1, 3600, AT_LEAST(7200), SHARE_NOT_YET },
	{ "share: it came too short, whatever is wished for",
	  "toss",
	  ERROR_NONE,
	  1,
	  3600,
	  { .min_ttl = 7200, .refresh = true },
	  SHARE_NOT_YET },
	{ "share: it came long enough, and is short by now", "toss", ERROR_NONE, 700, 3600,
	  AT_LEAST(3000), SHARE_NOTHING },
	{ "share: too short, and the same would come again", "iamport", ERROR_NONE, 601, 1800,
	  AT_LEAST(1200), SHARE_NOT_YET },
	{ "share: too short, and it came in its last minute", "iamport", ERROR_NONE, 1, 60,
	  AT_LEAST(120), SHARE_NOT_YET },
	{ "share: too short, and extendable by now", "iamport", ERROR_NONE, 1741, 1800,
	  AT_LEAST(120), SHARE_NOTHING },

	{ "share: no token: it was rejected", "toss", ERROR_NONE, -1, -1, ANY, SHARE_NOTHING },
	{ "share: the token has expired", "toss", ERROR_NONE, 3600, 3600, ANY, SHARE_NOTHING },
	{ "share: the token is from the future", "toss", ERROR_NONE, -86400, 3600, ANY,
	  SHARE_NOTHING },
};

static void share(void **state)
{
	const struct share_case *test = *state;
	struct entry entry = { .token = token_of(test->age, test->life),
			       .failure = { .id = test->failure } };
	struct wish wish = wish_of(test->wish, test->provider);
	struct way way = { .timeout = 0 };

	assert_int_equal(judge_share(&entry, &wish, &way, NOW), test->share);
}

static const struct way_case {
	const char *name;
	enum error_id failure;
	const char *failed_way, *way;
	int64_t failed_timeout, timeout;
	enum share share;
} ways[] = {
	{ "way: the same", ERROR_CONNECT, "abcd", "abcd", 15, 15, SHARE_FAILURE },
	{ "way: the same, and more time, which is no matter", ERROR_CONNECT, "abcd", "abcd", 15, 60,
	  SHARE_FAILURE },
	{ "way: another", ERROR_CONNECT, "abcd", "abce", 15, 15, SHARE_NOTHING },
	{ "way: another, and a refusal, which may be the address's", ERROR_REFUSED, "abcd", "abce",
	  15, 15, SHARE_NOTHING },
	{ "way: of a version that did not say", ERROR_CONNECT, "", "abcd", 0, 15, SHARE_NOTHING },
	{ "way: a timeout, no longer", ERROR_TIMEOUT, "abcd", "abcd", 15, 15, SHARE_FAILURE },
	{ "way: a timeout, shorter", ERROR_TIMEOUT, "abcd", "abcd", 15, 5, SHARE_FAILURE },
	{ "way: a timeout, longer", ERROR_TIMEOUT, "abcd", "abcd", 15, 16, SHARE_NOTHING },
	{ "way: a timeout, by another", ERROR_TIMEOUT, "abcd", "0000", 15, 15, SHARE_NOTHING },
};

static void share_by_way(void **state)
{
	const struct way_case *test = *state;
	struct entry entry = { .failure = { .id = test->failure },
			       .failure_timeout = test->failed_timeout };
	struct wish wish = wish_of((struct wish){ .min_ttl = 0 }, "toss");
	struct way way = { .timeout = test->timeout };

	strlcpy(entry.failure_way, test->failed_way, sizeof(entry.failure_way));
	strlcpy(way.digest, test->way, sizeof(way.digest));
	assert_int_equal(judge_share(&entry, &wish, &way, NOW), test->share);
}

struct waiting_case {
	const char *name;
	const char *provider;
	int64_t min_ttl;
	bool helps;
};

static const struct waiting_case waitings[] = {
	{ "waiting: any token will do", "iamport", 0, true },
	{ "waiting: as long as a token lives", "iamport", 1800, true },
	{ "waiting: longer than a token lives", "iamport", 1801, false },
	{ "waiting: each request brings a new token", "toss", 1, false },
	{ "waiting: each request brings a new token, imweb", "imweb", 1, false },
};

static void waiting_helps(void **state)
{
	const struct waiting_case *test = *state;
	struct wish wish = wish_of((struct wish){ .min_ttl = test->min_ttl }, test->provider);

	assert_int_equal(judge_waiting_helps(&wish), test->helps);
}

struct life_case {
	const char *name;
	const char *provider;
	int64_t age, life;
	int64_t min_ttl;
	int64_t seconds;
};

static const struct life_case lives[] = {
	{ "life: the token's", "toss", 0, 3600, 7200, 3600 },
	{ "life: the token's, whoever waited how long", "toss", 20, 3600, 7200, 3600 },
	{ "life: a second too short", "toss", 20, 3600, 3601, 3600 },
	{ "life: too short by the time that the reply took", "toss", 20, 3600, 3600, 3580 },
	{ "life: by the provider's row", "iamport", 20, 60, 7200, 1800 },
};

static void fresh_life(void **state)
{
	const struct life_case *test = *state;
	struct token token = token_of(test->age, test->life);
	struct wish wish = wish_of((struct wish){ .min_ttl = test->min_ttl }, test->provider);

	assert_int_equal(judge_fresh_life(&token, &wish, NOW), test->seconds);
}

struct next_case {
	const char *name;
	int64_t age, life;
	int64_t min_ttl;
	int64_t in; /* seconds from now */
};

/* iamport's: it adds five minutes in the last one. */
static const struct next_case nexts[] = {
	{ "next: as much as it adds", 0, 1800, 300, 1740 },
	{ "next: a second before it adds", 1739, 1800, 300, 1 },
	{ "next: more than it adds", 0, 1800, 301, 1800 },
	{ "next: as much as a token lives", 600, 1800, 1800, 1200 },
	{ "next: it would add by now", 1740, 1800, 300, 60 },
};

static void next_at(void **state)
{
	const struct next_case *test = *state;
	struct token token = token_of(test->age, test->life);
	struct wish wish = wish_of((struct wish){ .min_ttl = test->min_ttl }, "iamport");

	assert_int_equal(judge_next_at(&token, &wish, NOW), NOW + test->in);
}

struct pause_case {
	const char *name;
	int64_t failures;
	int64_t seconds;
};

static const struct pause_case pauses[] = {
	{ "pause: after one", 1, 15 },
	{ "pause: after two", 2, 30 },
	{ "pause: after three", 3, 60 },
	{ "pause: after four", 4, 120 },
	{ "pause: after six", 6, 480 },
	{ "pause: after seven", 7, 900 },
	{ "pause: after a hundred", 100, 900 },
	{ "pause: after very many", INT64_MAX, 900 },
	{ "pause: after none", 0, 15 },
	{ "pause: a count that is no count", -1, 15 },
	{ "pause: a count that is far from one", INT64_MIN, 15 },
};

static void pause_grows(void **state)
{
	const struct pause_case *test = *state;

	assert_int_equal(judge_pause(test->failures), test->seconds);
}

struct error_case {
	const char *name;
	enum error_id id;
	bool is_so;
};

static const struct error_case everybodys[] = {
	{ "everybody's: timeout", ERROR_TIMEOUT, true },
	{ "everybody's: dns", ERROR_DNS, true },
	{ "everybody's: connect", ERROR_CONNECT, true },
	{ "everybody's: tls", ERROR_TLS, true },
	{ "everybody's: rate limited", ERROR_RATE_LIMITED, true },
	{ "everybody's: server", ERROR_SERVER, true },
	{ "everybody's: redirect", ERROR_REDIRECT, true },
	{ "everybody's: reply", ERROR_REPLY, true },
	{ "everybody's: refused", ERROR_REFUSED, true },
	{ "one's own: config", ERROR_CONFIG, false },
	{ "one's own: helper", ERROR_HELPER, false },
	{ "one's own: internal", ERROR_INTERNAL, false },
	{ "one's own: memory", ERROR_MEMORY, false },
};

static void concerns_all(void **state)
{
	const struct error_case *test = *state;

	assert_int_equal(judge_concerns_all(test->id), test->is_so);
}

static const struct error_case fallbacks[] = {
	{ "fall back: timeout", ERROR_TIMEOUT, true },
	{ "fall back: dns", ERROR_DNS, true },
	{ "fall back: connect", ERROR_CONNECT, true },
	{ "fall back: rate limited", ERROR_RATE_LIMITED, true },
	{ "fall back: server", ERROR_SERVER, true },
	{ "fall back: no memory for now", ERROR_MEMORY, true },
	{ "fall back: no secret is named", ERROR_NO_CREDENTIAL, true },
	{ "no fall back: the secret can't be read", ERROR_SOURCE, false },
	{ "no fall back: the secret's file is unsafe", ERROR_UNSAFE_FILE, false },
	{ "no fall back: config", ERROR_CONFIG, false },
	{ "no fall back: tls", ERROR_TLS, false },
	{ "no fall back: redirect", ERROR_REDIRECT, false },
	{ "no fall back: reply", ERROR_REPLY, false },
	{ "no fall back: refused", ERROR_REFUSED, false },
	{ "no fall back: helper", ERROR_HELPER, false },
};

static void may_fall_back(void **state)
{
	const struct error_case *test = *state;

	assert_int_equal(judge_may_fall_back(test->id), test->is_so);
}

struct scope_case {
	const char *name;
	const char *asked, *granted;
	bool is_granted;
};

static const struct scope_case scopes[] = {
	{ "scope: the same", "read", "read", true },
	{ "scope: the same two", "read write", "read write", true },
	{ "scope: in another order", "read write", "write read", true },
	{ "scope: more than was asked for", "read", "admin read write", true },
	{ "scope: one word twice", "read read", "read", true },
	{ "scope: one of two", "read write", "read", false },
	{ "scope: the other of two", "read write", "write", false },
	{ "scope: another", "read", "write", false },
	{ "scope: the beginning of a word", "read", "reader", false },
	{ "scope: the end of a word", "read", "thread", false },
	{ "scope: a longer word", "reader", "read", false },
	{ "scope: a word in two", "readwrite", "read write", false },
	{ "scope: in capitals", "read", "READ", false },
	{ "scope: a part of a word with a colon", "shop:read", "shop shop:write read", false },
	{ "scope: the last of many", "z", "a b c d e f z", true },
};

static void granted(void **state)
{
	const struct scope_case *test = *state;

	assert_int_equal(judge_is_granted(test->asked, test->granted), test->is_granted);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, verdict, judges);
	SUITE_TEST(&suite, verdict_without_a_token);
	SUITE_TEST(&suite, verdict_from_the_future);
	SUITE_TEST(&suite, verdict_never_uses_the_expired);
	SUITE_TABLE(&suite, would_do, dos);
	SUITE_TABLE(&suite, came_too_short, shorts);
	SUITE_TABLE(&suite, share, shares);
	SUITE_TABLE(&suite, share_by_way, ways);
	SUITE_TABLE(&suite, waiting_helps, waitings);
	SUITE_TABLE(&suite, fresh_life, lives);
	SUITE_TABLE(&suite, next_at, nexts);
	SUITE_TABLE(&suite, pause_grows, pauses);
	SUITE_TABLE(&suite, concerns_all, everybodys);
	SUITE_TABLE(&suite, may_fall_back, fallbacks);
	SUITE_TABLE(&suite, granted, scopes);
	return suite_run(&suite);
}
