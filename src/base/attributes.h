/* SPDX-License-Identifier: ISC */
/* What is said of a declaration so that the compiler holds us to it. */
#ifndef TOKCTL_BASE_ATTRIBUTES_H
#define TOKCTL_BASE_ATTRIBUTES_H

/*
 * Stands before a function where going on without its result is a mistake. A cast to void does not
 * tell gcc that a result does not matter; IGNORE_RESULT() does.
 */
#define MUST_CHECK __attribute__((warn_unused_result))

#define IGNORE_RESULT(call)  \
	do {                 \
		if (call) {} \
	} while (0)

/*
 * Stands in `struct ROW name {` where tables hold such structs: their initialisers name the fields.
 * gcc warns of one that does not.
 */
#if defined(__has_attribute)
#if __has_attribute(designated_init)
#define ROW __attribute__((designated_init))
#endif
#endif
#ifndef ROW
#define ROW
#endif

/* ISO C wants a declaration in each translation unit, and the lint compiles each header alone. */
struct attributes;

#endif
