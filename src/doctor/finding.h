/* SPDX-License-Identifier: ISC */
/*
 * What `tokctl doctor` found: a list of findings, each about a thing (id) of a profile (subject),
 * and its two forms.
 *
 *	struct findings findings = FINDINGS_INIT;
 *
 *	finding_add(&findings, "key", FINDING_OK, "set by %s", origin);
 *	finding_add_error(&findings, "secret", FINDING_FAIL, &err);
 *	findings_write_text(&findings, &out);
 *	findings_free(&findings);
 *
 * No secret is ever handed to it, and no key either: what it prints is made to be shown to somebody
 * who helps.
 */
#ifndef TOKCTL_DOCTOR_FINDING_H
#define TOKCTL_DOCTOR_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

enum finding_result {
	FINDING_OK,
	/* a request would be made, but something is not as it should be */
	FINDING_WARN,
	FINDING_FAIL, /* a request would fail by it */
};

struct finding {
	const char *id;      /* a word of the table in tokctl(1) */
	const char *subject; /* the profile; NULL: all of them */
	enum finding_result result;
	enum error_id error; /* ERROR_NONE: there is none */
	struct buffer message, hint;
};

struct findings {
	struct finding *list;
	size_t count, room;
	const char *subject; /* of the findings that are added; must outlive the list */
	size_t failures;     /* how many are FINDING_FAIL */
	bool failed;         /* out of memory: some findings are missing */
};

#define FINDINGS_INIT        \
	{                    \
		.list = NULL \
	}

void finding_add(struct findings *findings, const char *id, enum finding_result result,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The same with an error's message, which has the provider's words, and its hint. */
void finding_add_error(struct findings *findings, const char *id, enum finding_result result,
		       const struct error *err);

/* Adds a line to the hint of the last finding. */
void finding_hint(struct findings *findings, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds an error by which a request would fail, with this hint unless the error brings its own. */
void finding_fail(struct findings *findings, const char *id, const struct error *err,
		  const char *hint);

/*
 * The error whose exit status is that of the whole run: of the failures, the one to be mended
 * first; ERROR_NONE: there is none. The order is 70, 64, 78, 76, 77, 73, 74, 69, 75: what is
 * installed and configured comes before what is asked by it, and what passes by itself comes last.
 */
enum error_id findings_worst(const struct findings *findings);

/* A line for each, with its hint below, or an object of JSON; see tokctl(1). */
void findings_write_text(const struct findings *findings, struct buffer *out);
void findings_write_json(const struct findings *findings, struct buffer *out);

void findings_free(struct findings *findings);

#endif
