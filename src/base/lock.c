/* SPDX-License-Identifier: ISC */
/* A lock on a file: its heartbeat, and our caller's alarm, which shares the timer with it. */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <libutil.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

enum {
	BEAT_MS = 500,  /* a holder touches its lock so often */
	LOOK_MS = 1000, /* a waiter looks at it so often */
	/*
	 * a holder that did not touch it for so long is stopped; or starved, and will be a while
	 * yet
	 */
	SILENCE_MS = 3000,
};

/* The lock that this process holds, for the timer's signal; one at a time. */
static volatile sig_atomic_t held_lock = -1;

/*
 * The alarm that our caller may have set before it became us. While the timer is ours, it rings by
 * that.
 */
static struct {
	bool waits;
	bool set;
	/* half a second later, where we hold a lock, and a second where we wait for one */
	struct deadline rings;
	struct timeval interval;
	struct sigaction action;
} callers_alarm;

static void keep_alarm(const struct itimerval *timer, const struct sigaction *action)
{
	int64_t left = (int64_t)timer->it_value.tv_sec * 1000 + timer->it_value.tv_usec / 1000;

	callers_alarm.waits = true;
	callers_alarm.set = timer->it_value.tv_sec != 0 || timer->it_value.tv_usec != 0;
	callers_alarm.rings = deadline_in(left);
	callers_alarm.interval = timer->it_interval;
	callers_alarm.action = *action;
}

/* One that is ignored has until the lock is given back: to let it ring would end our own. */
static void ring_callers_alarm(void)
{
	if (!callers_alarm.waits || !callers_alarm.set ||
	    callers_alarm.action.sa_handler == SIG_IGN || deadline_left(callers_alarm.rings) > 0)
		return;
	callers_alarm.set = false;
	sigaction(SIGALRM, &callers_alarm.action, NULL);
	raise(SIGALRM);
}

static void wake_up(int signal)
{
	(void)signal;
	ring_callers_alarm();
}

static void beat(int signal)
{
	int failure = errno;

	(void)signal;
	if (held_lock != -1)
		futimens(held_lock, NULL);
	ring_callers_alarm();
	errno = failure;
}

/* SIGALRM goes to the handler in first_ms, and then every repeat_ms. */
static void set_timer(void (*handler)(int), int flags, int64_t first_ms, int64_t repeat_ms)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags }, action_before;
	struct itimerval timer = {
		.it_value.tv_sec = (time_t)(first_ms / 1000),
		.it_value.tv_usec = (suseconds_t)(first_ms % 1000 * 1000),
		.it_interval.tv_usec = (suseconds_t)(repeat_ms * 1000),
	}, timer_before;

	sigaction(SIGALRM, &action, &action_before);
	setitimer(ITIMER_REAL, &timer, &timer_before);
	if (!callers_alarm.waits)
		keep_alarm(&timer_before, &action_before);
}

/* Gives the timer back. An alarm that would have rung meanwhile rings now. */
static void stop_timer(void)
{
	static const struct itimerval none;
	int64_t left = deadline_left(callers_alarm.rings);
	struct itimerval timer = {
		.it_value = { .tv_sec = (time_t)(left / 1000),
			      .tv_usec = (suseconds_t)(left % 1000 * 1000 + 1) },
		.it_interval = callers_alarm.interval,
	};
	int failure = errno;

	if (!callers_alarm.waits)
		return;
	callers_alarm.waits = false;
	setitimer(ITIMER_REAL, &none, NULL);
	/* One of ours that is delivered later, as valgrind does, would end us. */
	signal(SIGALRM, SIG_IGN);
	sigaction(SIGALRM, &callers_alarm.action, NULL);
	if (callers_alarm.set)
		setitimer(ITIMER_REAL, &timer, NULL);
	errno = failure;
}

/* What a waiter has seen of a lock that another holds. */
struct watch {
	ino_t inode;
	struct timespec touched;
	struct deadline patience; /* until when it must be touched again */
};

