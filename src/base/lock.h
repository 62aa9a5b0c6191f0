/* SPDX-License-Identifier: ISC */
/*
 * A lock on a file, for one process of many at a time.
 *
 *	int lock = lock_take_at(dir, "NAME.lock", deadline, &err);
 *
 *	... if (lock_is_ours(dir, "NAME.lock", lock)) ...
 *	lock_release(lock);
 *
 * The lock goes with the descriptor: a process that dies gives it up. A process holds one at a
 * time.
 *
 * A process that is stopped keeps its flock(2). So a holder touches the file twice a second while
 * it waits for something (base/wait.h), and from a holder that has been silent for three seconds
 * those who wait take the lock over: one of them removes the file, and a new one is made. Slow is
 * not stopped: however long a holder works, it keeps its lock. Nor is a holder silent while those
 * who wait are stopped too, as by a freezer, by Ctrl-Z or by a machine that sleeps: one that finds
 * that it stood still itself begins anew to listen.
 *
 * Those who wait use SIGALRM and its timer. An alarm(2) that our caller had set rings meanwhile as
 * well, a second late at most, and is given back with the end of the wait; a SIGALRM that another
 * process sends does what it would do anyway.
 */
#ifndef TOKCTL_BASE_LOCK_H
#define TOKCTL_BASE_LOCK_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/error.h"

/*
 * Opens dir/path, made (0600) if it is not there, and waits for its exclusive lock until the
 * deadline; with a deadline that has passed it tries once. Returns the descriptor, which is
 * lock_release()'s to close, or -1 with err: ERROR_LOCK where another process holds the lock,
 * ERROR_UNSAFE_FILE where what is there is no file of ours, ERROR_MEMORY, ERROR_IO.
 */
MUST_CHECK int lock_take_at(int dir, const char *path, struct deadline deadline, struct error *err);

/*
 * Is the lock of that name still this process's? False where another took it over, since this
 * process was stopped: then it has to leave things as they are. The name is opened for this, for
 * what it led to before may be remembered by a network file system.
 */
MUST_CHECK bool lock_is_ours(int dir, const char *path, int lock);

void lock_release(int lock);

#endif
