/* SPDX-License-Identifier: ISC */
/* tokctl reject: the token on standard input was refused by the API. */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "base/translate.h"
#include "cache/entry.h"
#include "command/command.h"
#include "command/stored.h"

struct reject {
	struct cache *cache;
	struct buffer token; /* what was refused */
	int lock;
};

static int read_token(struct buffer *token, struct deadline deadline, struct error *err)
{
	struct file_stream input = {
		.fd = STDIN_FILENO,
		.name = N_("standard input"),
		.limit = TOKEN_LIMIT + 2,
		.deadline = deadline,
	};

	if (file_read_stream(&input, token, err) == -1 && token->len <= TOKEN_LIMIT)
		return -1;
	while (token->len > 0 &&
	       (token->data[token->len - 1] == '\r' || token->data[token->len - 1] == '\n'))
		token->data[--token->len] = '\0';
	if (token->len > 0 && token_value_is_valid(token->data, token->len))
		return 0;
	error_set(err, ERROR_USAGE,
		  token->len == 0 ? "standard input is empty; the token is read from it"
				  : N_("what is on standard input is not a token"));
	return error_hint(err, "printf '%%s\\n' \"$token\" | tokctl reject PROVIDER");
}

/*
 * Under the lock: of many jobs that were refused with one token, the first drops it, and none drops
 * the next one.
 */
static int drop_if_same(struct reject *reject, const char *fingerprint, struct error *err)
{
	struct entry entry = ENTRY_INIT;
	struct buffer bytes = BUFFER_INIT;
	int result = cache_get(reject->cache, fingerprint, &entry.bytes, err);

	if (result == 0 && entry_decode(&entry) && entry.token.value != NULL &&
	    strcmp(entry.token.value, reject->token.data) == 0 &&
	    cache_holds(reject->cache, reject->lock)) {
		entry.token.value = NULL;
		/*
		 * Nobody has asked since: an old failure is no answer to those who wait. The
		 * provider's pause stays.
		 */
		entry.failure = (struct error)ERROR_INIT;
		entry_encode(&entry, &bytes);
		result = bytes.failed
				 ? error_memory(err)
				 : cache_put(reject->cache, fingerprint, &bytes, TIME_UNKNOWN, err);
		/* On a full disk, say: then without what else is known of it. */
		if (result == -1)
			result = cache_drop(reject->cache, fingerprint, err);
		if (result != -1)
			report_trace("the token is dropped");
	} else if (result != -1) {
		report_trace("not the cached token: nothing is dropped");
	}
	entry_free(&entry);
	buffer_free(&bytes);
	return result == -1 ? -1 : 0;
}

static int reject_named(void *context, const struct settings *settings,
			const struct credential *credential, const char *fingerprint,
			struct error *err)
{
	struct reject *reject = context;
	struct deadline deadline = deadline_in(settings_duration(settings, OPTION_TIMEOUT) * 1000);
	int result;

	(void)credential;
	if (read_token(&reject->token, deadline, err) == -1)
		return -1;
	reject->lock = cache_lock(reject->cache, fingerprint, deadline, err);
	if (reject->lock == CACHE_NO_LOCK)
		return -1;
	result = drop_if_same(reject, fingerprint, err);
	cache_unlock(reject->cache, reject->lock);
	return result;
}

static int reject(struct run *run, struct error *err)
{
	struct cache cache;
	struct reject context = { .cache = &cache, .token = BUFFER_INIT, .lock = CACHE_NO_LOCK };
	int result;

	if (stored_cache(run, &cache, err) == -1)
		return -1;
	result = stored_resolve(run, run->operands[0], reject_named, &context, err);
	buffer_free(&context.token);
	cache_close(&cache);
	return result;
}

const struct command command_reject = {
	.name = "reject",
	.usage = "PROVIDER[:PROFILE] < TOKEN",
	.summary = N_("drop a token that the API refused"),
	.about = N_(
		"Reads a token on standard input and drops it, if it is the cached one. So of many "
		"jobs that were refused\n"
		"with the same old token, none drops the new one that another has already "
		"fetched."),
	.groups = GROUP_IDENTITY,
	.least_operands = 1,
	.most_operands = 1,
	.run = reject,
};
