/* SPDX-License-Identifier: ISC */
/*
 * model/: the providers' facts, profiles and variables, what a token may be and how long it lives,
 * credentials.
 */
#include "cases.h"

#include <ctype.h>

#include "model/credential.h"
#include "model/endpoint.h"
#include "model/profile.h"
#include "model/provider.h"
#include "model/token.h"

static const struct provider *provider_named(const char *name)
{
	const struct provider *provider = provider_find(name, strlen(name));

	assert_non_null(provider);
	return provider;
}

static void assert_text(const char *have, const char *want)
{
	if (want == NULL)
		assert_null(have);
	else
		assert_string_equal(have, want);
}

/* ---- the facts, as the providers' pages have them */

struct provider_case {
	const char *name;
	const char *endpoint;
	const char *test_endpoint;
	const char *key_name;
	const char *secret_name;
	const char *header_name;
	enum header_form header_form;
	const char *affiliate_header;
	const char *default_scope;
	unsigned traits;
	int64_t reuse_for;
	struct reissue reissue;
};

static const struct provider_case facts[] = {
	{ "imweb",
	  "https://api.imweb.me/v2/auth",
	  NULL,
	  NULL,
	  NULL,
	  "access-token",
	  HEADER_BARE,
	  "ACCESS-AFFILIATE",
	  NULL,
	  TAKES_AFFILIATE | TAKES_METHOD | TAKES_REUSE_FOR | REPORTS_NO_EXPIRY,
	  1800,
	  { 0 } },
	{ "iamport",
	  "https://api.iamport.kr/users/getToken",
	  NULL,
	  NULL,
	  NULL,
	  "Authorization",
	  HEADER_BEARER,
	  "Tier",
	  NULL,
	  TAKES_AFFILIATE,
	  0,
	  { 60, 300, 1800 } },
	{ "bizppurio",
	  "https://api.bizppurio.com/v1/token",
	  "https://dev-api.bizppurio.com/v1/token",
	  "account",
	  "password",
	  "Authorization",
	  HEADER_TYPE,
	  NULL,
	  NULL,
	  HAS_TEST_ENDPOINT,
	  0,
	  { 0 } },
	{ "toss",
	  "https://oauth2.cert.toss.im/token",
	  "https://oauth2-alpha.cert.toss.im/token",
	  NULL,
	  NULL,
	  "Authorization",
	  HEADER_BEARER,
	  NULL,
	  "toss-shopping-fep:write",
	  HAS_TEST_ENDPOINT | TAKES_SCOPE | TAKES_REUSE_FOR | PROMISES_EXPIRY,
	  3600,
	  { 0 } },
	{ "oauth2",
	  NULL,
	  NULL,
	  "client-id",
	  "client-secret",
	  "Authorization",
	  HEADER_BEARER,
	  NULL,
	  NULL,
	  TAKES_SCOPE | IS_OAUTH2 | TAKES_REUSE_FOR | NEEDS_PROFILE,
	  300,
	  { 0 } },
};

static void provider_facts(void **state)
{
	const struct provider_case *test = *state;
	const struct provider *provider = provider_named(test->name);

	assert_string_equal(provider->name, test->name);
	assert_text(provider->endpoint, test->endpoint);
	assert_text(provider->test_endpoint, test->test_endpoint);
	assert_text(provider->key_name, test->key_name);
	assert_text(provider->secret_name, test->secret_name);
	assert_string_equal(provider->header_name, test->header_name);
	assert_int_equal(provider->header_form, test->header_form);
	assert_text(provider->affiliate_header, test->affiliate_header);
	assert_text(provider->default_scope, test->default_scope);
	assert_int_equal(provider->traits, test->traits);
	assert_int_equal(provider->default_reuse_for, test->reuse_for);
	assert_int_equal(provider->reissue.ahead, test->reissue.ahead);
	assert_int_equal(provider->reissue.adds, test->reissue.adds);
	assert_int_equal(provider->reissue.life, test->reissue.life);
}

