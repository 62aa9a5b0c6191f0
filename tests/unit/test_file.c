/* SPDX-License-Identifier: ISC */
/* file.h: what is read and what is refused, whole replacement, lines at the end. */
#include "cases.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/file.h"

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

/* Reads a file of the scratch directory; a result other than 0 must come without contents. */
static int read_file(const char *name, enum file_flags flags, size_t limit, struct buffer *out,
		     struct error *err)
{
	struct file_source source = { directory, name, flags, limit, deadline_in(300) };
	int result;

	*err = (struct error)ERROR_INIT;
	result = file_read(&source, out, err);
	if (result == -1)
		assert_string_not_equal(err->message, "");
	if (result == 0)
		assert_int_equal(err->id, ERROR_NONE);
	return result;
}

struct mode_case {
	const char *name;
	mode_t mode;
	bool private;
};

static const struct mode_case modes[] = {
	{ "private: 0600", 0600, true },
	{ "private: 0400", 0400, true },
	{ "private: 0640, its group may read", 0640, false },
	{ "private: 0604, others may read", 0604, false },
	{ "private: 0644", 0644, false },
	{ "private: 0620, its group may write", 0620, false },
	{ "private: 0602, others may write", 0602, false },
	{ "private: 0610", 0610, false },
	{ "private: 0601", 0601, false },
	{ "private: 0666", 0666, false },
};

static void private_mode(void **state)
{
	const struct mode_case *test = *state;
	struct buffer out = BUFFER_INIT;
	struct error err;

	scratch_write(scratch, "file", "contents", test->mode);
	if (test->private) {
		assert_int_equal(read_file("file", FILE_PRIVATE, 100, &out, &err), 0);
		assert_string_equal(out.data, "contents");
	} else {
		assert_int_equal(read_file("file", FILE_PRIVATE, 100, &out, &err), -1);
		assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	}
	buffer_clear(&out);
	assert_int_equal(read_file("file", FILE_PLAIN, 100, &out, &err), 0);
	assert_string_equal(out.data, "contents");
	buffer_free(&out);
	unlink(path_of("file"));
}

static void private_owner(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	/* Only root can give a file away; for others root's own serve. */
	if (geteuid() == 0) {
		scratch_write(scratch, "file", "contents", 0600);
		assert_int_equal(chown(path_of("file"), 12345, (gid_t)-1), 0);
	}
	assert_int_equal(read_file(geteuid() == 0 ? "file" : "/etc/passwd", FILE_PRIVATE, 1 << 20,
				   &out, &err),
			 -1);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	buffer_free(&out);
	unlink(path_of("file"));
}

static void symbolic_link(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	scratch_write(scratch, "file", "contents", 0600);
	assert_int_equal(symlinkat("file", directory, "link"), 0);
	assert_int_equal(read_file("link", FILE_PRIVATE, 100, &out, &err), -1);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	assert_int_equal(read_file("link", FILE_PLAIN, 100, &out, &err), 0);
	assert_string_equal(out.data, "contents");
	buffer_free(&out);
	unlink(path_of("link"));
	unlink(path_of("file"));
}

static void hard_link(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	scratch_write(scratch, "file", "contents", 0600);
	assert_int_equal(linkat(directory, "file", directory, "second", 0), 0);
	assert_int_equal(read_file("file", FILE_PRIVATE, 100, &out, &err), -1);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	unlink(path_of("second"));
	assert_int_equal(read_file("file", FILE_PRIVATE, 100, &out, &err), 0);
	buffer_free(&out);
	unlink(path_of("file"));
}

static void no_such_file(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	assert_int_equal(read_file("missing", FILE_PLAIN, 100, &out, &err), 1);
	assert_int_equal(read_file("missing", FILE_PRIVATE, 100, &out, &err), 1);
	assert_int_equal(read_file("missing", FILE_MAY_PIPE, 100, &out, &err), 1);
	assert_int_equal(out.len, 0);
	buffer_free(&out);
}

static void not_a_file(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	assert_int_equal(mkdirat(directory, "folder", 0700), 0);
	assert_int_equal(read_file("folder", FILE_PLAIN, 100, &out, &err), -1);
	assert_int_equal(read_file("folder", FILE_PRIVATE, 100, &out, &err), -1);
	assert_int_equal(read_file("folder", FILE_MAY_PIPE, 100, &out, &err), -1);
	buffer_free(&out);
	rmdir(path_of("folder"));
}

