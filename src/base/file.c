/* SPDX-License-Identifier: ISC */
/*
 * Files, the careful way: open, then judge; replace whole or not at all. What must hold stands in
 * file.h.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/translate.h"
#include "base/wait.h"

enum { FIRST_FREE_DESCRIPTOR = 3 };

/* A directory in which files are made need not be one that may be listed. */
#if defined(O_SEARCH)
#define SEARCH_ONLY O_SEARCH
#elif defined(O_PATH)
#define SEARCH_ONLY O_PATH
#else
#define SEARCH_ONLY O_RDONLY
#endif

int file_above_standard_streams(int fd)
{
	int moved;

	if (fd == -1 || fd >= FIRST_FREE_DESCRIPTOR)
		return fd;
	moved = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_DESCRIPTOR);
	close(fd);
	return moved;
}

int file_open_at(int dir, const char *path, int flags, mode_t mode)
{
	return file_above_standard_streams(openat(dir, path, flags | O_CLOEXEC | O_NOCTTY, mode));
}

static int check_private(const struct stat *st, const char *path, struct error *err)
{
	if (st->st_uid != geteuid())
		return error_set(err, ERROR_UNSAFE_FILE, "%s belongs to another user", path);
	if ((st->st_mode & 077) != 0)
		return error_set(err, ERROR_UNSAFE_FILE, "%s is open to other users (mode %03o)",
				 path, (unsigned)(st->st_mode & 0777));
	if (st->st_nlink > 1)
		return error_set(err, ERROR_UNSAFE_FILE, "%s has a second name (hard link)", path);
	return 0;
}

static int check_kind(const struct stat *st, const char *path, unsigned flags, struct error *err)
{
	bool pipe = S_ISFIFO(st->st_mode) || S_ISCHR(st->st_mode);

	if (S_ISDIR(st->st_mode))
		return error_set(err, ERROR_IO, "%s is a directory", path);
	if (!S_ISREG(st->st_mode) && !(pipe && (flags & FILE_MAY_PIPE)))
		return error_set(err, ERROR_UNSAFE_FILE, "%s is not a regular file", path);
	return 0;
}

static int too_large(const struct file_stream *file, struct error *err)
{
	return error_set(err, ERROR_IO, "%s is larger than %zu bytes", translate(file->name),
			 file->limit);
}

static int cannot_read(const char *name, struct error *err)
{
	return error_set(err, ERROR_IO, "can't read %s: %s", translate(name),
			 translate_errno(errno));
}

/*
 * One byte more than the size is asked for: a read that comes back short has seen the end, without
 * a second call.
 */
static int read_regular(const struct file_stream *file, size_t size, struct buffer *out,
			struct error *err)
{
	size_t room = size + 1;

	if (size > file->limit)
		return too_large(file, err);
	for (;;) {
		ssize_t got;

		if (buffer_reserve(out, room) == -1)
			return error_memory(err);
		got = read(file->fd, out->data + out->len, room);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return cannot_read(file->name, err);
		out->len += (size_t)got;
		out->data[out->len] = '\0';
		if (out->len > file->limit)
			return too_large(file, err);
		if ((size_t)got < room)
			return 0;
	}
}

int file_read_stream(const struct file_stream *stream, struct buffer *out, struct error *err)
{
	for (;;) {
		struct pollfd ready = { .fd = stream->fd, .events = POLLIN };
		char chunk[4096];
		ssize_t got;
		int polled = wait_poll(&ready, 1, stream->deadline);

		if (polled == 0)
			return error_set(err, ERROR_TIMEOUT, "%s did not end before the deadline",
					 translate(stream->name));
		if (polled == -1 && errno == EINTR)
			continue;
		got = read(stream->fd, chunk, sizeof(chunk));
		if (got == -1 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got == -1)
			return cannot_read(stream->name, err);
		if (got == 0)
			return out->failed ? error_memory(err) : 0;
		buffer_append(out, chunk, (size_t)got);
		explicit_bzero(chunk, (size_t)got);
		if (out->len > stream->limit)
			return too_large(stream, err);
	}
}

