/* SPDX-License-Identifier: ISC */
/*
 * The heap of tokctl-fetch, which it takes from the kernel at once. OpenSSL and libcurl need some 400 KiB of it for any
 * fetch; taken page by page, as they are first touched, they make every sixth of its page faults, and 2 % of its time.
 */
#ifndef TOKCTL_FETCH_HEAP_H
#define TOKCTL_FETCH_HEAP_H

/*
 * To be called first, once: maps what a fetch needs, and has malloc(3) keep it. With Linux older than 5.14, or another
 * libc than glibc, nothing is done and everything works.
 */
void heap_fill(void);

#endif
