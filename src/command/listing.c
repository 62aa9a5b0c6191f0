/* SPDX-License-Identifier: ISC */
/* What `tokctl status` shows. */
#include "command/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "issue/issue.h"

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
	const struct want want = { .reuse_for = listed->reuse_for };

	if (listed->entry.token.value == NULL || listed->provider == NULL)
		return STATE_NONE;
	switch (issue_judge(&listed->entry.token, listed->provider, &want, now)) {
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

/* What is worth a word: another endpoint than the usual, another scope, a failure. */
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

static void append_time(struct buffer *out, const char *name, int64_t time, bool known)
{
	char text[CLOCK_TEXT_SIZE] = "";

	if (known && time != TIME_UNKNOWN)
		clock_rfc3339(time, text);
	text_json_member(out, name, text);
}

static void append_object(struct buffer *out, const struct listed *listed, int64_t now)
{
	const struct token *token = &listed->entry.token;
	const char *colon = strchr(listed->profile, ':');
	bool has_token = token->value != NULL;

	buffer_string(out, "{\"state\":");
	text_json(out, state_names[listed_state(listed, now)]);
	text_json_member(out, "provider",
			 listed->provider != NULL ? listed->provider->name
						  : listed->entry.provider);
	text_json_member(out, "profile", colon != NULL ? colon + 1 : NULL);
	text_json_member(out, "endpoint", listed->entry.endpoint);
	text_json_member(out, "issuer", listed->entry.issuer);
	text_json_member(out, "scope",
			 token->scope != NULL ? token->scope : listed->entry.asked_scope);
	append_time(out, "issued_at", token->issued_at, has_token);
	append_time(out, "expires_at", token->expires_at, has_token);
	buffer_string(out, ",\"expires_in\":");
	if (has_token && token->expires_at != TIME_UNKNOWN)
		buffer_number(out, token->expires_at - now);
	else
		buffer_string(out, "null");
	append_time(out, "reuse_until",
		    has_token && listed->provider != NULL
			    ? token_reuse_until(token, listed->provider, listed->reuse_for)
			    : TIME_UNKNOWN,
		    has_token);
	text_json_member(out, "last_error",
			 listed->entry.failure.id != ERROR_NONE
				 ? error_name(listed->entry.failure.id)
				 : NULL);
	append_time(out, "retry_at", listed->entry.retry_at,
		    entry_retry_at(&listed->entry, now) != 0);
	buffer_char(out, '}');
}

void listing_write_json(const struct listing *listing, struct buffer *out)
{
	buffer_string(out, "{\"version\":1,\"tokens\":[");
	for (size_t i = 0; i < listing->count; i++) {
		if (i > 0)
			buffer_char(out, ',');
		append_object(out, &listing->list[i], listing->now);
	}
	buffer_string(out, "]}\n");
}

void listing_free(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		entry_free(&listing->list[i].entry);
	free(listing->list);
	*listing = (struct listing){ .list = NULL };
}
