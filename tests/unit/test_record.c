/* SPDX-License-Identifier: ISC */
/* record.h: the grammar, form by form; what is cut short is never a record. */
#include "cases.h"

#include "base/record.h"

/* A heap copy of exactly len + 1 bytes: reading past it is seen by the sanitizers. */
static enum record_result parse(const char *bytes, size_t len, struct record *record, char **copy)
{
	*copy = malloc(len + 1);
	assert_non_null(*copy);
	memcpy(*copy, bytes, len);
	(*copy)[len] = 'x';
	return record_parse(*copy, len, record);
}

struct grammar_case {
	const char *name;
	const char *bytes;
	size_t len;
	enum record_result want;
};

#define BYTES(text) text, sizeof(text) - 1
#define V "tokctl=1\n"

static const struct grammar_case grammar[] = {
	{ "no field", BYTES(V "\n"), RECORD_OK },
	{ "one field", BYTES(V "key=abc\n\n"), RECORD_OK },
	{ "an empty value", BYTES(V "key=\n\n"), RECORD_OK },
	{ "'=' in a value", BYTES(V "key=a=b==\n\n"), RECORD_OK },
	{ "blanks in a value", BYTES(V "key= a b \n\n"), RECORD_OK },
	{ "UTF-8 in a value", BYTES(V "key=\xeb\xb9\x84\n\n"), RECORD_OK },
	{ "digits and dashes in a name", BYTES(V "a-1-b2=x\n\n"), RECORD_OK },
	{ "a name of one letter", BYTES(V "a=x\n\n"), RECORD_OK },
	{ "a name that ends in a dash", BYTES(V "a-=x\n\n"), RECORD_OK },
	{ "an unknown name", BYTES(V "no-such-thing=x\n\n"), RECORD_OK },

	{ "nothing at all", BYTES(""), RECORD_MALFORMED },
	{ "only an empty line", BYTES("\n"), RECORD_MALFORMED },
	{ "no version", BYTES("key=abc\n\n"), RECORD_MALFORMED },
	{ "the version second", BYTES("key=abc\n" V "\n"), RECORD_MALFORMED },
	{ "a blank before the version", BYTES(" " V "\n"), RECORD_MALFORMED },
	{ "a byte order mark", BYTES("\xef\xbb\xbf" V "\n"), RECORD_MALFORMED },
	{ "no line end after the version", BYTES("tokctl=1"), RECORD_MALFORMED },
	{ "no end", BYTES(V), RECORD_MALFORMED },
	{ "no end after a field", BYTES(V "key=abc\n"), RECORD_MALFORMED },
	{ "no line end after a field", BYTES(V "key=abc"), RECORD_MALFORMED },
	{ "a byte behind the end", BYTES(V "key=abc\n\nx"), RECORD_MALFORMED },
	{ "an empty line behind the end", BYTES(V "\n\n"), RECORD_MALFORMED },
	{ "a NUL behind the end", BYTES(V "\n\0"), RECORD_MALFORMED },
	{ "a second record", BYTES(V "\n" V "\n"), RECORD_MALFORMED },
	{ "a field without '='", BYTES(V "key\n\n"), RECORD_MALFORMED },
	{ "a field without a name", BYTES(V "=abc\n\n"), RECORD_MALFORMED },
	{ "upper case in a name", BYTES(V "Key=abc\n\n"), RECORD_MALFORMED },
	{ "a name that begins with a digit", BYTES(V "1a=abc\n\n"), RECORD_MALFORMED },
	{ "a name that begins with a dash", BYTES(V "-a=abc\n\n"), RECORD_MALFORMED },
	{ "an underscore in a name", BYTES(V "a_b=abc\n\n"), RECORD_MALFORMED },
	{ "a blank in front of a name", BYTES(V " key=abc\n\n"), RECORD_MALFORMED },
	{ "a blank behind a name", BYTES(V "key =abc\n\n"), RECORD_MALFORMED },
	{ "a name twice", BYTES(V "key=a\nkey=b\n\n"), RECORD_MALFORMED },
	{ "a name twice with the same value", BYTES(V "key=a\nother=b\nkey=a\n\n"),
	  RECORD_MALFORMED },
	{ "an unknown name twice", BYTES(V "no-such=a\nno-such=b\n\n"), RECORD_MALFORMED },
	{ "CR LF after the version", BYTES("tokctl=1\r\n\r\n"), RECORD_MALFORMED },
	{ "CR LF after a field", BYTES(V "key=abc\r\n\n"), RECORD_MALFORMED },
	{ "CR LF for the end", BYTES(V "key=abc\n\r\n"), RECORD_MALFORMED },
	{ "CR in a value", BYTES(V "key=a\rb\n\n"), RECORD_MALFORMED },
	{ "NUL in a value", BYTES(V "key=a\0b\n\n"), RECORD_MALFORMED },
	{ "NUL in a name", BYTES(V "k\0y=ab\n\n"), RECORD_MALFORMED },
	{ "NUL in the version", BYTES("tokctl=1\0\n\n"), RECORD_MALFORMED },
	{ "a tab in a value", BYTES(V "key=a\tb\n\n"), RECORD_MALFORMED },
	{ "ESC in a value", BYTES(V "key=\033[m\n\n"), RECORD_MALFORMED },
	{ "DEL in a value", BYTES(V "key=\x7f\n\n"), RECORD_MALFORMED },
	{ "Latin-1 in a value", BYTES(V "key=caf\xe9\n\n"), RECORD_MALFORMED },
	{ "an overlong form in a value", BYTES(V "key=\xc0\xaf\n\n"), RECORD_MALFORMED },
	{ "a character cut in a value", BYTES(V "key=\xeb\xb9\n\n"), RECORD_MALFORMED },
	{ "a surrogate in a value", BYTES(V "key=\xed\xa0\x80\n\n"), RECORD_MALFORMED },

	{ "version 2", BYTES("tokctl=2\n\n"), RECORD_OTHER_VERSION },
	{ "version 10", BYTES("tokctl=10\nkey=abc\n\n"), RECORD_OTHER_VERSION },
	{ "version 2 in words of its own",
	  BYTES("tokctl=2\n{what comes next is its own business}\n"), RECORD_OTHER_VERSION },
};

