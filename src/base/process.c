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
#include "base/wait.h"

extern char **environ;

enum { READ_END = 0, WRITE_END = 1 };

const int process_ending_signals[PROCESS_ENDING_SIGNALS] = { SIGHUP,  SIGINT,    SIGQUIT,
							     SIGTERM, SIGUSR1,   SIGUSR2,
							     SIGALRM, SIGVTALRM, SIGXCPU };

static volatile sig_atomic_t running_child;
/* what they, and SIGCHLD, did before */
static struct sigaction saved[PROCESS_ENDING_SIGNALS], saved_end;
static sigset_t before;          /* the mask of signals */
static struct deadline settling; /* of a child that is left to end */

static void end_with_child(int signal_number)
{
	if (running_child > 0)
		kill(-(pid_t)running_child, SIGKILL);
	for (int i = 0; i < PROCESS_ENDING_SIGNALS; i++)
		if (process_ending_signals[i] == signal_number)
			sigaction(signal_number, &saved[i], NULL);
	raise(signal_number);
}

/* SIGCHLD is held back but in await(), whose pause it ends: for that it needs a handler. */
static void child_has_ended(int unused)
{
	(void)unused;
}

/* One that comes while the child is made waits until the child is guarded. */
static void hold_signals(void)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGCHLD);
	for (int i = 0; i < PROCESS_ENDING_SIGNALS; i++)
		sigaddset(&held, process_ending_signals[i]);
	sigprocmask(SIG_BLOCK, &held, &before);
}

static void guard_child(pid_t child)
{
	struct sigaction action = { .sa_handler = end_with_child },
			 wake = { .sa_handler = child_has_ended };
	sigset_t guarded = before;

	running_child = child;
	sigaction(SIGCHLD, &wake, &saved_end);
	for (int i = 0; i < PROCESS_ENDING_SIGNALS; i++) {
		sigaction(process_ending_signals[i], NULL, &saved[i]);
		if (saved[i].sa_handler != SIG_IGN) /* nohup */
			sigaction(process_ending_signals[i], &action, NULL);
	}
	sigaddset(&guarded, SIGCHLD);
	sigprocmask(SIG_SETMASK, &guarded, NULL);
}

static void unguard_child(void)
{
	for (int i = 0; i < PROCESS_ENDING_SIGNALS; i++)
		sigaction(process_ending_signals[i], &saved[i], NULL);
	sigaction(SIGCHLD, &saved_end, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
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

/*
 * A session of its own is a process group too, and has no terminal by which the child could be
 * stopped for ever.
 */
#ifdef POSIX_SPAWN_SETSID
#define APART POSIX_SPAWN_SETSID
#else
#define APART POSIX_SPAWN_SETPGROUP
#endif

/* This and all below return 0 or an errno, as posix_spawn() does. */
static int set_attributes(posix_spawnattr_t *attributes)
{
	short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | APART;
	sigset_t signals;
	int failure;

	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	sigaddset(&signals, SIGXFSZ);
	sigaddset(&signals, SIGALRM);
	failure = posix_spawnattr_setsigdefault(attributes, &signals);
	if (failure == 0)
		failure = posix_spawnattr_setsigmask(attributes, &before);
	return failure == 0 ? posix_spawnattr_setflags(attributes, flags) : failure;
}

/* Without all of these the child would read our input, and its output, a secret, would be ours. */
static int set_streams(posix_spawn_file_actions_t *actions, int input, int output)
{
	int failure = input == -1 ? posix_spawn_file_actions_addopen(actions, STDIN_FILENO,
								     "/dev/null", O_RDONLY, 0)
				  : posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);

	if (failure == 0)
		failure = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	/*
	 * Where we have none: else the first file or socket that the child opens would take what it
	 * says.
	 */
	if (failure == 0 && fcntl(STDERR_FILENO, F_GETFD) == -1)
		failure = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null",
							   O_WRONLY, 0);
	return failure;
}

static int spawn_with(const struct process *process, int input, int output,
		      posix_spawn_file_actions_t *actions, pid_t *child)
{
	posix_spawnattr_t attributes;
	int failure = posix_spawnattr_init(&attributes);

	if (failure != 0)
		return failure;
	failure = set_attributes(&attributes);
	if (failure == 0)
		failure = set_streams(actions, input, output);
	if (failure == 0)
		failure = posix_spawnp(child, process->path, actions, &attributes, process->argv,
				       environ);
	posix_spawnattr_destroy(&attributes);
	return failure;
}

