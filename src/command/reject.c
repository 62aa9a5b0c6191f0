/* SPDX-License-Identifier: ISC */
/* tokctl reject: drops the token that is on standard input, because the API refused it. */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/report.h"
#include "base/translate.h"
#include "cache/entry.h"
#include "command/command.h"
#include "command/stored.h"

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
		  token->len == 0 ? N_("standard input is empty; the token is read from it")
				  : N_("what is on standard input is not a token"));
	return error_hint(err, "printf '%%s\\n' \"$token\" | tokctl reject PROVIDER");
}

static bool is_token(const struct entry *entry, const struct buffer *token)
{
	return entry->token.value != NULL && strcmp(entry->token.value, token->data) == 0;
}

/* Stores the entry without its token. If that fails, as on a full disk, drops the whole entry. */
static int drop_token(struct cache *cache, const char *fingerprint, struct entry *entry,
		      struct error *err)
{
	struct buffer bytes = BUFFER_INIT;
	int result;

	entry->token.value = NULL;
	/*
	 * There was no request since: an old failure is no answer to those who wait. The provider's
	 * pause stays.
	 */
	entry->failure = (struct error)ERROR_INIT;
	entry_encode(entry, &bytes);
	result = bytes.failed ? error_memory(err)
			      : cache_put(cache, fingerprint, &bytes, TIME_UNKNOWN, err);
	buffer_free(&bytes);
	return result == -1 && cache_drop(cache, fingerprint, err) == FAILED ? -1 : 0;
}

/* As after `forget`; but most likely the fetch had an option that this run does not have. */
static void warn_absent(void)
{
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_NO_TOKEN, "no token is cached for what is named: nothing is dropped");
	error_hint(&err, "name the same key, scope, endpoint, auth and so on as when the token was "
			 "fetched; 'tokctl status' lists what is cached");
	report_warning(&err);
}

/* To be called with the lock held. */
static int drop_if_same(struct cache *cache, const char *fingerprint, const struct buffer *token,
			int lock, struct error *err)
{
	struct entry entry = ENTRY_INIT;
	int result = cache_get(cache, fingerprint, &entry.bytes, err);
	bool same = result == FOUND && entry_decode(&entry) && is_token(&entry, token) &&
		    cache_holds(cache, lock);

	if (same)
		result = drop_token(cache, fingerprint, &entry, err);
	if (result == ABSENT)
		warn_absent();
	else if (result != -1)
		report_trace(same ? N_("the token is dropped")
				  : N_("not the cached token: nothing is dropped"));
	entry_free(&entry);
	return result == -1 ? -1 : 0;
}

/*
 * Under the lock: if many jobs were refused with the same token, the first one drops it, and none
 * of the others drops the next token.
 */
static int drop_refused(struct cache *cache, const char *fingerprint, const struct buffer *token,
			struct deadline deadline, struct error *err)
{
	int lock = cache_lock(cache, fingerprint, deadline, err);
	int result;

	if (lock == CACHE_NO_LOCK)
		return -1;
	result = drop_if_same(cache, fingerprint, token, lock, err);
	cache_unlock(cache, lock);
	return result;
}

static int reject(struct run *run, struct error *err)
{
	struct cache cache;
	struct stored stored;
	struct deadline deadline;
	struct buffer token = BUFFER_INIT; /* the token that was refused */
	int result;

	if (stored_cache(run, &cache, err) == -1)
		return -1;
	result = stored_find(&stored, run, run->operands[0], err);
	if (result == 0) {
		deadline = settings_deadline(&stored.target.settings, deadline_in(0));
		result = read_token(&token, deadline, err);
	}
	if (result == 0)
		result = drop_refused(&cache, stored.fingerprint, &token, deadline, err);
	buffer_free(&token);
	stored_free(&stored);
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
	.perform = reject,
};
