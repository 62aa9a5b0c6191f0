/* SPDX-License-Identifier: ISC */
/*
 * The way to a file or a directory, walked step by step, where nobody else may have a say.
 *
 * What must hold (trust.h says what is judged): each directory is opened in the one before it and
 * judged by fstat() on what was opened; links are read and followed here, and judged too; what is
 * at the end is the very thing that was judged. Files of a file system that keeps none, as procfs,
 * are refused.
 *
 *	struct walk walk = { .path = path };
 *	struct walked walked;
 *
 *	if (walk_open(&walk, &walked, &err) == FOUND)
 *		... walked.fd ...
 *
 * A descriptor of our caller's, /dev/stdin or /dev/fd/N, is judged by itself: the way to it was our
 * caller's.
 */
#ifndef TOKCTL_BASE_WALK_H
#define TOKCTL_BASE_WALK_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/file.h"

enum walk_flags {
	WALK_FILE = 0,
	/* the end is a directory, opened for its names; its mode is the caller's to judge */
	WALK_DIRECTORY = 1,
	WALK_MAKE = 2,   /* what is missing is made, 0700; nothing below another's HOME */
	WALK_VOLUME = 4, /* a directory of ours may be in a volume that is open to all */
	WALK_SECRET = 8, /* nobody else may read the file, but for the group of root's */
};

struct walk {
	const char *path; /* a relative one starts from the working directory */
	unsigned flags;   /* of enum walk_flags */
};

/* Where it led to. */
struct walked {
	int fd; /* read-only; the caller's to close; at least 3 */
	struct stat st;
	/*
	 * The user whose HOME root runs with (trust.h) has a hand in it: root may read it, but take
	 * nothing from it that would let that user act as root. Set if the outcome is ABSENT, too.
	 */
	bool lent;
};

/*
 * Walks. FAILED with err: ERROR_UNSAFE_FILE, which names the step and the remedy; ERROR_IO,
 * ERROR_CREATE, ERROR_MEMORY.
 */
MUST_CHECK enum outcome walk_open(const struct walk *walk, struct walked *walked,
				  struct error *err);

/*
 * Walks to the source's path, and reads the file as file_read() does. walked is filled, but
 * walked->fd is closed. FAILED with err, of walk_open() or file_read().
 */
MUST_CHECK enum outcome walk_read(const struct file_source *source, unsigned flags,
				  struct buffer *out, struct walked *walked, struct error *err);

#endif
