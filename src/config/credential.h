/* SPDX-License-Identifier: ISC */
/* The credential that the settings add up to. */
#ifndef TOKCTL_CONFIG_CREDENTIAL_H
#define TOKCTL_CONFIG_CREDENTIAL_H

#include "base/attributes.h"
#include "config/settings.h"
#include "model/credential.h"

/*
 * Fills a credential but for its secret, which is fetched only when a request is made (source.h).
 * Its strings are the settings'. Returns -1 with err, which settings_missing() fills where there is
 * no key, or no endpoint for a provider that has none of its own; ERROR_USAGE or ERROR_CONFIG where
 * two endpoints or two sources of the secret are set in one place.
 */
MUST_CHECK int settings_credential(const struct settings *settings, struct credential *credential,
				   struct error *err);

#endif
