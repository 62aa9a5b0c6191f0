/* SPDX-License-Identifier: ISC */
/* The way to a file, walked step by step. What must hold stands in walk.h. */
#include "base/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/magic.h>
#include <sys/vfs.h>
#endif

#include "base/step.h"
#include "base/translate.h"

/* How a step is opened, for its names only. Without O_PATH no link can be opened. */
#if defined(O_PATH)
#define PASS O_PATH
#elif defined(O_SEARCH)
#define PASS (O_SEARCH | O_DIRECTORY)
#else
#define PASS (O_RDONLY | O_DIRECTORY)
#endif

enum { MOST_LINKS = 40 }; /* as many as the kernel follows */

/* What came of a step. */
enum progress {
	STOPPED = FAILED, /* with err */
	ARRIVED = FOUND,
	MISSING = ABSENT,
	ONWARD,
};

/* The step's directory becomes the one that was reached. */
static int enter(struct walker *walker, struct step *step)
{
	if (step_judge(walker, step) == -1)
		return -1;
	if (walker->dir != -1)
		close(walker->dir);
	walker->dir = step->fd;
	walker->device = walker->st->st_dev;
	step->fd = -1;
	return 0;
}

/* The root directory, where a path and a link's text begin. */
static int enter_root(struct walker *walker)
{
	struct step root = { .name = "" };
	int result = -1;

	walker->done_len = 0;
	walker->done[0] = '\0';
	root.fd = open("/", PASS | O_DIRECTORY | O_CLOEXEC);
	if (root.fd == -1 || fstat(root.fd, walker->st) == -1) {
		step_cannot_open(walker);
	} else {
		walker->device = walker->st->st_dev;
		result = enter(walker, &root);
	}
	if (root.fd != -1)
		close(root.fd);
	return result;
}

static bool is_up(const struct step *step)
{
	return step->name[0] == '.' && step->name[1] == '.' && step->len == 2;
}

/* Enters a directory that is one step below, or above. */
static int enter_step(struct walker *walker, struct step *step)
{
	char *end = walker->done + walker->done_len;

	if (enter(walker, step) == -1)
		return -1;
	if (is_up(step)) {
		while (end > walker->done && *--end != '/')
			;
		*end = '\0';
		walker->done_len = (size_t)(end - walker->done);
		return 0;
	}
	if (step->len + 2 > PATH_SIZE - walker->done_len) {
		errno = ENAMETOOLONG;
		return step_cannot_open(walker);
	}
	*end = '/';
	memcpy(end + 1, step->name, step->len + 1);
	walker->done_len += step->len + 1;
	return 0;
}

