/* SPDX-License-Identifier: ISC */
/* Every option there is, a row each, and what a value of it must be. */
#include "config/option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
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

#define ITSELF .short_for = OPTION_NONE

static const struct option rows[OPTION_COUNT] = {
	[OPTION_OUTPUT] = { "output", 'o', "FORMAT", KIND_TEXT, PLACE_FLAG, GROUP_OUTPUT,
			    .fallback = "token", ITSELF, .help = "what to print" },
	[OPTION_HEADER] = { "header", 0, NULL, KIND_SWITCH, PLACE_FLAG, GROUP_OUTPUT,
			    .short_for = OPTION_OUTPUT, .short_value = "header",
			    .help = "short for --output header" },
	[OPTION_EXPIRY] = { "expiry", 0, NULL, KIND_SWITCH, PLACE_FLAG, GROUP_OUTPUT,
			    .short_for = OPTION_OUTPUT, .short_value = "expiry",
			    .help = "short for --output expiry" },
	[OPTION_JSON] = { "json", 0, NULL, KIND_SWITCH, PLACE_FLAG, GROUP_OUTPUT | GROUP_LIST,
			  .short_for = OPTION_OUTPUT, .short_value = "json", .help = "print JSON" },
	[OPTION_NAME] = { "name", 0, "NAME", KIND_VARIABLE_NAME, PLACE_FLAG,
			  GROUP_OUTPUT | GROUP_VARIABLE, ITSELF,
			  .help = "another name for the variable" },
	[OPTION_HEADER_NAME] = { "header-name", 0, "NAME", KIND_HEADER_NAME, PLACE_FLAG,
				 GROUP_OUTPUT | GROUP_HEADER, ITSELF,
				 .help = "another header than the provider's" },
	[OPTION_TO] = { "to", 0, "FILE", KIND_PATH, PLACE_FLAG, GROUP_OUTPUT, ITSELF,
			.help = "write it to FILE, mode 0600, replaced as a whole" },
	[OPTION_KEY] = { "key", 0, "KEY", KIND_CREDENTIAL, PER_PROVIDER, GROUP_IDENTITY, ITSELF,
			 .help = "the key (bizppurio: --account; oauth2: --client-id)" },
	[OPTION_SECRET] = { "secret", 0, "SECRET", KIND_SECRET, PER_PROVIDER, GROUP_SECRET, ITSELF,
			    .help = "the secret (bizppurio: --password; oauth2: "
				    "--client-secret)" },
	[OPTION_SECRET_FILE] = { "secret-file", 0, "FILE", KIND_PATH, PER_PROVIDER, GROUP_SECRET,
				 ITSELF,
				 .help = "read the secret from FILE ('-': standard input)" },
	[OPTION_SECRET_COMMAND] = { "secret-command", 0, "COMMAND", KIND_TEXT, PER_PROVIDER,
				    GROUP_SECRET, ITSELF,
				    .help = "read the secret from what COMMAND prints" },
	[OPTION_SCOPE] = { "scope", 0, "SCOPE", KIND_SCOPE, PER_PROVIDER, GROUP_IDENTITY,
			   TAKES_SCOPE, ITSELF, .help = "the scope to ask for" },
	[OPTION_AFFILIATE] = { "affiliate", 0, "CODE", KIND_CREDENTIAL, PER_PROVIDER,
			       GROUP_IDENTITY, TAKES_AFFILIATE, ITSELF,
			       .help = "the affiliate code" },
	[OPTION_METHOD] = { "method", 0, "METHOD", KIND_CHOICE, PER_PROVIDER, GROUP_FETCH,
			    TAKES_METHOD, .choices = methods, .fallback = "post", ITSELF,
			    .help = "ask by post or get" },
	[OPTION_REUSE_FOR] = { "reuse-for", 0, "DUR", KIND_DURATION, PER_PROVIDER, GROUP_CACHE,
			       TAKES_REUSE_FOR, ITSELF,
			       .help = "reuse a token this long where no expiry is reported" },
	[OPTION_TEST] = { "test", 0, NULL, KIND_SWITCH, PER_PROVIDER, GROUP_IDENTITY,
			  HAS_TEST_ENDPOINT, ITSELF, .help = "use the provider's test endpoint" },
	[OPTION_ENDPOINT] = { "endpoint", 0, "URL", KIND_ENDPOINT, PER_PROVIDER, GROUP_IDENTITY,
			      ITSELF, .help = "the whole token URL, https only" },
	[OPTION_ISSUER] = { "issuer", 0, "URL", KIND_ISSUER, PER_PROVIDER, GROUP_IDENTITY,
			    IS_OAUTH2, ITSELF,
			    .help = "find the token URL in this issuer's metadata" },
	[OPTION_AUTH] = { "auth", 0, "HOW", KIND_CHOICE, PER_PROVIDER, GROUP_IDENTITY, IS_OAUTH2,
			  .choices = auths, ITSELF,
			  .help = "send id and secret in a header or in the form" },
	[OPTION_AUDIENCE] = { "audience", 0, "AUDIENCE", KIND_CREDENTIAL, PER_PROVIDER,
			      GROUP_IDENTITY, IS_OAUTH2, ITSELF,
			      .help = "the audience to ask for" },
	[OPTION_RESOURCE] = { "resource", 0, "URI", KIND_RESOURCE, PER_PROVIDER, GROUP_IDENTITY,
			      IS_OAUTH2, ITSELF,
			      .help = "the resource that the token is for (RFC 8707)" },
	[OPTION_PARAM] = { "param", 0, "NAME=VALUE", KIND_PARAMETER, PLACE_FLAG, GROUP_IDENTITY,
			   IS_OAUTH2, ITSELF, .help = "a further parameter of the request" },
	[OPTION_REFRESH] = { "refresh", 0, NULL, KIND_SWITCH, PLACE_FLAG, GROUP_CACHE, ITSELF,
			     .help = "ask for a new token even if there is a good one" },
	[OPTION_NO_CACHE] = { "no-cache", 0, NULL, KIND_SWITCH, ANYWHERE, GROUP_CACHE, ITSELF,
			      .help = "neither read nor write the cache" },
	[OPTION_OFFLINE] = { "offline", 0, NULL, KIND_SWITCH, PLACE_FLAG | PLACE_GENERAL_VARIABLE,
			     GROUP_CACHE | GROUP_DOCTOR, ITSELF, .help = "never ask the provider" },
	[OPTION_MIN_TTL] = { "min-ttl", 0, "DUR", KIND_DURATION, ANYWHERE, GROUP_CACHE,
			     .fallback = "0", ITSELF,
			     .help = "a token with at least this long to live" },
	[OPTION_TIMEOUT] = { "timeout", 0, "DUR", KIND_DURATION, ANYWHERE, GROUP_FETCH,
			     .fallback = "15s", ITSELF,
			     .help = "the deadline, all tries included" },
	[OPTION_RETRIES] = { "retries", 0, "N", KIND_COUNT, ANYWHERE, GROUP_FETCH, .fallback = "2",
			     ITSELF, .help = "try again this often, inside the deadline" },
	[OPTION_PROXY] = { "proxy", 0, "URL", KIND_PROXY, ANYWHERE, GROUP_FETCH, ITSELF,
			   .help = "go through this proxy ('': none)" },
	[OPTION_CACERT] = { "cacert", 0, "FILE", KIND_PATH, ANYWHERE, GROUP_FETCH, ITSELF,
			    .help = "trust the CAs in FILE, and no others" },
	[OPTION_INTERFACE] = { "interface", 0, "NAME", KIND_TEXT, ANYWHERE, GROUP_FETCH, ITSELF,
			       .help = "send from this interface or address" },
	[OPTION_CACHE_DIR] = { "cache-dir", 0, "DIR", KIND_PATH, PLACE_GENERAL_VARIABLE, 0, ITSELF,
			       .help = "where tokens are kept" },
	[OPTION_CONFIG] = { "config", 0, "FILE", KIND_PATH, PLACE_FLAG | PLACE_GENERAL_VARIABLE,
			    GROUP_IDENTITY, ITSELF, .help = "read this config file" },
	[OPTION_ALL] = { "all", 0, NULL, KIND_SWITCH, PLACE_FLAG, GROUP_ALL, ITSELF,
			 .help = "every token in the cache" },
	[OPTION_FETCH] = { "fetch", 0, NULL, KIND_SWITCH, PLACE_FLAG, GROUP_DOCTOR, ITSELF,
			   .help = "ask for a token, too" },
	[OPTION_ERROR_FORMAT] = { "error-format", 0, "FORMAT", KIND_CHOICE,
				  PLACE_FLAG | PLACE_GENERAL_VARIABLE, GROUP_GENERAL,
				  .choices = error_formats, .fallback = "text", ITSELF,
				  .help = "messages as text or json" },
	[OPTION_VERBOSE] = { "verbose", 'v', NULL, KIND_SWITCH, PLACE_FLAG | PLACE_GENERAL_VARIABLE,
			     GROUP_GENERAL, ITSELF, .help = "say what is done, on standard error" },
	[OPTION_QUIET] = { "quiet", 'q', NULL, KIND_SWITCH, PLACE_FLAG | PLACE_GENERAL_VARIABLE,
			   GROUP_GENERAL, ITSELF, .help = "no warnings" },
	[OPTION_HELP] = { "help", 'h', NULL, KIND_SWITCH, PLACE_FLAG, GROUP_GENERAL, ITSELF,
			  .help = "print a short help" },
	[OPTION_VERSION] = { "version", 'V', NULL, KIND_SWITCH, PLACE_FLAG, GROUP_GENERAL, ITSELF,
			     .help = "print the version" },
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
	for (int i = 0; i < OPTION_COUNT; i++)
		if (rows[i].name[0] == name[0] && is_word(name, len, rows[i].name, 0, ""))
			return (enum option_id)i;
	for (int i = OPTION_KEY; i <= OPTION_SECRET_COMMAND; i++) {
		enum option_id id = (enum option_id)i;

		if (provider != NULL ? is_own_word(name, len, id, provider)
				     : is_any_own_word(name, len, id))
			return id;
	}
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
	for (int i = 0; i < OPTION_COUNT; i++)
		if (rows[i].letter != 0 && rows[i].letter == letter)
			return (enum option_id)i;
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
	for (int i = 0; i < OPTION_COUNT; i++) {
		enum option_id id = (enum option_id)i;

		if (!(rows[i].places & places))
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
	if (nearest.word != NULL)
		return error_hint(err, "did you mean '%s'?", nearest.word);
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
