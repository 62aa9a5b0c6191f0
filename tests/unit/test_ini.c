/* SPDX-License-Identifier: ISC */
/*
 * ini.h: the form of the config file, its sections, its line numbers, and who may read and write
 * it.
 */
#include "cases.h"

#include "config/ini.h"

static char scratch[SCRATCH_SIZE];
static char path[SCRATCH_SIZE + 16];

static int set_up(void **state)
{
	(void)state;
	scratch_make(scratch);
	snprintf(path, sizeof(path), "%s/config", scratch);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_remove(scratch);
	return 0;
}

static void write_bytes(const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

/* Puts "key=value;" for each entry into *context, a buffer. */
static int note(void *context, const struct ini_entry *entry, struct error *err)
{
	struct buffer *out = context;

	(void)err;
	buffer_append(out, entry->key, entry->key_len);
	buffer_char(out, '=');
	buffer_string(out, entry->value);
	buffer_char(out, ';');
	return 0;
}

/* Loads the file and visits section [a]. */
static int visit(struct ini *ini, struct buffer *strings, struct buffer *out, struct error *err)
{
	static const char *const names[] = { "a" };
	struct ini_visitor visitor = { .strings = strings, .entry = note, .context = out };
	struct ini_span body;

	if (ini_load(ini, path, err) != FOUND || ini_find(ini, names, &body, 1, err) == -1)
		return -1;
	return ini_visit(ini, body, &visitor, err);
}

struct form_case {
	const char *name;
	const char *text;
	size_t len;
	const char *want; /* what [a] holds; NULL: a mistake */
	int line;         /* of the mistake; 0: any */
};

#define TEXT(text) text, sizeof(text) - 1

static const struct form_case forms[] = {
	{ "an empty file", TEXT(""), "", 0 },
	{ "no such section", TEXT("[b]\nk = v\n"), "", 0 },
	{ "an empty section", TEXT("[a]\n"), "", 0 },
	{ "an empty section without a line end", TEXT("[a]"), "", 0 },
	{ "an entry", TEXT("[a]\nkey = value\n"), "key=value;", 0 },
	{ "no blanks", TEXT("[a]\nkey=value\n"), "key=value;", 0 },
	{ "blanks all around", TEXT(" \t[a] \t\n \t key \t = \t value \t\n"), "key=value;", 0 },
	{ "no line end at the end", TEXT("[a]\nkey = value"), "key=value;", 0 },
	{ "several entries", TEXT("[a]\nk1 = v1\nk2 = v2\nk3=v3\n"), "k1=v1;k2=v2;k3=v3;", 0 },
	{ "CR LF", TEXT("[a]\r\nk1 = v1\r\n\r\nk2 = v2\r\n"), "k1=v1;k2=v2;", 0 },
	{ "a byte order mark", TEXT("\xef\xbb\xbf[a]\nkey = value\n"), "key=value;", 0 },
	{ "blank lines", TEXT("\n\n[a]\n\n \t\nkey = value\n\n"), "key=value;", 0 },
	{ "comments", TEXT("# one\n[a]\n# key = other\n  # two\nkey = value\n#"), "key=value;", 0 },
	{ "a comment of control-free bytes only", TEXT("[a]\n# \xeb\xb9\x84 = [x]\nkey = value\n"),
	  "key=value;", 0 },
	{ "an empty value", TEXT("[a]\nkey =\n"), "key=;", 0 },
	{ "an empty value in quotes", TEXT("[a]\nkey = \"\"\n"), "key=;", 0 },
	{ "quotes keep blanks and '#'", TEXT("[a]\nkey = \"  x # y  \"\n"), "key=  x # y  ;", 0 },
	{ "blanks within a value", TEXT("[a]\nkey = x  y\n"), "key=x  y;", 0 },
	{ "'#' without a blank", TEXT("[a]\nkey = x#y\n"), "key=x#y;", 0 },
	{ "'=' in a value", TEXT("[a]\nkey = a=b==\n"), "key=a=b==;", 0 },
	{ "';' in a value", TEXT("[a]\nkey = a;b\n"), "key=a;b;", 0 },
	{ "brackets in a value", TEXT("[a]\nkey = [b]\n"), "key=[b];", 0 },
	{ "a quote within a value", TEXT("[a]\nkey = a\"b\n"), "key=a\"b;", 0 },
	{ "no escapes", TEXT("[a]\nkey = a\\nb\\\"\n"), "key=a\\nb\\\";", 0 },
	{ "no escapes in quotes", TEXT("[a]\nkey = \"a\\tb\"\n"), "key=a\\tb;", 0 },
	{ "Korean", TEXT("[a]\nkey = \xeb\xb9\x84\xeb\xb0\x80\n"), "key=\xeb\xb9\x84\xeb\xb0\x80;",
	  0 },
	{ "a URL", TEXT("[a]\nendpoint = https://h:1/p?a=b\n"), "endpoint=https://h:1/p?a=b;", 0 },
	{ "the section after others", TEXT("[b]\nk = 1\n[ab]\nk = 2\n[a]\nk = 3\n[aa]\nk = 4\n"),
	  "k=3;", 0 },
	{ "a mistake in another section",
	  TEXT("[b]\nnonsense\n\001\n[a]\nkey = value\n[c]\n= x # y\n"), "key=value;", 0 },
	{ "another section twice", TEXT("[b]\nk = 1\n[b]\nk = 2\n[a]\nkey = value\n"), "key=value;",
	  0 },

	{ "the section twice", TEXT("[a]\nk = 1\n[b]\n[a]\nk = 2\n"), NULL, 4 },
	{ "an entry before the first section", TEXT("# x\nkey = value\n[a]\n"), NULL, 2 },
	{ "only an entry", TEXT("key = value\n"), NULL, 1 },
	{ "no '='", TEXT("[a]\nk = v\nkey value\n"), NULL, 3 },
	{ "no key", TEXT("[a]\n = value\n"), NULL, 2 },
	{ "';' is no comment", TEXT("[a]\n; a comment\n"), NULL, 2 },
	{ "a blank and '#' in a value", TEXT("[a]\nk = v\nsecret = abc #def\n"), NULL, 3 },
	{ "a tab and '#' in a value", TEXT("[a]\nsecret = abc\t# def\n"), NULL, 2 },
	{ "NUL in a value", TEXT("[a]\nkey = a\0b\n"), NULL, 2 },
	{ "ESC in a value", TEXT("[a]\nkey = a\033b\n"), NULL, 2 },
	{ "DEL in a value", TEXT("[a]\nkey = a\x7f\n"), NULL, 2 },
	{ "CR in a value", TEXT("[a]\nkey = a\rb\n"), NULL, 2 },
	{ "not UTF-8", TEXT("[a]\nkey = caf\xe9\n"), NULL, 2 },
	{ "ESC in quotes", TEXT("[a]\n\nkey = \"a\033b\"\n"), NULL, 3 },
	{ "no closing bracket", TEXT("[a\nkey = value\n"), NULL, 1 },
	{ "something behind the bracket", TEXT("[a] x\nkey = value\n"), NULL, 1 },
};

static void form(void **state)
{
	const struct form_case *test = *state;
	struct buffer strings = BUFFER_INIT, out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct ini ini;
	char place[sizeof(path) + 16];

	write_bytes(test->text, test->len);
	if (test->want != NULL) {
		assert_int_equal(visit(&ini, &strings, &out, &err), 0);
		assert_string_equal(out.data != NULL ? out.data : "", test->want);
	} else {
		assert_int_equal(visit(&ini, &strings, &out, &err), -1);
		assert_int_equal(err.id, ERROR_CONFIG);
		snprintf(place, sizeof(place), "%s:%d", path, test->line);
		assert_non_null(strstr(err.message, place));
	}
	buffer_free(&strings);
	buffer_free(&out);
	ini_free(&ini);
}

/* A section line that lost its bracket: what follows is not taken for the section before. */
static void lost_bracket(void **state)
{
	struct buffer strings = BUFFER_INIT, out = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct ini ini;

	(void)state;
	write_bytes(TEXT("[a]\nk = v\n[b\nkey = other\n"));
	if (visit(&ini, &strings, &out, &err) == 0)
		assert_string_equal(out.data, "k=v;");
	else
		assert_int_equal(err.id, ERROR_CONFIG);
	buffer_free(&strings);
	buffer_free(&out);
	ini_free(&ini);
}

struct mode_case {
	const char *name;
	mode_t mode;
	bool loads;
	bool shared;
};

static const struct mode_case modes[] = {
	{ "mode 0600", 0600, true, false },
	{ "mode 0400", 0400, true, false },
	{ "mode 0640: shared", 0640, true, true },
	{ "mode 0604: shared", 0604, true, true },
	{ "mode 0644: shared", 0644, true, true },
	{ "mode 0620: others can write it", 0620, false, false },
	{ "mode 0602: others can write it", 0602, false, false },
	{ "mode 0666: others can write it", 0666, false, false },
};

static void mode(void **state)
{
	const struct mode_case *test = *state;
	struct error err = ERROR_INIT;
	struct ini ini;

	write_bytes(TEXT("[a]\nkey = value\n"));
	assert_int_equal(chmod(path, test->mode), 0);
	assert_int_equal(ini_load(&ini, path, &err), test->loads ? 0 : -1);
	if (test->loads) {
		assert_int_equal(ini.shared, test->shared);
	} else {
		assert_int_equal(err.id, ERROR_UNSAFE_FILE);
		assert_non_null(strstr(err.message, path));
	}
	ini_free(&ini);
	unlink(path);
}

static void no_file(void **state)
{
	struct error err = ERROR_INIT;
	struct ini ini;

	(void)state;
	unlink(path);
	assert_int_equal(ini_load(&ini, path, &err), ABSENT);
	ini_free(&ini);
}

static void not_a_file(void **state)
{
	struct error err = ERROR_INIT;
	struct ini ini;

	(void)state;
	assert_int_equal(ini_load(&ini, scratch, &err), -1);
	assert_int_equal(err.id, ERROR_CONFIG);
	ini_free(&ini);
}

/* People keep their configs elsewhere and link to them. */
static void linked_file(void **state)
{
	char real[SCRATCH_SIZE + 16];
	struct error err = ERROR_INIT;
	struct ini ini;

	(void)state;
	unlink(path);
	snprintf(real, sizeof(real), "%s/real", scratch);
	scratch_write(scratch, "real", "[a]\nkey = value\n", 0600);
	assert_int_equal(symlink(real, path), 0);
	assert_int_equal(ini_load(&ini, path, &err), 0);
	assert_false(ini.shared);
	ini_free(&ini);
	unlink(path);
}

static void size_limit(void **state)
{
	struct buffer text = BUFFER_INIT;

	(void)state;
	buffer_string(&text, "[a]\nkey = value\n#");
	while (text.len <= INI_LIMIT)
		buffer_char(&text, 'x');
	assert_false(text.failed);
	for (size_t size = INI_LIMIT; size <= INI_LIMIT + 1; size++) {
		struct error err = ERROR_INIT;
		struct ini ini;

		write_bytes(text.data, size);
		assert_int_equal(ini_load(&ini, path, &err), size <= INI_LIMIT ? 0 : -1);
		if (size > INI_LIMIT)
			assert_int_equal(err.id, ERROR_CONFIG);
		ini_free(&ini);
	}
	buffer_free(&text);
	unlink(path);
}

static void several_sections_at_once(void **state)
{
	static const char *const names[INI_MOST_NAMES] = { "toss:outlet", "missing", "tokctl",
							   "toss" };
	static const char *const wants[INI_MOST_NAMES] = { "key=outlet;", "", "timeout=5s;",
							   "key=plain;" };
	struct ini_span bodies[INI_MOST_NAMES];
	struct error err = ERROR_INIT;
	struct ini ini;

	(void)state;
	write_bytes(
		TEXT("[tokctl]\ntimeout = 5s\n[toss]\nkey = plain\n[toss:outlet]\nkey = outlet\n"
		     "[toss:out]\nkey = no\n"));
	assert_int_equal(ini_load(&ini, path, &err), 0);
	assert_int_equal(ini_find(&ini, names, bodies, COUNT(names), &err), 0);
	assert_null(bodies[1].start);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct buffer strings = BUFFER_INIT, out = BUFFER_INIT;
		struct ini_visitor visitor = {
			.strings = &strings,
			.entry = note,
			.context = &out,
		};

		assert_int_equal(ini_visit(&ini, bodies[i], &visitor, &err), 0);
		assert_string_equal(out.data != NULL ? out.data : "", wants[i]);
		buffer_free(&strings);
		buffer_free(&out);
	}
	ini_free(&ini);
	unlink(path);
}

