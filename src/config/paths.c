/* SPDX-License-Identifier: ISC */
/* Where the config file and the cache are. */
#include "config/paths.h"

#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/file.h"
#include "config/option.h"

static int join(const char *directory, const char *rest, char *out, size_t size, struct error *err)
{
	if (strlcpy(out, directory, size) >= size || strlcat(out, rest, size) >= size)
		return error_set(err, ERROR_CONFIG, "the path %.60s... is too long", directory);
	return 0;
}

int paths_expand_home(const char *path, char *out, size_t size, struct error *err)
{
	const char *home = environment_directory("HOME");

	if (path[0] != '~' || path[1] != '/')
		return join(path, "", out, size, err);
	if (home == NULL) {
		error_set(err, ERROR_CONFIG, "HOME is not set to an absolute path");
		return error_place(err, ERROR_CONFIG, path);
	}
	return join(home, path + 1, out, size, err);
}

bool paths_config_origin(const char *option, const struct environment *environment,
			 char origin[VARIABLE_SIZE])
{
	if (option == NULL && environment_path(environment, OPTION_CONFIG) == NULL)
		return false;
	if (option == NULL)
		option_variable(OPTION_CONFIG, origin);
	else
		snprintf(origin, VARIABLE_SIZE, "--%s", option_row(OPTION_CONFIG)->name);
	return true;
}

int paths_config(const char *option, const struct environment *environment, char *out, size_t size,
		 struct error *err)
{
	const char *path = option != NULL ? option : environment_path(environment, OPTION_CONFIG);
	const char *directory;
	char origin[VARIABLE_SIZE];

	if (path != NULL && option_check(OPTION_CONFIG, path, err) == -1) {
		(void)paths_config_origin(option, environment, origin);
		return error_place(err, option != NULL ? ERROR_USAGE : ERROR_CONFIG, origin);
	}
	if (path != NULL)
		return paths_expand_home(path, out, size, err);
	directory = environment_directory("XDG_CONFIG_HOME");
	if (directory != NULL)
		return join(directory, "/tokctl/config", out, size, err);
	directory = environment_directory("HOME");
	if (directory != NULL)
		return join(directory, "/.config/tokctl/config", out, size, err);
	out[0] = '\0';
	return 0;
}

/* Where else the cache may be: the first variable that is set counts. */
static const struct ROW {
	const char *variable;
	const char *rest;
} cache_places[] = {
	/* systemd.exec(5): several directories are separated by colons */
	{ .variable = "CACHE_DIRECTORY", .rest = "/tokctl" },
	{ .variable = "XDG_CACHE_HOME", .rest = "/tokctl" },
	{ .variable = "HOME", .rest = "/.cache/tokctl" },
};

enum { CACHE_PLACES = sizeof(cache_places) / sizeof(cache_places[0]) };

static size_t find_cache_place(const char **directory)
{
	size_t place = 0;

	while (place < CACHE_PLACES &&
	       (*directory = environment_directory(cache_places[place].variable)) == NULL)
		place++;
	return place;
}

bool paths_cache_origin(const struct environment *environment, char origin[VARIABLE_SIZE])
{
	const char *directory;
	size_t place;

	if (environment_path(environment, OPTION_CACHE_DIR) != NULL) {
		option_variable(OPTION_CACHE_DIR, origin);
		return true;
	}
	place = find_cache_place(&directory);
	if (place == CACHE_PLACES)
		return false;
	strlcpy(origin, cache_places[place].variable, VARIABLE_SIZE);
	return true;
}

int paths_cache(const struct environment *environment, char *out, size_t size, struct error *err)
{
	const char *directory = environment_path(environment, OPTION_CACHE_DIR);
	char first[PATH_SIZE], variable[VARIABLE_SIZE];
	size_t place;

	if (directory != NULL && option_check(OPTION_CACHE_DIR, directory, err) == -1) {
		option_variable(OPTION_CACHE_DIR, variable);
		return error_place(err, ERROR_CONFIG, variable);
	}
	if (directory != NULL)
		return paths_expand_home(directory, out, size, err);
	place = find_cache_place(&directory);
	if (place == CACHE_PLACES) {
		error_set(err, ERROR_CONFIG,
			  "no place for the cache: HOME is not set to an absolute path");
		option_variable(OPTION_CACHE_DIR, variable);
		return error_hint(err, "set HOME or %s", variable);
	}
	if (strcmp(cache_places[place].variable, "CACHE_DIRECTORY") == 0) {
		snprintf(first, sizeof(first), "%.*s", (int)strcspn(directory, ":"), directory);
		directory = first;
	}
	return join(directory, cache_places[place].rest, out, size, err);
}
