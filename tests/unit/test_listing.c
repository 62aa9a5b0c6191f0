/* SPDX-License-Identifier: ISC */
/* listing.h: the state of an entry, the order of a list, and the bytes of its two forms. */
#include "cases.h"

#include "command/listing.h"

enum { ISSUED = 1795231020, HOUR = 3600 }; /* 2026-11-21T03:17:00Z */

static const struct provider *provider(const char *name)
{
	return name != NULL ? provider_find(name, strlen(name)) : NULL;
}

struct state_case {
	const char *name;
	const char *provider; /* NULL: one that this version does not know */
	const char *value;
	int64_t life; /* -1: not reported */
	int64_t reuse_for;
	int64_t age;
	enum listed_state want;
};

static const struct state_case states[] = {
	{ "no token", "toss", NULL, HOUR, 0, 0, STATE_NONE },
	{ "an unknown provider", NULL, "t", HOUR, 0, 0, STATE_NONE },
	{ "fresh", "toss", "t", HOUR, 0, 0, STATE_VALID },
	{ "not yet due", "toss", "t", HOUR, 0, HOUR - 361, STATE_VALID },
	{ "due", "toss", "t", HOUR, 0, HOUR - 360, STATE_DUE },
	{ "due to the end", "toss", "t", HOUR, 0, HOUR - 1, STATE_DUE },
	{ "expired", "toss", "t", HOUR, 0, HOUR, STATE_EXPIRED },
	{ "no expiry, within reuse_for", "imweb", "t", -1, 60, 59, STATE_VALID },
	{ "no expiry, after reuse_for", "imweb", "t", -1, 60, 60, STATE_EXPIRED },
};

static void state_of(void **state)
{
	const struct state_case *test = *state;
	struct listed listed = { .provider = provider(test->provider),
				 .reuse_for = test->reuse_for };

	listed.entry.token.value = test->value;
	listed.entry.token.issued_at = ISSUED;
	listed.entry.token.expires_at = test->life == -1 ? TIME_UNKNOWN : ISSUED + test->life;
	assert_int_equal(listed_state(&listed, ISSUED + test->age), test->want);
}

static struct listed *add(struct listing *listing, const char *profile)
{
	struct error err = ERROR_INIT;
	struct listed *listed = listing_add(listing, &err);

	assert_non_null(listed);
	strlcpy(listed->profile, profile, sizeof(listed->profile));
	return listed;
}

static void sorted_by_profile(void **state)
{
	struct listing listing = { .now = ISSUED };

	(void)state;
	listing_sort(&listing);
	for (int i = 40; i >= 0; i--) {
		char profile[32];

		snprintf(profile, sizeof(profile), "toss:p%02d", i);
		add(&listing, profile);
	}
	add(&listing, "toss");
	listing_drop_last(&listing);
	listing_sort(&listing);
	assert_int_equal(listing.count, 41);
	assert_string_equal(listing.list[0].profile, "toss:p00");
	assert_string_equal(listing.list[40].profile, "toss:p40");
	listing_free(&listing);
	assert_int_equal(listing.count, 0);
}

/* A token with all that there is to say about it, and one that is not there. */
static void fill(struct listing *listing)
{
	struct listed *listed = add(listing, "toss:outlet");

	listed->provider = provider("toss");
	listed->entry.provider = "toss";
	listed->entry.endpoint = "https://example.com/token";
	listed->entry.asked_scope = "a";
	listed->entry.token = (struct token){
		.value = "hush", .scope = "b", .issued_at = ISSUED, .expires_at = ISSUED + HOUR
	};
	listed->entry.failure.id = ERROR_TIMEOUT;
	listed->entry.retry_at = ISSUED + 60;
	listed->entry.paused_at = ISSUED;
	listed = add(listing, "news");
	listed->entry.provider = "news";
	listed->entry.token.expires_at = TIME_UNKNOWN;
}

struct form_case {
	const char *name;
	void (*write)(const struct listing *listing, struct buffer *out);
	bool filled;
	const char *want;
};

static const struct form_case forms[] = {
	{ "table: nothing", listing_write_table, false, NULL },
	{ "json: nothing", listing_write_json, false, "{\"version\":1,\"tokens\":[]}\n" },
	{ "table", listing_write_table, true,
	  "PROFILE      STATE    LEFT    EXPIRES               NOTE\n"
	  "toss:outlet  valid    1h00m   2026-11-21T04:17:00Z  https://example.com/token a "
	  "last request failed: timeout, not asked before 2026-11-21T03:18:00Z\n"
	  "news         none     -       -\n" },
	{ "json", listing_write_json, true,
	  "{\"version\":1,\"tokens\":["
	  "{\"state\":\"valid\",\"provider\":\"toss\",\"profile\":\"outlet\","
	  "\"endpoint\":\"https://example.com/token\",\"issuer\":null,\"scope\":\"b\","
	  "\"issued_at\":\"2026-11-21T03:17:00Z\",\"expires_at\":\"2026-11-21T04:17:00Z\","
	  "\"expires_in\":3600,\"reuse_until\":\"2026-11-21T04:11:00Z\","
	  "\"last_error\":\"timeout\",\"retry_at\":\"2026-11-21T03:18:00Z\"},"
	  "{\"state\":\"none\",\"provider\":\"news\",\"profile\":null,"
	  "\"endpoint\":null,\"issuer\":null,\"scope\":null,"
	  "\"issued_at\":null,\"expires_at\":null,"
	  "\"expires_in\":null,\"reuse_until\":null,"
	  "\"last_error\":null,\"retry_at\":null}]}\n" },
};

static void form(void **state)
{
	const struct form_case *test = *state;
	struct listing listing = { .now = ISSUED };
	struct buffer out = BUFFER_INIT;

	if (test->filled)
		fill(&listing);
	test->write(&listing, &out);
	assert_false(out.failed);
	if (test->want == NULL)
		assert_int_equal(out.len, 0);
	else
		assert_string_equal(out.data, test->want);
	buffer_free(&out);
	listing_free(&listing);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, state_of, states);
	SUITE_TEST(&suite, sorted_by_profile);
	SUITE_TABLE(&suite, form, forms);
	return suite_run(&suite);
}
