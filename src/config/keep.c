/* SPDX-License-Identifier: ISC */
/* How a value becomes one of the settings. */
#include "config/keep.h"

#include <stdio.h>
#include <string.h>

/* Checks that the provider takes this option, wherever it was written. */
static int check_trait(const struct settings *settings, enum option_id id, struct error *err)
{
	const struct provider *provider = settings->profile->provider;
	unsigned needs = option_row(id)->needs;

	if ((provider->traits & needs) == needs)
		return 0;
	if (needs == HAS_TEST_ENDPOINT)
		error_set(err, ERROR_USAGE, "%s has no test endpoint", provider->name);
	else
		error_set(err, ERROR_USAGE, "%s has no %s", provider->name, option_row(id)->name);
	return error_hint(err, "'tokctl help %s' lists what it has", provider->name);
}

int keep_value(struct settings *settings, enum option_id id, const struct value *value,
	       struct error *err)
{
	char origin[ORIGIN_SIZE];

	if (settings->values[id].level < value->level)
		return 0;
	settings->values[id] = *value;
	if (option_check(id, value->text, err) == 0 && check_trait(settings, id, err) == 0)
		return 0;
	settings_origin(settings, id, origin, sizeof(origin));
	return error_place(err, value_error(value->level), origin);
}

/* In the config a parameter's key is param.NAME. */
static void parameter_origin(const struct settings *settings, const char *name, size_t len,
			     const struct value *value, char origin[ORIGIN_SIZE])
{
	const char *option = option_row(OPTION_PARAM)->name;
	char key[81];

	snprintf(key, sizeof(key), "%s.%.*s", option, (int)len, name);
	settings_place(settings, value, value->level == LEVEL_FLAG ? option : key, origin,
		       ORIGIN_SIZE);
}

int keep_parameter(struct settings *settings, const char *name, size_t len,
		   const struct value *value, struct error *err)
{
	char origin[ORIGIN_SIZE];

	if (value->level == LEVEL_SECTION &&
	    parameters_have(&settings->parameters, name, len, value->level)) {
		parameter_origin(settings, name, len, value, origin);
		return error_set(err, ERROR_CONFIG, "%s stands twice in its section", origin);
	}
	if (value_check_parameter(name, len, value->text, err) == -1 ||
	    check_trait(settings, OPTION_PARAM, err) == -1) {
		parameter_origin(settings, name, len, value, origin);
		return error_place(err, value_error(value->level), origin);
	}
	return parameters_keep(&settings->parameters, name, len, value, err);
}
