/* SPDX-License-Identifier: ISC */
/* output.h: the bytes of each format for each provider. */
#include "cases.h"

#include "output/output.h"

enum { ISSUED = 1795231020 };

struct format_case {
	const char *name;
	const struct output *output;
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
	{ "token: toss", &output_token, "toss", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  TOKEN "\n" },
	{ "token: imweb", &output_token, "imweb", NULL, NULL, "code", NULL, NULL, -1, TOKEN "\n" },

	{ "header: imweb", &output_header, "imweb", NULL, NULL, NULL, NULL, NULL, -1,
	  "access-token: " TOKEN "\n" },
	{ "header: imweb, an affiliate", &output_header, "imweb", NULL, NULL, "code 1", NULL, NULL,
	  -1, "access-token: " TOKEN "\nACCESS-AFFILIATE: code 1\n" },
	{ "header: iamport", &output_header, "iamport", NULL, NULL, NULL, NULL, NULL, 1800,
	  "Authorization: Bearer " TOKEN "\n" },
	{ "header: bizppurio", &output_header, "bizppurio", "Bearer", NULL, NULL, NULL, NULL, 86400,
	  "Authorization: Bearer " TOKEN "\n" },
	{ "header: bizppurio, its type", &output_header, "bizppurio", "Token", NULL, NULL, NULL,
	  NULL, 86400, "Authorization: Token " TOKEN "\n" },
	{ "header: toss", &output_header, "toss", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  "Authorization: Bearer " TOKEN "\n" },
	{ "header: toss, whatever its type", &output_header, "toss", "bearer", NULL, NULL, NULL,
	  NULL, 3600, "Authorization: Bearer " TOKEN "\n" },

	{ "header-name: Authorization, imweb", &output_header, "imweb", NULL, NULL, NULL,
	  "Authorization", NULL, -1, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: Authorization, iamport", &output_header, "iamport", NULL, NULL, NULL,
	  "Authorization", NULL, 1800, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: Authorization, bizppurio", &output_header, "bizppurio", "Bearer", NULL,
	  NULL, "Authorization", NULL, 86400, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: Authorization, toss", &output_header, "toss", "Bearer", NULL, NULL,
	  "Authorization", NULL, 3600, "Authorization: Bearer " TOKEN "\n" },
	{ "header-name: lower case", &output_header, "imweb", NULL, NULL, NULL, "authorization",
	  NULL, -1, "authorization: Bearer " TOKEN "\n" },
	{ "header-name: another, toss", &output_header, "toss", "Bearer", NULL, NULL, "X-Token",
	  NULL, 3600, "X-Token: " TOKEN "\n" },
	{ "header-name: another, bizppurio", &output_header, "bizppurio", "Bearer", NULL, NULL,
	  "X-Token", NULL, 3600, "X-Token: " TOKEN "\n" },
	{ "header-name: its own, imweb", &output_header, "imweb", NULL, NULL, NULL, "Access-Token",
	  NULL, -1, "Access-Token: " TOKEN "\n" },
	{ "header-name: the affiliate keeps its own", &output_header, "imweb", NULL, NULL, "code",
	  "Authorization", NULL, -1, "Authorization: Bearer " TOKEN "\nACCESS-AFFILIATE: code\n" },

	{ "expiry", &output_expiry, "toss", NULL, NULL, NULL, NULL, NULL, 3600,
	  "2026-11-21T04:17:00Z\n" },
	{ "epoch", &output_epoch, "toss", NULL, NULL, NULL, NULL, NULL, 3600, "1795234620\n" },
	{ "ttl", &output_ttl, "toss", NULL, NULL, NULL, NULL, NULL, 3600, "3500\n" },

