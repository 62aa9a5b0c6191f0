/* SPDX-License-Identifier: ISC */
/*
 * The orchestrator: cache, lock, cache again, secret, exchange, store. The rules stand in issue.h,
 * the judgements in judge.h.
 */
#include "issue/issue.h"

#include <string.h>

#include "base/report.h"
#include "base/translate.h"
#include "config/source.h"
#include "issue/exchange.h"
#include "issue/hint.h"
#include "issue/judge.h"
#include "issue/metadata.h"
#include "issue/refusal.h"
#include "issue/way.h"
#include "model/token.h"

/* One run of issue_token(), and how far it got. */
struct attempt {
	const struct issue_input *input;
	struct issue_result *result;
	char fingerprint[FINGERPRINT_SIZE];
	int lock;       /* the entry's; CACHE_NO_LOCK while it is not held */
	bool overtaken; /* another process took the lock over: the entry is that one's to write */
	bool warned;    /* of trouble with the cache */
};

/* Once a run: a directory that can't be read can't be locked or written either. */
static void warn_cache(struct attempt *attempt, struct error *err)
{
	if (attempt->warned) {
		report_trace("%s", err->message);
		return;
	}
	attempt->warned = true;
	error_hint(err, "the run goes on without the cache: without it, each run asks the provider "
			"for a token");
	report_warning(err);
}

/* Reads the entry; one that can't be used is as good as none. */
static void load(struct attempt *attempt, bool warn)
{
	struct entry *entry = &attempt->result->entry;
	struct error err = ERROR_INIT;
	enum outcome got;

	entry_free(entry);
	got = cache_get(attempt->input->cache, attempt->fingerprint, &entry->bytes, &err);
	if (got == FAILED && warn)
		warn_cache(attempt, &err);
	if (got == FOUND && !entry_decode(entry) && warn)
		report_trace("the cache entry is torn or of another version, and is not used");
}

/*
 * Reads the entry again, now that the lock is held. True if another process has written it
 * meanwhile.
 */
static bool reload(struct attempt *attempt)
{
	char before[CHANGE_SIZE];

	memcpy(before, attempt->result->entry.change, sizeof(before));
	load(attempt, false);
	return strcmp(before, attempt->result->entry.change) != 0;
}

/*
 * This process was stopped while it asked, and another took the lock over and asked too: the
 * other's request is the later one. Its token may have ended ours, and stays in the cache.
 */
static void give_way(struct attempt *attempt)
{
	report_trace("this process was stopped, and another took over");
	attempt->overtaken = true;
	load(attempt, false);
}

/*
 * Writes the entry, which is this process's to write only while it holds the lock. False if the
 * cache has not taken it, and has what it had before.
 */
static bool store(struct attempt *attempt, struct entry *entry)
{
	const struct issue_input *input = attempt->input;
	struct buffer bytes = BUFFER_INIT;
	struct error err = ERROR_INIT;
	int result;

	if (attempt->overtaken || cache_keeps_nothing(input->cache))
		return true;
	if (attempt->lock == CACHE_NO_LOCK)
		return false;
	entry->provider = input->settings->profile->provider->name;
	entry->profile = input->settings->profile->text;
	if (input->credential->issuer == NULL)
		entry->endpoint = input->credential->endpoint;
	entry->issuer = input->credential->issuer;
	entry->asked_scope = input->credential->scope;
	entry_encode(entry, &bytes);
	result = bytes.failed ? error_memory(&err)
			      : cache_put(input->cache, attempt->fingerprint, &bytes,
					  entry->token.expires_at, &err);
	buffer_free(&bytes);
	if (result == -1 && err.id == ERROR_LOCK) {
		give_way(attempt);
		return true;
	}
	if (result == -1)
		warn_cache(attempt, &err);
	return result == 0;
}

/*
 * The entry could not be replaced, as on a full disk. Its token must not be served again: the
 * provider may have ended it, and who asked for a new one had a reason.
 */
static void drop_replaced(const struct attempt *attempt)
{
	const struct token *token = &attempt->result->entry.token;
	struct error err = ERROR_INIT;

	if (token->value == NULL ||
	    cache_drop(attempt->input->cache, attempt->fingerprint, &err) != FAILED ||
	    (token->expires_at != TIME_UNKNOWN && token->expires_at <= clock_next()))
		return;
	error_hint(&err, "the cache still has the token from before, and the next run will print "
			 "it: remove it with 'tokctl forget' once that is possible");
	report_warning(&err);
}

static bool would_do(const struct attempt *attempt)
{
	return judge_would_do(&attempt->result->entry.token, &attempt->input->wish, clock_next());
}

static int too_short(const struct attempt *attempt, int64_t now, struct error *err)
{
	return refusal_too_short(&attempt->result->entry.token, &attempt->input->wish,
				 attempt->input->settings, now, err);
}

/* Is the token that was just had good enough? It may be the old one, or short-lived. */
static int check_fresh(const struct attempt *attempt, struct error *err)
{
	const struct token *token = &attempt->result->entry.token;
	int64_t now = clock_next();

	if (token->expires_at != TIME_UNKNOWN &&
	    token->expires_at - now < attempt->input->wish.min_ttl)
		return too_short(attempt, now, err);
	return 0;
}

