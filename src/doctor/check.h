/* SPDX-License-Identifier: ISC */
/*
 * The checks of `tokctl doctor`. Each looks as the real run does, by the same functions where it
 * can, and adds what it found to the findings; none changes anything. What it looks at is "fail"
 * where a request would fail by it, with the error that the request would have.
 */
#ifndef TOKCTL_DOCTOR_CHECK_H
#define TOKCTL_DOCTOR_CHECK_H

#include <stdbool.h>

#include "base/buffer.h"
#include "cache/cache.h"
#include "config/environment.h"
#include "config/ini.h"
#include "config/settings.h"
#include "doctor/finding.h"
#include "issue/reach.h"
#include "model/credential.h"

/* A way to a provider that was tried already: profiles that share it are told of one try. */
struct route {
	struct buffer name; /* host, proxy, CA file and interface */
	struct reach seen;
	struct error err;
};

enum { CHECK_FACTS_SIZE = 64 };

struct checkup {
	const struct flags *flags;
	const struct environment *environment;
	struct findings findings;
	char config_path[PATH_SIZE];
	struct ini config;
	struct cache cache;
	bool helper_fails; /* nobody can be asked */
	struct route *routes;
	size_t route_count;
};

/* What goes for every profile. */
void check_helper(struct checkup *checkup);
void check_cache(struct checkup *checkup);

/* Variables of ours by name that nothing reads, as TOKCTL_TIMOUT. */
void check_environment(struct checkup *checkup);

/* Loads the config as well. Returns -1 where no profile can be looked at. */
int check_config(struct checkup *checkup);

/*
 * Writes ", mode 600, yours", and "" for a file that can't be looked at. For people: nothing is
 * decided by it.
 */
void check_file_facts(const char *path, char *out, size_t size);

/*
 * The endpoint, the key, the secret's source, and what else was set for a profile, whose settings
 * are those of settings_resolve(). Of the sources only a file is read; no command is run. The
 * credential gets all but its secret. Returns -1 where there is not even an endpoint.
 */
int check_settings(struct checkup *checkup, const struct settings *settings,
		   struct credential *credential);

/* What the cache has for it. */
void check_token(struct checkup *checkup, const struct settings *settings,
		 const struct credential *credential);

/*
 * The way to the provider: proxy, name, connection, trust, clock. Nobody is asked under --offline.
 */
void check_network(struct checkup *checkup, const struct settings *settings,
		   const struct credential *credential);

#endif
