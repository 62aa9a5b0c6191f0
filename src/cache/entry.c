/* SPDX-License-Identifier: ISC */
/* An entry of the cache: reading and writing. Its fields stand in entry.h. */
#include "cache/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

/* A token that this program would not have stored is not printed either. */
static bool is_believable(const struct token *token)
{
	if (!token_value_is_valid(token->value, strlen(token->value)))
		return false;
	if (token->type != NULL && !token_type_is_valid(token->type, strlen(token->type)))
		return false;
	if (token->scope != NULL && !token_scope_is_valid(token->scope, strlen(token->scope)))
		return false;
	if (token->issued_at < 0 || token->issued_at > INT64_MAX / 2)
		return false;
	return token->expires_at == TIME_UNKNOWN ||
	       (token->expires_at >= token->issued_at &&
		token->expires_at - token->issued_at <= TOKEN_LONGEST_LIFE);
}

static void decode_token(struct token *token, const struct record *record)
{
	/* Not reported is one thing, not readable another. */
	int64_t no_expiry = record_get(record, "expires-at") == NULL ? TIME_UNKNOWN : INT64_MIN;

	*token = (struct token){
		.value = record_get(record, "token"),
		.type = record_get(record, "token-type"),
		.scope = record_get(record, "token-scope"),
		.issued_at = record_get_number(record, "issued-at", -1),
		.expires_at = record_get_within(record, "expires-at", 0, INT64_MAX, no_expiry),
	};
	/* Without a token its times mean nothing, and may be out of all range. */
	if (token->value == NULL || !is_believable(token))
		*token = (struct token){ .value = NULL };
}

/*
 * A count or a time of ours: 0 for one that is beyond belief, so that sums with it stay in range.
 */
static int64_t read_number(const struct record *record, const char *name)
{
	int64_t number = record_get_number(record, name, 0);

	return number >= 0 && number <= INT64_MAX / 2 ? number : 0;
}

static void decode_failure(struct entry *entry, const struct record *record)
{
	const char *failed = record_get(record, "failed");
	struct error *failure = &entry->failure;

	if (failed == NULL)
		return;
	failure->id = error_by_name(failed);
	record_copy(record, "failed-message", failure->message, sizeof(failure->message));
	record_copy(record, "failed-code", failure->provider_code, sizeof(failure->provider_code));
	record_copy(record, "failed-text", failure->provider_message,
		    sizeof(failure->provider_message));
	failure->http_status = (int)record_get_within(record, "failed-status", 100, 999, 0);
	record_copy(record, "failed-language", entry->failure_language,
		    sizeof(entry->failure_language));
	record_copy(record, "failed-way", entry->failure_way, sizeof(entry->failure_way));
	entry->failure_timeout = read_number(record, "failed-timeout");
}

bool entry_decode(struct entry *entry)
{
	struct record record;

	/* What can't be read of a failure does not cost the token. */
	if (entry->bytes.len == 0 || record_parse_sparing(entry->bytes.data, entry->bytes.len,
							  "failed-", &record) != RECORD_OK)
		return false;
	entry->provider = record_get(&record, "provider");
	entry->profile = record_get(&record, "profile");
	entry->endpoint = record_get(&record, "endpoint");
	entry->asked_scope = record_get(&record, "asked-scope");
	entry->issuer = record_get(&record, "issuer");
	if (entry->issuer != NULL) {
		entry->found_auth = record_get(&record, "found-auth");
		entry->found_at = read_number(&record, "found-at");
	}
	record_copy(&record, "change", entry->change, sizeof(entry->change));
	decode_token(&entry->token, &record);
	decode_failure(entry, &record);
	entry->failures = read_number(&record, "failures");
	entry->retry_at = read_number(&record, "retry-at");
	entry->renew_at = read_number(&record, "renew-at");
	entry->paused_at = read_number(&record, "paused-at");
	return true;
}

/* 0 if the pause is over, or never was one. */
static int64_t pause_end(const struct entry *entry, int64_t end, int64_t now)
{
	bool counts = end > now && end - now <= ENTRY_LONGEST_PAUSE &&
		      entry->paused_at <= now + CLOCK_TOLERANCE;

	return counts ? end : 0;
}

int64_t entry_retry_at(const struct entry *entry, int64_t now)
{
	return pause_end(entry, entry->retry_at, now);
}

int64_t entry_renew_at(const struct entry *entry, int64_t now)
{
	int64_t retry_at = entry_retry_at(entry, now),
		renew_at = pause_end(entry, entry->renew_at, now);

	return retry_at > renew_at ? retry_at : renew_at;
}

void entry_failure(const struct entry *entry, struct error *err)
{
	const char *language = entry->failure_language[0] != '\0' ? entry->failure_language : "en";

	*err = entry->failure;
	if (strcmp(language, translate_language()) == 0)
		return;
	if (err->id == ERROR_REFUSED)
		error_word_provider(err);
	else
		snprintf(err->message, sizeof(err->message),
			 translate("the request of another process failed: %s"),
			 error_name(err->id));
}

static void encode_token(const struct token *token, struct buffer *out)
{
	if (token->value == NULL)
		return;
	record_put(out, "token", token->value);
	record_put(out, "token-type", token->type);
	record_put(out, "token-scope", token->scope);
	record_put_number(out, "issued-at", token->issued_at);
	if (token->expires_at != TIME_UNKNOWN)
		record_put_number(out, "expires-at", token->expires_at);
}

static void encode_failure(const struct entry *entry, struct buffer *out)
{
	const struct error *failure = &entry->failure;

	if (failure->id == ERROR_NONE)
		return;
	record_put(out, "failed", error_name(failure->id));
	record_put_shown(out, "failed-message", failure->message);
	record_put_text(out, "failed-language", entry->failure_language);
	record_put_shown(out, "failed-code", failure->provider_code);
	record_put_shown(out, "failed-text", failure->provider_message);
	if (failure->http_status != 0)
		record_put_number(out, "failed-status", failure->http_status);
	record_put_text(out, "failed-way", entry->failure_way);
	record_put_number(out, "failed-timeout", entry->failure_timeout);
	record_put_number(out, "failures", entry->failures);
	if (entry->renew_at != 0)
		record_put_number(out, "renew-at", entry->renew_at);
}

void entry_encode(struct entry *entry, struct buffer *out)
{
	uint64_t random;

	arc4random_buf(&random, sizeof(random));
	snprintf(entry->change, sizeof(entry->change), "%016llx", (unsigned long long)random);
	record_begin(out);
	/* The token first: it is the first thing that a reader looks for. */
	encode_token(&entry->token, out);
	record_put(out, "change", entry->change);
	record_put(out, "provider", entry->provider);
	record_put(out, "profile", entry->profile);
	record_put(out, "endpoint", entry->endpoint);
	record_put(out, "asked-scope", entry->asked_scope);
	record_put(out, "issuer", entry->issuer);
	record_put(out, "found-auth", entry->found_auth);
	if (entry->found_at != 0)
		record_put_number(out, "found-at", entry->found_at);
	encode_failure(entry, out);
	if (entry->retry_at != 0)
		record_put_number(out, "retry-at", entry->retry_at);
	if (entry->paused_at != 0)
		record_put_number(out, "paused-at", entry->paused_at);
	record_end(out);
}

void entry_free(struct entry *entry)
{
	buffer_free(&entry->bytes);
	*entry = (struct entry)ENTRY_INIT;
}
