/* SPDX-License-Identifier: ISC */
/* output.h: the bytes of each format for each provider. */
#include "cases.h"

#include "output/format.h"

enum { ISSUED = 1795231020 };

struct format_case {
	const char *name;
	const struct format *output;
	const char *profile;
	const char *type;
	const char *scope;
	const char *affiliate;
	const char *header_name;
	const char *variable;
	int64_t life; /* -1: not reported */
	const char *want;
};

#define TOKEN "abc.DEF-123_~+/=="

static const struct format_case formats[] = {
	{ "token: toss", &format_token, "toss", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  TOKEN "\n" },
	{ "token: imweb", &format_token, "imweb", NULL, NULL, "code", NULL, NULL, -1, TOKEN "\n" },

	{ "header: imweb", &format_header, "imweb", NULL, NULL, NULL, NULL, NULL, -1,
	  "access-token: " TOKEN "\n" },
	{ "header: imweb, an affiliate", &format_header, "imweb", NULL, NULL, "code 1", NULL, NULL,
	  -1, "access-token: " TOKEN "\nACCESS-AFFILIATE: code 1\n" },
	{ "header: iamport", &format_header, "iamport", NULL, NULL, NULL, NULL, NULL, 1800,
	  "Authorization: Bearer " TOKEN "\n" },
	{ "header: bizppurio", &format_header, "bizppurio", "Bearer", NULL, NULL, NULL, NULL, 86400,
	  "Authorization: Bearer " TOKEN "\n" },
	{ "header: bizppurio, its type", &format_header, "bizppurio", "Token", NULL, NULL, NULL,
	  NULL, 86400, "Authorization: Token " TOKEN "\n" },
	{ "header: toss", &format_header, "toss", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  "Authorization: Bearer " TOKEN "\n" },
	{ "header: toss, whatever its type", &format_header, "toss", "bearer", NULL, NULL, NULL,
	  NULL, 3600, "Authorization: Bearer " TOKEN "\n" },

	{ "header-name: Authorization, imweb", &format_header, "imweb", NULL, NULL, NULL,
	  "Authorization", NULL, -1, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: Authorization, iamport", &format_header, "iamport", NULL, NULL, NULL,
	  "Authorization", NULL, 1800, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: Authorization, bizppurio", &format_header, "bizppurio", "Bearer", NULL,
	  NULL, "Authorization", NULL, 86400, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: Authorization, toss", &format_header, "toss", "Bearer", NULL, NULL,
	  "Authorization", NULL, 3600, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: lower case", &format_header, "imweb", NULL, NULL, NULL, "authorization",
	  NULL, -1, "authorization: Bearer " TOKEN "\n" },
	{ "header-name: another, toss", &format_header, "toss", "Bearer", NULL, NULL, "X-Token",
	  NULL, 3600, "X-Token: " TOKEN "\n" },
	{ "header-name: another, bizppurio", &format_header, "bizppurio", "Bearer", NULL, NULL,
	  "X-Token", NULL, 3600, "X-Token: " TOKEN "\n" },
	{ "header-name: its own, imweb", &format_header, "imweb", NULL, NULL, NULL, "Access-Token",
	  NULL, -1, "Access-Token: " TOKEN "\n" },
	{ "header-name: the affiliate keeps its own", &format_header, "imweb", NULL, NULL, "code",
	  "Authorization", NULL, -1, "Authorization: Bearer " TOKEN "\nACCESS-AFFILIATE: code\n" },

	{ "expiry", &format_expiry, "toss", NULL, NULL, NULL, NULL, NULL, 3600,
	  "2026-11-21T04:17:00Z\n" },
	{ "epoch", &format_epoch, "toss", NULL, NULL, NULL, NULL, NULL, 3600, "1795234620\n" },
	{ "ttl", &format_ttl, "toss", NULL, NULL, NULL, NULL, NULL, 3600, "3500\n" },

	{ "env: imweb", &format_env, "imweb", NULL, NULL, "code", NULL, NULL, -1,
	  "IMWEB_TOKEN='" TOKEN "'\n" },
	{ "env: iamport", &format_env, "iamport", NULL, NULL, NULL, NULL, NULL, 1800,
	  "IAMPORT_TOKEN='" TOKEN "'\n" },
	{ "env: bizppurio", &format_env, "bizppurio", NULL, NULL, NULL, NULL, NULL, 1800,
	  "BIZPPURIO_TOKEN='" TOKEN "'\n" },
	{ "env: toss", &format_env, "toss", NULL, NULL, NULL, NULL, NULL, 3600,
	  "TOSS_TOKEN='" TOKEN "'\n" },
	{ "env: a profile", &format_env, "toss:outlet", NULL, NULL, NULL, NULL, NULL, 3600,
	  "TOSS_OUTLET_TOKEN='" TOKEN "'\n" },
	{ "env: a profile with a dash", &format_env, "toss:shop-2_b", NULL, NULL, NULL, NULL, NULL,
	  3600, "TOSS_SHOP_2_B_TOKEN='" TOKEN "'\n" },
	{ "env: another name", &format_env, "toss", NULL, NULL, NULL, NULL, "MY_token", 3600,
	  "MY_token='" TOKEN "'\n" },

	{ "dotenv: toss", &format_dotenv, "toss", NULL, NULL, NULL, NULL, NULL, 3600,
	  "TOSS_TOKEN=" TOKEN "\n" },
	{ "dotenv: a profile with a dash", &format_dotenv, "imweb:shop-2", NULL, NULL, NULL, NULL,
	  NULL, -1, "IMWEB_SHOP_2_TOKEN=" TOKEN "\n" },
	{ "dotenv: another name", &format_dotenv, "toss", NULL, NULL, NULL, NULL, "MY_token", 3600,
	  "MY_token=" TOKEN "\n" },

	{ "curl: imweb", &format_curl, "imweb", NULL, NULL, NULL, NULL, NULL, -1,
	  "header = \"access-token: " TOKEN "\"\n" },
	{ "curl: imweb, an affiliate with quotes", &format_curl, "imweb", NULL, NULL, "a\"b\\c",
	  NULL, NULL, -1,
	  "header = \"access-token: " TOKEN "\"\nheader = \"ACCESS-AFFILIATE: a\\\"b\\\\c\"\n" },
	{ "curl: bizppurio", &format_curl, "bizppurio", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  "header = \"Authorization: Bearer " TOKEN "\"\n" },
	{ "curl: toss", &format_curl, "toss", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  "header = \"Authorization: Bearer " TOKEN "\"\n" },

	{ "json: toss", &format_json, "toss", "Bearer", "toss-shopping-fep:write", NULL, NULL, NULL,
	  3600,
	  "{\"version\":1,\"provider\":\"toss\",\"profile\":null,\"token\":\"" TOKEN
	  "\",\"token_type\":\"Bearer\","
	  "\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer " TOKEN
	  "\"}],\"scope\":\"toss-shopping-fep:write\","
	  "\"issued_at\":\"2026-11-21T03:17:00Z\",\"expires_at\":\"2026-11-21T04:17:00Z\","
	  "\"expires_in\":3500,"
	  "\"reuse_until\":\"2026-11-21T03:47:00Z\",\"cached\":true}\n" },
	{ "json: a profile", &format_json, "iamport:outlet", "Bearer", NULL, NULL, NULL, NULL, 1800,
	  "{\"version\":1,\"provider\":\"iamport\",\"profile\":\"outlet\",\"token\":\"" TOKEN
	  "\",\"token_type\":\"Bearer\","
	  "\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer " TOKEN
	  "\"}],\"scope\":null,"
	  "\"issued_at\":\"2026-11-21T03:17:00Z\",\"expires_at\":\"2026-11-21T03:47:00Z\","
	  "\"expires_in\":1700,"
	  "\"reuse_until\":\"2026-11-21T03:47:00Z\",\"cached\":true}\n" },
	{ "json: imweb, what is not known is null", &format_json, "imweb", NULL, NULL, "a\"b", NULL,
	  NULL, -1,
	  "{\"version\":1,\"provider\":\"imweb\",\"profile\":null,\"token\":\"" TOKEN
	  "\",\"token_type\":null,"
	  "\"headers\":[{\"name\":\"access-token\",\"value\":\"" TOKEN "\"},"
	  "{\"name\":\"ACCESS-AFFILIATE\",\"value\":\"a\\\"b\"}],\"scope\":null,"
	  "\"issued_at\":\"2026-11-21T03:17:00Z\",\"expires_at\":null,\"expires_in\":null,"
	  "\"reuse_until\":\"2026-11-21T03:47:00Z\",\"cached\":true}\n" },
};

