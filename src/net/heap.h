/* SPDX-License-Identifier: ISC */
/*
 * The heap of tokctl-fetch. It is filled at the start: a fetch that comes as far as TLS needs some
 * 500 KiB of it, and taken page by page, as each is first touched, they cost 2 % of its time. And
 * it is wiped: what libcurl, OpenSSL, cJSON and the resolver free holds copies of the secret and
 * the token, so free(3) and realloc(3) overwrite all that they take back.
 *
 * Both need glibc with its own malloc, and no AddressSanitizer; the first also Linux 5.14 or later.
 * Without, everything works as usual.
 */
#ifndef TOKCTL_NET_HEAP_H
#define TOKCTL_NET_HEAP_H

/*
 * Maps most of what a fetch needs. From then on malloc(3) takes every block from the heap, and
 * gives nothing back to the kernel. To be called once, before anything else.
 */
void heap_fill(void);

enum { HEAP_LIMIT = 128 * 1024 * 1024 }; /* bytes */

/*
 * Bounds what the process may take at all, stacks of threads too: what a library makes of a
 * stranger's bytes, and nothing else bounds, ends there with "out of memory". A lower limit of the
 * caller's stays. Not under AddressSanitizer, which takes far more for itself.
 */
void heap_limit(void);

#endif
