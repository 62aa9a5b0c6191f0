/* SPDX-License-Identifier: ISC */
/*
 * lock.h: one process of many, the holder that is stopped, the caller's alarm, and what is refused.
 */
#include "cases.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "base/lock.h"
#include "base/wait.h"

static char scratch[SCRATCH_SIZE];
static int directory;

static int set_up(void **state)
{
	(void)state;
	scratch_make(scratch);
	directory = open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(directory >= 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	close(directory);
	scratch_remove(scratch);
	return 0;
}

static char *path_of(const char *name)
{
	static char path[SCRATCH_SIZE * 2];

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	return path;
}

/* What another process gets when it asks for the lock: 0, the error's id, or 255. */
static int lock_elsewhere(const char *name, int64_t milliseconds)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct error err = ERROR_INIT;
		int fd = lock_take_at(directory, name, deadline_in(milliseconds), &err);

		_exit(fd >= 0 ? 0 : err.id == ERROR_NONE ? 255 : (int)err.id);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void lock_excludes(void **state)
{
	struct error err = ERROR_INIT;
	mode_t mask = umask(0277);
	struct stat st;
	int fd = lock_take_at(directory, "lock", deadline_in(1000), &err);

	(void)state;
	assert_int_equal(umask(mask), 0277);
	assert_true(fd >= 3);
	assert_int_not_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	assert_int_equal(lstat(path_of("lock"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(lock_elsewhere("lock", 0), ERROR_LOCK);
	assert_int_equal(lock_elsewhere("lock", -1000), ERROR_LOCK);
	assert_int_equal(lock_elsewhere("other", 0), 0);
	lock_release(fd);
	assert_int_equal(lock_elsewhere("lock", 0), 0);
	assert_int_equal(lstat(path_of("lock"), &st), 0);
	unlink(path_of("lock"));
	unlink(path_of("other"));
}

static void lock_waits_until_the_deadline(void **state)
{
	struct deadline start = deadline_in(60000);
	struct error err = ERROR_INIT;
	int fd = lock_take_at(directory, "lock", deadline_in(0), &err);
	int64_t waited;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(lock_elsewhere("lock", 300), ERROR_LOCK);
	waited = 60000 - deadline_left(start);
	assert_in_range(waited, 250, 10000);
	lock_release(fd);
	unlink(path_of("lock"));
}

/* As a holder waits. */
static void sleep_whole(int64_t microseconds)
{
	struct deadline end = deadline_in(microseconds / 1000);

	while (wait_poll(NULL, 0, end) != 0)
		continue;
}

/*
 * Starts a process that holds the lock for so long, and returns once it does. It exits with 2 if it
 * lost it.
 */
static pid_t hold_elsewhere(const char *name, int64_t microseconds)
{
	int ends[2];
	pid_t child;
	char byte;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		struct error err = ERROR_INIT;
		int fd = lock_take_at(directory, name, deadline_in(5000), &err);

		if (fd == -1 || write(ends[1], "x", 1) != 1)
			_exit(1);
		sleep_whole(microseconds);
		_exit(lock_is_ours(directory, name, fd) ? 0 : 2);
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	close(ends[0]);
	close(ends[1]);
	return child;
}

static void lock_is_had_when_it_is_given_up(void **state)
{
	pid_t holder = hold_elsewhere("lock", 200000);
	struct error err = ERROR_INIT;
	int fd = lock_take_at(directory, "lock", deadline_in(20000), &err);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(waitpid(holder, NULL, 0), holder);
	lock_release(fd);
	unlink(path_of("lock"));
}

static void lock_of_the_killed_is_free(void **state)
{
	pid_t holder = hold_elsewhere("lock", 60000000);
	struct error err = ERROR_INIT;
	int fd = lock_take_at(directory, "lock", deadline_in(0), &err);

	(void)state;
	assert_int_equal(fd, -1);
	assert_int_equal(err.id, ERROR_LOCK);
	assert_int_equal(kill(holder, SIGKILL), 0);
	assert_int_equal(waitpid(holder, NULL, 0), holder);
	fd = lock_take_at(directory, "lock", deadline_in(0), &err);
	assert_true(fd >= 0);
	lock_release(fd);
	unlink(path_of("lock"));
}

static void lock_cannot_be_made(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(lock_take_at(directory, "missing/lock", deadline_in(0), &err), -1);
	assert_true(err.id == ERROR_CREATE || err.id == ERROR_IO);
	scratch_write(scratch, "victim", "untouched", 0600);
	assert_int_equal(symlinkat("victim", directory, "lock"), 0);
	assert_int_equal(lock_take_at(directory, "lock", deadline_in(0), &err), -1);
	assert_int_not_equal(err.id, ERROR_LOCK);
	unlink(path_of("lock"));
	unlink(path_of("victim"));
}

static volatile sig_atomic_t rung;

static void ring(int unused)
{
	(void)unused;
	rung = 1;
}

/* Is the lock touched before the deadline? */
static bool is_touched(int fd, struct deadline deadline)
{
	struct stat before, now;

	assert_int_equal(fstat(fd, &before), 0);
	while (deadline_left(deadline) > 0) {
		sleep_whole(10000);
		assert_int_equal(fstat(fd, &now), 0);
		if (now.st_mtim.tv_sec != before.st_mtim.tv_sec ||
		    now.st_mtim.tv_nsec != before.st_mtim.tv_nsec)
			return true;
	}
	return false;
}

/*
 * The alarm that a caller has set is not ours to drop: it rings when the lock is given back, or
 * later, at its time.
 */
static void lock_leaves_an_alarm(void **state)
{
	struct sigaction action = { .sa_handler = ring }, after;
	struct itimerval far = { .it_value = { .tv_sec = 1000 } },
			 near = { .it_value = { .tv_usec = 1000 } }, none = { 0 }, left;
	struct deadline most = deadline_in(20000);
	struct error err = ERROR_INIT;
	int fd;

	(void)state;
	rung = 0;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &far, NULL);
	fd = lock_take_at(directory, "lock", deadline_in(0), &err);
	assert_true(fd >= 0);
	lock_release(fd);
	sigaction(SIGALRM, NULL, &after);
	assert_ptr_equal(after.sa_handler, ring);
	setitimer(ITIMER_REAL, &near, &left);
	assert_true(left.it_value.tv_sec > 900 && left.it_value.tv_sec <= 1000);
	fd = lock_take_at(directory, "lock", deadline_in(0), &err);
	assert_true(fd >= 0);
	lock_release(fd);
	while (!rung && deadline_left(most) > 0)
		poll(NULL, 0, 1);
	assert_true(rung);
	setitimer(ITIMER_REAL, &none, NULL);
	/* One that is ignored stays so, and the lock is touched as ever. */
	signal(SIGALRM, SIG_IGN);
	setitimer(ITIMER_REAL, &near, NULL);
	fd = lock_take_at(directory, "lock", deadline_in(0), &err);
	assert_true(fd >= 0);
	for (int i = 0; i < 3; i++)
		assert_true(is_touched(fd, deadline_in(20000)));
	lock_release(fd);
	assert_true(signal(SIGALRM, SIG_DFL) == SIG_IGN);
	unlink(path_of("lock"));
}

static void lock_of_the_stopped_is_taken_over(void **state)
{
	pid_t holder = hold_elsewhere("lock", 100000);
	struct deadline start = deadline_in(60000);
	struct error err = ERROR_INIT;
	int fd, status;

	(void)state;
	assert_int_equal(kill(holder, SIGSTOP), 0);
	assert_int_equal(lock_elsewhere("lock", 0), ERROR_LOCK);
	assert_int_equal(lock_elsewhere("lock", 1500), ERROR_LOCK);
	fd = lock_take_at(directory, "lock", deadline_in(20000), &err);
	assert_true(fd >= 0);
	assert_true(lock_is_ours(directory, "lock", fd));
	assert_true(60000 - deadline_left(start) >= 3000);
	/* It is a lock like any other, and who was stopped can tell that it is not his. */
	assert_int_equal(lock_elsewhere("lock", 0), ERROR_LOCK);
	assert_int_equal(kill(holder, SIGCONT), 0);
	assert_int_equal(waitpid(holder, &status, 0), holder);
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_int_equal(lock_elsewhere("lock", 0), ERROR_LOCK);
	lock_release(fd);
	assert_int_equal(lock_elsewhere("lock", 0), 0);
	unlink(path_of("lock"));
}

/* Starts a process that waits for the lock. It exits with 0 once it has the lock. */
static pid_t wait_elsewhere(const char *name, int64_t milliseconds)
{
	pid_t child = fork();

	if (child == 0) {
		struct error err = ERROR_INIT;

		_exit(lock_take_at(directory, name, deadline_in(milliseconds), &err) >= 0 ? 0 : 1);
	}
	assert_true(child > 0);
	return child;
}

/* A freezer, Ctrl-Z, a machine that sleeps: the waiter that wakes first has nothing against it. */
static void lock_is_kept_when_all_are_stopped(void **state)
{
	pid_t holder = hold_elsewhere("lock", 6000000), waiter = wait_elsewhere("lock", 60000);
	int status;

	(void)state;
	sleep_whole(500000);
	assert_int_equal(kill(waiter, SIGSTOP), 0);
	assert_int_equal(kill(holder, SIGSTOP), 0);
	sleep_whole(4000000);
	assert_int_equal(kill(waiter, SIGCONT), 0);
	sleep_whole(500000);
	assert_int_equal(kill(holder, SIGCONT), 0);
	assert_int_equal(waitpid(holder, &status, 0), holder);
	assert_int_equal(status, 0);
	assert_int_equal(waitpid(waiter, &status, 0), waiter);
	assert_int_equal(status, 0);
	unlink(path_of("lock"));
}

/* By what the name leads to: the number of links is not to be trusted on FUSE and NFS. */
static void lock_is_known_by_its_name(void **state)
{
	struct error err = ERROR_INIT;
	int fd = lock_take_at(directory, "lock", deadline_in(0), &err);

	(void)state;
	assert_true(lock_is_ours(directory, "lock", fd));
	assert_int_equal(renameat(directory, "lock", directory, "aside"), 0);
	assert_false(lock_is_ours(directory, "lock", fd));
	scratch_write(scratch, "lock", "", 0600);
	assert_false(lock_is_ours(directory, "lock", fd));
	assert_int_equal(renameat(directory, "aside", directory, "lock"), 0);
	assert_true(lock_is_ours(directory, "lock", fd));
	lock_release(fd);
	unlink(path_of("lock"));
}

/* Sent by another process, it ends who waits for the lock and who holds it, or is ignored. */
static void lock_swallows_no_alarm(void **state)
{
	pid_t holder = hold_elsewhere("lock", 60000000), waiter = wait_elsewhere("lock", 60000);
	int status;

	(void)state;
	sleep_whole(300000);
	assert_int_equal(kill(waiter, SIGALRM), 0);
	assert_int_equal(waitpid(waiter, &status, 0), waiter);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM);
	signal(SIGALRM, SIG_IGN);
	waiter = wait_elsewhere("lock", 60000);
	signal(SIGALRM, SIG_DFL);
	sleep_whole(300000);
	assert_int_equal(kill(waiter, SIGALRM), 0);
	assert_int_equal(kill(holder, SIGALRM), 0);
	assert_int_equal(waitpid(holder, &status, 0), holder);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM);
	assert_int_equal(waitpid(waiter, &status, 0), waiter);
	assert_int_equal(status, 0);
	unlink(path_of("lock"));
}

static void lock_waits_with_the_alarm_held_back(void **state)
{
	pid_t holder = hold_elsewhere("lock", 1500000), waiter;
	sigset_t alarm, before;
	int status;

	(void)state;
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm, &before);
	assert_int_equal(lock_elsewhere("lock", 300), ERROR_LOCK);
	waiter = wait_elsewhere("lock", 60000);
	sigprocmask(SIG_SETMASK, &before, NULL);
	assert_int_equal(waitpid(holder, &status, 0), holder);
	assert_int_equal(status, 0);
	assert_int_equal(waitpid(waiter, &status, 0), waiter);
	assert_int_equal(status, 0);
	unlink(path_of("lock"));
}

