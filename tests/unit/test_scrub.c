/* SPDX-License-Identifier: ISC */
/*
 * scrub.h: the key and the secret are found in every form in which a server may quote them, and
 * only then.
 */
#include "cases.h"

#include <ctype.h>

#include "base/text.h"
#include "fetch/encode.h"
#include "fetch/scrub.h"

/* U+BE44 U+BC00 behind it, and all that encodings care about before. */
static const char KEY[] = "shop-key/0123456789";
static const char SECRET[] = "s3cret+/=&%\"\\ \xeb\xb9\x84\xeb\xb0\x80";

static const struct credential shop = { .key = KEY, .secret = SECRET };

static void assert_hidden(const char *text)
{
	assert_non_null(strstr(text, "hidden"));
	assert_null(strstr(text, KEY));
	assert_null(strstr(text, "s3cret"));
	assert_null(strchr(text, '%'));
}

/* Scrubs "before FORM after"; the form is one that is encoded. */
static void assert_found(const char *form, size_t len)
{
	struct buffer text = BUFFER_INIT;

	buffer_string(&text, "before \"");
	buffer_append(&text, form, len);
	buffer_string(&text, "\" after");
	assert_false(text.failed);
	scrub(&shop, text.data, text.cap);
	assert_hidden(text.data);
	buffer_free(&text);
}

struct clear_case {
	const char *name;
	const char *text;
	const char *want;
};

static const struct clear_case clears[] = {
	{ "clear: nothing", "", "" },
	{ "clear: the key", "shop-key/0123456789", "***" },
	{ "clear: the key within", "no such key: shop-key/0123456789!", "no such key: ***!" },
	{ "clear: the secret", "s3cret+/=&%\"\\ \xeb\xb9\x84\xeb\xb0\x80", "***" },
	{ "clear: both", "key shop-key/0123456789 secret s3cret+/=&%\"\\ \xeb\xb9\x84\xeb\xb0\x80.",
	  "key *** secret ***." },
	{ "clear: three times", "shop-key/0123456789,shop-key/0123456789 shop-key/0123456789",
	  "***,*** ***" },
	{ "clear: side by side", "shop-key/0123456789shop-key/0123456789", "******" },
	{ "clear: within a word", "xshop-key/0123456789x", "x***x" },
	{ "clear: a part of the key", "shop-key/012345678", "shop-key/012345678" },

	{ "clear: over two lines", "no\r\n\tsuch \n key:  shop-key/0123456789",
	  "no such key:  ***" },
	{ "ordinary: imweb", "Error Token", "Error Token" },
	{ "ordinary: iamport",
	  "\xec\x9d\xb8\xec\xa6\x9d\xec\x97\x90 \xec\x8b\xa4\xed\x8c\xa8 (REST API key, secret)",
	  "\xec\x9d\xb8\xec\xa6\x9d\xec\x97\x90 \xec\x8b\xa4\xed\x8c\xa8 (REST API key, secret)" },
	{ "ordinary: toss", "invalid_client: Client authentication failed",
	  "invalid_client: Client authentication failed" },
	{ "ordinary: a URL", "see https://docs.example/a?b=c%20d&e=f+g#h",
	  "see https://docs.example/a?b=c%20d&e=f+g#h" },
	{ "ordinary: a lone percent", "100% wrong, 5%x %", "100% wrong, 5%x %" },
	{ "ordinary: backslashes", "a\\b \\u0041 \\u12 \\", "a\\b \\u0041 \\u12 \\" },
	{ "ordinary: a request's id", "trace 5f3a9c0e-1b2d-4c6f-8e7a-90abcdef1234",
	  "trace 5f3a9c0e-1b2d-4c6f-8e7a-90abcdef1234" },
	{ "ordinary: base64 of something else", "Zm9vYmFyYmF6cXV4", "Zm9vYmFyYmF6cXV4" },
};

static void clear(void **state)
{
	const struct clear_case *test = *state;
	char text[256];

	snprintf(text, sizeof(text), "%s", test->text);
	scrub(&shop, text, sizeof(text));
	assert_string_equal(text, test->want);
}

/*
 * Percent-encoding: how the hex digits are written is the server's choice, and which bytes are
 * encoded too.
 */