/* What must hold of any row, also of one that is added. */
static void provider_rows_are_sane(void **state)
{
	const struct provider *provider;
	size_t index;

	(void)state;
	for (index = 0; (provider = provider_at(index)) != NULL; index++) {
		struct error err = ERROR_INIT;

		assert_ptr_equal(provider_find(provider->name, strlen(provider->name)), provider);
		for (const char *c = provider->name; *c != '\0'; c++)
			assert_true(islower((unsigned char)*c) || isdigit((unsigned char)*c));
		assert_true(strlen(provider->name) < PROVIDER_NAME_SIZE);
		/* Without an endpoint of its own it is many servers, and each has a name. */
		assert_int_equal(provider->endpoint == NULL,
				 (provider->traits & NEEDS_PROFILE) != 0);
		if (provider->endpoint != NULL)
			assert_int_equal(endpoint_check(provider->endpoint, &err), 0);
		assert_int_equal(provider->test_endpoint != NULL,
				 (provider->traits & HAS_TEST_ENDPOINT) != 0);
		if (provider->test_endpoint != NULL)
			assert_int_equal(endpoint_check(provider->test_endpoint, &err), 0);
		if (provider->endpoint != NULL)
			assert_int_equal(provider->default_scope != NULL,
					 (provider->traits & TAKES_SCOPE) != 0);
		if (provider->default_scope != NULL)
			assert_true(token_scope_is_valid(provider->default_scope,
							 strlen(provider->default_scope)));
		assert_int_equal(provider->affiliate_header != NULL,
				 (provider->traits & TAKES_AFFILIATE) != 0);
		assert_int_equal(provider->default_reuse_for > 0,
				 (provider->traits & TAKES_REUSE_FOR) != 0);
		assert_true(
			token_type_is_valid(provider->header_name, strlen(provider->header_name)));
		assert_true(provider->refresh_ahead.least <= provider->refresh_ahead.most);
		assert_true(provider->refresh_ahead.least >= 0);
		assert_true(provider->reissue.ahead >= 0 &&
			    provider->reissue.adds >= provider->reissue.ahead);
		assert_true(provider->reissue.life >= provider->reissue.adds);
		assert_string_not_equal(provider->title, "");
		assert_string_not_equal(provider->where, "");
		assert_string_not_equal(provider->refusal_hint, "");
		assert_string_not_equal(provider->about, "");
		assert_true(provider->refused[0].status != 0);
		if (provider->address_codes[0] != NULL)
			assert_non_null(provider->address_list);
	}
	assert_int_equal(index, COUNT(facts));
	assert_null(provider_at(SIZE_MAX));
}

static void provider_find_is_exact(void **state)
{
	(void)state;
	assert_ptr_equal(provider_find("toss:outlet", 4), provider_named("toss"));
	assert_null(provider_find("toss", 3));
	assert_null(provider_find("tosss", 5));
	assert_null(provider_find("Toss", 4));
	assert_null(provider_find("", 0));
}

/* ---- what an API says of a token, and of an address */

static const struct refused_case {
	const char *name;
	const char *provider;
	int status;
	const char *code;
	bool want;
} refused[] = {
	{ "refused: toss, 401", "toss", 401, NULL, true },
	{ "refused: toss, 401 with a code", "toss", 401, "invalid_token", true },
	{ "refused: toss, 403", "toss", 403, NULL, false },
	{ "refused: toss, 200", "toss", 200, "3002", false },
	{ "refused: iamport, 401", "iamport", 401, "-1", true },
	{ "refused: iamport, 400", "iamport", 400, "-1", false },
	{ "refused: oauth2, 401", "oauth2", 401, "", true },
	{ "refused: bizppurio, 400 with 3002", "bizppurio", 400, "3002", true },
	{ "refused: bizppurio, 400 with 3005", "bizppurio", 400, "3005", true },
	{ "refused: bizppurio, 401 with 3002", "bizppurio", 401, "3002", true },
	{ "refused: bizppurio, 401 with 3005", "bizppurio", 401, "3005", true },
	{ "refused: bizppurio, another code", "bizppurio", 400, "3010", false },
	{ "refused: bizppurio, 401 alone", "bizppurio", 401, NULL, false },
	{ "refused: bizppurio, a code alone", "bizppurio", 200, "3002", false },
	{ "refused: imweb, 401", "imweb", 401, NULL, true },
	{ "refused: imweb, 200 with -2", "imweb", 200, "-2", true },
	{ "refused: imweb, 200 with 401", "imweb", 200, "401", true },
	{ "refused: imweb, 200", "imweb", 200, "200", false },
	{ "refused: imweb, 200 without a code", "imweb", 200, NULL, false },
	{ "refused: imweb, 400 with -2", "imweb", 400, "-2", false },
};

static void token_is_refused(void **state)
{
	const struct refused_case *test = *state;

	assert_int_equal(
		provider_refuses_token(provider_named(test->provider), test->status, test->code),
		test->want);
}

static void address_is_refused(void **state)
{
	const struct provider *bizppurio = provider_named("bizppurio");

	(void)state;
	assert_true(provider_refuses_address(bizppurio, "3000"));
	assert_true(provider_refuses_address(bizppurio, "3003"));
	assert_true(provider_refuses_address(bizppurio, "3010"));
	assert_false(provider_refuses_address(bizppurio, "3001"));
	assert_false(provider_refuses_address(bizppurio, ""));
	assert_false(provider_refuses_address(provider_named("toss"), "3000"));
}

/* ---- profiles */

#define NAME_63 "a23456789012345678901234567890123456789012345678901234567890123"

struct profile_case {
	const char *name;
	const char *text;
	const char *provider; /* NULL: refused */
	const char *profile;
};

