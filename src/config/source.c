/* SPDX-License-Identifier: ISC */
/* Where a secret comes from. */
#include "config/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "base/report.h"
#include "base/translate.h"
#include "base/walk.h"
#include "config/content.h"
#include "config/missing.h"
#include "config/paths.h"
#include "config/service.h"

static int read_stdin(struct deadline deadline, struct buffer *out, struct error *err)
{
	struct file_stream input = {
		.fd = STDIN_FILENO,
		.name = N_("standard input"),
		.limit = CONTENT_LIMIT,
		.deadline = deadline,
	};

	return file_read_stream(&input, out, err);
}

/* Does another user's config, which root may read, name the file? */
static bool is_named_by_others(const struct settings *settings)
{
	return settings->config.lent && settings->values[OPTION_SECRET_FILE].level >= LEVEL_SECTION;
}

/* That must not make root read what the user can't. */
static int refuse_named(const char *path, struct error *err)
{
	return error_set(err, ERROR_UNSAFE_FILE,
			 "%s does not belong to the user whose config names it", path);
}

static int read_file(const struct settings *settings, struct deadline deadline, struct buffer *out,
		     struct error *err)
{
	const char *path = settings_text(settings, OPTION_SECRET_FILE);
	char expanded[PATH_SIZE];
	struct file_source file = {
		.dir = AT_FDCWD,
		.path = expanded,
		.flags = FILE_MAY_PIPE,
		.limit = CONTENT_LIMIT,
		.deadline = deadline,
	};
	struct walked walked;
	enum outcome result;

	if (strcmp(path, "-") == 0)
		return is_named_by_others(settings) ? refuse_named(translate("standard input"), err)
						    : read_stdin(deadline, out, err);
	if (paths_expand_home(path, expanded, sizeof(expanded), err) == -1)
		return -1;
	result = walk_read(&file, WALK_SECRET, out, &walked, err);
	if (result == ABSENT)
		return error_set(err, ERROR_SOURCE, "no secret file %s", expanded);
	if (result == FOUND && is_named_by_others(settings) && !walked.lent)
		return refuse_named(expanded, err);
	return result;
}

static int run_command(const char *command, struct deadline deadline, struct buffer *out,
		       struct error *err)
{
	char *const argv[] = { "sh", "-c", (char *)command, NULL };
	struct process process = { .path = "/bin/sh",
				   .argv = argv,
				   .name = N_("the secret command"),
				   .limit = CONTENT_LIMIT,
				   .deadline = deadline };
	int status;

	if (process_run(&process, out, &status, err) == -1)
		return -1;
	if (WIFSIGNALED(status))
		return error_set(err, ERROR_SOURCE, "the secret command was killed by signal %d",
				 WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return error_set(err, ERROR_SOURCE, "the secret command failed with exit status %d",
				 WEXITSTATUS(status));
	return 0;
}

int source_choose(const struct settings *settings, enum option_id *id, struct error *err)
{
	static const enum option_id sources[] = { OPTION_SECRET, OPTION_SECRET_FILE,
						  OPTION_SECRET_COMMAND };

	return settings_choose(settings, sources, 3, id, err);
}

int source_find(const struct settings *settings, struct source *source, struct error *err)
{
	if (source_choose(settings, &source->id, err) == -1)
		return -1;
	source->credential = (source->id == OPTION_NONE ||
			      settings->values[source->id].level > LEVEL_CREDENTIAL) &&
			     service_credential_path(settings->profile, OPTION_SECRET,
						     source->origin, sizeof(source->origin)) &&
			     service_credential_is_there(source->origin);
	if (source->credential)
		source->id = OPTION_SECRET_FILE;
	else if (source->id != OPTION_NONE)
		settings_origin(settings, source->id, source->origin, sizeof(source->origin));
	return 0;
}

static int read_source(const struct settings *settings, const struct source *source,
		       struct deadline deadline, struct buffer *out, struct error *err)
{
	int result = source->id == OPTION_SECRET_FILE
			     ? read_file(settings, deadline, out, err)
			     : run_command(settings_text(settings, source->id), deadline, out, err);

	/* A file that can't be read is a source that failed, whatever the reason below. */
	if (result == -1 && (err->id == ERROR_IO || err->id == ERROR_HELPER))
		err->id = ERROR_SOURCE;
	if (result == -1 && (err->id == ERROR_SOURCE || err->id == ERROR_UNSAFE_FILE))
		error_hint(err, "it is named by %s", source->origin);
	return result == 0 ? content_check(source->origin, OPTION_SECRET, out, err) : -1;
}

int source_read_secret(const struct settings *settings, struct deadline deadline,
		       struct buffer *out, struct error *err)
{
	struct source source;

	if (source_find(settings, &source, err) == -1)
		return -1;
	if (source.id == OPTION_NONE)
		return settings_missing(settings, OPTION_SECRET, err);
	report_trace("the secret is from %s", source.origin);
	if (source.credential) {
		enum outcome outcome =
			service_read_credential(source.origin, OPTION_SECRET, out, err);

		return outcome == ABSENT ? error_set(err, ERROR_SOURCE, "%s is gone", source.origin)
					 : outcome;
	}
	if (source.id != OPTION_SECRET)
		return read_source(settings, &source, deadline, out, err);
	buffer_string(out, settings_text(settings, OPTION_SECRET));
	return out->failed ? error_memory(err) : 0;
}
