/* SPDX-License-Identifier: ISC */
/* curl_words.h: what in curl's arguments and config files makes it follow redirects. */
#include "cases.h"

#include <sys/stat.h>
#include <unistd.h>

#include "command/curl_words.h"

struct option_case {
	const char *name;
	const char *option;
	bool argument, line; /* does it make curl follow, as an argument and in a config file? */
};

static const struct option_case options[] = {
	{ "option: -L", "-L", true, true },
	{ "option: -L among others", "-sSL", true, true },
	{ "option: -L, then one with a value", "-Lo", true, true },
	{ "option: -L after a digit", "-4L", true, true },
	{ "option: --location", "--location", true, true },
	{ "option: --location-trusted", "--location-trusted", true, true },
	{ "option: --follow, of curl 8.16", "--follow", true, true },
	{ "option: abbreviated", "--loc", true, true },
	{ "option: abbreviated past the shorter one", "--location-t", true, true },
	{ "option: in capitals, which curl 7 takes", "--LOCATION", true, true },
	{ "option: no dashes", "location", false, true },
	{ "option: no dashes, abbreviated", "locat", false, true },
	{ "option: -L that is the value of -o", "-oL", false, false },
	{ "option: -L that is the value of one in a cluster", "-sXL", false, false },
	{ "option: a header", "-HLocation: x", false, false },
	{ "option: switched off", "--no-location", false, false },
	{ "option: small l", "-l", false, false },
	{ "option: others that begin so", "--local-port", false, false },
	{ "option: too short for curl", "--lo", false, false },
	{ "option: longer than any", "--location-trusted-x", false, false },
	{ "option: a dash", "-", false, false },
	{ "option: two dashes", "--", false, false },
	{ "option: a URL", "https://host/-L", false, false },
	{ "option: nothing", "", false, false },
	{ "option: with a value, of curl 8.16", "--location=true", true, true },
	{ "option: expanded, of curl 8.3", "--expand-location", true, true },
};

static void option(void **state)
{
	const struct option_case *test = *state;

	assert_int_equal(curl_words_follow(test->option, false), test->argument);
	assert_int_equal(curl_words_follow(test->option, true), test->line);
}

struct file_case {
	const char *name;
	const char *text;  /* of the config file */
	const char *found; /* in the message; NULL: it is harmless */
};

static const struct file_case files[] = {
	{ "file: harmless", "silent\n# location\nurl = https://host/\n", NULL },
	{ "file: a long option", "silent\nlocation\n", "'location'" },
	{ "file: with dashes", "--location\n", "'--location'" },
	{ "file: a cluster", "\t-sL\n", "'-sL'" },
	{ "file: with a value", "location = true", "'location'" },
	{ "file: with a colon", "location: x", "'location'" },
	{ "file: after a line of DOS", "silent\r\nlocation\r\n", "'location'" },
	{ "file: comments of each kind", "#location\n/location\n*location\n", NULL },
	{ "file: another file", "config = other\n", "'follow'" },
	{ "file: another file in quotes", "--config \"oth\\er\"\n", "'follow'" },
	{ "file: another file by -K", "-K other\n", "'follow'" },
	{ "file: another file, attached", "-sKother\n", "'follow'" },
	{ "file: another file after '='", "--config=other\n", "'follow'" },
	{ "file: another file, expanded", "--expand-config \"{{HOME}}/other\"\n",
	  "can't check {{HOME}}/other" },
	{ "file: itself", "config = curlrc\n", "can't check curlrc" },
	{ "file: standard input", "config = -\n", "can't check -" },
	{ "file: one that is missing", "config = missing\n", NULL },
	{ "file: the value of another option", "output = location\n", NULL },
};

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int enter(void **state)
{
	static char path[SCRATCH_SIZE];

	(void)state;
	scratch_make(path);
	if (chdir(path) == -1)
		return -1;
	setenv("HOME", path, 1);
	unsetenv("CURL_HOME");
	unsetenv("XDG_CONFIG_HOME");
	write_file("other", "silent\nfollow\n");
	return mkfifo("fifo", 0600);
}

static int leave(void **state)
{
	(void)state;
	scratch_remove(getenv("HOME"));
	return 0;
}

static void expect(const char *const words[], const char *found)
{
	struct error err = ERROR_INIT;
	int result = curl_words_check((char *const *)words, "access-token", &err);

	if (found == NULL) {
		assert_int_equal(result, 0);
		assert_int_equal(err.id, ERROR_NONE);
		return;
	}
	assert_int_equal(result, -1);
	assert_int_equal(err.id, ERROR_USAGE);
	assert_non_null(strstr(err.message, found));
	assert_non_null(strstr(err.message, "access-token"));
	assert_string_not_equal(err.hint, "");
}

static void file(void **state)
{
	const struct file_case *test = *state;

	write_file("curlrc", test->text);
	expect((const char *[]){ "-K", "curlrc", "https://host/", NULL }, test->found);
	expect((const char *[]){ "--conf", "curlrc", "https://host/", NULL }, test->found);
	assert_int_equal(rename("curlrc", ".curlrc"), 0);
	if (strcmp(test->name, "file: itself") == 0)
		write_file("curlrc", "config = curlrc\n");
	expect((const char *[]){ "https://host/", NULL }, test->found);
	expect((const char *[]){ "-q", "https://host/", NULL }, NULL);
	expect((const char *[]){ "-s", "-q", "https://host/", NULL }, test->found);
	unlink("curlrc");
	unlink(".curlrc");
}

static void arguments(void **state)
{
	(void)state;
	expect((const char *[]){ NULL }, NULL);
	expect((const char *[]){ "-sS", "https://host/", NULL }, NULL);
	expect((const char *[]){ "https://host/", "-sSL", NULL }, "'-sSL'");
	expect((const char *[]){ "https://host/", "--next", "-L", "https://other/", NULL }, "'-L'");
	expect((const char *[]){ "-K", NULL }, NULL);
	expect((const char *[]){ "-K", "-", NULL }, "can't check -");
	expect((const char *[]){ "-K", "fifo", NULL }, "can't check fifo");
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, option, options);
	SUITE_TABLE(&suite, file, files);
	SUITE_TEST(&suite, arguments);
	return suite_run_in(&suite, enter, leave);
}