static void percent(void **state)
{
	static const char *const words[] = { KEY, SECRET };

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		for (int style = 0; style < 6; style++) {
			struct buffer form = BUFFER_INIT;

			if (style % 2 == 0)
				encode_query(&form, words[i]);
			else
				text_form(&form, words[i], strlen(words[i]));
			for (size_t at = 0; at + 2 < form.len; at++) {
				if (form.data[at] != '%')
					continue;
				if (style >= 2)
					form.data[at + 1] =
						(char)tolower((unsigned char)form.data[at + 1]);
				if (style >= 4)
					form.data[at + 1] =
						(char)toupper((unsigned char)form.data[at + 1]);
				if (style >= 2)
					form.data[at + 2] =
						(char)tolower((unsigned char)form.data[at + 2]);
			}
			assert_found(form.data, form.len);
			buffer_free(&form);
		}
	}
}

static void percent_of_every_byte(void **state)
{
	struct buffer form = BUFFER_INIT;
	char hex[4];

	(void)state;
	for (const char *c = KEY; *c != '\0'; c++) {
		snprintf(hex, sizeof(hex), "%%%02x", (unsigned)(unsigned char)*c);
		buffer_string(&form, hex);
	}
	assert_found(form.data, form.len);
	buffer_free(&form);
}

static void percent_of_one_byte(void **state)
{
	(void)state;
	assert_found("shop%2Dkey/0123456789", strlen("shop%2Dkey/0123456789"));
	assert_found("shop-key%2f0123456789", strlen("shop-key%2f0123456789"));
	assert_found("a=1&key=%73hop-key/0123456789&b", strlen("a=1&key=%73hop-key/0123456789&b"));
}

/* Base64 of "x...SECRETy...": at each alignment, in both alphabets, with and without padding. */
static void base64(void **state)
{
	static const char *const words[] = { KEY, SECRET };

	(void)state;
	for (unsigned style = 0; style < 2 * 3 * 3 * 4; style++) {
		struct buffer plain = BUFFER_INIT, form = BUFFER_INIT;
		unsigned before = style / 2 % 3, behind = style / 6 % 3;
		bool url_safe = style / 18 % 2, padded = style / 36 % 2;

		buffer_append(&plain, "xx", before);
		buffer_string(&plain, words[style % 2]);
		buffer_append(&plain, "yy", behind);
		encode_base64(&form, plain.data, plain.len);
		for (size_t at = 0; at < form.len && url_safe; at++)
			form.data[at] = form.data[at] == '+'   ? '-'
					: form.data[at] == '/' ? '_'
							       : form.data[at];
		while (!padded && form.len > 0 && form.data[form.len - 1] == '=')
			form.data[--form.len] = '\0';
		assert_found(form.data, form.len);
		buffer_free(&plain);
		buffer_free(&form);
	}
}

static void base64_of_the_pair(void **state)
{
	struct buffer pair = BUFFER_INIT, form = BUFFER_INIT;

	(void)state;
	buffer_string(&pair, KEY);
	buffer_char(&pair, ':');
	buffer_string(&pair, SECRET);
	encode_base64(&form, pair.data, pair.len);
	assert_found(form.data, form.len);
	buffer_clear(&form);
	buffer_string(&form, "Authorization: Basic ");
	encode_base64(&form, pair.data, pair.len);
	assert_found(form.data, form.len);
	buffer_free(&pair);
	buffer_free(&form);
}

/* RFC 6749, section 2.3.1: each of the pair is form-encoded first. */
static void base64_of_the_encoded_pair(void **state)
{
	struct buffer pair = BUFFER_INIT, form = BUFFER_INIT;

	(void)state;
	text_form(&pair, KEY, strlen(KEY));
	buffer_char(&pair, ':');
	text_form(&pair, SECRET, strlen(SECRET));
	encode_base64(&form, pair.data, pair.len);
	assert_found(form.data, form.len);
	buffer_free(&pair);
	buffer_free(&form);
}

/* Letters right before it shift its quanta. */
static void base64_run_on(void **state)
{
	(void)state;
	for (unsigned letters = 0; letters <= 5; letters++) {
		struct buffer form = BUFFER_INIT;

		buffer_append(&form, "token", letters);
		encode_base64(&form, KEY, strlen(KEY));
		assert_found(form.data, form.len);
		buffer_free(&form);
	}
}

