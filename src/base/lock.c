/* SPDX-License-Identifier: ISC */
/* A lock on a file: its heartbeat, those who wait for it, and the timer that wakes them. */
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
#include "base/wait.h"

#ifdef __linux__
#include <linux/magic.h>
#include <sys/vfs.h>
#endif

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

enum {
	BEAT_MS = 500,  /* a holder touches its lock so often */
	LOOK_MS = 1000, /* a waiter looks at it so often */
	NAP_MS = 50,    /* or so often, where nothing can wake it */
	/*
	 * a holder that did not touch it for so long is stopped; or starved, and will be a while
	 * yet
	 */
	SILENCE_MS = 3000,
	/*
	 * a waiter that did not look at it for so long stood still itself. A shorter stop can make
	 * no holder look silent: within one look it hides one touch, and in two there is time for
	 * another.
	 */
	STANDSTILL_MS = 2 * LOOK_MS,
};

/*
 * The lock that this process holds, and which file that was: on FUSE, what fstat(2) says later may
 * be of another file that has the name by then.
 */
static struct {
	int fd; /* -1: none */
	struct stat was;
} held = { .fd = -1 };

/* Where a filter of system calls refuses the one, the other sets the empty file's time as well. */
static void beat(void)
{
	if (futimens(held.fd, NULL) == -1)
		IGNORE_RESULT(ftruncate(held.fd, 0));
}

/* ---- the timer */

/*
 * The alarm that our caller may have set before it became us. While the timer is ours, it rings by
 * that.
 */
static struct {
	bool waits;
	bool set;
	struct deadline rings; /* a second later at most */
	struct timeval interval;
	struct sigaction action;
} callers_alarm;

static bool keep_alarm(void)
{
	struct itimerval timer;
	int64_t left;

	if (callers_alarm.waits)
		return true;
	if (getitimer(ITIMER_REAL, &timer) == -1)
		return false;
	left = (int64_t)timer.it_value.tv_sec * 1000 + timer.it_value.tv_usec / 1000;
	callers_alarm.set = timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0;
	callers_alarm.rings = deadline_in(left);
	callers_alarm.interval = timer.it_interval;
	sigaction(SIGALRM, NULL, &callers_alarm.action);
	callers_alarm.waits = true;
	return true;
}

/* One that is ignored has until the wait is over: to let it ring would end our own. */
static void ring(void)
{
	if (callers_alarm.action.sa_handler == SIG_IGN)
		return;
	callers_alarm.set = false;
	sigaction(SIGALRM, &callers_alarm.action, NULL);
	raise(SIGALRM);
}

/* kill(2) and sigqueue(3) say who they are; a timer does not. */
static bool is_from_a_process(const siginfo_t *info)
{
	return info->si_code == SI_USER || info->si_code == SI_QUEUE;
}

static void wake_up(int signal, siginfo_t *info, void *context)
{
	(void)signal, (void)context;
	if (is_from_a_process(info) ||
	    (callers_alarm.set && deadline_left(callers_alarm.rings) == 0))
		ring();
}

/*
 * A signal interrupts this process in first_ms, and again every NAP_MS. False where it can't: a
 * filter of system calls refuses the timer.
 */