	{ "env: imweb", &output_env, "imweb", NULL, NULL, "code", NULL, NULL, -1,
	  "IMWEB_TOKEN='" TOKEN "'\n" },
	{ "env: iamport", &output_env, "iamport", NULL, NULL, NULL, NULL, NULL, 1800,
	  "IAMPORT_TOKEN='" TOKEN "'\n" },
	{ "env: bizppurio", &output_env, "bizppurio", NULL, NULL, NULL, NULL, NULL, 1800,
	  "BIZPPURIO_TOKEN='" TOKEN "'\n" },
	{ "env: toss", &output_env, "toss", NULL, NULL, NULL, NULL, NULL, 3600,
	  "TOSS_TOKEN='" TOKEN "'\n" },
	{ "env: a profile", &output_env, "toss:outlet", NULL, NULL, NULL, NULL, NULL, 3600,
	  "TOSS_OUTLET_TOKEN='" TOKEN "'\n" },
	{ "env: a profile with a dash", &output_env, "toss:shop-2_b", NULL, NULL, NULL, NULL, NULL,
	  3600, "TOSS_SHOP_2_B_TOKEN='" TOKEN "'\n" },
	{ "env: another name", &output_env, "toss", NULL, NULL, NULL, NULL, "MY_token", 3600,
	  "MY_token='" TOKEN "'\n" },

	{ "dotenv: toss", &output_dotenv, "toss", NULL, NULL, NULL, NULL, NULL, 3600,
	  "TOSS_TOKEN=" TOKEN "\n" },
	{ "dotenv: a profile with a dash", &output_dotenv, "imweb:shop-2", NULL, NULL, NULL, NULL,
	  NULL, -1, "IMWEB_SHOP_2_TOKEN=" TOKEN "\n" },
	{ "dotenv: another name", &output_dotenv, "toss", NULL, NULL, NULL, NULL, "MY_token", 3600,
	  "MY_token=" TOKEN "\n" },

	{ "curl: imweb", &output_curl, "imweb", NULL, NULL, NULL, NULL, NULL, -1,
	  "header = \"access-token: " TOKEN "\"\n" },
	{ "curl: imweb, an affiliate with quotes", &output_curl, "imweb", NULL, NULL, "a\"b\\c",
	  NULL, NULL, -1,
	  "header = \"access-token: " TOKEN "\"\nheader = \"ACCESS-AFFILIATE: a\\\"b\\\\c\"\n" },
	{ "curl: bizppurio", &output_curl, "bizppurio", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  "header = \"Authorization: Bearer " TOKEN "\"\n" },
	{ "curl: toss", &output_curl, "toss", "Bearer", NULL, NULL, NULL, NULL, 3600,
	  "header = \"Authorization: Bearer " TOKEN "\"\n" },

