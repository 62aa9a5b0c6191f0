/* SPDX-License-Identifier: ISC */
/* Where a value is from, and what it must be, by its kind. */
#ifndef TOKCTL_CONFIG_VALUE_H
#define TOKCTL_CONFIG_VALUE_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"

enum {
	PARAMETER_NAME_SIZE = 64,    /* of a further parameter of the request */
	LONGEST_VARIABLE_NAME = 128, /* KIND_VARIABLE_NAME, in bytes */
};

/* Where a value comes from; a smaller one counts for more. */
enum level {
	LEVEL_FLAG,
	LEVEL_VARIABLE,
	LEVEL_GENERAL_VARIABLE,
	LEVEL_CREDENTIAL, /* a file of systemd's (service.h): the key */
	LEVEL_SECTION,
	LEVEL_GENERAL_SECTION,
	LEVEL_NONE,
};

struct value {
	const char *text;
	enum level level;
	const char *at; /* where in the config file; or the variable, NAME=VALUE */
};

enum value_kind {
	KIND_SWITCH,       /* no value on the command line; yes/no, true/false, 1/0 elsewhere */
	KIND_TEXT,         /* clean text, not empty */
	KIND_CREDENTIAL,   /* clean text, not empty, at most CREDENTIAL_LIMIT bytes */
	KIND_SECRET,       /* the same, and never shown; blanked where it came from */
	KIND_HEADER_VALUE, /* the same as KIND_CREDENTIAL, with no space around it */
	KIND_SCOPE,        /* RFC 6749, section 3.3 */
	KIND_PATH,         /* a leading ~/ is the home directory */
	KIND_ENDPOINT,     /* endpoint_check() */
	KIND_ISSUER,       /* issuer_check() */
	KIND_RESOURCE,     /* absolute URIs without a fragment (RFC 8707), a space between */
	KIND_PARAMETER,    /* NAME=VALUE, a further parameter of the request; may be repeated */
	KIND_DURATION,     /* DUR */
	KIND_TIMEOUT,      /* a DUR of more than 0 */
	KIND_NUMBER,       /* 0 to 10 */
	KIND_CHOICE,       /* one of the row's choices */
	KIND_PROXY,        /* a URL or HOST:PORT, at most CREDENTIAL_LIMIT bytes; empty: none */
	KIND_INTERFACE,    /* an interface or an address of this host, as libcurl takes it */
	KIND_HEADER_NAME,
	KIND_VARIABLE_NAME,
	KIND_COUNT
};

/*
 * Checks a value of that kind. choices are the words of a KIND_CHOICE, ended by NULL. Returns -1
 * with err (ERROR_USAGE), whose message is the predicate of a sentence, "is not a scope": the
 * caller puts in front where the value was written, by error_place().
 */
MUST_CHECK int value_check(enum value_kind kind, const char *const *choices, const char *text,
			   struct error *err);

/*
 * Checks a further parameter of the request, whose name is len bytes long: letters, digits, '.',
 * '_' and '-' (RFC 6749, section 8.2), less than PARAMETER_NAME_SIZE of them, and no name that the
 * request has already. Returns -1 with err as above.
 */
MUST_CHECK int value_check_parameter(const char *name, size_t len, const char *value,
				     struct error *err);

/*
 * Checks that text is clean (text_is_clean()). This is also the first line against header
 * injection: no value with a line break gets any further. Returns -1 with err as above.
 */
MUST_CHECK int value_check_clean(const char *text, size_t len, struct error *err);

/* What a mistake in a value is: ERROR_USAGE on the command line, else ERROR_CONFIG. */
enum error_id value_error(enum level level);

enum switch_state {
	SWITCH_OFF,
	SWITCH_ON,
	SWITCH_NEITHER, /* the text is no switch's */
};

/* What a switch's text says: yes, true, 1, on; no, false, 0, off. NULL is off. */
enum switch_state value_switch(const char *text);

#endif
