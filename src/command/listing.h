/* SPDX-License-Identifier: ISC */
/*
 * What `tokctl status` shows: a list of entries, each with its state, and its two forms, a table
 * for people and an object of JSON. No token is in either.
 */
#ifndef TOKCTL_COMMAND_LISTING_H
#define TOKCTL_COMMAND_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "cache/entry.h"
#include "model/profile.h"

enum listed_state {
	STATE_NONE, /* there is no token, or its provider is one that this version does not know */
	STATE_EXPIRED, /* no run would use it */
	STATE_DUE,     /* valid, and renewed when it is used next */
	STATE_VALID,
};

struct listed {
	struct entry entry;
	char profile[PROFILE_TEXT_SIZE];
	const struct provider *provider; /* NULL: one that this version does not know */
	int64_t reuse_for;               /* seconds, where the provider reports no expiry */
};

struct listing {
	struct listed *list;
	size_t count, room;
	int64_t now; /* seconds since the epoch: the states are those of this time */
};

/*
 * Adds an empty one, which stays in its place until the next is added. NULL with err
 * (ERROR_MEMORY).
 */
MUST_CHECK struct listed *listing_add(struct listing *listing, struct error *err);

/* Removes the last one. */
void listing_drop_last(struct listing *listing);

/* Sorts the list by profile. */
void listing_sort(struct listing *listing);

enum listed_state listed_state(const struct listed *listed, int64_t now);

void listing_write_table(const struct listing *listing, struct buffer *out);
void listing_write_json(const struct listing *listing, struct buffer *out);

/* Wipes and frees. */
void listing_free(struct listing *listing);

#endif