static const struct profile_case profiles[] = {
	{ "profile: a provider", "toss", "toss", "" },
	{ "profile: each provider", "bizppurio", "bizppurio", "" },
	{ "profile: a second shop", "toss:outlet", "toss", "outlet" },
	{ "profile: one letter", "imweb:a", "imweb", "a" },
	{ "profile: begins with a digit", "imweb:2nd", "imweb", "2nd" },
	{ "profile: dashes and underscores", "iamport:a_b-c", "iamport", "a_b-c" },
	{ "profile: a name as long as it may be", "toss:" NAME_63, "toss", NAME_63 },
	{ "profile: a name too long", "toss:" NAME_63 "4", NULL, NULL },
	{ "profile: nothing", "", NULL, NULL },
	{ "profile: a colon", ":", NULL, NULL },
	{ "profile: no provider", ":outlet", NULL, NULL },
	{ "profile: no name", "toss:", NULL, NULL },
	{ "profile: upper case provider", "Toss", NULL, NULL },
	{ "profile: upper case name", "toss:Outlet", NULL, NULL },
	{ "profile: begins with a dash", "toss:-a", NULL, NULL },
	{ "profile: begins with an underscore", "toss:_a", NULL, NULL },
	{ "profile: a blank", "toss:a b", NULL, NULL },
	{ "profile: a blank in front", " toss", NULL, NULL },
	{ "profile: a blank behind", "toss ", NULL, NULL },
	{ "profile: a dot", "toss:a.b", NULL, NULL },
	{ "profile: a slash", "toss:../a", NULL, NULL },
	{ "profile: two colons", "toss:a:b", NULL, NULL },
	{ "profile: a line break", "toss:a\n", NULL, NULL },
	{ "profile: not ASCII", "toss:\xeb\xb9\x84", NULL, NULL },
	{ "profile: part of a provider", "tos", NULL, NULL },
	{ "profile: more than a provider", "tossx:outlet", NULL, NULL },
	{ "profile: no provider of ours", "google", NULL, NULL },
	{ "profile: a server by its name", "oauth2:crm", "oauth2", "crm" },
	{ "profile: a server without a name", "oauth2", NULL, NULL },
	{ "profile: a server with an empty name", "oauth2:", NULL, NULL },
};

static void profile_form(void **state)
{
	const struct profile_case *test = *state;
	struct error err = ERROR_INIT;
	struct profile profile;

	if (test->provider == NULL) {
		assert_int_equal(profile_parse(test->text, &profile, &err), -1);
		assert_int_equal(err.id, ERROR_USAGE);
		assert_string_not_equal(err.message, "");
	} else {
		assert_int_equal(profile_parse(test->text, &profile, &err), 0);
		assert_ptr_equal(profile.provider, provider_named(test->provider));
		assert_string_equal(profile.name, test->profile);
		assert_string_equal(profile.text, test->text);
	}
}

static void profile_suggests(void **state)
{
	struct error err = ERROR_INIT;
	struct profile profile;

	(void)state;
	assert_int_equal(profile_parse("bizpurio:x", &profile, &err), -1);
	assert_true(strstr(err.message, "bizppurio") != NULL ||
		    strstr(err.hint, "bizppurio") != NULL);
}

struct variable_case {
	const char *name;
	const char *profile;
	const char *word;
	const char *want;
	const char *output; /* the same word in a variable of a command's */
};

static const struct variable_case variables[] = {
	{ "variable: a key", "toss", "key", "TOKCTL_TOSS_KEY", "TOSS_KEY" },
	{ "variable: a profile's", "toss:outlet", "secret-file", "TOKCTL_TOSS_OUTLET_SECRET_FILE",
	  "TOSS_OUTLET_SECRET_FILE" },
	{ "variable: dashes in a profile", "imweb:a-b_c", "reuse-for",
	  "TOKCTL_IMWEB_A_B_C_REUSE_FOR", "IMWEB_A_B_C_REUSE_FOR" },
	{ "variable: digits", "imweb:2nd", "key", "TOKCTL_IMWEB_2ND_KEY", "IMWEB_2ND_KEY" },
	{ "variable: upper case", "bizppurio", "TOKEN", "TOKCTL_BIZPPURIO_TOKEN",
	  "BIZPPURIO_TOKEN" },
	{ "variable: no word", "toss:a", "", "TOKCTL_TOSS_A_", "TOSS_A_" },
};

static void variable(void **state)
{
	const struct variable_case *test = *state;
	struct error err = ERROR_INIT;
	struct profile profile;
	char out[VARIABLE_SIZE];

	assert_int_equal(profile_parse(test->profile, &profile, &err), 0);
	memset(out, 'x', sizeof(out));
	profile_variable(&profile, test->word, out);
	assert_string_equal(out, test->want);
	memset(out, 'x', sizeof(out));
	profile_output_variable(&profile, test->word, out);
	assert_string_equal(out, test->output);
}

/* The longest name of a profile, and the longest words: nothing is cut. */
static void variable_fits(void **state)
{
	const struct provider *provider;
	char out[VARIABLE_SIZE], word[OPTION_WORD_SIZE];

	(void)state;
	memset(word, 'w', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		struct profile profile = { .provider = provider };

		memset(profile.name, 'p', sizeof(profile.name) - 1);
		profile_variable(&profile, word, out);
		assert_int_equal(strlen(out), strlen("TOKCTL_") + strlen(provider->name) + 1 +
						      strlen(profile.name) + 1 + strlen(word));
	}
}