static bool set_timer(int64_t first_ms)
{
	struct sigaction action = { .sa_sigaction = wake_up, .sa_flags = SA_SIGINFO };
	struct itimerval timer = {
		.it_value.tv_sec = (time_t)(first_ms / 1000),
		.it_value.tv_usec = (suseconds_t)(first_ms % 1000 * 1000),
		.it_interval.tv_usec = (suseconds_t)NAP_MS * 1000,
	};

	if (!keep_alarm())
		return false;
	sigaction(SIGALRM, &action, NULL);
	return setitimer(ITIMER_REAL, &timer, NULL) == 0;
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

/* On FUSE the file system's server has to let go of who waits for a lock, and mostly does not. */
static bool waits_for_a_server(int dir)
{
#ifdef __linux__
	struct statfs fs;

	return fstatfs(dir, &fs) == 0 && fs.f_type == FUSE_SUPER_MAGIC;
#else
	(void)dir;
	return false;
#endif
}

/* A caller may have SIGALRM held back. */
static bool can_be_woken(int dir)
{
	sigset_t mask;

	return sigprocmask(SIG_SETMASK, NULL, &mask) == 0 && sigismember(&mask, SIGALRM) == 0 &&
	       !waits_for_a_server(dir);
}

/* ---- those who wait */

/*
 * What the name leads to now. It is opened, since a network file system may answer for the name
 * alone by what it remembers.
 */
static int look_at(int dir, const char *path, struct stat *st)
{
	int fd = file_open_at(dir, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0), result;

	if (fd == -1)
		return -1;
	result = fstat(fd, st);
	close(fd);
	return result;
}

static bool is_same_file(const struct stat *one, const struct stat *other)
{
	return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* What a waiter has seen of a lock that another holds. Times are the steady clock's. */
struct watch {
	struct stat seen;
	int64_t since_ms;  /* it has been so, and this process has run */
	int64_t looked_ms; /* the last time */
};

static bool is_as_seen(const struct watch *watch, const struct stat *st)
{
	return is_same_file(st, &watch->seen) && st->st_mtim.tv_sec == watch->seen.st_mtim.tv_sec &&
	       st->st_mtim.tv_nsec == watch->seen.st_mtim.tv_nsec;
}

/*
 * True where the holder was silent for too long. Only this machine's clock is asked, not the file's
 * time; and only time counts in which this process could see it.
 */
static bool holder_is_silent(int dir, const char *path, struct watch *watch)
{
	int64_t now = clock_steady_ms();
	bool stood_still = now - watch->looked_ms >= STANDSTILL_MS;
	struct stat st;

	watch->looked_ms = now;
	if (look_at(dir, path, &st) == -1)
		return false;
	if (is_as_seen(watch, &st) && !stood_still)
		return now - watch->since_ms >= SILENCE_MS;
	watch->seen = st;
	watch->since_ms = now;
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
	if (flock(guard, LOCK_EX | LOCK_NB) == 0 && look_at(dir, path, &st) == 0 &&
	    is_as_seen(watch, &st) && clock_steady_ms() - watch->looked_ms < BEAT_MS)
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

static int try_after_nap(int dir, const char *path, int64_t left_ms)
{
	IGNORE_RESULT(wait_poll(NULL, 0, deadline_in(left_ms < NAP_MS ? left_ms : NAP_MS)));
	return open_lock(dir, path, O_NONBLOCK);
}

/*
 * Blocking flock() wakes a waiter the moment the lock is free, which polling can't. A timer
 * interrupts it to look at the holder and at the deadline, and again and again, for the case that
 * the first signal came before the call.
 */
static int lock_before(int dir, const char *path, struct deadline deadline)
{
	struct watch watch = { .looked_ms = 0 };
	bool woken = can_be_woken(dir);
	int fd;

	do {
		int64_t left = deadline_left(deadline) + 1;

		if (holder_is_silent(dir, path, &watch))
			depose_holder(dir, path, &watch);
		woken = woken && set_timer(left < LOOK_MS ? left : LOOK_MS);
		fd = woken ? open_lock(dir, path, 0) : try_after_nap(dir, path, left);
	} while (fd == -1 && (errno == EINTR || errno == EWOULDBLOCK) &&
		 deadline_left(deadline) > 0);
	stop_timer();
	return fd;
}

/* ---- the lock */

/* Where it can't be told, as it is too many open files that keep us from looking, it is. */
static bool is_still(int dir, const char *path, const struct stat *was)
{
	struct stat named;

	if (look_at(dir, path, &named) == -1)
		return errno != ENOENT && errno != ELOOP;
	return is_same_file(&named, was);
}

bool lock_is_ours(int dir, const char *path, int lock)
{
	return lock == held.fd && is_still(dir, path, &held.was);
}

/* A lock on anything else would be shared with who knows whom. */
static bool is_file_of_ours(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_uid == geteuid();
}

/* From now on those who wait see that this process runs. */
static int hold(int fd, const struct stat *st)
{
	held.fd = fd;
	held.was = *st;
	beat();
	wait_set_chore(beat, BEAT_MS);
	return fd;
}

void lock_release(int lock)
{
	wait_set_chore(NULL, 0);
	held.fd = -1;
	close(lock);
}

/* Returns a descriptor with the lock, or -1 with errno. */
static int lock_file(int dir, const char *path, struct deadline deadline)
{
	int fd = open_lock(dir, path, O_NONBLOCK);

	if (fd == -1 && errno == EWOULDBLOCK && deadline_left(deadline) > 0)
		fd = lock_before(dir, path, deadline);
	return file_above_standard_streams(fd);
}

static int cannot_lock(const char *path, struct error *err)
{
	if (errno == EWOULDBLOCK || errno == EINTR)
		return error_set(err, ERROR_LOCK, "another tokctl holds the lock %s", path);
	return error_set(err, error_by_errno(errno, ERROR_IO), "can't lock %s: %s", path,
			 translate_errno(errno));
}

int lock_take_at(int dir, const char *path, struct deadline deadline, struct error *err)
{
	for (;;) {
		int fd = lock_file(dir, path, deadline);
		struct stat st;

		if (fd == -1)
			return cannot_lock(path, err);
		if (fstat(fd, &st) == -1) {
			int failure = errno;

			close(fd);
			errno = failure;
			return cannot_lock(path, err);
		}
		if (is_file_of_ours(&st) && is_still(dir, path, &st))
			return hold(fd, &st);
		close(fd);
		if (!is_file_of_ours(&st))
			return error_set(err, ERROR_UNSAFE_FILE,
					 "the lock %s is not a file of ours", path);
		/* It was removed while we waited for it: it is nobody's lock any more. */
		errno = EWOULDBLOCK;
		if (deadline_left(deadline) == 0)
			return cannot_lock(path, err);
	}
}
