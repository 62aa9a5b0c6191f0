/* SPDX-License-Identifier: ISC */
/*
 * Some formats say on standard output too that there is no token (struct format, on_failure): `curl
 * -K -` does not see our exit status, and would send its request without one.
 */
#ifndef TOKCTL_COMMAND_LAST_WORDS_H
#define TOKCTL_COMMAND_LAST_WORDS_H

/*
 * Looks in the bare words of the command line for the format that is asked for, before anything can
 * go wrong; with --to FILE there is nothing to say, but where FILE may be standard output by
 * another name. From here on, what it has to say is said also when a signal ends us: SIGALRM, or
 * one of those in base/process.h.
 */
void last_words_prepare(char **argv);

/*
 * From here on there is nothing to say, whatever the words look like: what is printed goes to a
 * file.
 */
void last_words_drop(void);

/* Says it, if there is something to say; at most once. */
void last_words_say(void);

#endif
