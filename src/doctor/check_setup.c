/* SPDX-License-Identifier: ISC */
/* What goes for every profile: tokctl-fetch, the config file, the cache. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"
#include "config/paths.h"
#include "doctor/check.h"
#include "issue/exchange.h"

void check_file_facts(const char *path, char *out, size_t size)
{
	struct stat st;

	out[0] = '\0';
	if (stat(path, &st) == -1)
		return;
	if (st.st_uid == geteuid())
		snprintf(out, size, translate(", mode %03o, yours"),
			 (unsigned)(st.st_mode & 07777));
	else if (st.st_uid == 0)
		snprintf(out, size, translate(", mode %03o, root's"),
			 (unsigned)(st.st_mode & 07777));
	else
		snprintf(out, size, translate(", mode %03o, user %ld's"),
			 (unsigned)(st.st_mode & 07777), (long)st.st_uid);
}

void check_helper(struct checkup *checkup)
{
	char path[PATH_SIZE];
	struct error err = ERROR_INIT;

	exchange_helper(path, sizeof(path));
	if (access(path, X_OK) == 0) {
		finding_add(&checkup->findings, "helper", FINDING_OK, "%s", path);
		return;
	}
	error_set(&err, ERROR_HELPER, "can't run %s: %s", path, translate_errno(errno));
	exchange_hint(&err);
	finding_add_error(&checkup->findings, "helper", FINDING_FAIL, &err);
	checkup->helper_fails = true;
}

static const char *config_origin(const struct flags *flags, bool named)
{
	if (!named)
		return translate("the usual place");
	return translate(flags->text[OPTION_CONFIG] != NULL ? "set by --config"
							    : "set by TOKCTL_CONFIG");
}

/* A section that no profile and no run ever reads is most likely a misspelt one. */
static void check_sections(struct checkup *checkup)
{
	const char *at = NULL, *name;
	size_t len;

	while ((name = ini_next_section(&checkup->config, &at, &len)) != NULL) {
		struct error err = ERROR_INIT;
		struct profile ignored;
		char text[256];

		snprintf(text, sizeof(text), "%.*s",
			 (int)(len < sizeof(text) ? len : sizeof(text) - 1), name);
		if (strcmp(text, SETTINGS_GENERAL_SECTION) == 0 ||
		    profile_parse(text, &ignored, &err) == 0)
			continue;
		finding_add(&checkup->findings, "config", FINDING_WARN,
			    "%s:%d: nothing reads the section [%s]: %s", checkup->config_path,
			    ini_line(&checkup->config, name), text, err.message);
		finding_hint(&checkup->findings, "%s", err.hint);
	}
}

int check_config(struct checkup *checkup)
{
	char *path = checkup->config_path;
	struct findings *findings = &checkup->findings;
	struct error err = ERROR_INIT;
	char facts[CHECK_FACTS_SIZE];
	bool named = false;
	int loaded = 1;

	if (paths_config(checkup->flags->text[OPTION_CONFIG], checkup->environment, path, PATH_SIZE,
			 &named, &err) == -1)
		loaded = -1;
	else if (path[0] != '\0')
		loaded = ini_load(&checkup->config, path, &err);
	if (loaded == 1 && named)
		loaded = error_set(&err, ERROR_CONFIG, "no config file %s", path);
	if (loaded == -1) {
		finding_add_error(findings, "config", FINDING_FAIL, &err);
		finding_hint(findings, "no profile was looked at: each would fail by this");
		return -1;
	}
	check_file_facts(path, facts, sizeof(facts));
	if (path[0] == '\0')
		finding_add(findings, "config", FINDING_OK,
			    "none: HOME is not set to an absolute path");
	else if (loaded == 1)
		finding_add(findings, "config", FINDING_OK, "none, it would be %s", path);
	else
		finding_add(findings, "config", FINDING_OK, "%s%s (%s)", path, facts,
			    config_origin(checkup->flags, named));
	if (loaded == 0)
		check_sections(checkup);
	return 0;
}

void check_cache(struct checkup *checkup)
{
	const char *origin = paths_cache_origin(checkup->environment);
	struct findings *findings = &checkup->findings;
	char path[PATH_SIZE], facts[CHECK_FACTS_SIZE];
	struct error err = ERROR_INIT;
	int result = paths_cache(checkup->environment, path, sizeof(path), &err);

	cache_init(&checkup->cache, result == 0 ? &cache_file_ops : &cache_none_ops,
		   result == 0 ? path : "");
	if (result == 0)
		result = cache_check(&checkup->cache, &err);
	if (result == -1) {
		cache_close(&checkup->cache);
		cache_init(&checkup->cache, &cache_none_ops, "");
		finding_add_error(findings, "cache", FINDING_WARN, &err);
		finding_hint(findings, "without the cache, each run asks the provider for a token");
		return;
	}
	check_file_facts(path, facts, sizeof(facts));
	finding_add(findings, "cache", FINDING_OK, "%s%s (set by %s)%s", path, facts, origin,
		    result == 1 ? translate(", is made when it is needed") : "");
}
