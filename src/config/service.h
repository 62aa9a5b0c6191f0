/* SPDX-License-Identifier: ISC */
/*
 * What systemd hands to a service: credentials, each a file in $CREDENTIALS_DIRECTORY
 * (systemd.exec(5), LoadCredential=). A key is looked for as tokctl.toss.key, or
 * tokctl.toss.outlet.key for a profile; a secret as ....secret. Provider and profile stand there as
 * they are typed, '-' and '_' too; since neither holds a dot, no two profiles share a name.
 */
#ifndef TOKCTL_CONFIG_SERVICE_H
#define TOKCTL_CONFIG_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "config/option.h"
#include "model/profile.h"

/* What a credential's name begins with: "tokctl.toss.outlet.key". */
#define SERVICE_PREFIX "tokctl."

enum { SERVICE_NAME_SIZE = sizeof(SERVICE_PREFIX) + PROFILE_TEXT_SIZE + OPTION_WORD_SIZE };

/*
 * The credential's name: "tokctl.toss.outlet.key". id is OPTION_KEY or OPTION_SECRET, here and in
 * what follows.
 */
void service_credential_name(const struct profile *profile, enum option_id id,
			     char out[SERVICE_NAME_SIZE]);

/*
 * The path where that credential would be. False where systemd hands over none, or the path has no
 * room.
 */
bool service_credential_path(const struct profile *profile, enum option_id id, char *out,
			     size_t size);

/* Is there a file at that path? True also where that can't be told: then reading it tells why. */
bool service_credential_is_there(const char *path);

/*
 * Reads a credential as a secret file is read, by the same rules, one line end dropped: a key or a
 * secret, clean and not empty. FAILED with err: ERROR_SOURCE, ERROR_UNSAFE_FILE, ERROR_MEMORY.
 */
MUST_CHECK enum outcome service_read_credential(const char *path, enum option_id id,
						struct buffer *out, struct error *err);

#endif