	{ "json: toss", &output_json, "toss", "Bearer", "toss-shopping-fep:write", NULL, NULL, NULL,
	  3600,
	  "{\"version\":1,\"provider\":\"toss\",\"profile\":null,\"token\":\"" TOKEN
	  "\",\"token_type\":\"Bearer\","
	  "\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer " TOKEN
	  "\"}],\"scope\":\"toss-shopping-fep:write\","
	  "\"issued_at\":\"2026-11-21T03:17:00Z\",\"expires_at\":\"2026-11-21T04:17:00Z\","
	  "\"expires_in\":3500,"
	  "\"reuse_until\":\"2026-11-21T03:47:00Z\",\"cached\":true}\n" },
	{ "json: a profile", &output_json, "iamport:outlet", "Bearer", NULL, NULL, NULL, NULL, 1800,
	  "{\"version\":1,\"provider\":\"iamport\",\"profile\":\"outlet\",\"token\":\"" TOKEN
	  "\",\"token_type\":\"Bearer\","
	  "\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer " TOKEN
	  "\"}],\"scope\":null,"
	  "\"issued_at\":\"2026-11-21T03:17:00Z\",\"expires_at\":\"2026-11-21T03:47:00Z\","
	  "\"expires_in\":1700,"
	  "\"reuse_until\":\"2026-11-21T03:47:00Z\",\"cached\":true}\n" },
	{ "json: imweb, what is not known is null", &output_json, "imweb", NULL, NULL, "a\"b", NULL,
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
	struct output_token all = {
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
	struct output_token all = {
		.profile = &profile, .token = &token, .now = ISSUED, .reuse_until = ISSUED + 30
	};

	(void)state;
	assert_int_equal(profile_parse("toss", &profile, &err), 0);
	buffer_string(&out, "before ");
	output_json.write(&all, &out);
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
	struct output_token all = {
		.profile = &profile, .token = &token, .now = ISSUED, .variable = "MINE"
	};
	char want[256];

	(void)state;
	assert_int_equal(profile_parse("toss", &profile, &err), 0);
	output_github_env.write(&all, &out);
	output_github_output.write(&all, &again);
	output_github_env.announce(&all, &said);
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

struct variable_case {
	const char *name;
	const struct output *output;
	const char *variable;
	bool good;
};

static const struct variable_case variables[] = {
	{ "its own", &output_github_env, "TOSS_TOKEN", true },
	{ "GITHUB_TOKEN", &output_github_env, "GITHUB_TOKEN", false },
	{ "github_x", &output_github_env, "github_x", false },
	{ "RUNNER_TEMP", &output_github_env, "RUNNER_TEMP", false },
	{ "NODE_OPTIONS", &output_github_env, "NODE_OPTIONS", false },
	{ "node_options", &output_github_env, "node_options", false },
	{ "NODE_OPTIONS_2", &output_github_env, "NODE_OPTIONS_2", true },
	{ "MY_GITHUB_TOKEN", &output_github_env, "MY_GITHUB_TOKEN", true },
	{ "GITHUB", &output_github_env, "GITHUB", true },
	{ "an output", &output_github_output, "GITHUB_TOKEN", true },
	{ "a shell's", &output_env, "NODE_OPTIONS", true },
};

static void variable(void **state)
{
	const struct variable_case *test = *state;
	struct error err = ERROR_INIT;

	assert_int_equal(output_check_variable(test->output, test->variable, &err),
			 test->good ? 0 : -1);
	assert_int_equal(err.id, test->good ? ERROR_NONE : ERROR_USAGE);
}

struct row_case {
	const char *name;
	const struct output *output;
	bool needs_expiry;
	const char *on_failure;
	const char *file_variable;
};

static const struct row_case rows[] = {
	{ "token", &output_token, false, NULL, NULL },
	{ "header", &output_header, false, NULL, NULL },
	{ "expiry", &output_expiry, true, NULL, NULL },
	{ "epoch", &output_epoch, true, NULL, NULL },
	{ "ttl", &output_ttl, true, NULL, NULL },
	{ "json", &output_json, false, NULL, NULL },
	{ "env", &output_env, false, NULL, NULL },
	{ "curl", &output_curl, false, "proto = \"-all\"\n", NULL },
	{ "dotenv", &output_dotenv, false, NULL, NULL },
	{ "github-env", &output_github_env, false, NULL, "GITHUB_ENV" },
	{ "github-output", &output_github_output, false, NULL, "GITHUB_OUTPUT" },
};

static void row(void **state)
{
	const struct row_case *test = *state;
	struct error err = ERROR_INIT;

	assert_ptr_equal(output_find(test->name, &err), test->output);
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
	assert_null(output_find("jsn", &err));
	assert_int_equal(err.id, ERROR_USAGE);
	assert_true(strstr(err.hint, "json") != NULL || strstr(err.message, "json") != NULL);
	assert_null(output_find("", &err));
	assert_null(output_find("JSON", &err));
	assert_null(output_find("xml", &err));
	assert_int_equal(err.id, ERROR_USAGE);
}

static void rows_in_order(void **state)
{
	size_t count = 0;

	(void)state;
	while (output_at(count) != NULL)
		count++;
	assert_int_equal(count, COUNT(rows));
	assert_null(output_at(SIZE_MAX));
	assert_ptr_equal(output_at(0), &output_token);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, format, formats);
	SUITE_TEST(&suite, json_not_cached);
	SUITE_TEST(&suite, github);
	SUITE_TABLE(&suite, variable, variables);
	SUITE_TABLE(&suite, row, rows);
	SUITE_TEST(&suite, unknown_formats);
	SUITE_TEST(&suite, rows_in_order);
	return suite_run(&suite);
}
