/* SPDX-License-Identifier: ISC */
/* The result of a run, on standard output. */
#ifndef TOKCTL_COMMAND_PRINT_H
#define TOKCTL_COMMAND_PRINT_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"

/*
 * Writes the whole result to standard output, and closes standard output. Returns -1 with err:
 * ERROR_IO if it is closed, full or broken; ERROR_MEMORY if the result is not whole.
 */
MUST_CHECK int print_result(const struct buffer *result, struct error *err);

#endif
