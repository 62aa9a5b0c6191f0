/* SPDX-License-Identifier: ISC */
/* Paths: the room that each has, and the way to what lies beside the running program. */
#ifndef TOKCTL_BASE_PATH_H
#define TOKCTL_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

enum {
	PATH_SIZE = 4096
}; /* bytes, NUL included; of every path: one function writes, another reads */

/*
 * Writes the path of what lies beside the running program, in its folder; a name that ends in '/'
 * must be a directory. The kernel says where the program is, not argv[0], which a caller may set as
 * it likes. False where there is nothing of that name, or its path does not fit.
 */
MUST_CHECK bool path_beside_program(const char *name, char *path, size_t size);

#endif
