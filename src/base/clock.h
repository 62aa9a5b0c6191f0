/* SPDX-License-Identifier: ISC */
/*
 * Time: the wall clock for what is written down, the monotonic clock for waiting, and their text
 * forms.
 *
 * Rules about time are pure functions that are handed `now`. The clock is read by the orchestrator,
 * doctor and the verbs, and in net/http.c, where a server names a time and not its own.
 */
#ifndef TOKCTL_BASE_CLOCK_H
#define TOKCTL_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

#include "base/attributes.h"
#include "base/error.h"

/* Times are whole seconds since the epoch, UTC; this one stands for "nobody said". */
#define TIME_UNKNOWN ((int64_t)-1)

/*
 * The end of 9999. What is further from the epoch, to either side, is no time: nothing that we read
 * or write can say it.
 */
#define TIME_LATEST INT64_C(253402300799)

/* Beyond this many seconds two clocks are said to differ; below, it is the network's delay. */
enum { CLOCK_TOLERANCE = 5 };

enum { CLOCK_TEXT_SIZE = 32 };

/* This machine's wall clock, in seconds since the epoch: the second that has begun. */
int64_t clock_now(void);

/*
 * The same, but the next second unless this one begins right now: what is left of a life until then
 * is no more than what is left of it now.
 */
int64_t clock_next(void);

/*
 * Milliseconds on a clock that nobody sets, and that goes on while the machine sleeps: for how long
 * something took.
 */
int64_t clock_steady_ms(void);

/*
 * When that began which took `took_ms` on the steady clock, as the wall clock is set now. It showed
 * `began` then and shows `now` now, and may have been set in between.
 */
int64_t clock_began(int64_t began, int64_t now, int64_t took_ms);

/* A point on the monotonic clock, in milliseconds, by which a whole run has to end. */
struct deadline {
	int64_t at;
};

struct deadline deadline_in(int64_t milliseconds);

/* Milliseconds left, never below 0. */
int64_t deadline_left(struct deadline deadline);

/*
 * Writes RFC 3339 in UTC, "2026-11-21T03:17:00Z". What is after TIME_LATEST does not fit the form
 * and gives "", as does what lies before 1 March 0000. No time zone is read, and no leap second
 * counted, as POSIX has it ("Seconds Since the Epoch").
 */
void clock_rfc3339(int64_t time, char text[CLOCK_TEXT_SIZE]);

/*
 * Reads a DUR: digits and an optional unit, `90`, `90s`, `5m`, `1h`, `2d`. Seconds are stored in
 * *out, at most ten years. Returns -1 where text is not a DUR: err (ERROR_USAGE) says why.
 */
MUST_CHECK int duration_parse(const char *text, int64_t *out, struct error *err);

/* Writes a DUR for people: "45s", "29m", "8h12m", "364d". */
void duration_text(int64_t seconds, char text[CLOCK_TEXT_SIZE]);

#endif
