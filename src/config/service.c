/* SPDX-License-Identifier: ISC */
/* What systemd hands to a service. */
#include "config/service.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/walk.h"
#include "config/content.h"
#include "config/environment.h"

void service_credential_name(const struct profile *profile, enum option_id id,
			     char out[SERVICE_NAME_SIZE])
{
	const char *name = profile->name;

	snprintf(out, SERVICE_NAME_SIZE, SERVICE_PREFIX "%s%s%s.%s", profile->provider->name,
		 name[0] != '\0' ? "." : "", name, option_row(id)->name);
}

bool service_credential_path(const struct profile *profile, enum option_id id, char *out,
			     size_t size)
{
	const char *directory = environment_directory("CREDENTIALS_DIRECTORY");
	char name[SERVICE_NAME_SIZE];

	if (directory == NULL)
		return false;
	service_credential_name(profile, id, name);
	return (size_t)snprintf(out, size, "%s/%s", directory, name) < size;
}

bool service_credential_is_there(const char *path)
{
	return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

enum outcome service_read_credential(const char *path, enum option_id id, struct buffer *out,
				     struct error *err)
{
	struct file_source file = {
		.dir = AT_FDCWD,
		.path = path,
		.limit = CONTENT_LIMIT,
	};
	struct walked walked;
	enum outcome outcome = walk_read(&file, WALK_SECRET, out, &walked, err);

	if (outcome == FAILED && err->id == ERROR_IO)
		err->id = ERROR_SOURCE;
	if (outcome == FOUND && content_check(path, id, out, err) == -1)
		return FAILED;
	return outcome;
}
