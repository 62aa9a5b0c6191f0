/* SPDX-License-Identifier: ISC */
/*
 * tokctl-fetch: one exchange with a provider, with its retries. Reads a task (fetch/task.h) from
 * standard input and writes what came of it (fetch/result.h) to standard output.
 *
 * It runs for one task, knows no cache and no config, and is the only code that parses what a
 * stranger sent.
 */
#include <locale.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#ifdef __linux__
#include <signal.h>
#include <sys/prctl.h>
#endif

#include "base/harden.h"
#include "base/translate.h"
#include "fetch/ask.h"
#include "fetch/result.h"
#include "fetch/task.h"
#include "net/heap.h"

/*
 * Drops variables that would make libcurl or OpenSSL write keys down, or trust less than it says in
 * net/open.h.
 */
static void set_environment(void)
{
	static const char *const names[] = {
		"SSLKEYLOGFILE",   "OPENSSL_CONF",    "OPENSSL_CONF_INCLUDE",
		"OPENSSL_MODULES", "OPENSSL_ENGINES", "CURL_HOME",
		"NETRC",           "QLOGDIR"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	/*
	 * All times that are read here are UTC, or say where they stand: no zone has a say, and no
	 * file of one is read.
	 */
	setenv("TZ", "UTC0", 1);
	/* A host's name is UTF-8 here, whatever the user's locale: libcurl reads it by LC_CTYPE. */
	setlocale(LC_CTYPE, "C.UTF-8");
}

/* Who asked is gone: then nobody waits for the answer, and the secret has no business to stay. */
static bool end_with_parent(void)
{
	struct pollfd answer = { .fd = STDOUT_FILENO };

#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
	/* It may have been gone before that. */
	return poll(&answer, 1, 0) == 1 && (answer.revents & POLLERR) != 0;
}

static int run(void)
{
	struct task task;
	struct result result;
	int written;

	result_init(&result);
	if (task_read(STDIN_FILENO, &task, &result.err) == 0)
		ask(&task, &result);
	written = result_write(STDOUT_FILENO, &result, &task.credential);
	result_free(&result);
	task_free(&task);
	return written == 0 ? EX_OK : EX_IOERR;
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		fputs(translate("tokctl-fetch is run by tokctl, and takes no arguments\n"), stderr);
		return EX_USAGE;
	}
	/* What our caller had open is not for a stranger's bytes to reach. */
	closefrom(STDERR_FILENO + 1);
	heap_limit();
	heap_fill();
	harden_process();
	if (end_with_parent())
		return EX_IOERR;
	set_environment();
	return run();
}
