/* SPDX-License-Identifier: ISC */
/* What the providers' read functions share. */
#include "fetch/reply.h"

#include <string.h>

#include "base/translate.h"
#include "fetch/json.h"
#include "model/token.h"

/* Times outside of 2000 to 2100 are no expiry of a token. */
static const double EARLIEST = 946684800, LATEST = 4102444800;

struct cJSON *reply_object(const struct http_response *response, const char **problem)
{
	if (response->flaw == NULL)
		return json_object(&response->body, problem);
	*problem = response->flaw;
	return NULL;
}

int reply_refused(const struct http_response *response, const char *code, const char *message,
		  struct error *err)
{
	error_set(err, ERROR_REFUSED, "%s", "");
	err->http_status = response->status;
	/*
	 * As they came: scrub() looks for secrets in them first, and makes them fit to be shown
	 * then.
	 */
	if (code != NULL)
		strlcpy(err->provider_code, code, sizeof(err->provider_code));
	if (message != NULL)
		strlcpy(err->provider_message, message, sizeof(err->provider_message));
	return -1;
}

int reply_mark_passing(const struct passing_code codes[], const struct http_response *response,
		       struct error *err)
{
	for (; codes->code != NULL; codes++) {
		if (strcmp(codes->code, err->provider_code) != 0)
			continue;
		err->id = codes->id;
		err->retry_after = (long)response->retry_after;
	}
	return -1;
}

int reply_unexpected(const struct http_response *response, const char *problem, struct error *err)
{
	if (http_status_refuses(response->status)) {
		reply_refused(response, NULL, NULL, err);
	} else {
		error_set(err, ERROR_REPLY, "%s", translate(problem));
		err->http_status = response->status;
	}
	return response->wants_certificate && response->status >= 400 ? http_hint_certificate(err)
								      : -1;
}

int reply_read_lifetime(double seconds, int64_t *out, struct error *err)
{
	/* Written so that NaN fails. */
	if (!(seconds >= 1 && seconds <= (double)TOKEN_LONGEST_LIFE))
		return error_set(err, ERROR_REPLY, "the reply's expiry is out of range");
	*out = (int64_t)seconds;
	return 0;
}

int reply_read_time(double seconds, int64_t *out, struct error *err)
{
	if (!(seconds >= EARLIEST && seconds <= LATEST))
		return error_set(err, ERROR_REPLY, "the reply's expiry is out of range");
	*out = (int64_t)seconds;
	return 0;
}
