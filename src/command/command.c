/* SPDX-License-Identifier: ISC */
/* The verbs' table, and what they share. */
#include "command/command.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"

static const struct command *const rows[] = {
	&command_get,    &command_exec,   &command_curl,   &command_status,
	&command_reject, &command_forget, &command_doctor, &command_help,
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

const struct command *command_at(size_t index)
{
	return index < ROWS ? rows[index] : NULL;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i]->name, name) == 0)
			return rows[i];
	return NULL;
}

int command_print(const struct buffer *out, struct error *err)
{
	if (out->failed)
		return error_memory(err);
	if (out->len == 0)
		return 0;
	/* close() too: that is where a network file system reports what it could not store. */
	if (file_write_all(STDOUT_FILENO, out->data, out->len) == -1 || close(STDOUT_FILENO) == -1)
		return error_set(err, ERROR_IO, "can't write to standard output: %s",
				 translate_errno(errno));
	return 0;
}
