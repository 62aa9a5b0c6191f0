/* SPDX-License-Identifier: ISC */
/*
 * What libcurl, OpenSSL, cJSON and the resolver free holds copies of the secret and the token: all that is freed in
 * tokctl-fetch is overwritten first. They share no hook but malloc itself, which glibc lets a program replace in part
 * ("Replacing malloc" in its manual). glibc's own mallopt(M_PERTURB) is not enough: it passes over the chunks that go to
 * a thread's cache. With other libcs, and under AddressSanitizer, which replaces malloc too, nothing is done here.
 */
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

#include <malloc.h>
#include <string.h>

/* glibc's own, under the names that it exports for this. */
void __libc_free(void *block);

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

#endif
