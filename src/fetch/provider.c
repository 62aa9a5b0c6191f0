/* SPDX-License-Identifier: ISC */
/* The providers' table. */
#include "fetch/provider.h"

#include <string.h>

#include "fetch/json.h"
#include "fetch/reply.h"

static const struct fetch_provider *const rows[] = { &fetch_imweb, &fetch_iamport, &fetch_bizppurio,
						     &fetch_toss, &fetch_oauth2 };

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

const struct fetch_provider *fetch_provider_at(size_t index)
{
	return index < ROWS ? rows[index] : NULL;
}

const struct fetch_provider *fetch_provider_find(const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i]->name, name) == 0)
			return rows[i];
	return NULL;
}

int fetch_parse(const struct fetch_provider *provider, const struct http_response *response,
		struct grant *grant, struct error *err)
{
	const char *problem;
	struct cJSON *object;
	int result;

	if (http_status_check(response, err) == -1)
		return -1;
	object = reply_object(response, &problem);
	if (object == NULL)
		return reply_unexpected(response, problem, err);
	result = provider->read(response, object, grant, err);
	json_free(object);
	if (result == -1 && err->id == ERROR_REPLY)
		err->http_status = response->status;
	return result;
}
