/* SPDX-License-Identifier: ISC */
/* encode.h: queries and base64, each by the table of its standard. */
#include "cases.h"

#include <ctype.h>

#include "fetch/encode.h"

struct encode_case {
	const char *name;
	const char *text;
	const char *want;
};

static void query_of(const struct encode_case *test)
{
	struct buffer out = BUFFER_INIT;

	buffer_string(&out, "<");
	encode_query(&out, test->text);
	buffer_string(&out, ">");
	assert_false(out.failed);
	assert_int_equal(out.data[0], '<');
	assert_int_equal(out.data[out.len - 1], '>');
	out.data[out.len - 1] = '\0';
	assert_string_equal(out.data + 1, test->want);
	buffer_free(&out);
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
	query_of(*state);
}

/* Each byte by itself: what is not named by the standard is %XX, upper case. */
static void query_every_byte(void **state)
{
	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		char text[2] = { (char)byte, '\0' }, hex[4];
		bool plain = byte < 0x80 && (isalnum(byte) || strchr("-._~", byte) != NULL);
		struct encode_case test = { "", text, plain ? text : hex };

		snprintf(hex, sizeof(hex), "%%%02X", (unsigned)byte);
		query_of(&test);
	}
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

	SUITE_TABLE(&suite, query, queries);
	SUITE_TEST(&suite, query_every_byte);
	SUITE_TABLE(&suite, base64, base64s);
	SUITE_TEST(&suite, base64_long);
	return suite_run(&suite);
}
