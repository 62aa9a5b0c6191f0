/* SPDX-License-Identifier: ISC */
/* The verbs' table. */
#include "command/command.h"

#include <string.h>

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
