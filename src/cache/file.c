/* SPDX-License-Identifier: ISC */
/*
 * The cache in a directory of the user's:
 *
 *	FINGERPRINT        an entry, replaced whole by rename(2)
 *	FINGERPRINT.tmp    its next contents while they are written; the next holder of the lock
 *	                   takes it over
 *	FINGERPRINT.lock   empty; a process that writes the entry holds its flock(2). It stays, for
 *	                   two processes must not hold locks on two files of that name; but if the
 *	                   holder is stopped, the file is replaced (base/lock.h)
 *
 * What must hold: the directory is ours, and nobody else can enter it, or put another in its place
 * (base/walk.h; in a volume that is open to all, others can); an entry is ours, private, and no
 * link. An entry that is not so is not read. A torn one can't be told from here, but is no whole
 * record (base/record.h).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lock.h"
#include "base/record.h"
#include "base/translate.h"
#include "base/walk.h"
#include "cache/cache.h"
#include "model/credential.h"

enum { NAME_SIZE = FINGERPRINT_SIZE + 8 };

static int check_directory(const struct cache *cache, const struct walked *walked,
			   struct error *err)
{
	if (walked->lent) {
		error_set(err, ERROR_UNSAFE_FILE,
			  "the cache directory %s is another user's, or below another user's",
			  cache->path);
		return error_hint(err, "set TOKCTL_CACHE_DIR to one of your own");
	}
	if (walked->fd == -1)
		return 0;
	if (walked->st.st_uid != geteuid()) {
		error_set(err, ERROR_UNSAFE_FILE, "the cache directory %s belongs to another user",
			  cache->path);
		return error_hint(err, "set TOKCTL_CACHE_DIR to one of your own");
	}
	if ((walked->st.st_mode & 077) != 0) {
		error_set(err, ERROR_UNSAFE_FILE,
			  "the cache directory %s is open to other users (mode %03o)", cache->path,
			  (unsigned)(walked->st.st_mode & 0777));
		return error_hint(err, "chmod 700 %s", cache->path);
	}
	return 0;
}

/* Messages about files name them as they are called in the directory. Returns -1. */
static int tell_where(const struct cache *cache, struct error *err)
{
	if (err->id != ERROR_LOCK)
		error_hint(err, "the cache is in %s", cache->path);
	return -1;
}

/* Opens the directory, once. ABSENT if there is none, and it is not to be made. */
static enum outcome open_directory(struct cache *cache, bool make, struct error *err)
{
	struct walk walk = {
		.path = cache->path,
		.flags = WALK_DIRECTORY | WALK_VOLUME | (make ? WALK_MAKE : 0U),
	};
	struct walked walked;
	enum outcome outcome;

	if (cache->directory != -1)
		return FOUND;
	outcome = walk_open(&walk, &walked, err);
	if (outcome == FAILED) {
		if (err->id == ERROR_IO)
			err->id = ERROR_CREATE;
		if (err->id != ERROR_UNSAFE_FILE)
			tell_where(cache, err);
		return FAILED;
	}
	cache->directory = walked.fd;
	if (check_directory(cache, &walked, err) == 0)
		return outcome;
	cache_close(cache);
	return FAILED;
}

static enum outcome file_open(struct cache *cache, struct error *err)
{
	return open_directory(cache, false, err);
}

static enum outcome file_get(struct cache *cache, const char *fingerprint, struct buffer *out,
			     struct error *err)
{
	enum outcome outcome = open_directory(cache, false, err);
	struct file_source file = {
		.dir = cache->directory,
		.path = fingerprint,
		.flags = FILE_PRIVATE,
		.limit = RECORD_LIMIT,
	};

	if (outcome != FOUND)
		return outcome;
	outcome = file_read(&file, out, err);
	if (outcome == FAILED)
		tell_where(cache, err);
	return outcome;
}

static void lock_name(const char *fingerprint, char name[NAME_SIZE])
{
	snprintf(name, NAME_SIZE, "%s.lock", fingerprint);
}

/* False if another process took over the lock of this entry, which this process has held. */
static bool may_write(struct cache *cache, const char *fingerprint, struct error *err)
{
	char name[NAME_SIZE];

	if (cache->lock == CACHE_NO_LOCK || strcmp(cache->locked, fingerprint) != 0)
		return true;
	lock_name(fingerprint, name);
	if (lock_is_ours(cache->directory, name, cache->lock))
		return true;
	error_set(err, ERROR_LOCK, "another tokctl took over the lock %s", name);
	return false;
}

static int file_put(struct cache *cache, const char *fingerprint, const struct buffer *bytes,
		    int64_t end, struct error *err)
{
	char temporary[NAME_SIZE];

	(void)end; /* a file stays until it is replaced or forgotten */
	snprintf(temporary, sizeof(temporary), "%s.tmp", fingerprint);
	if (open_directory(cache, true, err) == FAILED)
		return -1;
	if (file_write_temporary_at(cache->directory, temporary, bytes, err) == -1)
		return tell_where(cache, err);
	if (!may_write(cache, fingerprint, err)) {
		unlinkat(cache->directory, temporary, 0);
		return -1;
	}
	if (file_rename_temporary_at(cache->directory, temporary, fingerprint, err) == -1)
		return tell_where(cache, err);
	return 0;
}

static enum outcome file_drop(struct cache *cache, const char *fingerprint, struct error *err)
{
	char temporary[NAME_SIZE];

	snprintf(temporary, sizeof(temporary), "%s.tmp", fingerprint);
	if (open_directory(cache, true, err) == FAILED || !may_write(cache, fingerprint, err))
		return FAILED;
	unlinkat(cache->directory, temporary, 0); /* mostly not there */
	if (unlinkat(cache->directory, fingerprint, 0) == 0)
		return FOUND;
	if (errno == ENOENT)
		return ABSENT;
	error_set(err, ERROR_IO, "can't remove %s/%s: %s", cache->path, fingerprint,
		  translate_errno(errno));
	return FAILED;
}