static enum outcome open_failed(const char *path, bool no_link, struct error *err)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return ABSENT;
	if (no_link && (errno == ELOOP || errno == EMLINK))
		error_set(err, ERROR_UNSAFE_FILE, "%s is a symbolic link", path);
	else
		error_set(err, error_by_errno(errno, ERROR_IO), "can't open %s: %s", path,
			  translate_errno(errno));
	return FAILED;
}

static int check_file(const struct stat *st, const struct file_source *source, struct error *err)
{
	if (check_kind(st, source->path, source->flags, err) == -1)
		return -1;
	return source->flags & FILE_PRIVATE ? check_private(st, source->path, err) : 0;
}

int file_read_open(int fd, const struct file_source *source, const struct stat *st,
		   struct buffer *out, struct error *err)
{
	struct file_stream file = {
		.fd = fd, .name = source->path, .limit = source->limit, .deadline = source->deadline
	};

	if (check_file(st, source, err) == -1)
		return -1;
	return S_ISREG(st->st_mode) ? read_regular(&file, (size_t)st->st_size, out, err)
				    : file_read_stream(&file, out, err);
}

enum outcome file_read(const struct file_source *source, struct buffer *out, struct error *err)
{
	int nofollow = source->flags & FILE_PRIVATE ? O_NOFOLLOW : 0;
	int fd = file_open_at(source->dir, source->path, O_RDONLY | O_NONBLOCK | nofollow, 0);
	struct stat st;
	int result = -1;

	if (fd == -1)
		return open_failed(source->path, nofollow != 0, err);
	if (fstat(fd, &st) == -1)
		error_set(err, ERROR_IO, "can't stat %s: %s", source->path, translate_errno(errno));
	else
		result = file_read_open(fd, source, &st, out, err);
	close(fd);
	return result == 0 ? FOUND : FAILED;
}

int file_write_all(int fd, const void *bytes, size_t len)
{
	const char *p = bytes;

	while (len > 0) {
		struct pollfd room = { .fd = fd, .events = POLLOUT };
		ssize_t put = write(fd, p, len);

		if (put == -1 && errno == EINTR)
			continue;
		/* A pipe that another program has made non-blocking is full: that passes. */
		if (put == -1 && errno == EAGAIN && (poll(&room, 1, -1) != -1 || errno == EINTR))
			continue;
		if (put == -1)
			return -1;
		p += put;
		len -= (size_t)put;
	}
	return 0;
}

static int cannot_write(const char *name, struct error *err)
{
	return error_set(err, ERROR_IO, "can't write %s: %s", name, translate_errno(errno));
}

