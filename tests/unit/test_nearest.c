/* SPDX-License-Identifier: ISC */
/* nearest.h: which known word a mistyped one was meant to be, and the hint that names it. */
#include "cases.h"

#include "base/nearest.h"

struct nearest_case {
	const char *name;
	const char *typed;
	const char *want;
};

static const struct nearest_case nearests[] = {
	{ "nearest: itself", "toss", "toss" },
	{ "nearest: a letter missing", "tos", "toss" },
	{ "nearest: a letter too many", "tosss", "toss" },
	{ "nearest: another letter", "tess", "toss" },
	{ "nearest: neighbours swapped", "otss", "toss" },
	{ "nearest: two edits in a long word", "bizpurjo", "bizppurio" },
	{ "nearest: one of two that are like it", "imwe", "imweb" },
	{ "nearest: too far", "google", NULL },
	{ "nearest: two edits in a short word", "tozz", NULL },
	{ "nearest: nothing typed", "", NULL },
	{ "nearest: capital letters", "TOSS", "toss" },
	{ "nearest: capital letters, and one of them another", "TESS", "toss" },
	{ "nearest: capital letters, and two of them others", "TOZZ", NULL },
};

static void nearest(void **state)
{
	static const char *const words[] = { "imweb", "iamport", "bizppurio", "toss" };
	const struct nearest_case *test = *state;
	struct nearest found = nearest_init(test->typed);

	for (size_t i = 0; i < COUNT(words); i++)
		nearest_offer(&found, words[i]);
	if (test->want == NULL)
		assert_null(found.word);
	else
		assert_string_equal(found.word, test->want);
}

/* The order in which words are offered does not decide between near and nearer. */
static void nearest_takes_the_nearer(void **state)
{
	struct nearest found = nearest_init("timeout");
	struct nearest other = nearest_init("timeout");

	(void)state;
	nearest_offer(&found, "timeouts");
	nearest_offer(&found, "timeout");
	nearest_offer(&other, "timeout");
	nearest_offer(&other, "timeouts");
	assert_string_equal(found.word, "timeout");
	assert_string_equal(other.word, "timeout");
}

/* The words that are offered may be put together in one place, one after the other. */
static void nearest_keeps_the_word(void **state)
{
	struct nearest found = nearest_init("passwort");
	char word[16] = "password";

	(void)state;
	nearest_offer(&found, word);
	strlcpy(word, "account", sizeof(word));
	nearest_offer(&found, word);
	assert_string_equal(found.word, "password");
}

/* A word of any length is only a word. */
static void nearest_long_words(void **state)
{
	char typed[4096];
	struct nearest found;

	(void)state;
	memset(typed, 'a', sizeof(typed) - 1);
	typed[sizeof(typed) - 1] = '\0';
	found = nearest_init(typed);
	nearest_offer(&found, "toss");
	assert_null(found.word);
	found = nearest_init("toss");
	nearest_offer(&found, typed);
	assert_null(found.word);
}

static void hints(void **state)
{
	struct nearest near = nearest_init("--jsom"), far = nearest_init("--verbose");
	struct error err = ERROR_INIT;

	(void)state;
	error_set(&err, ERROR_USAGE, "unknown");
	nearest_offer(&near, "--json");
	nearest_offer(&far, "--json");
	assert_false(nearest_hint(&far, "", &err));
	assert_string_equal(err.hint, "");
	assert_true(nearest_hint(&near, "tokctl ", &err));
	assert_string_equal(err.hint, "did you mean 'tokctl --json'?");
	assert_string_equal(err.message, "unknown");
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, nearest, nearests);
	SUITE_TEST(&suite, nearest_takes_the_nearer);
	SUITE_TEST(&suite, nearest_keeps_the_word);
	SUITE_TEST(&suite, nearest_long_words);
	SUITE_TEST(&suite, hints);
	return suite_run(&suite);
}
