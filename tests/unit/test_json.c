/* SPDX-License-Identifier: ISC */
/*
 * json.h: RFC 8259 by the letter, form by form (in the manner of JSONTestSuite), and what is read.
 */
#include "cases.h"

#include "fetch/json.h"

struct check_case {
	const char *name;
	const char *text;
	size_t len;
	bool good;
};

#define TEXT(text) text, sizeof(text) - 1

static const struct check_case checks[] = {
	{ "an object", TEXT("{}"), true },
	{ "an array", TEXT("[]"), true },
	{ "a string alone", TEXT("\"a\""), true },
	{ "a number alone", TEXT("42"), true },
	{ "true alone", TEXT("true"), true },
	{ "literals", TEXT("[true,false,null]"), true },
	{ "white space all around", TEXT(" \t\r\n{ \"a\" \n:\t1 ,\r\"b\" : [ 1 , 2 ] } \n"), true },
	{ "nested", TEXT("{\"a\":{\"b\":[{\"c\":null}]}}"), true },
	{ "an empty name", TEXT("{\"\":1}"), true },
	{ "one name in two objects", TEXT("[{\"a\":1},{\"a\":2}]"), true },
	{ "one name inside and outside", TEXT("{\"a\":{\"a\":1}}"), true },
	{ "names that differ by case", TEXT("{\"a\":1,\"A\":2}"), true },
	{ "names that differ by their end", TEXT("{\"a\":1,\"ab\":2,\"\":3}"), true },

	{ "nothing", TEXT(""), false },
	{ "only white space", TEXT(" \n"), false },
	{ "a byte order mark", TEXT("\xef\xbb\xbf{}"), false },
	{ "NUL behind", TEXT("{}\0"), false },
	{ "NUL in front", TEXT("\0{}"), false },
	{ "trailing text", TEXT("{} x"), false },
	{ "a second value", TEXT("{}{}"), false },
	{ "a second value after a line end", TEXT("{}\n{}"), false },
	{ "a closing brace too many", TEXT("{}}"), false },
	{ "a closing bracket alone", TEXT("]"), false },
	{ "a comma behind", TEXT("{},"), false },
	{ "a comment", TEXT("{}// x"), false },
	{ "a comment within", TEXT("{/* x */}"), false },
	{ "a form feed for white space", TEXT("{}\f"), false },
	{ "a no-break space for white space", TEXT("{}\xc2\xa0"), false },
	{ "an object that does not end", TEXT("{"), false },
	{ "an object with a name only", TEXT("{\"a\"}"), false },
	{ "an object without a value", TEXT("{\"a\":}"), false },
	{ "an object with a comma at its end", TEXT("{\"a\":1,}"), false },
	{ "an object of a comma", TEXT("{,}"), false },
	{ "an object with two commas", TEXT("{\"a\":1,,\"b\":2}"), false },
	{ "an object without a comma", TEXT("{\"a\":1 \"b\":2}"), false },
	{ "an object without a colon", TEXT("{\"a\" 1}"), false },
	{ "an object with two colons", TEXT("{\"a\"::1}"), false },
	{ "an object with '='", TEXT("{\"a\"=1}"), false },
	{ "a name without quotes", TEXT("{a:1}"), false },
	{ "a name in single quotes", TEXT("{'a':1}"), false },
	{ "a number for a name", TEXT("{1:1}"), false },
	{ "closed by the wrong one", TEXT("{\"a\":1]"), false },
	{ "an array that does not end", TEXT("[1"), false },
	{ "an array that ends after a comma", TEXT("[1,"), false },
	{ "an array with a comma at its end", TEXT("[1,]"), false },
	{ "an array of a comma", TEXT("[,]"), false },
	{ "an array with a comma in front", TEXT("[,1]"), false },
	{ "an array without a comma", TEXT("[1 2]"), false },
	{ "an array closed by the wrong one", TEXT("[1}"), false },
	{ "a colon in an array", TEXT("[\"a\":1]"), false },
	{ "a part of true", TEXT("[tru]"), false },
	{ "True", TEXT("[True]"), false },
	{ "a part of null, at the end", TEXT("nul"), false },
	{ "more than null", TEXT("[nullx]"), false },
	{ "undefined", TEXT("[undefined]"), false },
	{ "a word", TEXT("error"), false },
	{ "HTML", TEXT("<html></html>"), false },

	{ "number: 0", TEXT("[0]"), true },
	{ "number: -0", TEXT("[-0]"), true },
	{ "number: 10", TEXT("[10]"), true },
	{ "number: a fraction", TEXT("[1.05]"), true },
	{ "number: 0 and a fraction", TEXT("[0.5]"), true },
	{ "number: an exponent", TEXT("[1e5]"), true },
	{ "number: E+", TEXT("[1E+5]"), true },
	{ "number: e-", TEXT("[1e-05]"), true },
	{ "number: all of it", TEXT("[-12.30e+4]"), true },
	{ "number: many digits", TEXT("[123456789012345678901234567890]"), true },
	{ "number: 01", TEXT("[01]"), false },
	{ "number: -01", TEXT("[-01]"), false },
	{ "number: 00", TEXT("[00]"), false },
	{ "number: a plus", TEXT("[+1]"), false },
	{ "number: a minus alone", TEXT("[-]"), false },
	{ "number: two minuses", TEXT("[--1]"), false },
	{ "number: no digits before the point", TEXT("[.5]"), false },
	{ "number: no digits behind the point", TEXT("[1.]"), false },
	{ "number: no digits between point and e", TEXT("[1.e5]"), false },
	{ "number: two points", TEXT("[1.2.3]"), false },
	{ "number: no digits in the exponent", TEXT("[1e]"), false },
	{ "number: only a sign in the exponent", TEXT("[1e+]"), false },
	{ "number: a fraction in the exponent", TEXT("[1e1.5]"), false },
	{ "number: hexadecimal", TEXT("[0x1f]"), false },
	{ "number: a letter behind", TEXT("[1a]"), false },
	{ "number: underscores", TEXT("[1_000]"), false },
	{ "number: NaN", TEXT("[NaN]"), false },
	{ "number: Infinity", TEXT("[Infinity]"), false },
	{ "number: -Infinity", TEXT("[-Infinity]"), false },
	{ "number: a full-width digit", TEXT("[\xef\xbc\x91]"), false },
	{ "number: ends with the text, -", TEXT("-"), false },
	{ "number: ends with the text, 1.", TEXT("1."), false },
	{ "number: ends with the text, 1e", TEXT("1e"), false },

	{ "string: every escape", TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\""), true },
	{ "string: hexadecimal of either case", TEXT("\"\\uABCD\\uabcd\""), true },
	{ "string: UTF-8", TEXT("\"\xeb\xb9\x84\xf0\x9f\x98\x80\""), true },
	{ "string: DEL", TEXT("\"\x7f\""), true },
	{ "string: U+2028", TEXT("\"\xe2\x80\xa8\""), true },
	{ "string: a pair of surrogates", TEXT("\"\\ud83d\\ude00\""), true },
	{ "string: U+0001 by escape", TEXT("\"\\u0001\""), true },
	{ "string: U+FFFF by escape", TEXT("\"\\uffff\""), true },
	{ "string: U+0000 by escape", TEXT("\"\\u0000\""), false },
	{ "string: U+0000 by escape in a name", TEXT("{\"a\\u0000\":1}"), false },
	{ "string: NUL", TEXT("\"\0\""), false },
	{ "string: a high surrogate alone", TEXT("\"\\ud83d\""), false },
	{ "string: a high surrogate and a letter", TEXT("\"\\ud83da\""), false },
	{ "string: a high surrogate and another escape", TEXT("\"\\ud83d\\n\""), false },
	{ "string: a high surrogate and U+0041", TEXT("\"\\ud83d\\u0041\""), false },
	{ "string: two high surrogates", TEXT("\"\\ud83d\\ud83d\""), false },
	{ "string: a low surrogate alone", TEXT("\"\\ude00\""), false },
	{ "string: surrogates the wrong way round", TEXT("\"\\ude00\\ud83d\""), false },
	{ "string: a surrogate in UTF-8", TEXT("\"\xed\xa0\x80\""), false },
	{ "string: a surrogate in a name", TEXT("{\"\\ud800\":1}"), false },
	{ "string: a line feed", TEXT("\"a\nb\""), false },
	{ "string: a tab", TEXT("\"a\tb\""), false },
	{ "string: U+001F", TEXT("\"\x1f\""), false },
	{ "string: Latin-1", TEXT("\"caf\xe9\""), false },
	{ "string: an overlong slash", TEXT("\"\xc0\xaf\""), false },
	{ "string: a tail alone", TEXT("\"\x80\""), false },
	{ "string: above U+10FFFF", TEXT("\"\xf4\x90\x80\x80\""), false },
	{ "string: a character cut by the quote", TEXT("\"\xeb\xb9\""), false },
	{ "string: not UTF-8 in a name", TEXT("{\"\xff\":1}"), false },
	{ "string: an escape that is none", TEXT("\"\\x41\""), false },
	{ "string: \\'", TEXT("\"\\'\""), false },
	{ "string: \\U", TEXT("\"\\U0041\""), false },
	{ "string: \\0", TEXT("\"\\0\""), false },
	{ "string: three digits", TEXT("\"\\u123\""), false },
	{ "string: a letter for a digit", TEXT("\"\\u12g4\""), false },
	{ "string: a sign for a digit", TEXT("\"\\u+123\""), false },
	{ "string: a blank for a digit", TEXT("\"\\u 123\""), false },
	{ "string: does not end", TEXT("\"abc"), false },
	{ "string: ends in a backslash", TEXT("\"abc\\"), false },
	{ "string: its quote is escaped", TEXT("\"abc\\\""), false },
	{ "string: ends within an escape", TEXT("\"\\u12"), false },
	{ "string: ends after a high surrogate", TEXT("\"\\ud83d\\"), false },
	{ "string: single quotes", TEXT("'abc'"), false },
	{ "string: only a quote", TEXT("\""), false },

	{ "twice: a name", TEXT("{\"a\":1,\"a\":2}"), false },
	{ "twice: a name with the same value", TEXT("{\"a\":1,\"b\":0,\"a\":1}"), false },
	{ "twice: an empty name", TEXT("{\"\":1,\"\":2}"), false },
	{ "twice: once by an escape", TEXT("{\"a\":1,\"\\u0061\":2}"), false },
	{ "twice: both by escapes", TEXT("{\"\\u0061\":1,\"\\u0061\":2}"), false },
	{ "twice: an escape of either case", TEXT("{\"\\u00e9\":1,\"\\u00E9\":2}"), false },
	{ "twice: UTF-8 and an escape", TEXT("{\"\xc3\xa9\":1,\"\\u00e9\":2}"), false },
	{ "twice: UTF-8 and a pair", TEXT("{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}"), false },
	{ "twice: a slash and an escaped slash", TEXT("{\"/\":1,\"\\/\":2}"), false },
	{ "twice: a tab by two escapes", TEXT("{\"\\t\":1,\"\\u0009\":2}"), false },
	{ "twice: deep within", TEXT("[{\"x\":{\"a\":1,\"a\":2}}]"), false },
	{ "twice: around another object", TEXT("{\"a\":{\"b\":1},\"a\":2}"), false },
	{ "twice: the token", TEXT("{\"access_token\":\"x\",\"code\":200,\"access_token\":\"y\"}"),
	  false },
};

