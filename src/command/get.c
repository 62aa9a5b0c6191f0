/* SPDX-License-Identifier: ISC */
/* tokctl [get] PROVIDER[:PROFILE]: prints a token. */
#include "base/report.h"
#include "command/destination.h"
#include "command/obtain.h"

static int no_expiry(struct error *err)
{
	error_set(err, ERROR_NO_EXPIRY, "the provider does not report when a token expires");
	return error_hint(err, "--json has reuse_until, the time up to which tokctl reuses it");
}

static int check_output(const struct output *output, const struct profile *profile,
			const char *variable, struct error *err)
{
	if (variable != NULL && output_check_variable(output, variable, err) == -1)
		return -1;
	return output->needs_expiry && (profile->provider->can & NO_EXPIRY) ? no_expiry(err) : 0;
}

static int write_token(void *context, const struct output_token *token, struct error *err)
{
	const struct destination *destination = context;

	if (destination->output->needs_expiry && token->token->expires_at == TIME_UNKNOWN)
		return no_expiry(err);
	return destination_write(destination, token, err);
}

static int get(struct run *run, struct error *err)
{
	const char *format = run->flags.text[SETTING_OUTPUT];
	const struct output *output = &output_token;
	static struct profile profile; /* messages name it to the end */
	struct destination destination;
	struct settings settings;
	int result = -1;

	if (profile_parse(run->operands[0], &profile, err) == -1)
		return -1;
	report_set_subject(profile.text);
	if (format != NULL && (output = output_find(format, err)) == NULL)
		return -1;
	if (check_output(output, &profile, run->flags.text[SETTING_NAME], err) == -1)
		return -1;
	if (settings_resolve(&settings, &profile, &run->flags, run->environment, err) == 0) {
		if (destination_open(&destination, output, &settings, err) == 0)
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
	.summary = "print a token (the verb may be left out)",
	.about = "Prints a token of PROVIDER, from the cache while it is good, else a new one.",
	.groups = GROUP_OUTPUT | GROUP_SECRET | GROUP_IDENTITY | GROUP_FETCH | GROUP_CACHE,
	.least_operands = 1,
	.most_operands = 1,
	.run = get,
};
