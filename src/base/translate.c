/* SPDX-License-Identifier: ISC */
/* Messages in the user's language, by gettext(3). */
#include "base/translate.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

static bool off;

/* glibc and musl have it; a libc without it speaks English. */
#if defined(__linux__) && __has_include(<libintl.h>)

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>

#define DOMAIN "tokctl"

/*
 * The folder of catalogs beside the program, as in the build folder; else where it was installed.
 */
static void bind_catalog(void)
{
	char beside[PATH_SIZE];

	bindtextdomain(DOMAIN,
		       path_beside_program("locale/", beside, sizeof(beside)) ? beside : LOCALEDIR);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	bind_textdomain_codeset("libc", "UTF-8");
}

/* gettext looks for one of C.UTF-8 too, in four places. */
static bool wants_catalog(const char *locale)
{
	if (locale == NULL)
		return false;
	return strcmp(locale, "C") != 0 &&
	       (strncmp(locale, "C.", 2) != 0 || getenv("LANGUAGE") != NULL);
}

static void begin(void)
{
	static bool begun;

	if (begun)
		return;
	begun = true;
	/*
	 * A static libc leaves out the messages of locales unless a program refers to them, as
	 * nl_langinfo() does.
	 */
	if (wants_catalog(setlocale(LC_MESSAGES, "")) && nl_langinfo(YESEXPR) != NULL)
		bind_catalog();
	else
		off = true;
}

const char *translate(const char *text)
{
	int saved = errno;

	if (!off)
		begin();
	/* "" would be the catalog's header. */
	if (!off && text[0] != '\0')
		text = dgettext(DOMAIN, text);
	errno = saved;
	return text;
}

#else

const char *translate(const char *text)
{
	return text;
}

#endif

void translate_nothing(void)
{
	off = true;
}

bool translate_is_off(void)
{
	return off;
}

const char *translate_language(void)
{
	/* Each catalog has its own name in this place. */
	return translate("en");
}

const char *translate_errno(int number)
{
	translate_prepare();
	return strerror(number);
}

void translate_prepare(void)
{
	(void)translate_language();
}
