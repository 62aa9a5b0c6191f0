/* SPDX-License-Identifier: ISC */
/* What an issuer's metadata said, from one request to the next. */
#include "issue/metadata.h"

#include "model/endpoint.h"

static bool is_believed(const struct entry *entry, int64_t now)
{
	return entry->found_at <= now + CLOCK_TOLERANCE && now - entry->found_at < METADATA_LIFE;
}

void metadata_use(struct credential *credential, const struct entry *entry, int64_t now)
{
	struct error ignored = ERROR_INIT;

	if (credential->issuer == NULL || entry->endpoint == NULL || !is_believed(entry, now) ||
	    endpoint_check(entry->endpoint, &ignored) == -1)
		return;
	credential->endpoint = entry->endpoint;
	if (credential->auth == NULL)
		credential->auth = entry->found_auth;
}

void metadata_keep(struct entry *fresh, const struct entry *old, const struct metadata *said,
		   const char *issuer, int64_t now)
{
	bool is_new = said->endpoint != NULL;

	if (issuer == NULL)
		return;
	fresh->endpoint = is_new ? said->endpoint : old->endpoint;
	fresh->found_auth = is_new ? said->auth : old->found_auth;
	fresh->found_at = is_new ? now : old->found_at;
}

void metadata_drop(struct entry *entry, const char *issuer)
{
	if (issuer == NULL)
		return;
	entry->endpoint = NULL;
	entry->found_auth = NULL;
	entry->found_at = 0;
}
