/* SPDX-License-Identifier: ISC */
/* Fills the heap at the start. What and why stands in heap.h. */
#include "fetch/heap.h"

#include <stdlib.h>
#include <sys/mman.h>

#if defined(__GLIBC__) && defined(MADV_POPULATE_WRITE)

#include <limits.h>
#include <malloc.h>
#include <unistd.h>

enum { ENOUGH = 384 * 1024 }; /* bytes; a little less than any fetch takes, so that none is taken in vain */

void heap_fill(void)
{
	void *block;

	/* A block of that size would be mapped apart, and the end of the heap given back when it is free. */
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	block = aligned_alloc((size_t)sysconf(_SC_PAGESIZE), ENOUGH);
	if (block != NULL)
		(void)madvise(block, ENOUGH, MADV_POPULATE_WRITE);
	free(block);
}

#else

void heap_fill(void)
{
}

#endif
