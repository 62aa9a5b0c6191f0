/* SPDX-License-Identifier: ISC */
/* walk.h: the way to a file, each step of it looked at, and the very thing opened that was. */
#include "cases.h"

#include "base/walk.h"

enum { OTHER = 4711, OTHERS_GROUP = 4712 };

static char scratch[SCRATCH_SIZE];

static const char *in_scratch(const char *name)
{
	static char path[2][SCRATCH_SIZE * 2];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", scratch, name);
	return path[turn];
}

/* What is made before a walk, in this order; "dir mode", "file mode", "link target". */
struct made {
	const char *name;
	mode_t kind;
	mode_t mode;
	const char *target;
	uid_t owner; /* 0: us */
	gid_t group; /* 0: ours */
};

#define DIRECTORY(path, bits)                               \
	{                                                   \
		.name = path, .kind = S_IFDIR, .mode = bits \
	}
#define FILE_OF(path, bits)                                 \
	{                                                   \
		.name = path, .kind = S_IFREG, .mode = bits \
	}
#define LINK(path, to)                                      \
	{                                                   \
		.name = path, .kind = S_IFLNK, .target = to \
	}

enum { MOST_MADE = 6 };

struct way_case {
	const char *name;
	struct made made[MOST_MADE];
	const char *path; /* under the scratch directory, or absolute */
	unsigned flags;
	enum outcome want;
	enum error_id id;    /* where it fails */
	const char *says[2]; /* the step, and the remedy */
	bool roots;          /* only root can set it up */
};

#define UNSAFE FAILED, ERROR_UNSAFE_FILE

