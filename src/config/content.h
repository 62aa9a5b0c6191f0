/* SPDX-License-Identifier: ISC */
/* What a file, standard input or a command gave for a key or a secret. */
#ifndef TOKCTL_CONFIG_CONTENT_H
#define TOKCTL_CONFIG_CONTENT_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "config/option.h"
#include "model/credential.h"

enum { CONTENT_LIMIT = CREDENTIAL_LIMIT + 2 }; /* a secret and its line end */

/*
 * Drops one line end and checks what is left: not empty, clean, at most CREDENTIAL_LIMIT bytes.
 * origin and id, OPTION_KEY or OPTION_SECRET, are for the message. Returns -1 with err
 * (ERROR_SOURCE, ERROR_MEMORY).
 */
MUST_CHECK int content_check(const char *origin, enum option_id id, struct buffer *content,
			     struct error *err);

#endif
