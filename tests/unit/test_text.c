/* SPDX-License-Identifier: ISC */
/* text.h: UTF-8 by RFC 3629, what is clean, how a stranger's text is shown. */
#include "cases.h"

#include <locale.h>

#include <ctype.h>

#include "base/text.h"

struct length_case {
	const char *name;
	const char *bytes;
	size_t len;
	size_t want;
};

/* The edges of the table in RFC 3629, section 4. */
static const struct length_case lengths[] = {
	{ "length: nothing", "", 0, 0 },
	{ "length: NUL is a character", "\0", 1, 1 },
	{ "length: a letter", "a", 1, 1 },
	{ "length: DEL", "\x7f", 1, 1 },
	{ "length: a tail alone", "\x80", 1, 0 },
	{ "length: the last tail alone", "\xbf", 1, 0 },
	{ "length: C0 is overlong", "\xc0\x80", 2, 0 },
	{ "length: C1 is overlong", "\xc1\xbf", 2, 0 },
	{ "length: U+0080", "\xc2\x80", 2, 2 },
	{ "length: U+07FF", "\xdf\xbf", 2, 2 },
	{ "length: two bytes, one there", "\xc2", 1, 0 },
	{ "length: two bytes, len says one", "\xc2\x80", 1, 0 },
	{ "length: two bytes, a letter for a tail",
	  "\xc2"
	  "a",
	  2, 0 },
	{ "length: two bytes, a lead for a tail", "\xc2\xc2", 2, 0 },
	{ "length: E0 80 is overlong", "\xe0\x80\x80", 3, 0 },
	{ "length: E0 9F is overlong", "\xe0\x9f\xbf", 3, 0 },
	{ "length: U+0800", "\xe0\xa0\x80", 3, 3 },
	{ "length: U+D7FF", "\xed\x9f\xbf", 3, 3 },
	{ "length: U+D800 is a surrogate", "\xed\xa0\x80", 3, 0 },
	{ "length: U+DFFF is a surrogate", "\xed\xbf\xbf", 3, 0 },
	{ "length: U+E000", "\xee\x80\x80", 3, 3 },
	{ "length: U+FFFF", "\xef\xbf\xbf", 3, 3 },
	{ "length: three bytes, two there", "\xe2\x82", 2, 0 },
	{ "length: three bytes, the third is none",
	  "\xe2\x82"
	  "a",
	  3, 0 },
	{ "length: F0 80 is overlong", "\xf0\x80\x80\x80", 4, 0 },
	{ "length: F0 8F is overlong", "\xf0\x8f\xbf\xbf", 4, 0 },
	{ "length: U+10000", "\xf0\x90\x80\x80", 4, 4 },
	{ "length: U+10FFFF", "\xf4\x8f\xbf\xbf", 4, 4 },
	{ "length: U+110000", "\xf4\x90\x80\x80", 4, 0 },
	{ "length: F5 leads nothing", "\xf5\x80\x80\x80", 4, 0 },
	{ "length: five bytes", "\xf8\x88\x80\x80\x80", 5, 0 },
	{ "length: FE", "\xfe", 1, 0 },
	{ "length: FF", "\xff", 1, 0 },
	{ "length: four bytes, three there", "\xf0\x9f\x98", 3, 0 },
	{ "length: four bytes, the fourth is none",
	  "\xf0\x9f\x98"
	  "a",
	  4, 0 },
	{ "length: the first of two characters", "\xeb\xb9\x84\xeb\xb0\x80", 6, 3 },
};

static void utf8_length(void **state)
{
	const struct length_case *test = *state;

	assert_int_equal(text_utf8_length(test->bytes, test->len), test->want);
}

struct clean_case {
	const char *name;
	const char *bytes;
	size_t len;
	enum text_fault fault;
};

