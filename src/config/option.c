/* SPDX-License-Identifier: ISC */
/* Every option there is, a row each, and what a value of it must be. */
#include "config/option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/translate.h"
#include "model/credential.h"
#include "model/token.h"

enum {
	PER_PROVIDER = PLACE_FLAG | PLACE_VARIABLE | PLACE_SECTION,
	ANYWHERE = PER_PROVIDER | PLACE_GENERAL_VARIABLE | PLACE_GENERAL_SECTION,
	MOST_RETRIES = 10,
	LONGEST_INTERFACE = 254,
	LONGEST_VARIABLE = 128, /* command/exec.c adds to it */
};

static const char *const methods[] = { "post", "get", NULL };
static const char *const auths[] = { "basic", "post", NULL };
static const char *const error_formats[] = { "text", "json", NULL };

static const struct option rows[OPTION_COUNT] = {
	[OPTION_OUTPUT] = {
		.name = "output",
		.letter = 'o',
		.metavar = "FORMAT",
		.kind = KIND_TEXT,
		.places = PLACE_FLAG,
		.groups = GROUP_OUTPUT,
		.fallback = "token",
		.help = "what to print",
	},
	[OPTION_HEADER] = {
		.name = "header",
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_OUTPUT,
		.short_for = OPTION_OUTPUT,
		.short_value = "header",
		.help = "short for --output header",
	},
	[OPTION_EXPIRY] = {
		.name = "expiry",
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_OUTPUT,
		.short_for = OPTION_OUTPUT,
		.short_value = "expiry",
		.help = "short for --output expiry",
	},
	[OPTION_JSON] = {
		.name = "json",
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_OUTPUT | GROUP_LIST,
		.short_for = OPTION_OUTPUT,
		.short_value = "json",
		.help = "print JSON",
	},
	[OPTION_NAME] = {
		.name = "name",
		.metavar = "NAME",
		.kind = KIND_VARIABLE_NAME,
		.places = PLACE_FLAG,
		.groups = GROUP_OUTPUT | GROUP_VARIABLE,
		.help = "another name for the variable",
	},
	[OPTION_HEADER_NAME] = {
		.name = "header-name",
		.metavar = "NAME",
		.kind = KIND_HEADER_NAME,
		.places = PLACE_FLAG,
		.groups = GROUP_OUTPUT | GROUP_HEADER,
		.help = "another header than the provider's",
	},
	[OPTION_TO] = {
		.name = "to",
		.metavar = "FILE",
		.kind = KIND_PATH,
		.places = PLACE_FLAG,
		.groups = GROUP_OUTPUT,
		.help = "write it to FILE, mode 0600, replaced as a whole",
	},
	[OPTION_KEY] = {
		.name = "key",
		.metavar = "KEY",
		.kind = KIND_CREDENTIAL,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.help = "the key (bizppurio: --account; oauth2: --client-id)",
	},
	[OPTION_SECRET] = {
		.name = "secret",
		.metavar = "SECRET",
		.kind = KIND_SECRET,
		.places = PER_PROVIDER,
		.groups = GROUP_SECRET,
		.help = "the secret (bizppurio: --password; oauth2: --client-secret)",
	},
	[OPTION_SECRET_FILE] = {
		.name = "secret-file",
		.metavar = "FILE",
		.kind = KIND_PATH,
		.places = PER_PROVIDER,
		.groups = GROUP_SECRET,
		.help = "read the secret from FILE ('-': standard input)",
	},
	[OPTION_SECRET_COMMAND] = {
		.name = "secret-command",
		.metavar = "COMMAND",
		.kind = KIND_TEXT,
		.places = PER_PROVIDER,
		.groups = GROUP_SECRET,
		.help = "read the secret from what COMMAND prints",
	},
	[OPTION_SCOPE] = {
		.name = "scope",
		.metavar = "SCOPE",
		.kind = KIND_SCOPE,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.needs = TAKES_SCOPE,
		.help = "the scope to ask for",
	},
	[OPTION_AFFILIATE] = {
		.name = "affiliate",
		.metavar = "CODE",
		.kind = KIND_CREDENTIAL,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.needs = TAKES_AFFILIATE,
		.help = "the affiliate code",
	},
	[OPTION_METHOD] = {
		.name = "method",
		.metavar = "METHOD",
		.kind = KIND_CHOICE,
		.places = PER_PROVIDER,
		.groups = GROUP_FETCH,
		.needs = TAKES_METHOD,
		.choices = methods,
		.fallback = "post",
		.help = "ask by post or get",
	},
	[OPTION_REUSE_FOR] = {
		.name = "reuse-for",
		.metavar = "DUR",
		.kind = KIND_DURATION,
		.places = PER_PROVIDER,
		.groups = GROUP_CACHE,
		.needs = TAKES_REUSE_FOR,
		.help = "reuse a token this long where no expiry is reported",
	},
	[OPTION_TEST] = {
		.name = "test",
		.kind = KIND_SWITCH,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.needs = HAS_TEST_ENDPOINT,
		.help = "use the provider's test endpoint",
	},
	[OPTION_ENDPOINT] = {
		.name = "endpoint",
		.metavar = "URL",
		.kind = KIND_ENDPOINT,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.help = "the whole token URL, https only",
	},
	[OPTION_ISSUER] = {
		.name = "issuer",
		.metavar = "URL",
		.kind = KIND_ISSUER,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.needs = IS_OAUTH2,
		.help = "find the token URL in this issuer's metadata",
	},
	[OPTION_AUTH] = {
		.name = "auth",
		.metavar = "HOW",
		.kind = KIND_CHOICE,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.needs = IS_OAUTH2,
		.choices = auths,
		.help = "send id and secret in a header or in the form",
	},
	[OPTION_AUDIENCE] = {
		.name = "audience",
		.metavar = "AUDIENCE",
		.kind = KIND_CREDENTIAL,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.needs = IS_OAUTH2,
		.help = "the audience to ask for",
	},
	[OPTION_RESOURCE] = {
		.name = "resource",
		.metavar = "URI",
		.kind = KIND_RESOURCE,
		.places = PER_PROVIDER,
		.groups = GROUP_IDENTITY,
		.needs = IS_OAUTH2,
		.help = "the resource that the token is for (RFC 8707)",
	},
	[OPTION_PARAM] = {
		.name = "param",
		.metavar = "NAME=VALUE",
		.kind = KIND_PARAMETER,
		.places = PLACE_FLAG,
		.groups = GROUP_IDENTITY,
		.needs = IS_OAUTH2,
		.help = "a further parameter of the request",
	},
	[OPTION_REFRESH] = {
		.name = "refresh",
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_CACHE,
		.help = "ask for a new token even if there is a good one",
	},
	[OPTION_NO_CACHE] = {
		.name = "no-cache",
		.kind = KIND_SWITCH,
		.places = ANYWHERE,
		.groups = GROUP_CACHE,
		.help = "neither read nor write the cache",
	},
	[OPTION_OFFLINE] = {
		.name = "offline",
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG | PLACE_GENERAL_VARIABLE,
		.groups = GROUP_CACHE | GROUP_DOCTOR,
		.help = "never ask the provider",
	},
	[OPTION_MIN_TTL] = {
		.name = "min-ttl",
		.metavar = "DUR",
		.kind = KIND_DURATION,
		.places = ANYWHERE,
		.groups = GROUP_CACHE,
		.fallback = "0",
		.help = "a token with at least this long to live",
	},
	[OPTION_TIMEOUT] = {
		.name = "timeout",
		.metavar = "DUR",
		.kind = KIND_DURATION,
		.places = ANYWHERE,
		.groups = GROUP_FETCH,
		.fallback = "15s",
		.help = "the deadline, all tries included",
	},
	[OPTION_RETRIES] = {
		.name = "retries",
		.metavar = "N",
		.kind = KIND_COUNT,
		.places = ANYWHERE,
		.groups = GROUP_FETCH,
		.fallback = "2",
		.help = "try again this often, inside the deadline",
	},
	[OPTION_PROXY] = {
		.name = "proxy",
		.metavar = "URL",
		.kind = KIND_PROXY,
		.places = ANYWHERE,
		.groups = GROUP_FETCH,
		.help = "go through this proxy ('': none)",
	},
	[OPTION_CACERT] = {
		.name = "cacert",
		.metavar = "FILE",
		.kind = KIND_PATH,
		.places = ANYWHERE,
		.groups = GROUP_FETCH,
		.help = "trust the CAs in FILE, and no others",
	},
	[OPTION_INTERFACE] = {
		.name = "interface",
		.metavar = "NAME",
		.kind = KIND_TEXT,
		.places = ANYWHERE,
		.groups = GROUP_FETCH,
		.help = "send from this interface or address",
	},
	[OPTION_CACHE_DIR] = {
		.name = "cache-dir",
		.metavar = "DIR",
		.kind = KIND_PATH,
		.places = PLACE_GENERAL_VARIABLE,
		.help = "where tokens are kept",
	},
	[OPTION_CONFIG] = {
		.name = "config",
		.metavar = "FILE",
		.kind = KIND_PATH,
		.places = PLACE_FLAG | PLACE_GENERAL_VARIABLE,
		.groups = GROUP_IDENTITY,
		.help = "read this config file",
	},
	[OPTION_ALL] = {
		.name = "all",
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_ALL,
		.help = "every token in the cache",
	},
	[OPTION_FETCH] = {
		.name = "fetch",
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_DOCTOR,
		.help = "ask for a token, too",
	},
	[OPTION_ERROR_FORMAT] = {
		.name = "error-format",
		.metavar = "FORMAT",
		.kind = KIND_CHOICE,
		.places = PLACE_FLAG | PLACE_GENERAL_VARIABLE,
		.groups = GROUP_GENERAL,
		.choices = error_formats,
		.fallback = "text",
		.help = "messages as text or json",
	},
	[OPTION_VERBOSE] = {
		.name = "verbose",
		.letter = 'v',
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG | PLACE_GENERAL_VARIABLE,
		.groups = GROUP_GENERAL,
		.help = "say what is done, on standard error",
	},
	[OPTION_QUIET] = {
		.name = "quiet",
		.letter = 'q',
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG | PLACE_GENERAL_VARIABLE,
		.groups = GROUP_GENERAL,
		.help = "no warnings",
	},
	[OPTION_HELP] = {
		.name = "help",
		.letter = 'h',
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_GENERAL,
		.help = "print a short help",
	},
	[OPTION_VERSION] = {
		.name = "version",
		.letter = 'V',
		.kind = KIND_SWITCH,
		.places = PLACE_FLAG,
		.groups = GROUP_GENERAL,
		.help = "print the version",
	},
};

