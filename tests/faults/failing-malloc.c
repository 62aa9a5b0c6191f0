/* SPDX-License-Identifier: ISC */
/*
 * For LD_PRELOAD: the allocation whose number is in TOKCTL_TEST_FAIL_AT fails, once, in the first
 * program whose name begins with "tokctl"; what comes before it, a shell or valgrind, is left
 * alone.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

extern char **environ;

static atomic_long left = -1;

/* getenv() is not called: it may run before libc is ready for it. */
__attribute__((constructor)) static void begin(void)
{
	static const char name[] = "TOKCTL_TEST_FAIL_AT=";

	if (strncmp(program_invocation_short_name, "tokctl", strlen("tokctl")) != 0)
		return;
	for (char **variable = environ; variable != NULL && *variable != NULL; variable++) {
		const char *p = *variable;
		size_t i = 0;

		while (name[i] != '\0' && p[i] == name[i])
			i++;
		if (name[i] != '\0')
			continue;
		left = atol(p + i);
		(*variable)[0] = '_'; /* not for its children */
	}
}

static int fails(void)
{
	if (left <= 0 || --left != 0)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
	return fails() ? NULL : __libc_realloc(block, size);
}
