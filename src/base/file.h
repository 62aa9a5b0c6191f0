/* SPDX-License-Identifier: ISC */
/*
 * Files, the careful way.
 *
 * What must hold here:
 *   - a file is opened first and judged by fstat() afterwards, never the other way round;
 *   - no descriptor of ours is 0, 1 or 2, so that a program started with one of them closed can't
 *     mistake a file for its output; all are close-on-exec;
 *   - opening never hangs on a FIFO, and never follows a link where FILE_PRIVATE is asked for;
 *   - a file is replaced whole or not at all, and is private from its first byte.
 *
 * What can't be opened since too many files are is ERROR_MEMORY for each of these, as too little
 * memory is.
 */
#ifndef TOKCTL_BASE_FILE_H
#define TOKCTL_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/path.h"

/* How a file may be; or them together. */
enum file_flags {
	FILE_PLAIN = 0,
	FILE_PRIVATE = 1,  /* must be ours, mode 0600 or less, one link, not a symbolic link */
	FILE_MAY_PIPE = 2, /* a FIFO or a device will do: what a shell's <(command) gives */
};

/*
 * Like openat(2) with O_CLOEXEC and O_NOCTTY, but the descriptor is at least 3. Returns -1 and sets
 * errno.
 */
MUST_CHECK int file_open_at(int dir, const char *path, int flags, mode_t mode);

/* Moves a descriptor to 3 or above, close-on-exec. Returns it, or -1 with errno; -1 stays -1. */
int file_above_standard_streams(int fd);

/* A file that is to be read. */
struct file_source {
	int dir; /* AT_FDCWD, or the directory that path starts from */
	const char *path;
	unsigned flags;           /* of enum file_flags */
	size_t limit;             /* bytes that it may have at most */
	struct deadline deadline; /* for what FILE_MAY_PIPE allows; else it does not matter */
};

/*
 * Reads a whole file into out. FAILED with err: ERROR_IO, ERROR_UNSAFE_FILE, ERROR_MEMORY,
 * ERROR_TIMEOUT for a pipe that says nothing until the deadline.
 */
MUST_CHECK enum outcome file_read(const struct file_source *source, struct buffer *out,
				  struct error *err);

/*
 * The same for a file that is open already, and of which fstat() said *st. Returns -1 with err. The
 * descriptor stays the caller's.
 */
MUST_CHECK int file_read_open(int fd, const struct file_source *source, const struct stat *st,
			      struct buffer *out, struct error *err);

/* An open descriptor that is to be read to its end. */
struct file_stream {
	int fd;
	const char *name; /* how messages call it; they translate it */
	size_t limit;     /* bytes that it may give at most */
	struct deadline deadline;
};

/* Appends all that it gives to out. -1 with err: ERROR_IO, ERROR_MEMORY, ERROR_TIMEOUT. */
MUST_CHECK int file_read_stream(const struct file_stream *stream, struct buffer *out,
				struct error *err);

/*
 * These two replace dir/path by the contents, through dir/temporary, which is on the same file
 * system and is taken over if a killed process left it. Mode 0600. Between them the caller can look
 * whether it still may. There is no fsync: whoever reads a file written by this must be able to
 * tell a torn one, and the cost of losing it must be small. Each returns -1 with err (ERROR_CREATE,
 * ERROR_IO), and leaves no temporary then.
 */
MUST_CHECK int file_write_temporary_at(int dir, const char *temporary,
				       const struct buffer *contents, struct error *err);
MUST_CHECK int file_rename_temporary_at(int dir, const char *temporary, const char *path,
					struct error *err);

/*
 * The same for a file that somebody else is going to read, who can't tell a torn one: it is on the
 * disk before it takes the place of the old one, and its temporary has a name that no other process
 * takes. Signals wait meanwhile, so that none leaves that behind.
 */
MUST_CHECK int file_replace_durably_at(int dir, const char *path, const struct buffer *contents,
				       struct error *err);

/*
 * Opens the directory of a file that is going to be created or replaced, and points *name at the
 * last part of path. What is at that place must be a regular file, or nothing: a link is neither
 * followed nor replaced, and a device stays. Returns the descriptor, or -1 with err (ERROR_CREATE).
 */
MUST_CHECK int file_open_parent(const char *path, const char **name, struct error *err);

/*
 * Opens a regular file that is there already, and is no symbolic link, to append to it. Returns the
 * descriptor, or -1 with err (ERROR_CONFIG where there is none, ERROR_UNSAFE_FILE, ERROR_IO).
 */
MUST_CHECK int file_open_append(const char *path, struct error *err);

/*
 * Appends whole lines in one write; where the file ends within a line, that is ended first. Returns
 * -1 with err (ERROR_IO), which calls the file name.
 */
MUST_CHECK int file_append_lines(int fd, const char *name, const void *bytes, size_t len,
				 struct error *err);

/*
 * Writes all of it: goes on after a signal, and waits for room also where fd is non-blocking.
 * Returns -1 and sets errno.
 */
MUST_CHECK int file_write_all(int fd, const void *bytes, size_t len);

#endif