const struct option *option_row(enum option_id id)
{
	return &rows[id];
}

/*
 * Is `name` (len bytes) `word`, with that word's first `replaced` bytes taken as `by`:
 * "password-file" for "secret-file"?
 */
static bool is_word(const char *name, size_t len, const char *word, size_t replaced, const char *by)
{
	size_t by_len = strlen(by);

	return len == by_len + strlen(word + replaced) && memcmp(name, by, by_len) == 0 &&
	       memcmp(name + by_len, word + replaced, len - by_len) == 0;
}

/*
 * The provider's own word for the head of this setting's name, or NULL: "account" for "key",
 * "password" for "secret...".
 */
static const char *own_word(enum option_id id, const struct provider *provider)
{
	if (id == OPTION_KEY)
		return provider->key_name;
	if (id == OPTION_SECRET || id == OPTION_SECRET_FILE || id == OPTION_SECRET_COMMAND)
		return provider->secret_name;
	return NULL;
}

static size_t replaced_length(enum option_id id)
{
	return id == OPTION_KEY ? strlen("key") : strlen("secret");
}

static bool is_own_word(const char *name, size_t len, enum option_id id,
			const struct provider *provider)
{
	const char *own = own_word(id, provider);

	return own != NULL && is_word(name, len, rows[id].name, replaced_length(id), own);
}

