/* SPDX-License-Identifier: ISC */
/*
 * Filled at the start, wiped when it is freed; why stands in heap.h. The libraries share no hook but malloc itself, which
 * glibc lets a program replace in part ("Replacing malloc" in its manual). glibc's own mallopt(M_PERTURB) is not enough: it
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

#include <limits.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ENOUGH = 384 * 1024 }; /* bytes; less than a fetch takes that comes as far as TLS */

/* glibc's own, under the names that it exports for this. */
void __libc_free(void *block);

void heap_fill(void)
{
#ifdef MADV_POPULATE_WRITE
	void *block;

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
	memset(block, 0, malloc_usable_size(block));
	/* What __libc_free() does with it is its own affair: so this is not left out. */
	__libc_free(block);
}

/* Always a new block, so that the old one goes through free(). */
void *realloc(void *block, size_t size)
{
	size_t old_size = block != NULL ? malloc_usable_size(block) : 0;
	void *moved;

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
