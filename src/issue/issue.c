/* SPDX-License-Identifier: ISC */
/*
 * The orchestrator: cache, lock, cache again, secret, exchange, store. The rules stand in issue.h.
 */
#include "issue/issue.h"

#include <stdio.h>
#include <string.h>

#include "base/report.h"
#include "base/translate.h"
#include "config/source.h"
#include "issue/exchange.h"
#include "issue/hint.h"
#include "issue/judge.h"
#include "model/endpoint.h"

enum { METADATA_LIFE = 24 * 3600 }; /* seconds that an issuer's metadata are believed */

/* Once a run: a directory that can't be read can't be locked or written either. */
static void warn_cache(struct issue *request, struct error *err)
{
	if (request->warned) {
		report_trace("%s", err->message);
		return;
	}
	request->warned = true;
	error_hint(err, "the run goes on without the cache: without it, each run asks the provider "
			"for a token");
	report_warning(err);
}

/* Reads the entry; one that can't be used is as good as none. */
static void load(struct issue *request, const char *fingerprint, bool warn, struct entry *entry)
{
	struct error err = ERROR_INIT;
	int got;

	entry_free(entry);
	got = cache_get(request->cache, fingerprint, &entry->bytes, &err);
	if (got == -1 && warn)
		warn_cache(request, &err);
	if (got == 0 && !entry_decode(entry) && warn)
		report_trace("the cache entry is torn or of another version, and is not used");
}

/*
 * Reads the entry again, now that the lock is held. True where another process has written it
 * meanwhile.
 */
static bool reload(struct issue *request, const char *fingerprint, struct entry *entry)
{
	char seen[CHANGE_SIZE];

	memcpy(seen, entry->change, sizeof(seen));
	load(request, fingerprint, false, entry);
	return strcmp(seen, entry->change) != 0;
}

static void store(struct issue *request, const char *fingerprint, struct entry *entry)
{
	struct buffer bytes = BUFFER_INIT;
	struct error err = ERROR_INIT;

	if (cache_keeps_nothing(request->cache))
		return;
	entry->provider = request->settings->profile->provider->name;
	entry->profile = request->settings->profile->text;
	if (request->credential->issuer == NULL)
		entry->endpoint = request->credential->endpoint;
	entry->issuer = request->credential->issuer;
	entry->asked_scope = request->credential->scope;
	entry_encode(entry, &bytes);
	if (bytes.failed)
		error_memory(&err);
	else
		cache_put(request->cache, fingerprint, &bytes, entry->token.expires_at, &err);
	if (err.id != ERROR_NONE)
		warn_cache(request, &err);
	buffer_free(&bytes);
}

static int asked_to_wait(const struct entry *entry, const struct profile *profile, int64_t now,
			 struct error *err)
{
	char until[CLOCK_TEXT_SIZE];

	clock_rfc3339(entry->retry_at, until);
	error_set(err, ERROR_RATE_LIMITED, "the provider asked not to be asked before %s", until);
	err->http_status = entry->failure.http_status;
	err->retry_after = (long)(entry->retry_at - now);
	return error_hint(err,
			  "try again then; 'tokctl forget %s', with the same options for key, "
			  "scope and endpoint, drops this pause "
			  "and the token",
			  profile->text);
}

static int too_short(int64_t life, const char *origin, struct error *err)
{
	char text[CLOCK_TEXT_SIZE];

	duration_text(life, text);
	error_set(err, ERROR_SHORT_LIVED, "a fresh token lives only %s, shorter than %s asks for",
		  text, origin);
	return error_hint(err, "make it shorter there, or leave it out");
}

/* A token with less to live than is wanted, and no better one to be had now. */
static int not_yet(struct issue *request, const struct token *token, struct error *err)
{
	const struct provider *provider = request->credential->provider;
	char until[CLOCK_TEXT_SIZE], left[CLOCK_TEXT_SIZE], origin[ORIGIN_SIZE];
	int64_t now = clock_now(), then = judge_next_at(token, &request->wish, now);

	settings_origin(request->settings, OPTION_MIN_TTL, origin, sizeof(origin));
	if (!judge_waiting_helps(&request->wish))
		return too_short(judge_fresh_life(token, &request->wish, now), origin, err);
	duration_text(token->expires_at - now, left);
	clock_rfc3339(then, until);
	error_set(err, ERROR_NOT_YET,
		  "the token has only %s left, and %s gives the same one again until %s", left,
		  translate(provider->title), until);
	err->retry_after = (long)(then - now);
	return error_hint(err, "try again then, or ask for less than %s does", origin);
}

/* Is the token that was just had good enough? It may be the old one, or short-lived. */
static int check_fresh(struct issue *request, const struct token *token, struct error *err)
{
	if (token->expires_at != TIME_UNKNOWN &&
	    token->expires_at - clock_now() < request->wish.min_ttl)
		return not_yet(request, token, err);
	return 0;
}

