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
	bool named; /* it is there for this: no other place is as good */
} cache_places[] = {
	/* systemd.exec(5): several directories are separated by colons */
	{ .variable = "CACHE_DIRECTORY", .rest = "/tokctl", .named = true },
	{ .variable = "XDG_CACHE_HOME", .rest = "/tokctl" },
	{ .variable = "HOME", .rest = "/.cache/tokctl" },
};

enum { CACHE_PLACES = sizeof(cache_places) / sizeof(cache_places[0]) };

/* The first of them from this one on whose variable is set. */
static size_t find_cache_place(size_t from, const char **directory)
{
	while (from < CACHE_PLACES &&
	       (*directory = environment_directory(cache_places[from].variable)) == NULL)
		from++;
	return from;
}

/* TOKCTL_CACHE_DIR says it. */
static int named_cache(const char *directory, struct cache_place *place, struct error *err)
{
	option_variable(OPTION_CACHE_DIR, place->origin);
	place->last = true;
	if (option_check(OPTION_CACHE_DIR, directory, err) == -1)
		return error_place(err, ERROR_CONFIG, place->origin);
	return paths_expand_home(directory, place->path, sizeof(place->path), err);
}

static int no_cache_place(struct error *err)
{
	char variable[VARIABLE_SIZE];

	option_variable(OPTION_CACHE_DIR, variable);
	error_set(err, ERROR_CONFIG, "no place for the cache: HOME is not set to an absolute path");
	return error_hint(err, "set HOME or %s", variable);
}

/* Is another place set from this one on? XDG_CACHE_HOME may well be ~/.cache. */
static bool has_other_place(size_t from, const char *than)
{
	struct error ignored = ERROR_INIT;
	const char *directory;
	char path[PATH_SIZE];
	size_t i = find_cache_place(from, &directory);

	return i < CACHE_PLACES &&
	       join(directory, cache_places[i].rest, path, sizeof(path), &ignored) == 0 &&
	       strcmp(path, than) != 0;
}

int paths_cache(const struct environment *environment, size_t *next, struct cache_place *place,
		struct error *err)
{
	const char *directory = environment_path(environment, OPTION_CACHE_DIR);
	char first[PATH_SIZE];
	size_t i;

	if (*next == 0 && directory != NULL)
		return named_cache(directory, place, err);
	i = find_cache_place(*next, &directory);
	if (i == CACHE_PLACES)
		return no_cache_place(err);
	*next = i + 1;
	strlcpy(place->origin, cache_places[i].variable, sizeof(place->origin));
	if (cache_places[i].named) {
		snprintf(first, sizeof(first), "%.*s", (int)strcspn(directory, ":"), directory);
		directory = first;
	}
	if (join(directory, cache_places[i].rest, place->path, sizeof(place->path), err) == -1)
		return -1;
	place->last = cache_places[i].named || !has_other_place(i + 1, place->path);
	return 0;
}
