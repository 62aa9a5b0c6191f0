/* SPDX-License-Identifier: ISC */
/*
 * tokctl status: what is cached, until when. A table for people, --json for programs. No token is
 * shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/translate.h"
#include "cache/entry.h"
#include "command/command.h"
#include "command/print.h"
#include "command/stored.h"
#include "issue/issue.h"

struct row {
	struct entry entry;
	char profile[PROFILE_NAME_SIZE + 32];
	const struct provider *provider; /* NULL: one that this version does not know */
	struct want want;
};

struct status {
	const struct run *run;
	struct cache *cache;
	struct row *rows;
	size_t count, room;
	int64_t now;
	bool missing; /* a named one has no valid token */
};

static struct row *add_row(struct status *status, struct error *err)
{
	if (status->count == status->room) {
		size_t room = status->room > 0 ? status->room * 2 : 16;
		struct row *rows = reallocarray(status->rows, room, sizeof(*rows));

		if (rows == NULL) {
			error_memory(err);
			return NULL;
		}
		status->rows = rows;
		status->room = room;
	}
	memset(&status->rows[status->count], 0, sizeof(struct row));
	return &status->rows[status->count++];
}

static const char *state(const struct row *row, int64_t now)
{
	if (row->entry.token.value == NULL || row->provider == NULL)
		return "none";
	switch (issue_judge(&row->entry.token, row->provider, &row->want, now)) {
	case VERDICT_USE:
		return "valid";
	case VERDICT_RENEW:
		return "due";
	case VERDICT_NEED:
	case VERDICT_NOT_YET:
		break;
	}
	return "expired";
}

static bool is_valid(const struct row *row, int64_t now)
{
	return strcmp(state(row, now), "valid") == 0 || strcmp(state(row, now), "due") == 0;
}

/* What the config says today of how long a token is reused. */
static int64_t reuse_for(const struct run *run, const struct row *row)
{
	int64_t seconds = row->provider->default_reuse_for;
	struct error ignored = ERROR_INIT;
	struct settings settings;
	struct profile profile;

	if (profile_parse(row->profile, &profile, &ignored) == -1)
		return seconds;
	if (settings_resolve(&settings, &profile, &run->flags, run->environment, &ignored) == 0)
		seconds = issue_want(&settings).reuse_for;
	settings_free(&settings);
	return seconds;
}

/* One of those that are in the cache. */
static int add_cached(void *context, const char *fingerprint, struct buffer *bytes,
		      struct error *err)
{
	struct status *status = context;
	struct row *row = add_row(status, err);

	(void)fingerprint;
	if (row == NULL)
		return -1;
	row->entry.bytes = *bytes;
	*bytes = (struct buffer)BUFFER_INIT;
	if (!entry_decode(&row->entry) || row->entry.profile == NULL ||
	    row->entry.provider == NULL) {
		entry_free(&row->entry);
		status->count--;
		return 0;
	}
	strlcpy(row->profile, row->entry.profile, sizeof(row->profile));
	row->provider = provider_find(row->entry.provider, strlen(row->entry.provider));
	if (row->provider != NULL && (row->provider->traits & TAKES_REUSE_FOR))
		row->want.reuse_for = reuse_for(status->run, row);
	return 0;
}

/* One that was named on the command line. */
static int add_named(void *context, const struct settings *settings,
		     const struct credential *credential, const char *fingerprint,
		     struct error *err)
{
	struct status *status = context;
	struct row *row = add_row(status, err);

	(void)credential;
	if (row == NULL)
		return -1;
	strlcpy(row->profile, settings->profile->text, sizeof(row->profile));
	row->provider = settings->profile->provider;
	row->want = issue_want(settings);
	row->want.min_ttl = 0;
	if (cache_get(status->cache, fingerprint, &row->entry.bytes, err) == -1)
		return -1;
	(void)entry_decode(&row->entry);
	if (!is_valid(row, status->now))
		status->missing = true;
	return 0;
}

static int by_profile(const void *a, const void *b)
{
	return strcmp(((const struct row *)a)->profile, ((const struct row *)b)->profile);
}

static void append_padded(struct buffer *out, const char *text, size_t width)
{
	buffer_string(out, text);
	for (size_t len = strlen(text); len < width; len++)
		buffer_char(out, ' ');
	buffer_string(out, "  ");
}

