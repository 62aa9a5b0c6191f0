/* SPDX-License-Identifier: ISC */
/* The result of a run, on standard output. */
#include "command/print.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"

int print_result(const struct buffer *result, struct error *err)
{
	if (result->failed)
		return error_memory(err);
	if (result->len == 0)
		return 0;
	/* A network file system may report only at close() that it could not store the data. */
	if (file_write_all(STDOUT_FILENO, result->data, result->len) == -1 ||
	    close(STDOUT_FILENO) == -1)
		return error_set(err, ERROR_IO, "can't write to standard output: %s",
				 translate_errno(errno));
	return 0;
}
