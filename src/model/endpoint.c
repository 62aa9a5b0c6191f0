/* SPDX-License-Identifier: ISC */
/* The URLs of endpoints and issuers: which may be asked, and at which port. */
#include "model/endpoint.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/translate.h"
#include "model/credential.h"

static const char SCHEME[] = "https://";

enum fault {
	FAULT_NONE,
	FAULT_NO_URL,
	FAULT_SCHEME,
	FAULT_LENGTH,
	FAULT_USER,
	FAULT_HOST,
	FAULT_PORT,
	FAULT_FRAGMENT,
	FAULT_QUERY,
};

/*
 * An address of IPv6 begins the authority, and a port may follow it (RFC 3986, section 3.2.2); else
 * there are none.
 */
static bool has_good_brackets(const char *authority, const char *end)
{
	const char *close = memchr(authority, ']', (size_t)(end - authority));

	if (*authority != '[')
		return close == NULL && memchr(authority, '[', (size_t)(end - authority)) == NULL;
	return close != NULL && (close + 1 == end || close[1] == ':');
}

/*
 * The port of HOST[:PORT], or -1 where that is none; an address's own colons are in brackets.
 * Without one, or with an empty one (RFC 3986, section 3.2.3), it is that of https.
 */
static int read_port(const char *authority, const char *end)
{
	static const int HTTPS = 443, MOST = 65535;
	const char *colon =
		*authority == '['
			? (const char *)memchr(authority, ']', (size_t)(end - authority)) + 1
			: memchr(authority, ':', (size_t)(end - authority));
	int port = 0;

	if (colon == NULL || colon == end || colon + 1 == end)
		return HTTPS;
	for (const char *digit = colon + 1; digit < end && port <= MOST; digit++) {
		if (*digit < '0' || *digit > '9')
			return -1;
		port = port * 10 + (*digit - '0');
	}
	return port >= 1 && port <= MOST ? port : -1;
}

const char *endpoint_authority(const char *url, size_t *len)
{
	const char *mark = strstr(url, "://"), *authority = mark != NULL ? mark + 3 : url;

	*len = strcspn(authority, "/?#");
	return authority;
}

static enum fault find_fault(const char *url)
{
	const char *authority, *end;
	size_t len;

	if (!text_is_clean(url, strlen(url)) || strpbrk(url, " \"<>\\^`{|}") != NULL)
		return FAULT_NO_URL;
	if (strncasecmp(url, SCHEME, strlen(SCHEME)) != 0)
		return FAULT_SCHEME;
	if (strlen(url) > CREDENTIAL_LIMIT)
		return FAULT_LENGTH;
	authority = endpoint_authority(url, &len);
	end = authority + len;
	if (memchr(authority, '@', len) != NULL)
		return FAULT_USER;
	if (end == authority || *authority == ':')
		return FAULT_HOST;
	if (!has_good_brackets(authority, end))
		return FAULT_NO_URL;
	if (read_port(authority, end) == -1)
		return FAULT_PORT;
	return strchr(end, '#') != NULL ? FAULT_FRAGMENT : FAULT_NONE;
}

int endpoint_check(const char *url, struct error *err)
{
	static const char words[][72] = {
		[FAULT_NO_URL] = N_("the endpoint is not a URL"),
		[FAULT_SCHEME] = N_("the endpoint must begin with https://"),
		[FAULT_LENGTH] = N_("the endpoint is too long"),
		[FAULT_USER] = N_("the endpoint must not hold a user name"),
		[FAULT_HOST] = N_("the endpoint has no host"),
		[FAULT_PORT] = N_("the endpoint has a port that is not a number from 1 to 65535"),
		[FAULT_FRAGMENT] = N_("the endpoint must not have a fragment"),
	};
	enum fault fault = find_fault(url);

	if (fault == FAULT_NONE)
		return 0;
	error_set(err, ERROR_USAGE, "%s", translate(words[fault]));
	return error_hint(err, "write the whole token URL: https://HOST[:PORT]/PATH");
}

int issuer_check(const char *url, struct error *err)
{
	static const char words[][72] = {
		[FAULT_NO_URL] = N_("the issuer is not a URL"),
		[FAULT_SCHEME] = N_("the issuer must begin with https://"),
		[FAULT_LENGTH] = N_("the issuer is too long"),
		[FAULT_USER] = N_("the issuer must not hold a user name"),
		[FAULT_HOST] = N_("the issuer has no host"),
		[FAULT_PORT] = N_("the issuer has a port that is not a number from 1 to 65535"),
		[FAULT_FRAGMENT] = N_("the issuer must not have a fragment"),
		[FAULT_QUERY] = N_("the issuer must not have a query"),
	};
	enum fault fault = find_fault(url);

	if (fault == FAULT_NONE && strchr(url, '?') != NULL)
		fault = FAULT_QUERY;
	if (fault == FAULT_NONE)
		return 0;
	error_set(err, ERROR_USAGE, "%s", translate(words[fault]));
	return error_hint(err, "write it as the server does: https://HOST[:PORT][/PATH]");
}

int endpoint_port(const char *url)
{
	size_t len;
	const char *authority = endpoint_authority(url, &len);

	return read_port(authority, authority + len);
}
