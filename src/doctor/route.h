/* SPDX-License-Identifier: ISC */
/* The ways to providers, each tried once: profiles that share a way share its result. */
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
	struct error err; /* why the try failed, if it did */
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
 * The way to the endpoint by these settings, which is tried now if it was not yet. It is part of
 * the list, and valid until the next call. NULL: out of memory.
 */
const struct route *routes_find(struct routes *routes, const struct settings *settings,
				const char *endpoint);

void routes_free(struct routes *routes);

#endif