/* A copy of exactly len bytes: reading past it is seen by the sanitizers. */
static const char *check_copy(const char *text, size_t len)
{
	char *copy = malloc(len > 0 ? len : 1);
	const char *problem;

	assert_non_null(copy);
	memcpy(copy, text, len);
	problem = json_check(copy, len);
	free(copy);
	return problem;
}

static void check(void **state)
{
	const struct check_case *test = *state;
	const char *problem = check_copy(test->text, test->len);

	if (test->good) {
		assert_null(problem);
	} else {
		assert_non_null(problem);
		assert_string_not_equal(problem, "");
	}
}

/* A document cut anywhere is none, and neither is one with a byte of rubbish behind. */
static void cut_anywhere(void **state)
{
	static const char text[] = "{\"a\":[1.5e3,true,null,"
				   "{\"b\":\"x\\u00e9\\ud83d\\ude00\xeb\xb9\x84\"}],\"c\":-0.1}";

	(void)state;
	assert_null(check_copy(TEXT(text)));
	for (size_t len = 0; len < sizeof(text) - 1; len++)
		assert_non_null(check_copy(text, len));
}

/* Any one byte changed may make another document or none, but never trouble. */
static void any_byte_changed(void **state)
{
	static const char text[] = "{\"a\":[1.5e3,{\"b\":\"x\\u00e9\\ud83d\\ude00\xeb\xb9\x84\"}]}";
	char copy[sizeof(text)];

	(void)state;
	for (size_t at = 0; at < sizeof(text) - 1; at++) {
		for (int byte = 0; byte < 256; byte++) {
			struct buffer buffer = BUFFER_INIT;
			const char *problem = NULL;
			struct cJSON *object;

			memcpy(copy, text, sizeof(text));
			copy[at] = (char)byte;
			buffer_append(&buffer, copy, sizeof(text) - 1);
			object = json_object(&buffer, &problem);
			assert_int_equal(object == NULL, problem != NULL);
			json_free(object);
			buffer_free(&buffer);
		}
	}
}

