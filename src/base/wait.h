/* SPDX-License-Identifier: ISC */
/*
 * Waiting for descriptors and signals, by a deadline; and what a process does meanwhile.
 *
 *	struct pollfd ready = { .fd = fd, .events = POLLIN };
 *
 *	if (wait_poll(&ready, 1, deadline) == 0)
 *		... the deadline has passed ...
 */
#ifndef TOKCTL_BASE_WAIT_H
#define TOKCTL_BASE_WAIT_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/clock.h"

/*
 * Like poll(2): how many are ready; 0 once the deadline has passed, and not before; -1 with errno
 * (EINTR: a signal came).
 */
MUST_CHECK int wait_poll(struct pollfd *fds, nfds_t count, struct deadline deadline);

/*
 * Until a signal has come that the mask lets through, or the deadline has passed, or earlier: the
 * caller looks by itself what it waits for.
 */
void wait_signal(const sigset_t *mask, struct deadline deadline);

/*
 * From now on the chore is done every so many milliseconds while this process waits by the
 * functions above; NULL: none is.
 */
void wait_set_chore(void (*chore)(void), int64_t every_ms);

#endif
