/* SPDX-License-Identifier: ISC */
/*
 * The order of questions: the provider is asked for a token at its endpoint; the issuer for its
 * metadata where no endpoint is known, or where that has moved; each again, after a pause, while
 * what went wrong may pass and there are retries left. A probe is one question.
 */
#ifndef TOKCTL_FETCH_ASK_H
#define TOKCTL_FETCH_ASK_H

#include "fetch/result.h"
#include "fetch/task.h"

/*
 * Does the task, which has been read without an error. What came of it is in the result, which was
 * begun by result_init(): a grant, or an error. The process gives up what that does not need
 * (net/open.h), so there is one task to each.
 */
void ask(const struct task *task, struct result *result);

#endif
