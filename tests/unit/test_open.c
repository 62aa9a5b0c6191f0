/* SPDX-License-Identifier: ISC */
/* open.h: several at once, each with a CA file of its own. */
#include "cases.h"

#include <sys/wait.h>

#include "net/open.h"

struct open_case {
	const char *name;
	bool has_cacert[HTTP_MOST_OPEN];
	size_t count;
	enum error_id want;
};

static char directory[SCRATCH_SIZE];
static char ca_files[HTTP_MOST_OPEN][SCRATCH_SIZE + 8];

static bool is_readable(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

/* In a process of its own, which is confined by it: the error's id. */
static int open_them(const struct http_options options[], size_t count)
{
	struct http *opened[HTTP_MOST_OPEN] = { NULL };
	struct error err = ERROR_INIT;

	if (http_open(options, opened, count, &err) == -1)
		return (int)err.id;
	for (size_t i = 0; i < count; i++) {
		if (opened[i] == NULL ||
		    (options[i].cacert != NULL && !is_readable(options[i].cacert)))
			return ERROR_COUNT;
		http_close(opened[i]);
	}
	return ERROR_NONE;
}

static int status_of_child(const struct http_options options[], size_t count)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(open_them(options, count));
	assert_int_not_equal(child, -1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static const struct open_case opens[] = {
	{ "one, the system's trust", { false }, 1, ERROR_NONE },
	{ "one, a CA file", { true }, 1, ERROR_NONE },
	{ "two, the system's trust", { false, false }, 2, ERROR_NONE },
	{ "two, a CA file for the second", { false, true }, 2, ERROR_NONE },
	{ "two, a CA file for each", { true, true }, 2, ERROR_NONE },
};

static void open_case(void **state)
{
	const struct open_case *test = *state;
	struct http_options options[HTTP_MOST_OPEN] = { { .proxy = "" }, { .proxy = "" } };

	for (size_t i = 0; i < test->count; i++)
		options[i].cacert = test->has_cacert[i] ? ca_files[i] : NULL;
	assert_int_equal(status_of_child(options, test->count), test->want);
}

static void second_ca_file_is_missing(void **state)
{
	const struct http_options options[] = { { .proxy = "" },
						{ .cacert = "/nonexistent/ca.pem" } };

	(void)state;
	assert_int_equal(status_of_child(options, COUNT(options)), ERROR_CONFIG);
}

static int set_up(void **state)
{
	(void)state;
	scratch_make(directory);
	for (size_t i = 0; i < HTTP_MOST_OPEN; i++) {
		char name[8];

		snprintf(name, sizeof(name), "ca%zu", i);
		scratch_write(directory, name, "", 0600);
		snprintf(ca_files[i], sizeof(ca_files[i]), "%s/%s", directory, name);
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_remove(directory);
	return 0;
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, open_case, opens);
	SUITE_TEST(&suite, second_ca_file_is_missing);
	return suite_run_in(&suite, set_up, tear_down);
}