static void variable_append_cuts(void **state)
{
	char out[24] = "TOKCTL_";

	(void)state;
	variable_append("secret-file", out, sizeof(out));
	assert_string_equal(out, "TOKCTL_SECRET_FILE");
	variable_append("abcdefghijk", out, sizeof(out));
	assert_string_equal(out, "TOKCTL_SECRET_FILEABCDE");
	for (size_t size = 1; size <= sizeof("SECRET_FILE"); size++) {
		char *room = malloc(size);

		assert_non_null(room);
		room[0] = '\0';
		variable_append("secret-file", room, size);
		assert_int_equal(strlen(room), size - 1);
		assert_memory_equal(room, "SECRET_FILE", size - 1);
		free(room);
	}
}

struct spells_case {
	const char *name;
	const char *part;
	const char *word;
	bool want;
};

static const struct spells_case spellings[] = {
	{ "spells: a word", "KEY", "key", true },
	{ "spells: a dash", "SECRET_FILE", "secret-file", true },
	{ "spells: a digit", "OAUTH2", "oauth2", true },
	{ "spells: nothing", "", "", true },
	{ "spells: no word", "KEY", "", false },
	{ "spells: nothing for a word", "", "key", false },
	{ "spells: the beginning", "SECRET", "secret-file", false },
	{ "spells: more", "SECRET_FILE", "secret", false },
	{ "spells: lower case", "key", "key", false },
	{ "spells: another letter", "KEZ", "key", false },
	{ "spells: a dash in the variable", "SECRET-FILE", "secret-file", false },
};

static void spells(void **state)
{
	const struct spells_case *test = *state;

	assert_int_equal(variable_spells(test->part, strlen(test->part), test->word), test->want);
}

/* ---- what a token, a type, a scope may be */

struct valid_case {
	const char *name;
	const char *text;
	size_t len;
	bool valid;
};

#define TEXT(text) text, sizeof(text) - 1

static const struct valid_case values[] = {
	{ "token: a letter", TEXT("a"), true },
	{ "token: all that it may be", TEXT("AZaz09-._~+/"), true },
	{ "token: padding", TEXT("YWJj="), true },
	{ "token: much padding", TEXT("a===="), true },
	{ "token: a JWT", TEXT("eyJh.eyJp.WE5f_-w"), true },
	{ "token: nothing", TEXT(""), false },
	{ "token: only padding", TEXT("="), false },
	{ "token: padding within", TEXT("a=b"), false },
	{ "token: a blank", TEXT("a b"), false },
	{ "token: a blank in front", TEXT(" a"), false },
	{ "token: a line break", TEXT("a\n"), false },
	{ "token: header injection", TEXT("a\r\nX: y"), false },
	{ "token: NUL", TEXT("a\0b"), false },
	{ "token: NUL at the end", TEXT("ab\0"), false },
	{ "token: a quote", TEXT("a\"b"), false },
	{ "token: a backslash", TEXT("a\\b"), false },
	{ "token: a dollar", TEXT("$a"), false },
	{ "token: percent", TEXT("a%41"), false },
	{ "token: a colon", TEXT("a:b"), false },
	{ "token: a placeholder", TEXT("{ACCESS_TOKEN}"), false },
	{ "token: not ASCII", TEXT("\xeb\xb9\x84"), false },
};

static void token_value(void **state)
{
	const struct valid_case *test = *state;

	assert_int_equal(token_value_is_valid(test->text, test->len), test->valid);
}

static const struct valid_case types[] = {
	{ "type: Bearer", TEXT("Bearer"), true },
	{ "type: all that it may be", TEXT("aZ09!#$%&'*+-.^_`|~"), true },
	{ "type: nothing", TEXT(""), false },
	{ "type: a blank behind", TEXT("Bearer "), false },
	{ "type: two words", TEXT("Bearer x"), false },
	{ "type: a line break", TEXT("Bearer\n"), false },
	{ "type: NUL", TEXT("Bea\0rer"), false },
	{ "type: a colon", TEXT("a:b"), false },
	{ "type: a slash", TEXT("a/b"), false },
	{ "type: a quote", TEXT("\"a\""), false },
	{ "type: a comma", TEXT("a,b"), false },
	{ "type: '='", TEXT("a=b"), false },
	{ "type: not ASCII", TEXT("\xc3\xa9"), false },
};

static void token_type(void **state)
{
	const struct valid_case *test = *state;

	assert_int_equal(token_type_is_valid(test->text, test->len), test->valid);
}

