/* SPDX-License-Identifier: ISC */
/* The order of questions. */
#include "fetch/ask.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/attributes.h"
#include "base/report.h"
#include "fetch/excerpt.h"
#include "fetch/json.h"
#include "fetch/reply.h"
#include "fetch/scrub.h"
#include "net/http.h"

enum {
	FIRST_BACKOFF_MS = 250,
	LONGEST_BACKOFF_MS = 4000,
	SHORTEST_QUOTED = 8, /* bytes of a secret */
};

/* How far a task has come. */
struct progress {
	const struct task *task;
	struct http *http;
	struct result *result;
	struct credential credential; /* the task's, with what the issuer's metadata said */
	int64_t retries;              /* that are left, for however many questions */
};

/* What a response means: 0, -1 with err, or what else the asker knows (enum discovery). */
typedef int meaning_fn(struct progress *progress, const struct http_response *response,
		       struct error *err);

/* A request, where it goes, for messages, and what is made of its response. */
struct question {
	struct http_request request;
	const char *url;
	meaning_fn *meaning;
};

/* ---- tries */

/*
 * "Full jitter": any time from 0 to a bound that doubles, so that clients that failed together
 * don't return together.
 */
static int64_t backoff_ms(int64_t tries)
{
	int64_t bound = FIRST_BACKOFF_MS;

	while (--tries > 0 && bound < LONGEST_BACKOFF_MS)
		bound *= 2;
	return (int64_t)arc4random_uniform(
		(uint32_t)(bound < LONGEST_BACKOFF_MS ? bound : LONGEST_BACKOFF_MS) + 1);
}

static void sleep_ms(int64_t milliseconds)
{
	struct timespec pause = { .tv_sec = (time_t)(milliseconds / 1000),
				  .tv_nsec = (long)(milliseconds % 1000 * 1000000) };

	nanosleep(&pause, NULL);
}

/*
 * Worth another try: what never reached the provider, and what it says is over soon. Never a
 * refusal.
 */
static bool is_passing(const struct error *err)
{
	return err->http_status == 429 || err->http_status == 502 || err->http_status == 503 ||
	       err->http_status == 504;
}

/* A reply that is no object of JSON is not what was asked for: whose it is, its words may tell. */
static void add_excerpt(const struct progress *progress, const struct http_response *response,
			struct error *err)
{
	char excerpt[EXCERPT_SIZE];
	const char *ignored;
	struct cJSON *object = reply_object(response, &ignored);

	if (object == NULL && err->message[0] != '\0' && err->id == ERROR_REPLY) {
		excerpt_make(&progress->credential, &response->body, excerpt);
		if (excerpt[0] != '\0') {
			strlcat(err->message, ": ", sizeof(err->message));
			strlcat(err->message, excerpt, sizeof(err->message));
		}
	}
	json_free(object);
}

static int try_once(struct progress *progress, const struct question *question, bool *again,
		    struct error *err)
{
	struct deadline deadline = progress->task->deadline;
	struct http_response response = { .date = TIME_UNKNOWN };
	struct http_exchange exchange = {
		.request = &question->request,
		.endpoint = question->url,
		.deadline = deadline,
		.tries = progress->retries + 1,
	};
	int result = http_send(progress->http, &exchange, &response, again, err);

	if (result == 0) {
		report_trace("HTTP %d, %zu bytes", response.status, response.body.len);
		result = question->meaning(progress, &response, err);
		*again = result == -1 && is_passing(err);
		if (result == -1)
			add_excerpt(progress, &response, err);
	}
	http_response_free(&response);
	return result;
}

/* Waits before another try; false where that would be past the deadline. */
static bool wait_for_retry(struct deadline deadline, int64_t tries, const struct error *err)
{
	int64_t pause = err->retry_after > 0 ? (int64_t)err->retry_after * 1000 : 0;

	pause += backoff_ms(tries);
	if (pause >= deadline_left(deadline))
		return false;
	report_trace("%s; next try in %lld ms", err->message, (long long)pause);
	sleep_ms(pause);
	return true;
}

static int try_often(struct progress *progress, const struct question *question, struct error *err)
{
	const struct task *task = progress->task;

	for (int64_t tries = 1;; tries++) {
		bool again;
		int result;

		report_trace("%s %s", question->request.method, question->url);
		progress->result->asked_after_ms = task->time_ms - deadline_left(task->deadline);
		result = try_once(progress, question, &again, err);
		if (result != -1 || !again || progress->retries <= 0 ||
		    !wait_for_retry(task->deadline, tries, err))
			return result;
		progress->retries--;
	}
}