/* A FIFO that nobody writes to: where it will not do, nobody waits for it. */
static void fifo_without_writer(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	assert_int_equal(mkfifoat(directory, "fifo", 0600), 0);
	alarm(20);
	assert_int_equal(read_file("fifo", FILE_PLAIN, 100, &out, &err), -1);
	assert_int_not_equal(err.id, ERROR_TIMEOUT);
	assert_int_equal(read_file("fifo", FILE_PRIVATE, 100, &out, &err), -1);
	assert_int_not_equal(err.id, ERROR_TIMEOUT);
	assert_int_equal(read_file("fifo", FILE_MAY_PIPE, 100, &out, &err), -1);
	assert_int_equal(err.id, ERROR_TIMEOUT);
	alarm(0);
	buffer_free(&out);
	unlink(path_of("fifo"));
}

static void fifo_with_writer(void **state)
{
	struct deadline deadline = deadline_in(20000);
	struct buffer out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	pid_t writer;

	(void)state;
	assert_int_equal(mkfifoat(directory, "fifo", 0600), 0);
	writer = fork();
	if (writer == 0) {
		int fd = openat(directory, "fifo", O_WRONLY);

		if (write(fd, "two ", 4) != 4)
			_exit(1);
		usleep(50000);
		_exit(write(fd, "parts", 5) != 5);
	}
	assert_int_equal(
		file_read(&(struct file_source){ directory, "fifo", FILE_MAY_PIPE, 100, deadline },
			  &out, &err),
		FOUND);
	assert_string_equal(out.data, "two parts");
	assert_int_equal(waitpid(writer, NULL, 0), writer);
	buffer_free(&out);
	unlink(path_of("fifo"));
}

static void device(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	assert_int_equal(read_file("/dev/null", FILE_MAY_PIPE, 100, &out, &err), 0);
	assert_int_equal(out.len, 0);
	assert_int_equal(read_file("/dev/zero", FILE_MAY_PIPE, 100, &out, &err), -1);
	buffer_free(&out);
}

static void limit_of_a_file(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err;

	(void)state;
	scratch_write(scratch, "file", "0123456789", 0600);
	assert_int_equal(read_file("file", FILE_PRIVATE, 11, &out, &err), 0);
	buffer_clear(&out);
	assert_int_equal(read_file("file", FILE_PRIVATE, 10, &out, &err), 0);
	assert_string_equal(out.data, "0123456789");
	buffer_clear(&out);
	assert_int_equal(read_file("file", FILE_PRIVATE, 9, &out, &err), -1);
	assert_int_equal(err.id, ERROR_IO);
	scratch_write(scratch, "file", "", 0600);
	buffer_clear(&out);
	assert_int_equal(read_file("file", FILE_PRIVATE, 10, &out, &err), 0);
	assert_int_equal(out.len, 0);
	buffer_free(&out);
	unlink(path_of("file"));
}

static int read_stream(int fd, const char *name, size_t limit, int64_t milliseconds,
		       struct buffer *out, struct error *err)
{
	struct file_stream stream = { fd, name, limit, deadline_in(milliseconds) };

	return file_read_stream(&stream, out, err);
}

static void descriptor_reading(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "secret\n", 7), 7);
	assert_int_equal(read_stream(ends[0], "standard input", 100, 100, &out, &err), -1);
	assert_int_equal(err.id, ERROR_TIMEOUT);
	buffer_clear(&out);
	assert_int_equal(write(ends[1], "secret\n", 7), 7);
	close(ends[1]);
	assert_int_equal(read_stream(ends[0], "standard input", 100, 5000, &out, &err), 0);
	assert_string_equal(out.data, "secret\n");
	close(ends[0]);
	buffer_free(&out);
}

static void descriptor_limit(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "0123456789", 10), 10);
	close(ends[1]);
	assert_int_equal(read_stream(ends[0], "it", 9, 5000, &out, &err), -1);
	assert_int_equal(err.id, ERROR_IO);
	close(ends[0]);
	buffer_free(&out);
}

