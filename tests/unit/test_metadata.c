/* SPDX-License-Identifier: ISC */
/* metadata.h: what an issuer said is used for a day, kept with the next token, and dropped. */
#include "cases.h"

#include "issue/metadata.h"

enum { NOW = 1795231020 };

static const char ISSUER[] = "https://h";
static const char ENDPOINT[] = "https://h/token";

static void assert_text(const char *have, const char *want)
{
	if (want == NULL)
		assert_null(have);
	else
		assert_string_equal(have, want);
}

struct use_case {
	const char *name;
	const char *issuer;
	const char *auth; /* the user's */
	struct entry entry;
	const char *want_endpoint, *want_auth;
};

static const struct use_case uses[] = {
	{ .name = "use: just said",
	  .issuer = ISSUER,
	  .entry = { .endpoint = ENDPOINT, .found_auth = "post", .found_at = NOW },
	  .want_endpoint = ENDPOINT,
	  .want_auth = "post" },
	{ .name = "use: neither way to authenticate",
	  .issuer = ISSUER,
	  .entry = { .endpoint = ENDPOINT, .found_at = NOW },
	  .want_endpoint = ENDPOINT },
	{ .name = "use: the user's auth counts for more",
	  .issuer = ISSUER,
	  .auth = "basic",
	  .entry = { .endpoint = ENDPOINT, .found_auth = "post", .found_at = NOW },
	  .want_endpoint = ENDPOINT,
	  .want_auth = "basic" },
	{ .name = "use: a second less than a day old",
	  .issuer = ISSUER,
	  .entry = { .endpoint = ENDPOINT, .found_at = NOW - METADATA_LIFE + 1 },
	  .want_endpoint = ENDPOINT },
	{ .name = "use: a day old",
	  .issuer = ISSUER,
	  .entry = { .endpoint = ENDPOINT,
		     .found_auth = "post",
		     .found_at = NOW - METADATA_LIFE } },
	{ .name = "use: never said",
	  .issuer = ISSUER,
	  .entry = { .endpoint = ENDPOINT, .found_at = 0 } },
	{ .name = "use: by a clock that differs a little",
	  .issuer = ISSUER,
	  .entry = { .endpoint = ENDPOINT, .found_at = NOW + CLOCK_TOLERANCE },
	  .want_endpoint = ENDPOINT },
	{ .name = "use: from the future",
	  .issuer = ISSUER,
	  .entry = { .endpoint = ENDPOINT, .found_at = NOW + CLOCK_TOLERANCE + 1 } },
	{ .name = "use: nothing is known", .issuer = ISSUER, .entry = { .found_at = NOW } },
	{ .name = "use: an endpoint that may not be asked",
	  .issuer = ISSUER,
	  .entry = { .endpoint = "http://h/token", .found_at = NOW } },
	{ .name = "use: no issuer",
	  .entry = { .endpoint = ENDPOINT, .found_auth = "post", .found_at = NOW } },
};

static void use(void **state)
{
	const struct use_case *test = *state;
	struct credential credential = { .issuer = test->issuer, .auth = test->auth };

	metadata_use(&credential, &test->entry, NOW);
	assert_text(credential.endpoint, test->want_endpoint);
	assert_text(credential.auth, test->want_auth);
}

struct keep_case {
	const char *name;
	const char *issuer;
	struct metadata said;
	struct entry want; /* of its endpoint, found_auth and found_at */
};

/* The old entry has ENDPOINT, "post", an hour ago. */
static const struct keep_case keeps[] = {
	{ .name = "keep: what was said",
	  .issuer = ISSUER,
	  .said = { .endpoint = "https://h/new", .auth = "basic" },
	  .want = { .endpoint = "https://h/new", .found_auth = "basic", .found_at = NOW } },
	{ .name = "keep: what was said, without a way to authenticate",
	  .issuer = ISSUER,
	  .said = { .endpoint = "https://h/new" },
	  .want = { .endpoint = "https://h/new", .found_at = NOW } },
	{ .name = "keep: what was known, and since when",
	  .issuer = ISSUER,
	  .want = { .endpoint = ENDPOINT, .found_auth = "post", .found_at = NOW - 3600 } },
	{ .name = "keep: nothing without an issuer",
	  .said = { .endpoint = "https://h/new", .auth = "basic" } },
};

static void keep(void **state)
{
	static const struct entry old = { .endpoint = ENDPOINT,
					  .found_auth = "post",
					  .found_at = NOW - 3600 };
	const struct keep_case *test = *state;
	struct entry fresh = ENTRY_INIT;

	metadata_keep(&fresh, &old, &test->said, test->issuer, NOW);
	assert_text(fresh.endpoint, test->want.endpoint);
	assert_text(fresh.found_auth, test->want.found_auth);
	assert_int_equal(fresh.found_at, test->want.found_at);
}

static void drop(void **state)
{
	struct entry entry = { .endpoint = ENDPOINT, .found_auth = "post", .found_at = NOW };

	(void)state;
	metadata_drop(&entry, NULL);
	assert_string_equal(entry.endpoint, ENDPOINT);
	metadata_drop(&entry, ISSUER);
	assert_null(entry.endpoint);
	assert_null(entry.found_auth);
	assert_int_equal(entry.found_at, 0);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, use, uses);
	SUITE_TABLE(&suite, keep, keeps);
	SUITE_TEST(&suite, drop);
	return suite_run(&suite);
}
