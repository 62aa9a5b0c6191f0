/* SPDX-License-Identifier: ISC */
/*
 * One transfer by libcurl: its handle, and what that tells afterwards. Private to net/, whose other
 * files know libcurl through this header.
 */
#ifndef TOKCTL_NET_TRANSFER_H
#define TOKCTL_NET_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>

#include "base/clock.h"

struct http {
	CURL *curl;
	const char *cacert;            /* NULL: the system's trust */
	const char *interface;         /* NULL: any */
	char host[256];                /* of the endpoint, for messages */
	char problem[CURL_ERROR_SIZE]; /* libcurl's words */
	/* the first curl_easy_setopt() that did not return CURLE_OK */
	CURLcode failed_option;
	size_t header_bytes; /* of the transfer that is going on, or was the last */
	/* for the transfer that is going on: see transfer_perform() */
	struct {
		struct deadline deadline;
		int64_t tries;
		bool lost;      /* a try has given up before */
		bool looked_up; /* the name; then connecting has until: */
		struct deadline connect;
	} patience;
	/* the system's file of CAs, while its directory is enough; NULL: none is left */
	const char *unread;
};

/* curl_easy_setopt() is variadic and easy to forget to check: it is called through here only. */
#define SET(http, option, value)                                                       \
	do {                                                                           \
		CURLcode set_code = curl_easy_setopt((http)->curl, (option), (value)); \
		if (set_code != CURLE_OK && (http)->failed_option == CURLE_OK)         \
			(http)->failed_option = set_code;                              \
	} while (0)

/* Has messages name the host of that URL, from here on. */
void transfer_set_host(struct http *http, const char *endpoint);

/*
 * Sends the request that the options describe, until the deadline. Looking up the name may take all
 * of that; connecting afterwards gives up when it has had one of `tries` equal shares of what was
 * left then (CURLE_OPERATION_TIMEDOUT). A server that is not trusted is asked once more where the
 * system's file of CAs was not read yet.
 */
CURLcode transfer_perform(struct http *http, struct deadline deadline, int64_t tries);

/* Has the name been looked up: the proxy's, where there is one? */
bool transfer_looked_up(const struct http *http);

/* A header of the last response, or NULL. It is libcurl's, until the next transfer. */
const char *transfer_header(const struct http *http, const char *name);

/* The connection was never made, so the request was not sent. */
bool transfer_never_connected(const struct http *http);

#endif