static bool is_any_own_word(const char *name, size_t len, enum option_id id)
{
	for (size_t i = 0; provider_at(i) != NULL; i++)
		if (is_own_word(name, len, id, provider_at(i)))
			return true;
	return false;
}

enum option_id option_find(const char *name, size_t len, const struct provider *provider)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		if (rows[id].name[0] == name[0] && is_word(name, len, rows[id].name, 0, ""))
			return id;
	for (enum option_id id = OPTION_KEY; id <= OPTION_SECRET_COMMAND; id++)
		if (provider != NULL ? is_own_word(name, len, id, provider)
				     : is_any_own_word(name, len, id))
			return id;
	return OPTION_NONE;
}

enum option_id option_find_variable(const char *name, size_t len, const struct provider *provider)
{
	char word[64];

	if (len == 0 || len >= sizeof(word))
		return OPTION_NONE;
	for (size_t i = 0; i < len; i++) {
		if (name[i] >= 'a' && name[i] <= 'z')
			return OPTION_NONE;
		word[i] = name[i] == '_'                     ? '-'
			  : name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] | 0x20)
							     : name[i];
	}
	return option_find(word, len, provider);
}

size_t option_parameter_head(const char *name, size_t len)
{
	static const char HEAD[] = "PARAM_";

	return len > strlen(HEAD) && memcmp(name, HEAD, strlen(HEAD)) == 0 ? strlen(HEAD) : 0;
}