static const char *check_nested(char open, char close, int depth)
{
	struct buffer text = BUFFER_INIT;
	const char *problem;

	for (int i = 0; i < depth; i++) {
		buffer_char(&text, open);
		if (open == '{')
			buffer_string(&text, "\"a\":");
	}
	buffer_char(&text, '1');
	for (int i = 0; i < depth; i++)
		buffer_char(&text, close);
	problem = check_copy(text.data, text.len);
	buffer_free(&text);
	return problem;
}

static void depth(void **state)
{
	(void)state;
	assert_null(check_nested('[', ']', JSON_DEPTH));
	assert_non_null(check_nested('[', ']', JSON_DEPTH + 1));
	assert_null(check_nested('{', '}', JSON_DEPTH));
	assert_non_null(check_nested('{', '}', JSON_DEPTH + 1));
	assert_non_null(check_nested('[', ']', 30000));
}

/* Side by side is not deep. */
static void depth_is_not_width(void **state)
{
	struct buffer text = BUFFER_INIT;

	(void)state;
	buffer_char(&text, '[');
	for (int i = 0; i < 1000; i++)
		buffer_string(&text, i == 0 ? "[[]]" : ",[[]]");
	buffer_char(&text, ']');
	assert_null(check_copy(text.data, text.len));
	buffer_free(&text);
}

