/* SPDX-License-Identifier: ISC */
/*
 * Where a secret comes from: the value itself, a file, standard input, or what a command prints. It is read only when a
 * request is going to be made. The source that is named is the one that counts: when it fails, that is the error.
 */
#ifndef TOKCTL_CONFIG_SOURCE_H
#define TOKCTL_CONFIG_SOURCE_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "config/settings.h"

/*
 * Appends the secret to out; one trailing line end is dropped from a file, standard input or a command.
 * A file must be ours with no rights for others, or root's with at most reading by its group (a container's mount).
 * Returns -1 with err: ERROR_NO_CREDENTIAL, ERROR_SOURCE, ERROR_UNSAFE_FILE, ERROR_TIMEOUT, ERROR_MEMORY, or
 * ERROR_USAGE / ERROR_CONFIG where two sources are named in one place.
 */
int source_read_secret(const struct settings *settings, struct deadline deadline, struct buffer *out,
		       struct error *err);

#endif
