/* SPDX-License-Identifier: ISC */
/* process.h: another program's input, output, end, deadline and limit. */
#include "cases.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/harden.h"
#include "base/process.h"

/* Runs `sh -c script`, until is_whole where that is given. */
static int shell_until(bool (*is_whole)(const struct buffer *), const char *script,
		       const struct buffer *input, size_t limit, int64_t milliseconds,
		       struct buffer *output, int *status, struct error *err)
{
	char text[1024];
	char *argv[] = { (char[]){ "sh" }, (char[]){ "-c" }, text, NULL };
	struct process process = {
		.path = "sh",
		.argv = argv,
		.name = "the command",
		.input = input,
		.limit = limit,
		.is_whole = is_whole,
		.deadline = deadline_in(milliseconds),
	};

	snprintf(text, sizeof(text), "%s", script);
	*err = (struct error)ERROR_INIT;
	*status = -1;
	return process_run(&process, output, status, err);
}

static int shell(const char *script, const struct buffer *input, size_t limit, int64_t milliseconds,
		 struct buffer *output, int *status, struct error *err)
{
	return shell_until(NULL, script, input, limit, milliseconds, output, status, err);
}

static void assert_no_child(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

struct status_case {
	const char *name;
	const char *script;
	const char *output;
	int exit_status; /* -1: a signal */
	int signal;
};

static const struct status_case statuses[] = {
	{ "ends well, says nothing", ":", "", 0, 0 },
	{ "ends well, says something", "echo hello", "hello\n", 0, 0 },
	{ "ends with 1", "exit 1", "", 1, 0 },
	{ "ends with 7 and output", "echo out; exit 7", "out\n", 7, 0 },
	{ "ends with 255", "exit 255", "", 255, 0 },
	{ "dies of SIGKILL", "kill -KILL $$", "", -1, SIGKILL },
	{ "dies of SIGPIPE, which is ignored here", "kill -PIPE $$; echo alive", "", -1, SIGPIPE },
	{ "dies of SIGTERM", "kill -TERM $$; echo alive", "", -1, SIGTERM },
	{ "reads nothing where there is no input", "cat", "", 0, 0 },
	{ "has our environment", "echo \"$TOKCTL_TEST_VALUE\"", "a value\n", 0, 0 },
	{ "closes its output early", "exec >&-; exit 3", "", 3, 0 },
};

static void ends(void **state)
{
	const struct status_case *test = *state;
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	assert_int_equal(shell(test->script, NULL, 1000, 20000, &output, &status, &err), 0);
	assert_string_equal(output.data != NULL ? output.data : "", test->output);
	if (test->exit_status >= 0) {
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), test->exit_status);
	} else {
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), test->signal);
	}
	buffer_free(&output);
}

