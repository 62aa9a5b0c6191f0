/* SPDX-License-Identifier: ISC */
/* config/parameters: the further parameters of a request, each once, by name. */
#include "cases.h"

#include "config/parameters.h"

struct kept {
	const char *name;
	const char *text;
	enum level level;
};

struct parameters_case {
	const char *name;
	struct kept kept[4]; /* name NULL: no more */
	const char *form;
};

static const struct parameters_case cases[] = {
	{ "none", { { NULL, NULL, LEVEL_NONE } }, "" },
	{ "one", { { "a", "1", LEVEL_FLAG } }, "a=1" },
	{ "by name",
	  { { "b", "2", LEVEL_FLAG }, { "c", "3", LEVEL_FLAG }, { "a", "1", LEVEL_FLAG } },
	  "a=1&b=2&c=3" },
	{ "a higher level stays",
	  { { "a", "flag", LEVEL_FLAG }, { "a", "section", LEVEL_SECTION } },
	  "a=flag" },
	{ "a higher level comes later",
	  { { "a", "section", LEVEL_SECTION }, { "a", "variable", LEVEL_VARIABLE } },
	  "a=variable" },
	{ "the last of one level", { { "a", "1", LEVEL_FLAG }, { "a", "2", LEVEL_FLAG } }, "a=2" },
	{ "a name and its beginning",
	  { { "ab", "2", LEVEL_FLAG }, { "a", "1", LEVEL_SECTION }, { "abc", "3", LEVEL_FLAG } },
	  "a=1&ab=2&abc=3" },
	{ "encoded", { { "a.b", "& =", LEVEL_FLAG } }, "a.b=%26+%3D" },
};

static int keep(struct parameters *parameters, const struct kept *kept, struct error *err)
{
	struct value value = { .text = kept->text, .level = kept->level };

	return parameters_keep(parameters, kept->name, strlen(kept->name), &value, err);
}

static void form(void **state)
{
	const struct parameters_case *test = *state;
	struct parameters parameters = { .count = 0 };
	struct error err = ERROR_INIT;
	struct buffer form = BUFFER_INIT;

	for (size_t i = 0; i < COUNT(test->kept) && test->kept[i].name != NULL; i++)
		assert_int_equal(keep(&parameters, &test->kept[i], &err), 0);
	parameters_put(&parameters, &form);
	assert_string_equal(form.data != NULL ? form.data : "", test->form);
	buffer_free(&form);
}

/* The name is as long as it is said to be. */
static void name_of_a_length(void **state)
{
	struct parameters parameters = { .count = 0 };
	struct value value = { .text = "1", .level = LEVEL_SECTION };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(parameters_keep(&parameters, "tenant = 1", 6, &value, &err), 0);
	assert_string_equal(parameters.list[0].name, "tenant");
	assert_true(parameters_have(&parameters, "tenant_id", 6, LEVEL_SECTION));
	assert_false(parameters_have(&parameters, "tenant_id", 9, LEVEL_SECTION));
	assert_false(parameters_have(&parameters, "tenant", 6, LEVEL_FLAG));
}

static void too_many(void **state)
{
	static const enum level levels[] = { LEVEL_FLAG, LEVEL_VARIABLE, LEVEL_SECTION };
	struct parameters parameters = { .count = 0 };
	struct error err = ERROR_INIT;

	(void)state;
	for (int i = 0; i < MOST_PARAMETERS; i++) {
		char name[] = { (char)('a' + i), '\0' };
		struct kept kept = { name, "1", LEVEL_FLAG };

		assert_int_equal(keep(&parameters, &kept, &err), 0);
	}
	for (size_t i = 0; i < COUNT(levels); i++) {
		struct kept kept = { "z", "1", levels[i] };

		assert_int_equal(keep(&parameters, &kept, &err), -1);
		assert_int_equal(err.id, levels[i] == LEVEL_FLAG ? ERROR_USAGE : ERROR_CONFIG);
	}
	/* One that is there already can still change. */
	assert_int_equal(keep(&parameters, &(struct kept){ "a", "2", LEVEL_FLAG }, &err), 0);
	assert_string_equal(parameters.list[0].value.text, "2");
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, form, cases);
	SUITE_TEST(&suite, name_of_a_length);
	SUITE_TEST(&suite, too_many);
	return suite_run(&suite);
}
