/* SPDX-License-Identifier: ISC */
/*
 * The config file. What it may hold is in option.h; its form, tokctl.conf(5), is this:
 *
 *	file    = *( blank / comment / section / entry )
 *	comment = *WSP "#" *char                       ; a line of its own
 *	section = *WSP "[" name "]" *WSP
 *	entry   = *WSP key *WSP "=" *WSP value *WSP
 *	value   = DQUOTE *char DQUOTE / *char          ; quotes keep spaces and '#' in the
 *	                                               ; value; there are no escapes
 *
 * A key appears once in its section, and a section once in the file. Lines end in LF or CRLF; a
 * byte order mark at the start is skipped. Without quotes, a space and '#' within a value are an
 * error: they would be a comment to one reader and a part of the secret to another.
 *
 * A run reads the one or two sections it needs and skips the others by looking for their brackets
 * only: a file of a thousand shops costs a cached token next to nothing. So a mistake in another
 * shop's section is not seen. (libbsd's fparseln(3) is not used: it would read every line, and
 * keeps copies of them that nobody can wipe.)
 */
#ifndef TOKCTL_CONFIG_INI_H
#define TOKCTL_CONFIG_INI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"

enum {
	INI_LIMIT = 4 * 1024 * 1024, /* bytes of a config file */
	INI_MOST_NAMES = 4,          /* sections that ini_find() looks for at a time */
};

struct ini {
	const char *path;   /* for messages; not owned */
	struct buffer text; /* the file; holds secrets */
	bool shared;        /* others may read the file: it must not hold a secret */
	/* root has it from another user's HOME (base/walk.h): it must not decide what root does */
	bool lent;
};

/* A stretch of the file. */
struct ini_span {
	const char *start; /* NULL: there is no such section */
	const char *end;
};

/*
 * Reads the file; /dev/null is one with nothing in it. FAILED with err: ERROR_CONFIG, or
 * ERROR_UNSAFE_FILE where others can write it, or change what the path leads to. ini_free() is due
 * in every case.
 */
MUST_CHECK enum outcome ini_load(struct ini *ini, const char *path, struct error *err);
void ini_free(struct ini *ini);

/*
 * Finds the bodies of `count` sections, at most INI_MOST_NAMES, in one pass. Returns -1 with err
 * (ERROR_CONFIG) where one of them is there twice, or something comes before the first section.
 */
MUST_CHECK int ini_find(const struct ini *ini, const char *const names[], struct ini_span bodies[],
			size_t count, struct error *err);

/* KEY = VALUE, in a line of a section. */
struct ini_entry {
	const char *key; /* in the file, not ended by NUL; ini_line() takes it */
	size_t key_len;
	const char *value; /* in the visitor's strings */
};

/* What is done with each entry of a section. */
struct ini_visitor {
	struct buffer *strings; /* takes the values; must be empty, and outlive them */
	/* Returns -1 with err to stop. */
	int (*entry)(void *context, const struct ini_entry *entry, struct error *err);
	void *context;
};

/*
 * Visits the entries of a section. Returns -1 with err: ERROR_CONFIG, ERROR_MEMORY, or what the
 * visitor filled in.
 */
MUST_CHECK int ini_visit(const struct ini *ini, struct ini_span body,
			 const struct ini_visitor *visitor, struct error *err);

/* The next section name at or after *at (start with NULL), of *len bytes; NULL at the end. */
const char *ini_next_section(const struct ini *ini, const char **at, size_t *len);

/* The line number, from 1, of a place in the file. */
int ini_line(const struct ini *ini, const char *at);

#endif
