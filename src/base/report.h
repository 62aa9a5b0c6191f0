/* SPDX-License-Identifier: ISC */
/*
 * All that tokctl says on standard error, formatted in one place.
 *
 *	tokctl: toss: the provider refused the key or the secret (invalid_client)
 *	  check the key and secret in the seller's console
 *
 * or, with --error-format json, one object a line. Nothing here ever goes to standard output.
 */
#ifndef TOKCTL_BASE_REPORT_H
#define TOKCTL_BASE_REPORT_H

#include <stdbool.h>

#include "base/error.h"

struct report_style {
	bool json;    /* --error-format json */
	bool quiet;   /* -q: no warnings */
	bool verbose; /* -v: traces too */
};

void report_set_style(struct report_style style);
struct report_style report_style(void);

/* What the messages are about, "toss" or "toss:outlet"; NULL for none. It is copied. */
void report_set_subject(const char *subject);

/* Prints an error with its hint. Returns the exit status that goes with it. */
int report_error(const struct error *err);

/* Prints an error that did not stop us. Nothing under -q. */
void report_warning(const struct error *err);

/* Prints a line under -v. Never hand it a secret or a token. */
void report_trace(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * From now on nothing that is said may keep us waiting: what standard error does not take at once,
 * as a pipe that is full, is said by report_release(), in its order. For as long as others wait for
 * us.
 */
void report_hold(void);
void report_release(void);

#endif
