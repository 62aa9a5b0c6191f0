/* SPDX-License-Identifier: ISC */
/*
 * Messages in the user's language, by gettext(3). The sources hold them in English. A text is
 * translated if a function that forms messages is given it right there: error_set(), error_hint(),
 * report_trace(), finding_add(), finding_hint(), finding_fail(), which hand it to translate(), or
 * translate() itself. Any other text is marked by N_(), in a table, as the result of a function, or
 * as one of the two texts of a "?:", and is handed to translate() where it is shown. Tests find
 * what reads like a message and has no mark.
 *
 * Nothing is loaded before the first text: a cached token is printed without a locale. Texts are
 * UTF-8, whatever the locale's own character set is. src/po has the languages; `make po` brings
 * them up to date with the sources.
 */
#ifndef TOKCTL_BASE_TRANSLATE_H
#define TOKCTL_BASE_TRANSLATE_H

#include <stdbool.h>

/* Marks a text that is translated where it is shown; xgettext finds it by that. */
#define N_(text) text

/*
 * The text in the user's language, or as it stands where there is no translation. errno is left
 * alone. Never NULL.
 */
const char *translate(const char *text) __attribute__((format_arg(1)));

/* What the system says of an errno, in the user's language where the system has it. */
const char *translate_errno(int number);

/* English from here on: for programs that read messages as JSON. */
void translate_nothing(void);

/* True after translate_nothing(). */
bool translate_is_off(void);

/*
 * Loads what translate() will need, for a program that can open no file later on. Where the locale
 * asks for English, next to nothing happens.
 */
void translate_prepare(void);

/* Of which language messages are: "en", or what src/po has for it, "ko". */
const char *translate_language(void);

#endif