/* What is worth a word: another endpoint than the usual, another scope, a failure. */
static void append_note(struct buffer *out, const struct row *row, int64_t now)
{
	const struct entry *entry = &row->entry;
	const struct provider *provider = row->provider;
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

static void append_table_row(struct buffer *out, const struct row *row, int64_t now, size_t width)
{
	char left[CLOCK_TEXT_SIZE] = "-", expires[CLOCK_TEXT_SIZE] = "-";
	const struct token *token = &row->entry.token;

	if (token->value != NULL && token->expires_at != TIME_UNKNOWN) {
		clock_rfc3339(token->expires_at, expires);
		if (token->expires_at > now)
			duration_text(token->expires_at - now, left);
	} else if (token->value != NULL) {
		strlcpy(expires, "not reported", sizeof(expires));
	}
	append_padded(out, row->profile, width);
	append_padded(out, state(row, now), strlen("expired"));
	append_padded(out, left, strlen("99h59m"));
	append_padded(out, expires, strlen("2026-01-01T00:00:00Z"));
	append_note(out, row, now);
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	buffer_char(out, '\n');
}

static void write_table(const struct status *status, struct buffer *out)
{
	size_t width = strlen("PROFILE");

	for (size_t i = 0; i < status->count; i++)
		if (strlen(status->rows[i].profile) > width)
			width = strlen(status->rows[i].profile);
	if (status->count > 0) {
		append_padded(out, "PROFILE", width);
		buffer_string(out, "STATE    LEFT    EXPIRES               NOTE\n");
	}
	for (size_t i = 0; i < status->count; i++)
		append_table_row(out, &status->rows[i], status->now, width);
}

static void append_time(struct buffer *out, const char *name, int64_t time, bool known)
{
	char text[CLOCK_TEXT_SIZE] = "";

	if (known && time != TIME_UNKNOWN)
		clock_rfc3339(time, text);
	text_json_member(out, name, text);
}

static void append_json_row(struct buffer *out, const struct row *row, int64_t now)
{
	const struct token *token = &row->entry.token;
	const char *colon = strchr(row->profile, ':');
	bool has_token = token->value != NULL;

	buffer_string(out, "{\"state\":");
	text_json(out, state(row, now));
	text_json_member(out, "provider",
			 row->provider != NULL ? row->provider->name : row->entry.provider);
	text_json_member(out, "profile", colon != NULL ? colon + 1 : NULL);
	text_json_member(out, "endpoint", row->entry.endpoint);
	text_json_member(out, "issuer", row->entry.issuer);
	text_json_member(out, "scope",
			 token->scope != NULL ? token->scope : row->entry.asked_scope);
	append_time(out, "issued_at", token->issued_at, has_token);
	append_time(out, "expires_at", token->expires_at, has_token);
	buffer_string(out, ",\"expires_in\":");
	if (has_token && token->expires_at != TIME_UNKNOWN)
		buffer_number(out, token->expires_at - now);
	else
		buffer_string(out, "null");
	append_time(out, "reuse_until",
		    has_token && row->provider != NULL
			    ? token_reuse_until(token, row->provider, row->want.reuse_for)
			    : TIME_UNKNOWN,
		    has_token);
	text_json_member(out, "last_error",
			 row->entry.failure.id != ERROR_NONE ? error_name(row->entry.failure.id)
							     : NULL);
	append_time(out, "retry_at", row->entry.retry_at, entry_retry_at(&row->entry, now) != 0);
	buffer_char(out, '}');
}

static void write_json(const struct status *status, struct buffer *out)
{
	buffer_string(out, "{\"version\":1,\"tokens\":[");
	for (size_t i = 0; i < status->count; i++) {
		if (i > 0)
			buffer_char(out, ',');
		append_json_row(out, &status->rows[i], status->now);
	}
	buffer_string(out, "]}\n");
}

static int gather(const struct run *run, struct status *status, struct error *err)
{
	if (run->operand_count == 0 && cache_each(status->cache, add_cached, status, err) == -1)
		return -1;
	for (size_t i = 0; i < run->operand_count; i++)
		if (stored_resolve(run, run->operands[i], add_named, status, err) == -1)
			return -1;
	if (status->count > 1 && run->operand_count == 0)
		qsort(status->rows, status->count, sizeof(struct row), by_profile);
	return 0;
}

static int print(const struct run *run, const struct status *status, struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	if (run->flags.text[OPTION_JSON] != NULL)
		write_json(status, &out);
	else
		write_table(status, &out);
	result = print_result(&out, err);
	buffer_free(&out);
	return result;
}

/* A config that can't be read is a mistake also where nothing that is cached asks for it. */
static int check_config(const struct run *run, struct error *err)
{
	char path[PATH_SIZE];
	struct ini config;
	int loaded;

	if (run->flags.text[OPTION_CONFIG] == NULL)
		return 0;
	loaded = settings_load_config(&run->flags, run->environment, path, &config, err);
	ini_free(&config);
	return loaded == -1 ? -1 : 0;
}

/* --config counts for all: it says how long a token is reused. */
static int check_options(const struct run *run, struct error *err)
{
	enum option_id id = stored_narrowing(run, OPTION_CONFIG);

	if (run->operand_count > 0)
		return 0;
	if (id == OPTION_NONE)
		return check_config(run, err);
	error_set(err, ERROR_USAGE, "--%s is one provider's, and none is named",
		  option_row(id)->name);
	return error_hint(err, "write 'tokctl %s PROVIDER --%s ...'", run->command->name,
			  option_row(id)->name);
}

static int status(struct run *run, struct error *err)
{
	struct cache cache;
	struct status list = { .run = run, .cache = &cache, .now = clock_now() };
	int result;

	if (check_options(run, err) == -1 || stored_cache(run, &cache, err) == -1)
		return -1;
	result = gather(run, &list, err);
	if (result == 0)
		result = print(run, &list, err);
	for (size_t i = 0; i < list.count; i++)
		entry_free(&list.rows[i].entry);
	free(list.rows);
	cache_close(&cache);
	return result == 0 && list.missing ? error_set(err, ERROR_NO_TOKEN, "%s", "") : result;
}

const struct command command_status = {
	.name = "status",
	.usage = "[PROVIDER[:PROFILE]...] [--json]",
	.summary = N_("show what is cached, and until when"),
	.about =
		N_("Without a provider, all that is in the cache is listed. With one, the exit "
		   "status is 0 only if each that is\n"
		   "named has a valid token, else 1. States: valid; due (valid, renewed when it is "
		   "used next); expired; none."),
	.groups = GROUP_IDENTITY | GROUP_LIST,
	.least_operands = 0,
	.most_operands = SIZE_MAX,
	.run = status,
};
