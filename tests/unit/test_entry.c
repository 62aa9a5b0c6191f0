/* SPDX-License-Identifier: ISC */
/* entry.h: what is written is read back, and what can't be believed is not. */
#include "cases.h"

#include "cache/entry.h"

enum { ISSUED = 1795231020 };

static void read_back(struct entry *from, struct entry *to)
{
	struct buffer out = BUFFER_INIT;

	entry_encode(from, &out);
	assert_false(out.failed);
	*to = (struct entry)ENTRY_INIT;
	buffer_append(&to->bytes, out.data, out.len);
	assert_true(entry_decode(to));
	buffer_free(&out);
}

static void assert_text(const char *have, const char *want)
{
	if (want == NULL)
		assert_null(have);
	else
		assert_string_equal(have, want);
}

static void assert_same_token(const struct token *have, const struct token *want)
{
	assert_text(have->value, want->value);
	if (want->value == NULL)
		return;
	assert_text(have->type, want->type);
	assert_text(have->scope, want->scope);
	assert_int_equal(have->issued_at, want->issued_at);
	assert_int_equal(have->expires_at, want->expires_at);
}

struct trip_case {
	const char *name;
	struct entry entry;
};

static const struct trip_case trips[] = {
	{ "toss",
	  { .provider = "toss",
	    .profile = "toss:outlet",
	    .endpoint = "https://oauth2.cert.toss.im/token",
	    .asked_scope = "toss-shopping-fep:write",
	    .token = { .value = "abc.def-_~+/==",
		       .type = "Bearer",
		       .scope = "toss-shopping-fep:write",
		       .issued_at = ISSUED,
		       .expires_at = ISSUED + 31535999 } } },
	{ "imweb, whose token has no end",
	  { .provider = "imweb",
	    .profile = "imweb",
	    .endpoint = "https://api.imweb.me/v2/auth",
	    .token = { .value = "abc", .issued_at = ISSUED, .expires_at = TIME_UNKNOWN } } },
	{ "no token", { .provider = "toss", .profile = "toss", .endpoint = "https://h/" } },
	{ "a token that ends as it begins",
	  { .provider = "toss",
	    .profile = "toss",
	    .endpoint = "https://h/",
	    .token = { .value = "abc",
		       .type = "Bearer",
		       .issued_at = ISSUED,
		       .expires_at = ISSUED } } },
	{ "an issuer's",
	  { .provider = "oauth2",
	    .profile = "oauth2:crm",
	    .endpoint = "https://h/token",
	    .issuer = "https://h",
	    .found_auth = "post",
	    .found_at = ISSUED,
	    .token = { .value = "abc",
		       .type = "Bearer",
		       .issued_at = ISSUED,
		       .expires_at = ISSUED + 60 } } },
	{ "an issuer's that took neither way",
	  { .provider = "oauth2",
	    .profile = "oauth2:crm",
	    .endpoint = "https://h/token",
	    .issuer = "https://h",
	    .found_at = ISSUED } },
	{ "nothing but a token", { .token = { .value = "abc", .expires_at = 3600 } } },
};

static void round_trip(void **state)
{
	const struct trip_case *test = *state;
	struct entry from = test->entry, to;

	read_back(&from, &to);
	assert_text(to.provider, test->entry.provider);
	assert_text(to.profile, test->entry.profile);
	assert_text(to.endpoint, test->entry.endpoint);
	assert_text(to.asked_scope, test->entry.asked_scope);
	assert_text(to.issuer, test->entry.issuer);
	assert_text(to.found_auth, test->entry.found_auth);
	assert_int_equal(to.found_at, test->entry.found_at);
	assert_same_token(&to.token, &test->entry.token);
	assert_string_equal(to.change, from.change);
	assert_int_equal(strlen(to.change), CHANGE_SIZE - 1);
	assert_int_equal(to.failure.id, ERROR_NONE);
	assert_int_equal(to.failures, 0);
	assert_int_equal(to.retry_at, 0);
	assert_int_equal(to.renew_at, 0);
	entry_free(&to);
}