static const struct clean_case cleans[] = {
	{ "clean: nothing", "", 0, TEXT_CLEAN },
	{ "clean: ASCII", " az~", 4, TEXT_CLEAN },
	{ "clean: Korean", "\xeb\xb9\x84\xeb\xb0\x80", 6, TEXT_CLEAN },
	{ "clean: the last code point", "\xf4\x8f\xbf\xbf", 4, TEXT_CLEAN },
	{ "clean: a line feed", "a\nb", 3, TEXT_LINE_BREAK },
	{ "clean: a carriage return", "a\r", 2, TEXT_LINE_BREAK },
	{ "clean: NUL", "a\0b", 3, TEXT_CONTROL_BYTE },
	{ "clean: a tab", "\t", 1, TEXT_CONTROL_BYTE },
	{ "clean: ESC", "\033[31m", 5, TEXT_CONTROL_BYTE },
	{ "clean: US", "a\x1f", 2, TEXT_CONTROL_BYTE },
	{ "clean: DEL", "a\x7f", 2, TEXT_CONTROL_BYTE },
	{ "clean: a byte of Latin-1", "caf\xe9", 4, TEXT_NOT_UTF8 },
	{ "clean: cut within a character", "\xeb\xb9", 2, TEXT_NOT_UTF8 },
	{ "clean: an overlong slash", "\xc0\xaf", 2, TEXT_NOT_UTF8 },
	{ "clean: a surrogate", "\xed\xa0\x80", 3, TEXT_NOT_UTF8 },
	{ "clean: the first fault is named", "\n\xff", 2, TEXT_LINE_BREAK },
};

static void clean(void **state)
{
	const struct clean_case *test = *state;

	assert_int_equal(text_is_clean(test->bytes, test->len), test->fault == TEXT_CLEAN);
	assert_int_equal(text_find_fault(test->bytes, test->len), test->fault);
}

/* Each byte by itself, so that no row is forgotten. */
static void clean_every_byte(void **state)
{
	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		char c = (char)byte;

		assert_int_equal(text_is_clean(&c, 1), byte >= 0x20 && byte < 0x7f);
	}
}

struct escape_case {
	const char *name;
	const char *bytes;
	size_t len;
	const char *want;
};

static const struct escape_case escapes[] = {
	{ "escape: nothing", "", 0, "" },
	{ "escape: ASCII stays", "No such key: 12/34 (x)", 22, "No such key: 12/34 (x)" },
	{ "escape: Korean stays", "\xeb\xb9\x84\xeb\xb0\x80", 6, "\xeb\xb9\x84\xeb\xb0\x80" },
	{ "escape: an emoji stays", "\xf0\x9f\x98\x80", 4, "\xf0\x9f\x98\x80" },
	{ "escape: U+00A0 stays", "\xc2\xa0", 2, "\xc2\xa0" },
	{ "escape: NUL", "a\0b", 3, "a\\000b" },
	{ "escape: a line feed", "a\nb", 3, "a\\012b" },
	{ "escape: a carriage return", "a\rb", 3, "a\\015b" },
	{ "escape: a tab", "a\tb", 3, "a\\011b" },
	{ "escape: colour", "\033[31mred\033[0m", 12, "\\033[31mred\\033[0m" },
	{ "escape: a window's title", "\033]0;x\007", 6, "\\033]0;x\\007" },
	{ "escape: DEL", "\x7f", 1, "\\177" },
	{ "escape: C1 CSI, as a byte",
	  "\x9b"
	  "31m",
	  4, "\\23331m" },
	{ "escape: C1 CSI, as a character",
	  "\xc2\x9b"
	  "31m",
	  5, "\\302\\23331m" },
	{ "escape: NEL", "\xc2\x85", 2, "\\302\\205" },
	{ "escape: right-to-left override", "\xe2\x80\xae", 3, "\\342\\200\\256" },
	{ "escape: left-to-right embedding", "\xe2\x80\xaa", 3, "\\342\\200\\252" },
	{ "escape: pop direction", "\xe2\x80\xac", 3, "\\342\\200\\254" },
	{ "escape: right-to-left mark", "\xe2\x80\x8f", 3, "\\342\\200\\217" },
	{ "escape: left-to-right mark", "\xe2\x80\x8e", 3, "\\342\\200\\216" },
	{ "escape: left-to-right isolate", "\xe2\x81\xa6", 3, "\\342\\201\\246" },
	{ "escape: pop isolate", "\xe2\x81\xa9", 3, "\\342\\201\\251" },
	{ "escape: Arabic letter mark", "\xd8\x9c", 2, "\\330\\234" },
	{ "escape: line separator", "\xe2\x80\xa8", 3, "\\342\\200\\250" },
	{ "escape: paragraph separator", "\xe2\x80\xa9", 3, "\\342\\200\\251" },
	{ "escape: not UTF-8",
	  "a\xff"
	  "b",
	  3, "a\\377b" },
	{ "escape: an overlong NUL", "\xc0\x80", 2, "\\300\\200" },
	{ "escape: cut within a character", "a\xeb\xb9", 3, "a\\353\\271" },
	{ "escape: a surrogate", "\xed\xa0\x80", 3, "\\355\\240\\200" },
};

