/* SPDX-License-Identifier: ISC */
/* How the command line, the environment and the config file add up. */
#ifndef TOKCTL_CONFIG_RESOLVE_H
#define TOKCTL_CONFIG_RESOLVE_H

#include "base/attributes.h"
#include "config/environment.h"
#include "config/settings.h"

/*
 * Adds everything up and checks each value. Returns -1 with err: ERROR_USAGE for the command line,
 * ERROR_CONFIG or ERROR_UNSAFE_FILE for the rest. settings_free() is due in every case. The
 * profile, flags and environment must outlive the settings.
 */
MUST_CHECK int settings_resolve(struct settings *settings, const struct profile *profile,
				const struct flags *flags, const struct environment *environment,
				struct error *err);

#endif