static const struct valid_case scopes[] = {
	{ "scope: one", TEXT("toss-shopping-fep:write"), true },
	{ "scope: two", TEXT("a b"), true },
	{ "scope: all that it may be", TEXT("!#[]~/:.,;'$%&()*+=?@^_`{|}<>"), true },
	{ "scope: nothing", TEXT(""), false },
	{ "scope: a blank", TEXT(" "), false },
	{ "scope: a blank in front", TEXT(" a"), false },
	{ "scope: a blank behind", TEXT("a "), false },
	{ "scope: two blanks", TEXT("a  b"), false },
	{ "scope: a tab", TEXT("a\tb"), false },
	{ "scope: a quote", TEXT("a\"b"), false },
	{ "scope: a backslash", TEXT("a\\b"), false },
	{ "scope: a line break", TEXT("a\nb"), false },
	{ "scope: NUL", TEXT("a\0b"), false },
	{ "scope: DEL", TEXT("a\x7f"), false },
	{ "scope: not ASCII", TEXT("\xc3\xa9"), false },
};

static void token_scope(void **state)
{
	const struct valid_case *test = *state;

	assert_int_equal(token_scope_is_valid(test->text, test->len), test->valid);
}

static void token_limits(void **state)
{
	static const struct {
		bool (*is_valid)(const char *text, size_t len);
		size_t limit;
	} limits[] = {
		{ token_value_is_valid, TOKEN_LIMIT },
		{ token_type_is_valid, TOKEN_TYPE_LIMIT },
		{ token_scope_is_valid, TOKEN_SCOPE_LIMIT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(limits); i++) {
		char *text = calloc(1, limits[i].limit + 2);

		assert_non_null(text);
		memset(text, 'a', limits[i].limit);
		assert_true(limits[i].is_valid(text, limits[i].limit));
		text[limits[i].limit] = 'a';
		assert_false(limits[i].is_valid(text, limits[i].limit + 1));
		free(text);
	}
}

/* ---- when a token is renewed, per provider */

struct reuse_case {
	const char *name;
	const char *provider;
	int64_t life; /* -1: not reported */
	int64_t reuse_for;
	int64_t want; /* seconds after it was issued */
};

static const struct reuse_case reuses[] = {
	{ "reuse: toss, a year: an hour before", "toss", 31535999, 0, 31535999 - 3600 },
	{ "reuse: toss, ten hours: an hour before", "toss", 36000, 0, 32400 },
	{ "reuse: toss, five hours: a tenth", "toss", 18000, 0, 16200 },
	{ "reuse: toss, an hour: a tenth", "toss", 3600, 0, 3240 },
	{ "reuse: toss, ten minutes: a minute", "toss", 600, 0, 540 },
	{ "reuse: toss, five minutes: a minute at least", "toss", 300, 0, 240 },
	{ "reuse: toss, two minutes: a minute is half", "toss", 120, 0, 60 },
	{ "reuse: toss, a minute: half of it", "toss", 60, 0, 30 },
	{ "reuse: toss, ten seconds: half of it", "toss", 10, 0, 5 },
	{ "reuse: bizppurio, a day: an hour before", "bizppurio", 86400, 0, 82800 },
	{ "reuse: bizppurio, three hours: an hour before", "bizppurio", 10800, 0, 7200 },
	{ "reuse: bizppurio, two hours: an hour is half", "bizppurio", 7200, 0, 3600 },
	{ "reuse: bizppurio, an hour: half of it", "bizppurio", 3600, 0, 1800 },
	{ "reuse: bizppurio, ten minutes: half of it", "bizppurio", 600, 0, 300 },
	{ "reuse: iamport, half an hour: a minute before", "iamport", 1800, 0, 1740 },
	{ "reuse: iamport, five minutes: a minute before", "iamport", 300, 0, 240 },
	{ "reuse: iamport, two minutes: a minute is half", "iamport", 120, 0, 60 },
	{ "reuse: iamport, ninety seconds: half of it", "iamport", 90, 0, 45 },
	{ "reuse: imweb, as long as was said", "imweb", -1, 1800, 1800 },
	{ "reuse: imweb, an hour was said", "imweb", -1, 3600, 3600 },
	{ "reuse: imweb, not at all", "imweb", -1, 0, 0 },
	{ "reuse: reuse-for is nothing to one that reports", "toss", 3600, 10, 3240 },
};

static void reuse(void **state)
{
	static const int64_t issued_at = 1795231020;
	const struct reuse_case *test = *state;
	struct token token = {
		.value = "t",
		.issued_at = issued_at,
		.expires_at = test->life == -1 ? TIME_UNKNOWN : issued_at + test->life,
	};

	assert_int_equal(
		token_reuse_until(&token, provider_named(test->provider), test->reuse_for) -
			issued_at,
		test->want);
}

/* Whatever the life: reused for half of it at least, and never past its end. */
static void reuse_bounds(void **state)
{
	static const int64_t issued_at = 1795231020;
	const struct provider *provider;

	(void)state;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		for (int64_t life = 1; life < 200000; life += life < 8000 ? 1 : 997) {
			struct token token = { .value = "t",
					       .issued_at = issued_at,
					       .expires_at = issued_at + life };
			int64_t until = token_reuse_until(&token, provider, 1800);

			assert_true(until - issued_at >= life / 2);
			assert_true(until <= token.expires_at);
		}
	}
}

