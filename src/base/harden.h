/* SPDX-License-Identifier: ISC */
/* What both programs do first, before they hold anything worth stealing. */
#ifndef TOKCTL_BASE_HARDEN_H
#define TOKCTL_BASE_HARDEN_H

/*
 * No core file, and no other process of this user may read our memory (Linux: not dumpable). A
 * broken pipe, and a file beyond the limit of its size, become errors of write(2) instead of a
 * silent death; what a caller did to SIGCHLD and to the signal mask is undone.
 */
void harden_process(void);

/*
 * Gives back the limit, the signals and the mask that we were started with, for a program that
 * takes our place. We stay undumpable until it does: exec(2) ends that.
 */
void harden_undo(void);

#endif