static void members(void **state)
{
	(void)state;
	for (int count = JSON_MEMBERS - 1; count <= JSON_MEMBERS + 1; count++) {
		struct buffer text = BUFFER_INIT;
		const char *problem;

		for (int i = 0; i < count; i++) {
			buffer_string(&text, i == 0 ? "{\"n" : ",\"n");
			buffer_number(&text, i);
			buffer_string(&text, "\":0");
		}
		buffer_char(&text, '}');
		problem = check_copy(text.data, text.len);
		assert_int_equal(problem == NULL, count <= JSON_MEMBERS);
		buffer_free(&text);
	}
}

/* ---- reading */

static struct cJSON *parse(const char *text)
{
	struct buffer buffer = BUFFER_INIT;
	const char *problem = NULL;
	struct cJSON *object;

	buffer_string(&buffer, text);
	object = json_object(&buffer, &problem);
	assert_int_equal(object == NULL, problem != NULL);
	buffer_free(&buffer);
	return object;
}

static void object_only(void **state)
{
	static const char *const others[] = { "[]", "[{}]", "\"a\"",
					      "1",  "null", "true",
					      "",   "{",    "{\"a\":1,\"a\":1}" };
	struct buffer empty = BUFFER_INIT;
	const char *problem = NULL;
	struct cJSON *object;

	(void)state;
	object = parse("{\"a\":1}");
	assert_non_null(object);
	json_free(object);
	for (size_t i = 0; i < COUNT(others); i++)
		assert_null(parse(others[i]));
	assert_null(json_object(&empty, &problem));
	assert_non_null(problem);
}

static void members_by_type(void **state)
{
	struct cJSON *object = parse(
		"{\"s\":\"a\\u00e9\\ud83d\\ude00\",\"e\":\"\",\"n\":1.5,\"t\":true,\"z\":null,"
		"\"o\":{\"x\":\"y\"},\"l\":[1],\"Big\":\"B\"}");
	double number = 7;

	(void)state;
	assert_non_null(object);
	assert_string_equal(json_string(object, "s"), "a\xc3\xa9\xf0\x9f\x98\x80");
	assert_string_equal(json_string(object, "e"), "");
	assert_null(json_string(object, "n"));
	assert_null(json_string(object, "t"));
	assert_null(json_string(object, "z"));
	assert_null(json_string(object, "o"));
	assert_null(json_string(object, "l"));
	assert_null(json_string(object, "missing"));
	assert_null(json_string(object, "S"));
	assert_null(json_string(object, "big"));
	assert_string_equal(json_string(object, "Big"), "B");
	assert_true(json_number(object, "n", &number));
	assert_true(number > 1.4 && number < 1.6);
	assert_false(json_number(object, "s", &number));
	assert_false(json_number(object, "t", &number));
	assert_false(json_number(object, "z", &number));
	assert_false(json_number(object, "missing", &number));
	assert_false(json_number(object, "N", &number));
	assert_string_equal(json_string(json_member(object, "o"), "x"), "y");
	assert_null(json_member(object, "l"));
	assert_null(json_member(object, "s"));
	assert_null(json_member(object, "z"));
	assert_null(json_member(object, "missing"));
	json_free(object);
}

struct digits_case {
	const char *name;
	const char *text;
	double want; /* -1: no digits */
};

