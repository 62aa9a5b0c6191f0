/* SPDX-License-Identifier: ISC */
/* excerpt.h: what is shown of a reply that is not JSON, and what is not. */
#include "fetch/excerpt.h"

#include "cases.h"

static const struct excerpt_case {
	const char *name;
	const char *body;
	const char *want;
} excerpts[] = {
	{ "excerpt: nothing", "", "" },
	{ "excerpt: words", "Service  unavailable\r\n", "Service unavailable" },
	{ "excerpt: a page",
	  "<html>\r\n<head><title>400 No</title></head>\r\n<body>x</body></html>", "400 No x" },
	{ "excerpt: control bytes", "a\x1b(31mb", "a\\033(31mb" },
	{ "excerpt: the secret", "<p>no s3cret-s3cret here", "no *** here" },
	{ "excerpt: the secret, encoded", "<p>s3cret%2Ds3cret",
	  "(hidden: it quoted the key or the secret)" },
	{ "excerpt: the secret, cut by a tag", "<p>your id: s3cret<wbr>-s3cret", "" },
	{ "excerpt: the secret, on two lines", "<p>your id: s3cret\r\n -s3<b>cret</b>", "" },
	{ "excerpt: the key, cut by a tag", "<p>shop<br/>-key is unknown", "" },
	{ "excerpt: a part of the secret", "<p>your s3cret is wrong", "your s3cret is wrong" },
	{ "excerpt: the word token", "<access_token>abc</access_token>", "" },
	{ "excerpt: a form", "access=abc&type=x", "" },
	{ "excerpt: nearly JSON", "{\"accesstoke\":\"abc\"", "" },
	{ "excerpt: JSON with words before", "ok: [\"abc\"]", "" },
	{ "excerpt: a tag without end", "<p", "" },
};

static void excerpt(void **state)
{
	const struct excerpt_case *test = *state;
	const struct credential credential = { .key = "shop-key", .secret = "s3cret-s3cret" };
	struct buffer body = BUFFER_INIT;
	char out[EXCERPT_SIZE];

	buffer_string(&body, test->body);
	excerpt_make(&credential, &body, out);
	assert_string_equal(out, test->want);
	buffer_free(&body);
}

/* A body of any length, with the secret at any place of it. */
static void excerpt_of_a_long_body(void **state)
{
	const struct credential credential = { .key = "shop-key", .secret = "S3CRET-S3CRET" };
	char out[EXCERPT_SIZE];

	(void)state;
	for (size_t at = 0; at < 6000; at += 7) {
		struct buffer body = BUFFER_INIT;

		for (size_t i = 0; i < at; i++)
			buffer_char(&body, i % 100 == 0 ? '\n' : '.');
		buffer_string(&body, credential.secret);
		for (size_t i = 0; i < 100; i++)
			buffer_char(&body, '.');
		excerpt_make(&credential, &body, out);
		assert_true(strlen(out) < EXCERPT_SIZE);
		assert_null(strchr(out, 'S'));
		buffer_free(&body);
	}
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, excerpt, excerpts);
	SUITE_TEST(&suite, excerpt_of_a_long_body);
	return suite_run(&suite);
}
