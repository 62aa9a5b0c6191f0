/* SPDX-License-Identifier: ISC */
/* curl's own command line, as far as tokctl has to know it. */
#include "command/curl_words.h"

#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum {
	SHORTEST = 3,         /* letters of a long option, which curl takes abbreviated */
	CONFIG_DEPTH = 8,     /* config files within config files */
	CONFIG_SIZE = 1 << 20 /* bytes */
};

#define SPACES " \t\v\f\r"

/* The short options that have a value: what follows the letter, or the next word. */
static const char WITH_VALUE[] = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

/* Where the words stand: in a config file, or in arguments. */
struct place {
	const char *path; /* NULL: arguments */
	const char *header;
	int depth;
};

static int check_config(const char *path, const struct place *from, struct error *err);

bool curl_words_disable(const char *first)
{
	return first != NULL &&
	       ((first[0] == '-' && first[1] != '-' && strchr(first, 'q') != NULL) ||
		strcmp(first, "--disable") == 0);
}

/*
 * The long option's name in a word, with or without its dashes, and without the "expand-" of curl
 * 8.3; NULL: the word has short ones.
 */
static const char *long_name(const char *word, bool in_config)
{
	static const char EXPAND[] = "expand-";
	const char *name = word;

	if (strncmp(word, "--", 2) == 0)
		name = word + 2;
	else if (!in_config || word[0] == '-')
		return NULL;
	return strncasecmp(name, EXPAND, strlen(EXPAND)) == 0 ? name + strlen(EXPAND) : name;
}

/* curl looks at no more of the name than is there, and at no capitals. A value may follow '='. */
static bool abbreviates(const char *name, const char *whole)
{
	size_t len = strcspn(name, "=");

	return len >= SHORTEST && strncasecmp(name, whole, len) == 0;
}

/* The first of these letters in a cluster of short options, before one with a value; else NULL. */
static const char *find_short(const char *word, char letter)
{
	if (word[0] != '-' || word[1] == '-')
		return NULL;
	for (const char *at = word + 1; *at != '\0'; at++) {
		if (*at == letter)
			return at;
		if (strchr(WITH_VALUE, *at) != NULL)
			return NULL;
	}
	return NULL;
}

bool curl_words_follow(const char *option, bool in_config)
{
	static const char *const names[] = { "location", "location-trusted", "follow" };
	const char *name = long_name(option, in_config);

	if (name == NULL)
		return find_short(option, 'L') != NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (abbreviates(name, names[i]))
			return true;
	return false;
}

/* The config file that an option names, here or by the next word; NULL: it names none. */
static const char *named_config(const char *option, const char *next, bool in_config)
{
	const char *name = long_name(option, in_config), *at;

	if (name != NULL && !abbreviates(name, "config"))
		return NULL;
	if (name != NULL)
		return strchr(name, '=') != NULL ? strchr(name, '=') + 1 : next;
	at = find_short(option, 'K');
	if (at == NULL)
		return NULL;
	return at[1] != '\0' ? at + 1 : next;
}

static int complain(const char *option, const struct place *place, struct error *err)
{
	char shown[128];

	text_escape(option, strlen(option), shown, sizeof(shown));
	if (place->path == NULL)
		error_set(err, ERROR_USAGE,
			  "'%s' makes curl send the header %s to any host that it is redirected to",
			  shown, place->header);
	else
		error_set(err, ERROR_USAGE,
			  "'%s' in %s makes curl send the header %s to any host that it is "
			  "redirected to",
			  shown, place->path, place->header);
	return error_hint(err, "remove that option and request the final URL");
}

static int check_option(const char *option, const char *next, const struct place *place,
			struct error *err)
{
	bool in_config = place->path != NULL;
	const char *config;

	if (curl_words_follow(option, in_config))
		return complain(option, place, err);
	config = named_config(option, next, in_config);
	return config != NULL ? check_config(config, place, err) : 0;
}

/* Ends the value of a line in place, and resolves its quotes as curl does. */
static char *read_value(char *value)
{
	char *to = value, *from = value;

	if (*from != '"') {
		value[strcspn(value, SPACES)] = '\0';
		return value;
	}
	for (from++; *from != '\0' && *from != '"'; from++) {
		if (*from == '\\' && from[1] != '\0')
			from++;
		*to++ = *from;
	}
	*to = '\0';
	return value;
}