static void format(void **state)
{
	const struct format_case *test = *state;
	struct error err = ERROR_INIT;
	struct buffer out = BUFFER_INIT;
	struct profile profile;
	struct token token = {
		.value = TOKEN,
		.type = test->type,
		.issued_at = ISSUED,
		.expires_at = test->life == -1 ? TIME_UNKNOWN : ISSUED + test->life,
	};
	struct output all = {
		.profile = &profile,
		.token = &token,
		.scope = test->scope,
		.affiliate = test->affiliate,
		.header_name = test->header_name,
		.variable = test->variable,
		.now = ISSUED + 100,
		.reuse_until = ISSUED + 1800,
		.cached = true,
	};

	assert_int_equal(profile_parse(test->profile, &profile, &err), 0);
	test->output->write(&all, &out);
	assert_false(out.failed);
	assert_string_equal(out.data, test->want);
	assert_int_equal(out.len, strlen(test->want));
	buffer_free(&out);
}

/* A token that was not cached says so, and a format appends to what is there. */
static void json_not_cached(void **state)
{
	struct error err = ERROR_INIT;
	struct buffer out = BUFFER_INIT;
	struct profile profile;
	struct token token = { .value = "t", .issued_at = ISSUED, .expires_at = ISSUED + 60 };
	struct output all = {
		.profile = &profile, .token = &token, .now = ISSUED, .reuse_until = ISSUED + 30
	};

	(void)state;
	assert_int_equal(profile_parse("toss", &profile, &err), 0);
	buffer_string(&out, "before ");
	format_json.write(&all, &out);
	assert_non_null(strstr(out.data, "\"cached\":false}\n"));
	assert_memory_equal(out.data, "before {\"version\":1,", strlen("before {\"version\":1,"));
	buffer_free(&out);
}