static void names_of_sections(void **state)
{
	static const char *const wants[] = { "tokctl", "toss", "toss:outlet", "nonsense here" };
	struct error err = ERROR_INIT;
	const char *at = NULL, *name;
	struct ini ini;
	size_t count = 0, len;

	(void)state;
	write_bytes(TEXT("# [no]\n[tokctl]\nkey = [no]\n  "
			 "[toss]\n\n#[no]\n[toss:outlet]\t\nx\n[nonsense here]"));
	assert_int_equal(ini_load(&ini, path, &err), 0);
	while ((name = ini_next_section(&ini, &at, &len)) != NULL) {
		assert_true(count < COUNT(wants));
		assert_int_equal(len, strlen(wants[count]));
		assert_memory_equal(name, wants[count], len);
		count++;
	}
	assert_int_equal(count, COUNT(wants));
	ini_free(&ini);
	unlink(path);
}

struct places {
	const struct ini *ini;
	char text[64];
};

static int note_line(void *context, const struct ini_entry *entry, struct error *err)
{
	struct places *places = context;
	size_t used = strlen(places->text);

	(void)err;
	snprintf(places->text + used, sizeof(places->text) - used, "%.*s:%d ", (int)entry->key_len,
		 entry->key, ini_line(places->ini, entry->key));
	return 0;
}