/* As under nohup; but an alarm would never ring. */
static void ignores_what_is_ignored(void **state)
{
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	signal(SIGHUP, SIG_IGN);
	signal(SIGALRM, SIG_IGN);
	assert_int_equal(shell("kill -HUP $$; echo alive; kill -ALRM $$; echo awake", NULL, 100,
			       20000, &output, &status, &err),
			 0);
	signal(SIGHUP, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	assert_string_equal(output.data, "alive\n");
	assert_int_equal(WTERMSIG(status), SIGALRM);
	buffer_free(&output);
}

/* More than a pipe holds, in both directions at once. */
static void echoes_a_lot(void **state)
{
	char *argv[] = { (char[]){ "cat" }, NULL };
	struct buffer input = BUFFER_INIT, output = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int status = -1;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buffer_number(&input, i);
	assert_int_equal(process_run(&(struct process){ .path = "cat",
							.argv = argv,
							.name = "cat",
							.input = &input,
							.limit = input.len,
							.deadline = deadline_in(30000) },
				     &output, &status, &err),
			 0);
	assert_int_equal(status, 0);
	assert_int_equal(output.len, input.len);
	assert_memory_equal(output.data, input.data, input.len);
	buffer_free(&input);
	buffer_free(&output);
}

static void keeps_every_byte(void **state)
{
	struct buffer input = BUFFER_INIT, output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	for (int byte = 0; byte < 256; byte++)
		buffer_char(&input, (char)byte);
	assert_int_equal(shell("cat", &input, 256, 20000, &output, &status, &err), 0);
	assert_int_equal(output.len, 256);
	assert_memory_equal(output.data, input.data, 256);
	buffer_free(&input);
	buffer_free(&output);
}

static void need_not_read_its_input(void **state)
{
	struct buffer input = BUFFER_INIT, output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	for (int i = 0; i < 200000; i++)
		buffer_char(&input, 'x');
	assert_int_equal(shell("echo done; exit 4", &input, 100, 20000, &output, &status, &err), 0);
	assert_string_equal(output.data, "done\n");
	assert_int_equal(WEXITSTATUS(status), 4);
	buffer_free(&input);
	buffer_free(&output);
}

struct limit_case {
	const char *name;
	const char *script;
	size_t limit;
	bool fits;
};

static const struct limit_case limits[] = {
	{ "limit: below", "printf 123456789", 10, true },
	{ "limit: just as much", "printf 1234567890", 10, true },
	{ "limit: one more", "printf 12345678901", 10, false },
	{ "limit: without end", "while :; do echo x; done", 100000, false },
};

static void limit(void **state)
{
	const struct limit_case *test = *state;
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	assert_int_equal(shell(test->script, NULL, test->limit, 20000, &output, &status, &err),
			 test->fits ? 0 : -1);
	if (!test->fits)
		assert_int_equal(err.id, ERROR_IO);
	buffer_free(&output);
}

struct missing_case {
	const char *name;
	const char *path;
};

static const struct missing_case missings[] = {
	{ "missing: a path", "/nonexistent/tokctl-fetch" },
	{ "missing: a name", "no-such-program-anywhere" },
	{ "missing: a directory", "/" },
	{ "missing: not executable", "/etc/passwd" },
	{ "missing: an empty path", "" },
};

static void missing(void **state)
{
	const struct missing_case *test = *state;
	char *argv[] = { (char[]){ "x" }, NULL };
	struct process process = { .path = test->path,
				   .argv = argv,
				   .name = "helper",
				   .limit = 10,
				   .deadline = deadline_in(10000) };
	struct buffer output = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int status = 0;

	assert_int_equal(process_run(&process, &output, &status, &err), -1);
	assert_int_equal(err.id, ERROR_HELPER);
	assert_string_not_equal(err.message, "");
	buffer_free(&output);
}

static void deadline_ends_it(void **state)
{
	struct deadline start = deadline_in(60000);
	struct buffer output = BUFFER_INIT;
	struct error err;
	int64_t took;
	int status;

	(void)state;
	assert_int_equal(shell("echo half; sleep 50", NULL, 100, 300, &output, &status, &err), -1);
	took = 60000 - deadline_left(start);
	assert_int_equal(err.id, ERROR_TIMEOUT);
	assert_in_range(took, 250, 20000);
	assert_no_child();
	buffer_free(&output);
}

static void deadline_that_has_passed(void **state)
{
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	assert_int_equal(shell("sleep 50", NULL, 100, 0, &output, &status, &err), -1);
	assert_int_equal(err.id, ERROR_TIMEOUT);
	buffer_free(&output);
}

/*
 * All of the group goes, grandchildren too. They hold a FIFO open for writing: its end is read once
 * the last of them is gone. What was written to it proves that they were there.
 */
static void deadline_ends_the_group(void **state)
{
	char scratch[SCRATCH_SIZE], fifo[SCRATCH_SIZE + 16], script[SCRATCH_SIZE + 128],
		text[8] = "";
	struct buffer output = BUFFER_INIT;
	struct pollfd waiting;
	struct error err;
	int status;

	(void)state;
	scratch_make(scratch);
	snprintf(fifo, sizeof(fifo), "%s/fifo", scratch);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	waiting = (struct pollfd){ .fd = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC),
				   .events = POLLIN };
	snprintf(script, sizeof(script),
		 "exec 3>'%s'; (sleep 50; :) & (trap '' TERM HUP INT; sleep 50; :) & echo x >&3; "
		 "wait",
		 fifo);
	assert_int_equal(shell(script, NULL, 100, 500, &output, &status, &err), -1);
	assert_int_equal(err.id, ERROR_TIMEOUT);
	assert_int_equal(read(waiting.fd, text, sizeof(text)), 2);
	assert_int_equal(poll(&waiting, 1, 20000), 1);
	assert_int_equal(read(waiting.fd, text, sizeof(text)), 0);
	close(waiting.fd);
	buffer_free(&output);
	scratch_remove(scratch);
}

