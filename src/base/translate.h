/* SPDX-License-Identifier: ISC */
/*
 * Messages in the user's language, by gettext(3). The sources hold them in English, and the few
 * functions that form messages (error_set(), error_hint(), report_trace(), finding_add(),
 * finding_hint(), those of help) hand their format to translate(): so the calls need no mark. A
 * table's texts are translated where they are shown. What goes into another message by %s ("a
 * control byte") is handed to translate() by who puts it there.
 *
 * Nothing is loaded before the first text: a cached token is printed without a locale. Texts are
 * UTF-8, whatever the locale's own character set is. src/po has the languages; `make po` brings
 * them up to date with the sources.
 */
#ifndef TOKCTL_BASE_TRANSLATE_H
#define TOKCTL_BASE_TRANSLATE_H

#include <stdbool.h>

/*
 * Marks a text of one word in a table, which is translated where it is shown; `make po` finds
 * longer ones by themselves.
 */
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