static const struct digits_case digits[] = {
	{ "digits: some", "{\"a\":\"3599\"}", 3599 },
	{ "digits: 0", "{\"a\":\"0\"}", 0 },
	{ "digits: zeros in front", "{\"a\":\"007\"}", 7 },
	{ "digits: as many as may be", "{\"a\":\"999999999999999\"}", 999999999999999 },
	{ "digits: one too many", "{\"a\":\"1000000000000000\"}", -1 },
	{ "digits: none", "{\"a\":\"\"}", -1 },
	{ "digits: a number", "{\"a\":3599}", -1 },
	{ "digits: a sign", "{\"a\":\"-1\"}", -1 },
	{ "digits: a fraction", "{\"a\":\"1.5\"}", -1 },
	{ "digits: a blank", "{\"a\":\"1 \"}", -1 },
	{ "digits: null", "{\"a\":null}", -1 },
	{ "digits: missing", "{}", -1 },
};

static void digits_only(void **state)
{
	const struct digits_case *test = *state;
	struct cJSON *object = parse(test->text);
	double number = -1;

	assert_int_equal(json_digits(object, "a", &number), test->want >= 0);
	assert_true(number >= test->want && number <= test->want);
	json_free(object);
}

static void there_and_lists(void **state)
{
	struct cJSON *object = parse("{\"a\":[\"one\",2,\"two\"],\"b\":null,\"c\":\"one\",\"d\":"
				     "false,\"e\":{\"one\":\"one\"}}");

	(void)state;
	assert_true(json_is_there(object, "a"));
	assert_false(json_is_there(object, "b"));
	assert_true(json_is_there(object, "d"));
	assert_false(json_is_there(object, "A"));
	assert_true(json_lists(object, "a", "one"));
	assert_true(json_lists(object, "a", "two"));
	assert_false(json_lists(object, "a", "tw"));
	assert_false(json_lists(object, "a", "2"));
	assert_false(json_lists(object, "b", "one"));
	assert_false(json_lists(object, "c", "one"));
	assert_false(json_lists(object, "e", "one"));
	assert_false(json_lists(object, "missing", "one"));
	json_free(object);
}

struct code_case {
	const char *name;
	const char *text;
	const char *want; /* NULL: neither string nor number */
};

static const struct code_case codes[] = {
	{ "code: a string", "{\"code\":\"3006\"}", "3006" },
	{ "code: a number", "{\"code\":3007}", "3007" },
	{ "code: a negative number", "{\"code\":-2}", "-2" },
	{ "code: 0", "{\"code\":0}", "0" },
	{ "code: a whole number with a fraction of 0", "{\"code\":200.0}", "200" },
	{ "code: a large number", "{\"code\":1234567890}", "1234567890" },
	{ "code: a word", "{\"code\":\"invalid_client\"}", "invalid_client" },
	{ "code: true", "{\"code\":true}", NULL },
	{ "code: null", "{\"code\":null}", NULL },
	{ "code: an object", "{\"code\":{}}", NULL },
	{ "code: an array", "{\"code\":[1]}", NULL },
	{ "code: missing", "{}", NULL },
};

static void code(void **state)
{
	const struct code_case *test = *state;
	struct cJSON *object = parse(test->text);
	char out[64] = "untouched";

	assert_int_equal(json_code(object, "code", out, sizeof(out)), test->want != NULL);
	if (test->want != NULL)
		assert_string_equal(out, test->want);
	json_free(object);
}

/* Whatever stands there, it stays within its room and ends in NUL. */
static void code_fits(void **state)
{
	static const char *const texts[] = {
		"{\"code\":\"0123456789012345678901234567890123456789\"}",
		"{\"code\":1e300}",
		"{\"code\":-1e300}",
		"{\"code\":1e999}",
		"{\"code\":0.1234567890123456789}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct cJSON *object = parse(texts[i]);
		char *out = malloc(8);

		assert_non_null(out);
		memset(out, 'x', 8);
		if (json_code(object, "code", out, 8))
			assert_non_null(memchr(out, '\0', 8));
		free(out);
		json_free(object);
	}
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, check, checks);
	SUITE_TEST(&suite, cut_anywhere);
	SUITE_TEST(&suite, any_byte_changed);
	SUITE_TEST(&suite, depth);
	SUITE_TEST(&suite, depth_is_not_width);
	SUITE_TEST(&suite, members);
	SUITE_TEST(&suite, object_only);
	SUITE_TEST(&suite, members_by_type);
	SUITE_TABLE(&suite, digits_only, digits);
	SUITE_TEST(&suite, there_and_lists);
	SUITE_TABLE(&suite, code, codes);
	SUITE_TEST(&suite, code_fits);
	return suite_run(&suite);
}
