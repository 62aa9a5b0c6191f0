/* SPDX-License-Identifier: ISC */
/* What the providers' read functions share: the parts of a reply, and its errors. */
#ifndef TOKCTL_FETCH_REPLY_H
#define TOKCTL_FETCH_REPLY_H

#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "net/message.h"

struct cJSON; /* fetch/json.h */

/*
 * The body as an object, to be freed with json_free(). NULL with *problem, for reply_unexpected(),
 * where it is none.
 */
struct cJSON *reply_object(const struct http_response *response, const char **problem);

/*
 * ERROR_REFUSED with what the provider said, as it said it: scrub() is due. Either may be NULL.
 * Returns -1.
 */
int reply_refused(const struct http_response *response, const char *code, const char *message,
		  struct error *err);

/* A code by which a provider says that what is wrong will pass. */
struct ROW passing_code {
	const char *code;
	enum error_id id; /* ERROR_RATE_LIMITED or ERROR_SERVER */
};

/*
 * Gives an error of reply_refused() the id of the row that has its code, with the time that the
 * server asks to wait; where no row has it, the refusal stands. `codes` is ended by a code of NULL.
 * Returns -1.
 */
int reply_mark_passing(const struct passing_code codes[], const struct http_response *response,
		       struct error *err);

/*
 * ERROR_REPLY with the problem, a sentence in English, which is translated here. Where the status
 * alone says "refused" (401, 403) it is that. A server that wants a certificate of the client's may
 * say so in a reply like this. Returns -1.
 */
int reply_unexpected(const struct http_response *response, const char *problem, struct error *err);

/*
 * A lifetime that a reply gives. -1 with err (ERROR_REPLY) unless 1 <= seconds <=
 * TOKEN_LONGEST_LIFE. The fraction is dropped.
 */
MUST_CHECK int reply_read_lifetime(double seconds, int64_t *out, struct error *err);

/*
 * A point of time that a reply gives: seconds since the epoch, of this century. -1 with err
 * (ERROR_REPLY). The fraction is dropped.
 */
MUST_CHECK int reply_read_time(double seconds, int64_t *out, struct error *err);

#endif