enum option_id option_find_letter(char letter)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		if (rows[id].letter != 0 && rows[id].letter == letter)
			return id;
	return OPTION_NONE;
}

void option_word(enum option_id id, const struct provider *provider, char *out, size_t size)
{
	const char *own = provider != NULL ? own_word(id, provider) : NULL;

	if (own != NULL)
		snprintf(out, size, "%s%s", own, rows[id].name + replaced_length(id));
	else
		strlcpy(out, rows[id].name, size);
}

static void offer_word(struct nearest *nearest, enum option_id id, const struct provider *provider)
{
	char word[64];

	option_word(id, provider, word, sizeof(word));
	nearest_offer(nearest, word);
}

void option_offer(struct nearest *nearest, unsigned places, const struct provider *provider)
{
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		if (!(rows[id].places & places))
			continue;
		offer_word(nearest, id, NULL);
		if (provider != NULL)
			offer_word(nearest, id, provider);
		for (size_t j = 0; provider == NULL && provider_at(j) != NULL; j++)
			offer_word(nearest, id, provider_at(j));
	}
}

int option_switch_value(const char *text)
{
	static const char *const yes[] = { "yes", "true", "1", "on" };
	static const char *const no[] = { "no", "false", "0", "off" };

	if (text == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (strcasecmp(text, yes[i]) == 0)
			return 1;
		if (strcasecmp(text, no[i]) == 0)
			return 0;
	}
	return -1;
}

static int check_switch(const char *text, enum error_id error, const char *origin,
			struct error *err)
{
	if (option_switch_value(text) == -1)
		return error_set(err, error, "%s: must be yes or no", origin);
	return 0;
}

static int check_length(const char *text, int limit, enum error_id error, const char *origin,
			struct error *err)
{
	return strlen(text) > (size_t)limit
		       ? error_set(err, error, "%s: is longer than %d bytes", origin, limit)
		       : 0;
}

static int check_credential(const char *text, enum error_id error, const char *origin,
			    struct error *err)
{
	if (text[0] == '\0') {
		error_set(err, error, "%s: is set but empty", origin);
		return error_hint(
			err, "in CI, a variable or secret that is not defined expands to nothing");
	}
	return check_length(text, CREDENTIAL_LIMIT, error, origin, err);
}

/*
 * A header's value has no blanks around it (RFC 9110, section 5.5), and libcurl leaves out a header
 * of nothing else.
 */
static int check_blanks(const char *text, enum error_id error, const char *origin,
			struct error *err)
{
	size_t len = strlen(text);

	if (len == 0 || (text[0] != ' ' && text[len - 1] != ' '))
		return 0;
	error_set(err, error, "%s: begins or ends with a blank", origin);
	return error_hint(err, "it is sent in a header, which has none there: write it without");
}

static int check_scope(const char *text, enum error_id error, const char *origin, struct error *err)
{
	if (check_credential(text, error, origin, err) == -1)
		return -1;
	if (!token_scope_is_valid(text, strlen(text)))
		return error_set(
			err, error,
			"%s: is not a scope (RFC 6749: printable ASCII words, one space between)",
			origin);
	return 0;
}

