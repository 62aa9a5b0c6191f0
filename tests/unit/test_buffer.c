/* SPDX-License-Identifier: ISC */
/* buffer.h: growth, numbers, what is wiped, and that running out of memory sticks. */
#include "cases.h"

#include "base/buffer.h"

static void is_pristine(const struct buffer *buffer)
{
	assert_null(buffer->data);
	assert_int_equal(buffer->len, 0);
	assert_int_equal(buffer->cap, 0);
	assert_false(buffer->failed);
}

static void starts_empty(void **state)
{
	struct buffer buffer = BUFFER_INIT;

	(void)state;
	is_pristine(&buffer);
	buffer_clear(&buffer);
	is_pristine(&buffer);
	buffer_free(&buffer);
	is_pristine(&buffer);
}

static void appends(void **state)
{
	struct buffer buffer = BUFFER_INIT;

	(void)state;
	buffer_string(&buffer, "Authorization: ");
	buffer_append(&buffer, "Bearer xxx", 6);
	buffer_char(&buffer, ' ');
	buffer_number(&buffer, 42);
	buffer_string(&buffer, "");
	assert_false(buffer.failed);
	assert_int_equal(buffer.len, strlen("Authorization: Bearer 42"));
	assert_string_equal(buffer.data, "Authorization: Bearer 42");
	buffer_free(&buffer);
	is_pristine(&buffer);
}

static void keeps_every_byte(void **state)
{
	struct buffer buffer = BUFFER_INIT;

	(void)state;
	for (int byte = 0; byte < 256; byte++)
		buffer_char(&buffer, (char)byte);
	assert_int_equal(buffer.len, 256);
	for (int byte = 0; byte < 256; byte++)
		assert_int_equal((unsigned char)buffer.data[byte], byte);
	assert_int_equal(buffer.data[256], '\0');
	buffer_free(&buffer);
}

/* Always a NUL behind, and always within the room, whatever the sizes of the pieces. */
static void grows(void **state)
{
	static const char piece[] = "0123456789abcdefghijklmnopqrstuvwxyz";

	(void)state;
	for (size_t step = 1; step < sizeof(piece); step++) {
		struct buffer buffer = BUFFER_INIT;

		for (size_t total = 0; total < 20000; total += step) {
			buffer_append(&buffer, piece, step);
			assert_int_equal(buffer.len, total + step);
			assert_true(buffer.cap > buffer.len);
			assert_int_equal(buffer.data[buffer.len], '\0');
		}
		for (size_t i = 0; i < buffer.len; i++)
			assert_int_equal(buffer.data[i], piece[i % step]);
		buffer_free(&buffer);
	}
}

static void empty_append_is_a_string(void **state)
{
	struct buffer buffer = BUFFER_INIT;

	(void)state;
	buffer_string(&buffer, "");
	assert_false(buffer.failed);
	assert_int_equal(buffer.len, 0);
	assert_string_equal(buffer.data, "");
	buffer_free(&buffer);
}

static void reserves(void **state)
{
	struct buffer buffer = BUFFER_INIT;
	char *before;

	(void)state;
	buffer_string(&buffer, "abc");
	assert_int_equal(buffer_reserve(&buffer, 10000), 0);
	assert_true(buffer.cap >= 3 + 10000 + 1);
	assert_int_equal(buffer.len, 3);
	assert_string_equal(buffer.data, "abc");
	before = buffer.data;
	for (int i = 0; i < 10000; i++)
		buffer_char(&buffer, 'x');
	assert_ptr_equal(buffer.data, before);
	buffer_free(&buffer);
}

struct number_case {
	const char *name;
	int64_t number;
	const char *want;
};

static const struct number_case numbers[] = {
	{ "number: 0", 0, "0" },
	{ "number: 7", 7, "7" },
	{ "number: -1", -1, "-1" },
	{ "number: 10", 10, "10" },
	{ "number: 1795231020", 1795231020, "1795231020" },
	{ "number: INT64_MAX", INT64_MAX, "9223372036854775807" },
	{ "number: INT64_MIN", INT64_MIN, "-9223372036854775808" },
};

static void number(void **state)
{
	const struct number_case *test = *state;
	struct buffer buffer = BUFFER_INIT;

	buffer_number(&buffer, test->number);
	assert_string_equal(buffer.data, test->want);
	assert_int_equal(buffer.len, strlen(test->want));
	buffer_free(&buffer);
}

static void clear_wipes(void **state)
{
	struct buffer buffer = BUFFER_INIT;
	size_t cap;
	char *data;

	(void)state;
	buffer_string(&buffer, "the secret itself, all of it");
	cap = buffer.cap;
	data = buffer.data;
	buffer_clear(&buffer);
	assert_ptr_equal(buffer.data, data);
	assert_int_equal(buffer.cap, cap);
	assert_int_equal(buffer.len, 0);
	for (size_t i = 0; i < strlen("the secret itself, all of it"); i++)
		assert_int_equal(buffer.data[i], '\0');
	buffer_string(&buffer, "next");
	assert_string_equal(buffer.data, "next");
	buffer_free(&buffer);
}

/* The sizes wrap around before any allocator is asked. */
static void no_memory_is_sticky(void **state)
{
	struct buffer buffer = BUFFER_INIT;

	(void)state;
	buffer_string(&buffer, "abc");
	assert_int_equal(buffer_reserve(&buffer, SIZE_MAX), -1);
	assert_true(buffer.failed);
	buffer_string(&buffer, "def");
	buffer_append(&buffer, "ghi", 3);
	buffer_char(&buffer, 'j');
	buffer_number(&buffer, 1);
	assert_true(buffer.failed);
	assert_int_equal(buffer.len, 3);
	assert_string_equal(buffer.data, "abc");
	buffer_free(&buffer);
	is_pristine(&buffer);
}

static void no_memory_at_first(void **state)
{
	struct buffer buffer = BUFFER_INIT;

	(void)state;
	assert_int_equal(buffer_reserve(&buffer, SIZE_MAX), -1);
	assert_true(buffer.failed);
	buffer_free(&buffer);
	is_pristine(&buffer);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TEST(&suite, starts_empty);
	SUITE_TEST(&suite, appends);
	SUITE_TEST(&suite, keeps_every_byte);
	SUITE_TEST(&suite, grows);
	SUITE_TEST(&suite, empty_append_is_a_string);
	SUITE_TEST(&suite, reserves);
	SUITE_TABLE(&suite, number, numbers);
	SUITE_TEST(&suite, clear_wipes);
	SUITE_TEST(&suite, no_memory_is_sticky);
	SUITE_TEST(&suite, no_memory_at_first);
	return suite_run(&suite);
}
