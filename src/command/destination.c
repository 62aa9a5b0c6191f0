/* SPDX-License-Identifier: ISC */
/* Where a result goes: standard output, --to FILE, or a CI runner's file. */
#include "command/destination.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "command/last_words.h"
#include "command/print.h"
#include "config/environment.h"
#include "config/paths.h"

static int open_private(struct destination *destination, const char *to, struct error *err)
{
	if (paths_expand_home(to, destination->path, sizeof(destination->path), err) == -1)
		return -1;
	destination->fd = file_open_parent(destination->path, &destination->name, err);
	return destination->fd == -1 ? -1 : 0;
}

static int open_runners(struct destination *destination, struct error *err)
{
	const char *variable = destination->format->file_variable;
	const char *path = environment_directory(variable);

	if (path == NULL) {
		error_set(err, ERROR_CONFIG, "%s is not set, or not to an absolute path", variable);
		return error_hint(err, "'-o %s' is for a step of a CI job, whose runner sets it",
				  destination->format->name);
	}
	if (strlcpy(destination->path, path, sizeof(destination->path)) >=
	    sizeof(destination->path))
		return error_set(err, ERROR_CONFIG, "%s is too long", variable);
	destination->fd = file_open_append(path, err);
	return destination->fd == -1 ? error_hint(err, "it is what %s names", variable) : 0;
}

int destination_open(struct destination *destination, const struct format *format,
		     const struct settings *settings, struct error *err)
{
	const char *to = settings_text(settings, OPTION_TO);

	destination->format = format;
	destination->path[0] = '\0';
	destination->name = NULL;
	destination->fd = -1;
	if (format->file_variable != NULL && to != NULL) {
		error_set(err, ERROR_USAGE, "--to and '-o %s' don't go together", format->name);
		return error_hint(err, "its place is the file that %s names",
				  format->file_variable);
	}
	if (format->file_variable != NULL)
		return open_runners(destination, err);
	if (to == NULL || strcmp(to, "-") == 0)
		return 0;
	if (open_private(destination, to, err) == -1)
		return -1;
	last_words_drop();
	return 0;
}

static void check_length(const struct format *format, const struct buffer *out)
{
	struct error err = ERROR_INIT;

	if (format->limit == 0 || out->len < format->limit)
		return;
	error_set(&err, ERROR_CONFIG, "with this token, the result of '-o %s' has %zu bytes",
		  format->name, out->len);
	error_hint(&err, "as a rule, its reader takes less than %zu", format->limit);
	report_warning(&err);
}

/* The token is masked before it is written, so that no later step can print it into the log. */
static int append(const struct destination *destination, const struct output *output,
		  const struct buffer *out, struct error *err)
{
	struct buffer words = BUFFER_INIT;
	int result = 0;

	if (destination->format->announce != NULL) {
		destination->format->announce(output, &words);
		result = print_result(&words, err);
		buffer_free(&words);
	}
	return result == 0 ? file_append_lines(destination->fd, destination->path, out->data,
					       out->len, err)
			   : -1;
}

static int put(const struct destination *destination, const struct output *output,
	       const struct buffer *out, struct error *err)
{
	if (out->failed)
		return error_memory(err);
	if (destination->fd == -1)
		return print_result(out, err);
	if (destination->format->file_variable != NULL)
		return append(destination, output, out, err);
	if (file_replace_durably_at(destination->fd, destination->name, out, err) == 0)
		return 0;
	return error_hint(err, "it was for --to %s, which is as it was", destination->path);
}

int destination_write(const struct destination *destination, const struct output *output,
		      struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	destination->format->write(output, &out);
	check_length(destination->format, &out);
	result = put(destination, output, &out, err);
	buffer_free(&out);
	return result;
}

void destination_close(struct destination *destination)
{
	if (destination->fd != -1)
		close(destination->fd);
	destination->fd = -1;
}
