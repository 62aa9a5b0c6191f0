/* SPDX-License-Identifier: ISC */
/* Waiting, by a deadline. */
#include "base/wait.h"

#include <stddef.h>
#include <sys/select.h>

enum { LONGEST_MS = 24 * 3600 * 1000 }; /* that poll(2) is asked for at a time */

static struct {
	void (*perform)(void); /* NULL: none */
	int64_t every_ms;
	struct deadline due;
} chore;

void wait_set_chore(void (*perform)(void), int64_t every_ms)
{
	chore.perform = perform;
	chore.every_ms = every_ms;
	chore.due = deadline_in(every_ms);
}

/* Does the chore if it is due. Returns how long to wait at most, in milliseconds. */
static int next_wait(struct deadline deadline)
{
	int64_t left = deadline_left(deadline), idle = LONGEST_MS;

	if (chore.perform != NULL) {
		if (deadline_left(chore.due) == 0) {
			chore.perform();
			chore.due = deadline_in(chore.every_ms);
		}
		idle = deadline_left(chore.due);
	}
	return (int)(left < idle ? left : idle);
}

int wait_poll(struct pollfd *fds, nfds_t count, struct deadline deadline)
{
	int ready;

	do
		ready = poll(fds, count, next_wait(deadline));
	while (ready == 0 && deadline_left(deadline) > 0);
	return ready;
}

void wait_signal(const sigset_t *mask, struct deadline deadline)
{
	int wait = next_wait(deadline);
	struct timespec pause = { .tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000L };

	pselect(0, NULL, NULL, NULL, &pause, mask);
}