/* However long the run is in which it is hidden. */
static void base64_in_a_long_run(void **state)
{
	(void)state;
	for (size_t around = 100; around <= 3000; around += 290) {
		struct buffer plain = BUFFER_INIT, form = BUFFER_INIT;

		for (size_t i = 0; i < around; i++)
			buffer_char(&plain, 'x');
		buffer_string(&plain, KEY);
		for (size_t i = 0; i < around; i++)
			buffer_char(&plain, 'x');
		encode_base64(&form, plain.data, plain.len);
		assert_found(form.data, form.len);
		buffer_free(&plain);
		buffer_free(&form);
	}
}

struct escaped_case {
	const char *name;
	const char *secret;
	const char *form;
};

/* A server that quotes our JSON body in a message quotes it escaped. */
static const struct escaped_case escapeds[] = {
	{ "escaped: a quote", "pass\"word", "pass\\\"word" },
	{ "escaped: a backslash", "pass\\word", "pass\\\\word" },
	{ "escaped: a slash", "pass/word", "pass\\/word" },
	{ "escaped: \\u of two bytes", "pass\xc3\xa9word", "pass\\u00e9word" },
	{ "escaped: \\u of three bytes", "pass\xeb\xb9\x84word", "pass\\uBE44word" },
	{ "escaped: \\u of a letter", "password", "p\\u0061ssword" },
	{ "escaped: \\u of a pair", "pass\xf0\x9f\x94\x91word", "pass\\ud83d\\udd11word" },
};

static void escaped(void **state)
{
	const struct escaped_case *test = *state;
	struct credential credential = { .key = "shop", .secret = test->secret };
	char text[128];

	snprintf(text, sizeof(text), "you sent {\"secret\":\"%s\"}", test->form);
	scrub(&credential, text, sizeof(text));
	assert_null(strstr(text, test->form));
	assert_null(strstr(text, "word"));
}

/* What is masked may become longer; it stays within its room. */
static void room(void **state)
{
	struct credential credential = { .key = "a", .secret = "b" };

	(void)state;
	for (size_t size = 2; size <= 16; size++) {
		char *text = malloc(size);

		assert_non_null(text);
		memset(text, 'a', size - 1);
		text[size - 1] = '\0';
		scrub(&credential, text, size);
		assert_non_null(memchr(text, '\0', size));
		assert_null(strchr(text, 'a'));
		free(text);
	}
	for (size_t size = 8; size <= 40; size++) {
		char *text = malloc(size);

		assert_non_null(text);
		snprintf(text, size, "shop%%2Dkey");
		credential.key = "shop-key";
		scrub(&credential, text, size);
		assert_non_null(memchr(text, '\0', size));
		assert_null(strstr(text, "%2Dkey"));
		free(text);
	}
}

/*
 * A word of a letter or two turns up in any decoded text by chance; but it is never shown in clear.
 */
static void short_words(void **state)
{
	struct credential credential = { .key = "xyz", .secret = "q7" };
	char text[128] = "key xyz, secret q7; see https://e.example/a%20b and Zm9vYmFyYmF6cXV4";

	(void)state;
	scrub(&credential, text, sizeof(text));
	assert_string_equal(
		text, "key ***, secret ***; see https://e.example/a%20b and Zm9vYmFyYmF6cXV4");
}

static void no_secret(void **state)
{
	struct credential credential = { .key = "shop-key" };
	char text[64] = "the key is shop-key";

	(void)state;
	scrub(&credential, text, sizeof(text));
	assert_string_equal(text, "the key is ***");
	credential = (struct credential){ .key = "", .secret = "" };
	scrub(&credential, text, sizeof(text));
	assert_string_equal(text, "the key is ***");
	credential = (struct credential){ .key = NULL, .secret = NULL };
	scrub(&credential, text, sizeof(text));
	assert_string_equal(text, "the key is ***");
}

