/* SPDX-License-Identifier: ISC */
/* One suite over every kind of cache: what cache.h promises. */
#include "../unit/cases.h"
#include "base/attributes.h"

#include <signal.h>
#include <sys/wait.h>

#include "cache/cache.h"

/*
 * A kind of cache, and what is its own: one that keeps nothing has no entries and no locks to give
 * away.
 */
struct kind {
	const char *name;
	const struct cache_ops *ops;
	bool keeps;
};

static const struct kind kinds[] = {
	{ "file", &cache_file_ops, true },
	{ "none", &cache_none_ops, false },
};

static const char ONE[] = "1111111111111111111111111111111111111111111111111111111111111111";
static const char TWO[] = "2222222222222222222222222222222222222222222222222222222222222222";
static const char THREE[] = "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789";

static char scratch[SCRATCH_SIZE];
static char directory[SCRATCH_SIZE + 32];

static struct cache open_cache(const struct kind *kind)
{
	struct cache cache;

	cache_init(&cache, kind->ops, kind->keeps ? directory : "");
	assert_true(kind->keeps == !cache_keeps_nothing(&cache));
	return cache;
}

/* Each test starts without the directory: whoever writes first makes it. */
static void start(void)
{
	scratch_make(scratch);
	snprintf(directory, sizeof(directory), "%s/new/tokctl", scratch);
}

static void end(struct cache *cache)
{
	cache_close(cache);
	scratch_remove(scratch);
}

static void put(struct cache *cache, const char *fingerprint, const char *text)
{
	struct buffer bytes = BUFFER_INIT;
	struct error err = ERROR_INIT;

	buffer_string(&bytes, text);
	assert_int_equal(cache_put(cache, fingerprint, &bytes, TIME_UNKNOWN, &err), 0);
	assert_int_equal(err.id, ERROR_NONE);
	buffer_free(&bytes);
}

/* want NULL: there is no entry. */
static void assert_entry(struct cache *cache, const char *fingerprint, const char *want)
{
	struct buffer bytes = BUFFER_INIT;
	struct error err = ERROR_INIT;

	assert_int_equal(cache_get(cache, fingerprint, &bytes, &err),
			 want != NULL ? FOUND : ABSENT);
	assert_int_equal(err.id, ERROR_NONE);
	if (want != NULL)
		assert_string_equal(bytes.data, want);
	else
		assert_int_equal(bytes.len, 0);
	buffer_free(&bytes);
}

static void begins_empty(void **state)
{
	const struct kind *kind = *state;
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(kind);
	assert_string_equal(cache.ops->name, kind->name);
	assert_entry(&cache, ONE, NULL);
	assert_int_equal(cache_drop(&cache, ONE, &err), ABSENT);
	assert_entry(&cache, ONE, NULL);
	assert_int_equal(err.id, ERROR_NONE);
	cache_unlock(&cache, CACHE_NO_LOCK);
	end(&cache);
}

static void put_get_drop(void **state)
{
	const struct kind *kind = *state;
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(kind);
	put(&cache, ONE, "first");
	assert_entry(&cache, ONE, kind->keeps ? "first" : NULL);
	assert_entry(&cache, TWO, NULL);
	put(&cache, TWO, "of another");
	put(&cache, ONE, "2nd");
	assert_entry(&cache, ONE, kind->keeps ? "2nd" : NULL);
	assert_entry(&cache, TWO, kind->keeps ? "of another" : NULL);
	assert_int_equal(cache_drop(&cache, ONE, &err), kind->keeps ? FOUND : ABSENT);
	assert_entry(&cache, ONE, NULL);
	assert_entry(&cache, TWO, kind->keeps ? "of another" : NULL);
	assert_int_equal(cache_drop(&cache, ONE, &err), ABSENT);
	put(&cache, ONE, "again");
	assert_entry(&cache, ONE, kind->keeps ? "again" : NULL);
	end(&cache);
}

/* What one process keeps, the next one finds. */
static void outlives_its_cache(void **state)
{
	const struct kind *kind = *state;
	struct cache first, second;

	start();
	first = open_cache(kind);
	put(&first, ONE, "kept");
	cache_close(&first);
	cache_close(&first);
	second = open_cache(kind);
	assert_entry(&second, ONE, kind->keeps ? "kept" : NULL);
	end(&second);
}

