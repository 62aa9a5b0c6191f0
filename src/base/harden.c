/* SPDX-License-Identifier: ISC */
/* What both programs do first. */
#include "base/harden.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

static struct {
	struct rlimit core;
	void (*on_pipe)(int);
	void (*on_size)(int);
	void (*on_child)(int);
	sigset_t mask;
} inherited;

void harden_process(void)
{
	struct rlimit no_core;
	sigset_t none;

	getrlimit(RLIMIT_CORE, &inherited.core);
	no_core = inherited.core;
	no_core.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &no_core);
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	/* Whoever writes is told by errno, and can say so. */
	inherited.on_pipe = signal(SIGPIPE, SIG_IGN);
	inherited.on_size = signal(SIGXFSZ, SIG_IGN);
	/*
	 * Inherited from who started us: children that vanish, and a deadline whose alarm never
	 * rings.
	 */
	inherited.on_child = signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, &inherited.mask);
}

void harden_undo(void)
{
	setrlimit(RLIMIT_CORE, &inherited.core);
	signal(SIGPIPE, inherited.on_pipe);
	signal(SIGXFSZ, inherited.on_size);
	signal(SIGCHLD, inherited.on_child);
	sigprocmask(SIG_SETMASK, &inherited.mask, NULL);
}