/* Each write differs, the same entry's too: that is how a waiter sees that something happened. */
static void change_differs(void **state)
{
	struct entry entry = {
		.provider = "toss",
		.token = { .value = "abc", .issued_at = ISSUED, .expires_at = ISSUED + 60 }
	};
	char seen[64][CHANGE_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(seen); i++) {
		struct buffer out = BUFFER_INIT;

		entry_encode(&entry, &out);
		assert_non_null(strstr(out.data, entry.change));
		memcpy(seen[i], entry.change, CHANGE_SIZE);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(seen[k], seen[i]);
		buffer_free(&out);
	}
}

static void failure_fields(void **state)
{
	struct entry from = {
		.provider = "toss",
		.profile = "toss",
		.endpoint = "https://h/",
		.token = { .value = "abc",
			   .type = "Bearer",
			   .issued_at = ISSUED,
			   .expires_at = ISSUED + 3600 },
		.failure = { .id = ERROR_RATE_LIMITED,
			     .message = "asked too often",
			     .http_status = 429,
			     .provider_code = "LIMIT",
			     .provider_message = "\xeb\xb9\x84" },
		.failure_way = "abcd",
		.failure_timeout = 15,
		.failures = 3,
		.retry_at = ISSUED + 120,
		.renew_at = ISSUED + 60,
	}, to;

	(void)state;
	read_back(&from, &to);
	assert_string_equal(to.token.value, "abc");
	assert_int_equal(to.failure.id, ERROR_RATE_LIMITED);
	assert_string_equal(to.failure.message, "asked too often");
	assert_int_equal(to.failure.http_status, 429);
	assert_string_equal(to.failure.provider_code, "LIMIT");
	assert_string_equal(to.failure.provider_message, "\xeb\xb9\x84");
	assert_string_equal(to.failure_way, "abcd");
	assert_int_equal(to.failure_timeout, 15);
	assert_int_equal(to.failures, 3);
	assert_int_equal(to.retry_at, ISSUED + 120);
	assert_int_equal(to.renew_at, ISSUED + 60);
	entry_free(&to);
}

/* As a file of ours never has them: no sum or difference with them may leave the range. */
static void numbers_beyond_belief(void **state)
{
	static const char *const numbers[] = { "9223372036854775807", "-9223372036854775808", "-1",
					       "4611686018427387904" };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct entry entry = ENTRY_INIT;
		char text[512];

		snprintf(text, sizeof(text),
			 "tokctl=1\nissuer=https://h\nfound-at=%s\nfailed=server\nfailures=%s\n"
			 "retry-at=%s\nrenew-at=%s\nissued-at=%s\nexpires-at=%s\n\n",
			 numbers[i], numbers[i], numbers[i], numbers[i], numbers[i], numbers[i]);
		buffer_string(&entry.bytes, text);
		assert_true(entry_decode(&entry));
		assert_int_equal(entry.found_at, 0);
		assert_int_equal(entry.failures, 0);
		assert_int_equal(entry.retry_at, 0);
		assert_int_equal(entry.renew_at, 0);
		/* Nobody calculates with the times of a token that is not there. */
		assert_int_equal(entry.token.issued_at, 0);
		assert_int_equal(entry.token.expires_at, 0);
		entry_free(&entry);
	}
}

/* Every error that there is comes back as itself. */
static void failure_ids(void **state)
{
	(void)state;
	for (int id = ERROR_NONE + 1; id < ERROR_COUNT; id++) {
		struct entry from = { .provider = "toss",
				      .failure = { .id = (enum error_id)id },
				      .failures = 1 },
			     to;

		read_back(&from, &to);
		assert_int_equal(to.failure.id, id);
		assert_null(to.token.value);
		entry_free(&to);
	}
}

/* Whatever a failure's texts hold, the token that stands beside them is read. */
static void unclean_failure(void **state)
{
	struct entry from = { .provider = "toss",
			      .token = { .value = "abc", .expires_at = 3600 },
			      .failure = { .id = ERROR_REFUSED,
					   .message = "cut: \xeb\xb9",
					   .provider_code = "a\nb",
					   .provider_message = "\033[31m" },
			      .failures = 1 },
		     to;

	(void)state;
	read_back(&from, &to);
	assert_string_equal(to.token.value, "abc");
	assert_int_equal(to.failure.id, ERROR_REFUSED);
	assert_string_equal(to.failure.message, "cut: \\353\\271");
	assert_string_equal(to.failure.provider_code, "a\\012b");
	assert_string_equal(to.failure.provider_message, "\\033[31m");
	entry_free(&to);
}