static void keeps_every_byte(void **state)
{
	const struct kind *kind = *state;
	struct buffer bytes = BUFFER_INIT, back = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(kind);
	for (int i = 0; i < 60000; i++)
		buffer_char(&bytes, (char)(i % 256));
	assert_int_equal(cache_put(&cache, ONE, &bytes, 1795231020, &err), 0);
	assert_int_equal(cache_get(&cache, ONE, &back, &err), kind->keeps ? FOUND : ABSENT);
	if (kind->keeps) {
		assert_int_equal(back.len, bytes.len);
		assert_memory_equal(back.data, bytes.data, bytes.len);
	}
	buffer_free(&bytes);
	buffer_free(&back);
	end(&cache);
}

/* What each() shows: one letter for each entry, and whether it ever showed a wrong one. */
struct seen {
	unsigned calls[3];
	unsigned strangers;
	bool stop;
};

static int see(void *context, const char *fingerprint, struct buffer *bytes, struct error *err)
{
	static const char *const fingerprints[] = { ONE, TWO, THREE };
	static const char *const contents[] = { "one", "two", "three" };
	struct seen *seen = context;

	if (seen->stop)
		seen->strangers += seen->calls[0] + seen->calls[1] + seen->calls[2] > 0;
	for (size_t i = 0; i < COUNT(fingerprints); i++) {
		if (strcmp(fingerprint, fingerprints[i]) == 0 &&
		    strcmp(bytes->data, contents[i]) == 0) {
			seen->calls[i]++;
			return seen->stop ? error_set(err, ERROR_IO, "stopped") : 0;
		}
	}
	seen->strangers++;
	return 0;
}

static void each_entry(void **state)
{
	const struct kind *kind = *state;
	struct seen seen = { .strangers = 0 };
	struct error err = ERROR_INIT;
	struct cache cache;
	int lock;

	start();
	cache = open_cache(kind);
	assert_int_equal(cache_each(&cache, see, &seen, &err), 0);
	lock = cache_lock(&cache, ONE, deadline_in(1000), &err);
	put(&cache, ONE, "one");
	put(&cache, TWO, "two");
	put(&cache, THREE, "three");
	assert_int_equal(cache_each(&cache, see, &seen, &err), 0);
	assert_int_equal(seen.strangers, 0);
	for (size_t i = 0; i < COUNT(seen.calls); i++)
		assert_int_equal(seen.calls[i] > 0, kind->keeps);
	cache_unlock(&cache, lock);
	end(&cache);
}

static void each_stops(void **state)
{
	const struct kind *kind = *state;
	struct seen seen = { .stop = true };
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(kind);
	put(&cache, ONE, "one");
	put(&cache, TWO, "two");
	put(&cache, THREE, "three");
	assert_int_equal(cache_each(&cache, see, &seen, &err), kind->keeps ? -1 : 0);
	assert_int_equal(seen.strangers, 0);
	if (kind->keeps)
		assert_string_equal(err.message, "stopped");
	end(&cache);
}

static int drop_it(void *context, const char *fingerprint, struct buffer *bytes, struct error *err)
{
	struct cache *cache = context;

	(void)bytes;
	return cache_drop(cache, fingerprint, err) == FAILED ? -1 : 0;
}

/* forget --all drops while it is shown them. */
static void each_may_drop(void **state)
{
	const struct kind *kind = *state;
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(kind);
	put(&cache, ONE, "one");
	put(&cache, TWO, "two");
	put(&cache, THREE, "three");
	assert_int_equal(cache_each(&cache, drop_it, &cache, &err), 0);
	assert_entry(&cache, ONE, NULL);
	assert_entry(&cache, TWO, NULL);
	assert_entry(&cache, THREE, NULL);
	end(&cache);
}