static const struct way_case ways[] = {
	{ "a file of ours", { FILE_OF("f", 0600) }, "f", WALK_FILE, FOUND, 0, { 0 }, false },
	{ "a file that all may read",
	  { FILE_OF("f", 0644) },
	  "f",
	  WALK_FILE,
	  FOUND,
	  0,
	  { 0 },
	  false },
	{ "no file", { DIRECTORY("d", 0700) }, "d/f", WALK_FILE, ABSENT, 0, { 0 }, false },
	{ "no directory", { { 0 } }, "d/f", WALK_FILE, ABSENT, 0, { 0 }, false },
	{ "a file in the directory's place",
	  { FILE_OF("d", 0600) },
	  "d/f",
	  WALK_FILE,
	  ABSENT,
	  0,
	  { 0 },
	  false },
	{ "dots and slashes",
	  { DIRECTORY("d", 0700), FILE_OF("f", 0600) },
	  ".//d/../d/.././f",
	  WALK_FILE,
	  FOUND,
	  0,
	  { 0 },
	  false },
	{ "a file that all may write",
	  { FILE_OF("f", 0666) },
	  "f",
	  WALK_FILE,
	  UNSAFE,
	  { "f can be written by other users (mode 666)", "chmod go-w" },
	  false },
	{ "a directory that all may write",
	  { DIRECTORY("d", 0777), FILE_OF("d/f", 0600) },
	  "d/f",
	  WALK_FILE,
	  UNSAFE,
	  { "d can be written by other users (mode 777)", "chmod go-w" },
	  false },
	{ "a directory that all may write, further up",
	  { DIRECTORY("d", 0777), DIRECTORY("d/e", 0700), FILE_OF("d/e/f", 0600) },
	  "d/e/f",
	  WALK_FILE,
	  UNSAFE,
	  { "d can be written", "it is on the way to" },
	  false },
	{ "no file in a directory that all may write",
	  { DIRECTORY("d", 0777) },
	  "d/f",
	  WALK_FILE,
	  ABSENT,
	  0,
	  { 0 },
	  false },
	{ "a sticky directory",
	  { DIRECTORY("d", 01777), FILE_OF("d/f", 0600) },
	  "d/f",
	  WALK_FILE,
	  FOUND,
	  0,
	  { 0 },
	  false },
	{ "a link of ours",
	  { DIRECTORY("d", 0700), FILE_OF("d/f", 0600), LINK("l", "d/f") },
	  "l",
	  WALK_FILE,
	  FOUND,
	  0,
	  { 0 },
	  false },
	{ "links, absolute and upwards",
	  { DIRECTORY("d", 0700), FILE_OF("f", 0600), LINK("d/up", "../f"), LINK("l", "d") },
	  "l/up",
	  WALK_FILE,
	  FOUND,
	  0,
	  { 0 },
	  false },
	{ "a link that leads nowhere",
	  { LINK("l", "d/f") },
	  "l",
	  WALK_FILE,
	  ABSENT,
	  0,
	  { 0 },
	  false },
	{ "links in a circle",
	  { LINK("a", "b"), LINK("b", "a") },
	  "a",
	  WALK_FILE,
	  FAILED,
	  ERROR_IO,
	  { "can't open", "symbolic links" },
	  false },
	{ "a link into a directory that all may write",
	  { DIRECTORY("d", 0777), FILE_OF("d/f", 0600), LINK("l", "d/f") },
	  "l",
	  WALK_FILE,
	  UNSAFE,
	  { "/d can be written", "it is on the way to" },
	  false },
	{ "a link to a file that all may write",
	  { FILE_OF("f", 0666), LINK("l", "f") },
	  "l",
	  WALK_FILE,
	  UNSAFE,
	  { "/f can be written", "it is on the way to" },
	  false },
	{ "a Kubernetes volume",
	  { DIRECTORY("v", 01777), DIRECTORY("v/..2026", 0755), FILE_OF("v/..2026/key", 0600),
	    LINK("v/..data", "..2026"), LINK("v/key", "..data/key") },
	  "v/key",
	  WALK_SECRET,
	  FOUND,
	  0,
	  { 0 },
	  false },
	{ "procfs",
	  { { 0 } },
	  "/proc/self/status",
	  WALK_FILE,
	  UNSAFE,
	  { "/proc/self/status", "name a file whose" },
	  false },
	{ "a link to procfs",
	  { LINK("l", "/proc/version") },
	  "l",
	  WALK_FILE,
	  UNSAFE,
	  { "a file system that stores no files", "" },
	  false },
	{ "sysfs",
	  { LINK("l", "/sys/kernel/uevent_seqnum") },
	  "l",
	  WALK_FILE,
	  UNSAFE,
	  { "a file system that stores no files", "" },
	  false },
	{ "a secret of ours", { FILE_OF("f", 0400) }, "f", WALK_SECRET, FOUND, 0, { 0 }, false },
	{ "a secret that all may read",
	  { FILE_OF("f", 0604) },
	  "f",
	  WALK_SECRET,
	  UNSAFE,
	  { "is open to other users (mode 604)", "chmod" },
	  false },
	{ "a directory", { DIRECTORY("d", 0700) }, "d", WALK_DIRECTORY, FOUND, 0, { 0 }, false },
	{ "a directory by a link",
	  { DIRECTORY("d", 0700), LINK("l", "d") },
	  "l",
	  WALK_DIRECTORY,
	  FOUND,
	  0,
	  { 0 },
	  false },
	{ "no directory, to look up names in",
	  { { 0 } },
	  "d/e",
	  WALK_DIRECTORY,
	  ABSENT,
	  0,
	  { 0 },
	  false },
	{ "a file for a directory",
	  { FILE_OF("d", 0600) },
	  "d",
	  WALK_DIRECTORY,
	  FAILED,
	  ERROR_IO,
	  { "can't open", "Not a directory" },
	  false },
	{ "a directory below one that all may write",
	  { DIRECTORY("v", 0755), DIRECTORY("v/d", 0757), DIRECTORY("v/d/e", 0700) },
	  "v/d/e",
	  WALK_DIRECTORY,
	  UNSAFE,
	  { "v/d can be written", "chmod go-w" },
	  false },

	{ "a file of another's",
	  { { "f", S_IFREG, 0644, NULL, OTHER, 0 } },
	  "f",
	  WALK_FILE,
	  UNSAFE,
	  { "f belongs to another user", "it must be yours, or root's" },
	  true },
	{ "a directory of another's",
	  { DIRECTORY("d", 0755), FILE_OF("d/f", 0600), { "d", 0, 0, NULL, OTHER, 0 } },
	  "d/f",
	  WALK_FILE,
	  UNSAFE,
	  { "d belongs to another user", "it is on the way to" },
	  true },
	{ "a link of another's",
	  { FILE_OF("f", 0600), { "l", S_IFLNK, 0, "f", OTHER, 0 } },
	  "l",
	  WALK_FILE,
	  UNSAFE,
	  { "the link", "belongs to another user" },
	  true },
	{ "a link of another's in a sticky directory",
	  { DIRECTORY("d", 01777), FILE_OF("f", 0600), { "d/l", S_IFLNK, 0, "../f", OTHER, 0 } },
	  "d/l",
	  WALK_FILE,
	  UNSAFE,
	  { "the link", "belongs to another user" },
	  true },
	{ "a group's directory",
	  { DIRECTORY("d", 0700), FILE_OF("d/f", 0600), { "d", 0, 02770, NULL, 0, OTHERS_GROUP } },
	  "d/f",
	  WALK_FILE,
	  UNSAFE,
	  { "d can be written by other users (mode 770)", "chmod go-w" },
	  true },
	{ "a directory of root's own group",
	  { DIRECTORY("d", 0775), FILE_OF("d/f", 0664) },
	  "d/f",
	  WALK_FILE,
	  FOUND,
	  0,
	  { 0 },
	  true },
	{ "a volume that is open to all",
	  { DIRECTORY("v", 0777), DIRECTORY("v/d", 0700) },
	  "v/d",
	  WALK_DIRECTORY | WALK_VOLUME,
	  FOUND,
	  0,
	  { 0 },
	  true },
	{ "nothing yet in a volume that is open to all",
	  { DIRECTORY("v", 0777) },
	  "v/d",
	  WALK_DIRECTORY | WALK_VOLUME,
	  ABSENT,
	  0,
	  { 0 },
	  true },
	{ "a volume that is open to all is for directories",
	  { DIRECTORY("v", 0777), FILE_OF("v/f", 0600) },
	  "v/f",
	  WALK_VOLUME,
	  UNSAFE,
	  { "v can be written", "" },
	  true },
	{ "a link in a volume that is open to all",
	  { DIRECTORY("v", 0777), DIRECTORY("d", 0700), LINK("v/l", "../d") },
	  "v/l",
	  WALK_DIRECTORY | WALK_VOLUME,
	  UNSAFE,
	  { "v can be written", "" },
	  true },
	{ "a directory further down in a volume that is open to all",
	  { DIRECTORY("v", 0777), DIRECTORY("v/d", 0700), DIRECTORY("v/d/e", 0700) },
	  "v/d/e",
	  WALK_DIRECTORY | WALK_VOLUME,
	  FOUND,
	  0,
	  { 0 },
	  true },
	{ "a group's directory is no volume",
	  { DIRECTORY("v", 0700), DIRECTORY("v/d", 0700), { "v", 0, 0770, NULL, 0, OTHERS_GROUP } },
	  "v/d",
	  WALK_DIRECTORY | WALK_VOLUME,
	  UNSAFE,
	  { "v can be written", "" },
	  true },
};