static void grammar_form(void **state)
{
	const struct grammar_case *test = *state;
	struct record record;
	char *copy;

	memset(&record, 0x5a, sizeof(record));
	assert_int_equal(parse(test->bytes, test->len, &record, &copy), test->want);
	if (test->want != RECORD_OK) {
		assert_int_equal(record.count, 0);
		assert_null(record_get(&record, "key"));
	}
	free(copy);
}

static void values_are_found(void **state)
{
	static const char text[] = V "key=abc\nempty=\nequals=a=b\nlate=x y\n\n";
	struct record record;
	char *copy;

	(void)state;
	assert_int_equal(parse(BYTES(text), &record, &copy), RECORD_OK);
	assert_string_equal(record_get(&record, "key"), "abc");
	assert_string_equal(record_get(&record, "empty"), "");
	assert_string_equal(record_get(&record, "equals"), "a=b");
	assert_string_equal(record_get(&record, "late"), "x y");
	assert_null(record_get(&record, "ke"));
	assert_null(record_get(&record, "keys"));
	assert_null(record_get(&record, ""));
	free(copy);
}

/* A field that is spared may hold anything but a line break. The grammar holds for the rest. */
static void unclean_fields_are_spared(void **state)
{
	static const char text[] = V "key=abc\nnote-a=\xeb\xb9\nnote-b=b\033\nlate=x\n\n",
			  other[] = V "key=caf\xe9\nnote-a=b\n\n",
			  nameless[] = V "note-a\xeb\xb9\n\n";
	struct record record;
	char copy[sizeof(text) + sizeof(other)];

	(void)state;
	memcpy(copy, text, sizeof(text));
	assert_int_equal(record_parse_sparing(copy, sizeof(text) - 1, "note-", &record), RECORD_OK);
	assert_int_equal(record.count, 2);
	assert_string_equal(record_get(&record, "key"), "abc");
	assert_string_equal(record_get(&record, "late"), "x");
	assert_null(record_get(&record, "note-a"));
	memcpy(copy, other, sizeof(other));
	assert_int_equal(record_parse_sparing(copy, sizeof(other) - 1, "note-", &record),
			 RECORD_MALFORMED);
	memcpy(copy, nameless, sizeof(nameless));
	assert_int_equal(record_parse_sparing(copy, sizeof(nameless) - 1, "note-", &record),
			 RECORD_MALFORMED);
}

struct number_case {
	const char *name;
	const char *value;
	int64_t want; /* 77: otherwise */
};

