/* SPDX-License-Identifier: ISC */
/* The formats' table. */
#include "output/format.h"

#include <fnmatch.h>
#include <string.h>

#include "base/nearest.h"

static const struct format *const rows[] = {
	&format_token,  &format_header,     &format_expiry,        &format_epoch,
	&format_ttl,    &format_json,       &format_env,           &format_curl,
	&format_dotenv, &format_github_env, &format_github_output,
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

const struct format *format_at(size_t index)
{
	return index < ROWS ? rows[index] : NULL;
}

const struct format *format_find(const char *name, struct error *err)
{
	struct nearest nearest = nearest_init(name);

	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(rows[i]->name, name) == 0)
			return rows[i];
		nearest_offer(&nearest, rows[i]->name);
	}
	error_set(err, ERROR_USAGE, "unknown output format '%.40s'", name);
	if (!nearest_hint(&nearest, "", err))
		error_hint(err, "'tokctl help get' lists the formats");
	return NULL;
}

int format_check_variable(const struct format *format, const char *variable, struct error *err)
{
	for (size_t i = 0; format->reserved != NULL && format->reserved[i] != NULL; i++)
		if (fnmatch(format->reserved[i], variable, FNM_CASEFOLD) == 0)
			return error_set(err, ERROR_USAGE, "--name: with '-o %s', %s can't be set",
					 format->name, format->reserved[i]);
	return 0;
}
