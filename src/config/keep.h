/* SPDX-License-Identifier: ISC */
/* How a value becomes one of the settings: checked, and unless a higher level has one already. */
#ifndef TOKCTL_CONFIG_KEEP_H
#define TOKCTL_CONFIG_KEEP_H

#include "base/attributes.h"
#include "config/settings.h"

/*
 * Keeps a value unless a higher level has one; only a value that is kept is checked. Returns -1
 * with err (ERROR_USAGE or ERROR_CONFIG), which says where the value was written.
 */
MUST_CHECK int keep_value(struct settings *settings, enum option_id id, const struct value *value,
			  struct error *err);

/*
 * The same for a further parameter of the request, whose name is len bytes long; it is checked in
 * any case.
 */
MUST_CHECK int keep_parameter(struct settings *settings, const char *name, size_t len,
			      const struct value *value, struct error *err);

#endif
