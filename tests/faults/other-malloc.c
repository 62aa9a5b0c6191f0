/* SPDX-License-Identifier: ISC */
/*
 * For LD_PRELOAD: a malloc that is not libc's, as jemalloc is not. It knows its blocks, and ends
 * the program that hands it another's, or that hands a block of it to libc, whose chunks look
 * otherwise.
 */
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { MARK = 0x6d616c6c, ALIGNMENT = 16 };

/* In front of each block. */
struct head {
	uint64_t mark;
	uint64_t size;
};

static char *next, *end; /* what is left of the last mapping; nothing is used twice */

static void *take_next(size_t alignment, size_t size)
{
	uintptr_t at = ((uintptr_t)next + sizeof(struct head) + alignment - 1) &
		       ~(uintptr_t)(alignment - 1);
	size_t room = size + alignment + sizeof(struct head) + ALIGNMENT;

	if (next == NULL || at + size > (uintptr_t)end) {
		size_t more = room < (1 << 22) ? 1 << 22 : room;

		next = mmap(NULL, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (next == MAP_FAILED)
			abort();
		end = next + more;
		return take_next(alignment, size);
	}
	((struct head *)at)[-1] = (struct head){ .mark = MARK, .size = size };
	next = (char *)((at + size + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1));
	return (void *)at;
}

static void *take(size_t alignment, size_t size)
{
	static atomic_flag taken = ATOMIC_FLAG_INIT;
	void *block;

	while (atomic_flag_test_and_set(&taken))
		;
	block = take_next(alignment, size);
	atomic_flag_clear(&taken);
	return block;
}

static size_t size_of(const void *block)
{
	if (((const struct head *)block)[-1].mark != MARK)
		abort();
	return ((const struct head *)block)[-1].size;
}

void *malloc(size_t size)
{
	return take(ALIGNMENT, size);
}

void free(void *block)
{
	if (block != NULL)
		(void)size_of(block);
}

void *calloc(size_t count, size_t size)
{
	return take(ALIGNMENT, count * size); /* a fresh mapping is all zero */
}

void *realloc(void *block, size_t size)
{
	void *moved = take(ALIGNMENT, size);

	if (block != NULL)
		memcpy(moved, block, size_of(block) < size ? size_of(block) : size);
	return moved;
}

void *memalign(size_t alignment, size_t size)
{
	return take(alignment < ALIGNMENT ? ALIGNMENT : alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
	*block = memalign(alignment, size);
	return 0;
}
