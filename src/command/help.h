/* SPDX-License-Identifier: ISC */
/* Help on a topic: what `tokctl help TOPIC` and `--help` print. */
#ifndef TOKCTL_COMMAND_HELP_H
#define TOKCTL_COMMAND_HELP_H

#include "base/attributes.h"
#include "base/error.h"

/*
 * Prints help on a verb or a provider (PROVIDER[:PROFILE] too); on NULL, the overview. Returns -1
 * with err.
 */
MUST_CHECK int help_print(const char *topic, struct error *err);

#endif