static void make(const struct made *made)
{
	const char *path = in_scratch(made->name);

	switch (made->kind) {
	case S_IFDIR:
		assert_int_equal(mkdir(path, 0700), 0);
		break;
	case S_IFREG:
		scratch_write(scratch, made->name, "text", 0600);
		break;
	case S_IFLNK:
		assert_int_equal(symlink(made->target, path), 0);
		break;
	default:
		break;
	}
	if (made->owner != 0 || made->group != 0)
		assert_int_equal(lchown(path, made->owner != 0 ? made->owner : (uid_t)-1,
					made->group != 0 ? made->group : (gid_t)-1),
				 0);
	if (made->kind != S_IFLNK && made->mode != 0)
		assert_int_equal(chmod(path, made->mode), 0);
}

static void way(void **state)
{
	const struct way_case *test = *state;
	struct error err = ERROR_INIT;
	char path[SCRATCH_SIZE * 2];
	struct walk walk = { .path = path, .flags = test->flags };
	struct walked walked;
	struct stat st;

	if (test->roots && geteuid() != 0)
		skip();
	scratch_make(scratch);
	for (size_t i = 0; i < MOST_MADE && test->made[i].name != NULL; i++)
		make(&test->made[i]);
	snprintf(path, sizeof(path), "%s",
		 test->path[0] == '/' ? test->path : in_scratch(test->path));
	assert_int_equal(walk_open(&walk, &walked, &err), test->want);
	if (test->want == FOUND) {
		assert_true(walked.fd > 2);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(walked.st.st_ino, st.st_ino);
		assert_false(walked.lent);
		close(walked.fd);
	}
	if (test->want == FAILED) {
		assert_int_equal(err.id, test->id);
		for (size_t i = 0; i < COUNT(test->says); i++)
			if (strstr(err.message, test->says[i]) == NULL)
				assert_non_null(strstr(err.hint, test->says[i]));
	}
	scratch_remove(scratch);
}

