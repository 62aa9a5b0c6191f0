/* SPDX-License-Identifier: ISC */
/* The ways to providers, each tried once. */
#include "doctor/route.h"

#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "model/endpoint.h"

static void name_route(const struct settings *settings, const char *endpoint, struct buffer *name)
{
	static const enum option_id parts[] = { OPTION_PROXY, OPTION_CACERT, OPTION_INTERFACE };
	size_t len;
	const char *authority = endpoint_authority(endpoint, &len);

	buffer_append(name, authority, len);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *text = settings_text(settings, parts[i]);

		buffer_char(name, '\n');
		/* for a proxy, unset and set to none differ */
		buffer_string(name, text != NULL ? text : "\t");
	}
}

static const struct route *find_tried(const struct routes *routes, const struct buffer *name)
{
	for (size_t i = 0; i < routes->count; i++)
		if (strcmp(routes->list[i].name.data, name->data) == 0)
			return &routes->list[i];
	return NULL;
}

/* The name becomes the list's. */
static struct route *add_route(struct routes *routes, struct buffer name)
{
	struct route *list = reallocarray(routes->list, routes->count + 1, sizeof(*list));

	if (list == NULL)
		return NULL;
	routes->list = list;
	list += routes->count++;
	*list = (struct route){ .name = name, .err = ERROR_INIT };
	return list;
}

const struct route *routes_find(struct routes *routes, const struct settings *settings,
				const char *endpoint)
{
	struct deadline deadline = settings_deadline(settings, deadline_in(0));
	struct buffer name = BUFFER_INIT;
	const struct route *tried = NULL;
	struct route *added;

	name_route(settings, endpoint, &name);
	if (!name.failed && (tried = find_tried(routes, &name)) == NULL &&
	    (added = add_route(routes, name)) != NULL) {
		IGNORE_RESULT(reach_try(endpoint, settings, deadline, &added->reach, &added->err));
		return added;
	}
	buffer_free(&name);
	return tried;
}

void routes_free(struct routes *routes)
{
	for (size_t i = 0; i < routes->count; i++) {
		buffer_free(&routes->list[i].name);
		reach_free(&routes->list[i].reach);
	}
	free(routes->list);
	*routes = (struct routes)ROUTES_INIT;
}