/*
 * Has another process asked later, with a token that would do? That may turn out as late as when
 * this one stores what it was answered. (If it is stopped after it has looked for the last time,
 * before the one system call that replaces the entry, it can't be told from one that is slow.)
 */
static bool is_outdone(const struct attempt *attempt)
{
	return attempt->overtaken && would_do(attempt);
}

static struct way our_way(const struct attempt *attempt)
{
	return way_find(attempt->input->settings, attempt->input->credential);
}

static void note_failure(struct entry *entry, const struct way *way, const struct error *err)
{
	int64_t now = clock_now();

	entry->failure = *err;
	strlcpy(entry->failure_language, translate_language(), sizeof(entry->failure_language));
	strlcpy(entry->failure_way, way->digest, sizeof(entry->failure_way));
	entry->failure_timeout = way->timeout;
	entry->failures++;
	entry->paused_at = now;
	entry->retry_at = err->retry_after > 0 ? now + err->retry_after : 0;
	/*
	 * A refusal gets no pause: it fails each caller, and is over once the secret is put right.
	 */
	entry->renew_at = error_retryable(err->id) ? now + judge_pause(entry->failures) : 0;
}

static int keep_failure(struct attempt *attempt, struct error *err)
{
	struct entry *entry = &attempt->result->entry;

	/* A request that failed may have gone to where the endpoint is no longer. */
	metadata_drop(entry, attempt->input->credential->issuer);
	if (judge_concerns_all(err->id)) {
		struct way way = our_way(attempt);

		note_failure(entry, &way, err);
		store(attempt, entry);
	}
	return is_outdone(attempt) ? 0 : -1;
}

static void warn_scope(const char *asked, const char *granted)
{
	struct error err = ERROR_INIT;

	if (asked == NULL || granted == NULL || judge_is_granted(asked, granted))
		return;
	error_set(&err, ERROR_REFUSED,
		  "the provider granted less than the scope that was asked for: %s", granted);
	report_warning(&err);
}

/* A provider that promises an expiry left it out: that is worth a look. */
static void warn_expiry(const struct wish *wish, const struct token *token)
{
	struct error err = ERROR_INIT;
	char text[CLOCK_TEXT_SIZE];

	if (token->expires_at != TIME_UNKNOWN || !(wish->provider->traits & PROMISES_EXPIRY))
		return;
	duration_text(wish->reuse_for, text);
	error_set(&err, ERROR_REPLY,
		  "the reply does not say when the token expires; it is reused for %s", text);
	error_hint(&err, "--reuse-for says how long a token is reused");
	report_warning(&err);
}

static int keep_token(struct attempt *attempt, const struct answer *answer)
{
	const struct credential *credential = attempt->input->credential;
	struct issue_result *result = attempt->result;
	struct entry fresh = ENTRY_INIT;

	fresh.token = answer->token;
	metadata_keep(&fresh, &result->entry, &answer->metadata, credential->issuer, clock_now());
	if (!store(attempt, &fresh))
		drop_replaced(attempt);
	if (is_outdone(attempt))
		return 0;
	warn_scope(credential->scope, fresh.token.scope);
	warn_expiry(&attempt->input->wish, &fresh.token);
	/* It is stored, and may be part of what is freed here. */
	metadata_drop(&fresh, credential->issuer);
	entry_free(&result->entry);
	result->entry = fresh;
	result->cached = false;
	return 0;
}

/* The request itself. The lock is held, if there is one; the entry is what the cache has. */
static int ask(struct attempt *attempt, struct error *err)
{
	const struct issue_input *input = attempt->input;
	struct credential credential = *input->credential;
	struct buffer secret = BUFFER_INIT;
	struct answer answer;
	int result = source_read_secret(input->settings, input->deadline, &secret, err);

	if (result == -1) {
		buffer_free(&secret);
		return -1;
	}
	credential.secret = secret.data;
	metadata_use(&credential, &attempt->result->entry, clock_now());
	result = exchange(&credential, input->settings, input->deadline, &answer, err);
	attempt->result->reply = answer.reply;
	buffer_free(&secret);
	if (attempt->lock != CACHE_NO_LOCK && !cache_holds(input->cache, attempt->lock))
		give_way(attempt);
	if (is_outdone(attempt))
		return 0;
	return result == 0 ? keep_token(attempt, &answer) : keep_failure(attempt, err);
}

/* Another process asked, and failed: that is this process's failure too. */
static int pass_on(const struct entry *entry, int64_t now, struct error *err)
{
	report_trace("another process asked meanwhile, and was answered this:");
	entry_failure(entry, err);
	if (entry_retry_at(entry, now) != 0)
		err->retry_after = (long)(entry->retry_at - now);
	return -1;
}

/*
 * With the lock, if there is one. If another process wrote the entry meanwhile (changed), this one
 * shares what happened, or asks if that settles nothing.
 */
