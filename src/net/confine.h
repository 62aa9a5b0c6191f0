/* SPDX-License-Identifier: ISC */
/*
 * tokctl-fetch gives up what it does not need before it parses a stranger's bytes: it writes no
 * file, runs no program, and reads only what looking up a name and checking a certificate take.
 *
 * Linux: no new privileges, and Landlock where the kernel has it. OpenBSD: unveil(2) and pledge(2).
 * Elsewhere, and where the kernel has none of it, nothing is given up and everything works. There
 * is no list of system calls: libraries move, and it would break with an update of libc or OpenSSL.
 */
#ifndef TOKCTL_NET_CONFINE_H
#define TOKCTL_NET_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Gives it up, for good. `more` are paths to read besides those that are always needed, ended by
 * NULL; NULLs before the end are not possible, so leave out what is not set. Returns what is on,
 * for -v: "landlock, ABI 3", "none", ...
 */
const char *confine(const char *const more[]);

/*
 * Is a link of that directory to what may not be read? Writes the path of the first that is. It
 * looks at each: for when something has failed, and not before.
 */
bool confine_hides(const char *directory, char *path, size_t size);

#endif
