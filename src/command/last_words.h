/* SPDX-License-Identifier: ISC */
/*
 * Some formats say on standard output too that there is no token (struct format, on_failure): `curl
 * -K -` does not see tokctl's exit status, and would send its request without one.
 */
#ifndef TOKCTL_COMMAND_LAST_WORDS_H
#define TOKCTL_COMMAND_LAST_WORDS_H

/*
 * Looks in the bare words of the command line for the format that is asked for, before anything can
 * go wrong. With --to FILE there is nothing to say, unless FILE may be standard output by another
 * name. From here on the format's last words are also printed if a signal ends the process,
 * whichever, but for SIGKILL.
 */
void last_words_prepare(char **argv);

/* From here on there is nothing to say, whatever the words look like: the result goes to a file. */
void last_words_drop(void);

/* Prints the last words, if there are any; at most once. */
void last_words_say(void);

#endif