static void opens_above_the_standard_descriptors(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0) {
		int fd;

		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		fd = file_open_at(directory, "new", O_WRONLY | O_CREAT, 0600);
		_exit(fd >= 3 && (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0 && fcntl(0, F_GETFD) == -1
			      ? 0
			      : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(file_open_at(directory, "missing", O_RDONLY, 0), -1);
	assert_int_equal(errno, ENOENT);
	unlink(path_of("new"));
}

static void assert_file(const char *name, const char *want, mode_t mode)
{
	struct buffer out = BUFFER_INIT;
	struct error err;
	struct stat st;

	assert_int_equal(read_file(name, FILE_PLAIN, 1 << 20, &out, &err), 0);
	assert_string_equal(out.data, want);
	assert_int_equal(lstat(path_of(name), &st), 0);
	assert_int_equal(st.st_mode & 07777, mode);
	buffer_free(&out);
}

/* A buffer that is only looked at. */
static struct buffer contents_of(const char *text, size_t len)
{
	return (struct buffer){ .data = (char *)text, .len = len };
}

static int replace_at(const char *path, const char *temporary, const struct buffer *contents,
		      struct error *err)
{
	return file_write_temporary_at(directory, temporary, contents, err) == 0
		       ? file_rename_temporary_at(directory, temporary, path, err)
		       : -1;
}

static void replace(const char *text)
{
	struct buffer contents = contents_of(text, strlen(text));
	struct error err = ERROR_INIT;

	assert_int_equal(replace_at("entry", ".entry.new", &contents, &err), 0);
	assert_int_equal(faccessat(directory, ".entry.new", F_OK, AT_SYMLINK_NOFOLLOW), -1);
}

static void replaces(void **state)
{
	mode_t mask = umask(0);

	(void)state;
	replace("first");
	assert_file("entry", "first", 0600);
	replace("the second, which is longer");
	assert_file("entry", "the second, which is longer", 0600);
	replace("");
	assert_file("entry", "", 0600);
	umask(mask);
	unlink(path_of("entry"));
}

/* Whoever had it open keeps the old one, whole; the new one is private whatever the old one was. */
static void replaces_whole(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int old;

	(void)state;
	scratch_write(scratch, "entry", "old contents", 0644);
	old = file_open_at(directory, "entry", O_RDONLY, 0);
	replace("new");
	assert_int_equal(read_stream(old, "old", 100, 1000, &out, &err), 0);
	assert_string_equal(out.data, "old contents");
	assert_file("entry", "new", 0600);
	close(old);
	buffer_free(&out);
	unlink(path_of("entry"));
}

static void takes_over_a_left_temporary(void **state)
{
	(void)state;
	scratch_write(scratch, ".entry.new",
		      "half of something that was longer than what comes now", 0666);
	replace("whole");
	assert_file("entry", "whole", 0600);
	unlink(path_of("entry"));
}

/* Who can put links there could otherwise have any file of ours overwritten. */
static void follows_no_link(void **state)
{
	(void)state;
	scratch_write(scratch, "victim", "untouched", 0600);
	assert_int_equal(symlinkat("victim", directory, "entry"), 0);
	assert_int_equal(symlinkat("victim", directory, ".entry.new"), 0);
	replace("new");
	assert_file("victim", "untouched", 0600);
	assert_file("entry", "new", 0600);
	unlink(path_of("entry"));
	assert_int_equal(linkat(directory, "victim", directory, ".entry.new", 0), 0);
	replace("newer");
	assert_file("victim", "untouched", 0600);
	unlink(path_of("entry"));
	unlink(path_of("victim"));
}

static void cannot_create(void **state)
{
	struct buffer contents = contents_of("x", 1);
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(replace_at("missing/entry", "missing/.new", &contents, &err), -1);
	assert_int_equal(err.id, ERROR_CREATE);
	assert_string_not_equal(err.message, "");
}

/* A full disk, played by a limit on the size of files: the old contents stay. */
static void disk_full(void **state)
{
	static char large[64 * 1024];
	pid_t child;
	int status;

	(void)state;
	replace("old");
	child = fork();
	if (child == 0) {
		struct buffer contents = contents_of(large, sizeof(large));
		struct rlimit limit = { 4096, 4096 };
		struct error err = ERROR_INIT;

		signal(SIGXFSZ, SIG_IGN);
		if (setrlimit(RLIMIT_FSIZE, &limit) == -1)
			_exit(2);
		if (replace_at("entry", ".entry.new", &contents, &err) != -1)
			_exit(3);
		_exit(err.id == ERROR_IO ? 0 : 4);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_file("entry", "old", 0600);
	unlink(path_of(".entry.new"));
	unlink(path_of("entry"));
}

static void replaces_durably(void **state)
{
	struct buffer contents = contents_of("new\n", 4);
	struct error err = ERROR_INIT;
	const char *name;
	int parent = file_open_parent(path_of("durable"), &name, &err);
	struct stat st;

	(void)state;
	assert_true(parent >= 3);
	assert_string_equal(name, "durable");
	scratch_write(scratch, "durable", "old", 0644);
	assert_int_equal(file_replace_durably_at(parent, name, &contents, &err), 0);
	assert_int_equal(stat(path_of("durable"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, 4);
	close(parent);
	unlink(path_of("durable"));
}

struct place_case {
	const char *name;
	const char *path; /* in the scratch directory; NULL: as it stands in absolute */
	const char *absolute;
	const char *message; /* a part of it */
};

static const struct place_case places[] = {
	{ "a directory that is not there", "missing/file", NULL, "No such file" },
	{ "a file for a directory", "plain/file", NULL, "Not a directory" },
	{ "a directory", "sub", NULL, "Is a directory" },
	{ "a directory's own name", "sub/.", NULL, "Is a directory" },
	{ "an end in a slash", "sub/", NULL, "ends in '/'" },
	{ "an end in a slash, behind a file", "plain/", NULL, "ends in '/'" },
	{ "an end in a slash, behind nothing", "missing/", NULL, "ends in '/'" },
	{ "a link", "link", NULL, "symbolic link" },
	{ "a link to nothing", "dangling", NULL, "symbolic link" },
	{ "a FIFO", "fifo", NULL, "not a regular file" },
	{ "a device", NULL, "/dev/null", "not a regular file" },
	{ "the root", NULL, "/", "ends in '/'" },
};

static void no_place(void **state)
{
	const struct place_case *test = *state;
	struct error err = ERROR_INIT;
	const char *name;

	scratch_write(scratch, "plain", "x", 0600);
	mkdir(path_of("sub"), 0700);
	mkfifo(path_of("fifo"), 0600);
	(void)!symlink("plain", path_of("link"));
	(void)!symlink("nothing", path_of("dangling"));
	assert_int_equal(file_open_parent(test->path != NULL ? path_of(test->path) : test->absolute,
					  &name, &err),
			 -1);
	assert_int_equal(err.id, ERROR_CREATE);
	assert_non_null(strstr(err.message, test->message));
	unlink(path_of("plain"));
	rmdir(path_of("sub"));
	unlink(path_of("fifo"));
	unlink(path_of("link"));
	unlink(path_of("dangling"));
}

struct append_case {
	const char *name;
	const char *before;
	const char *after;
};

static const struct append_case appends[] = {
	{ "to an empty file", "", "A\nB\n" },
	{ "to whole lines", "x\n", "x\nA\nB\n" },
	{ "to a line without an end", "x\ny", "x\ny\nA\nB\n" },
};

static void appends_lines(void **state)
{
	const struct append_case *test = *state;
	struct error err = ERROR_INIT;
	struct buffer out = BUFFER_INIT;
	int fd;

	scratch_write(scratch, "lines", test->before, 0644);
	fd = file_open_append(path_of("lines"), &err);
	assert_true(fd >= 3);
	assert_int_equal(file_append_lines(fd, "lines", "A\nB\n", 4, &err), 0);
	close(fd);
	assert_int_equal(read_file("lines", FILE_PLAIN, 100, &out, &err), 0);
	assert_string_equal(out.data, test->after);
	buffer_free(&out);
	unlink(path_of("lines"));
}

static void appends_to_no_other_file(void **state)
{
	struct error err = ERROR_INIT;
	struct stat st;

	(void)state;
	assert_int_equal(file_open_append(path_of("none"), &err), -1);
	assert_int_equal(err.id, ERROR_CONFIG);
	assert_int_equal(stat(path_of("none"), &st), -1);
	scratch_write(scratch, "target", "x", 0600);
	(void)!symlink("target", path_of("link"));
	assert_int_equal(file_open_append(path_of("link"), &err), -1);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	unlink(path_of("link"));
	unlink(path_of("target"));
	mkfifo(path_of("fifo"), 0600);
	assert_int_equal(file_open_append(path_of("fifo"), &err), -1);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	unlink(path_of("fifo"));
	assert_int_equal(file_open_append("/dev/null", &err), -1);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	assert_int_equal(file_open_append(scratch, &err), -1);
	assert_int_equal(err.id, ERROR_IO);
}

/* No room for the whole: an error, and nobody is told that it was stored. */
static void appends_whole_or_fails(void **state)
{
	static char large[20000];
	struct error err = ERROR_INIT;
	pid_t child;
	int status, fd;

	(void)state;
	memset(large, 'x', sizeof(large));
	scratch_write(scratch, "limited", "", 0600);
	fd = file_open_append(path_of("limited"), &err);
	assert_true(fd >= 3);
	child = fork();
	if (child == 0) {
		struct rlimit limit = { 8192, 8192 };

		signal(SIGXFSZ, SIG_IGN);
		if (setrlimit(RLIMIT_FSIZE, &limit) == -1)
			_exit(2);
		_exit(file_append_lines(fd, "limited", large, sizeof(large), &err) == -1 &&
				      err.id == ERROR_IO
			      ? 0
			      : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(fd);
	unlink(path_of("limited"));
}

/*
 * More than a pipe holds, to one who reads meanwhile; also where somebody has made it non-blocking.
 */
static void write_through_pipe(int flags)
{
	static char large[300000];
	struct buffer out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int ends[2], status;
	pid_t writer;

	memset(large, 'x', sizeof(large));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[1], F_SETFL, flags), 0);
	writer = fork();
	if (writer == 0) {
		close(ends[0]);
		_exit(file_write_all(ends[1], large, sizeof(large)) == 0 ? 0 : 1);
	}
	close(ends[1]);
	assert_int_equal(read_stream(ends[0], "pipe", 1 << 20, 20000, &out, &err), 0);
	assert_int_equal(out.len, sizeof(large));
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_int_equal(status, 0);
	close(ends[0]);
	buffer_free(&out);
}

static void writes_all(void **state)
{
	(void)state;
	write_through_pipe(0);
	write_through_pipe(O_NONBLOCK);
	assert_int_equal(file_write_all(-1, "x", 1), -1);
	assert_int_equal(errno, EBADF);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, private_mode, modes);
	SUITE_TEST(&suite, private_owner);
	SUITE_TEST(&suite, symbolic_link);
	SUITE_TEST(&suite, hard_link);
	SUITE_TEST(&suite, no_such_file);
	SUITE_TEST(&suite, not_a_file);
	SUITE_TEST(&suite, fifo_without_writer);
	SUITE_TEST(&suite, fifo_with_writer);
	SUITE_TEST(&suite, device);
	SUITE_TEST(&suite, limit_of_a_file);
	SUITE_TEST(&suite, descriptor_reading);
	SUITE_TEST(&suite, descriptor_limit);
	SUITE_TEST(&suite, opens_above_the_standard_descriptors);
	SUITE_TEST(&suite, replaces);
	SUITE_TEST(&suite, replaces_whole);
	SUITE_TEST(&suite, takes_over_a_left_temporary);
	SUITE_TEST(&suite, follows_no_link);
	SUITE_TEST(&suite, cannot_create);
	SUITE_TEST(&suite, disk_full);
	SUITE_TEST(&suite, replaces_durably);
	SUITE_TABLE(&suite, no_place, places);
	SUITE_TABLE(&suite, appends_lines, appends);
	SUITE_TEST(&suite, appends_to_no_other_file);
	SUITE_TEST(&suite, appends_whole_or_fails);
	SUITE_TEST(&suite, writes_all);
	return suite_run_in(&suite, set_up, tear_down);
}
