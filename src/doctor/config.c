/* SPDX-License-Identifier: ISC */
/* The config file, and sections in it that nothing reads. */
#include <stdio.h>
#include <string.h>

#include "config/config_file.h"
#include "config/paths.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "doctor/describe.h"

/* Adds where the config is, and what named it. */
static void add_config(struct checkup *checkup)
{
	char file[DESCRIPTION_SIZE], origin[VARIABLE_SIZE];

	describe_file(checkup->config_path, file, sizeof(file));
	if (paths_config_origin(checkup->flags->text[OPTION_CONFIG], checkup->environment, origin))
		finding_add(&checkup->findings, "config", FINDING_OK, "%s (set by %s)", file,
			    origin);
	else
		finding_add(&checkup->findings, "config", FINDING_OK, "%s (the usual place)", file);
}

/* A section that no run ever reads is most likely misspelt. */
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
		if (strcmp(text, CONFIG_GENERAL_SECTION) == 0 ||
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
	struct findings *findings = &checkup->findings;
	struct error err = ERROR_INIT;

	switch (config_file_load(checkup->flags, checkup->environment, checkup->config_path,
				 &checkup->config, &err)) {
	case FOUND:
		add_config(checkup);
		check_sections(checkup);
		break;
	case ABSENT:
		if (checkup->config_path[0] != '\0')
			finding_add(findings, "config", FINDING_OK, "none, it would be %s",
				    checkup->config_path);
		else
			finding_add(findings, "config", FINDING_OK,
				    "none: HOME is not set to an absolute path");
		break;
	default:
		finding_add_error(findings, "config", FINDING_FAIL, &err);
		finding_hint(findings, "no profile was looked at: each would fail by this");
		checkup->config_fails = true;
	}
}
