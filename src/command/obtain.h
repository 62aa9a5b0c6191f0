/* SPDX-License-Identifier: ISC */
/*
 * What get, exec and curl share: a token for what was named, from the cache while it is good, else
 * a new one.
 */
#ifndef TOKCTL_COMMAND_OBTAIN_H
#define TOKCTL_COMMAND_OBTAIN_H

#include "base/clock.h"
#include "base/error.h"
#include "command/run.h"
#include "model/profile.h"
#include "output/format.h"

/* Is called with the token, which is gone afterwards. Returns -1 with err. */
typedef int obtained_fn(void *context, const struct output *output, struct error *err);

/*
 * Gets the token that the settings lead to, and calls fn with it. --timeout is counted from
 * `began`, deadline_in(0) as the run began. Returns what fn returns, or -1 with err and its hint.
 */
int obtain(const struct run *run, const struct settings *settings, struct deadline began,
	   obtained_fn *fn, void *context, struct error *err);

/* The same for an operand, PROVIDER[:PROFILE], which messages name from then on. */
int obtain_named(const struct run *run, const char *operand, struct deadline began, obtained_fn *fn,
		 void *context, struct error *err);

#endif
