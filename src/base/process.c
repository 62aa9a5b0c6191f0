/* SPDX-License-Identifier: ISC */
/* Another program, asked one question, by a deadline. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/harden.h"
#include "base/translate.h"

extern char **environ;

enum { READ_END = 0, WRITE_END = 1 };

/* The signals that end us while a child runs; it must not outlive us. */
static const int ending_signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

enum { ENDING_SIGNALS = sizeof(ending_signals) / sizeof(ending_signals[0]) };

static volatile sig_atomic_t running_child;
static struct sigaction saved[ENDING_SIGNALS]; /* what they did before */

static void end_with_child(int signal_number)
{
	if (running_child > 0)
		kill(-(pid_t)running_child, SIGKILL);
	for (int i = 0; i < ENDING_SIGNALS; i++)
		if (ending_signals[i] == signal_number)
			sigaction(signal_number, &saved[i], NULL);
	raise(signal_number);
}

/* One that comes while the child is made waits until the child is guarded. */
static void hold_signals(sigset_t *mask)
{
	sigset_t ending;

	sigemptyset(&ending);
	for (int i = 0; i < ENDING_SIGNALS; i++)
		sigaddset(&ending, ending_signals[i]);
	sigprocmask(SIG_BLOCK, &ending, mask);
}

static void guard_child(pid_t child)
{
	struct sigaction action = { .sa_handler = end_with_child };

	running_child = child;
	for (int i = 0; i < ENDING_SIGNALS; i++) {
		sigaction(ending_signals[i], NULL, &saved[i]);
		if (saved[i].sa_handler != SIG_IGN) /* nohup */
			sigaction(ending_signals[i], &action, NULL);
	}
}

static void unguard_child(void)
{
	for (int i = 0; i < ENDING_SIGNALS; i++)
		sigaction(ending_signals[i], &saved[i], NULL);
	running_child = 0;
}