static int check_not_empty(const char *text, enum error_id error, const char *origin,
			   struct error *err)
{
	return text[0] == '\0' ? error_set(err, error, "%s: is set but empty", origin) : 0;
}

static int check_duration(enum option_id id, const char *text, enum error_id error,
			  const char *origin, struct error *err)
{
	struct error why = ERROR_INIT;
	int64_t seconds;

	if (duration_parse(text, &seconds, &why) == -1)
		return error_set(err, error, "%s: '%.40s' is %s", origin, text, why.message);
	if (id == OPTION_TIMEOUT && seconds == 0)
		return error_set(err, error, "%s: no time at all is too little; 1s is the least",
				 origin);
	return 0;
}

static int check_count(const char *text, enum error_id error, const char *origin, struct error *err)
{
	const char *failure;

	/* strtonum() passes over blanks and a sign. */
	strtonum(text, 0, MOST_RETRIES, &failure);
	if (failure != NULL || text[strspn(text, "0123456789")] != '\0')
		return error_set(err, error, "%s: '%.40s' must be a number from 0 to %d", origin,
				 text, MOST_RETRIES);
	return 0;
}

static int check_choice(const struct option *row, const char *text, enum error_id error,
			const char *origin, struct error *err)
{
	struct nearest nearest = nearest_init(text);

	for (size_t i = 0; row->choices[i] != NULL; i++) {
		if (strcmp(row->choices[i], text) == 0)
			return 0;
		nearest_offer(&nearest, row->choices[i]);
	}
	error_set(err, error, "%s: '%.40s' is not one of its values", origin, text);
	if (nearest_hint(&nearest, "", err))
		return -1;
	for (size_t i = 0; row->choices[i] != NULL; i++)
		error_hint(err, "%s", row->choices[i]);
	return -1;
}

static int check_resource(const char *text, enum error_id error, const char *origin,
			  struct error *err)
{
	static const char FIRST[] = TEXT_ALPHA;
	static const char SCHEME[] = TEXT_ALNUM "+-.";

	if (check_credential(text, error, origin, err) == -1)
		return -1;
	for (const char *word = text;; word++) {
		size_t scheme = strspn(word, FIRST) > 0 ? strspn(word, SCHEME) : 0,
		       len = strcspn(word, " ");

		if (scheme == 0 || word[scheme] != ':' || len <= scheme + 1 ||
		    memchr(word, '#', len) != NULL) {
			error_set(err, error, "%s: is not an absolute URI without a fragment",
				  origin);
			return error_hint(err, "several have one blank between them");
		}
		word += len;
		if (*word == '\0')
			return 0;
	}
}

/*
 * What the request has already: twice is a mistake (RFC 6749, section 3.2), and a secret has a way
 * of its own.
 */
static const struct {
	const char *name;
	const char *option; /* NULL: there is none */
} reserved[] = {
	{ "grant_type", NULL },
	{ "client_id", "client-id" },
	{ "client_secret", "client-secret-file" },
	{ "client_assertion", NULL },
	{ "client_assertion_type", NULL },
	{ "scope", "scope" },
	{ "audience", "audience" },
	{ "resource", "resource" },
};

int option_check_parameter(const char *name, size_t len, const char *value, enum error_id error,
			   const char *origin, struct error *err)
{
	static const char CHARS[] = TEXT_ALNUM "._-";

	if (len == 0 || len >= PARAMETER_NAME_SIZE || strspn(name, CHARS) < len)
		return error_set(
			err, error,
			"%s: a parameter's name has letters, digits, '.', '_' and '-', at most %d",
			origin, PARAMETER_NAME_SIZE - 1);
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
		if (!is_word(name, len, reserved[i].name, 0, ""))
			continue;
		error_set(err, error, "%s: '%s' can't be a further parameter", origin,
			  reserved[i].name);
		return reserved[i].option != NULL
			       ? error_hint(err, "it has an option and a key of its own, %s",
					    reserved[i].option)
			       : -1;
	}
	if (!text_is_clean(value, strlen(value)))
		return error_set(err, error, "%s: holds %s", origin,
				 translate(text_unclean_reason(value, strlen(value))));
	return check_credential(value, error, origin, err);
}

