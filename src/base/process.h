/* SPDX-License-Identifier: ISC */
/*
 * Another program, asked one question: its input is written, its output read, its end awaited, all
 * by a deadline.
 */
#ifndef TOKCTL_BASE_PROCESS_H
#define TOKCTL_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"

struct process {
	const char *path; /* a path, or a name to look for in PATH */
	char *const *argv;
	const char *name; /* how messages call it */
	/* what it reads from standard input; NULL: it reads /dev/null */
	const struct buffer *input;
	size_t limit; /* the most bytes of output that are taken */
	/* nothing more will come; NULL: its end says so */
	bool (*is_whole)(const struct buffer *output);
	struct deadline deadline;
};

/* The signals that may end us while a child runs, or words are owed. */
enum { PROCESS_ENDING_SIGNALS = 9 };
extern const int process_ending_signals[PROCESS_ENDING_SIGNALS];

/*
 * Runs it in a session of its own, without a terminal (where the system can't: in a process group),
 * with our environment, our standard error (/dev/null where that is closed), and our mask of
 * signals. A signal that is ignored stays so (nohup), but for SIGPIPE, SIGXFSZ and SIGALRM; all
 * others have their default. At the deadline, past the limit, and when one of the signals above
 * ends us in the meantime, the whole group is killed. Where is_whole says that the output is all
 * there, the process is left to end by itself, and *status is 0: what it takes the kernel to clear
 * away after a large program is time in which we can go on.
 *
 * Its output goes to *output and its wait(2) status to *status. Returns -1 with err: ERROR_TIMEOUT,
 * ERROR_IO, ERROR_MEMORY (also where there are too many processes or files just now), or
 * ERROR_HELPER where it can't be started.
 */
MUST_CHECK int process_run(const struct process *process, struct buffer *output, int *status,
			   struct error *err);

/*
 * Waits for the end of a process that was left to it, until its deadline. Every run, and ours,
 * begins or ends with it.
 */
void process_settle(void);

/*
 * Becomes argv[0], looked for in PATH, with our environment and the signals and limits that we were
 * started with. Returns only where that fails: -1 with err, ERROR_NOT_FOUND or
 * ERROR_NOT_EXECUTABLE, whose exit statuses are a shell's.
 */
MUST_CHECK int process_become(char *const argv[], struct error *err);

#endif
