/* SPDX-License-Identifier: ISC */
/*
 * What an issuer's metadata said, kept in the entry beside the token, so that not each request asks
 * for them. For a credential without an issuer, none of this does anything.
 */
#ifndef TOKCTL_ISSUE_METADATA_H
#define TOKCTL_ISSUE_METADATA_H

#include <stdint.h>

#include "cache/entry.h"
#include "issue/exchange.h"
#include "model/credential.h"

enum { METADATA_LIFE = 24 * 3600 }; /* seconds that metadata are believed */

/*
 * Completes the credential by what the entry has, if that is not too old and can be asked. The
 * strings stay the entry's.
 */
void metadata_use(struct credential *credential, const struct entry *entry, int64_t now);

/* What was said in an exchange stays with the fresh token; else what was known before. */
void metadata_keep(struct entry *fresh, const struct entry *old, const struct metadata *said,
		   const char *issuer, int64_t now);

/* Forgets it: the next request asks the issuer again. */
void metadata_drop(struct entry *entry, const char *issuer);

#endif
