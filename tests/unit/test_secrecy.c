/* SPDX-License-Identifier: ISC */
/*
 * A provider may have any word for its secret: what is kept secret follows from the rows alone.
 * These rows are the test's own, and the linker takes them instead of the library's.
 */
#include "cases.h"

#include "config/environment.h"
#include "model/provider.h"

extern char **environ;

static const struct provider rows[] = {
	{ .name = "toss" },
	{ .name = "bizppurio", .key_name = "account", .secret_name = "passphrase" },
	{ .name = "other", .secret_name = "two-words" },
};

const struct provider *provider_at(size_t index)
{
	return index < COUNT(rows) ? &rows[index] : NULL;
}

const struct provider *provider_find(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strlen(rows[i].name) == len && memcmp(rows[i].name, name, len) == 0)
			return &rows[i];
	return NULL;
}

struct word_case {
	const char *name;
	const char *variable;
	bool blanked;  /* it holds a secret */
	bool withheld; /* from commands */
};

static const struct word_case words[] = {
	{ "a passphrase", "TOKCTL_BIZPPURIO_PASSPHRASE", true, true },
	{ "a profile's passphrase", "TOKCTL_BIZPPURIO_SHOP_PASSPHRASE", true, true },
	{ "a passphrase's file", "TOKCTL_BIZPPURIO_SHOP_PASSPHRASE_FILE", false, true },
	{ "a passphrase's command", "TOKCTL_BIZPPURIO_PASSPHRASE_COMMAND", false, true },
	{ "a word of two parts", "TOKCTL_OTHER_TWO_WORDS", true, true },
	{ "a word of two parts, its file", "TOKCTL_OTHER_TWO_WORDS_FILE", false, true },
	{ "one part of the two", "TOKCTL_OTHER_WORDS", false, false },
	{ "a secret", "TOKCTL_TOSS_SECRET", true, true },
	{ "a secret's file", "TOKCTL_BIZPPURIO_SECRET_FILE", false, true },
	{ "an account", "TOKCTL_BIZPPURIO_SHOP_ACCOUNT", false, false },
	{ "a word that no row has", "TOKCTL_BIZPPURIO_PASSWORD", false, false },
};

static bool environ_has(char *const *variables, const char *name)
{
	for (; *variables != NULL; variables++)
		if (strncmp(*variables, name, strlen(name)) == 0)
			return true;
	return false;
}

static void word(void **state)
{
	const struct word_case *test = *state;
	char variable[128], *variables[] = { variable, NULL }, **before = environ;
	struct environment environment;
	bool shown, passed_on;
	int result;

	snprintf(variable, sizeof(variable), "%s=hush-hush", test->variable);
	environ = variables; /* no test may fail meanwhile: cmocka looks at it too */
	result = environment_take(&environment);
	shown = environ_has(environ, test->variable);
	environment_drop_sources();
	passed_on = environ_has(environ, test->variable);
	environ = before;

	assert_int_equal(result, 0);
	assert_int_equal(shown, !test->blanked);
	assert_int_equal(passed_on, !test->withheld);
	assert_int_equal(variable[strlen(test->variable) + 1] == '\0', test->blanked);
	assert_int_equal(environment.count, 1);
	assert_string_equal(environment.variables[0].value, "hush-hush");
	environment_free(&environment);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, word, words);
	return suite_run(&suite);
}
