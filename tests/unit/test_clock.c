/* SPDX-License-Identifier: ISC */
/* clock.h: DUR, the text forms of times, deadlines. */
#include "cases.h"

#include "base/clock.h"

struct duration_case {
	const char *name;
	const char *text;
	int64_t want; /* -1: not a DUR */
};

static const int64_t TEN_YEARS = (int64_t)3650 * 86400;

static const struct duration_case durations[] = {
	{ "dur: 0", "0", 0 },
	{ "dur: bare seconds", "90", 90 },
	{ "dur: s", "90s", 90 },
	{ "dur: m", "5m", 300 },
	{ "dur: h", "1h", 3600 },
	{ "dur: d", "2d", 172800 },
	{ "dur: zeros in front", "007m", 420 },
	{ "dur: nine years", "3285d", (int64_t)3285 * 86400 },
	{ "dur: empty", "", -1 },
	{ "dur: only a unit", "s", -1 },
	{ "dur: negative", "-1", -1 },
	{ "dur: negative zero", "-0", -1 },
	{ "dur: a plus", "+1", -1 },
	{ "dur: a blank in front", " 1", -1 },
	{ "dur: a blank behind", "1 ", -1 },
	{ "dur: a blank before the unit", "1 s", -1 },
	{ "dur: a line break behind", "1\n", -1 },
	{ "dur: an unknown unit", "1w", -1 },
	{ "dur: upper case", "1H", -1 },
	{ "dur: two units", "1h30m", -1 },
	{ "dur: ms", "100ms", -1 },
	{ "dur: a fraction", "1.5h", -1 },
	{ "dur: an exponent", "1e3", -1 },
	{ "dur: hexadecimal", "0x10", -1 },
	{ "dur: a word", "soon", -1 },
	{ "dur: eleven years", "4015d", -1 },
	{ "dur: 2^63", "9223372036854775808", -1 },
	{ "dur: 2^63 - 1 days", "9223372036854775807d", -1 },
	{ "dur: 2^64", "18446744073709551616", -1 },
	{ "dur: 2^64 + 90", "18446744073709551706", -1 },
	{ "dur: wraps with its unit", "5124095576030431h", -1 },
	{ "dur: forty digits", "1000000000000000000000000000000000000000", -1 },
	{ "dur: digits that are not ASCII", "\xd9\xa1", -1 },
};

static void duration(void **state)
{
	const struct duration_case *test = *state;
	struct error err = ERROR_INIT;
	int64_t seconds = -2;

	if (test->want == -1) {
		assert_int_equal(duration_parse(test->text, &seconds, &err), -1);
		assert_int_equal(err.id, ERROR_USAGE);
		assert_string_not_equal(err.message, "");
	} else {
		assert_int_equal(duration_parse(test->text, &seconds, &err), 0);
		assert_int_equal(seconds, test->want);
		assert_int_equal(err.id, ERROR_NONE);
	}
}

/*
 * "at most ten years": whether leap days count is not said, so the edge is looked for within three
 * days.
 */
static void duration_limit(void **state)
{
	struct error err = ERROR_INIT;
	char text[32];
	int64_t seconds;

	(void)state;
	snprintf(text, sizeof(text), "%lld", (long long)TEN_YEARS);
	assert_int_equal(duration_parse(text, &seconds, &err), 0);
	assert_int_equal(seconds, TEN_YEARS);
	snprintf(text, sizeof(text), "%lld", (long long)(TEN_YEARS + 10 * 86400 + 1));
	assert_int_equal(duration_parse(text, &seconds, &err), -1);
}

struct rfc3339_case {
	const char *name;
	int64_t time;
	const char *want;
};

static const struct rfc3339_case rfc3339s[] = {
	{ "rfc3339: the epoch", 0, "1970-01-01T00:00:00Z" },
	{ "rfc3339: the header's example", 1795231020, "2026-11-21T03:17:00Z" },
	{ "rfc3339: a leap day", 1709164800, "2024-02-29T00:00:00Z" },
	{ "rfc3339: the day after it", 1709251200, "2024-03-01T00:00:00Z" },
	{ "rfc3339: the last second of a leap year", 1735689599, "2024-12-31T23:59:59Z" },
	{ "rfc3339: the leap day of a fourth century", 951782400, "2000-02-29T00:00:00Z" },
	{ "rfc3339: none in another century", 4107542399, "2100-02-28T23:59:59Z" },
	{ "rfc3339: March follows there", 4107542400, "2100-03-01T00:00:00Z" },
	{ "rfc3339: just before the epoch", -1, "1969-12-31T23:59:59Z" },
	{ "rfc3339: the first day that is told", -62162035200, "0000-03-01T00:00:00Z" },
	{ "rfc3339: a second before it", -62162035201, "" },
	{ "rfc3339: the beginning of time", INT64_MIN, "" },
	{ "rfc3339: past 2038", 2147483648, "2038-01-19T03:14:08Z" },
	{ "rfc3339: the last second of 9999", 253402300799, "9999-12-31T23:59:59Z" },
	{ "rfc3339: the first second of 10000", 253402300800, "" },
	{ "rfc3339: the end of time", INT64_MAX, "" },
};