/* Neither key nor secret has a place in it; and the hint of an error stays where it is. */
static void fields_are_the_known_ones(void **state)
{
	static const char *const known[] = { "change",        "provider",    "profile",
					     "endpoint",      "asked-scope", "token",
					     "token-type",    "token-scope", "issued-at",
					     "expires-at",    "failed",      "failed-message",
					     "failed-status", "failed-code", "failed-text",
					     "failures",      "retry-at",    "renew-at",
					     "paused-at",     "failed-way",  "failed-timeout" };
	struct entry entry = {
		.provider = "toss",
		.profile = "toss",
		.endpoint = "https://h/",
		.asked_scope = "a",
		.token = { .value = "abc",
			   .type = "Bearer",
			   .scope = "a",
			   .issued_at = ISSUED,
			   .expires_at = ISSUED + 60 },
		.failure = { .id = ERROR_REFUSED,
			     .message = "m",
			     .hint = "h",
			     .http_status = 401,
			     .provider_code = "c",
			     .provider_message = "t" },
		.failure_way = "abcd",
		.failure_timeout = 15,
		.failures = 1,
		.retry_at = 1,
		.renew_at = 2,
		.paused_at = 3,
	};
	struct buffer out = BUFFER_INIT;
	struct record record;

	(void)state;
	entry_encode(&entry, &out);
	assert_int_equal(record_parse(out.data, out.len, &record), RECORD_OK);
	assert_int_equal(record.count, COUNT(known));
	for (size_t i = 0; i < COUNT(known); i++)
		assert_non_null(record_get(&record, known[i]));
	buffer_free(&out);
}

/* At 1,000,000. */
static const struct pause_case {
	const char *name;
	int64_t retry_at, renew_at, paused_at;
	int64_t retry, renew; /* what counts */
} pauses[] = {
	{ .name = "none" },
	{ .name = "the provider's",
	  .retry_at = 1000060,
	  .paused_at = 999990,
	  .retry = 1000060,
	  .renew = 1000060 },
	{ .name = "ours", .renew_at = 1000015, .paused_at = 999999, .renew = 1000015 },
	{ .name = "both: the later one, for a renewal",
	  .retry_at = 1000060,
	  .renew_at = 1000015,
	  .paused_at = 999999,
	  .retry = 1000060,
	  .renew = 1000060 },
	{ .name = "ours is the later one",
	  .retry_at = 1000010,
	  .renew_at = 1000015,
	  .paused_at = 999999,
	  .retry = 1000010,
	  .renew = 1000015 },
	{ .name = "over", .retry_at = 1000000, .renew_at = 999999, .paused_at = 999000 },
	{ .name = "one of them over",
	  .retry_at = 999999,
	  .renew_at = 1000001,
	  .paused_at = 999000,
	  .renew = 1000001 },
	{ .name = "a day",
	  .retry_at = 1086400,
	  .paused_at = 1000000,
	  .retry = 1086400,
	  .renew = 1086400 },
	{ .name = "more than a day",
	  .retry_at = 1086401,
	  .renew_at = 1086401,
	  .paused_at = 1000000 },
	{ .name = "of an entry that does not say when",
	  .retry_at = 1000060,
	  .retry = 1000060,
	  .renew = 1000060 },
	{ .name = "within the clocks' tolerance",
	  .retry_at = 1000060,
	  .paused_at = 1000005,
	  .retry = 1000060,
	  .renew = 1000060 },
	{ .name = "set by a clock that was ahead",
	  .retry_at = 1000060,
	  .renew_at = 1000060,
	  .paused_at = 1000006 },
	{ .name = "set by one that was hours ahead",
	  .retry_at = 1010860,
	  .renew_at = 1010815,
	  .paused_at = 1010800 },
};

static void pause_that_counts(void **state)
{
	const struct pause_case *test = *state;
	struct entry entry = { .retry_at = test->retry_at,
			       .renew_at = test->renew_at,
			       .paused_at = test->paused_at };

	assert_int_equal(entry_retry_at(&entry, 1000000), test->retry);
	assert_int_equal(entry_renew_at(&entry, 1000000), test->renew);
}

