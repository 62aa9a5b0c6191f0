/* SPDX-License-Identifier: ISC */
/*
 * Every option there is, a row each. The command line, the variables, the config keys, --help,
 * `tokctl help` and the completions are derived from these rows.
 */
#ifndef TOKCTL_CONFIG_OPTION_H
#define TOKCTL_CONFIG_OPTION_H

#include "base/error.h"
#include "base/nearest.h"
#include "model/provider.h"

enum option_id {
	OPTION_NONE, /* none of the rows */
	OPTION_OUTPUT,
	OPTION_HEADER,
	OPTION_EXPIRY,
	OPTION_JSON,
	OPTION_NAME,
	OPTION_HEADER_NAME,
	OPTION_TO,
	OPTION_KEY,
	OPTION_SECRET,
	OPTION_SECRET_FILE,
	OPTION_SECRET_COMMAND,
	OPTION_SCOPE,
	OPTION_AFFILIATE,
	OPTION_METHOD,
	OPTION_REUSE_FOR,
	OPTION_TEST,
	OPTION_ENDPOINT,
	OPTION_ISSUER,
	OPTION_AUTH,
	OPTION_AUDIENCE,
	OPTION_RESOURCE,
	OPTION_PARAM,
	OPTION_REFRESH,
	OPTION_NO_CACHE,
	OPTION_OFFLINE,
	OPTION_MIN_TTL,
	OPTION_TIMEOUT,
	OPTION_RETRIES,
	OPTION_PROXY,
	OPTION_CACERT,
	OPTION_INTERFACE,
	OPTION_CACHE_DIR,
	OPTION_CONFIG,
	OPTION_ALL,
	OPTION_FETCH,
	OPTION_ERROR_FORMAT,
	OPTION_VERBOSE,
	OPTION_QUIET,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_COUNT,
	OPTION_FIRST = OPTION_NONE + 1
};

/* What a value must be. */
enum option_kind {
	KIND_SWITCH,     /* no value on the command line; yes/no, true/false, 1/0 elsewhere */
	KIND_TEXT,       /* clean text */
	KIND_CREDENTIAL, /* clean text, not empty, at most CREDENTIAL_LIMIT bytes */
	KIND_SECRET,     /* the same, and never shown; blanked where it came from */
	KIND_SCOPE,      /* RFC 6749, section 3.3 */
	KIND_PATH,       /* a leading ~/ is the home directory */
	KIND_ENDPOINT,   /* endpoint_check() */
	KIND_ISSUER,     /* issuer_check() */
	/* absolute URIs without a fragment (RFC 8707, section 2), with a blank between */
	KIND_RESOURCE,
	/* NAME=VALUE, a further parameter of the request; may be given many times */
	KIND_PARAMETER,
	KIND_DURATION, /* DUR */
	KIND_COUNT,    /* 0 to 10 */
	KIND_CHOICE,   /* one of .choices */
	KIND_PROXY,    /* a URL, or HOST:PORT, at most CREDENTIAL_LIMIT bytes; empty means none */
	KIND_HEADER_NAME,
	KIND_VARIABLE_NAME,
};

/* Where it can be set. */
enum option_place {
	PLACE_FLAG = 1 << 0,             /* --NAME */
	PLACE_VARIABLE = 1 << 1,         /* TOKCTL_<PROVIDER>[_<PROFILE>]_NAME */
	PLACE_SECTION = 1 << 2,          /* under [provider] or [provider:profile] */
	PLACE_GENERAL_VARIABLE = 1 << 3, /* TOKCTL_NAME */
	PLACE_GENERAL_SECTION = 1 << 4,  /* under [tokctl] */
};

/* Which verbs take it; a command row names its groups. */
enum option_group {
	GROUP_OUTPUT = 1 << 0,
	GROUP_SECRET = 1 << 1,
	GROUP_IDENTITY = 1 << 2, /* what tells cache entries apart */
	GROUP_FETCH = 1 << 3,
	GROUP_CACHE = 1 << 4,
	GROUP_ALL = 1 << 5,
	GROUP_LIST = 1 << 6,
	GROUP_VARIABLE = 1 << 7, /* what variable it goes to */
	GROUP_HEADER = 1 << 8,   /* what header it goes to */
	GROUP_DOCTOR = 1 << 9,
	GROUP_GENERAL = 1 << 10, /* every verb */
};

enum { PARAMETER_NAME_SIZE = 64 };

struct option {
	const char *name;    /* the long option, the config key */
	char letter;         /* the short option; 0: none */
	const char *metavar; /* NULL: a switch */
	enum option_kind kind;
	unsigned places;
	unsigned groups;
	unsigned needs;             /* of enum provider_trait */
	const char *const *choices; /* KIND_CHOICE: ended by NULL */
	const char *fallback;       /* where it is set nowhere; NULL: none */
	/* --json is short for --output json; OPTION_NONE: the option is short for no other */
	enum option_id short_for;
	const char *short_value;
	const char *help;
};

/* The row of an id. */
const struct option *option_row(enum option_id id);

/*
 * The option of that name, or OPTION_NONE. With a provider its own words count too: `account` is
 * `key` for bizppurio. Without one (NULL), every provider's words do.
 */
enum option_id option_find(const char *name, size_t len, const struct provider *provider);

/* The same for what follows the prefix in a variable's name: "SECRET_FILE". */
enum option_id option_find_variable(const char *name, size_t len, const struct provider *provider);

/*
 * Is it a further parameter's, "PARAM_TENANT_ID"? The length of what is in front of the parameter's
 * own name; 0: no.
 */
size_t option_parameter_head(const char *name, size_t len);

enum option_id option_find_letter(char letter);

/*
 * The name that a provider uses for an option: "password-file" for bizppurio's secret-file. Into
 * out, size bytes.
 */
void option_word(enum option_id id, const struct provider *provider, char *out, size_t size);

/*
 * Offers every name that can be set in one of these places, those of the provider (NULL: of each)
 * among them.
 */
void option_offer(struct nearest *nearest, unsigned places, const struct provider *provider);

/*
 * Is text a value for this option? Returns -1 with err: id is ERROR_USAGE or ERROR_CONFIG, origin
 * where it was written ("--timeout", "TOKCTL_TIMEOUT", "/home/u/.config/tokctl/config:3: timeout").
 */
int option_check(enum option_id id, const char *text, enum error_id error, const char *origin,
		 struct error *err);

/*
 * May a further parameter of the request be called that, and be this? The same errors. A name is
 * that of RFC 6749, section 8.2, of less than PARAMETER_NAME_SIZE bytes, and none that the request
 * has already.
 */
int option_check_parameter(const char *name, size_t len, const char *value, enum error_id error,
			   const char *origin, struct error *err);

/* The truth of a switch's text; -1 where it is none. NULL is false. */
int option_switch_value(const char *text);

#endif