/* ---- the provider's clock and ours */

#define T ((int64_t)1795231020)
#define DAYS_3 ((int64_t)3 * 86400)
#define UNKNOWN TIME_UNKNOWN

struct expiry_case {
	const char *name;
	int64_t expires_in;
	int64_t expires_at;
	int64_t server_now;
	int64_t began;
	int64_t ended;
	int64_t want;
};

static const struct expiry_case expiries[] = {
	{ "expiry: nothing said", UNKNOWN, UNKNOWN, UNKNOWN, T, T + 1, UNKNOWN },
	{ "expiry: nothing said but the time", UNKNOWN, UNKNOWN, T, T, T + 1, UNKNOWN },
	{ "expiry: in an hour", 3600, UNKNOWN, UNKNOWN, T, T, T + 3600 },
	{ "expiry: in an hour, a slow exchange: early", 3600, UNKNOWN, UNKNOWN, T, T + 10,
	  T + 3600 },
	{ "expiry: in an hour, clock off: no matter", 3600, UNKNOWN, T + DAYS_3, T, T + 1,
	  T + 3600 },
	{ "expiry: at, no server's clock: as it stands", UNKNOWN, T + 86400, UNKNOWN, T, T + 1,
	  T + 86400 },
	{ "expiry: at, the same clock", UNKNOWN, T + 1800, T, T, T, T + 1800 },
	{ "expiry: at, the same clock, within", UNKNOWN, T + 1800, T + 3, T, T + 6, T + 1800 },
	{ "expiry: at, the same token a while later", UNKNOWN, T + 1800, T + 700, T + 700, T + 701,
	  T + 1800 },
	{ "expiry: at, ahead by a second: as long as it lives, and no longer", UNKNOWN, T + 1800,
	  T + 2, T, T + 1, T + 1798 },
	{ "expiry: at, ahead by some seconds", UNKNOWN, T + 1800, T + 1 + CLOCK_TOLERANCE, T, T + 1,
	  T + 1799 - CLOCK_TOLERANCE },
	{ "expiry: at, tolerably behind", UNKNOWN, T + 1800, T - CLOCK_TOLERANCE, T, T + 1,
	  T + 1800 },
	{ "expiry: at, ahead by more", UNKNOWN, T + 1800, T + 2 + CLOCK_TOLERANCE, T, T + 1,
	  T + 1798 - CLOCK_TOLERANCE },
	{ "expiry: at, just behind", UNKNOWN, T + 1800, T - 1 - CLOCK_TOLERANCE, T, T + 1,
	  T + 1801 + CLOCK_TOLERANCE },
	{ "expiry: at, ours three days behind", UNKNOWN, T + DAYS_3 + 1800, T + DAYS_3, T, T + 1,
	  T + 1800 },
	{ "expiry: at, ours three days ahead", UNKNOWN, T + 1800, T, T + DAYS_3, T + DAYS_3 + 1,
	  T + DAYS_3 + 1800 },
	{ "expiry: at, off and slow: early", UNKNOWN, T + DAYS_3 + 1800, T + DAYS_3, T, T + 20,
	  T + 1800 },
	{ "expiry: at, off, already over", UNKNOWN, T + DAYS_3 - 10, T + DAYS_3, T, T + 1, T - 10 },
};

static void local_expiry(void **state)
{
	const struct expiry_case *test = *state;

	assert_int_equal(token_local_expiry(test->expires_in, test->expires_at, test->server_now,
					    test->began, test->ended),
			 test->want);
}

/* ---- credentials */

static const struct credential base = {
	.endpoint = "https://oauth2.cert.toss.im/token",
	.key = "shop-key",
	.secret = "secret",
	.scope = "a:write",
	.affiliate = "code",
	.method = "post",
};

/* A credential that differs from base in one string. */
struct fingerprint_case {
	const char *name;
	size_t member;
	const char *value;
	bool same;
};

#define MEMBER(name) offsetof(struct credential, name)

static const struct fingerprint_case fingerprints[] = {
	{ "fingerprint: the same", MEMBER(key), "shop-key", true },
	{ "fingerprint: another secret", MEMBER(secret), "new", true },
	{ "fingerprint: no secret yet", MEMBER(secret), NULL, true },
	{ "fingerprint: another method", MEMBER(method), "get", true },
	{ "fingerprint: another endpoint", MEMBER(endpoint), "https://oauth2.cert.toss.im/token2",
	  false },
	{ "fingerprint: another key", MEMBER(key), "shop-kez", false },
	{ "fingerprint: another scope", MEMBER(scope), "b:write", false },
	{ "fingerprint: no scope", MEMBER(scope), NULL, false },
	{ "fingerprint: another affiliate", MEMBER(affiliate), "other", false },
	{ "fingerprint: no affiliate", MEMBER(affiliate), NULL, false },
	{ "fingerprint: an issuer", MEMBER(issuer), "https://as.example", false },
	{ "fingerprint: an auth", MEMBER(auth), "basic", false },
	{ "fingerprint: further parameters", MEMBER(extra), "audience=a", false },
};

