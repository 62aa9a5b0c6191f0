/* SPDX-License-Identifier: ISC */
/* The token that is cached for a profile, and how the last request for it went. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "cache/entry.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "issue/judge.h"

/* The verdict of a run that asks for no more than any token. */
static enum verdict judge(const struct token *token, const struct settings *settings, int64_t now)
{
	struct wish wish = wish_from_settings(settings);

	wish.min_ttl = 0;
	wish.refresh = false;
	return judge_token(token, &wish, now);
}

/* Writes a sentence about the token. */
static void describe_token(const struct token *token, const struct settings *settings, int64_t now,
			   char *out, size_t size)
{
	static const struct {
		const char *until;   /* with its age and its end */
		const char *endless; /* with its age */
	} formats[] = {
		[VERDICT_USE] = {
			.until = N_("good: issued %s ago, until %s"),
			.endless = N_("good: issued %s ago, until an end that is not reported"),
		},
		[VERDICT_NOT_YET] = {
			.until = N_("good: issued %s ago, until %s"),
			.endless = N_("good: issued %s ago, until an end that is not reported"),
		},
		[VERDICT_RENEW] = {
			.until = N_("good, and due for renewal: issued %s ago, until %s"),
			.endless = N_("good, and due for renewal: issued %s ago, until an end that "
				      "is not reported"),
		},
		[VERDICT_NEED] = {
			.until = N_("over: issued %s ago, until %s"),
			.endless = N_("over: issued %s ago, until an end that is not reported"),
		},
	};
	enum verdict verdict = judge(token, settings, now);
	char age[CLOCK_TEXT_SIZE], end[CLOCK_TEXT_SIZE];

	duration_text(now > token->issued_at ? now - token->issued_at : 0, age);
	if (token->expires_at == TIME_UNKNOWN) {
		snprintf(out, size, translate(formats[verdict].endless), age);
		return;
	}
	clock_rfc3339(token->expires_at, end);
	snprintf(out, size, translate(formats[verdict].until), age, end);
}

/*
 * The last request, if it failed. The pause of a renewal matters only for a token that is due: with
 * one that is not, no run asks; without a good one, the next run asks at once.
 */
static void add_failed_request(struct checkup *checkup, const struct entry *entry,
			       const struct settings *settings, const char *token, int64_t now)
{
	char until[CLOCK_TEXT_SIZE];
	struct error failure;

	entry_failure(entry, &failure);
	finding_add(&checkup->findings, "token", FINDING_WARN,
		    "%s; the last request failed (%s): %s", token, error_name(failure.id),
		    failure.message);
	if (entry_retry_at(entry, now) != 0) {
		clock_rfc3339(entry->retry_at, until);
		finding_hint(&checkup->findings,
			     "the provider asked not to be asked before %s; 'tokctl forget %s', "
			     "with the same options for key, scope "
			     "and endpoint, drops this pause and the token",
			     until, settings->profile->text);
		return;
	}
	if (entry_renew_at(entry, now) != 0 &&
	    judge(&entry->token, settings, now) == VERDICT_RENEW) {
		clock_rfc3339(entry_renew_at(entry, now), until);
		finding_hint(&checkup->findings, "it is renewed again from %s on", until);
	}
	finding_hint(&checkup->findings, "'tokctl doctor --fetch' asks again");
}

void check_token(struct checkup *checkup, const struct settings *settings,
		 const struct credential *credential)
{
	struct entry entry = ENTRY_INIT;
	struct error err = ERROR_INIT;
	char fingerprint[FINGERPRINT_SIZE], text[256];
	int64_t now = clock_next();

	if (settings_switch(settings, OPTION_NO_CACHE) || cache_keeps_nothing(&checkup->cache))
		return;
	credential_fingerprint(credential, fingerprint);
	if (cache_get(&checkup->cache, fingerprint, &entry.bytes, &err) == FAILED) {
		finding_add_error(&checkup->findings, "token", FINDING_WARN, &err);
		finding_hint(&checkup->findings,
			     "it is not used; the next run replaces it, if it can");
		entry_free(&entry);
		return;
	}
	(void)entry_decode(&entry);
	if (entry.token.value != NULL)
		describe_token(&entry.token, settings, now, text, sizeof(text));
	else
		strlcpy(text, translate("none is cached, so the next run asks for one"),
			sizeof(text));
	if (entry.failure.id == ERROR_NONE)
		finding_add(&checkup->findings, "token", FINDING_OK, "%s", text);
	else
		add_failed_request(checkup, &entry, settings, text, now);
	entry_free(&entry);
}
