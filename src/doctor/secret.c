/* SPDX-License-Identifier: ISC */
/* Where a profile's secret comes from, and whether it can be read. */
#include <string.h>
#include <sys/stat.h>

#include "config/missing.h"
#include "config/paths.h"
#include "config/source.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "doctor/describe.h"

static bool is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == -1 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

/*
 * Reads the secret as the real run does, and wipes it. Returns -1, with a finding, if that fails.
 */
static int try_file(struct checkup *checkup, const struct settings *settings)
{
	struct deadline deadline = settings_deadline(settings, deadline_in(0));
	struct buffer secret = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int result = source_read_secret(settings, deadline, &secret, &err);

	buffer_free(&secret);
	if (result == -1)
		finding_fail(&checkup->findings, "secret", &err,
			     "it has to be a file of this user's alone, with the secret in it and "
			     "nothing else");
	return result;
}

static void check_file(struct checkup *checkup, const struct settings *settings, const char *path,
		       const char *origin)
{
	char file[DESCRIPTION_SIZE];

	if (try_file(checkup, settings) == -1)
		return;
	describe_file(path, file, sizeof(file));
	finding_add(&checkup->findings, "secret", FINDING_OK, "the file %s (set by %s)", file,
		    origin);
}

static void check_credential(struct checkup *checkup, const struct settings *settings,
			     const char *path)
{
	char file[DESCRIPTION_SIZE];

	if (try_file(checkup, settings) == -1)
		return;
	describe_file(path, file, sizeof(file));
	finding_add(&checkup->findings, "secret", FINDING_OK, "the credential %s (set by systemd)",
		    file);
}

/* Standard input and a pipe are not read: they would be empty for the program that needs them. */
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
		check_file(checkup, settings, path, origin);
}

void check_secret(struct checkup *checkup, const struct settings *settings)
{
	struct source source = { .id = OPTION_NONE };
	struct error err = ERROR_INIT;

	if (source_find(settings, &source, &err) == -1 ||
	    (source.id == OPTION_NONE && settings_missing(settings, OPTION_SECRET, &err) == -1))
		finding_fail(&checkup->findings, "secret", &err, "take one of the two away");
	else if (source.credential)
		check_credential(checkup, settings, source.origin);
	else if (source.id == OPTION_SECRET_FILE)
		check_secret_file(checkup, settings, source.origin);
	else if (source.id == OPTION_SECRET_COMMAND)
		/* The command itself may hold a secret, and is not shown. */
		finding_add(&checkup->findings, "secret", FINDING_OK,
			    "a command, not run yet (set by %s)", source.origin);
	else
		finding_add(&checkup->findings, "secret", FINDING_OK, "set by %s", source.origin);
}