static int spawn(const struct process *process, int input, int output, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	int failure = posix_spawn_file_actions_init(&actions);

	if (failure != 0)
		return failure;
	failure = spawn_with(process, input, output, &actions, child);
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

enum { MORE, ENDED, WHOLE };

/*
 * Returns ENDED at the end of the output, WHOLE where that need not be awaited, MORE, or -1 with
 * err.
 */
static int read_some(const struct process *process, int fd, struct buffer *output,
		     struct error *err)
{
	char chunk[4096];
	ssize_t got = read(fd, chunk, sizeof(chunk));

	if (got == -1 && (errno == EINTR || errno == EAGAIN))
		return MORE;
	if (got == -1)
		return error_set(err, ERROR_IO, "can't read from %s: %s", translate(process->name),
				 translate_errno(errno));
	if (got == 0)
		return ENDED;
	buffer_append(output, chunk, (size_t)got);
	explicit_bzero(chunk, (size_t)got);
	if (output->failed)
		return error_memory(err);
	if (output->len > process->limit)
		return error_set(err, ERROR_IO, "%s answered with more than %zu bytes",
				 translate(process->name), process->limit);
	return process->is_whole != NULL && process->is_whole(output) ? WHOLE : MORE;
}

static int timed_out(const struct process *process, struct error *err)
{
	return error_set(err, ERROR_TIMEOUT, "%s did not end before the deadline",
			 translate(process->name));
}

/* A child that runs: its process group, and our ends of its pipes. */
struct child {
	pid_t pid;
	int to; /* its standard input; -1: it reads /dev/null, or all is written */
	int from;
};

/*
 * Writes the input and reads the output until the output ends, or is whole. Returns as read_some(),
 * but never MORE.
 */
static int converse(const struct process *process, struct child *child, struct buffer *output,
		    struct error *err)
{
	size_t written = 0;
	int ended = MORE;

	while (ended == MORE) {
		struct pollfd waits[2] = { { .fd = child->from, .events = POLLIN },
					   { .fd = child->to, .events = POLLOUT } };
		int ready = wait_poll(waits, 2, process->deadline);

		if (ready == 0)
			return timed_out(process, err);
		if (ready == -1)
			continue;
		if (process->input != NULL && waits[1].revents != 0)
			write_some(&child->to, process->input, &written);
		if (waits[0].revents != 0)
			ended = read_some(process, child->from, output, err);
	}
	return ended;
}

/* wait(2) with a deadline. False where that comes first. */
static bool await(pid_t child, struct deadline deadline, int *status)
{
	pid_t ended = waitpid(child, status, WNOHANG);

	while (ended != child && deadline_left(deadline) > 0) {
		wait_signal(&before, deadline);
		ended = waitpid(child, status, WNOHANG);
	}
	return ended == child;
}

/* With what it has started. */
static void end_child(pid_t child)
{
	kill(-child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* The child is guarded until it has ended. */
static int attend(const struct process *process, struct child *child, struct buffer *output,
		  int *status, struct error *err)
{
	int result;

	if (child->to != -1)
		fcntl(child->to, F_SETFL, O_NONBLOCK);
	result = converse(process, child, output, err);
	close_end(&child->to);
	if (result == WHOLE) {
		settling = process->deadline;
		*status = 0;
		return 0;
	}
	if (result == ENDED && !await(child->pid, process->deadline, status))
		result = timed_out(process, err);
	if (result == -1)
		end_child(child->pid);
	unguard_child();
	return result == -1 ? -1 : 0;
}

void process_settle(void)
{
	pid_t child = (pid_t)running_child;
	int status;

	if (child <= 0)
		return;
	if (!await(child, settling, &status))
		end_child(child);
	unguard_child();
}

static int cannot_run(const struct process *process, int failure, struct error *err)
{
	return error_set(err, error_by_errno(failure, ERROR_HELPER), "can't run %s: %s",
			 process->path, translate_errno(failure));
}

/* Guarded from its first moment. Returns 0 or an errno. */
static int spawn_guarded(const struct process *process, int input, int output, pid_t *child)
{
	int failure;

	hold_signals();
	failure = spawn(process, input, output, child);
	if (failure == 0)
		guard_child(*child);
	else
		sigprocmask(SIG_SETMASK, &before, NULL);
	return failure;
}

/* Starts the child, with pipes to it. What is open of them is the caller's to close. */
static int start_child(const struct process *process, struct child *child, struct error *err)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 };
	int failure = -1; /* no child yet */

	if ((process->input != NULL && make_pipe(to) == -1) || make_pipe(from) == -1) {
		cannot_run(process, errno, err);
	} else {
		failure = spawn_guarded(process, to[READ_END], from[WRITE_END], &child->pid);
		if (failure != 0)
			cannot_run(process, failure, err);
	}
	close_end(&to[READ_END]);
	close_end(&from[WRITE_END]);
	child->to = to[WRITE_END];
	child->from = from[READ_END];
	return failure == 0 ? 0 : -1;
}

int process_run(const struct process *process, struct buffer *output, int *status,
		struct error *err)
{
	struct child child;
	int result;

	process_settle();
	result = start_child(process, &child, err);
	if (result == 0)
		result = attend(process, &child, output, status, err);
	close_end(&child.to);
	close_end(&child.from);
	return result;
}

int process_become(char *const argv[], struct error *err)
{
	int failure;

	process_settle();
	harden_undo();
	execvp(argv[0], argv);
	failure = errno;
	harden_process();
	error_set(err, failure == ENOENT ? ERROR_NOT_FOUND : ERROR_NOT_EXECUTABLE,
		  "can't run %s: %s", argv[0], translate_errno(failure));
	if (failure == ENOENT && strchr(argv[0], '/') != NULL && access(argv[0], F_OK) == 0)
		error_hint(err, "it is there, but what its first line names to run it is not; a CR "
				"at the line's end would be part of the name");
	return -1;
}
