/* SPDX-License-Identifier: ISC */
/*
 * What get, exec and curl share: a token for what was named, from the cache while it is good, else
 * a new one.
 *
 *	struct obtained obtained;
 *	int result = obtain_named(&obtained, run, operand, began, &err);
 *
 *	if (result == 0)
 *		... obtained.output ...
 *	obtained_free(&obtained);
 */
#ifndef TOKCTL_COMMAND_OBTAIN_H
#define TOKCTL_COMMAND_OBTAIN_H

#include "base/attributes.h"
#include "base/clock.h"
#include "base/error.h"
#include "command/run.h"
#include "command/target.h"
#include "issue/issue.h"
#include "model/credential.h"
#include "output/output.h"

/* Its parts point to each other, and it is large: do not copy or move it. */
struct obtained {
	struct target target;
	struct credential credential; /* without its secret */
	struct issue_result result;
	struct output output; /* what formats print */
};

/* To begin with: nothing is obtained. obtained_free() is due. */
void obtained_init(struct obtained *obtained);

/*
 * Gets the token that the target's settings lead to. --timeout is counted from `began`, which is
 * deadline_in(0) at the start of the run. Returns -1 with err and its hint.
 */
MUST_CHECK int obtain(struct obtained *obtained, const struct run *run, struct deadline began,
		      struct error *err);

/*
 * All of it from the beginning, for an operand, PROVIDER[:PROFILE], which messages name from then
 * on. obtained_free() is due in every case.
 */
MUST_CHECK int obtain_named(struct obtained *obtained, const struct run *run, const char *operand,
			    struct deadline began, struct error *err);

/* Wipes and frees. */
void obtained_free(struct obtained *obtained);

#endif