/*
 * What GitHub's runner reads: the name and a delimiter, the token, the delimiter again; it is
 * another each time.
 */
static void github(void **state)
{
	static const char START[] = "MINE<<ghadelimiter_";
	struct error err = ERROR_INIT;
	struct buffer out = BUFFER_INIT, again = BUFFER_INIT, said = BUFFER_INIT;
	struct profile profile;
	struct token token = { .value = TOKEN, .issued_at = ISSUED, .expires_at = ISSUED + 60 };
	struct output all = {
		.profile = &profile, .token = &token, .now = ISSUED, .variable = "MINE"
	};
	char want[256];

	(void)state;
	assert_int_equal(profile_parse("toss", &profile, &err), 0);
	format_github_env.write(&all, &out);
	format_github_output.write(&all, &again);
	format_github_env.announce(&all, &said);
	assert_string_equal(said.data, "::add-mask::" TOKEN "\n");
	assert_memory_equal(out.data, START, strlen(START));
	assert_int_equal(strspn(out.data + strlen(START), "0123456789abcdef"), 32);
	snprintf(want, sizeof(want), "%.*s\n" TOKEN "\n%.*s\n", (int)strlen(START) + 32, out.data,
		 (int)strlen("ghadelimiter_") + 32, out.data + strlen("MINE<<"));
	assert_string_equal(out.data, want);
	assert_int_equal(out.len, again.len);
	assert_string_not_equal(out.data, again.data);
	buffer_free(&out);
	buffer_free(&again);
	buffer_free(&said);
}

struct variable_name_case {
	const char *name;
	const char *profile;
	const char *variable; /* --name */
	const char *word;
	const char *want;
};

static const struct variable_name_case variable_names[] = {
	{ "a token's", "toss", NULL, "TOKEN", "TOSS_TOKEN" },
	{ "a header's", "toss:outlet", NULL, "HEADER", "TOSS_OUTLET_HEADER" },
	{ "a second header's", "imweb:a-b", NULL, "HEADER_2", "IMWEB_A_B_HEADER_2" },
	{ "--name, a token's", "toss:outlet", "mine", "TOKEN", "mine" },
	{ "--name, a header's", "toss:outlet", "mine", "HEADER", "mine_HEADER" },
};

