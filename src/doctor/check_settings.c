/* SPDX-License-Identifier: ISC */
/*
 * What a profile would be asked with, and from where: its settings, its secret's source, its cached
 * token.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/translate.h"
#include "cache/entry.h"
#include "config/paths.h"
#include "config/source.h"
#include "doctor/check.h"
#include "issue/issue.h"

static void fail(struct checkup *checkup, const char *id, const struct error *err,
		 const char *fallback)
{
	finding_add_error(&checkup->findings, id, FINDING_FAIL, err);
	finding_fallback(&checkup->findings, fallback);
}

/* "VALUE (set by ORIGIN)"; value NULL: one that is not shown. */
static void add_set(struct checkup *checkup, const struct settings *settings, enum option_id id,
		    const char *name, const char *value)
{
	char origin[ORIGIN_SIZE];

	settings_origin(settings, id, origin, sizeof(origin));
	if (value != NULL)
		finding_add(&checkup->findings, name, FINDING_OK, "%s (set by %s)", value, origin);
	else
		finding_add(&checkup->findings, name, FINDING_OK, "set by %s", origin);
}

/* ---- where it is asked */

static void add_endpoint(struct checkup *checkup, const struct settings *settings,
			 const struct credential *credential)
{
	if (credential->issuer != NULL)
		add_set(checkup, settings, OPTION_ISSUER, "issuer", credential->issuer);
	else if (settings_is_set(settings, OPTION_ENDPOINT))
		add_set(checkup, settings, OPTION_ENDPOINT, "endpoint", credential->endpoint);
	else if (settings_switch(settings, OPTION_TEST))
		add_set(checkup, settings, OPTION_TEST, "endpoint", credential->endpoint);
	else
		finding_add(&checkup->findings, "endpoint", FINDING_OK, "%s (%s's own)",
			    credential->endpoint, translate(settings->profile->provider->title));
}

static void check_min_ttl(struct checkup *checkup, const struct settings *settings)
{
	struct want want = issue_want(settings);
	struct error err = ERROR_INIT;

	if (!settings_is_set(settings, OPTION_MIN_TTL))
		return;
	if (issue_check_want(&want, settings, &err) == -1)
		finding_add_error(&checkup->findings, "min-ttl", FINDING_FAIL, &err);
	else
		add_set(checkup, settings, OPTION_MIN_TTL, "min-ttl",
			settings_text(settings, OPTION_MIN_TTL));
}

/* What else the user set. A credential is not shown. */
static void add_others(struct checkup *checkup, const struct settings *settings)
{
	static const bool has_its_own[OPTION_COUNT] = {
		[OPTION_KEY] = true,         [OPTION_SECRET] = true,
		[OPTION_SECRET_FILE] = true, [OPTION_SECRET_COMMAND] = true,
		[OPTION_ENDPOINT] = true,    [OPTION_TEST] = true,
		[OPTION_ISSUER] = true,      [OPTION_MIN_TTL] = true,
		[OPTION_PROXY] = true,       [OPTION_CACERT] = true,
	};

	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		const struct option *row = option_row(id);

		if (settings_is_set(settings, id) && (row->places & PLACE_SECTION) &&
		    !has_its_own[id])
			add_set(checkup, settings, id, row->name,
				row->kind == KIND_CREDENTIAL ? NULL : settings_text(settings, id));
	}
}

/* ---- the secret */

static bool is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == -1 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

/* A file is read as the real run reads it, and wiped. */
static void try_file(struct checkup *checkup, const struct settings *settings, const char *kind,
		     const char *path, const char *origin)
{
	struct deadline deadline = deadline_in(settings_duration(settings, OPTION_TIMEOUT) * 1000);
	struct buffer secret = BUFFER_INIT;
	struct error err = ERROR_INIT;
	char facts[CHECK_FACTS_SIZE];
	int result = source_read_secret(settings, deadline, &secret, &err);

	buffer_free(&secret);
	check_file_facts(path, facts, sizeof(facts));
	if (result == -1)
		fail(checkup, "secret", &err,
		     "it has to be a file of this user's alone, with the secret in it and nothing "
		     "else");
	else
		finding_add(&checkup->findings, "secret", FINDING_OK, "%s %s%s (set by %s)",
			    translate(kind), path, facts, origin);
}

/* Standard input and a pipe would be empty for who reads them after us. */
static void check_secret_file(struct checkup *checkup, const struct settings *settings,
			      const char *origin)
{
	const char *file = settings_text(settings, OPTION_SECRET_FILE);
	char path[PATH_SIZE];
	struct error err = ERROR_INIT;

	if (strcmp(file, "-") == 0)
		finding_add(&checkup->findings, "secret", FINDING_OK,
			    "standard input, not read yet (set by %s)", origin);
	else if (paths_expand_home(file, path, sizeof(path), &err) == -1)
		fail(checkup, "secret", &err, "set HOME");
	else if (!is_regular(path))
		finding_add(&checkup->findings, "secret", FINDING_OK,
			    "the pipe %s, not read yet (set by %s)", path, origin);
	else
		try_file(checkup, settings, "the file", path, origin);
}