/* What another process gets when it asks for the lock: 0, or the error's id. */
static int lock_elsewhere(const struct kind *kind, const char *fingerprint, int64_t milliseconds)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct cache cache = open_cache(kind);
		struct error err = ERROR_INIT;
		int lock = cache_lock(&cache, fingerprint, deadline_in(milliseconds), &err);

		_exit(lock == CACHE_NO_LOCK ? (int)err.id : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void lock_excludes(void **state)
{
	const struct kind *kind = *state;
	struct error err = ERROR_INIT;
	struct cache cache;
	int lock;

	start();
	cache = open_cache(kind);
	lock = cache_lock(&cache, ONE, deadline_in(0), &err);
	assert_int_not_equal(lock, CACHE_NO_LOCK);
	assert_int_equal(lock_elsewhere(kind, ONE, 0), kind->keeps ? ERROR_LOCK : 0);
	assert_int_equal(lock_elsewhere(kind, ONE, 200), kind->keeps ? ERROR_LOCK : 0);
	assert_true(cache_holds(&cache, lock));
	assert_int_equal(lock_elsewhere(kind, TWO, 0), 0);
	put(&cache, ONE, "one");
	assert_int_equal(lock_elsewhere(kind, ONE, 0), kind->keeps ? ERROR_LOCK : 0);
	IGNORE_RESULT(cache_drop(&cache, ONE, &err));
	assert_int_equal(lock_elsewhere(kind, ONE, 0), kind->keeps ? ERROR_LOCK : 0);
	cache_unlock(&cache, lock);
	assert_int_equal(lock_elsewhere(kind, ONE, 0), 0);
	lock = cache_lock(&cache, ONE, deadline_in(0), &err);
	assert_int_not_equal(lock, CACHE_NO_LOCK);
	cache_unlock(&cache, lock);
	end(&cache);
}

/* Reading takes no lock. */
static void get_while_locked(void **state)
{
	const struct kind *kind = *state;
	struct error err = ERROR_INIT;
	struct cache cache;
	pid_t child;
	int lock, status;

	start();
	cache = open_cache(kind);
	put(&cache, ONE, "one");
	lock = cache_lock(&cache, ONE, deadline_in(1000), &err);
	child = fork();
	if (child == 0) {
		struct cache other = open_cache(kind);
		struct buffer bytes = BUFFER_INIT;

		_exit((int)cache_get(&other, ONE, &bytes, &err));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), kind->keeps ? FOUND : ABSENT);
	cache_unlock(&cache, lock);
	end(&cache);
}

