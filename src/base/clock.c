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

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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

int deadline_poll(struct deadline deadline)
{
	int64_t left = deadline_left(deadline);

	return (int)(left < (int64_t)DAY * 1000 ? left : (int64_t)DAY * 1000);
}

void clock_rfc3339(int64_t time, char text[CLOCK_TEXT_SIZE])
{
	time_t seconds = (time_t)time;
	struct tm utc;

	text[0] = '\0';
	if (gmtime_r(&seconds, &utc) != NULL && utc.tm_year <= 9999 - 1900)
		strftime(text, CLOCK_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static int64_t unit_seconds(const char *unit)
{
	static const struct {
		char name[2];
		int64_t seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "m", MINUTE }, { "h", HOUR }, { "d", DAY } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(unit, units[i].name) == 0)
			return units[i].seconds;
	return 0;
}

int duration_parse(const char *text, int64_t *out, struct error *err)
{
	size_t digits = strspn(text, "0123456789");
	int64_t unit = unit_seconds(text + digits);
	char number[20];
	const char *failure;

	if (digits == 0 || unit == 0)
		return error_set(err, ERROR_USAGE, "not a duration; write 90, 90s, 5m, 1h or 2d");
	if (digits >= sizeof(number))
		return error_set(err, ERROR_USAGE, "too long a duration; ten years is the most");
	memcpy(number, text, digits);
	number[digits] = '\0';
	*out = strtonum(number, 0, LONGEST_DURATION / unit, &failure) * unit;
	if (failure != NULL)
		return error_set(err, ERROR_USAGE, "too long a duration; ten years is the most");
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