struct text_case {
	const char *name;
	const char *text;
	bool reads;        /* there was something to read */
	const char *token; /* NULL: none that is believed */
};

#define HEAD "tokctl=1\nchange=0123456789abcdef\nprovider=toss\nprofile=toss\nendpoint=https://h/\n"

static const struct text_case texts[] = {
	{ "text: good", HEAD "token=abc\nissued-at=1795231020\nexpires-at=1795234620\n\n", true,
	  "abc" },
	{ "text: no expiry", HEAD "token=abc\nissued-at=1795231020\n\n", true, "abc" },
	{ "text: an expiry before there was one",
	  HEAD "token=abc\nissued-at=1795231020\nexpires-at=-1\n\n", true, NULL },
	{ "text: a field of the future",
	  HEAD "token=abc\nissued-at=1795231020\nexpires-at=1795234620\nnew-thing=1\n\n", true,
	  "abc" },
	{ "text: no token", HEAD "\n", true, NULL },
	{ "text: nothing", "", false, NULL },
	{ "text: torn", HEAD "token=abc\nissued-at=1795231020\nexpires-at=1795234620\n", false,
	  NULL },
	{ "text: torn within the expiry", HEAD "token=abc\nissued-at=1795231020\nexpires-at=17952",
	  false, NULL },
	{ "text: another version",
	  "tokctl=2\ntoken=abc\nissued-at=1795231020\nexpires-at=1795234620\n\n", false, NULL },
	{ "text: no record", "{\"token\":\"abc\"}\n", false, NULL },
	{ "token: empty", HEAD "token=\nissued-at=1795231020\nexpires-at=1795234620\n\n", true,
	  NULL },
	{ "token: a blank", HEAD "token=a b\nissued-at=1795231020\nexpires-at=1795234620\n\n", true,
	  NULL },
	{ "token: a quote", HEAD "token=a'b\nissued-at=1795231020\nexpires-at=1795234620\n\n", true,
	  NULL },
	{ "token: not ASCII",
	  HEAD "token=\xeb\xb9\x84\nissued-at=1795231020\nexpires-at=1795234620\n\n", true, NULL },
	{ "type: two words",
	  HEAD "token=abc\ntoken-type=Bearer x\nissued-at=1795231020\nexpires-at=1795234620\n\n",
	  true, NULL },
	{ "scope: a quote",
	  HEAD "token=abc\ntoken-scope=a\"b\nissued-at=1795231020\nexpires-at=1795234620\n\n", true,
	  NULL },
	{ "issued: missing", HEAD "token=abc\nexpires-at=1795234620\n\n", true, NULL },
	{ "issued: a word", HEAD "token=abc\nissued-at=now\nexpires-at=1795234620\n\n", true,
	  NULL },
	{ "issued: negative", HEAD "token=abc\nissued-at=-5\nexpires-at=1795234620\n\n", true,
	  NULL },
	{ "issued: the end of time",
	  HEAD "token=abc\nissued-at=9223372036854775807\nexpires-at=9223372036854775807\n\n", true,
	  NULL },
	{ "issued: too large",
	  HEAD "token=abc\nissued-at=9223372036854775808\nexpires-at=1795234620\n\n", true, NULL },
	{ "expires: before it was issued",
	  HEAD "token=abc\nissued-at=1795231020\nexpires-at=1795231019\n\n", true, NULL },
	{ "expires: eleven years later",
	  HEAD "token=abc\nissued-at=1795231020\nexpires-at=2142300000\n\n", true, NULL },
	{ "expires: the end of time",
	  HEAD "token=abc\nissued-at=0\nexpires-at=9223372036854775807\n\n", true, NULL },
	{ "expires: negative",
	  HEAD "token=abc\nissued-at=1795231020\nexpires-at=-9223372036854775808\n\n", true, NULL },
	{ "expires: a word", HEAD "token=abc\nissued-at=1795231020\nexpires-at=never\n\n", true,
	  NULL },
	{ "expires: too large",
	  HEAD "token=abc\nissued-at=1795231020\nexpires-at=9223372036854775808\n\n", true, NULL },
};

