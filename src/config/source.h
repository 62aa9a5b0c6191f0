/* SPDX-License-Identifier: ISC */
/*
 * Where a secret comes from: the value itself, a file, standard input, what a command prints, or
 * what systemd hands to a service (service.h), which counts for less than the environment and for
 * more than the config. It is read only when a request is going to be made. If a named source
 * fails, that is the error: the next one is not tried.
 */
#ifndef TOKCTL_CONFIG_SOURCE_H
#define TOKCTL_CONFIG_SOURCE_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "config/settings.h"

struct source {
	/* OPTION_SECRET, ..._FILE or ..._COMMAND; OPTION_NONE: there is none */
	enum option_id id;
	bool credential; /* a file that systemd handed over */
	/* where that is said: "--secret-file", or the path of the credential */
	char origin[ORIGIN_SIZE];
};

/*
 * Finds the option that counts: OPTION_NONE where none is set. Returns -1 with err, ERROR_USAGE or
 * ERROR_CONFIG, where two are set in one place.
 */
MUST_CHECK int source_choose(const struct settings *settings, enum option_id *id,
			     struct error *err);

/*
 * Finds the source that counts; nothing is read. Returns -1 with err, ERROR_USAGE or ERROR_CONFIG,
 * where two are named in one place.
 */
MUST_CHECK int source_find(const struct settings *settings, struct source *source,
			   struct error *err);

/*
 * Appends the secret to out; one trailing line end is dropped from a file, standard input or a
 * command. A file must be ours with no rights for others, or root's with at most reading by its
 * group (a container's mount). Returns -1 with err: ERROR_NO_CREDENTIAL, ERROR_SOURCE,
 * ERROR_UNSAFE_FILE, ERROR_TIMEOUT, ERROR_MEMORY, or ERROR_USAGE / ERROR_CONFIG where two sources
 * are named in one place.
 */
MUST_CHECK int source_read_secret(const struct settings *settings, struct deadline deadline,
				  struct buffer *out, struct error *err);

#endif
