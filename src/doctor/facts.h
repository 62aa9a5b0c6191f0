/* SPDX-License-Identifier: ISC */
/* What is told of a file: its mode, and whose it is. */
#ifndef TOKCTL_DOCTOR_FACTS_H
#define TOKCTL_DOCTOR_FACTS_H

#include <stddef.h>

enum { FACTS_SIZE = 64 };

/*
 * Writes ", mode 600, yours", and "" for a file that can't be looked at. For people: nothing is
 * decided by it.
 */
void facts_of_file(const char *path, char *out, size_t size);

#endif
