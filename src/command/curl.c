/* SPDX-License-Identifier: ISC */
/*
 * tokctl curl PROVIDER[:PROFILE] -- CURL-ARGS: becomes curl, which reads the header from a pipe:
 * `-H @/dev/fd/N`, curl 7.55 or later. What has been read from a pipe is in no /proc file; an
 * argument, a variable or a file would stay.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/process.h"
#include "base/translate.h"
#include "command/command.h"
#include "command/curl_words.h"
#include "command/obtain.h"
#include "output/format.h"

static const char *header_name(const struct settings *settings)
{
	const char *chosen = settings_text(settings, OPTION_HEADER_NAME);

	return chosen != NULL ? chosen : settings->profile->provider->header_name;
}

/* curl keeps Authorization from other hosts by itself. */
static int check_words(const struct run *run, const struct settings *settings, struct error *err)
{
	const char *name = header_name(settings);

	return strcasecmp(name, "Authorization") == 0 ? 0 : curl_words_check(run->words, name, err);
}

static int get_header(const struct run *run, struct buffer *header, struct error *err)
{
	struct deadline began = deadline_in(0);
	struct obtained obtained;
	int result;

	obtained_init(&obtained);
	result = target_open(&obtained.target, run, run->operands[0], err);
	if (result == 0)
		result = check_words(run, &obtained.target.settings, err);
	if (result == 0)
		result = obtain(&obtained, run, began, err);
	if (result == 0)
		format_header.write(&obtained.output, header);
	obtained_free(&obtained);
	return header->failed ? error_memory(err) : result;
}

/*
 * Makes a pipe that holds the text, its other end closed. Returns the end to read, or -1 with err.
 */
static int filled_pipe(const struct buffer *text, struct error *err)
{
	int ends[2];
	ssize_t put;

	if (pipe(ends) == -1)
		return error_set(err, error_by_errno(errno, ERROR_IO), "can't make a pipe: %s",
				 translate_errno(errno));
	/*
	 * Nobody reads yet, so waiting for room would last forever. (A pipe holds 64 KiB, or 4 KiB
	 * if the user has many.)
	 */
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	put = write(ends[1], text->data, text->len);
	close(ends[1]);
	if (put == (ssize_t)text->len)
		return ends[0];
	close(ends[0]);
	if (put != -1)
		return error_set(err, ERROR_IO,
				 "can't hand the header to curl: the pipe is too small");
	return error_set(err, ERROR_IO, "can't hand the header to curl: %s",
			 translate_errno(errno));
}

/* curl only warns of a file of headers that it can't open, and sends its request without them. */
static int name_pipe(int fd, char *path, size_t size, struct error *err)
{
	static const char *const places[] = { "/dev/fd", "/proc/self/fd" };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, size, "@%s/%d", places[i], fd);
		if (access(path + 1, R_OK) == 0)
			return 0;
	}
	error_set(err, ERROR_IO, "can't hand the header to curl: there is no /dev/fd here");
	return error_hint(err, "mount /proc, or use 'tokctl PROVIDER -o curl | curl -K - ...'");
}

static int become_curl(char *const words[], int header, struct error *err)
{
	static char name[] = "curl", disable[] = "-q", option[] = "-H";
	char file[32];
	size_t count = 0, at = 0;
	char **argv;
	int result;

	while (words[count] != NULL)
		count++;
	if (name_pipe(header, file, sizeof(file), err) == -1)
		return -1;
	argv = reallocarray(NULL, count + 5, sizeof(*argv));
	if (argv == NULL)
		return error_memory(err);
	argv[at++] = name;
	/* curl looks for -q in its first argument, and tokctl's own come first. */
	if (curl_words_disable(words[0]))
		argv[at++] = disable;
	argv[at++] = option;
	argv[at++] = file;
	memcpy(argv + at, words, (count + 1) * sizeof(*argv));
	environment_drop_sources();
	result = process_become(argv, err);
	free(argv);
	return result;
}

static int curl(struct run *run, struct error *err)
{
	struct buffer header = BUFFER_INIT;
	int fd = -1, result = get_header(run, &header, err);

	if (result == 0)
		result = fd = filled_pipe(&header, err);
	buffer_free(&header);
	if (result == -1)
		return -1;
	result = become_curl(run->words, fd, err);
	close(fd);
	return result;
}

const struct command command_curl = {
	.name = "curl",
	.usage = "PROVIDER[:PROFILE] [options] -- CURL-ARGS...",
	.summary = N_("run curl with the token's header"),
	.about =
		N_("Becomes curl, with the header that the provider's API wants. The token is "
		   "neither in curl's arguments nor in\n"
		   "its environment. Without a token there is no request. Behind curl's --next the "
		   "header is not sent."),
	.groups = GROUP_HEADER | GROUP_SECRET | GROUP_IDENTITY | GROUP_FETCH | GROUP_CACHE,
	.least_operands = 1,
	.most_operands = 1,
	.no_words = N_("no argument for curl is named: it stands behind '--'"),
	.words_are = ":file",
	.perform = curl,
};