/* ---- the issuer */

static int read_metadata(struct progress *progress, const struct http_response *response,
			 struct error *err)
{
	return discovery_read(progress->credential.issuer, response, &progress->result->metadata,
			      err);
}

static enum discovery look_at(struct progress *progress, size_t place, struct error *err)
{
	struct question question = { .meaning = read_metadata };
	int result = discovery_build(progress->credential.issuer, place, &question.request, err);

	question.url = question.request.url.data;
	if (result == 0)
		result = try_often(progress, &question, err);
	http_request_free(&question.request);
	return (enum discovery)result;
}

static int look_everywhere(struct progress *progress, struct error *err)
{
	enum discovery discovery = DISCOVERY_NOT_HERE;

	for (size_t i = 0; discovery == DISCOVERY_NOT_HERE && i < DISCOVERY_PLACES; i++)
		discovery = look_at(progress, i, err);
	if (discovery == DISCOVERY_DONE)
		return 0;
	if (err->id == ERROR_REPLY)
		error_hint(err, "is the issuer written as its server writes it, to the letter? -v "
				"shows what is asked");
	return -1;
}

static int no_way(struct error *err)
{
	error_set(err, ERROR_CONFIG,
		  "the issuer's metadata name neither client_secret_basic nor client_secret_post");
	return error_hint(err, "with auth = basic or auth = post, that way is tried all the same");
}

/*
 * Not by chance: a secret that is a short word, or stands in the issuer too, may be part of any
 * URL.
 */
static bool quotes_secret(const struct credential *credential, const char *url)
{
	return strlen(credential->secret) >= SHORTEST_QUOTED &&
	       scrub_finds(credential->secret, url) &&
	       !scrub_finds(credential->secret, credential->issuer);
}

/* Finds the issuer's token endpoint, and its way to authenticate unless the user has said which. */
static int discover(struct progress *progress, struct error *err)
{
	const struct metadata *metadata = &progress->result->metadata;
	struct credential *credential = &progress->credential;

	if (look_everywhere(progress, err) == -1)
		return -1;
	if (quotes_secret(credential, metadata->endpoint.data))
		return error_set(
			err, ERROR_REPLY,
			"the issuer's metadata name a token_endpoint that quotes the secret");
	credential->endpoint = metadata->endpoint.data;
	if (credential->auth == NULL)
		credential->auth = metadata->auth;
	return credential->auth != NULL ? 0 : no_way(err);
}

/* ---- the provider */

static int read_grant(struct progress *progress, const struct http_response *response,
		      struct error *err)
{
	return fetch_parse(progress->task->provider, response, &progress->result->grant, err);
}

static int ask_endpoint(struct progress *progress, struct error *err)
{
	struct question question = { .url = progress->credential.endpoint, .meaning = read_grant };
	int result = progress->task->provider->build(&progress->credential, &question.request, err);

	if (result == 0)
		result = try_often(progress, &question, err);
	http_request_free(&question.request);
	return result;
}

/*
 * There is no token endpoint at the address that is known from before: it may have moved. Where the
 * status is that of success, a token may have been granted, and is not asked for twice.
 */
static bool has_moved(const struct credential *credential, const struct error *err)
{
	return credential->issuer != NULL && (err->id == ERROR_REDIRECT || err->id == ERROR_DNS ||
					      (err->id == ERROR_REPLY && err->http_status >= 400));
}

static int ask_for_token(struct progress *progress, struct error *err)
{
	if (progress->credential.endpoint != NULL) {
		if (ask_endpoint(progress, err) == 0)
			return 0;
		if (!has_moved(&progress->credential, err))
			return -1;
		report_trace("%s; the issuer's metadata are asked for anew", err->message);
		grant_free(&progress->result->grant);
		grant_init(&progress->result->grant);
	}
	return discover(progress, err) == 0 ? ask_endpoint(progress, err) : -1;
}

void ask(const struct task *task, struct result *result)
{
	struct progress progress = {
		.task = task,
		.result = result,
		.credential = task->credential,
		.retries = task->retries,
	};
	const char *endpoint = task->credential.endpoint;

	if (http_open(&task->http, &progress.http, 1, &result->err) == -1)
		return;
	if (task->is_probe) {
		report_trace("HEAD / of the host of %s", endpoint);
		IGNORE_RESULT(http_probe(progress.http, endpoint, task->deadline, &result->probe,
					 &result->err));
	} else {
		result->granted = ask_for_token(&progress, &result->err) == 0;
	}
	http_close(progress.http);
}