#ifdef __linux__
/* From now on these system calls fail in this process: EPERM, as a container's filter has it. */
static bool refuse(const unsigned *calls, size_t count)
{
	struct sock_filter rules[16] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						  offsetof(struct seccomp_data, nr)) };
	struct sock_fprog filter = { .filter = rules };
	unsigned short at = 1;

	for (size_t i = 0; i < count; i++) {
		rules[at++] =
			(struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], 0, 1);
		rules[at++] =
			(struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	}
	rules[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	filter.len = at;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

enum { NO_SECCOMP = 77 };

/* In a process of its own, with those calls refused: 0, what went wrong, or NO_SECCOMP. */
static int when_refused(int (*test)(void))
{
	static const unsigned calls[] = { SYS_utimensat, SYS_setitimer, SYS_getitimer };
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(refuse(calls, COUNT(calls)) ? test() : NO_SECCOMP);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NO_SECCOMP)
		skip();
	return WEXITSTATUS(status);
}

static int touch_refused(void)
{
	struct error err = ERROR_INIT;
	int fd = lock_take_at(directory, "lock", deadline_in(0), &err);

	for (int i = 0; i < 3; i++)
		if (fd == -1 || !is_touched(fd, deadline_in(20000)))
			return 1;
	return 0;
}

