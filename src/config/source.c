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
#include "base/text.h"
#include "model/credential.h"

enum { SOURCE_LIMIT = CREDENTIAL_LIMIT + 2 }; /* a secret and its line end */

static int read_stdin(struct deadline deadline, struct buffer *out, struct error *err)
{
	return file_read_descriptor(STDIN_FILENO, "standard input", SOURCE_LIMIT, deadline, out, err);
}

static int read_file(const char *path, struct deadline deadline, struct buffer *out, struct error *err)
{
	char expanded[SETTINGS_PATH_SIZE];
	struct stat st;
	int result;

	if (strcmp(path, "-") == 0)
		return read_stdin(deadline, out, err);
	if (settings_expand_home(path, expanded, sizeof(expanded), err) == -1)
		return -1;
	result = file_read_at(AT_FDCWD, expanded, FILE_MAY_PIPE | FILE_SECRET, SOURCE_LIMIT, &deadline, out, &st, err);
	if (result == 1)
		return error_set(err, ERROR_SOURCE, "no secret file %s", expanded);
	return result;
}

static int run_command(const char *command, struct deadline deadline, struct buffer *out, struct error *err)
{
	char *const argv[] = { "sh", "-c", (char *)command, NULL };
	struct process process = { .path = "/bin/sh", .argv = argv, .name = "the secret command",
				   .limit = SOURCE_LIMIT, .deadline = deadline };
	int status;

	if (process_run(&process, out, &status, err) == -1)
		return -1;
	if (WIFSIGNALED(status))
		return error_set(err, ERROR_SOURCE, "the secret command was killed by signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return error_set(err, ERROR_SOURCE, "the secret command failed with exit status %d",
				 WEXITSTATUS(status));
	return 0;
}

static void drop_line_end(struct buffer *out)
{
	if (out->len > 0 && out->data[out->len - 1] == '\n')
		out->data[--out->len] = '\0';
	else
		return;
	if (out->len > 0 && out->data[out->len - 1] == '\r')
		out->data[--out->len] = '\0';
}

/* What a flag or the config could not be checked for: it was not there yet. */
static int check_content(const char *origin, const struct buffer *out, struct error *err)
{
	if (out->failed)
		return error_memory(err);
	if (out->len == 0)
		return error_set(err, ERROR_SOURCE, "%s: the secret it gives is empty", origin);
	if (out->len > CREDENTIAL_LIMIT)
		return error_set(err, ERROR_SOURCE, "%s: the secret it gives is longer than %d bytes", origin,
				 CREDENTIAL_LIMIT);
	if (!text_is_clean(out->data, out->len)) {
		error_set(err, ERROR_SOURCE, "%s: the secret it gives holds %s", origin,
			  text_unclean_reason(out->data, out->len));
		return error_hint(err, "it must be the secret alone, on one line");
	}
	return 0;
}

int source_read_secret(const struct settings *settings, struct deadline deadline, struct buffer *out,
		       struct error *err)
{
	static const enum setting_id sources[] = { SETTING_SECRET, SETTING_SECRET_FILE, SETTING_SECRET_COMMAND };
	char origin[ORIGIN_SIZE];
	const char *text;
	int result;
	enum setting_id source = settings_choose(settings, sources, 3, &result, err);

	if (result == -1)
		return -1;
	if (source == SETTING_NONE)
		return settings_missing(settings, SETTING_SECRET, err);
	text = settings_text(settings, source);
	if (source == SETTING_SECRET) {
		buffer_string(out, text);
		return out->failed ? error_memory(err) : 0;
	}
	result = source == SETTING_SECRET_FILE ? read_file(text, deadline, out, err)
					       : run_command(text, deadline, out, err);
	if (result == -1) {
		/* A file that can't be read is a source that failed, whatever the reason below. */
		if (err->id == ERROR_IO || err->id == ERROR_HELPER)
			err->id = ERROR_SOURCE;
		return -1;
	}
	drop_line_end(out);
	settings_origin(settings, source, origin, sizeof(origin));
	return check_content(origin, out, err);
}
