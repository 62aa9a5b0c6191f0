/* SPDX-License-Identifier: ISC */
/*
 * Every option there is, a row each. The command line, the variables, the config keys, --help,
 * `tokctl help` and the completions are derived from these rows.
 */
#ifndef TOKCTL_CONFIG_OPTION_H
#define TOKCTL_CONFIG_OPTION_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/nearest.h"
#include "config/value.h"
#include "model/profile.h"

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
	OPTION_FIRST = OPTION_NONE + 1,
	/* providers have words of their own for these: "account" for "key" */
	OPTION_FIRST_NAMED = OPTION_KEY,
	OPTION_LAST_NAMED = OPTION_SECRET_COMMAND
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

struct ROW option {
	const char *name;    /* the long option, the config key */
	char letter;         /* the short option; 0: none */
	const char *metavar; /* NULL: a switch */
	enum value_kind kind;
	unsigned places;
	unsigned groups;
	unsigned needs;             /* of enum provider_trait */
	const char *const *choices; /* KIND_CHOICE: ended by NULL */
	const char *fallback;       /* the value where it is set nowhere; NULL: none */
	/* --json is short for --output json; OPTION_NONE: the option is short for no other */
	enum option_id short_for;
	const char *short_value;
	/* decides what is run, or who is asked or believed: not from a lent config (ini.h) */
	bool steers;
	const char *help;
};

/* The rows, by id; option_row() gives one. */
extern const struct option option_rows[OPTION_COUNT];

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
 * The length of "PARAM_" where that begins a variable's word, as a further parameter's,
 * "PARAM_TENANT_ID"; else 0.
 */
size_t option_parameter_head(const char *name, size_t len);

/* The option of that letter, or OPTION_NONE. */
enum option_id option_find_letter(char letter);

/*
 * The name that a provider uses for an option: "password-file" for bizppurio's secret-file. NULL:
 * the option's own.
 */
void option_word(enum option_id id, const struct provider *provider, char out[OPTION_WORD_SIZE]);

/* The name of the option's general variable, TOKCTL_TIMEOUT. */
void option_variable(enum option_id id, char out[VARIABLE_SIZE]);

/*
 * Offers every name that can be set in one of these places, those of the provider (NULL: of each)
 * among them.
 */
void option_offer(struct nearest *nearest, unsigned places, const struct provider *provider);

/* Checks a value for this option. Returns -1 with err, as value_check() does. */
MUST_CHECK int option_check(enum option_id id, const char *text, struct error *err);

#endif