static void note_failure(struct entry *entry, const struct error *err)
{
	int64_t now = clock_now();
	entry->failure = *err;
	strlcpy(entry->failure_language, translate_language(), sizeof(entry->failure_language));
	entry->failures++;
	entry->paused_at = now;
	entry->retry_at = 0;
	if (err->retry_after > 0)
		entry->retry_at = now + err->retry_after;
	/*
	 * A refusal gets no pause: it fails each caller, and is over once the secret is put right.
	 */
	entry->renew_at = error_retryable(err->id) ? now + judge_pause(entry->failures) : 0;
}

static bool would_do(const struct issue *request, const struct token *token)
{
	return judge_would_do(token, &request->wish, clock_now());
}

/*
 * Was this process stopped while it asked, so that another took the lock over and asked too? Then
 * the other's request is the later one: its token may have ended ours, and stays in the cache. (One
 * that is stopped after this, within the few system calls by which it stores its token, can't be
 * told from one that is slow.)
 */
static bool overtaken(struct issue *request, const char *fingerprint, int lock,
		      struct issued *issued)
{
	if (lock == CACHE_NO_LOCK || cache_holds(request->cache, lock))
		return false;
	report_trace("this process was stopped, and another took over");
	load(request, fingerprint, false, &issued->entry);
	return true;
}

/* What the issuer's metadata said is known from the last time, and not too old. */
static void use_known(struct credential *asked, const struct entry *entry, int64_t now)
{
	struct error ignored = ERROR_INIT;

	if (asked->issuer == NULL || entry->endpoint == NULL ||
	    entry->found_at > now + CLOCK_TOLERANCE || now - entry->found_at >= METADATA_LIFE ||
	    endpoint_check(entry->endpoint, &ignored) == -1)
		return;
	asked->endpoint = entry->endpoint;
	if (asked->auth == NULL)
		asked->auth = entry->found_auth;
}

/* What is known of the issuer stays with the token, for the next request. */
static void keep_known(struct entry *fresh, const struct entry *old, const struct metadata *said,
		       const char *issuer, int64_t now)
{
	if (issuer == NULL)
		return;
	fresh->endpoint = said->endpoint != NULL ? said->endpoint : old->endpoint;
	fresh->found_auth = said->endpoint != NULL ? said->auth : old->found_auth;
	fresh->found_at = said->endpoint != NULL ? now : old->found_at;
}

