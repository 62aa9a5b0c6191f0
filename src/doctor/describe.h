/* SPDX-License-Identifier: ISC */
/* How a finding names a file. */
#ifndef TOKCTL_DOCTOR_DESCRIBE_H
#define TOKCTL_DOCTOR_DESCRIBE_H

#include <stddef.h>

#include "base/path.h"

enum { DESCRIPTION_SIZE = PATH_SIZE + 128 };

/*
 * Writes the path with its mode and owner, "/home/u/key, mode 600, yours", or the path alone if the
 * file can't be looked at. For people: nothing is decided by it.
 */
void describe_file(const char *path, char *out, size_t size);

#endif
