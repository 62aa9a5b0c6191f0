/* SPDX-License-Identifier: ISC */
/* What `tokctl status` shows. */
#include "command/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "issue/judge.h"

static const char *const state_names[] = {
	[STATE_NONE] = "none",
	[STATE_EXPIRED] = "expired",
	[STATE_DUE] = "due",
	[STATE_VALID] = "valid",
};

struct listed *listing_add(struct listing *listing, struct error *err)
{
	if (listing->count == listing->room) {
		size_t room = listing->room > 0 ? listing->room * 2 : 16;
		struct listed *list = reallocarray(listing->list, room, sizeof(*list));

		if (list == NULL) {
			error_memory(err);
			return NULL;
		}
		listing->list = list;
		listing->room = room;
	}
	listing->list[listing->count] = (struct listed){ .entry = ENTRY_INIT };
	return &listing->list[listing->count++];
}

void listing_drop_last(struct listing *listing)
{
	entry_free(&listing->list[--listing->count].entry);
}

static int by_profile(const void *a, const void *b)
{
	return strcmp(((const struct listed *)a)->profile, ((const struct listed *)b)->profile);
}

void listing_sort(struct listing *listing)
{
	if (listing->count > 1)
		qsort(listing->list, listing->count, sizeof(*listing->list), by_profile);
}

enum listed_state listed_state(const struct listed *listed, int64_t now)
{
	const struct wish wish = { .provider = listed->provider, .reuse_for = listed->reuse_for };

	if (listed->entry.token.value == NULL || listed->provider == NULL)
		return STATE_NONE;
	switch (judge_token(&listed->entry.token, &wish, now)) {
	case VERDICT_USE:
		return STATE_VALID;
	case VERDICT_RENEW:
		return STATE_DUE;
	case VERDICT_NEED:
	case VERDICT_NOT_YET:
		break;
	}
	return STATE_EXPIRED;
}

static void append_padded(struct buffer *out, const char *text, size_t width)
{
	buffer_string(out, text);
	for (size_t len = strlen(text); len < width; len++)
		buffer_char(out, ' ');
	buffer_string(out, "  ");
}

/* What is unusual: another endpoint, another scope, a failure. */
static void append_note(struct buffer *out, const struct listed *listed, int64_t now)
{
	const struct entry *entry = &listed->entry;
	const struct provider *provider = listed->provider;
	const char *server = entry->issuer != NULL ? entry->issuer : entry->endpoint;
	char shown[256];

	if (provider != NULL && server != NULL &&
	    (provider->endpoint == NULL || strcmp(server, provider->endpoint) != 0)) {
		text_escape(server, strlen(server), shown, sizeof(shown));
		buffer_string(out, shown);
		buffer_char(out, ' ');
	}
	if (provider != NULL && entry->asked_scope != NULL &&
	    (provider->default_scope == NULL ||
	     strcmp(entry->asked_scope, provider->default_scope) != 0)) {
		buffer_string(out, entry->asked_scope);
		buffer_char(out, ' ');
	}
	if (entry->failure.id != ERROR_NONE) {
		buffer_string(out, "last request failed: ");
		buffer_string(out, error_name(entry->failure.id));
	}
	if (entry_retry_at(entry, now) != 0) {
		clock_rfc3339(entry->retry_at, shown);
		buffer_string(out, entry->failure.id != ERROR_NONE ? ", not asked before "
								   : "not asked before ");
		buffer_string(out, shown);
	}
}

static void append_line(struct buffer *out, const struct listed *listed, int64_t now, size_t width)
{
	char left[CLOCK_TEXT_SIZE] = "-", expires[CLOCK_TEXT_SIZE] = "-";
	const struct token *token = &listed->entry.token;

	if (token->value != NULL && token->expires_at != TIME_UNKNOWN) {
		clock_rfc3339(token->expires_at, expires);
		if (token->expires_at > now)
			duration_text(token->expires_at - now, left);
	} else if (token->value != NULL) {
		strlcpy(expires, "not reported", sizeof(expires));
	}
	append_padded(out, listed->profile, width);
	append_padded(out, state_names[listed_state(listed, now)], strlen("expired"));
	append_padded(out, left, strlen("99h59m"));
	append_padded(out, expires, strlen("2026-01-01T00:00:00Z"));
	append_note(out, listed, now);
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	buffer_char(out, '\n');
}

void listing_write_table(const struct listing *listing, struct buffer *out)
{
	size_t width = strlen("PROFILE");

	for (size_t i = 0; i < listing->count; i++)
		if (strlen(listing->list[i].profile) > width)
			width = strlen(listing->list[i].profile);
	if (listing->count > 0) {
		append_padded(out, "PROFILE", width);
		buffer_string(out, "STATE    LEFT    EXPIRES               NOTE\n");
	}
	for (size_t i = 0; i < listing->count; i++)
		append_line(out, &listing->list[i], listing->now, width);
}

/* All are null without a token. */
static void put_times(struct json_writer *json, const struct listed *listed, int64_t now)
{
	const struct token *token = &listed->entry.token;
	bool has_token = token->value != NULL;
	int64_t end = has_token ? token->expires_at : TIME_UNKNOWN;
	int64_t reuse_until = TIME_UNKNOWN;

	if (has_token && listed->provider != NULL)
		reuse_until = token_reuse_until(token, listed->provider, listed->reuse_for);
	json_put_time(json, "issued_at", has_token ? token->issued_at : TIME_UNKNOWN);
	json_put_time(json, "expires_at", end);
	if (end != TIME_UNKNOWN)
		json_put_number(json, "expires_in", end - now);
	else
		json_put_null(json, "expires_in");
	json_put_time(json, "reuse_until", reuse_until);
}

static void put_listed(struct json_writer *json, const struct listed *listed, int64_t now)
{
	const struct entry *entry = &listed->entry;
	const char *colon = strchr(listed->profile, ':');

	json_begin_object(json, NULL);
	json_put_text(json, "state", state_names[listed_state(listed, now)]);
	json_put_text(json, "provider",
		      listed->provider != NULL ? listed->provider->name : entry->provider);
	json_put_text(json, "profile", colon != NULL ? colon + 1 : NULL);
	json_put_text(json, "endpoint", entry->endpoint);
	json_put_text(json, "issuer", entry->issuer);
	json_put_text(json, "scope",
		      entry->token.scope != NULL ? entry->token.scope : entry->asked_scope);
	put_times(json, listed, now);
	json_put_text(json, "last_error",
		      entry->failure.id != ERROR_NONE ? error_name(entry->failure.id) : NULL);
	json_put_time(json, "retry_at",
		      entry_retry_at(entry, now) != 0 ? entry->retry_at : TIME_UNKNOWN);
	json_end_object(json);
}

void listing_write_json(const struct listing *listing, struct buffer *out)
{
	struct json_writer json = json_writer_init(out);

	json_begin_object(&json, NULL);
	json_put_number(&json, "version", 1);
	json_begin_array(&json, "tokens");
	for (size_t i = 0; i < listing->count; i++)
		put_listed(&json, &listing->list[i], listing->now);
	json_end_array(&json);
	json_end_object(&json);
	buffer_char(out, '\n');
}

void listing_free(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		entry_free(&listing->list[i].entry);
	free(listing->list);
	*listing = (struct listing){ .list = NULL };
}