static bool same_fingerprint(const struct credential *one, const struct credential *two)
{
	char first[FINGERPRINT_SIZE], second[FINGERPRINT_SIZE];

	credential_fingerprint(one, first);
	credential_fingerprint(two, second);
	return strcmp(first, second) == 0;
}

static void fingerprint(void **state)
{
	const struct fingerprint_case *test = *state;
	struct credential first = base, other = base;

	first.provider = other.provider = provider_named("toss");
	memcpy((char *)&other + test->member, &test->value, sizeof(test->value));
	assert_int_equal(same_fingerprint(&first, &other), test->same);
}

/* The parts do not run into each other. */
static void fingerprint_parts_are_apart(void **state)
{
	struct credential first = base, other = base;

	(void)state;
	first.provider = other.provider = provider_named("toss");
	other.scope = base.affiliate;
	other.affiliate = base.scope;
	assert_false(same_fingerprint(&first, &other));
	other = first;
	other.key = "shop-ke";
	other.scope = "ya:write";
	assert_false(same_fingerprint(&first, &other));
	first.affiliate = NULL;
	other = first;
	other.scope = NULL;
	other.affiliate = first.scope;
	assert_false(same_fingerprint(&first, &other));
}

/*
 * What OAuth servers have more: each differs from each, also where a value of one stands in
 * another.
 */