static void variable_name(void **state)
{
	const struct variable_name_case *test = *state;
	struct error err = ERROR_INIT;
	struct profile profile;
	const struct output output = { .profile = &profile, .variable = test->variable };
	char name[VARIABLE_SIZE];

	assert_int_equal(profile_parse(test->profile, &profile, &err), 0);
	output_variable_name(&output, test->word, name);
	assert_string_equal(name, test->want);
}

struct variable_case {
	const char *name;
	const struct format *output;
	const char *variable;
	bool good;
};

static const struct variable_case variables[] = {
	{ "its own", &format_github_env, "TOSS_TOKEN", true },
	{ "GITHUB_TOKEN", &format_github_env, "GITHUB_TOKEN", false },
	{ "github_x", &format_github_env, "github_x", false },
	{ "RUNNER_TEMP", &format_github_env, "RUNNER_TEMP", false },
	{ "NODE_OPTIONS", &format_github_env, "NODE_OPTIONS", false },
	{ "node_options", &format_github_env, "node_options", false },
	{ "NODE_OPTIONS_2", &format_github_env, "NODE_OPTIONS_2", true },
	{ "MY_GITHUB_TOKEN", &format_github_env, "MY_GITHUB_TOKEN", true },
	{ "GITHUB", &format_github_env, "GITHUB", true },
	{ "an output", &format_github_output, "GITHUB_TOKEN", true },
	{ "a shell's", &format_env, "NODE_OPTIONS", true },
};

static void variable(void **state)
{
	const struct variable_case *test = *state;
	struct error err = ERROR_INIT;

	assert_int_equal(format_check_variable(test->output, test->variable, &err),
			 test->good ? 0 : -1);
	assert_int_equal(err.id, test->good ? ERROR_NONE : ERROR_USAGE);
}

struct row_case {
	const char *name;
	const struct format *output;
	bool needs_expiry;
	const char *on_failure;
	const char *file_variable;
};

static const struct row_case rows[] = {
	{ "token", &format_token, false, NULL, NULL },
	{ "header", &format_header, false, NULL, NULL },
	{ "expiry", &format_expiry, true, NULL, NULL },
	{ "epoch", &format_epoch, true, NULL, NULL },
	{ "ttl", &format_ttl, true, NULL, NULL },
	{ "json", &format_json, false, NULL, NULL },
	{ "env", &format_env, false, NULL, NULL },
	{ "curl", &format_curl, false, "proto = \"-all\"\n", NULL },
	{ "dotenv", &format_dotenv, false, NULL, NULL },
	{ "github-env", &format_github_env, false, NULL, "GITHUB_ENV" },
	{ "github-output", &format_github_output, false, NULL, "GITHUB_OUTPUT" },
};

static void row(void **state)
{
	const struct row_case *test = *state;
	struct error err = ERROR_INIT;

	assert_ptr_equal(format_find(test->name, &err), test->output);
	assert_string_equal(test->output->name, test->name);
	assert_string_not_equal(test->output->help, "");
	assert_int_equal(test->output->needs_expiry, test->needs_expiry);
	if (test->file_variable == NULL)
		assert_null(test->output->file_variable);
	else
		assert_string_equal(test->output->file_variable, test->file_variable);
	if (test->on_failure == NULL)
		assert_null(test->output->on_failure);
	else
		assert_string_equal(test->output->on_failure, test->on_failure);
}

static void unknown_formats(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_null(format_find("jsn", &err));
	assert_int_equal(err.id, ERROR_USAGE);
	assert_true(strstr(err.hint, "json") != NULL || strstr(err.message, "json") != NULL);
	assert_null(format_find("", &err));
	assert_null(format_find("JSON", &err));
	assert_null(format_find("xml", &err));
	assert_int_equal(err.id, ERROR_USAGE);
}

static void rows_in_order(void **state)
{
	size_t count = 0;

	(void)state;
	while (format_at(count) != NULL)
		count++;
	assert_int_equal(count, COUNT(rows));
	assert_null(format_at(SIZE_MAX));
	assert_ptr_equal(format_at(0), &format_token);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, format, formats);
	SUITE_TEST(&suite, json_not_cached);
	SUITE_TEST(&suite, github);
	SUITE_TABLE(&suite, variable_name, variable_names);
	SUITE_TABLE(&suite, variable, variables);
	SUITE_TABLE(&suite, row, rows);
	SUITE_TEST(&suite, unknown_formats);
	SUITE_TEST(&suite, rows_in_order);
	return suite_run(&suite);
}