static bool is_as_seen(const struct watch *watch, const struct stat *st)
{
	return st->st_ino == watch->inode && st->st_mtim.tv_sec == watch->touched.tv_sec &&
	       st->st_mtim.tv_nsec == watch->touched.tv_nsec;
}

/*
 * True where the holder was silent for too long. Only this machine's monotonic clock is asked, not
 * the file's time.
 */
static bool holder_is_silent(int dir, const char *path, struct watch *watch)
{
	struct stat st;

	if (fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return false;
	if (is_as_seen(watch, &st))
		return deadline_left(watch->patience) == 0;
	*watch = (struct watch){ .inode = st.st_ino,
				 .touched = st.st_mtim,
				 .patience = deadline_in(SILENCE_MS) };
	return false;
}

/*
 * Takes the lock's name away from a holder that is stopped. Of many waiters that found it silent,
 * one does so, and all go on to wait for the file that they then make: a lock on the directory,
 * held for this moment, keeps them apart.
 */
static void depose_holder(int dir, const char *path, const struct watch *watch)
{
	int guard = file_open_at(dir, ".", O_RDONLY | O_DIRECTORY, 0);
	struct stat st;

	if (guard == -1)
		return;
	if (flock(guard, LOCK_EX | LOCK_NB) == 0 &&
	    fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && is_as_seen(watch, &st))
		unlinkat(dir, path, 0);
	close(guard);
}

/* With the rights that its owner needs, and nobody else any, whatever our caller's umask is. */
static int open_lock(int dir, const char *path, int flags)
{
	mode_t callers = umask(077);
	int fd = flopenat(dir, path, flags | O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	umask(callers);
	return fd;
}

/*
 * Blocking flock() wakes a waiter the moment the lock is free, which polling can't. A timer
 * interrupts it to look at the holder and at the deadline, and again every 50 ms, for the case that
 * the first signal came before the call.
 */
static int lock_before(int dir, const char *path, struct deadline deadline)
{
	struct watch watch = { .inode = 0 };
	int fd;

	for (;;) {
		int64_t left = deadline_left(deadline) + 1;

		if (holder_is_silent(dir, path, &watch))
			depose_holder(dir, path, &watch);
		set_timer(wake_up, 0, left < LOOK_MS ? left : LOOK_MS, 50);
		fd = open_lock(dir, path, 0);
		if (fd != -1 || errno != EINTR || deadline_left(deadline) == 0)
			break;
	}
	stop_timer();
	return fd;
}

/* A lock on anything else would be shared with who knows whom. */
static int check_lock(int fd, const char *path, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid())
		return fd;
	close(fd);
	return error_set(err, ERROR_UNSAFE_FILE, "the lock %s is not a file of ours", path);
}

/* From now on those who wait see that this process runs. */
static int hold(int fd)
{
	if (fd == -1)
		return -1;
	held_lock = fd;
	beat(SIGALRM);
	set_timer(beat, SA_RESTART, BEAT_MS, BEAT_MS);
	return fd;
}

bool lock_is_ours(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

void lock_release(int fd)
{
	stop_timer();
	held_lock = -1;
	close(fd);
}

int lock_take_at(int dir, const char *path, struct deadline deadline, struct error *err)
{
	int fd = open_lock(dir, path, O_NONBLOCK);

	if (fd == -1 && errno == EWOULDBLOCK && deadline_left(deadline) > 0)
		fd = lock_before(dir, path, deadline);
	fd = file_above_standard_streams(fd);
	if (fd != -1)
		return hold(check_lock(fd, path, err));
	if (errno == EWOULDBLOCK || errno == EINTR)
		return error_set(err, ERROR_LOCK, "another tokctl holds the lock %s", path);
	return error_set(err, error_by_errno(errno, ERROR_IO), "can't lock %s: %s", path,
			 translate_errno(errno));
}