static void lines_of_entries(void **state)
{
	static const char *const names[] = { "a" };
	struct buffer strings = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct ini_span body;
	struct places places = { .text = "" };
	struct ini_visitor visitor = {
		.strings = &strings,
		.entry = note_line,
		.context = &places,
	};
	struct ini ini;

	(void)state;
	write_bytes(TEXT("\xef\xbb\xbf# x\r\n\r\n[a]\r\none = 1\r\n\r\n# y\r\n  two=2\nthree = 3"));
	assert_int_equal(ini_load(&ini, path, &err), 0);
	assert_int_equal(ini_find(&ini, names, &body, 1, &err), 0);
	places.ini = &ini;
	assert_int_equal(ini_visit(&ini, body, &visitor, &err), 0);
	assert_string_equal(places.text, "one:4 two:7 three:8 ");
	buffer_free(&strings);
	ini_free(&ini);
	unlink(path);
}

static int stop_at_two(void *context, const struct ini_entry *entry, struct error *err)
{
	int *calls = context;

	++*calls;
	return entry->key_len == 3 && memcmp(entry->key, "two", 3) == 0
		       ? error_set(err, ERROR_CONFIG, "stopped")
		       : 0;
}

static void visitor_stops(void **state)
{
	static const char *const names[] = { "a" };
	struct buffer strings = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct ini_span body;
	struct ini ini;
	int calls = 0;
	struct ini_visitor visitor = {
		.strings = &strings,
		.entry = stop_at_two,
		.context = &calls,
	};

	(void)state;
	write_bytes(TEXT("[a]\none = 1\ntwo = 2\nthree = 3\n"));
	assert_int_equal(ini_load(&ini, path, &err), 0);
	assert_int_equal(ini_find(&ini, names, &body, 1, &err), 0);
	assert_int_equal(ini_visit(&ini, body, &visitor, &err), -1);
	assert_int_equal(calls, 2);
	assert_string_equal(err.message, "stopped");
	buffer_free(&strings);
	ini_free(&ini);
	unlink(path);
}