static bool ends_with_dot(const struct buffer *output)
{
	return output->len > 0 && output->data[output->len - 1] == '.';
}

/*
 * What it says is had while it still waits for us: it ends when we open the FIFO, and not before.
 */
static void left_to_end(void **state)
{
	char scratch[SCRATCH_SIZE], fifo[SCRATCH_SIZE + 16], done[SCRATCH_SIZE + 16],
		script[3 * SCRATCH_SIZE];
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	scratch_make(scratch);
	snprintf(fifo, sizeof(fifo), "%s/fifo", scratch);
	snprintf(done, sizeof(done), "%s/done", scratch);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	snprintf(script, sizeof(script), "printf Yes.; read x <'%s'; : >'%s'; exit 3", fifo, done);
	assert_int_equal(
		shell_until(ends_with_dot, script, NULL, 100, 20000, &output, &status, &err), 0);
	assert_string_equal(output.data, "Yes.");
	assert_int_equal(status, 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), 0);
	close(open(fifo, O_WRONLY | O_CLOEXEC));
	process_settle();
	assert_int_equal(access(done, F_OK), 0);
	assert_no_child();
	process_settle();
	buffer_free(&output);
	scratch_remove(scratch);
}

static void left_to_end_until_its_deadline(void **state)
{
	struct deadline start = deadline_in(60000);
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	assert_int_equal(shell_until(ends_with_dot, "printf .; sleep 50", NULL, 100, 300, &output,
				     &status, &err),
			 0);
	process_settle();
	assert_in_range(60000 - deadline_left(start), 250, 20000);
	assert_no_child();
	buffer_free(&output);
}

/* The next one begins when the one before has ended. */
static void left_to_end_before_the_next(void **state)
{
	char scratch[SCRATCH_SIZE], done[SCRATCH_SIZE + 16], script[2 * SCRATCH_SIZE];
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	scratch_make(scratch);
	snprintf(done, sizeof(done), "%s/done", scratch);
	snprintf(script, sizeof(script), "printf .; exec >&-; sleep 0.2; : >'%s'", done);
	assert_int_equal(
		shell_until(ends_with_dot, script, NULL, 100, 20000, &output, &status, &err), 0);
	snprintf(script, sizeof(script), "test -e '%s' && echo after", done);
	assert_int_equal(shell(script, NULL, 100, 20000, &output, &status, &err), 0);
	assert_string_equal(output.data, ".after\n");
	assert_no_child();
	buffer_free(&output);
	scratch_remove(scratch);
}

/* One that ends without being whole is one that ended. */
static void never_whole(void **state)
{
	struct buffer output = BUFFER_INIT;
	struct error err;
	int status;

	(void)state;
	assert_int_equal(shell_until(ends_with_dot, "printf no; exit 5", NULL, 100, 20000, &output,
				     &status, &err),
			 0);
	assert_string_equal(output.data, "no");
	assert_int_equal(WEXITSTATUS(status), 5);
	assert_no_child();
	buffer_free(&output);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	harden_process();
	setenv("TOKCTL_TEST_VALUE", "a value", 1);
	SUITE_TABLE(&suite, ends, statuses);
	SUITE_TEST(&suite, ignores_what_is_ignored);
	SUITE_TEST(&suite, echoes_a_lot);
	SUITE_TEST(&suite, keeps_every_byte);
	SUITE_TEST(&suite, need_not_read_its_input);
	SUITE_TABLE(&suite, limit, limits);
	SUITE_TABLE(&suite, missing, missings);
	SUITE_TEST(&suite, deadline_ends_it);
	SUITE_TEST(&suite, deadline_that_has_passed);
	SUITE_TEST(&suite, deadline_ends_the_group);
	SUITE_TEST(&suite, left_to_end);
	SUITE_TEST(&suite, left_to_end_until_its_deadline);
	SUITE_TEST(&suite, left_to_end_before_the_next);
	SUITE_TEST(&suite, never_whole);
	return suite_run(&suite);
}
