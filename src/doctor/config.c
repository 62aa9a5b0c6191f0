/* SPDX-License-Identifier: ISC */
/* The config file, and whether all of it is read. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "config/paths.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "doctor/describe.h"

/* Tells where the config is, and who said so. */
static void add_config(struct checkup *checkup, bool named)
{
	char file[DESCRIPTION_SIZE];

	describe_file(checkup->config_path, file, sizeof(file));
	if (named)
		finding_add(&checkup->findings, "config", FINDING_OK, "%s (set by %s)", file,
			    checkup->flags->text[OPTION_CONFIG] != NULL ? "--config"
									: "TOKCTL_CONFIG");
	else
		finding_add(&checkup->findings, "config", FINDING_OK, "%s (the usual place)", file);
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

void check_config(struct checkup *checkup)
{
	char *path = checkup->config_path;
	struct findings *findings = &checkup->findings;
	struct error err = ERROR_INIT;
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
		checkup->config_fails = true;
		return;
	}
	if (path[0] == '\0')
		finding_add(findings, "config", FINDING_OK,
			    "none: HOME is not set to an absolute path");
	else if (loaded == 1)
		finding_add(findings, "config", FINDING_OK, "none, it would be %s", path);
	else
		add_config(checkup, named);
	if (loaded == 0)
		check_sections(checkup);
}
