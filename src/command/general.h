/* SPDX-License-Identifier: ISC */
/* The options that every verb takes, -v, -q and --error-format, and their variables. */
#ifndef TOKCTL_COMMAND_GENERAL_H
#define TOKCTL_COMMAND_GENERAL_H

#include "base/attributes.h"
#include "base/error.h"
#include "command/run.h"

/*
 * They count for every message, so this is called before anything else can go wrong. An invalid
 * value is ignored.
 */
void general_set_style(const struct run *run);

/*
 * Returns -1 with err (ERROR_USAGE, or ERROR_CONFIG for a variable) for an invalid value. Help and
 * the version are printed whatever the variables hold.
 */
MUST_CHECK int general_check(const struct run *run, struct error *err);

#endif