static int check_parameter(const char *text, enum error_id error, const char *origin,
			   struct error *err)
{
	size_t len = strcspn(text, "=");

	if (text[len] != '=')
		return error_set(err, error, "%s: write NAME=VALUE", origin);
	return option_check_parameter(text, len, text + len + 1, error, origin, err);
}

/* What libcurl takes; without a scheme it is http. An empty one means none. */
static int check_proxy(const char *text, enum error_id error, const char *origin, struct error *err)
{
	static const char *const schemes[] = { "http",    "https",  "socks4",
					       "socks4a", "socks5", "socks5h" };
	const char *end = strstr(text, "://");

	if (check_length(text, CREDENTIAL_LIMIT, error, origin, err) == -1)
		return -1;
	if (end == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i]) == (size_t)(end - text) &&
		    strncasecmp(schemes[i], text, strlen(schemes[i])) == 0)
			return 0;
	error_set(err, error, "%s: '%.*s' is not a kind of proxy that can be used", origin,
		  (int)(end - text < 20 ? end - text : 20), text);
	return error_hint(err, "write http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT");
}

/* A field-name is a token of RFC 9110, section 5.1, as an auth-scheme is. */
static int check_header_name(const char *text, enum error_id error, const char *origin,
			     struct error *err)
{
	if (!token_type_is_valid(text, strlen(text)))
		return error_set(err, error,
				 "%s: is not a header name (letters, digits and '-', at most %d)",
				 origin, TOKEN_TYPE_LIMIT);
	return 0;
}

static int check_variable_name(const char *text, enum error_id error, const char *origin,
			       struct error *err)
{
	static const char CHARS[] = TEXT_ALNUM "_";
	size_t len = strlen(text);

	if (len == 0 || len > LONGEST_VARIABLE || strspn(text, CHARS) != len ||
	    (text[0] >= '0' && text[0] <= '9'))
		return error_set(err, error,
				 "%s: is not a variable name (letters, digits and '_', no digit "
				 "first, at most %d)",
				 origin, LONGEST_VARIABLE);
	return 0;
}

int option_check(enum option_id id, const char *text, enum error_id error, const char *origin,
		 struct error *err)
{
	const struct option *row = &rows[id];

	/*
	 * Also the first line against header injection: no value with a line break gets any
	 * further.
	 */
	if (!text_is_clean(text, strlen(text)))
		return error_set(err, error, "%s: holds %s", origin,
				 translate(text_unclean_reason(text, strlen(text))));
	switch (row->kind) {
	case KIND_SWITCH:
		return check_switch(text, error, origin, err);
	case KIND_CREDENTIAL:
	case KIND_SECRET:
		if (id == OPTION_AFFILIATE && check_blanks(text, error, origin, err) == -1)
			return -1;
		return check_credential(text, error, origin, err);
	case KIND_SCOPE:
		return check_scope(text, error, origin, err);
	case KIND_PATH:
		return check_not_empty(text, error, origin, err);
	case KIND_ENDPOINT:
		return endpoint_check(text, error, origin, err);
	case KIND_ISSUER:
		return issuer_check(text, error, origin, err);
	case KIND_RESOURCE:
		return check_resource(text, error, origin, err);
	case KIND_PARAMETER:
		return check_parameter(text, error, origin, err);
	case KIND_DURATION:
		return check_duration(id, text, error, origin, err);
	case KIND_COUNT:
		return check_count(text, error, origin, err);
	case KIND_CHOICE:
		return check_choice(row, text, error, origin, err);
	case KIND_PROXY:
		return check_proxy(text, error, origin, err);
	case KIND_HEADER_NAME:
		return check_header_name(text, error, origin, err);
	case KIND_VARIABLE_NAME:
		return check_variable_name(text, error, origin, err);
	case KIND_TEXT:
		break;
	}
	/* libcurl passes over a longer interface, and would send from any. */
	if (id == OPTION_INTERFACE &&
	    check_length(text, LONGEST_INTERFACE, error, origin, err) == -1)
		return -1;
	return check_not_empty(text, error, origin, err);
}
