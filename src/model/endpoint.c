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

static int bad_url(const char *what, const char *problem, enum error_id id, const char *origin,
		   struct error *err)
{
	return error_set(err, id, "%s: the %s %s", translate(origin), what, translate(problem));
}

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

/* The authority of a URL: what stands between its scheme and *end. */
static const char *find_authority(const char *url, const char **end)
{
	const char *authority = url + strlen(SCHEME);

	*end = authority + strcspn(authority, "/?#");
	return authority;
}

static int url_check(const char *what, const char *url, enum error_id id, const char *origin,
		     struct error *err)
{
	const char *authority, *end;

	if (!text_is_clean(url, strlen(url)) || strpbrk(url, " \"<>\\^`{|}") != NULL)
		return bad_url(what, "is not a URL", id, origin, err);
	if (strncasecmp(url, SCHEME, strlen(SCHEME)) != 0)
		return bad_url(what, "must begin with https://", id, origin, err);
	if (strlen(url) > CREDENTIAL_LIMIT)
		return bad_url(what, "is too long", id, origin, err);
	authority = find_authority(url, &end);
	if (memchr(authority, '@', (size_t)(end - authority)) != NULL)
		return bad_url(what, "must not hold a user name", id, origin, err);
	if (end == authority || *authority == ':')
		return bad_url(what, "has no host", id, origin, err);
	if (!has_good_brackets(authority, end))
		return bad_url(what, "is not a URL", id, origin, err);
	if (read_port(authority, end) == -1)
		return bad_url(what, "has a port that is not a number from 1 to 65535", id, origin,
			       err);
	if (strchr(end, '#') != NULL)
		return bad_url(what, "must not have a fragment", id, origin, err);
	return 0;
}

int endpoint_check(const char *url, enum error_id id, const char *origin, struct error *err)
{
	if (url_check("endpoint", url, id, origin, err) == 0)
		return 0;
	return error_hint(err, "write the whole token URL: https://HOST[:PORT]/PATH");
}

int issuer_check(const char *url, enum error_id id, const char *origin, struct error *err)
{
	if (url_check("issuer", url, id, origin, err) == 0 &&
	    (strchr(url, '?') == NULL ||
	     bad_url("issuer", "must not have a query", id, origin, err) == 0))
		return 0;
	return error_hint(err, "write it as the server does: https://HOST[:PORT][/PATH]");
}

int endpoint_port(const char *url)
{
	const char *end, *authority = find_authority(url, &end);

	return read_port(authority, end);
}
