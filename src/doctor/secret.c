/* SPDX-License-Identifier: ISC */
/* Where a profile's secret comes from, and whether it can be had. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/translate.h"
#include "config/paths.h"
#include "config/source.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "doctor/facts.h"

static bool is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == -1 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

/* A file is read as the real run reads it, and wiped. */
static void try_file(struct checkup *checkup, const struct settings *settings, const char *kind,
		     const char *path, const char *origin)
{
	struct deadline deadline = deadline_in(settings_duration(settings, OPTION_TIMEOUT) * 1000);
	struct buffer secret = BUFFER_INIT;
	struct error err = ERROR_INIT;
	char facts[FACTS_SIZE];
	int result = source_read_secret(settings, deadline, &secret, &err);

	buffer_free(&secret);
	facts_of_file(path, facts, sizeof(facts));
	if (result == -1)
		finding_fail(&checkup->findings, "secret", &err,
			     "it has to be a file of this user's alone, with the secret in it and "
			     "nothing "
			     "else");
	else
		finding_add(&checkup->findings, "secret", FINDING_OK, "%s %s%s (set by %s)",
			    translate(kind), path, facts, origin);
}

/* Standard input and a pipe would be empty for who reads them after us. */
static void check_secret_file(struct checkup *checkup, const struct settings *settings,
			      const char *origin)
{
	const char *file = settings_text(settings, OPTION_SECRET_FILE);
	char path[PATH_SIZE];
	struct error err = ERROR_INIT;

	if (strcmp(file, "-") == 0)
		finding_add(&checkup->findings, "secret", FINDING_OK,
			    "standard input, not read yet (set by %s)", origin);
	else if (paths_expand_home(file, path, sizeof(path), &err) == -1)
		finding_fail(&checkup->findings, "secret", &err, "set HOME");
	else if (!is_regular(path))
		finding_add(&checkup->findings, "secret", FINDING_OK,
			    "the pipe %s, not read yet (set by %s)", path, origin);
	else
		try_file(checkup, settings, "the file", path, origin);
}

void check_secret(struct checkup *checkup, const struct settings *settings)
{
	struct source source = { .id = OPTION_NONE };
	struct error err = ERROR_INIT;

	if (source_find(settings, &source, &err) == -1 ||
	    (source.id == OPTION_NONE && settings_missing(settings, OPTION_SECRET, &err) == -1))
		finding_fail(&checkup->findings, "secret", &err, "take one of the two away");
	else if (source.credential)
		try_file(checkup, settings, "the credential", source.origin, "systemd");
	else if (source.id == OPTION_SECRET_FILE)
		check_secret_file(checkup, settings, source.origin);
	else if (source.id == OPTION_SECRET_COMMAND)
		/* Its text may hold what nobody should see. */
		finding_add(&checkup->findings, "secret", FINDING_OK,
			    "a command, not run yet (set by %s)", source.origin);
	else
		finding_add(&checkup->findings, "secret", FINDING_OK, "set by %s", source.origin);
}