/* The lock ends with the process, and is then had by one that waits. */
static void lock_of_the_killed(void **state)
{
	const struct kind *kind = *state;
	struct error err = ERROR_INIT;
	struct cache cache;
	int ends[2], lock;
	pid_t holder;
	char byte;

	start();
	assert_int_equal(pipe(ends), 0);
	holder = fork();
	if (holder == 0) {
		struct cache other = open_cache(kind);

		if (cache_lock(&other, ONE, deadline_in(5000), &err) == CACHE_NO_LOCK ||
		    write(ends[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_int_equal(kill(holder, SIGKILL), 0);
	cache = open_cache(kind);
	lock = cache_lock(&cache, ONE, deadline_in(20000), &err);
	assert_int_not_equal(lock, CACHE_NO_LOCK);
	assert_int_equal(waitpid(holder, NULL, 0), holder);
	cache_unlock(&cache, lock);
	close(ends[0]);
	close(ends[1]);
	end(&cache);
}

/* Many writers and a reader at once: what is read is always whole. */
static void entries_are_whole(void **state)
{
	static const char *const letters[] = { "a", "b", "c" };
	const struct kind *kind = *state;
	pid_t writers[COUNT(letters)];
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(kind);
	for (size_t i = 0; i < COUNT(letters); i++) {
		writers[i] = fork();
		if (writers[i] == 0) {
			struct cache other = open_cache(kind);
			struct buffer bytes = BUFFER_INIT;
			int failures = 0;

			for (size_t k = 0; k < 4000 + i * 1000; k++)
				buffer_string(&bytes, letters[i]);
			for (int round = 0; round < 40; round++) {
				int lock = cache_lock(&other, ONE, deadline_in(30000), &err);

				failures += lock == CACHE_NO_LOCK;
				failures += cache_put(&other, ONE, &bytes, TIME_UNKNOWN, &err) != 0;
				cache_unlock(&other, lock);
			}
			_exit(failures != 0);
		}
	}
	for (int round = 0; round < 300; round++) {
		struct buffer bytes = BUFFER_INIT;

		assert_int_not_equal(cache_get(&cache, ONE, &bytes, &err), FAILED);
		for (size_t i = 0; i < COUNT(letters) && bytes.len > 0; i++)
			if (bytes.data[0] == letters[i][0])
				assert_int_equal(strspn(bytes.data, letters[i]), 4000 + i * 1000);
		buffer_free(&bytes);
	}
	for (size_t i = 0; i < COUNT(letters); i++) {
		int status;

		assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
		assert_int_equal(status, 0);
	}
	end(&cache);
}

/*
 * What would do is found to do, before there is an entry and after, and nothing comes or goes by
 * it.
 */
static void check_changes_nothing(void **state)
{
	const struct kind *kind = *state;
	struct seen seen = { .strangers = 0 };
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(kind);
	assert_int_equal(cache_check(&cache, &err), kind->keeps ? CACHE_UNMADE : CACHE_READY);
	assert_int_equal(access(directory, F_OK), -1);
	put(&cache, ONE, "one");
	assert_int_equal(cache_check(&cache, &err), CACHE_READY);
	assert_int_equal(err.id, ERROR_NONE);
	assert_entry(&cache, ONE, kind->keeps ? "one" : NULL);
	assert_int_equal(cache_each(&cache, see, &seen, &err), 0);
	assert_int_equal(seen.strangers, 0);
	end(&cache);
}

/* ---- what only the files have */

static void assert_mode(const char *path, mode_t want)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, want);
}

static const char *path_of(const char *name)
{
	static char path[sizeof(directory) + 128];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static void files_are_private(void **state)
{
	mode_t mask = umask(0);
	struct error err = ERROR_INIT;
	struct cache cache;
	int lock;

	(void)state;
	start();
	cache = open_cache(&kinds[0]);
	lock = cache_lock(&cache, ONE, deadline_in(1000), &err);
	put(&cache, ONE, "one");
	cache_unlock(&cache, lock);
	umask(mask);
	assert_mode(directory, 0700);
	assert_mode(path_of(ONE), 0600);
	end(&cache);
}

/* Reading from a cache that is not there does not make it. */
static void files_are_made_for_writing_only(void **state)
{
	struct seen seen = { .strangers = 0 };
	struct error err = ERROR_INIT;
	struct cache cache;

	(void)state;
	start();
	cache = open_cache(&kinds[0]);
	assert_entry(&cache, ONE, NULL);
	assert_int_equal(cache_each(&cache, see, &seen, &err), 0);
	assert_int_equal(access(directory, F_OK), -1);
	end(&cache);
}

struct unsafe_case {
	const char *name;
	mode_t directory;
	mode_t entry;
	bool link;
	bool hard_link;
};

static const struct unsafe_case unsafes[] = {
	{ "unsafe: others can read the directory", 0755, 0600, false, false },
	{ "unsafe: its group can read the directory", 0750, 0600, false, false },
	{ "unsafe: others can write to the directory", 0702, 0600, false, false },
	{ "unsafe: others can pass the directory", 0711, 0600, false, false },
	{ "unsafe: others can read the entry", 0700, 0644, false, false },
	{ "unsafe: its group can write the entry", 0700, 0620, false, false },
	{ "unsafe: the entry is a link", 0700, 0600, true, false },
	{ "unsafe: the entry has a second name", 0700, 0600, false, true },
};

static void unsafe(void **state)
{
	const struct unsafe_case *test = *state;
	struct buffer bytes = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct cache cache;

	start();
	cache = open_cache(&kinds[0]);
	put(&cache, ONE, "planted");
	cache_close(&cache);
	assert_int_equal(chmod(path_of(ONE), test->entry), 0);
	assert_int_equal(chmod(directory, test->directory), 0);
	if (test->link || test->hard_link) {
		char other[sizeof(directory) + 32];

		snprintf(other, sizeof(other), "%s/other", directory);
		assert_int_equal(
			test->link ? rename(path_of(ONE), other) : link(path_of(ONE), other), 0);
		if (test->link)
			assert_int_equal(symlink(other, path_of(ONE)), 0);
	}
	assert_int_equal(cache_get(&cache, ONE, &bytes, &err), FAILED);
	assert_int_equal(err.id, ERROR_UNSAFE_FILE);
	assert_int_equal(cache_check(&cache, &err),
			 test->directory != 0700 ? CACHE_FAILED : CACHE_READY);
	if (test->directory != 0700) {
		assert_int_equal(err.id, ERROR_UNSAFE_FILE);
		assert_int_equal(cache_put(&cache, ONE, &bytes, TIME_UNKNOWN, &err), -1);
		assert_int_equal(cache_lock(&cache, ONE, deadline_in(0), &err), CACHE_NO_LOCK);
		assert_int_not_equal(err.id, ERROR_LOCK);
	} else {
		put(&cache, ONE, "replaced");
		assert_entry(&cache, ONE, "replaced");
	}
	buffer_free(&bytes);
	end(&cache);
}

/* Where no directory can be: errors, nothing worse. */
static void no_directory(void **state)
{
	struct seen seen = { .strangers = 0 };
	struct buffer bytes = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct cache cache;

	(void)state;
	start();
	scratch_write(scratch, "new", "a file", 0600);
	cache = open_cache(&kinds[0]);
	buffer_string(&bytes, "x");
	assert_int_equal(cache_put(&cache, ONE, &bytes, TIME_UNKNOWN, &err), -1);
	assert_string_not_equal(err.message, "");
	assert_int_equal(cache_lock(&cache, ONE, deadline_in(0), &err), CACHE_NO_LOCK);
	assert_int_not_equal(err.id, ERROR_LOCK);
	assert_int_not_equal(cache_get(&cache, ONE, &bytes, &err), FOUND);
	assert_int_equal(cache_check(&cache, &err), CACHE_FAILED);
	IGNORE_RESULT(cache_each(&cache, see, &seen, &err));
	assert_int_equal(seen.strangers, 0);
	buffer_free(&bytes);
	end(&cache);
}

/* Files of others in the directory are no entries; what a killed process left is taken over. */
static void strangers_and_leftovers(void **state)
{
	struct seen seen = { .strangers = 0 };
	struct error err = ERROR_INIT;
	struct cache cache;
	char left[128];

	(void)state;
	start();
	cache = open_cache(&kinds[0]);
	put(&cache, ONE, "one");
	scratch_write(directory, "README", "not an entry", 0600);
	scratch_write(directory, "11", "not an entry", 0600);
	scratch_write(directory, "xx11111111111111111111111111111111111111111111111111111111111111",
		      "not an entry", 0600);
	snprintf(left, sizeof(left), "%s.tmp", ONE);
	scratch_write(directory, left, "half of something that is longer", 0600);
	IGNORE_RESULT(cache_each(&cache, see, &seen, &err));
	assert_int_equal(seen.strangers, 0);
	assert_true(seen.calls[0] > 0);
	put(&cache, ONE, "whole");
	assert_entry(&cache, ONE, "whole");
	assert_int_equal(access(path_of(left), F_OK), -1);
	end(&cache);
}

static void add_for_each_kind(struct suite *suite, const char *name, CMUnitTestFunction test)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		static char names[64][64];
		static size_t used;

		if (used == COUNT(names))
			abort();
		snprintf(names[used], sizeof(names[used]), "%s: %s", kinds[i].name, name);
		suite_add(suite, names[used++], test, &kinds[i]);
	}
}

#define EACH_KIND(suite, test) add_for_each_kind(suite, #test, test)

int main(void)
{
	static struct suite suite = SUITE_INIT;

	EACH_KIND(&suite, begins_empty);
	EACH_KIND(&suite, put_get_drop);
	EACH_KIND(&suite, outlives_its_cache);
	EACH_KIND(&suite, keeps_every_byte);
	EACH_KIND(&suite, each_entry);
	EACH_KIND(&suite, each_stops);
	EACH_KIND(&suite, each_may_drop);
	EACH_KIND(&suite, lock_excludes);
	EACH_KIND(&suite, get_while_locked);
	EACH_KIND(&suite, lock_of_the_killed);
	EACH_KIND(&suite, entries_are_whole);
	EACH_KIND(&suite, check_changes_nothing);
	SUITE_TEST(&suite, files_are_private);
	SUITE_TEST(&suite, files_are_made_for_writing_only);
	SUITE_TABLE(&suite, unsafe, unsafes);
	SUITE_TEST(&suite, no_directory);
	SUITE_TEST(&suite, strangers_and_leftovers);
	return suite_run(&suite);
}
