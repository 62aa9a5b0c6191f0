/* SPDX-License-Identifier: ISC */
/* Where the config file and the cache are. */
#ifndef TOKCTL_CONFIG_PATHS_H
#define TOKCTL_CONFIG_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/path.h"
#include "config/environment.h"

/*
 * The path of the config file: the option's (--config; NULL: not given), $TOKCTL_CONFIG,
 * $XDG_CONFIG_HOME/tokctl/config, ~/.config/tokctl/config. "" where there is no place for one.
 * Returns -1 with err: ERROR_USAGE for the option, ERROR_CONFIG.
 */
MUST_CHECK int paths_config(const char *option, const struct environment *environment, char *out,
			    size_t size, struct error *err);

/*
 * Writes what named it: "--config" where option is given, else "TOKCTL_CONFIG". False: nothing did,
 * so it is in its usual place, and need not be there.
 */
bool paths_config_origin(const char *option, const struct environment *environment,
			 char origin[VARIABLE_SIZE]);

/* A place where the cache may be. */
struct cache_place {
	char path[PATH_SIZE];
	char origin[VARIABLE_SIZE]; /* the variable that says so: "TOKCTL_CACHE_DIR", ..., "HOME" */
	bool last;                  /* there is no other, should this one not do */
};

/*
 * The directory of the cache: $TOKCTL_CACHE_DIR, $CACHE_DIRECTORY/tokctl, $XDG_CACHE_HOME/tokctl,
 * ~/.cache/tokctl; never in /tmp. *next is 0 for the first that is set, and is moved on: called
 * again, which makes sense unless place->last, it gives the one after that. Returns -1 with err
 * (ERROR_CONFIG) where there is none.
 */
MUST_CHECK int paths_cache(const struct environment *environment, size_t *next,
			   struct cache_place *place, struct error *err);

/*
 * A path with its leading ~/ replaced by the home directory, as in ssh_config(5). Returns -1 with
 * err (ERROR_CONFIG).
 */
MUST_CHECK int paths_expand_home(const char *path, char *out, size_t size, struct error *err);

#endif
