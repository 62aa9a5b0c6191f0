/* SPDX-License-Identifier: ISC */
/* What a value must be, by its kind. */
#include "config/value.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/nearest.h"
#include "base/text.h"
#include "model/credential.h"
#include "model/endpoint.h"
#include "model/token.h"

enum {
	MOST_RETRIES = 10,
	LONGEST_INTERFACE = 254,
};

enum error_id value_error(enum level level)
{
	return level == LEVEL_FLAG ? ERROR_USAGE : ERROR_CONFIG;
}

enum switch_state value_switch(const char *text)
{
	static const struct {
		char word[6];
		enum switch_state state;
	} words[] = {
		{ .word = "yes", .state = SWITCH_ON },  { .word = "no", .state = SWITCH_OFF },
		{ .word = "true", .state = SWITCH_ON }, { .word = "false", .state = SWITCH_OFF },
		{ .word = "1", .state = SWITCH_ON },    { .word = "0", .state = SWITCH_OFF },
		{ .word = "on", .state = SWITCH_ON },   { .word = "off", .state = SWITCH_OFF },
	};

	if (text == NULL)
		return SWITCH_OFF;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(text, words[i].word) == 0)
			return words[i].state;
	return SWITCH_NEITHER;
}

int value_check_clean(const char *text, size_t len, struct error *err)
{
	switch (text_find_fault(text, len)) {
	case TEXT_LINE_BREAK:
		return error_set(err, ERROR_USAGE, "holds a line break");
	case TEXT_CONTROL_BYTE:
		return error_set(err, ERROR_USAGE, "holds a control byte");
	case TEXT_NOT_UTF8:
		return error_set(err, ERROR_USAGE, "holds bytes that are not UTF-8");
	case TEXT_CLEAN:
		break;
	}
	return 0;
}

static int check_switch(const char *text, struct error *err)
{
	if (value_switch(text) == SWITCH_NEITHER)
		return error_set(err, ERROR_USAGE, "must be yes or no");
	return 0;
}

static int check_length(const char *text, int limit, struct error *err)
{
	return strlen(text) > (size_t)limit
		       ? error_set(err, ERROR_USAGE, "is longer than %d bytes", limit)
		       : 0;
}

static int check_credential(const char *text, struct error *err)
{
	if (text[0] == '\0') {
		error_set(err, ERROR_USAGE, "is set but empty");
		return error_hint(
			err, "in CI, a variable or secret that is not defined expands to nothing");
	}
	return check_length(text, CREDENTIAL_LIMIT, err);
}

/*
 * A header's value has no spaces around it (RFC 9110, section 5.5), and libcurl leaves out a header
 * of nothing else.
 */
static int check_header_value(const char *text, struct error *err)
{
	size_t len = strlen(text);

	if (len == 0 || (text[0] != ' ' && text[len - 1] != ' '))
		return check_credential(text, err);
	error_set(err, ERROR_USAGE, "begins or ends with a blank");
	return error_hint(err, "it is sent in a header, which has none there: write it without");
}

static int check_scope(const char *text, struct error *err)
{
	if (check_credential(text, err) == -1)
		return -1;
	if (!token_scope_is_valid(text, strlen(text)))
		return error_set(
			err, ERROR_USAGE,
			"is not a scope (RFC 6749: printable ASCII words, one space between)");
	return 0;
}

static int check_text(const char *text, struct error *err)
{
	return text[0] == '\0' ? error_set(err, ERROR_USAGE, "is set but empty") : 0;
}

static int check_duration(const char *text, struct error *err)
{
	int64_t seconds;

	return duration_parse(text, &seconds, err);
}

static int check_timeout(const char *text, struct error *err)
{
	int64_t seconds;

	if (duration_parse(text, &seconds, err) == -1)
		return -1;
	if (seconds == 0)
		return error_set(err, ERROR_USAGE, "no time at all is too little; 1s is the least");
	return 0;
}

static int check_number(const char *text, struct error *err)
{
	const char *failure;

	/* strtonum() accepts leading spaces and a sign. */
	strtonum(text, 0, MOST_RETRIES, &failure);
	if (failure != NULL || text[strspn(text, "0123456789")] != '\0')
		return error_set(err, ERROR_USAGE, "'%.40s' must be a number from 0 to %d", text,
				 MOST_RETRIES);
	return 0;
}

static int check_choice(const char *const *choices, const char *text, struct error *err)
{
	struct nearest nearest = nearest_init(text);

	for (size_t i = 0; choices[i] != NULL; i++) {
		if (strcmp(choices[i], text) == 0)
			return 0;
		nearest_offer(&nearest, choices[i]);
	}
	error_set(err, ERROR_USAGE, "'%.40s' is not one of its values", text);
	if (nearest_hint(&nearest, "", err))
		return -1;
	for (size_t i = 0; choices[i] != NULL; i++)
		error_hint(err, "%s", choices[i]);
	return -1;
}

static int check_resource(const char *text, struct error *err)
{
	static const char FIRST[] = TEXT_ALPHA;
	static const char SCHEME[] = TEXT_ALNUM "+-.";

	if (check_credential(text, err) == -1)
		return -1;
	for (const char *word = text;; word++) {
		size_t scheme = strspn(word, FIRST) > 0 ? strspn(word, SCHEME) : 0,
		       len = strcspn(word, " ");

		if (scheme == 0 || word[scheme] != ':' || len <= scheme + 1 ||
		    memchr(word, '#', len) != NULL) {
			error_set(err, ERROR_USAGE, "is not an absolute URI without a fragment");
			return error_hint(err, "several have one blank between them");
		}
		word += len;
		if (*word == '\0')
			return 0;
	}
}