static void check_secret(struct checkup *checkup, const struct settings *settings)
{
	struct source source = { .id = OPTION_NONE };
	struct error err = ERROR_INIT;

	if (source_find(settings, &source, &err) == -1 ||
	    (source.id == OPTION_NONE && settings_missing(settings, OPTION_SECRET, &err) == -1))
		fail(checkup, "secret", &err, "take one of the two away");
	else if (source.credential)
		try_file(checkup, settings, "the credential", source.origin, "systemd");
	else if (source.id == OPTION_SECRET_FILE)
		check_secret_file(checkup, settings, source.origin);
	else if (source.id == OPTION_SECRET_COMMAND)
		/* Its text may hold what nobody should see. */
		finding_add(&checkup->findings, "secret", FINDING_OK,
			    "a command, not run yet (set by %s)", source.origin);
	else
		finding_add(&checkup->findings, "secret", FINDING_OK, "set by %s", source.origin);
}

int check_settings(struct checkup *checkup, const struct settings *settings,
		   struct credential *credential)
{
	struct error err = ERROR_INIT;
	int found;

	*credential = (struct credential){ .provider = NULL };
	found = settings_credential(settings, credential, &err);
	if (credential->provider == NULL) {
		fail(checkup, "endpoint", &err, "take one of the two away");
		return -1;
	}
	if (credential->endpoint == NULL && credential->issuer == NULL) {
		(void)settings_missing(settings, OPTION_ENDPOINT, &err);
		fail(checkup, "endpoint", &err, "give one");
		return -1;
	}
	add_endpoint(checkup, settings, credential);
	if (found == -1)
		fail(checkup, "key", &err, "give one");
	else
		add_set(checkup, settings, OPTION_KEY, "key", NULL);
	check_secret(checkup, settings);
	check_min_ttl(checkup, settings);
	add_others(checkup, settings);
	return 0;
}

/* ---- the cached token */

/* What a run that asks for no more than any token would make of it. */
static enum verdict judge(const struct token *token, const struct settings *settings, int64_t now)
{
	struct want want = issue_want(settings);

	want.min_ttl = 0;
	want.refresh = false;
	return issue_judge(token, settings->profile->provider, &want, now);
}

static void describe_token(const struct token *token, const struct settings *settings, int64_t now,
			   char *out, size_t size)
{
	static const char *const states[] = { [VERDICT_USE] = N_("good"),
					      [VERDICT_RENEW] = "good, and due for renewal",
					      [VERDICT_NEED] = N_("over"),
					      [VERDICT_NOT_YET] = N_("good") };
	const char *state;
	char age[CLOCK_TEXT_SIZE], end[CLOCK_TEXT_SIZE];

	if (token->value == NULL) {
		snprintf(out, size, "%s",
			 translate("none is cached, so the next run asks for one"));
		return;
	}
	duration_text(now > token->issued_at ? now - token->issued_at : 0, age);
	state = translate(states[judge(token, settings, now)]);
	if (token->expires_at == TIME_UNKNOWN) {
		snprintf(out, size,
			 translate("%s: issued %s ago, until an end that is not reported"), state,
			 age);
		return;
	}
	clock_rfc3339(token->expires_at, end);
	snprintf(out, size, translate("%s: issued %s ago, until %s"), state, age, end);
}

/*
 * What is kept of the last request, where it failed. The pause of a renewal is for a token that is
 * due: with one that is not, no run would ask; without a good one, the next asks at once.
 */
static void describe_failure(struct checkup *checkup, const struct entry *entry,
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
	int64_t now = clock_now();

	if (settings_switch(settings, OPTION_NO_CACHE) || cache_keeps_nothing(&checkup->cache))
		return;
	credential_fingerprint(credential, fingerprint);
	if (cache_get(&checkup->cache, fingerprint, &entry.bytes, &err) == -1) {
		finding_add_error(&checkup->findings, "token", FINDING_WARN, &err);
		finding_hint(&checkup->findings,
			     "it is not used; the next run replaces it, if it can");
		entry_free(&entry);
		return;
	}
	(void)entry_decode(&entry);
	describe_token(&entry.token, settings, now, text, sizeof(text));
	if (entry.failure.id == ERROR_NONE)
		finding_add(&checkup->findings, "token", FINDING_OK, "%s", text);
	else
		describe_failure(checkup, &entry, settings, text, now);
	entry_free(&entry);
}
