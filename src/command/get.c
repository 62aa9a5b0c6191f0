/* SPDX-License-Identifier: ISC */
/* tokctl [get] PROVIDER[:PROFILE]: prints a token. */
#include "base/translate.h"
#include "command/command.h"
#include "command/destination.h"
#include "command/obtain.h"
#include "output/format.h"

static int no_expiry(struct error *err)
{
	error_set(err, ERROR_NO_EXPIRY, "the provider does not report when a token expires");
	return error_hint(err, "--json has reuse_until, the time up to which tokctl reuses it");
}

/* The format that was asked for; NULL with err if the profile's token can't be printed in it. */
static const struct format *choose_format(const struct run *run, const struct profile *profile,
					  struct error *err)
{
	const char *name = run->flags.text[OPTION_OUTPUT];
	const char *variable = run->flags.text[OPTION_NAME];
	const struct format *format = name != NULL ? format_find(name, err) : &format_token;

	if (format == NULL ||
	    (variable != NULL && format_check_variable(format, variable, err) == -1))
		return NULL;
	if (!format->needs_expiry || !(profile->provider->traits & REPORTS_NO_EXPIRY))
		return format;
	no_expiry(err);
	return NULL;
}

static int write_token(const struct destination *destination, const struct output *output,
		       struct error *err)
{
	if (destination->format->needs_expiry && output->token->expires_at == TIME_UNKNOWN)
		return no_expiry(err);
	return destination_write(destination, output, err);
}

/* The place is opened first: no token is requested that could not be written there. */
static int print_token(struct obtained *obtained, const struct run *run,
		       const struct format *format, struct error *err)
{
	struct destination destination;
	int result = destination_open(&destination, format, &obtained->target.settings, err);

	if (result == 0)
		result = obtain(obtained, run, deadline_in(0), err);
	if (result == 0)
		result = write_token(&destination, &obtained->output, err);
	destination_close(&destination);
	return result;
}

static int get(struct run *run, struct error *err)
{
	struct obtained obtained;
	const struct format *format;
	int result = -1;

	obtained_init(&obtained);
	if (target_name(&obtained.target, run->operands[0], err) == 0 &&
	    (format = choose_format(run, &obtained.target.profile, err)) != NULL &&
	    target_resolve(&obtained.target, run, err) == 0)
		result = print_token(&obtained, run, format, err);
	obtained_free(&obtained);
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
	.perform = get,
};
