/* SPDX-License-Identifier: ISC */
/* What both programs do first. */
#include "base/harden.h"

#include <signal.h>
#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

void harden_process(void)
{
	sigset_t none;
	const struct rlimit no_core = { .rlim_cur = 0, .rlim_max = 0 };

	setrlimit(RLIMIT_CORE, &no_core);
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	signal(SIGPIPE, SIG_IGN);
	/* Inherited from who started us: children that vanish, and a deadline whose alarm never rings. */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}
