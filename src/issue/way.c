/* SPDX-License-Identifier: ISC */
/* By which way a run asks. */
#include "issue/way.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config/paths.h"

const char *const way_proxy_variables[WAY_PROXY_VARIABLES] = { "https_proxy", "HTTPS_PROXY",
							       "all_proxy", "ALL_PROXY" };

/* NULL is another part than "". */
static void add_text(SHA2_CTX *context, const char *text)
{
	static const uint8_t missing = 1;

	if (text != NULL)
		SHA256Update(context, (const uint8_t *)text, strlen(text) + 1);
	else
		SHA256Update(context, &missing, sizeof(missing));
}

static void add_proxy(SHA2_CTX *context, const struct settings *settings)
{
	static const char *const exceptions[] = { "no_proxy", "NO_PROXY" };

	add_text(context, settings_text(settings, OPTION_PROXY));
	if (settings_is_set(settings, OPTION_PROXY))
		return;
	for (size_t i = 0; i < WAY_PROXY_VARIABLES; i++)
		add_text(context, getenv(way_proxy_variables[i]));
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		add_text(context, getenv(exceptions[i]));
}

/* The file itself: a relative path may lead two runs to two files. */
static void add_cacert(SHA2_CTX *context, const struct settings *settings)
{
	const char *file = settings_text(settings, OPTION_CACERT);
	struct error ignored = ERROR_INIT;
	char path[PATH_SIZE];
	struct stat st;

	add_text(context, file);
	if (file == NULL || paths_expand_home(file, path, sizeof(path), &ignored) == -1 ||
	    stat(path, &st) == -1)
		return;
	SHA256Update(context, (const uint8_t *)&st.st_dev, sizeof(st.st_dev));
	SHA256Update(context, (const uint8_t *)&st.st_ino, sizeof(st.st_ino));
}

struct way way_find(const struct settings *settings, const struct credential *credential)
{
	struct way way = { .timeout = settings_duration(settings, OPTION_TIMEOUT) };
	char digest[SHA256_DIGEST_STRING_LENGTH];
	SHA2_CTX context;

	SHA256Init(&context);
	add_text(&context, credential->endpoint);
	add_text(&context, credential->issuer);
	add_proxy(&context, settings);
	add_cacert(&context, settings);
	add_text(&context, settings_text(settings, OPTION_INTERFACE));
	SHA256End(&context, digest);
	explicit_bzero(&context, sizeof(context));
	strlcpy(way.digest, digest, sizeof(way.digest));
	explicit_bzero(digest, sizeof(digest));
	return way;
}
