/* SPDX-License-Identifier: ISC */
/* base/error: what is wrong, and where. */
#include "cases.h"

#include "base/error.h"

struct place_case {
	const char *name;
	const char *message;
	const char *hint; /* NULL: none */
	const char *place;
	const char *want;
};

static const struct place_case places[] = {
	{ "place: an option", "is not a scope", NULL, "--scope", "--scope: is not a scope" },
	{ "place: a line of a file", "'9x' is not a duration", NULL, "/a/config:3: timeout",
	  "/a/config:3: timeout: '9x' is not a duration" },
	{ "place: the hint stays", "is set but empty", "set it", "TOKCTL_TOSS_KEY",
	  "TOKCTL_TOSS_KEY: is set but empty" },
	{ "place: a percent sign", "100% of it", NULL, "%s", "%s: 100% of it" },
	{ "place: no place", "is wrong", NULL, "", ": is wrong" },
};

static void place(void **state)
{
	const struct place_case *test = *state;
	struct error err = ERROR_INIT;

	error_set(&err, ERROR_USAGE, "%s", test->message);
	if (test->hint != NULL)
		error_hint(&err, "%s", test->hint);
	assert_int_equal(error_place(&err, ERROR_CONFIG, test->place), -1);
	assert_int_equal(err.id, ERROR_CONFIG);
	assert_string_equal(err.message, test->want);
	assert_string_equal(err.hint, test->hint != NULL ? test->hint : "");
}

/* Any length of the two: cut where the room ends, and the place comes first. */
static void place_is_cut(void **state)
{
	char text[2 * ERROR_MESSAGE_SIZE];

	(void)state;
	for (size_t len = ERROR_MESSAGE_SIZE - 4; len < sizeof(text); len++) {
		struct error err = ERROR_INIT;

		memset(text, 'p', len);
		text[len] = '\0';
		error_set(&err, ERROR_USAGE, "message");
		error_place(&err, ERROR_CONFIG, text);
		assert_int_equal(strlen(err.message), ERROR_MESSAGE_SIZE - 1);
		assert_memory_equal(err.message, text, ERROR_MESSAGE_SIZE - 4);
	}
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, place, places);
	SUITE_TEST(&suite, place_is_cut);
	return suite_run(&suite);
}