/* How servers spell a'b&c"d/e+f=g, in one encoding and in two. */
static const struct {
	const char *name;
	const char *text;
} spellings[] = {
	{ "spelled: HTML, by name", "a&apos;b&amp;c&quot;d/e+f=g" },
	{ "spelled: HTML, by number", "a&#39;b&#38;c&#34;d/e+f=g" },
	{ "spelled: HTML, in hex", "a&#x27;b&#x26;c&#X22;d&#x2F;e&#x2b;f=g" },
	{ "spelled: HTML, zeros in front", "a&#0039;b&#00038;c&quot;d/e+f=g" },
	{ "spelled: HTML, without the semicolon", "a&#39b&amp;c&quotd/e+f=g" },
	{ "spelled: HTML, twice", "a&amp;#39;b&amp;amp;c&amp;quot;d/e+f=g" },
	{ "spelled: percent, twice", "a%2527b%2526c%2522d%252Fe%252Bf%253Dg" },
	{ "spelled: percent, three times", "a%252527b%252526c%252522d/e%25252Bf=g" },
	{ "spelled: JSON in JSON", "{\\\"key\\\":\\\"a'b&c\\\\\\\"d/e+f=g\\\"}" },
	{ "spelled: JSON in JSON, by number", "a\\\\u0027b\\\\u0026c\\\\u0022d/e+f=g" },
	{ "spelled: \\x", "a\\x27b\\x26c\\x22d/e+f=g" },
	{ "spelled: HTML of percent", "a%27b%26c%22d/e&#37;2Bf%3Dg" },
	{ "spelled: hex", "6127622663226 42f652b663d67" },
	{ "spelled: hex, capitals, within a word", "0x6127622663226 42F652B663D67" },
	{ "spelled: hex, an odd digit before", "f6127622663 22642f652b663d67" },
	{ "spelled: base32", "MET WEJTDEJSC6ZJLMY6WO===" },
	{ "spelled: base32, small", "metwejtdejsc6zjlmy6wo" },
	{ "spelled: base64 over two lines", "YSdiJm\r\n MiZC9lK2Y9Zw==" },
	{ "spelled: base64 over two lines, JSON in JSON",
	  "{\\\"b\\\": \\\"YSdiJmMi\\nZC9lK2Y9Zw==\\\"}" },
	{ "spelled: base64, percent-encoded", "YSdiJmMiZC9lK2Y9Zw%3D%3D" },
};

static void spelled(void **state)
{
	static const char *const WORD = "a'b&c\"d/e+f=g";
	const struct credential credential = { .key = "shop-key", .secret = WORD };
	const char *const *row = *state;
	char text[256];

	snprintf(text, sizeof(text), "no such client: %s", row[1]);
	assert_true(scrub_finds(WORD, text));
	scrub(&credential, text, sizeof(text));
	assert_non_null(strstr(text, "hidden"));
}

/* A code of OAuth's own is nothing of the user's, though his key is a part of it. */
static void codes_of_oauth(void **state)
{
	static const char *const words[] = { "client", "invalid", "invalid_client", "scope" };
	char text[128];

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		const struct credential credential = { .key = words[i], .secret = "secret" };

		snprintf(text, sizeof(text), "invalid_client");
		scrub(&credential, text, sizeof(text));
		assert_string_equal(text, "invalid_client");
		snprintf(text, sizeof(text), "invalid_scope: secret");
		scrub(&credential, text, sizeof(text));
		assert_string_equal(text, "invalid_scope: ***");
	}
	snprintf(text, sizeof(text), "invalid_client: the client client-1, Y2xpZW50MQ");
	scrub(&(struct credential){ .key = "client", .secret = "secret" }, text, sizeof(text));
	assert_non_null(strstr(text, "hidden"));
	snprintf(text, sizeof(text), "invalid_client: no client my_client");
	scrub(&(struct credential){ .key = "client", .secret = "secret" }, text, sizeof(text));
	assert_string_equal(text, "invalid_client: no *** my_***");
}

/* Of a long text, the end that is dropped takes nothing whole with it, to be shown in part. */
static void whole_before_the_cut(void **state)
{
	const struct credential credential = { .key = "shop-key",
					       .secret = "kL9mN2pQ4rS6tU8vW0xY1zA3bC5dE7" };

	(void)state;
	for (size_t at = 0; at + strlen(credential.secret) < 511; at++) {
		char text[512];

		memset(text, '.', sizeof(text));
		text[sizeof(text) - 1] = '\0';
		memcpy(text + at, credential.secret, strlen(credential.secret));
		scrub(&credential, text, sizeof(text));
		assert_null(strchr(text, 'k'));
	}
}

static void one_within_the_other(void **state)
{
	struct credential credential = { .key = "shop", .secret = "shop-and-more" };
	char text[64] = "shop-and-more of shop";

	(void)state;
	scrub(&credential, text, sizeof(text));
	assert_string_equal(text, "*** of ***");
	credential = (struct credential){ .key = "shop-and-more", .secret = "and" };
	snprintf(text, sizeof(text), "%s", "shop-and-more and more");
	scrub(&credential, text, sizeof(text));
	assert_string_equal(text, "*** *** more");
}