/* OPTION VALUE; '=' and ':' separate too where the option has no dash. */
static int check_line(char *line, const struct place *place, struct error *err)
{
	char *option = line + strspn(line, SPACES), *value;
	size_t len;

	if (*option == '\0' || strchr("#/*", *option) != NULL)
		return 0;
	len = strcspn(option, *option == '-' ? SPACES : SPACES "=:");
	value = option + len + strspn(option + len, SPACES "=:");
	option[len] = '\0';
	return check_option(option, read_value(value), place, err);
}

static int check_lines(char *text, const struct place *place, struct error *err)
{
	char *line;

	while ((line = strsep(&text, "\n")) != NULL)
		if (check_line(line, place, err) == -1)
			return -1;
	return 0;
}

static int complain_unread(const char *path, const struct place *place, struct error *err)
{
	error_set(err, ERROR_USAGE,
		  "can't check %s for options that make curl send the header %s to any host", path,
		  place->header);
	return error_hint(err, "give curl its options as arguments, or in a regular file");
}

/* A file that is missing is curl's to complain of. */
static int check_config(const char *path, const struct place *from, struct error *err)
{
	const struct place place = { .path = path,
				     .header = from->header,
				     .depth = from->depth + 1 };
	const struct file_source source = { .dir = AT_FDCWD, .path = path, .limit = CONFIG_SIZE };
	struct buffer text = BUFFER_INIT;
	struct error unread = ERROR_INIT;
	enum outcome outcome = FAILED;
	int result = 0;

	/* curl expands {{NAME}} after --expand-config. */
	if (place.depth <= CONFIG_DEPTH && strcmp(path, "-") != 0 && strstr(path, "{{") == NULL)
		outcome = file_read(&source, &text, &unread);
	if (outcome == FAILED || (text.len > 0 && memchr(text.data, '\0', text.len) != NULL))
		result = complain_unread(path, from, err);
	else if (text.len > 0)
		result = check_lines(text.data, &place, err);
	buffer_free(&text);
	return result;
}

static int check_in(const char *directory, const char *name, const struct place *place,
		    struct error *err)
{
	char path[PATH_SIZE];

	if (directory == NULL || directory[0] == '\0' ||
	    (size_t)snprintf(path, sizeof(path), "%s/%s", directory, name) >= sizeof(path))
		return 0;
	return check_config(path, place, err);
}

/* Where curl looks too, whatever HOME says. getpwuid(3) would load a name service. */
static void find_home(char *out, size_t size)
{
	FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *user;

	out[0] = '\0';
	while (file != NULL && out[0] == '\0' && (user = fgetpwent(file)) != NULL)
		if (user->pw_uid == geteuid())
			strlcpy(out, user->pw_dir, size);
	if (file != NULL)
		fclose(file);
}

/* Which of these curl reads depends on its version: all have to be harmless. */
static int check_curlrc(const struct place *place, struct error *err)
{
	static const struct {
		const char *variable, *file;
	} places[] = {
		{ .variable = "CURL_HOME", .file = ".curlrc" },
		{ .variable = "CURL_HOME", .file = "curlrc" },
		{ .variable = "CURL_HOME", .file = ".config/curlrc" },
		{ .variable = "XDG_CONFIG_HOME", .file = ".curlrc" },
		{ .variable = "XDG_CONFIG_HOME", .file = "curlrc" },
		{ .variable = "HOME", .file = ".curlrc" },
		{ .variable = "HOME", .file = ".config/curlrc" },
	};

	char home[PATH_SIZE];

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (check_in(getenv(places[i].variable), places[i].file, place, err) == -1)
			return -1;
	find_home(home, sizeof(home));
	return check_in(home, ".curlrc", place, err) == 0
		       ? check_in(home, ".config/curlrc", place, err)
		       : -1;
}

int curl_words_check(char *const words[], const char *header, struct error *err)
{
	const struct place place = { .header = header };

	for (size_t i = 0; words[i] != NULL; i++)
		if (check_option(words[i], words[i + 1], &place, err) == -1)
			return -1;
	return curl_words_disable(words[0]) ? 0 : check_curlrc(&place, err);
}
