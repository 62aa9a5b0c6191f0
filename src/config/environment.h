/* SPDX-License-Identifier: ISC */
/*
 * The TOKCTL_* variables. They are gathered from the environment at the start of main(), and those
 * that hold a secret are blanked there: neither /proc/PID/environ nor a child shows them
 * afterwards. Which these are follows from the rows: the names that end in "secret", or in a
 * provider's own word for it; and a proxy whose URL has a password.
 */
#ifndef TOKCTL_CONFIG_ENVIRONMENT_H
#define TOKCTL_CONFIG_ENVIRONMENT_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "config/option.h"

struct environment {
	size_t count;
	struct variable {
		const char *name; /* not ended by NUL */
		size_t name_len;
		const char *value;
	} * variables;
	struct buffer secrets; /* the values that were blanked */
};

/*
 * Gathers and blanks. Returns -1 when there is no memory for all of them; the secrets are blanked
 * all the same.
 */
MUST_CHECK int environment_take(struct environment *environment);

/* The value of the option's general variable, TOKCTL_TIMEOUT; NULL where it is not set. */
const char *environment_get(const struct environment *environment, enum option_id id);

/* The same for an option that names a file or a directory: an empty variable is not set. */
const char *environment_path(const struct environment *environment, enum option_id id);

/*
 * A path from HOME or an XDG variable; NULL where it is not absolute, as the XDG base directory
 * specification requires.
 */
const char *environment_directory(const char *name);

/*
 * Takes every TOKCTL_* variable that leads to a secret (..._SECRET_FILE, ..._PASSWORD_COMMAND: any
 * with a word for a secret in its name) out of the environment that a command gets. Those that hold
 * a secret went with environment_take().
 */
void environment_drop_sources(void);

void environment_free(struct environment *environment);

#endif
