/* SPDX-License-Identifier: ISC */
/* A step of a walk: whether others have a say in what is there. */
#include "base/step.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/xattr.h>
#endif

#include "base/translate.h"

const char *step_path(const struct walker *walker, const struct step *step, char path[PATH_SIZE])
{
	if (step->handed || (step->last && walker->links == 0))
		return walker->path;
	strlcpy(path, walker->done, PATH_SIZE);
	strlcat(path, "/", PATH_SIZE);
	strlcat(path, step->name, PATH_SIZE);
	return path;
}

/* Names what was to be opened, where the fault is on the way to it. Returns -1. */
static int hint_end(const struct walker *walker, const char *path)
{
	return path == walker->path
		       ? -1
		       : error_hint(walker->err, "it is on the way to %s", walker->path);
}

int step_cannot_open(const struct walker *walker)
{
	return error_set(walker->err, error_by_errno(errno, ERROR_IO), "can't open %s: %s",
			 walker->path, translate_errno(errno));
}

static int is_others(const struct walker *walker, const struct step *step)
{
	char own[PATH_SIZE];
	const char *path = step_path(walker, step, own);

	if (S_ISLNK(walker->st->st_mode))
		error_set(walker->err, ERROR_UNSAFE_FILE, "the link %s belongs to another user",
			  path);
	else
		error_set(walker->err, ERROR_UNSAFE_FILE, "%s belongs to another user", path);
	error_hint(walker->err, "it must be yours, or root's");
	return hint_end(walker, path);
}

static int is_writable(const struct walker *walker, const char *path)
{
	mode_t mode = walker->st->st_mode;

	error_set(walker->err, ERROR_UNSAFE_FILE, "%s can be written by other users (mode %03o)",
		  path, (unsigned)(mode & 0777));
	error_hint(walker->err, "chmod go-w %s", path);
	return hint_end(walker, path);
}

static void widen(struct walker *walker)
{
	if (!walker->widened)
		circle_widen(&walker->circle);
	walker->widened = true;
}

/* An access control list (acl(5)) may let in others. */
static bool has_list(const struct walker *walker, const struct step *step)
{
#ifdef __linux__
	bool directory = S_ISDIR(walker->st->st_mode);
	int fd = directory ? openat(step->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : step->fd;
	ssize_t size = fgetxattr(fd, "system.posix_acl_access", NULL, 0);
	bool none = size == -1 && (errno == ENODATA || errno == EOPNOTSUPP);

	if (directory && fd != -1)
		close(fd);
	return !none;
#else
	(void)walker, (void)step;
	return false;
#endif
}

static bool group_is_trusted(struct walker *walker, const struct step *step)
{
	widen(walker);
	return circle_has_group(&walker->circle, walker->st->st_gid) && !has_list(walker, step);
}

/* Who may write to the directory at the end is for our caller to judge. */
static bool is_end(const struct walker *walker, const struct step *step)
{
	return step->last && walker->to_directory && S_ISDIR(walker->st->st_mode);
}

int step_judge(struct walker *walker, const struct step *step)
{
	const struct stat *st = walker->st;
	enum trust_owner owner = trust_owner(st->st_uid, &walker->circle);
	enum trust_writers writers = trust_writers(st->st_mode);
	char own[PATH_SIZE];

	walker->shared = false;
	if (owner == OWNER_OTHER) {
		widen(walker);
		owner = trust_owner(st->st_uid, &walker->circle);
	}
	if (owner == OWNER_OTHER)
		return is_others(walker, step);
	if (owner == OWNER_HOME) {
		*walker->lent = true;
		walker->led = walker->led || S_ISLNK(st->st_mode);
	}
	if (writers == WRITERS_NONE || is_end(walker, step) ||
	    (writers == WRITERS_GROUP && group_is_trusted(walker, step)))
		return 0;
	walker->shared = walker->in_volume && S_ISDIR(st->st_mode) &&
			 trust_is_volume(st->st_mode, owner, st->st_dev != walker->device);
	return walker->shared ? 0 : is_writable(walker, step_path(walker, step, own));
}

int step_check_volume(struct walker *walker)
{
	if (!walker->shared || S_ISDIR(walker->st->st_mode))
		return 0;
	if (fstat(walker->dir, walker->st) == -1)
		return step_cannot_open(walker);
	return is_writable(walker, walker->done[0] != '\0' ? walker->done : "/");
}
