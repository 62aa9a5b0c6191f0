/* SPDX-License-Identifier: ISC */
/* encode.h: forms, queries and base64, each by the table of its standard. */
#include "cases.h"

#include <ctype.h>

#include "fetch/encode.h"

struct encode_case {
	const char *name;
	const char *text;
	const char *want;
};

static void assert_encodes(void (*encode)(struct buffer *out, const char *value),
			   const struct encode_case *test)
{
	struct buffer out = BUFFER_INIT;

	buffer_string(&out, "<");
	encode(&out, test->text);
	buffer_string(&out, ">");
	assert_false(out.failed);
	assert_int_equal(out.data[0], '<');
	assert_int_equal(out.data[out.len - 1], '>');
	out.data[out.len - 1] = '\0';
	assert_string_equal(out.data + 1, test->want);
	buffer_free(&out);
}

static const struct encode_case forms[] = {
	{ "form: nothing", "", "" },
	{ "form: letters and digits", "azAZ09", "azAZ09" },
	{ "form: what else stays", "*-._", "*-._" },
	{ "form: a blank", "a b", "a+b" },
	{ "form: a plus", "a+b", "a%2Bb" },
	{ "form: what parts a form", "a=b&c;d", "a%3Db%26c%3Bd" },
	{ "form: percent", "100%", "100%25" },
	{ "form: the scope", "toss-shopping-fep:write", "toss-shopping-fep%3Awrite" },
	{ "form: a tilde", "~", "%7E" },
	{ "form: quotes and slashes", "\"'/\\", "%22%27%2F%5C" },
	{ "form: Korean", "\xeb\xb9\x84", "%EB%B9%84" },
};

static void form(void **state)
{
	assert_encodes(encode_form, *state);
}

static const struct encode_case queries[] = {
	{ "query: nothing", "", "" },
	{ "query: unreserved", "azAZ09-._~", "azAZ09-._~" },
	{ "query: a blank", "a b", "a%20b" },
	{ "query: a plus", "a+b", "a%2Bb" },
	{ "query: an asterisk", "*", "%2A" },
	{ "query: what parts a query", "a=b&c#d?e", "a%3Db%26c%23d%3Fe" },
	{ "query: percent", "%41", "%2541" },
	{ "query: Korean", "\xeb\xb9\x84", "%EB%B9%84" },
};

static void query(void **state)
{
	assert_encodes(encode_query, *state);
}

/* Each byte by itself: what is not named by the standard is %XX, upper case. */
static void every_byte(void **state)
{
	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		char text[2] = { (char)byte, '\0' }, hex[4], want[4];
		struct encode_case test = { "", text, want };
		bool plain = byte < 0x80 && isalnum(byte);

		snprintf(hex, sizeof(hex), "%%%02X", (unsigned)byte);
		snprintf(want, sizeof(want), "%s",
			 plain || strchr("*-._", byte) != NULL ? text
			 : byte == ' '                         ? "+"
							       : hex);
		assert_encodes(encode_form, &test);
		snprintf(want, sizeof(want), "%s",
			 plain || strchr("-._~", byte) != NULL ? text : hex);
		assert_encodes(encode_query, &test);
	}
}

static void form_fields(void **state)
{
	struct buffer out = BUFFER_INIT;

	(void)state;
	encode_form_field(&out, "grant_type", "client_credentials");
	encode_form_field(&out, "client_secret", "a b&c=d");
	encode_form_field(&out, "scope", "");
	assert_string_equal(out.data,
			    "grant_type=client_credentials&client_secret=a+b%26c%3Dd&scope=");
	buffer_free(&out);
}

struct base64_case {
	const char *name;
	const char *bytes;
	size_t len;
	const char *want;
};

#define BYTES(text) text, sizeof(text) - 1

/* RFC 4648, section 10, and bytes that use all of the alphabet's end. */
static const struct base64_case base64s[] = {
	{ "base64: nothing", BYTES(""), "" },
	{ "base64: f", BYTES("f"), "Zg==" },
	{ "base64: fo", BYTES("fo"), "Zm8=" },
	{ "base64: foo", BYTES("foo"), "Zm9v" },
	{ "base64: foob", BYTES("foob"), "Zm9vYg==" },
	{ "base64: fooba", BYTES("fooba"), "Zm9vYmE=" },
	{ "base64: foobar", BYTES("foobar"), "Zm9vYmFy" },
	{ "base64: the last letters", BYTES("\xfb\xff\xfe"), "+//+" },
	{ "base64: NULs", BYTES("\0\0\0\0"), "AAAAAA==" },
	{ "base64: account and password", BYTES("account:password"), "YWNjb3VudDpwYXNzd29yZA==" },
};

static void base64(void **state)
{
	const struct base64_case *test = *state;
	struct buffer out = BUFFER_INIT;

	buffer_string(&out, "Basic ");
	encode_base64(&out, test->bytes, test->len);
	assert_int_equal(out.len, strlen("Basic ") + strlen(test->want));
	assert_string_equal(out.data + strlen("Basic "), test->want);
	buffer_free(&out);
}

/* No line breaks, however long. */
static void base64_long(void **state)
{
	struct buffer out = BUFFER_INIT;
	char bytes[3000];

	(void)state;
	memset(bytes, 0, sizeof(bytes));
	encode_base64(&out, bytes, sizeof(bytes));
	assert_int_equal(out.len, 4000);
	assert_int_equal(strspn(out.data, "A"), 4000);
	buffer_free(&out);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, form, forms);
	SUITE_TABLE(&suite, query, queries);
	SUITE_TEST(&suite, every_byte);
	SUITE_TEST(&suite, form_fields);
	SUITE_TABLE(&suite, base64, base64s);
	SUITE_TEST(&suite, base64_long);
	return suite_run(&suite);
}
