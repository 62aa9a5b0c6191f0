/* SPDX-License-Identifier: ISC */
/* What a response says by itself. */
#include "net/message.h"

#include "cases.h"

static const struct reset_case {
	const char *name;
	const char *value;
	int64_t want;
} resets[] = {
	{ "reset: 0", "0", 0 },
	{ "reset: whole seconds", "50", 50 },
	{ "reset: a fraction is rounded up", "0.299", 1 },
	{ "reset: one that is none is not", "7.000", 7 },
	{ "reset: a fraction after seconds", "7.001", 8 },
	{ "reset: no digit after the point", "7.", 7 },
	{ "reset: a day", "86400", 86400 },
	{ "reset: more than a day", "86401", 0 },
	{ "reset: a point of time", "1790000000", 0 },
	{ "reset: more digits than a number has", "11111111111111111111111", 0 },
	{ "reset: nothing", "", 0 },
	{ "reset: no digit before the point", ".5", 0 },
	{ "reset: below zero", "-1", 0 },
	{ "reset: a unit", "5s", 0 },
	{ "reset: two points", "1.2.3", 0 },
	{ "reset: a blank", "5 ", 0 },
};

static void reset(void **state)
{
	const struct reset_case *test = *state;

	assert_int_equal(http_read_reset(test->value), test->want);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, reset, resets);
	return suite_run(&suite);
}
