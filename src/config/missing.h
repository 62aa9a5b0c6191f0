/* SPDX-License-Identifier: ISC */
/* What to say where a profile lacks a key, a secret or an endpoint: where each can be put. */
#ifndef TOKCTL_CONFIG_MISSING_H
#define TOKCTL_CONFIG_MISSING_H

#include "config/settings.h"

/*
 * Fills err for a missing OPTION_KEY or OPTION_SECRET (ERROR_NO_CREDENTIAL), or OPTION_ENDPOINT
 * (ERROR_CONFIG). Returns -1.
 */
int settings_missing(const struct settings *settings, enum option_id id, struct error *err);

#endif
