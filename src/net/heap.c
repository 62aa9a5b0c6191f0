/* SPDX-License-Identifier: ISC */
/*
 * Filled at the start, wiped when it is freed; why stands in heap.h. The libraries share no hook
 * but malloc itself, which glibc lets a program replace in part: the functions here work on blocks
 * of glibc's own. glibc's mallopt(M_PERTURB) is not enough: it passes over the chunks that go to a
 * thread's cache. A malloc that was preloaded (jemalloc, say) gets its blocks back as they are;
 * under AddressSanitizer, which brings one as well, nothing is done.
 */
#include "net/heap.h"

#include <stdlib.h>
#include <sys/resource.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

#include <dlfcn.h>
#include <limits.h>
#include <malloc.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ENOUGH = 384 * 1024 }; /* bytes; less than a fetch takes that comes as far as TLS */

/* glibc's own, under the name that it exports for this. */
void __libc_free(void *block);

/* Which malloc is in force, and where it is not glibc's, what takes its blocks back. */
static struct {
	/* dlsym(3) is declared as if it never came back here */
	volatile enum { UNKNOWN, ASKED, GLIBCS, PRELOADED } whose;
	void (*free)(void *);
	void *(*realloc)(void *, size_t);
} in_force;

/*
 * Once. It is the dynamic linker that is asked: to compare the two functions is to compare our own
 * two jumps to them where we are not position-independent, and clang knows beforehand that they
 * differ.
 */
static void ask_linker(void)
{
	bool glibcs;

	in_force.whose = ASKED;
	glibcs = dlsym(RTLD_NEXT, "malloc") == dlsym(RTLD_NEXT, "__libc_malloc");
	*(void **)&in_force.free = dlsym(RTLD_NEXT, "free");
	*(void **)&in_force.realloc = dlsym(RTLD_NEXT, "realloc");
	in_force.whose = glibcs ? GLIBCS : PRELOADED;
}

static bool is_preloaded(void)
{
	if (in_force.whose == UNKNOWN)
		ask_linker();
	return in_force.whose == PRELOADED;
}

void heap_fill(void)
{
#ifdef MADV_POPULATE_WRITE
	void *block;

	if (is_preloaded())
		return;
	/*
	 * A block of that size would be mapped apart, and the end of the heap given back when it is
	 * free.
	 */
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	block = aligned_alloc((size_t)sysconf(_SC_PAGESIZE), ENOUGH);
	if (block != NULL)
		(void)madvise(block, ENOUGH, MADV_POPULATE_WRITE);
	__libc_free(block);
#endif
}

void free(void *block)
{
	if (block == NULL)
		return;
	/* The linker frees its last message while it is asked: whose that is can't be told yet. */
	if (in_force.whose == ASKED)
		return;
	if (is_preloaded()) {
		in_force.free(block);
		return;
	}
	memset(block, 0, malloc_usable_size(block));
	/* What __libc_free() does with it is its own affair: so this is not left out. */
	__libc_free(block);
}

/* Always a new block, so that the old one goes through free(). */
void *realloc(void *block, size_t size)
{
	size_t old_size;
	void *moved;

	if (is_preloaded())
		return in_force.realloc(block, size);
	old_size = block != NULL ? malloc_usable_size(block) : 0;
	if (block != NULL && size == 0) {
		free(block);
		return NULL;
	}
	if (block != NULL && size <= old_size && size > old_size / 2)
		return block;
	moved = malloc(size);
	if (moved == NULL || block == NULL)
		return moved;
	memcpy(moved, block, old_size < size ? old_size : size);
	free(block);
	return moved;
}

#else

void heap_fill(void)
{
}

#endif

void heap_limit(void)
{
#ifndef __SANITIZE_ADDRESS__
	struct rlimit limit;

	if (getrlimit(RLIMIT_DATA, &limit) == -1)
		return;
	if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > HEAP_LIMIT)
		limit.rlim_max = HEAP_LIMIT;
	if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_DATA, &limit);
#endif
}
