/* SPDX-License-Identifier: ISC */
/* issue.h: which cached token will do, and how long to wait after a failure. */
#include "cases.h"

#include "issue/issue.h"

static const int64_t NOW = 1795231020;

struct judge_case {
	const char *name;
	const char *provider;
	int64_t age;  /* seconds since it was issued; -1: there is no token */
	int64_t life; /* seconds; -1: not reported */
	struct want want;
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

static void judge(void **state)
{
	const struct judge_case *test = *state;
	struct token token = {
		.value = test->age == -1 ? NULL : "token",
		.issued_at = NOW - test->age,
		.expires_at = test->life == -1 ? TIME_UNKNOWN : NOW - test->age + test->life,
	};

	assert_int_equal(issue_judge(&token, provider_find(test->provider, strlen(test->provider)),
				     &test->want, NOW),
			 test->verdict);
}

/*
 * A clock that was set back: the entry's times mean nothing, and a token could be used long after
 * its end.
 */
static void judge_from_the_future(void **state)
{
	static const struct want want = { .reuse_for = 1800 };
	const struct provider *provider;

	(void)state;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		struct token token = { .value = "token", .issued_at = NOW + 3 * 86400 };

		token.expires_at =
			provider->traits & TAKES_REUSE_FOR ? TIME_UNKNOWN : token.issued_at + 86400;
		assert_int_equal(issue_judge(&token, provider, &want, NOW), VERDICT_NEED);
		/* A second or two is what hosts that share a cache differ by. */
		token.issued_at = NOW + 2;
		token.expires_at =
			provider->traits & TAKES_REUSE_FOR ? TIME_UNKNOWN : token.issued_at + 86400;
		assert_int_equal(issue_judge(&token, provider, &want, NOW), VERDICT_USE);
	}
}

/* What is not good is never used: over the whole life, second by second. */
static void judge_never_uses_the_expired(void **state)
{
	static const struct want want = { .reuse_for = 100 };
	const struct provider *provider;

	(void)state;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		for (int64_t now = NOW; now < NOW + 4000; now++) {
			struct token token = { .value = "token",
					       .issued_at = NOW,
					       .expires_at = NOW + 3600 };
			enum verdict verdict = issue_judge(&token, provider, &want, now);

			assert_int_equal(verdict == VERDICT_NEED, now >= token.expires_at);
		}
	}
}

struct pause_case {
	const char *name;
	int64_t failures;
	int64_t want;
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

	assert_int_equal(issue_pause(test->failures), test->want);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, judge, judges);
	SUITE_TEST(&suite, judge_from_the_future);
	SUITE_TEST(&suite, judge_never_uses_the_expired);
	SUITE_TABLE(&suite, pause_grows, pauses);
	return suite_run(&suite);
}
