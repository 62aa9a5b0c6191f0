/* SPDX-License-Identifier: ISC */
/* What a value must be, by its kind, wherever it was written. */
#ifndef TOKCTL_CONFIG_VALUE_H
#define TOKCTL_CONFIG_VALUE_H

#include <stddef.h>

#include "base/error.h"

enum { PARAMETER_NAME_SIZE = 64 };

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
 * with err: error is ERROR_USAGE or ERROR_CONFIG, origin where it was written ("--timeout",
 * "TOKCTL_TIMEOUT", "/home/u/.config/tokctl/config:3: timeout").
 */
int value_check(enum value_kind kind, const char *const *choices, const char *text,
		enum error_id error, const char *origin, struct error *err);

/*
 * May a further parameter of the request be called that, and be this? The same errors. A name is
 * that of RFC 6749, section 8.2, of less than PARAMETER_NAME_SIZE bytes, and none that the request
 * has already.
 */
int value_check_parameter(const char *name, size_t len, const char *value, enum error_id error,
			  const char *origin, struct error *err);

/* The truth of a switch's text; -1 where it is none. NULL is false. */
int value_switch(const char *text);

#endif