/* Where nothing is open but the three, and a file is opened, nothing else stays open. */
static void leaves_nothing_open(void **state)
{
	struct error err = ERROR_INIT;
	struct walk walk = { .path = in_scratch("d/l") };
	struct walked walked;
	int before, after;

	(void)state;
	scratch_make(scratch);
	make(&(struct made)DIRECTORY("d", 0700));
	make(&(struct made)FILE_OF("d/f", 0600));
	make(&(struct made)LINK("d/l", "../d/f"));
	walk.path = in_scratch("d/l");
	before = dup(0);
	assert_int_equal(walk_open(&walk, &walked, &err), FOUND);
	close(walked.fd);
	walk.path = in_scratch("d/missing");
	assert_int_equal(walk_open(&walk, &walked, &err), ABSENT);
	assert_int_equal(chmod(in_scratch("d"), 0777), 0);
	walk.path = in_scratch("d/l");
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	after = dup(0);
	assert_int_equal(after, before + 1);
	close(after);
	close(before);
	scratch_remove(scratch);
}

static void relative(void **state)
{
	struct error err = ERROR_INIT;
	struct walk walk = { .path = "d/f" };
	struct walked walked;
	char before[PATH_SIZE];

	(void)state;
	scratch_make(scratch);
	assert_non_null(getcwd(before, sizeof(before)));
	make(&(struct made)DIRECTORY("d", 0700));
	make(&(struct made)FILE_OF("d/f", 0600));
	assert_int_equal(chdir(scratch), 0);
	assert_int_equal(walk_open(&walk, &walked, &err), FOUND);
	close(walked.fd);
	/* The directory that it starts from counts too. */
	assert_int_equal(chmod(scratch, 0777), 0);
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	assert_non_null(strstr(err.message, scratch));
	assert_int_equal(chdir(before), 0);
	scratch_remove(scratch);
}

/* What our caller has open is judged by itself, whatever its name was. */
static void descriptor_of_the_caller(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	char path[64];
	struct file_source source = { .dir = AT_FDCWD, .path = path, .limit = 100 };
	struct walked walked;
	int fd;

	(void)state;
	scratch_make(scratch);
	make(&(struct made)DIRECTORY("d", 0777));
	make(&(struct made)FILE_OF("d/f", 0600));
	fd = open(in_scratch("d/f"), O_RDONLY | O_CLOEXEC);
	assert_true(fd != -1);
	assert_int_equal(unlink(in_scratch("d/f")), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	assert_int_equal(walk_read(&source, WALK_SECRET, &out, &walked, &err), FOUND);
	assert_string_equal(out.data, "text");
	buffer_free(&out);
	assert_int_equal(fchmod(fd, 0622), 0);
	assert_int_equal(walk_read(&source, WALK_FILE, &out, &walked, &err), FAILED);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	assert_non_null(strstr(err.message, path));
	close(fd);
	scratch_remove(scratch);
}

static void pipe_of_the_caller(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct deadline deadline = deadline_in(20000);
	char path[64];
	struct file_source source = { AT_FDCWD, path, FILE_MAY_PIPE, 100, deadline };
	struct walked walked;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "text", 4), 4);
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	assert_int_equal(walk_read(&source, WALK_SECRET, &out, &walked, &err), FOUND);
	assert_string_equal(out.data, "text");
	assert_true(S_ISFIFO(walked.st.st_mode));
	buffer_free(&out);
	close(ends[0]);
}

