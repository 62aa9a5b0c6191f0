/* SPDX-License-Identifier: ISC */
/* json_writer.h: strings by RFC 8259, where commas go, and what is null. */
#include "cases.h"

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/text.h"

struct string_case {
	const char *name;
	const char *text;
	const char *want; /* NULL: any form that reads back as the text */
};

static const struct string_case strings[] = {
	{ "string: nothing", "", "\"\"" },
	{ "string: plain", "a b/c", "\"a b/c\"" },
	{ "string: a quote", "a\"b", "\"a\\\"b\"" },
	{ "string: a backslash", "a\\b", "\"a\\\\b\"" },
	{ "string: escapes side by side", "\"\\", "\"\\\"\\\\\"" },
	{ "string: Korean", "\xeb\xb9\x84", "\"\xeb\xb9\x84\"" },
	{ "string: controls", "\001\b\t\n\v\f\r\033\037\177", NULL },
};

static void string_form(void **state)
{
	const struct string_case *test = *state;
	struct buffer out = BUFFER_INIT;
	struct json_writer json = json_writer_init(&out);
	cJSON *parsed;

	json_put_string(&json, NULL, test->text);
	assert_false(out.failed);
	if (test->want != NULL)
		assert_string_equal(out.data, test->want);
	assert_true(text_is_clean(out.data, out.len));
	parsed = cJSON_Parse(out.data);
	assert_non_null(parsed);
	assert_string_equal(cJSON_GetStringValue(parsed), test->text);
	cJSON_Delete(parsed);
	buffer_free(&out);
}

static void nothing_is_null(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct json_writer json = json_writer_init(&out);

	(void)state;
	json_begin_object(&json, NULL);
	json_put_text(&json, "a", NULL);
	json_put_text(&json, "b", "");
	json_put_null(&json, "c");
	json_put_time(&json, "d", TIME_UNKNOWN);
	json_end_object(&json);
	assert_string_equal(out.data, "{\"a\":null,\"b\":null,\"c\":null,\"d\":null}");
	buffer_free(&out);
}

static void values_and_commas(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct json_writer json = json_writer_init(&out);

	(void)state;
	json_begin_object(&json, NULL);
	json_put_number(&json, "least", INT64_MIN);
	json_put_boolean(&json, "yes", true);
	json_put_boolean(&json, "no", false);
	json_put_time(&json, "at", 1763694000);
	json_begin_array(&json, "none");
	json_end_array(&json);
	json_begin_array(&json, "some");
	json_put_number(&json, NULL, 1);
	json_begin_object(&json, NULL);
	json_put_text(&json, "x", "y");
	json_end_object(&json);
	json_begin_object(&json, NULL);
	json_end_object(&json);
	json_end_array(&json);
	json_begin_object(&json, "empty");
	json_end_object(&json);
	json_put_number(&json, "last", 0);
	json_end_object(&json);
	assert_string_equal(out.data, "{\"least\":-9223372036854775808,\"yes\":true,\"no\":false,"
				      "\"at\":\"2025-11-21T03:00:00Z\",\"none\":[],"
				      "\"some\":[1,{\"x\":\"y\"},{}],\"empty\":{},\"last\":0}");
	buffer_free(&out);
}

/* It appends to what is there, and what stands there has no say in its commas. */
static void appends(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct json_writer json = json_writer_init(&out);

	(void)state;
	buffer_string(&out, "before ");
	json_begin_array(&json, NULL);
	json_end_array(&json);
	assert_string_equal(out.data, "before []");
	buffer_free(&out);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, string_form, strings);
	SUITE_TEST(&suite, nothing_is_null);
	SUITE_TEST(&suite, values_and_commas);
	SUITE_TEST(&suite, appends);
	return suite_run(&suite);
}
