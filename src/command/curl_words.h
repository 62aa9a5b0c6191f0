/* SPDX-License-Identifier: ISC */
/*
 * curl's own command line, as far as tokctl has to know it: curl sends a header that was given with
 * -H to each host that it is redirected to, unless that header is Authorization (curl(1), -L).
 */
#ifndef TOKCTL_COMMAND_CURL_WORDS_H
#define TOKCTL_COMMAND_CURL_WORDS_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"

/* Does the first of curl's arguments keep it from reading ~/.curlrc (curl(1), -q)? NULL: no. */
bool curl_words_disable(const char *first);

/*
 * Checks that no argument makes curl follow redirects, nor a line of the config files that curl
 * would read: those that an argument or such a file names, and ~/.curlrc. header is the name of the
 * header that must not get to another host. An option's value is taken for an option where it looks
 * like one, since which options have values depends on curl's version. Returns -1 with err
 * (ERROR_USAGE), also where a config file is no regular file or can't be read: what it says would
 * not be known.
 */
MUST_CHECK int curl_words_check(char *const words[], const char *header, struct error *err);

/*
 * Does curl follow redirects by an option? It is written as in an argument, "-sSL", "--location",
 * or as in a config file, where the dashes of a long one may be missing.
 */
bool curl_words_follow(const char *option, bool in_config);

#endif