static int share_or_ask(struct attempt *attempt, bool changed, struct error *err)
{
	const struct entry *entry = &attempt->result->entry;
	enum share share = SHARE_NOTHING;
	int64_t now = clock_now();

	if (changed) {
		struct way way = our_way(attempt);

		share = judge_share(entry, &attempt->input->wish, &way, clock_next());
	}
	switch (share) {
	case SHARE_TOKEN:
		return 0;
	case SHARE_FAILURE:
		return pass_on(entry, now, err);
	case SHARE_NOT_YET:
		return too_short(attempt, now, err);
	case SHARE_NOTHING:
		break;
	}
	if (entry_retry_at(entry, now) != 0)
		return refusal_paused(entry, attempt->input->settings->profile, now, err);
	return ask(attempt, err) == 0 ? check_fresh(attempt, err) : -1;
}

static int renewal_failed(const struct attempt *attempt, struct error *err)
{
	char until[CLOCK_TEXT_SIZE];

	if (!judge_may_fall_back(err->id))
		return -1;
	clock_rfc3339(attempt->result->entry.token.expires_at, until);
	hint_add(attempt->input->settings, err);
	error_hint(err, "the token could not be renewed; the old one is used, it is good until %s",
		   until);
	report_warning(err);
	return 0;
}

/*
 * Asks while there is a token to fall back to: nothing that can be tried again later fails the
 * caller as long as it lasts.
 */
static int ask_early(struct attempt *attempt, struct error *err)
{
	if (ask(attempt, err) == 0)
		return check_fresh(attempt, err);
	return would_do(attempt) ? renewal_failed(attempt, err) : -1;
}

static void unlock(struct attempt *attempt)
{
	cache_unlock(attempt->input->cache, attempt->lock);
	attempt->lock = CACHE_NO_LOCK;
}

/* Renews a token that is still good, unless another process does. */
static int renew(struct attempt *attempt, struct error *err)
{
	struct deadline at_once = { .at = 0 };
	int result = 0;

	if (entry_renew_at(&attempt->result->entry, clock_now()) != 0) {
		report_trace("due for renewal, but the last try failed and its pause is not over");
		return 0;
	}
	attempt->lock = cache_lock(attempt->input->cache, attempt->fingerprint, at_once, err);
	if (attempt->lock == CACHE_NO_LOCK) {
		report_trace("due for renewal, but not by us: %s", err->message);
		return 0;
	}
	if (!reload(attempt))
		result = ask_early(attempt, err);
	else if (!would_do(attempt))
		result = share_or_ask(attempt, true, err);
	unlock(attempt);
	return result;
}

/* Gets a token when there is none that would do: one process asks, the others wait for it. */
static int need(struct attempt *attempt, struct error *err)
{
	const struct issue_input *input = attempt->input;
	struct error trouble = ERROR_INIT;
	bool changed;
	int result;

	attempt->lock = cache_lock(input->cache, attempt->fingerprint, input->deadline, &trouble);
	if (attempt->lock == CACHE_NO_LOCK && trouble.id == ERROR_LOCK) {
		*err = trouble;
		return -1;
	}
	if (attempt->lock == CACHE_NO_LOCK)
		warn_cache(attempt, &trouble);
	changed = attempt->lock != CACHE_NO_LOCK && reload(attempt);
	result = share_or_ask(attempt, changed, err);
	unlock(attempt);
	return result;
}

static int offline(enum verdict verdict, struct error *err)
{
	return verdict == VERDICT_USE || verdict == VERDICT_RENEW ? 0 : refusal_offline(err);
}

static int decide(struct attempt *attempt, struct error *err)
{
	const struct issue_input *input = attempt->input;
	int64_t now = clock_next();
	enum verdict verdict = judge_token(&attempt->result->entry.token, &input->wish, now);

	if (input->offline)
		return offline(verdict, err);
	switch (verdict) {
	case VERDICT_USE:
		return 0;
	case VERDICT_RENEW:
		return renew(attempt, err);
	case VERDICT_NOT_YET:
		return too_short(attempt, now, err);
	case VERDICT_NEED:
		break;
	}
	return need(attempt, err);
}

int issue_token(const struct issue_input *input, struct issue_result *result, struct error *err)
{
	struct attempt attempt = {
		.input = input,
		.result = result,
		.lock = CACHE_NO_LOCK,
		.warned = input->cache_reported,
	};

	if (wish_check(&input->wish, input->settings, err) == -1)
		return -1;
	credential_fingerprint(input->credential, attempt.fingerprint);
	result->cached = true;
	load(&attempt, true);
	if (decide(&attempt, err) == -1)
		return -1;
	if (wish_check_token(&input->wish, &result->entry.token, input->settings, err) == -1)
		return -1;
	result->reuse_until = token_reuse_until(&result->entry.token, input->wish.provider,
						input->wish.reuse_for);
	report_trace(result->cached ? N_("token from the cache") : N_("token from the provider"));
	return 0;
}

void issue_result_free(struct issue_result *result)
{
	entry_free(&result->entry);
	buffer_free(&result->reply);
}
