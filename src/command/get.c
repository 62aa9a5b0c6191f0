/* SPDX-License-Identifier: ISC */
/* tokctl [get] PROVIDER[:PROFILE]: prints a token. */
#include "base/report.h"
#include "base/translate.h"
#include "command/command.h"
#include "command/destination.h"
#include "command/obtain.h"

static int no_expiry(struct error *err)
{
	error_set(err, ERROR_NO_EXPIRY, "the provider does not report when a token expires");
	return error_hint(err, "--json has reuse_until, the time up to which tokctl reuses it");
}

static int check_format(const struct format *format, const struct profile *profile,
			const char *variable, struct error *err)
{
	if (variable != NULL && format_check_variable(format, variable, err) == -1)
		return -1;
	return format->needs_expiry && (profile->provider->traits & REPORTS_NO_EXPIRY)
		       ? no_expiry(err)
		       : 0;
}

static int write_token(void *context, const struct output *output, struct error *err)
{
	const struct destination *destination = context;

	if (destination->format->needs_expiry && output->token->expires_at == TIME_UNKNOWN)
		return no_expiry(err);
	return destination_write(destination, output, err);
}

static int get(struct run *run, struct error *err)
{
	const char *name = run->flags.text[OPTION_OUTPUT];
	const struct format *format = &format_token;
	static struct profile profile; /* messages name it to the end */
	struct destination destination;
	struct settings settings;
	int result = -1;

	if (profile_parse(run->operands[0], &profile, err) == -1)
		return -1;
	report_set_subject(profile.text);
	if (name != NULL && (format = format_find(name, err)) == NULL)
		return -1;
	if (check_format(format, &profile, run->flags.text[OPTION_NAME], err) == -1)
		return -1;
	if (settings_resolve(&settings, &profile, &run->flags, run->environment, err) == 0) {
		if (destination_open(&destination, format, &settings, err) == 0)
			result = obtain(run, &settings, deadline_in(0), write_token, &destination,
					err);
		destination_close(&destination);
	}
	settings_free(&settings);
	return result;
}

const struct command command_get = {
	.name = "get",
	.usage = "PROVIDER[:PROFILE] [options]",
	.summary = N_("print a token (the verb may be left out)"),
	.about = N_("Prints a token of PROVIDER, from the cache while it is good, else a new one."),
	.groups = GROUP_OUTPUT | GROUP_SECRET | GROUP_IDENTITY | GROUP_FETCH | GROUP_CACHE,
	.least_operands = 1,
	.most_operands = 1,
	.run = get,
};
