/* SPDX-License-Identifier: ISC */
/* Time: reading the clocks, and the text forms of times and durations. */
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static const int64_t LONGEST_DURATION = (int64_t)3650 * DAY;

int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

int64_t clock_next(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec + (now.tv_nsec > 0 ? 1 : 0);
}

static int64_t milliseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t monotonic_ms(void)
{
	return milliseconds(CLOCK_MONOTONIC);
}

/* Linux stops CLOCK_MONOTONIC while the machine sleeps. */
int64_t clock_steady_ms(void)
{
#ifdef __linux__
	return milliseconds(CLOCK_BOOTTIME);
#else
	return monotonic_ms();
#endif
}

int64_t clock_began(int64_t began, int64_t now, int64_t took_ms)
{
	int64_t set_by = now - began - took_ms / 1000;

	if (set_by >= -CLOCK_TOLERANCE && set_by <= CLOCK_TOLERANCE)
		return began;
	return now - (took_ms + 999) / 1000;
}

struct deadline deadline_in(int64_t milliseconds)
{
	return (struct deadline){ .at = monotonic_ms() + milliseconds };
}

int64_t deadline_left(struct deadline deadline)
{
	int64_t left = deadline.at - monotonic_ms();

	return left > 0 ? left : 0;
}

struct date {
	unsigned year, month, day;
};

/*
 * A year that begins in March ends with its leap day, and its months, from there, have 31, 30, 31,
 * 30, 31 days and so on: 153 for any five. days: since 1 March 0000.
 */
static struct date date_of(unsigned days)
{
	enum {
		YEAR = 365,
		FOUR_YEARS = 4 * YEAR + 1,
		CENTURY = 25 * FOUR_YEARS - 1,
		FOUR_CENTURIES = 4 * CENTURY + 1
	};
	unsigned past = days / FOUR_CENTURIES * 400, year, month;

	days %= FOUR_CENTURIES;
	year = (days - days / (FOUR_YEARS - 1) + days / CENTURY - days / (FOUR_CENTURIES - 1)) /
	       YEAR;
	days -= year * YEAR + year / 4 - year / 100;
	month = (days * 5 + 2) / 153;
	days -= (month * 153 + 2) / 5;
	return (struct date){
		.year = past + year + (month < 10 ? 0 : 1),
		.month = month < 10 ? month + 3 : month - 9,
		.day = days + 1,
	};
}

/* Writes the last `count` digits, and what follows them. */
static char *put_digits(char *out, unsigned number, int count, char next)
{
	for (int i = count; i > 0; number /= 10)
		out[--i] = (char)('0' + number % 10);
	out[count] = next;
	return out + count + 1;
}

/*
 * gmtime_r() would read the user's time zone from its file first, and take leap seconds off where
 * that zone has them.
 */
void clock_rfc3339(int64_t time, char text[CLOCK_TEXT_SIZE])
{
	static const int64_t FIRST_OF_MARCH_0000 = -62162035200;
	struct date date;
	unsigned second;

	text[0] = '\0';
	if (time < FIRST_OF_MARCH_0000 || time > TIME_LATEST)
		return;
	date = date_of((unsigned)((time - FIRST_OF_MARCH_0000) / DAY));
	second = (unsigned)((time - FIRST_OF_MARCH_0000) % DAY);
	text = put_digits(text, date.year, 4, '-');
	text = put_digits(text, date.month, 2, '-');
	text = put_digits(text, date.day, 2, 'T');
	text = put_digits(text, second / HOUR, 2, ':');
	text = put_digits(text, second % HOUR / MINUTE, 2, ':');
	text = put_digits(text, second % MINUTE, 2, 'Z');
	*text = '\0';
}

static int64_t unit_seconds(const char *unit)
{
	static const struct {
		char name[2];
		int64_t seconds;
	} units[] = {
		{ .name = "", .seconds = 1 },       { .name = "s", .seconds = 1 },
		{ .name = "m", .seconds = MINUTE }, { .name = "h", .seconds = HOUR },
		{ .name = "d", .seconds = DAY },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(unit, units[i].name) == 0)
			return units[i].seconds;
	return 0;
}

static int too_long(const char *text, struct error *err)
{
	return error_set(err, ERROR_USAGE, "'%.40s' is too long a duration; ten years is the most",
			 text);
}

int duration_parse(const char *text, int64_t *out, struct error *err)
{
	size_t digits = strspn(text, "0123456789");
	int64_t unit = unit_seconds(text + digits);
	char number[20];
	const char *failure;

	if (digits == 0 || unit == 0)
		return error_set(err, ERROR_USAGE,
				 "'%.40s' is not a duration; write 90, 90s, 5m, 1h or 2d", text);
	if (digits >= sizeof(number))
		return too_long(text, err);
	memcpy(number, text, digits);
	number[digits] = '\0';
	*out = strtonum(number, 0, LONGEST_DURATION / unit, &failure) * unit;
	if (failure != NULL)
		return too_long(text, err);
	return 0;
}

void duration_text(int64_t seconds, char text[CLOCK_TEXT_SIZE])
{
	if (seconds < MINUTE)
		snprintf(text, CLOCK_TEXT_SIZE, "%llds", (long long)seconds);
	else if (seconds < HOUR)
		snprintf(text, CLOCK_TEXT_SIZE, "%lldm", (long long)(seconds / MINUTE));
	else if (seconds < DAY)
		snprintf(text, CLOCK_TEXT_SIZE, "%lldh%02lldm", (long long)(seconds / HOUR),
			 (long long)(seconds % HOUR / MINUTE));
	else
		snprintf(text, CLOCK_TEXT_SIZE, "%lldd", (long long)(seconds / DAY));
}