static void rfc3339(void **state)
{
	const struct rfc3339_case *test = *state;
	char text[CLOCK_TEXT_SIZE];

	memset(text, 'x', sizeof(text));
	clock_rfc3339(test->time, text);
	assert_string_equal(text, test->want);
}

/*
 * The user's zone is not the business of a time in UTC, nor are leap seconds, which some zones
 * count.
 */
static void rfc3339_is_utc(void **state)
{
	static const char *const zones[] = { "Asia/Seoul", "right/UTC" };
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		clock_rfc3339(1795231020, text);
		assert_string_equal(text, "2026-11-21T03:17:00Z");
	}
}

/* Another calendar to compare with, through a thousand years: libc's, without a zone of its own. */
static void rfc3339_is_as_libc_has_it(void **state)
{
	static const int64_t thousand_years = (int64_t)365243 * 86400;

	(void)state;
	setenv("TZ", "UTC0", 1);
	tzset();
	for (int64_t time = -thousand_years / 10; time < thousand_years; time += 43199) {
		time_t seconds = (time_t)time;
		char text[CLOCK_TEXT_SIZE], want[CLOCK_TEXT_SIZE];
		struct tm utc;

		assert_non_null(gmtime_r(&seconds, &utc));
		strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%SZ", &utc);
		clock_rfc3339(time, text);
		assert_string_equal(text, want);
	}
}

struct text_case {
	const char *name;
	int64_t seconds;
	const char *want;
};

static const struct text_case texts[] = {
	{ "text: nothing", 0, "0s" },
	{ "text: seconds", 45, "45s" },
	{ "text: just below a minute", 59, "59s" },
	{ "text: minutes", 29 * 60, "29m" },
	{ "text: hours and minutes", 8 * 3600 + 12 * 60, "8h12m" },
	{ "text: days", (int64_t)364 * 86400, "364d" },
};

static void text_form(void **state)
{
	const struct text_case *test = *state;
	char text[CLOCK_TEXT_SIZE];

	duration_text(test->seconds, text);
	assert_string_equal(text, test->want);
}

/* Nothing is too long for its room. */
static void text_form_extremes(void **state)
{
	static const int64_t extremes[] = { INT64_MAX, INT64_MIN, -1, INT64_MAX / 2 };
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(extremes); i++) {
		memset(text, 'x', sizeof(text));
		duration_text(extremes[i], text);
		assert_non_null(memchr(text, '\0', sizeof(text)));
	}
}

static void deadline_counts_down(void **state)
{
	struct deadline deadline = deadline_in(60000);
	int64_t left = deadline_left(deadline);

	(void)state;
	assert_in_range(left, 30000, 60000);
	usleep(20000);
	assert_true(deadline_left(deadline) < left);
}

static void deadline_that_has_passed(void **state)
{
	(void)state;
	assert_int_equal(deadline_left(deadline_in(0)), 0);
	assert_int_equal(deadline_left(deadline_in(-5000)), 0);
}

/* An exchange that began at 1000 by the wall clock. */
static const struct began_case {
	const char *name;
	int64_t now, took_ms, want;
} begans[] = {
	{ "began: it took no time", 1000, 0, 1000 },
	{ "began: it took a while", 1007, 7300, 1000 },
	{ "began: set by a little, forward", 1005, 500, 1000 },
	{ "began: set by a little, back", 995, 500, 1000 },
	{ "began: set forward by an hour", 4602, 2000, 4600 },
	{ "began: set forward by an hour, between two seconds", 4602, 2001, 4599 },
	{ "began: set back by an hour", -2598, 2000, -2600 },
	{ "began: set from 1970 to the present", 1790000003, 3000, 1790000000 },
	{ "began: the machine slept for an hour, and the clock was not set", 4600, 3600000, 1000 },
	{ "began: a clock that stands still", 1000, 5999, 1000 },
};

static void when_it_began(void **state)
{
	const struct began_case *test = *state;

	assert_int_equal(clock_began(1000, test->now, test->took_ms), test->want);
}

static void steady_goes_on(void **state)
{
	int64_t before = clock_steady_ms();
	struct deadline end = deadline_in(20);

	(void)state;
	while (deadline_left(end) > 0)
		continue;
	assert_in_range(clock_steady_ms() - before, 19, 60000);
}

static void now_is_now(void **state)
{
	int64_t before = (int64_t)time(NULL);
	int64_t now = clock_now();

	(void)state;
	assert_true(now >= before && now <= before + 60);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, duration, durations);
	SUITE_TEST(&suite, duration_limit);
	SUITE_TABLE(&suite, rfc3339, rfc3339s);
	SUITE_TEST(&suite, rfc3339_is_utc);
	SUITE_TEST(&suite, rfc3339_is_as_libc_has_it);
	SUITE_TABLE(&suite, text_form, texts);
	SUITE_TEST(&suite, text_form_extremes);
	SUITE_TEST(&suite, deadline_counts_down);
	SUITE_TEST(&suite, deadline_that_has_passed);
	SUITE_TABLE(&suite, when_it_began, begans);
	SUITE_TEST(&suite, steady_goes_on);
	SUITE_TEST(&suite, now_is_now);
	return suite_run(&suite);
}
