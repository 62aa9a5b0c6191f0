/* SPDX-License-Identifier: ISC */
/* The config file: how it is loaded, and how what it says of a profile becomes settings. */
#ifndef TOKCTL_CONFIG_CONFIG_FILE_H
#define TOKCTL_CONFIG_CONFIG_FILE_H

#include "base/attributes.h"
#include "base/path.h"
#include "config/environment.h"
#include "config/settings.h"

/* The section for what goes for every provider. */
#define CONFIG_GENERAL_SECTION "tokctl"

/*
 * Loads the config file, whose path paths_config() gives, into *config, for which ini_free() is due
 * in every case, and which keeps pointing to path. FAILED with err also where a file that was named
 * is not there.
 */
MUST_CHECK enum outcome config_file_load(const struct flags *flags,
					 const struct environment *environment,
					 char path[PATH_SIZE], struct ini *config,
					 struct error *err);

/*
 * Keeps what the loaded file says in the profile's section and in the general one. Returns -1 with
 * err: ERROR_CONFIG, or ERROR_UNSAFE_FILE where it holds a secret that others can read.
 */
MUST_CHECK int config_file_keep(struct settings *settings, struct error *err);

#endif