static void escape(void **state)
{
	const struct escape_case *test = *state;
	char out[64];

	memset(out, 'x', sizeof(out));
	text_escape(test->bytes, test->len, out, sizeof(out));
	assert_string_equal(out, test->want);
}

/*
 * Whatever the room, what comes out is a part of the whole, ends in NUL, and is cut between
 * characters.
 */
/* Nothing is a letter by the locale. */
static void escape_in_a_locale(void **state)
{
	char out[64];

	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	text_escape("\xc2\x9b\xff", 3, out, sizeof(out));
	setlocale(LC_CTYPE, "C");
	assert_string_equal(out, "\\302\\233\\377");
}

static void escape_cut(void **state)
{
	static const char text[] = "a\xeb\xb9\x84"
				   "b\033\xf0\x9f\x98\x80"
				   "c\xe2\x80\xae";
	static const char whole[] = "a\xeb\xb9\x84"
				    "b\\033\xf0\x9f\x98\x80"
				    "c\\342\\200\\256";
	static const size_t ends[] = { 0, 1, 4, 5, 9, 13, 14, 26 };

	(void)state;
	for (size_t size = 1; size <= sizeof(whole) + 1; size++) {
		char *out = malloc(size);
		size_t len;
		size_t want = 0;

		assert_non_null(out);
		text_escape(text, sizeof(text) - 1, out, size);
		len = strlen(out);
		for (size_t i = 0; i < COUNT(ends); i++)
			if (ends[i] < size)
				want = ends[i];
		assert_int_equal(len, want);
		assert_memory_equal(out, whole, len);
		free(out);
	}
}

/* Cut between characters, however much room there is, and however it is put there. */
static void put_cut(void **state)
{
	static const char text[] = "a\xeb\xb9\x84\xf0\x9f\x98\x80"
				   "b\xc3\xa9";
	static const size_t ends[] = { 0, 1, 4, 8, 9, 11 };

	(void)state;
	for (size_t size = 1; size <= sizeof(text) + 1; size++) {
		char *out = malloc(size);
		size_t want = 0;

		assert_non_null(out);
		for (size_t i = 0; i < COUNT(ends); i++)
			if (ends[i] < size)
				want = ends[i];
		text_copy(out, text, size);
		assert_int_equal(strlen(out), want);
		assert_memory_equal(out, text, want);
		out[0] = '\0';
		text_append(out, text, size);
		assert_int_equal(strlen(out), want);
		assert_memory_equal(out, text, want);
		free(out);
	}
}

