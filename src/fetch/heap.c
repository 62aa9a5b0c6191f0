/* SPDX-License-Identifier: ISC */
/*
 * Filled at the start, wiped when it is freed; why stands in heap.h. The libraries share no hook but malloc itself, which
 * glibc lets a program replace in part: the functions here work on blocks of glibc's malloc, as long as that is the one in
 * force. One that was preloaded (jemalloc, say) gets its blocks back as they are. glibc's own mallopt(M_PERTURB) is not enough: it
 * passes over the chunks that go to a thread's cache. Under AddressSanitizer, which replaces malloc too, nothing is done.
 */
#include "fetch/heap.h"

#include <stdlib.h>

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

/* glibc's own, under the names that it exports for this. */
void *__libc_malloc(size_t size);
void __libc_free(void *block);

static bool is_preloaded(void)
{
	return malloc != __libc_malloc;
}

static void free_elsewhere(void *block)
{
	static void (*next)(void *);

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "free");
	next(block);
}

static void *realloc_elsewhere(void *block, size_t size)
{
	static void *(*next)(void *, size_t);

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "realloc");
	return next(block, size);
}

void heap_fill(void)
{
#ifdef MADV_POPULATE_WRITE
	void *block;

	if (is_preloaded())
		return;
	/* A block of that size would be mapped apart, and the end of the heap given back when it is free. */
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
	if (is_preloaded()) {
		free_elsewhere(block);
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
		return realloc_elsewhere(block, size);
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