/*
 * A text that was cut anywhere within the secret shows no part of it, whatever the spelling.
 */
static void cut_within(void **state)
{
	struct credential credential = { .key = "shop-key",
					 .secret = "kL9mN2pQ4rS6tU8vW0xY1zA3bC5dE7" };
	static const char *const forms[] = { "%c", "%%%02x", "\\u%04x" };

	(void)state;
	for (size_t form = 0; form < COUNT(forms); form++) {
		struct buffer spelled = BUFFER_INIT;
		char piece[8], text[512];

		for (const char *c = credential.secret; *c != '\0'; c++) {
			snprintf(piece, sizeof(piece), forms[form], (unsigned char)*c);
			buffer_string(&spelled, piece);
		}
		for (size_t shown = 1; shown < spelled.len; shown++) {
			memset(text, ' ', sizeof(text));
			snprintf(text + sizeof(text) - 1 - shown, shown + 1, "%s", spelled.data);
			scrub(&credential, text, sizeof(text));
			assert_null(strchr(text, '\\'));
			assert_null(strchr(text, '%'));
			assert_null(strchr(text, 'k'));
		}
		buffer_free(&spelled);
	}
}

/*
 * What is shown is escaped, and what is escaped is no longer what it was: so it is searched first.
 */
static void invisible_characters(void **state)
{
	struct credential credential = { .key = "key\xe2\x80\x8bkey",
					 .secret = "s3\xe2\x80\x8b"
						   "cret\xef\xbb\xbf" };
	char text[128] = "key key\xe2\x80\x8bkey, secret s3\xe2\x80\x8b"
			 "cret\xef\xbb\xbf!";

	(void)state;
	scrub(&credential, text, sizeof(text));
	assert_string_equal(text, "key ***, secret ***!");
}

static void what_is_shown_is_escaped(void **state)
{
	char text[64] = "a\x1b[31mb\nc\xe2\x80\xae"
			"d";

	(void)state;
	scrub(&shop, text, sizeof(text));
	assert_string_equal(text, "a\\033[31mb c\\342\\200\\256d");
}

static const struct find_case {
	const char *name, *word, *text;
	bool found;
} finds[] = {
	{ "as it is", "plain-secret", "x plain-secret y", true },
	{ "percent-encoded", "plain-secret", "plain%2Dsecret", true },
	{ "form-encoded", "plain secret", "plain+secret", true },
	{ "in base64", "plain-secret", "cGxhaW4tc2VjcmV0", true },
	{ "not at all", "plain-secret", "orders:read orders:write", false },
	{ "a part", "plain-secret", "plain-secre", false },
	{ "a short word, as it is", "abc", "xabcx", true },
	{ "a short word, encoded", "abc", "YWJj", false },
	{ "no word", "", "anything", false },
	{ "no text", "plain-secret", "", false },
};

static void find(void **state)
{
	const struct find_case *test = *state;

	assert_int_equal(scrub_finds(test->word, test->text), test->found);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, clear, clears);
	SUITE_TEST(&suite, percent);
	SUITE_TEST(&suite, percent_of_every_byte);
	SUITE_TEST(&suite, percent_of_one_byte);
	SUITE_TEST(&suite, base64);
	SUITE_TEST(&suite, base64_of_the_pair);
	SUITE_TEST(&suite, base64_of_the_encoded_pair);
	SUITE_TEST(&suite, base64_run_on);
	SUITE_TEST(&suite, base64_in_a_long_run);
	SUITE_TABLE(&suite, escaped, escapeds);
	SUITE_TEST(&suite, room);
	SUITE_TEST(&suite, cut_within);
	SUITE_TEST(&suite, short_words);
	SUITE_TEST(&suite, no_secret);
	SUITE_TABLE(&suite, spelled, spellings);
	SUITE_TEST(&suite, codes_of_oauth);
	SUITE_TEST(&suite, whole_before_the_cut);
	SUITE_TEST(&suite, one_within_the_other);
	SUITE_TEST(&suite, invisible_characters);
	SUITE_TEST(&suite, what_is_shown_is_escaped);
	SUITE_TABLE(&suite, find, finds);
	return suite_run(&suite);
}