/* What is not cut is left as it is, and what is no UTF-8 too. */
static void put_whole(void **state)
{
	char out[8];

	(void)state;
	text_copy(out, "caf\xe9", sizeof(out));
	assert_string_equal(out, "caf\xe9");
	text_append(out, "\xeb\xb9", sizeof(out));
	assert_string_equal(out, "caf\xe9\xeb\xb9");
	text_copy(out, "\xb9\xb9\xb9\xb9\xb9\xb9\xb9\xb9\xb9", sizeof(out));
	assert_string_equal(out, "\xb9\xb9\xb9\xb9\xb9\xb9\xb9");
}

struct columns_case {
	const char *name;
	const char *text;
	size_t want;
};

static const struct columns_case columns[] = {
	{ "columns: nothing", "", 0 },
	{ "columns: ASCII", "token URL", 9 },
	{ "columns: Hangul", "\xed\x86\xa0\xed\x81\xb0", 4 },
	{ "columns: Hangul and ASCII", "\xed\x86\xa0\xed\x81\xb0 URL", 8 },
	{ "columns: the first syllable", "\xea\xb0\x80", 2 },
	{ "columns: the last syllable", "\xed\x9e\xa3", 2 },
	{ "columns: a letter with an accent", "\xc3\xa9", 1 },
	{ "columns: a middle dot", "\xc2\xb7", 1 },
	{ "columns: a fullwidth colon", "\xef\xbc\x9a", 2 },
	{ "columns: what is not UTF-8", "a\xffz", 3 },
	{ "columns: cut within a letter", "\xed\x86", 2 },
};

static void columns_of(void **state)
{
	const struct columns_case *test = *state;

	assert_int_equal(text_columns(test->text), test->want);
}

/* ---- forms */

struct form_case {
	const char *name;
	const char *text;
	const char *want;
};

/* WHATWG URL, section 5.2. */
static const struct form_case forms[] = {
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

static void assert_form(const struct form_case *test)
{
	struct buffer out = BUFFER_INIT;

	buffer_string(&out, "<");
	text_form(&out, test->text, strlen(test->text));
	buffer_string(&out, ">");
	assert_false(out.failed);
	assert_int_equal(out.data[0], '<');
	assert_int_equal(out.data[out.len - 1], '>');
	out.data[out.len - 1] = '\0';
	assert_string_equal(out.data + 1, test->want);
	buffer_free(&out);
}

static void form(void **state)
{
	assert_form(*state);
}

/* Each byte by itself: what is not named by the standard is %XX, upper case. */
static void form_every_byte(void **state)
{
	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		char text[2] = { (char)byte, '\0' }, hex[4];
		bool plain = byte < 0x80 && (isalnum(byte) || strchr("*-._", byte) != NULL);
		struct form_case test = { "", text, plain ? text : byte == ' ' ? "+" : hex };

		snprintf(hex, sizeof(hex), "%%%02X", (unsigned)byte);
		assert_form(&test);
	}
}

static void form_fields(void **state)
{
	struct buffer out = BUFFER_INIT;

	(void)state;
	text_form_field(&out, "grant_type", "client_credentials", strlen("client_credentials"));
	text_form_field(&out, "client_secret", "a b&c=d", strlen("a b&c=d"));
	text_form_field(&out, "scope", "", 0);
	assert_string_equal(out.data,
			    "grant_type=client_credentials&client_secret=a+b%26c%3Dd&scope=");
	buffer_free(&out);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, utf8_length, lengths);
	SUITE_TABLE(&suite, clean, cleans);
	SUITE_TEST(&suite, clean_every_byte);
	SUITE_TABLE(&suite, escape, escapes);
	SUITE_TEST(&suite, escape_in_a_locale);
	SUITE_TEST(&suite, escape_cut);
	SUITE_TEST(&suite, put_cut);
	SUITE_TEST(&suite, put_whole);
	SUITE_TABLE(&suite, columns_of, columns);
	SUITE_TABLE(&suite, form, forms);
	SUITE_TEST(&suite, form_every_byte);
	SUITE_TEST(&suite, form_fields);
	return suite_run(&suite);
}