/*
 * The request has these already. A parameter must not be there twice (RFC 6749, section 3.2), and
 * the secret has options of its own.
 */
static const struct ROW {
	char name[24];
	char option[24]; /* "": none */
} reserved[] = {
	{ .name = "grant_type" },
	{ .name = "client_id", .option = "client-id" },
	{ .name = "client_secret", .option = "client-secret-file" },
	{ .name = "client_assertion" },
	{ .name = "client_assertion_type" },
	{ .name = "scope", .option = "scope" },
	{ .name = "audience", .option = "audience" },
	{ .name = "resource", .option = "resource" },
};

int value_check_parameter(const char *name, size_t len, const char *value, struct error *err)
{
	static const char CHARS[] = TEXT_ALNUM "._-";

	if (len == 0 || len >= PARAMETER_NAME_SIZE || strspn(name, CHARS) < len)
		return error_set(
			err, ERROR_USAGE,
			"a parameter's name has letters, digits, '.', '_' and '-', at most %d",
			PARAMETER_NAME_SIZE - 1);
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
		if (strlen(reserved[i].name) != len || memcmp(name, reserved[i].name, len) != 0)
			continue;
		error_set(err, ERROR_USAGE, "'%s' can't be a further parameter", reserved[i].name);
		return reserved[i].option[0] != '\0'
			       ? error_hint(err, "it has an option and a key of its own, %s",
					    reserved[i].option)
			       : -1;
	}
	if (value_check_clean(value, strlen(value), err) == -1)
		return -1;
	return check_credential(value, err);
}

static int check_parameter(const char *text, struct error *err)
{
	size_t len = strcspn(text, "=");

	if (text[len] != '=')
		return error_set(err, ERROR_USAGE, "write NAME=VALUE");
	return value_check_parameter(text, len, text + len + 1, err);
}

/* What libcurl takes; without a scheme it is http. An empty one means none. */
static int check_proxy(const char *text, struct error *err)
{
	static const char schemes[][8] = {
		"http", "https", "socks4", "socks4a", "socks5", "socks5h",
	};
	const char *end = strstr(text, "://");

	if (check_length(text, CREDENTIAL_LIMIT, err) == -1)
		return -1;
	if (end == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i]) == (size_t)(end - text) &&
		    strncasecmp(schemes[i], text, strlen(schemes[i])) == 0)
			return 0;
	error_set(err, ERROR_USAGE, "'%.*s' is not a kind of proxy that can be used",
		  (int)(end - text < 20 ? end - text : 20), text);
	return error_hint(err, "write http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT");
}

/* A field-name is a token of RFC 9110, section 5.1, as an auth-scheme is. */
static int check_header_name(const char *text, struct error *err)
{
	if (!token_type_is_valid(text, strlen(text)))
		return error_set(err, ERROR_USAGE,
				 "is not a header name (letters, digits and '-', at most %d)",
				 TOKEN_TYPE_LIMIT);
	return 0;
}

static int check_variable_name(const char *text, struct error *err)
{
	static const char CHARS[] = TEXT_ALNUM "_";
	size_t len = strlen(text);

	if (len == 0 || len > LONGEST_VARIABLE_NAME || strspn(text, CHARS) != len ||
	    (text[0] >= '0' && text[0] <= '9'))
		return error_set(err, ERROR_USAGE,
				 "is not a variable name (letters, digits and '_', no digit "
				 "first, at most %d)",
				 LONGEST_VARIABLE_NAME);
	return 0;
}

/* libcurl ignores a longer interface, and would send from any. */
static int check_interface(const char *text, struct error *err)
{
	if (check_length(text, LONGEST_INTERFACE, err) == -1)
		return -1;
	return check_text(text, err);
}

/* All but KIND_CHOICE: check_choice() needs the words as well. */
static int (*const checks[])(const char *text, struct error *err) = {
	[KIND_SWITCH] = check_switch,
	[KIND_TEXT] = check_text,
	[KIND_CREDENTIAL] = check_credential,
	[KIND_SECRET] = check_credential,
	[KIND_HEADER_VALUE] = check_header_value,
	[KIND_SCOPE] = check_scope,
	[KIND_PATH] = check_text,
	[KIND_ENDPOINT] = endpoint_check,
	[KIND_ISSUER] = issuer_check,
	[KIND_RESOURCE] = check_resource,
	[KIND_PARAMETER] = check_parameter,
	[KIND_DURATION] = check_duration,
	[KIND_TIMEOUT] = check_timeout,
	[KIND_NUMBER] = check_number,
	[KIND_PROXY] = check_proxy,
	[KIND_INTERFACE] = check_interface,
	[KIND_HEADER_NAME] = check_header_name,
	[KIND_VARIABLE_NAME] = check_variable_name,
};

int value_check(enum value_kind kind, const char *const *choices, const char *text,
		struct error *err)
{
	if (value_check_clean(text, strlen(text), err) == -1)
		return -1;
	if (kind == KIND_CHOICE)
		return check_choice(choices, text, err);
	return checks[kind](text, err);
}