/* A request that failed may have gone to where the endpoint is no longer. */
static void drop_known(struct entry *entry, const char *issuer)
{
	if (issuer == NULL)
		return;
	entry->endpoint = NULL;
	entry->found_auth = NULL;
	entry->found_at = 0;
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

/* The request itself. The lock is held, if there is one; entry is what the cache has. */
static int ask(struct issue *request, const char *fingerprint, int lock, struct issued *issued,
	       struct error *err)
{
	struct buffer secret = BUFFER_INIT;
	struct entry fresh = ENTRY_INIT;
	struct credential asked = *request->credential;
	struct answer answer;
	int result = source_read_secret(request->settings, request->deadline, &secret, err);

	if (result == -1) {
		buffer_free(&secret);
		return -1;
	}
	asked.secret = secret.data;
	use_known(&asked, &issued->entry, clock_now());
	result = exchange(&asked, request->settings, request->deadline, &answer, err);
	issued->reply = answer.reply;
	fresh.token = answer.token;
	buffer_free(&secret);
	if (overtaken(request, fingerprint, lock, issued)) {
		lock = CACHE_NO_LOCK;
		if (would_do(request, &issued->entry.token))
			return 0;
	}
	if (result == -1) {
		drop_known(&issued->entry, asked.issuer);
		if (judge_concerns_all(err->id)) {
			note_failure(&issued->entry, err);
			if (lock != CACHE_NO_LOCK)
				store(request, fingerprint, &issued->entry);
		}
		return -1;
	}
	keep_known(&fresh, &issued->entry, &answer.metadata, asked.issuer, clock_now());
	if (lock != CACHE_NO_LOCK)
		store(request, fingerprint, &fresh);
	warn_scope(asked.scope, fresh.token.scope);
	drop_known(&fresh, asked.issuer); /* it is stored, and may be part of what is freed here */
	entry_free(&issued->entry);
	issued->entry = fresh;
	issued->cached = false;
	return 0;
}

static int renewal_failed(struct issue *request, const struct token *token, struct error *err)
{
	char until[CLOCK_TEXT_SIZE];

	if (!judge_may_fall_back(err->id))
		return -1;
	clock_rfc3339(token->expires_at, until);
	hint_add(request->settings, err);
	error_hint(err, "the token could not be renewed; the old one is used, it is good until %s",
		   until);
	report_warning(err);
	return 0;
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
static int share_or_ask(struct issue *request, const char *fingerprint, int lock, bool changed,
			struct issued *issued, struct error *err)
{
	const struct entry *entry = &issued->entry;
	int64_t now = clock_now();

	switch (changed ? judge_share(entry, &request->wish, now) : SHARE_NOTHING) {
	case SHARE_TOKEN:
		return 0;
	case SHARE_FAILURE:
		return pass_on(entry, now, err);
	case SHARE_NOT_YET:
		return not_yet(request, &entry->token, err);
	case SHARE_NOTHING:
		break;
	}
	if (entry_retry_at(entry, now) != 0)
		return asked_to_wait(entry, request->settings->profile, now, err);
	if (ask(request, fingerprint, lock, issued, err) == -1)
		return -1;
	return check_fresh(request, &entry->token, err);
}

/*
 * Asks while there is a token to fall back to: nothing that can be tried again later fails the
 * caller as long as it lasts.
 */
static int ask_early(struct issue *request, const char *fingerprint, int lock,
		     struct issued *issued, struct error *err)
{
	if (ask(request, fingerprint, lock, issued, err) == 0)
		return check_fresh(request, &issued->entry.token, err);
	return would_do(request, &issued->entry.token)
		       ? renewal_failed(request, &issued->entry.token, err)
		       : -1;
}

/* Renews a token that is still good, where nobody else does. */
static int renew(struct issue *request, const char *fingerprint, struct issued *issued,
		 struct error *err)
{
	struct deadline at_once = { .at = 0 };
	int lock, result = 0;

	if (entry_renew_at(&issued->entry, clock_now()) != 0) {
		report_trace("due for renewal, but the last try failed and its pause is not over");
		return 0;
	}
	lock = cache_lock(request->cache, fingerprint, at_once, err);
	if (lock == -1) {
		report_trace("due for renewal, but not by us: %s", err->message);
		return 0;
	}
	if (!reload(request, fingerprint, &issued->entry))
		result = ask_early(request, fingerprint, lock, issued, err);
	else if (!would_do(request, &issued->entry.token))
		result = share_or_ask(request, fingerprint, lock, true, issued, err);
	cache_unlock(request->cache, lock);
	return result;
}

/* Gets a token when there is none that would do: one process asks, the others wait for it. */
static int need(struct issue *request, const char *fingerprint, struct issued *issued,
		struct error *err)
{
	struct error trouble = ERROR_INIT;
	int lock = cache_lock(request->cache, fingerprint, request->deadline, &trouble);
	bool changed;
	int result;

	if (lock == -1 && trouble.id == ERROR_LOCK) {
		*err = trouble;
		return -1;
	}
	if (lock == -1)
		warn_cache(request, &trouble);
	changed = lock != -1 && reload(request, fingerprint, &issued->entry);
	result = share_or_ask(request, fingerprint, lock, changed, issued, err);
	if (lock != -1)
		cache_unlock(request->cache, lock);
	return result;
}

static int offline(enum verdict verdict, struct error *err)
{
	if (verdict == VERDICT_USE || verdict == VERDICT_RENEW)
		return 0;
	error_set(err, ERROR_OFFLINE,
		  "no token in the cache that would do, and --offline forbids to ask for one");
	return error_hint(err, "'tokctl status' shows what is cached");
}

static int decide(struct issue *request, const char *fingerprint, struct issued *issued,
		  struct error *err)
{
	enum verdict verdict = judge_token(&issued->entry.token, &request->wish, clock_now());

	if (request->offline)
		return offline(verdict, err);
	switch (verdict) {
	case VERDICT_USE:
		return 0;
	case VERDICT_RENEW:
		return renew(request, fingerprint, issued, err);
	case VERDICT_NOT_YET:
		return not_yet(request, &issued->entry.token, err);
	case VERDICT_NEED:
		break;
	}
	return need(request, fingerprint, issued, err);
}

int issue(struct issue *request, struct issued *issued, struct error *err)
{
	char fingerprint[FINGERPRINT_SIZE];
	const struct provider *provider = request->credential->provider;

	if (wish_check(&request->wish, request->settings, err) == -1)
		return -1;
	credential_fingerprint(request->credential, fingerprint);
	issued->cached = true;
	load(request, fingerprint, true, &issued->entry);
	if (decide(request, fingerprint, issued, err) == -1)
		return -1;
	if (wish_check_token(&request->wish, &issued->entry.token, request->settings, err) == -1)
		return -1;
	issued->reuse_until =
		token_reuse_until(&issued->entry.token, provider, request->wish.reuse_for);
	report_trace(issued->cached ? N_("token from the cache") : N_("token from the provider"));
	return 0;
}

void issued_free(struct issued *issued)
{
	entry_free(&issued->entry);
	buffer_free(&issued->reply);
}