/* Opens the step, and fills in what is there. Returns -1 and sets errno. */
static int open_step(struct walker *walker, struct step *step)
{
	struct stat *st = walker->st;

	/* As a directory first: that mounts what is mounted on demand, as O_PATH alone does not. */
	step->fd = openat(walker->dir, step->name, PASS | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (step->fd == -1 && (errno == ENOTDIR || errno == ELOOP))
		step->fd = openat(walker->dir, step->name, PASS | O_NOFOLLOW | O_CLOEXEC);
	if (step->fd != -1)
		return fstat(step->fd, st);
	if (errno != ELOOP && errno != EMLINK && errno != ENOTDIR)
		return -1;
	return fstatat(walker->dir, step->name, st, AT_SYMLINK_NOFOLLOW);
}

/* Whatever our caller's umask is, only we get rights. */
static int make_directory(const struct walker *walker, const struct step *step)
{
	mode_t callers = umask(077);
	int result = mkdirat(walker->dir, step->name, 0700);

	umask(callers);
	return result == -1 && errno == EEXIST ? 0 : result;
}

static enum progress make_step(struct walker *walker, struct step *step)
{
	char own[PATH_SIZE];

	if (!(walker->walk->flags & WALK_MAKE))
		return MISSING;
	if (walker->walked->lent) {
		error_set(walker->err, ERROR_UNSAFE_FILE,
			  "root creates nothing in another user's directory %s", walker->done);
		return STOPPED;
	}
	if (make_directory(walker, step) == 0 && open_step(walker, step) == 0)
		return ONWARD;
	error_set(walker->err, error_by_errno(errno, ERROR_CREATE), "can't make %s: %s",
		  step_path(walker, step, own), translate_errno(errno));
	return STOPPED;
}

/* What root or we can write to is not enough, where the kernel puts other bytes into a file. */
static int check_kept(const struct walker *walker, const struct step *step)
{
#ifdef __linux__
	struct statfs fs;

	if (fstatfs(step->fd, &fs) == -1)
		return step_cannot_open(walker);
	if (trust_stores_files((unsigned long)fs.f_type))
		return 0;
	error_set(walker->err, ERROR_UNSAFE_FILE,
		  "%s is on a file system that stores no files, such as /proc", walker->path);
	return error_hint(walker->err,
			  "name a file whose contents were stored, on a disk or in memory");
#else
	(void)walker, (void)step;
	return 0;
#endif
}

static int check_secret(const struct walker *walker, const struct step *step)
{
	const struct stat *st = walker->st;
	bool roots = trust_owner(st->st_uid, &walker->circle) == OWNER_ROOT;
	char own[PATH_SIZE];
	const char *path = step_path(walker, step, own);

	if ((st->st_mode & (roots ? 027 : 077)) == 0)
		return 0;
	error_set(walker->err, ERROR_UNSAFE_FILE, "%s is open to other users (mode %03o)", path,
		  (unsigned)(st->st_mode & 0777));
	return S_ISREG(st->st_mode)
		       ? error_hint(walker->err, "chmod %s %s", roots ? "640" : "600", path)
		       : -1;
}

/* A link of another user's must not make root read what that user can't. */
static int check_led(const struct walker *walker)
{
	const struct stat *st = walker->st;

	if (!walker->led || (st->st_mode & S_IROTH) != 0 ||
	    trust_owner(st->st_uid, &walker->circle) == OWNER_HOME)
		return 0;
	error_set(walker->err, ERROR_UNSAFE_FILE,
		  "%s leads by a link of another user to a file that this user can't read",
		  walker->path);
	return error_hint(walker->err, "name the file itself");
}

/* The end is open: is it what may be read? */
static enum progress arrive(struct walker *walker, struct step *step)
{
	struct walked *walked = walker->walked;
	int result = fstat(step->fd, &walked->st) == -1 ? step_cannot_open(walker) : 0;

	if (result == 0)
		result = step_check_volume(walker);
	if (result == 0)
		result = step_judge(walker, step);
	if (result == 0 && S_ISREG(walked->st.st_mode))
		result = check_led(walker) == 0 ? check_kept(walker, step) : -1;
	if (result == 0 && (walker->walk->flags & WALK_SECRET) && !S_ISDIR(walked->st.st_mode))
		result = check_secret(walker, step);
	if (result == -1)
		return STOPPED;
	walked->fd = step->fd;
	step->fd = -1;
	return ARRIVED;
}

/* A link of /proc is a door, not a text: what a process has open is behind it. */
static bool is_door(const struct step *step)
{
#ifdef __linux__
	struct statfs fs;

	return step->fd != -1 && fstatfs(step->fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
#else
	(void)step;
	return false;
#endif
}

static enum progress open_end(struct walker *walker, struct step *step, int nofollow)
{
	int fd = file_open_at(walker->dir, step->name, O_RDONLY | O_NONBLOCK | nofollow, 0);

	if (fd == -1 && nofollow != 0 && (errno == ELOOP || errno == EMLINK))
		return ONWARD;
	if (fd == -1)
		return errno == ENOENT ? MISSING : step_cannot_open(walker);
	if (step->fd != -1)
		close(step->fd);
	step->fd = fd;
	return arrive(walker, step);
}

/* Puts what a link says in front of what is left of the path. Returns -1 with err. */
static int read_link(struct walker *walker, const struct step *step)
{
	char text[PATH_SIZE];
	ssize_t len = step->fd != -1 ? readlinkat(step->fd, "", text, sizeof(text) - 1)
				     : readlinkat(walker->dir, step->name, text, sizeof(text) - 1);

	if (len == -1)
		return step_cannot_open(walker);
	text[len] = '\0';
	errno = ENAMETOOLONG;
	if (!step->last && (strlcat(text, "/", sizeof(text)) >= sizeof(text) ||
			    strlcat(text, walker->at, sizeof(text)) >= sizeof(text)))
		return step_cannot_open(walker);
	memcpy(walker->left, text, strlen(text) + 1);
	walker->at = walker->left;
	return text[0] == '/' ? enter_root(walker) : 0;
}

static enum progress follow(struct walker *walker, struct step *step)
{
	if (step_check_volume(walker) == -1 || step_judge(walker, step) == -1)
		return STOPPED;
	if (step->last && !(walker->walk->flags & WALK_DIRECTORY) && is_door(step)) {
		step->handed = true;
		return open_end(walker, step, 0);
	}
	errno = ELOOP;
	if (++walker->links > MOST_LINKS)
		return step_cannot_open(walker);
	return read_link(walker, step) == 0 ? ONWARD : STOPPED;
}

/* Takes the next name of what is left. False at its end. */
static bool take_name(struct walker *walker, struct step *step)
{
	char *name = walker->at, *end;

	while (*name == '/')
		name++;
	end = strchr(name, '/');
	step->last = end == NULL;
	if (step->last)
		end = walker->at = name + strlen(name);
	else
		walker->at = end + 1;
	*end = '\0';
	step->name = name;
	step->len = (size_t)(end - name);
	return step->len > 0;
}

static enum progress pass(struct walker *walker, struct step *step)
{
	enum progress progress;

	if (open_step(walker, step) == -1) {
		if (errno != ENOENT)
			return step_cannot_open(walker);
		progress = make_step(walker, step);
		if (progress != ONWARD)
			return progress;
	}
	if (S_ISLNK(walker->st->st_mode))
		return follow(walker, step);
	if (S_ISDIR(walker->st->st_mode))
		return step_check_volume(walker) == 0 && enter_step(walker, step) == 0 ? ONWARD
										       : STOPPED;
	errno = ENOTDIR;
	return walker->walk->flags & WALK_DIRECTORY ? step_cannot_open(walker) : MISSING;
}

static enum progress take_step(struct walker *walker, struct step *step)
{
	enum progress progress = ONWARD;

	if (step->name[0] == '.' && step->len == 1)
		return ONWARD;
	if (step->last && !(walker->walk->flags & WALK_DIRECTORY) && !is_up(step))
		progress = open_end(walker, step, O_NOFOLLOW);
	if (progress == ONWARD)
		progress = pass(walker, step);
	if (step->fd != -1)
		close(step->fd);
	step->fd = -1;
	return progress;
}

/* The path ends in a directory, which is open for its names. */
static enum progress end_in_directory(struct walker *walker)
{
	struct walked *walked = walker->walked;

	if (walker->walk->flags & WALK_DIRECTORY) {
		walked->fd = file_above_standard_streams(walker->dir);
		walker->dir = -1;
	} else {
		walked->fd = file_open_at(walker->dir, ".", O_RDONLY | O_DIRECTORY, 0);
	}
	if (walked->fd == -1 || fstat(walked->fd, &walked->st) == -1)
		return step_cannot_open(walker);
	return ARRIVED;
}

/* Where the walk begins. Returns -1 with err. */
static int begin(struct walker *walker)
{
	const char *path = walker->path;
	size_t len = strlen(path), start = 0;

	walker->at = walker->left;
	if (path[0] != '/') {
		if (getcwd(walker->left, PATH_SIZE) == NULL || walker->left[0] != '/')
			return step_cannot_open(walker);
		start = strlen(walker->left);
		walker->left[start++] = '/';
	}
	if (start + len >= PATH_SIZE) {
		errno = ENAMETOOLONG;
		return step_cannot_open(walker);
	}
	memcpy(walker->left + start, path, len + 1);
	return enter_root(walker);
}

/* What is not there can't mislead anybody, however unsafe the way to it would be. */
static bool is_missing(const struct walk *walk)
{
	return !(walk->flags & WALK_DIRECTORY) && access(walk->path, F_OK) == -1 &&
	       (errno == ENOENT || errno == ENOTDIR);
}

enum outcome walk_open(const struct walk *walk, struct walked *walked, struct error *err)
{
	struct walker walker;
	struct step step = { .fd = -1 };
	enum progress progress;

	walker.walk = walk;
	walker.walked = walked;
	walker.path = walk->path;
	walker.to_directory = (walk->flags & WALK_DIRECTORY) != 0;
	walker.in_volume = (walk->flags & WALK_VOLUME) != 0;
	walker.st = &walked->st;
	walker.lent = &walked->lent;
	walker.err = err;
	walker.circle = circle_of_self();
	walker.widened = walker.shared = walker.led = walked->lent = false;
	walker.links = 0;
	walker.dir = walked->fd = -1;
	progress = begin(&walker) == 0 ? ONWARD : STOPPED;
	while (progress == ONWARD && take_name(&walker, &step))
		progress = take_step(&walker, &step);
	if (progress == ONWARD)
		progress = end_in_directory(&walker);
	if (walker.dir != -1)
		close(walker.dir);
	if (progress == STOPPED && err->id == ERROR_UNSAFE_FILE && is_missing(walk)) {
		*err = (struct error)ERROR_INIT;
		progress = MISSING;
	}
	return (enum outcome)progress;
}

enum outcome walk_read(const struct file_source *source, unsigned flags, struct buffer *out,
		       struct walked *walked, struct error *err)
{
	struct walk walk = { .path = source->path, .flags = flags };
	enum outcome outcome = walk_open(&walk, walked, err);

	if (outcome != FOUND)
		return outcome;
	if (file_read_open(walked->fd, source, &walked->st, out, err) == -1)
		outcome = FAILED;
	close(walked->fd);
	return outcome;
}