static int file_lock(struct cache *cache, const char *fingerprint, struct deadline deadline,
		     struct error *err)
{
	char name[NAME_SIZE];

	if (open_directory(cache, true, err) == FAILED)
		return CACHE_NO_LOCK;
	lock_name(fingerprint, name);
	cache->lock = lock_take_at(cache->directory, name, deadline, err);
	if (cache->lock == CACHE_NO_LOCK)
		tell_where(cache, err);
	strlcpy(cache->locked, fingerprint, sizeof(cache->locked));
	return cache->lock;
}

static bool file_holds(struct cache *cache, int lock)
{
	char name[NAME_SIZE];

	lock_name(cache->locked, name);
	return lock_is_ours(cache->directory, name, lock);
}

static void file_give_up(struct cache *cache, int lock)
{
	cache->lock = CACHE_NO_LOCK;
	if (lock != CACHE_NO_LOCK)
		lock_release(lock);
}

/* The fingerprint in the name of an entry, or of one that was left half-written. */
static bool take_fingerprint(const char *name, char fingerprint[FINGERPRINT_SIZE])
{
	size_t len = FINGERPRINT_SIZE - 1;

	if (strspn(name, "0123456789abcdef") != len ||
	    (name[len] != '\0' && strcmp(name + len, ".tmp") != 0))
		return false;
	memcpy(fingerprint, name, len);
	fingerprint[len] = '\0';
	return true;
}

static int visit(struct cache *cache, const char *fingerprint, cache_entry_fn *entry, void *context,
		 struct error *err)
{
	struct buffer bytes = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	int result;

	if (file_get(cache, fingerprint, &bytes, &ignored) == FAILED)
		buffer_clear(&bytes);
	result = entry(context, fingerprint, &bytes, err);
	buffer_free(&bytes);
	return result;
}

static int file_each(struct cache *cache, cache_entry_fn *entry, void *context, struct error *err)
{
	enum outcome opened = open_directory(cache, false, err);
	char fingerprint[FINGERPRINT_SIZE];
	struct dirent *found;
	DIR *directory;
	int listed, result = 0;

	if (opened != FOUND)
		return opened == ABSENT ? 0 : -1;
	listed = file_open_at(cache->directory, ".", O_RDONLY | O_DIRECTORY, 0);
	directory = listed != -1 ? fdopendir(listed) : NULL;
	if (directory == NULL) {
		error_set(err, error_by_errno(errno, ERROR_IO),
			  "can't read the cache directory %s: %s", cache->path,
			  translate_errno(errno));
		if (listed != -1)
			close(listed);
		return -1;
	}
	while (result == 0 && (found = readdir(directory)) != NULL)
		if (take_fingerprint(found->d_name, fingerprint))
			result = visit(cache, fingerprint, entry, context, err);
	closedir(directory);
	return result;
}

/* To make the directory, one must be able to write to the nearest one above it that is there. */
static enum cache_state check_above(const struct cache *cache, struct error *err)
{
	char above[PATH_SIZE];

	strlcpy(above, cache->path, sizeof(above));
	for (;;) {
		char *slash = strrchr(above, '/');

		if (slash == NULL)
			strlcpy(above, ".", sizeof(above));
		else
			slash[slash == above ? 1 : 0] = '\0';
		if (faccessat(AT_FDCWD, above, W_OK | X_OK, AT_EACCESS) == 0)
			return CACHE_UNMADE;
		if (errno != ENOENT || slash == NULL || slash == above) {
			error_set(err, ERROR_CREATE, "can't make the cache directory %s: %s: %s",
				  cache->path, above, translate_errno(errno));
			return CACHE_FAILED;
		}
	}
}

/*
 * A file without a name, which goes with its descriptor: it tells of a full disk and of a quota
 * too.
 */
static int check_writing(const struct cache *cache, struct error *err)
{
#ifdef O_TMPFILE
	static const char bytes[RECORD_LIMIT];
	int fd = file_open_at(cache->directory, ".", O_TMPFILE | O_WRONLY, 0600);
	int written;

	if (fd != -1) {
		written = file_write_all(fd, bytes, sizeof(bytes));
		if (written == -1)
			error_set(err, ERROR_IO, "can't write to the cache directory %s: %s",
				  cache->path, translate_errno(errno));
		close(fd);
		return written;
	}
	if (errno != EOPNOTSUPP && errno != EISDIR)
		return error_set(err, error_by_errno(errno, ERROR_CREATE),
				 "can't create files in the cache directory %s: %s", cache->path,
				 translate_errno(errno));
#endif
	if (faccessat(cache->directory, ".", W_OK | X_OK, AT_EACCESS) == 0)
		return 0;
	return error_set(err, ERROR_CREATE, "can't create files in the cache directory %s: %s",
			 cache->path, translate_errno(errno));
}

static enum cache_state file_check(struct cache *cache, struct error *err)
{
	switch (open_directory(cache, false, err)) {
	case FOUND:
		return check_writing(cache, err) == 0 ? CACHE_READY : CACHE_FAILED;
	case ABSENT:
		return check_above(cache, err);
	case FAILED:
		break;
	}
	return CACHE_FAILED;
}

const struct cache_ops cache_file_ops = {
	.name = "file",
	.open = file_open,
	.get = file_get,
	.put = file_put,
	.drop = file_drop,
	.lock = file_lock,
	.holds = file_holds,
	.unlock = file_give_up,
	.check = file_check,
	.each = file_each,
};