static const struct number_case numbers[] = {
	{ "number: 0", "0", 0 },
	{ "number: 42", "42", 42 },
	{ "number: negative", "-1", -1 },
	{ "number: the largest", "9223372036854775807", INT64_MAX },
	{ "number: too large", "9223372036854775808", 77 },
	{ "number: far too large", "99999999999999999999999", 77 },
	{ "number: empty", "", 77 },
	{ "number: a word", "soon", 77 },
	{ "number: digits and more", "12x", 77 },
	{ "number: a fraction", "1.5", 77 },
	{ "number: a blank in front", " 1", 77 },
	{ "number: a blank behind", "1 ", 77 },
	{ "number: hexadecimal", "0x10", 77 },
	{ "number: only a sign", "-", 77 },
};

/* A record of one field, n, in what is returned; it is to be freed. */
static char *parse_n(const char *value, struct record *record)
{
	char text[128];
	char *copy;

	snprintf(text, sizeof(text), V "n=%s\n\n", value);
	assert_int_equal(parse(text, strlen(text), record, &copy), RECORD_OK);
	return copy;
}

static void number(void **state)
{
	const struct number_case *test = *state;
	struct record record;
	char *copy = parse_n(test->value, &record);

	assert_int_equal(record_get_number(&record, "n", 77), test->want);
	assert_int_equal(record_get_number(&record, "other", 78), 78);
	assert_int_equal(record_get_within(&record, "n", INT64_MIN, INT64_MAX, 77), test->want);
	free(copy);
}

struct within_case {
	const char *name;
	const char *value;
	int64_t least, most;
	int64_t want; /* 77: otherwise */
};

static const struct within_case withins[] = {
	{ "within: between", "42", 0, 100, 42 },
	{ "within: the least", "-3", -3, 100, -3 },
	{ "within: below", "-4", -3, 100, 77 },
	{ "within: the most", "100", -3, 100, 100 },
	{ "within: above", "101", -3, 100, 77 },
	{ "within: the largest", "9223372036854775807", -3, 100, 77 },
	{ "within: the smallest", "-9223372036854775808", -3, 100, 77 },
	{ "within: a word", "soon", 0, 100, 77 },
};

static void within(void **state)
{
	const struct within_case *test = *state;
	struct record record;
	char *copy = parse_n(test->value, &record);

	assert_int_equal(record_get_within(&record, "n", test->least, test->most, 77), test->want);
	assert_int_equal(record_get_within(&record, "other", test->least, test->most, 77), 77);
	free(copy);
}

/* Writes a record of so many fields, f0 to fN, each value of that length. */
static void write_fields(struct buffer *out, int fields, size_t value_len)
{
	char *value = malloc(value_len + 1);
	char name[16];

	assert_non_null(value);
	memset(value, 'v', value_len);
	value[value_len] = '\0';
	record_begin(out);
	for (int i = 0; i < fields; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		record_put(out, name, value);
	}
	record_end(out);
	free(value);
	assert_false(out->failed);
}

static void field_limit(void **state)
{
	struct record record;

	(void)state;
	for (int fields = RECORD_FIELDS - 1; fields <= RECORD_FIELDS + 1; fields++) {
		struct buffer out = BUFFER_INIT;
		enum record_result want = fields <= RECORD_FIELDS ? RECORD_OK : RECORD_MALFORMED;

		write_fields(&out, fields, 1);
		assert_int_equal(record_parse(out.data, out.len, &record), want);
		buffer_free(&out);
	}
}

static void size_limit(void **state)
{
	size_t around = strlen(V "f0=\n\n");
	struct record record;

	(void)state;
	for (size_t size = RECORD_LIMIT - 1; size <= RECORD_LIMIT + 1; size++) {
		struct buffer out = BUFFER_INIT;
		enum record_result want = size <= RECORD_LIMIT ? RECORD_OK : RECORD_MALFORMED;

		write_fields(&out, 1, size - around);
		assert_int_equal(out.len, size);
		assert_int_equal(record_parse(out.data, out.len, &record), want);
		buffer_free(&out);
	}
}

static void written_form(void **state)
{
	struct buffer out = BUFFER_INIT;

	(void)state;
	record_begin(&out);
	record_put(&out, "provider", "toss");
	record_put(&out, "left-out", NULL);
	record_put(&out, "empty", "");
	record_put_number(&out, "retries", -2);
	record_end(&out);
	assert_string_equal(out.data, "tokctl=1\nprovider=toss\nempty=\nretries=-2\n\n");
	buffer_free(&out);
}

