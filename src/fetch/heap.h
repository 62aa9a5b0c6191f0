/* SPDX-License-Identifier: ISC */
/*
 * The heap of tokctl-fetch. It is filled at the start: OpenSSL and libcurl need some 400 KiB for any fetch, and taken page
 * by page, as each is first touched, they make a sixth of its page faults, and 2 % of its time. And it is wiped: what
 * libcurl, OpenSSL, cJSON and the resolver free holds copies of the secret and the token, so free(3) and realloc(3)
 * overwrite all that they take back.
 *
 * Both need glibc, and the first Linux 5.14. Without, nothing is done and everything works.
 */
#ifndef TOKCTL_FETCH_HEAP_H
#define TOKCTL_FETCH_HEAP_H

/* Maps what a fetch needs, and has malloc(3) keep it. To be called once, before what allocates. */
void heap_fill(void);

#endif
