/* SPDX-License-Identifier: ISC */
/* Where the config file and the cache are. */
#include "config/paths.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "config/option.h"

static const char CONFIG_VARIABLE[] = "TOKCTL_CONFIG", CACHE_VARIABLE[] = "TOKCTL_CACHE_DIR";

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
	if (home == NULL)
		return error_set(err, ERROR_CONFIG, "%s: HOME is not set to an absolute path",
				 path);
	return join(home, path + 1, out, size, err);
}

const char *paths_config_origin(const char *option, const struct environment *environment)
{
	if (option != NULL)
		return "--config";
	return environment_path(environment, CONFIG_VARIABLE) != NULL ? CONFIG_VARIABLE : NULL;
}

int paths_config(const char *option, const struct environment *environment, char *out, size_t size,
		 bool *named, struct error *err)
{
	const char *path = option != NULL ? option : environment_path(environment, CONFIG_VARIABLE),
		   *directory;
	const char *origin = paths_config_origin(option, environment);

	*named = origin != NULL;
	if (origin != NULL) {
		if (option_check(OPTION_CONFIG, path, err) == -1)
			return error_place(err, option != NULL ? ERROR_USAGE : ERROR_CONFIG,
					   origin);
		return paths_expand_home(path, out, size, err);
	}
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
static const struct {
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

const char *paths_cache_origin(const struct environment *environment)
{
	const char *directory;
	size_t place;

	if (environment_path(environment, CACHE_VARIABLE) != NULL)
		return CACHE_VARIABLE;
	place = find_cache_place(&directory);
	return place < CACHE_PLACES ? cache_places[place].variable : NULL;
}

int paths_cache(const struct environment *environment, char *out, size_t size, struct error *err)
{
	const char *directory = environment_path(environment, CACHE_VARIABLE);
	char first[PATH_SIZE];
	size_t place;

	if (directory != NULL) {
		if (option_check(OPTION_CACHE_DIR, directory, err) == -1)
			return error_place(err, ERROR_CONFIG, CACHE_VARIABLE);
		return paths_expand_home(directory, out, size, err);
	}
	place = find_cache_place(&directory);
	if (place == CACHE_PLACES) {
		error_set(err, ERROR_CONFIG,
			  "no place for the cache: HOME is not set to an absolute path");
		return error_hint(err, "set HOME or TOKCTL_CACHE_DIR");
	}
	if (strcmp(cache_places[place].variable, "CACHE_DIRECTORY") == 0) {
		snprintf(first, sizeof(first), "%.*s", (int)strcspn(directory, ":"), directory);
		directory = first;
	}
	return join(directory, cache_places[place].rest, out, size, err);
}