static void round_trip(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct record record;

	(void)state;
	record_begin(&out);
	record_put(&out, "secret", "s3cret+/=&%\"\\ \xeb\xb9\x84\xeb\xb0\x80");
	record_put(&out, "empty", "");
	record_put_number(&out, "least", INT64_MIN);
	record_put_number(&out, "most", INT64_MAX);
	record_end(&out);
	assert_int_equal(record_parse(out.data, out.len, &record), RECORD_OK);
	assert_int_equal(record.count, 4);
	assert_string_equal(record_get(&record, "secret"),
			    "s3cret+/=&%\"\\ \xeb\xb9\x84\xeb\xb0\x80");
	assert_string_equal(record_get(&record, "empty"), "");
	assert_int_equal(record_get_number(&record, "least", 0), INT64_MIN);
	assert_int_equal(record_get_number(&record, "most", 0), INT64_MAX);
	buffer_free(&out);
}

/*
 * A file that was torn at any byte is not a record: nothing in the cache is believed that is not
 * whole.
 */
static void torn_anywhere(void **state)
{
	static const char text[] =
		V "change=0123456789abcdef\ntoken=abc\nempty=\nexpires-at=1795231020\n\n";
	struct record record;
	char *copy;

	(void)state;
	for (size_t len = 0; len < sizeof(text) - 1; len++) {
		assert_int_not_equal(parse(text, len, &record, &copy), RECORD_OK);
		assert_int_equal(record.count, 0);
		free(copy);
	}
	assert_int_equal(parse(BYTES(text), &record, &copy), RECORD_OK);
	free(copy);
}

/* Nor is one whose tail is zeros, which is what some file systems leave after a crash. */
static void torn_with_zeros(void **state)
{
	static const char text[] = V "token=abc\nexpires-at=1795231020\n\n";
	char copy[sizeof(text)];
	struct record record;

	(void)state;
	for (size_t keep = 0; keep < sizeof(text) - 1; keep++) {
		memset(copy, 0, sizeof(copy));
		memcpy(copy, text, keep);
		assert_int_not_equal(record_parse(copy, sizeof(text) - 1, &record), RECORD_OK);
	}
}

/* As it comes through a pipe: the end is seen when it is there, and at no byte before. */
static void ends_at_its_last_byte(void **state)
{
	struct buffer whole = BUFFER_INIT, part = BUFFER_INIT;

	(void)state;
	record_begin(&whole);
	record_put(&whole, "token", "abc");
	record_put(&whole, "hint", "");
	record_end(&whole);
	for (size_t len = 0; len <= whole.len; len++) {
		buffer_clear(&part);
		buffer_append(&part, whole.data, len);
		assert_int_equal(record_has_ended(&part), len == whole.len);
	}
	buffer_free(&whole);
	buffer_free(&part);
}

static void copies(void **state)
{
	char bytes[] = "tokctl=1\na=value\nb=\n\n", out[4];
	struct record record;

	(void)state;
	assert_int_equal(record_parse(bytes, strlen(bytes), &record), RECORD_OK);
	record_copy(&record, "a", out, sizeof(out));
	assert_string_equal(out, "val");
	record_copy(&record, "b", out, sizeof(out));
	assert_string_equal(out, "");
	strlcpy(out, "old", sizeof(out));
	record_copy(&record, "c", out, sizeof(out));
	assert_string_equal(out, "");
}

static void leaves_out_what_is_empty(void **state)
{
	struct buffer out = BUFFER_INIT;

	(void)state;
	record_put(&out, "a", NULL);
	record_put(&out, "b", "");
	record_put_text(&out, "c", NULL);
	record_put_text(&out, "d", "");
	record_put_text(&out, "e", "x");
	assert_string_equal(out.data, "b=\ne=x\n");
	buffer_free(&out);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, grammar_form, grammar);
	SUITE_TEST(&suite, values_are_found);
	SUITE_TEST(&suite, unclean_fields_are_spared);
	SUITE_TABLE(&suite, number, numbers);
	SUITE_TABLE(&suite, within, withins);
	SUITE_TEST(&suite, field_limit);
	SUITE_TEST(&suite, size_limit);
	SUITE_TEST(&suite, written_form);
	SUITE_TEST(&suite, round_trip);
	SUITE_TEST(&suite, torn_anywhere);
	SUITE_TEST(&suite, torn_with_zeros);
	SUITE_TEST(&suite, ends_at_its_last_byte);
	SUITE_TEST(&suite, copies);
	SUITE_TEST(&suite, leaves_out_what_is_empty);
	return suite_run(&suite);
}
