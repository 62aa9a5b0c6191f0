/* SPDX-License-Identifier: ISC */
/*
 * The further parameters of a request: --param NAME=VALUE, TOKCTL_OAUTH2_..._PARAM_NAME, param.NAME
 * in the config.
 */
#ifndef TOKCTL_CONFIG_PARAMETERS_H
#define TOKCTL_CONFIG_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/error.h"
#include "config/value.h"

enum { MOST_PARAMETERS = 16 };

struct parameters {
	struct parameter {
		char name[PARAMETER_NAME_SIZE];
		struct value value;
	} list[MOST_PARAMETERS]; /* by name */
	size_t count;
};

/*
 * Keeps a parameter, whose name of len bytes has passed value_check_parameter(), unless there is
 * one from a higher level. Returns -1 with err (ERROR_USAGE or ERROR_CONFIG, by the level) where
 * there are too many.
 */
MUST_CHECK int parameters_keep(struct parameters *parameters, const char *name, size_t len,
			       const struct value *value, struct error *err);

/* Is there one of that name, len bytes, from this very level? */
bool parameters_have(const struct parameters *parameters, const char *name, size_t len,
		     enum level level);

/* Appends them to a form, as text_form_field() does. */
void parameters_put(const struct parameters *parameters, struct buffer *form);

#endif