static void makes_directories(void **state)
{
	struct error err = ERROR_INIT;
	struct walk walk = { .flags = WALK_DIRECTORY | WALK_MAKE };
	struct walked walked;
	mode_t mask = umask(0277);

	(void)state;
	scratch_make(scratch);
	for (int i = 0; i < 2; i++) {
		walk.path = in_scratch("a//b/c/");
		assert_int_equal(walk_open(&walk, &walked, &err), FOUND);
		assert_int_equal(walked.st.st_mode, S_IFDIR | 0700);
		close(walked.fd);
	}
	assert_int_equal(umask(mask), 0277);
	assert_int_equal(stat(in_scratch("a"), &walked.st), 0);
	assert_int_equal(walked.st.st_mode, S_IFDIR | 0700);
	/* Nothing below what others can write to. */
	assert_int_equal(chmod(in_scratch("a"), 0777), 0);
	walk.path = in_scratch("a/d/e");
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	assert_int_equal(access(in_scratch("a/d"), F_OK), -1);
	scratch_remove(scratch);
}

/* The owner of HOME, which root has: read it may, and make nothing. */
static void home_of_another(void **state)
{
	struct error err = ERROR_INIT;
	struct walk walk = { .flags = WALK_FILE };
	struct walked walked;
	char home[SCRATCH_SIZE];
	const char *before = getenv("HOME");

	(void)state;
	if (geteuid() != 0)
		skip();
	scratch_make(scratch);
	make(&(struct made){ "h", S_IFDIR, 0700, NULL, OTHER, 0 });
	make(&(struct made){ "h/own", S_IFREG, 0600, NULL, OTHER, 0 });
	make(&(struct made)FILE_OF("h/roots", 0600));
	make(&(struct made){ "h/else", S_IFREG, 0600, NULL, OTHER + 1, 0 });
	make(&(struct made)DIRECTORY("roots", 0700));
	make(&(struct made){ "h/out", S_IFLNK, 0, "../roots", OTHER, 0 });
	snprintf(home, sizeof(home), "%.500s/h", scratch);

	/* Without that HOME, it is any user's. */
	walk.path = in_scratch("h/own");
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	assert_int_equal(setenv("HOME", home, 1), 0);
	assert_int_equal(walk_open(&walk, &walked, &err), FOUND);
	assert_true(walked.lent);
	close(walked.fd);
	walk.path = in_scratch("h/roots");
	assert_int_equal(walk_open(&walk, &walked, &err), FOUND);
	assert_true(walked.lent);
	close(walked.fd);
	walk.path = in_scratch("h/else");
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	walk.path = in_scratch("h/missing");
	assert_int_equal(walk_open(&walk, &walked, &err), ABSENT);
	assert_true(walked.lent);
	walk.flags = WALK_DIRECTORY | WALK_MAKE;
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	walk.path = in_scratch("h/out/new");
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	assert_int_equal(access(in_scratch("roots/new"), F_OK), -1);
	assert_int_equal(before != NULL ? setenv("HOME", before, 1) : unsetenv("HOME"), 0);
	scratch_remove(scratch);
}

static void too_long(void **state)
{
	static char path[2 * PATH_SIZE];
	struct error err = ERROR_INIT;
	struct walk walk = { .path = path };
	struct walked walked;

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[0] = '/';
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	for (size_t i = 0; i < sizeof(path) - 1; i++)
		path[i] = "./"[i % 2];
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	path[0] = '/';
	path[300] = '\0';
	memset(path + 1, 'x', 299);
	assert_int_equal(walk_open(&walk, &walked, &err), FAILED);
	assert_int_equal(err.id, ERROR_IO);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, way, ways);
	SUITE_TEST(&suite, leaves_nothing_open);
	SUITE_TEST(&suite, relative);
	SUITE_TEST(&suite, descriptor_of_the_caller);
	SUITE_TEST(&suite, pipe_of_the_caller);
	SUITE_TEST(&suite, makes_directories);
	SUITE_TEST(&suite, home_of_another);
	SUITE_TEST(&suite, too_long);
	return suite_run(&suite);
}
