/* SPDX-License-Identifier: ISC */
/* wish.h: what the settings want of a token, and whether a provider or a token can keep it. */
#include "cases.h"

#include "issue/wish.h"

struct wish_case {
	const char *name;
	const char *profile;
	const char *min_ttl; /* NULL: not set */
	enum level level;    /* of min_ttl */
	const char *reuse_for;
	const char *refresh;
	struct wish wish; /* its provider is the profile's */
	bool fails;       /* the provider can't keep it */
	bool no_end;      /* a token whose end is not reported can't keep it */
};

static const struct wish_case wishes[] = {
	{ .name = "wish: nothing", .profile = "toss", .wish.reuse_for = 3600 },
	{ .name = "wish: a new one",
	  .profile = "toss",
	  .refresh = "yes",
	  .wish = { .reuse_for = 3600, .refresh = true } },
	{ .name = "wish: not a new one",
	  .profile = "toss",
	  .refresh = "no",
	  .wish.reuse_for = 3600 },
	{ .name = "wish: ten minutes, on the command line",
	  .profile = "toss",
	  .min_ttl = "10m",
	  .level = LEVEL_FLAG,
	  .wish = { .min_ttl = 600, .reuse_for = 3600 },
	  .no_end = true },
	{ .name = "wish: ten minutes, by a variable for all",
	  .profile = "toss",
	  .min_ttl = "10m",
	  .level = LEVEL_GENERAL_VARIABLE,
	  .wish = { .min_ttl = 600, .reuse_for = 3600 } },
	{ .name = "wish: a profile's",
	  .profile = "oauth2:crm",
	  .min_ttl = "10m",
	  .level = LEVEL_VARIABLE,
	  .wish = { .min_ttl = 600, .reuse_for = 300 },
	  .no_end = true },
	{ .name = "wish: all profiles'",
	  .profile = "oauth2:crm",
	  .min_ttl = "10m",
	  .level = LEVEL_GENERAL_SECTION,
	  .wish = { .min_ttl = 600, .reuse_for = 300 } },
	{ .name = "wish: no time at all",
	  .profile = "oauth2:crm",
	  .min_ttl = "0s",
	  .level = LEVEL_FLAG,
	  .wish.reuse_for = 300 },

	{ .name = "wish: the provider's reuse-for", .profile = "imweb", .wish.reuse_for = 1800 },
	{ .name = "wish: a reuse-for of its own",
	  .profile = "imweb",
	  .reuse_for = "1h",
	  .wish.reuse_for = 3600 },
	{ .name = "wish: no reuse", .profile = "imweb", .reuse_for = "0s" },
	{ .name = "wish: ten minutes of what has no end, on the command line",
	  .profile = "imweb",
	  .min_ttl = "10m",
	  .level = LEVEL_FLAG,
	  .wish = { .min_ttl = 600, .reuse_for = 1800 },
	  .fails = true,
	  .no_end = true },
	{ .name = "wish: ten minutes of what has no end, by its variable",
	  .profile = "imweb",
	  .min_ttl = "10m",
	  .level = LEVEL_VARIABLE,
	  .wish = { .min_ttl = 600, .reuse_for = 1800 },
	  .fails = true,
	  .no_end = true },
	{ .name = "wish: ten minutes of all, one of which has no end",
	  .profile = "imweb",
	  .min_ttl = "10m",
	  .level = LEVEL_GENERAL_SECTION,
	  .wish.reuse_for = 1800 },
	{ .name = "wish: ten minutes of all, by a variable, one of which has no end",
	  .profile = "imweb",
	  .min_ttl = "10m",
	  .level = LEVEL_GENERAL_VARIABLE,
	  .wish.reuse_for = 1800 },
};

static void set(struct settings *settings, enum option_id id, const char *text, enum level level)
{
	if (text == NULL)
		return;
	settings->values[id].text = text;
	settings->values[id].level = level;
	settings->values[id].at = "VARIABLE=value";
}

static void settle(const struct wish_case *test, struct settings *settings, struct profile *profile)
{
	struct error err = ERROR_INIT;

	assert_int_equal(profile_parse(test->profile, profile, &err), 0);
	memset(settings, 0, sizeof(*settings));
	settings->profile = profile;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		settings->values[i].level = LEVEL_NONE;
	set(settings, OPTION_MIN_TTL, test->min_ttl, test->level);
	set(settings, OPTION_REUSE_FOR, test->reuse_for, LEVEL_FLAG);
	set(settings, OPTION_REFRESH, test->refresh, LEVEL_FLAG);
}

static void from_settings(void **state)
{
	static struct settings settings;
	const struct wish_case *test = *state;
	struct profile profile;
	struct wish wish;

	settle(test, &settings, &profile);
	wish = wish_from_settings(&settings);
	assert_ptr_equal(wish.provider, profile.provider);
	assert_int_equal(wish.min_ttl, test->wish.min_ttl);
	assert_int_equal(wish.reuse_for, test->wish.reuse_for);
	assert_int_equal(wish.refresh, test->wish.refresh);
}

static void check(void **state)
{
	static struct settings settings;
	const struct wish_case *test = *state;
	struct error err = ERROR_INIT;
	struct profile profile;
	struct wish wish;

	settle(test, &settings, &profile);
	wish = wish_from_settings(&settings);
	assert_int_equal(wish_check(&wish, &settings, &err), test->fails ? -1 : 0);
	assert_int_equal(err.id, test->fails ? ERROR_NO_EXPIRY : ERROR_NONE);
}

static void check_token(void **state)
{
	static struct settings settings;
	const struct wish_case *test = *state;
	struct token token = { .value = "token", .issued_at = 1000, .expires_at = 2000 };
	struct error err = ERROR_INIT;
	struct profile profile;
	struct wish wish;

	settle(test, &settings, &profile);
	wish = wish_from_settings(&settings);
	assert_int_equal(wish_check_token(&wish, &token, &settings, &err), 0);
	token.expires_at = TIME_UNKNOWN;
	assert_int_equal(wish_check_token(&wish, &token, &settings, &err), test->no_end ? -1 : 0);
	assert_int_equal(err.id, test->no_end ? ERROR_NO_EXPIRY : ERROR_NONE);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, from_settings, wishes);
	SUITE_TABLE(&suite, check, wishes);
	SUITE_TABLE(&suite, check_token, wishes);
	return suite_run(&suite);
}
