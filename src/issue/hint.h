/* SPDX-License-Identifier: ISC */
/* What to do next about an error. */
#ifndef TOKCTL_ISSUE_HINT_H
#define TOKCTL_ISSUE_HINT_H

#include "base/error.h"
#include "config/settings.h"

/*
 * Adds to err what there is to do next, by its id and by the row of the provider that the settings
 * are for. An error that has a hint already keeps that one alone.
 */
void hint_add(const struct settings *settings, struct error *err);

#endif
