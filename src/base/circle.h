/* SPDX-License-Identifier: ISC */
/* Whom this run believes (trust.h), as the system tells. */
#ifndef TOKCTL_BASE_CIRCLE_H
#define TOKCTL_BASE_CIRCLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/trust.h"

/* Us, and root. */
struct trust_circle circle_of_self(void);

/*
 * Adds who is in it by HOME and by /proc/self/uid_map. That takes a look at files, and is only
 * needed where somebody else's file is met.
 */
void circle_widen(struct trust_circle *circle);

/* trust_group(), by the system's files. */
bool circle_has_group(const struct trust_circle *circle, gid_t gid);

#endif
