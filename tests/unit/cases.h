/* SPDX-License-Identifier: ISC */
/*
 * What the unit and contract tests share: tables of cases that become tests of their own, and a
 * scratch directory.
 *
 *	static const struct { const char *name; const char *text; bool good; } checks[] = { ... };
 *
 *	static void check(void **state) { const struct check_case *test = *state; ... }
 *
 *	struct suite suite = SUITE_INIT;
 *
 *	SUITE_TABLE(&suite, check, checks);      a test for each row, called by the row's name
 *	SUITE_TEST(&suite, one_test);            a test by itself
 *	return suite_run(&suite);
 */
#ifndef TOKCTL_TESTS_CASES_H
#define TOKCTL_TESTS_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { SUITE_TESTS = 1024, SCRATCH_SIZE = 512 };

struct suite {
	size_t count;
	struct CMUnitTest tests[SUITE_TESTS];
};

#define SUITE_INIT         \
	{                  \
		.count = 0 \
	}

static inline void suite_add(struct suite *suite, const char *name, CMUnitTestFunction test,
			     const void *state)
{
	if (suite->count == SUITE_TESTS) {
		fputs("too many tests for SUITE_TESTS\n", stderr);
		abort();
	}
	suite->tests[suite->count++] = (struct CMUnitTest){
		.name = name,
		.test_func = test,
		.initial_state = (void *)(uintptr_t)state,
	};
}

/* The first member of a row is its name. */
static inline void suite_add_table(struct suite *suite, CMUnitTestFunction test, const void *rows,
				   size_t size, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *row = (const char *)rows + i * size;
		const char *name;

		memcpy(&name, row, sizeof(name));
		suite_add(suite, name, test, row);
	}
}

#define SUITE_TEST(suite, test) suite_add(suite, #test, test, NULL)
#define SUITE_TABLE(suite, test, table) \
	suite_add_table(suite, test, table, sizeof((table)[0]), COUNT(table))

/*
 * cmocka passes over rows that are empty, so the array need not be full. The suite is static: it is
 * large.
 */
static inline int suite_run_in(struct suite *suite, CMFixtureFunction set_up,
			       CMFixtureFunction tear_down)
{
	return cmocka_run_group_tests(suite->tests, set_up, tear_down);
}

static inline int suite_run(struct suite *suite)
{
	return suite_run_in(suite, NULL, NULL);
}

/* A new directory of this test's own, 0700, in TMPDIR. */
static inline void scratch_make(char path[SCRATCH_SIZE])
{
	const char *parent = getenv("TMPDIR");

	snprintf(path, SCRATCH_SIZE, "%s/tokctl-unit.XXXXXX",
		 parent != NULL && parent[0] == '/' ? parent : "/tmp");
	assert_non_null(mkdtemp(path));
}

static inline int scratch_remove_one(const char *path, const struct stat *st, int kind,
				     struct FTW *place)
{
	(void)st;
	(void)kind;
	(void)place;
	return remove(path);
}

/* Removes it with all that is in it. */
static inline void scratch_remove(const char *path)
{
	assert_int_equal(nftw(path, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* Puts a file of that mode, whatever the umask, under the directory. */
static inline void scratch_write(const char *directory, const char *name, const char *text,
				 mode_t mode)
{
	char path[SCRATCH_SIZE * 2];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

#endif