struct kept {
	const char *values[1000];
	size_t count;
};

static int keep(void *context, const struct ini_entry *entry, struct error *err)
{
	struct kept *kept = context;

	(void)err;
	kept->values[kept->count++] = entry->value;
	return 0;
}

/* The values stay where they are, however many there are. */
static void values_do_not_move(void **state)
{
	static const char *const names[] = { "a" };
	static struct kept kept;
	struct buffer text = BUFFER_INIT, strings = BUFFER_INIT;
	struct ini_visitor visitor = { .strings = &strings, .entry = keep, .context = &kept };
	struct error err = ERROR_INIT;
	struct ini_span body;
	struct ini ini;

	(void)state;
	buffer_string(&text, "[a]\n");
	for (int i = 0; i < 1000; i++) {
		buffer_string(&text, "k = value-");
		buffer_number(&text, i);
		buffer_char(&text, '\n');
	}
	write_bytes(text.data, text.len);
	assert_int_equal(ini_load(&ini, path, &err), 0);
	assert_int_equal(ini_find(&ini, names, &body, 1, &err), 0);
	assert_int_equal(ini_visit(&ini, body, &visitor, &err), 0);
	assert_int_equal(kept.count, 1000);
	for (int i = 0; i < 1000; i++) {
		char want[32];

		snprintf(want, sizeof(want), "value-%d", i);
		assert_string_equal(kept.values[i], want);
	}
	buffer_free(&text);
	buffer_free(&strings);
	ini_free(&ini);
	unlink(path);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, form, forms);
	SUITE_TEST(&suite, lost_bracket);
	SUITE_TABLE(&suite, mode, modes);
	SUITE_TEST(&suite, no_file);
	SUITE_TEST(&suite, not_a_file);
	SUITE_TEST(&suite, linked_file);
	SUITE_TEST(&suite, size_limit);
	SUITE_TEST(&suite, several_sections_at_once);
	SUITE_TEST(&suite, names_of_sections);
	SUITE_TEST(&suite, lines_of_entries);
	SUITE_TEST(&suite, visitor_stops);
	SUITE_TEST(&suite, values_do_not_move);
	return suite_run_in(&suite, set_up, tear_down);
}