static void close_end(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

/* Both ends above the standard streams, close-on-exec. */
static int make_pipe(int ends[2])
{
	int made[2], failure;

	if (pipe(made) == -1)
		return -1;
	for (int i = 0; i < 2; i++) {
		ends[i] = fcntl(made[i], F_DUPFD_CLOEXEC, 3);
		close(made[i]);
	}
	if (ends[READ_END] != -1 && ends[WRITE_END] != -1)
		return 0;
	failure = errno;
	close_end(&ends[READ_END]);
	close_end(&ends[WRITE_END]);
	errno = failure;
	return -1;
}

static void default_signals(posix_spawnattr_t *attributes, const sigset_t *mask)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	sigaddset(&signals, SIGALRM);
	posix_spawnattr_setsigdefault(attributes, &signals);
	posix_spawnattr_setsigmask(attributes, mask);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

/* Returns 0 or an errno, as posix_spawn() does. The child gets this mask of signals. */
static int spawn(const struct process *process, int input, int output, const sigset_t *mask, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failure;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	default_signals(&attributes, mask);
	if (input == -1)
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	else
		posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	/* Where we have none: else the first file or socket that the child opens would take what it says. */
	if (fcntl(STDERR_FILENO, F_GETFD) == -1)
		posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	failure = posix_spawnp(child, process->path, &actions, &attributes, process->argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failure;
}

/* A child that closes its input early is no error here: its answer tells. */
static void write_some(int *fd, const struct buffer *input, size_t *written)
{
	ssize_t put = write(*fd, input->data + *written, input->len - *written);

	if (put > 0)
		*written += (size_t)put;
	if ((put == -1 && errno != EINTR && errno != EAGAIN) || *written == input->len)
		close_end(fd);
}

/* Returns 1 at the end of the output, 0 while there may be more, -1 on an error. */
static int read_some(const struct process *process, int fd, struct buffer *output, struct error *err)
{
	char chunk[4096];
	ssize_t got = read(fd, chunk, sizeof(chunk));

	if (got == -1 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (got == -1)
		return error_set(err, ERROR_IO, "can't read from %s: %s", translate(process->name), translate_errno(errno));
	if (got == 0)
		return 1;
	buffer_append(output, chunk, (size_t)got);
	explicit_bzero(chunk, (size_t)got);
	if (output->failed)
		return error_memory(err);
	if (output->len > process->limit)
		return error_set(err, ERROR_IO, "%s answered with more than %zu bytes", translate(process->name),
				 process->limit);
	return 0;
}

static int timed_out(const struct process *process, struct error *err)
{
	return error_set(err, ERROR_TIMEOUT, "%s did not end before the deadline", translate(process->name));
}

/* Writes the input and reads the output until the output ends. */
static int converse(const struct process *process, int *to, int from, struct buffer *output, struct error *err)
{
	size_t written = 0;
	int ended = 0;

	while (ended == 0) {
		struct pollfd waits[2] = { { .fd = from, .events = POLLIN }, { .fd = *to, .events = POLLOUT } };
		int ready = poll(waits, 2, deadline_poll(process->deadline));

		if (ready == 0)
			return timed_out(process, err);
		if (ready == -1)
			continue;
		if (process->input != NULL && waits[1].revents != 0)
			write_some(to, process->input, &written);
		if (waits[0].revents != 0)
			ended = read_some(process, from, output, err);
	}
	return ended == 1 ? 0 : -1;
}

/* The output has ended, but the process may not have: wait(2) has no deadline, so it is asked in growing steps. */
static int await(const struct process *process, pid_t child, int *status, struct error *err)
{
	int64_t pause_us = 20;

	for (;;) {
		pid_t ended = waitpid(child, status, WNOHANG);

		if (ended == child)
			return 0;
		if (ended == -1 && errno != EINTR)
			return error_set(err, ERROR_IO, "can't wait for %s: %s", translate(process->name), translate_errno(errno));
		if (deadline_left(process->deadline) == 0)
			return timed_out(process, err);
		usleep((useconds_t)pause_us);
		pause_us = pause_us < 20000 ? pause_us * 2 : pause_us;
	}
}

/* The child is guarded until it has ended. */
static int run_child(const struct process *process, pid_t child, int *to, int from, struct buffer *output,
		     int *status, struct error *err)
{
	int result;

	if (*to != -1)
		fcntl(*to, F_SETFL, O_NONBLOCK);
	result = converse(process, to, from, output, err);
	close_end(to);
	if (result == 0)
		result = await(process, child, status, err);
	if (result == -1) {
		kill(-child, SIGKILL);
		waitpid(child, status, 0);
	}
	unguard_child();
	return result;
}

/* Too many processes, files or pages at this moment is nothing that is wrong with the program. */
static int cannot_run(const struct process *process, int failure, struct error *err)
{
	bool passing = failure == EAGAIN || failure == ENOMEM || failure == EMFILE || failure == ENFILE;

	return error_set(err, passing ? ERROR_MEMORY : ERROR_HELPER, "can't run %s: %s", process->path,
			 translate_errno(failure));
}

int process_run(const struct process *process, struct buffer *output, int *status, struct error *err)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 };
	int result = -1, failure;
	sigset_t mask;
	pid_t child;

	if ((process->input != NULL && make_pipe(to) == -1) || make_pipe(from) == -1) {
		cannot_run(process, errno, err);
	} else {
		hold_signals(&mask);
		failure = spawn(process, to[READ_END], from[WRITE_END], &mask, &child);
		if (failure == 0)
			guard_child(child);
		sigprocmask(SIG_SETMASK, &mask, NULL);
		close_end(&to[READ_END]);
		close_end(&from[WRITE_END]);
		if (failure != 0)
			cannot_run(process, failure, err);
		else
			result = run_child(process, child, &to[WRITE_END], from[READ_END], output, status, err);
	}
	close_end(&to[READ_END]);
	close_end(&to[WRITE_END]);
	close_end(&from[READ_END]);
	close_end(&from[WRITE_END]);
	return result;
}

int process_become(char *const argv[], struct error *err)
{
	int failure;

	harden_undo();
	execvp(argv[0], argv);
	failure = errno;
	harden_process();
	error_set(err, failure == ENOENT ? ERROR_NOT_FOUND : ERROR_NOT_EXECUTABLE, "can't run %s: %s", argv[0],
		  translate_errno(failure));
	if (failure == ENOENT && strchr(argv[0], '/') != NULL && access(argv[0], F_OK) == 0)
		error_hint(err, "it is there, but what its first line names to run it is not; a CR at the line's end would be part of the name");
	return -1;
}
