/* SPDX-License-Identifier: ISC */
/* The URLs of endpoints and issuers: which may be asked, and at which port. */
#ifndef TOKCTL_MODEL_ENDPOINT_H
#define TOKCTL_MODEL_ENDPOINT_H

#include "base/error.h"

/*
 * Is this a token URL that may be asked: https, a host, no user name, no fragment, clean. Returns
 * -1 with err: id says whose fault it is (ERROR_USAGE or ERROR_CONFIG), origin where it was
 * written, for the message.
 */
int endpoint_check(const char *url, enum error_id id, const char *origin, struct error *err);

/* The same for an issuer, which has no query either (RFC 8414, section 2). */
int issuer_check(const char *url, enum error_id id, const char *origin, struct error *err);

/* The port of one that has passed either: 443 where it names none. */
int endpoint_port(const char *url);

#endif