/* Makes the temporary anew, with the contents. */
static int write_temporary(int dir, const char *temporary, const struct buffer *contents,
			   bool durable, struct error *err)
{
	int fd, written;

	/* What a killed process left has a mode and an owner that are not known. */
	if (unlinkat(dir, temporary, 0) == -1 && errno != ENOENT)
		return error_set(err, ERROR_CREATE, "can't remove %s: %s", temporary,
				 translate_errno(errno));
	fd = file_open_at(dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	if (fd == -1)
		return error_set(err, error_by_errno(errno, ERROR_CREATE), "can't create %s: %s",
				 temporary, translate_errno(errno));
	/* The umask may have taken away more than it should. */
	written = fchmod(fd, 0600);
	if (written == 0)
		written = file_write_all(fd, contents->data, contents->len);
	if (written == 0 && durable)
		written = fsync(fd);
	if (written == -1)
		cannot_write(temporary, err);
	/* close() reports what a network file system could not store (EDQUOT, EIO). */
	if (close(fd) == -1 && written == 0)
		written = cannot_write(temporary, err);
	if (written == -1)
		unlinkat(dir, temporary, 0);
	return written;
}

int file_write_temporary_at(int dir, const char *temporary, const struct buffer *contents,
			    struct error *err)
{
	return write_temporary(dir, temporary, contents, false, err);
}

int file_rename_temporary_at(int dir, const char *temporary, const char *path, struct error *err)
{
	if (renameat(dir, temporary, dir, path) == 0)
		return 0;
	error_set(err, ERROR_IO, "can't rename %s to %s: %s", temporary, path,
		  translate_errno(errno));
	unlinkat(dir, temporary, 0);
	return -1;
}

int file_replace_durably_at(int dir, const char *path, const struct buffer *contents,
			    struct error *err)
{
	char temporary[sizeof(".tokctl-0123456789abcdef")];
	uint64_t random;
	sigset_t all, before;
	int result;

	arc4random_buf(&random, sizeof(random));
	snprintf(temporary, sizeof(temporary), ".tokctl-%016" PRIx64, random);
	/* Nobody would find and remove what a signal left of it. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	result = write_temporary(dir, temporary, contents, true, err);
	if (result == 0)
		result = file_rename_temporary_at(dir, temporary, path, err);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

/* As root, a rename would put a regular file in the place of /dev/stdout. */
static int check_place(int dir, const char *name, const char *path, struct error *err)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0
				       : error_set(err, ERROR_CREATE, "can't create %s: %s", path,
						   translate_errno(errno));
	if (S_ISLNK(st.st_mode)) {
		error_set(err, ERROR_CREATE, "can't create %s: it is a symbolic link", path);
		return error_hint(err, "name the file itself");
	}
	if (!S_ISREG(st.st_mode))
		return error_set(err, ERROR_CREATE, "can't create %s: %s", path,
				 S_ISDIR(st.st_mode)
					 ? translate_errno(EISDIR)
					 : translate("what is there is not a regular file"));
	return 0;
}

int file_open_parent(const char *path, const char **name, struct error *err)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	char parent[PATH_SIZE] = ".";
	int dir;

	if (len >= sizeof(parent))
		return error_set(err, ERROR_CREATE, "can't create %.60s...: %s", path,
				 translate_errno(ENAMETOOLONG));
	if (len > 0) {
		memcpy(parent, path, len);
		parent[len] = '\0';
	}
	*name = path + len;
	if (**name == '\0') {
		error_set(err, ERROR_CREATE,
			  "can't create %s: a name that ends in '/' is a directory's", path);
		return error_hint(err, "name the file itself");
	}
	dir = file_open_at(AT_FDCWD, parent, SEARCH_ONLY | O_DIRECTORY, 0);
	if (dir == -1)
		return error_set(err, error_by_errno(errno, ERROR_CREATE), "can't create %s: %s",
				 path, translate_errno(errno));
	if (check_place(dir, *name, path, err) == 0)
		return dir;
	close(dir);
	return -1;
}

int file_open_append(const char *path, struct error *err)
{
	int fd = file_open_at(AT_FDCWD, path, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK, 0);
	struct stat st;

	if (fd == -1 && open_failed(path, true, err) == ABSENT)
		return error_set(err, ERROR_CONFIG, "no file %s", path);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1)
		error_set(err, ERROR_IO, "can't stat %s: %s", path, translate_errno(errno));
	else if (check_kind(&st, path, FILE_PLAIN, err) == 0)
		return fd;
	close(fd);
	return -1;
}

int file_append_lines(int fd, const char *name, const void *bytes, size_t len, struct error *err)
{
	char line_end = '\n', last = '\n';
	struct iovec parts[] = {
		{ .iov_base = &line_end, .iov_len = 1 },
		{ .iov_base = (void *)bytes, .iov_len = len },
	};
	off_t end = lseek(fd, 0, SEEK_END);
	size_t first;
	ssize_t put;

	if (end > 0 && pread(fd, &last, 1, end - 1) != 1)
		return cannot_read(name, err);
	first = last == '\n' ? 1 : 0;
	put = writev(fd, parts + first, 2 - (int)first);
	if (put == -1)
		return cannot_write(name, err);
	if ((size_t)put != len + 1 - first)
		return error_set(err, ERROR_IO, "can't write %s: only a part of it could be stored",
				 name);
	return 0;
}
