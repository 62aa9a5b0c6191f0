/* SPDX-License-Identifier: ISC */
/* A credential: what one exchange needs to know, and what tells one cache entry from another. */
#include "model/credential.h"

#include <errno.h>
#include <sha2.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"
#include "base/walk.h"

/* Each part with its length in front, so that no two lists of parts make the same bytes. */
static void hash_part(SHA2_CTX *context, const char *part)
{
	size_t len = part != NULL ? strlen(part) : 0;
	uint8_t head[3] = { part != NULL, (uint8_t)(len >> 8), (uint8_t)len };

	SHA256Update(context, head, sizeof(head));
	SHA256Update(context, (const uint8_t *)part, len);
}

void credential_fingerprint(const struct credential *credential, char out[FINGERPRINT_SIZE])
{
	SHA2_CTX context;

	SHA256Init(&context);
	hash_part(&context, credential->provider->name);
	hash_part(&context, credential->endpoint);
	hash_part(&context, credential->key);
	hash_part(&context, credential->scope);
	hash_part(&context, credential->affiliate);
	if (credential->issuer != NULL || credential->auth != NULL || credential->extra != NULL) {
		hash_part(&context, credential->issuer);
		hash_part(&context, credential->auth);
		hash_part(&context, credential->extra);
	}
	SHA256End(&context, out);
}

static int hint_cacert(struct error *err)
{
	return error_hint(err, "name a PEM file of CA certificates; without one, the system's "
			       "are used (package ca-certificates)");
}

int cacert_check(const char *path, struct error *err)
{
	struct walk walk = { .path = path };
	struct walked walked;

	switch (walk_open(&walk, &walked, err)) {
	case FOUND:
		break;
	case ABSENT:
		error_set(err, ERROR_CONFIG, "can't read the CA file %s: %s", path,
			  translate_errno(ENOENT));
		return hint_cacert(err);
	case FAILED:
		if (err->id == ERROR_IO)
			err->id = ERROR_CONFIG;
		return error_hint(err, "it was to be read as a CA file");
	}
	close(walked.fd);
	if (S_ISREG(walked.st.st_mode))
		return 0;
	error_set(err, ERROR_CONFIG, "the CA file %s is not a regular file", path);
	return hint_cacert(err);
}
