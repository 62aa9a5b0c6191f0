/* SPDX-License-Identifier: ISC */
/*
 * How each provider is asked, and what it answers: one file and one const row each, with two pure
 * functions, one each way. They know no clock, no file and no network; unit tests and fuzzers call
 * them as they are.
 *
 * To add a provider: write fetch/NAME.c with its row, name the row in provider.c, and add its facts
 * in model/provider.c.
 */
#ifndef TOKCTL_FETCH_PROVIDER_H
#define TOKCTL_FETCH_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/credential.h"
#include "model/token.h"

enum { REQUEST_MOST_HEADERS = 4, RESPONSE_LIMIT = 64 * 1024 };

/* An HTTP request. All buffers may hold the secret. */
struct request {
	const char *method; /* "POST" or "GET" */
	struct buffer url;
	struct buffer body;
	struct buffer headers[REQUEST_MOST_HEADERS]; /* "Name: value" */
	size_t header_count;
};

/* An HTTP response. */
struct response {
	int status;
	struct buffer body; /* may hold the token */
	/* why there is no body, for response_unexpected(); NULL: it is whole */
	const char *flaw;
	int64_t date;        /* its Date header, seconds since the epoch; TIME_UNKNOWN: none */
	int64_t retry_after; /* seconds; 0: none */
};

/* What was granted. */
struct grant {
	struct buffer token;
	struct buffer type;  /* empty: not said */
	struct buffer scope; /* empty: not said */
	int64_t expires_in;  /* seconds; TIME_UNKNOWN: not said */
	int64_t expires_at;  /* by the server's clock; TIME_UNKNOWN: not said */
	int64_t server_time; /* the server's clock; TIME_UNKNOWN: not said */
};

struct cJSON; /* fetch/json.h */

struct fetch_provider {
	const char *name;

	/*
	 * Puts the request together. -1 with err: ERROR_CONFIG for a credential that can't be sent,
	 * ERROR_MEMORY.
	 */
	int (*build)(const struct credential *credential, struct request *request,
		     struct error *err);

	/*
	 * Reads a response whose body is a JSON object. -1 with err as for fetch_parse(). The grant
	 * is the caller's to free, in every case.
	 */
	int (*read)(const struct response *response, const struct cJSON *object,
		    struct grant *grant, struct error *err);
};

extern const struct fetch_provider fetch_imweb, fetch_iamport, fetch_bizppurio, fetch_toss,
	fetch_oauth2;

/*
 * What a response means. -1 with err:
 *
 *	ERROR_REFUSED       with the provider's words in provider_code and provider_message, as they
 *	                    came: scrub() is due
 *	ERROR_REPLY         not what the provider documents
 *	ERROR_REDIRECT, ERROR_RATE_LIMITED, ERROR_SERVER    by the status, whatever the body says
 *	ERROR_MEMORY
 */
int fetch_parse(const struct fetch_provider *provider, const struct response *response,
		struct grant *grant, struct error *err);

/* The row of that name, or NULL. */
const struct fetch_provider *fetch_provider_find(const char *name);

/* The rows in order, until NULL. */
const struct fetch_provider *fetch_provider_at(size_t index);

/*
 * What the build functions share. A request that ran out of memory is an error of request_check().
 */
void request_init(struct request *request, const char *method, const char *url);
void request_header(struct request *request, const char *name, const char *value);
int request_check(const struct request *request, struct error *err);
void request_free(struct request *request);

void response_free(struct response *response);

/* What the parse functions share. */
void grant_init(struct grant *grant);
void grant_free(struct grant *grant);

/*
 * Takes the token. -1 with err (ERROR_REPLY) where it is missing (NULL) or is none that may be
 * printed.
 */
int grant_token(struct grant *grant, const char *token, struct error *err);

/* Takes type and scope, where they are there and what they should be. */
void grant_type(struct grant *grant, const char *type);
void grant_scope(struct grant *grant, const char *scope);

/* -1 with err (ERROR_REPLY) unless 1 <= seconds <= TOKEN_LONGEST_LIFE. The fraction is dropped. */
int grant_life(double seconds, int64_t *out, struct error *err);

/*
 * A point of time, seconds since the epoch, of this century. -1 with err (ERROR_REPLY). The
 * fraction is dropped.
 */
int grant_time(double seconds, int64_t *out, struct error *err);

/* What the status says by itself: 0, or -1 with err as above. */
int response_check_status(const struct response *response, struct error *err);

/* Does the status say what the response means, whatever became of the body? */
bool response_is_decided(const struct response *response);

/*
 * The body as an object, to be freed with json_free(). NULL with *problem, for
 * response_unexpected(), where it is none.
 */
struct cJSON *response_object(const struct response *response, const char **problem);

/*
 * ERROR_REFUSED with what the provider said, as it said it: scrub() is due. Either may be NULL.
 * Returns -1.
 */
int response_refused(const struct response *response, const char *code, const char *message,
		     struct error *err);

/*
 * ERROR_REPLY: "the reply PROBLEM". Where the status alone says "refused" (401, 403) it is that.
 * Returns -1.
 */
int response_unexpected(const struct response *response, const char *problem, struct error *err);

#endif