static void text(void **state)
{
	const struct text_case *test = *state;
	struct entry entry = ENTRY_INIT;

	buffer_string(&entry.bytes, test->text);
	assert_int_equal(entry_decode(&entry), test->reads);
	assert_text(entry.token.value, test->token);
	if (!test->reads) {
		assert_string_equal(entry.change, "");
		assert_null(entry.provider);
		assert_int_equal(entry.failure.id, ERROR_NONE);
	}
	entry_free(&entry);
	assert_null(entry.bytes.data);
	assert_null(entry.token.value);
}

/* A token as long as may be is kept, one that is longer is not believed. */
static void long_tokens(void **state)
{
	(void)state;
	for (size_t len = TOKEN_LIMIT; len <= TOKEN_LIMIT + 1; len++) {
		char *value = calloc(1, len + 1);
		struct entry from = ENTRY_INIT, to;

		assert_non_null(value);
		memset(value, 'a', len);
		from.token = (struct token){ .value = value,
					     .issued_at = ISSUED,
					     .expires_at = ISSUED + 60 };
		read_back(&from, &to);
		assert_int_equal(to.token.value != NULL, len <= TOKEN_LIMIT);
		entry_free(&to);
		free(value);
	}
}

/* Failure fields that are out of all bounds do no harm. */
static void wild_failures(void **state)
{
	struct entry entry = ENTRY_INIT;

	(void)state;
	buffer_string(
		&entry.bytes, HEAD
		"failed=no-such-error\nfailed-status=99999999999\nfailures=-7\nretry-at=x\n\n");
	assert_true(entry_decode(&entry));
	assert_int_equal(entry.failure.id, ERROR_INTERNAL);
	assert_int_equal(entry.retry_at, 0);
	assert_null(entry.token.value);
	entry_free(&entry);
}

/* Every text that a failure may hold, as long as may be, fits a record. */
static void long_failures(void **state)
{
	struct entry from = { .provider = "toss",
			      .failure = { .id = ERROR_REFUSED },
			      .failures = 1 },
		     to;

	(void)state;
	memset(from.failure.message, 'm', sizeof(from.failure.message) - 1);
	memset(from.failure.provider_code, 'c', sizeof(from.failure.provider_code) - 1);
	memset(from.failure.provider_message, 't', sizeof(from.failure.provider_message) - 1);
	read_back(&from, &to);
	assert_string_equal(to.failure.message, from.failure.message);
	assert_string_equal(to.failure.provider_code, from.failure.provider_code);
	assert_string_equal(to.failure.provider_message, from.failure.provider_message);
	entry_free(&to);
}

/* What another process was told in its language is worded anew; tests run in English. */
static void failure_languages(void **state)
{
	struct entry entry = { .failure = { .id = ERROR_REFUSED,
					    .message = "as it was said",
					    .http_status = 401,
					    .provider_code = "code",
					    .provider_message = "words" } };
	struct entry back;
	struct error err;

	(void)state;
	entry_failure(&entry, &err);
	assert_string_equal(err.message, "as it was said");
	strlcpy(entry.failure_language, "ko", sizeof(entry.failure_language));
	entry.provider = "toss";
	read_back(&entry, &back);
	entry_failure(&back, &err);
	assert_int_equal(err.id, ERROR_REFUSED);
	assert_int_equal(err.http_status, 401);
	assert_string_equal(err.message, "the provider refused (HTTP 401): code: words");
	entry_free(&back);
	entry.failure.id = ERROR_DNS;
	entry_failure(&entry, &err);
	assert_string_equal(err.message, "the request of another process failed: dns");
	strlcpy(entry.failure_language, "en", sizeof(entry.failure_language));
	entry_failure(&entry, &err);
	assert_string_equal(err.message, "as it was said");
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, pause_that_counts, pauses);
	SUITE_TABLE(&suite, round_trip, trips);
	SUITE_TEST(&suite, change_differs);
	SUITE_TEST(&suite, failure_fields);
	SUITE_TEST(&suite, numbers_beyond_belief);
	SUITE_TEST(&suite, failure_ids);
	SUITE_TEST(&suite, unclean_failure);
	SUITE_TEST(&suite, fields_are_the_known_ones);
	SUITE_TABLE(&suite, text, texts);
	SUITE_TEST(&suite, long_tokens);
	SUITE_TEST(&suite, wild_failures);
	SUITE_TEST(&suite, long_failures);
	SUITE_TEST(&suite, failure_languages);
	return suite_run(&suite);
}
