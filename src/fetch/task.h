/* SPDX-License-Identifier: ISC */
/*
 * What tokctl asks of tokctl-fetch: a token, or how far a connection gets. It comes as a record,
 * whose fields stand in model/credential.h.
 */
#ifndef TOKCTL_FETCH_TASK_H
#define TOKCTL_FETCH_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "fetch/provider.h"
#include "model/credential.h"
#include "net/open.h"

struct task {
	struct buffer bytes; /* the record: the strings point into it, the secret is one of them */
	bool is_probe;       /* no token is asked for; only the endpoint of the credential is set */
	const struct fetch_provider *provider;
	struct credential credential;
	struct http_options http;
	struct deadline deadline;
	int64_t time_ms; /* from the reading of the task to the deadline */
	int64_t retries;
};

/*
 * Reads a task from a descriptor, and has messages and traces appear as it says. -1 with err:
 * ERROR_INTERNAL for what is no task, ERROR_CONFIG for a URL that can't be asked, ERROR_IO,
 * ERROR_TIMEOUT, ERROR_MEMORY. The task is the caller's to free, in every case.
 */
MUST_CHECK int task_read(int fd, struct task *task, struct error *err);

/* Wipes and frees. */
void task_free(struct task *task);

#endif
