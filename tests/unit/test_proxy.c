/* SPDX-License-Identifier: ISC */
/* proxy.h: who goes through a proxy, and whether its URL says a password. */
#include "cases.h"

#include "config/proxy.h"

static const struct proxy_case {
	const char *name;
	const char *url;
	const char *user; /* "": none */
	bool password;
} proxies[] = {
	{ "proxy: a host", "http://proxy.example:3128", "", false },
	{ "proxy: a host without a scheme", "proxy.example:3128", "", false },
	{ "proxy: empty", "", "", false },
	{ "proxy: a user", "http://user@proxy.example:3128", "user", false },
	{ "proxy: a user and a password", "http://user:word@proxy.example", "user:word", true },
	{ "proxy: without a scheme", "user:word@proxy.example:3128", "user:word", true },
	{ "proxy: a password alone", "socks5h://:word@proxy.example", ":word", true },
	{ "proxy: an empty password", "http://user:@proxy.example", "user:", false },
	{ "proxy: a password with '@' and '/'", "http://u:a@b/c@proxy.example", "u:a@b/c", true },
	{ "proxy: an address in brackets", "http://[::1]:3128", "", false },
	{ "proxy: nobody", "http://@proxy.example:3128", "", false },
};

static void proxy(void **state)
{
	const struct proxy_case *test = *state;
	size_t len;
	const char *user = proxy_user(test->url, &len);

	assert_int_equal(len, strlen(test->user));
	assert_memory_equal(user, test->user, len);
	assert_int_equal(proxy_has_password(test->url), test->password);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, proxy, proxies);
	return suite_run(&suite);
}