static void fingerprint_of_oauth2(void **state)
{
	struct credential ways[] = {
		{ .endpoint = "https://as.example" },
		{ .issuer = "https://as.example" },
		{ .endpoint = "https://as.example", .auth = "basic" },
		{ .endpoint = "https://as.example", .auth = "post" },
		{ .endpoint = "https://as.example", .extra = "basic" },
		{ .endpoint = "https://as.example", .extra = "audience=a" },
		{ .endpoint = "https://as.example", .extra = "audience=b" },
		{ .issuer = "https://as.example", .extra = "audience=a" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		ways[i].provider = provider_named("oauth2");
		ways[i].key = "id";
		for (size_t k = 0; k < i; k++)
			assert_false(same_fingerprint(&ways[i], &ways[k]));
	}
}

/* The names of entries that older versions wrote are what they were. */
static void fingerprint_is_what_it_was(void **state)
{
	struct credential credential = base;
	char toss[FINGERPRINT_SIZE];

	(void)state;
	credential.provider = provider_named("toss");
	credential_fingerprint(&credential, toss);
	assert_string_equal(toss,
			    "955fb193079108cdf0c5e7e14eb40907c501896eb494643d3c422b9871d144f2");
}

static void fingerprint_form(void **state)
{
	struct credential credential = base;
	char toss[FINGERPRINT_SIZE], imweb[FINGERPRINT_SIZE];

	(void)state;
	credential.provider = provider_named("toss");
	credential_fingerprint(&credential, toss);
	assert_int_equal(strlen(toss), 64);
	assert_int_equal(strspn(toss, "0123456789abcdef"), 64);
	credential.provider = provider_named("imweb");
	credential_fingerprint(&credential, imweb);
	assert_string_not_equal(toss, imweb);
}

struct endpoint_case {
	const char *name;
	const char *url;
	int port; /* 0: it is none */
};

#define TEN_ONES "1111111111"
#define HUNDRED_ONES \
	TEN_ONES TEN_ONES TEN_ONES TEN_ONES TEN_ONES TEN_ONES TEN_ONES TEN_ONES TEN_ONES TEN_ONES

static const struct endpoint_case endpoints[] = {
	{ "endpoint: a provider's", "https://api.imweb.me/v2/auth", 443 },
	{ "endpoint: only a host", "https://host", 443 },
	{ "endpoint: a port", "https://dev-api.bizppurio.com:10443/v1/token", 10443 },
	{ "endpoint: an address", "https://127.0.0.1:8443/token", 8443 },
	{ "endpoint: an IPv6 address", "https://[::1]:8443/token", 8443 },
	{ "endpoint: the highest port", "https://host:65535/token", 65535 },
	{ "endpoint: an empty port", "https://host:/token", 443 },
	{ "endpoint: an IPv6 address alone", "https://[::1]/token", 443 },
	{ "endpoint: ':' in the path", "https://host/a:b", 443 },
	{ "endpoint: a query", "https://host/token?x=y", 443 },
	{ "endpoint: '@' in the path", "https://host/a@b", 443 },
	{ "endpoint: nothing", "", 0 },
	{ "endpoint: a word", "toss", 0 },
	{ "endpoint: http", "http://api.imweb.me/v2/auth", 0 },
	{ "endpoint: ftp", "ftp://host/", 0 },
	{ "endpoint: file", "file:///etc/passwd", 0 },
	{ "endpoint: no scheme", "//host/token", 0 },
	{ "endpoint: one slash", "https:/host/token", 0 },
	{ "endpoint: no slash", "https:host/token", 0 },
	{ "endpoint: no host", "https://", 0 },
	{ "endpoint: no host, a path", "https:///token", 0 },
	{ "endpoint: no host, a port", "https://:443/token", 0 },
	{ "endpoint: no host, a query", "https://?x", 0 },
	{ "endpoint: a port above the highest", "https://host:65536/token", 0 },
	{ "endpoint: a port of a hundred digits", "https://host:" HUNDRED_ONES "/token", 0 },
	{ "endpoint: port 0", "https://host:0/token", 0 },
	{ "endpoint: a port with a sign", "https://host:+1/token", 0 },
	{ "endpoint: a port with a letter, and no path", "https://host:1a", 0 },
	{ "endpoint: two ports", "https://host:1:2/token", 0 },
	{ "endpoint: an IPv6 address with a port that is none", "https://[::1]:99999/token", 0 },
	{ "endpoint: an IPv6 address without its end", "https://[::1/token", 0 },
	{ "endpoint: a user", "https://user@host/token", 0 },
	{ "endpoint: a user and a password", "https://user:password@host/token", 0 },
	{ "endpoint: an empty user", "https://@host/token", 0 },
	{ "endpoint: a host that looks like ours", "https://oauth2.cert.toss.im@evil.example/token",
	  0 },
	{ "endpoint: a fragment", "https://host/token#here", 0 },
	{ "endpoint: a fragment behind the host", "https://host#@other/token", 0 },
	{ "endpoint: a blank in front", " https://host/token", 0 },
	{ "endpoint: a line break", "https://host/token\n", 0 },
	{ "endpoint: a line break within", "https://host/\r\nX: y", 0 },
	{ "endpoint: a tab", "https://host/\ttoken", 0 },
	{ "endpoint: not UTF-8", "https://host/\xff", 0 },
};

static void endpoint(void **state)
{
	const struct endpoint_case *test = *state;

	struct error err = ERROR_INIT;

	assert_int_equal(endpoint_check(test->url, &err), test->port != 0 ? 0 : -1);
	assert_int_equal(err.id, test->port != 0 ? ERROR_NONE : ERROR_USAGE);
	if (test->port != 0) {
		assert_int_equal(endpoint_port(test->url), test->port);
		return;
	}
	assert_ptr_equal(strstr(err.message, "the endpoint "), err.message);
	assert_non_null(strstr(err.hint, "https://HOST"));
}

static void authority(void **state)
{
	static const struct {
		const char *url, *authority;
	} cases[] = {
		{ "https://host", "host" },
		{ "https://host:8443/token", "host:8443" },
		{ "https://[::1]:8443/a://b", "[::1]:8443" },
		{ "https://host?a://b", "host" },
		{ "https://host#part", "host" },
		{ "host/path", "host" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len;
		const char *found = endpoint_authority(cases[i].url, &len);

		assert_int_equal(len, strlen(cases[i].authority));
		assert_memory_equal(found, cases[i].authority, len);
	}
}

/* An issuer is an endpoint without a query (RFC 8414, section 2). */
static void issuer(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(endpoints); i++) {
		bool good = endpoints[i].port != 0 && strchr(endpoints[i].url, '?') == NULL;

		err = (struct error)ERROR_INIT;
		assert_int_equal(issuer_check(endpoints[i].url, &err), good ? 0 : -1);
		assert_int_equal(err.id, good ? ERROR_NONE : ERROR_USAGE);
		if (!good)
			assert_ptr_equal(strstr(err.message, "the issuer "), err.message);
	}
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, provider_facts, facts);
	SUITE_TEST(&suite, provider_rows_are_sane);
	SUITE_TEST(&suite, provider_find_is_exact);
	SUITE_TABLE(&suite, token_is_refused, refused);
	SUITE_TEST(&suite, address_is_refused);
	SUITE_TABLE(&suite, profile_form, profiles);
	SUITE_TEST(&suite, profile_suggests);
	SUITE_TABLE(&suite, variable, variables);
	SUITE_TEST(&suite, variable_fits);
	SUITE_TEST(&suite, variable_append_cuts);
	SUITE_TABLE(&suite, spells, spellings);
	SUITE_TABLE(&suite, token_value, values);
	SUITE_TABLE(&suite, token_type, types);
	SUITE_TABLE(&suite, token_scope, scopes);
	SUITE_TEST(&suite, token_limits);
	SUITE_TABLE(&suite, reuse, reuses);
	SUITE_TEST(&suite, reuse_bounds);
	SUITE_TABLE(&suite, local_expiry, expiries);
	SUITE_TABLE(&suite, fingerprint, fingerprints);
	SUITE_TEST(&suite, fingerprint_parts_are_apart);
	SUITE_TEST(&suite, fingerprint_form);
	SUITE_TEST(&suite, fingerprint_of_oauth2);
	SUITE_TEST(&suite, fingerprint_is_what_it_was);
	SUITE_TEST(&suite, authority);
	SUITE_TEST(&suite, issuer);
	SUITE_TABLE(&suite, endpoint, endpoints);
	return suite_run(&suite);
}
