/* SPDX-License-Identifier: ISC */
/* The ways to providers, each tried once: profiles that share a way are told of one try. */
#ifndef TOKCTL_DOCTOR_ROUTE_H
#define TOKCTL_DOCTOR_ROUTE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "config/settings.h"
#include "issue/reach.h"

struct route {
	struct buffer name; /* host, proxy, CA file and interface, a line each */
	struct reach reach;
	struct error err; /* how the try ended, where it did not end well */
};

struct routes {
	struct route *list;
	size_t count;
};

#define ROUTES_INIT          \
	{                    \
		.list = NULL \
	}

/*
 * The way to the endpoint by these settings, tried now if it was not yet. It is the list's, and
 * stays until the next call. NULL without memory.
 */
const struct route *routes_find(struct routes *routes, const struct settings *settings,
				const char *endpoint);

void routes_free(struct routes *routes);

#endif