static int wait_refused(void)
{
	struct deadline start = deadline_in(60000);
	struct error err = ERROR_INIT;

	if (lock_take_at(directory, "lock", deadline_in(300), &err) != -1 || err.id != ERROR_LOCK)
		return 1;
	if (60000 - deadline_left(start) < 250)
		return 2;
	return lock_take_at(directory, "lock", deadline_in(20000), &err) != -1 ? 0 : 3;
}
#endif

static void lock_is_touched_where_its_time_cannot_be_set(void **state)
{
	(void)state;
#ifdef __linux__
	assert_int_equal(when_refused(touch_refused), 0);
	unlink(path_of("lock"));
#else
	skip();
#endif
}

static void lock_waits_where_there_is_no_timer(void **state)
{
	(void)state;
#ifdef __linux__
	{
		pid_t holder = hold_elsewhere("lock", 1000000);
		int status;

		assert_int_equal(when_refused(wait_refused), 0);
		assert_int_equal(waitpid(holder, &status, 0), holder);
		assert_int_equal(status, 0);
		unlink(path_of("lock"));
	}
#else
	skip();
#endif
}

static void lock_of_the_slow_is_not_taken_over(void **state)
{
	pid_t holder = hold_elsewhere("lock", 5000000);
	struct error err = ERROR_INIT;
	int fd = lock_take_at(directory, "lock", deadline_in(20000), &err);
	int status;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(waitpid(holder, &status, 0), holder);
	assert_int_equal(status, 0);
	lock_release(fd);
	unlink(path_of("lock"));
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TEST(&suite, lock_excludes);
	SUITE_TEST(&suite, lock_waits_until_the_deadline);
	SUITE_TEST(&suite, lock_is_had_when_it_is_given_up);
	SUITE_TEST(&suite, lock_of_the_killed_is_free);
	SUITE_TEST(&suite, lock_cannot_be_made);
	SUITE_TEST(&suite, lock_leaves_an_alarm);
	SUITE_TEST(&suite, lock_of_the_stopped_is_taken_over);
	SUITE_TEST(&suite, lock_is_kept_when_all_are_stopped);
	SUITE_TEST(&suite, lock_is_known_by_its_name);
	SUITE_TEST(&suite, lock_swallows_no_alarm);
	SUITE_TEST(&suite, lock_waits_with_the_alarm_held_back);
	SUITE_TEST(&suite, lock_is_touched_where_its_time_cannot_be_set);
	SUITE_TEST(&suite, lock_waits_where_there_is_no_timer);
	SUITE_TEST(&suite, lock_of_the_slow_is_not_taken_over);
	return suite_run_in(&suite, set_up, tear_down);
}
