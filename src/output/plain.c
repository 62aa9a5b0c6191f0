/* SPDX-License-Identifier: ISC */
/* The formats of one bare value: token, expiry, epoch, ttl. */
#include "base/translate.h"
#include "output/format.h"

static void write_token(const struct output *output, struct buffer *out)
{
	buffer_string(out, output->token->value);
	buffer_char(out, '\n');
}

static void write_expiry(const struct output *output, struct buffer *out)
{
	char text[CLOCK_TEXT_SIZE];

	clock_rfc3339(output->token->expires_at, text);
	buffer_string(out, text);
	buffer_char(out, '\n');
}

static void write_epoch(const struct output *output, struct buffer *out)
{
	buffer_number(out, output->token->expires_at);
	buffer_char(out, '\n');
}

static void write_ttl(const struct output *output, struct buffer *out)
{
	buffer_number(out, output->token->expires_at - output->now);
	buffer_char(out, '\n');
}

const struct format format_token = {
	.name = "token",
	.help = N_("the token alone"),
	.write = write_token,
};

const struct format format_expiry = {
	.name = "expiry",
	.help = N_("when it expires, RFC 3339 in UTC"),
	.needs_expiry = true,
	.write = write_expiry,
};

const struct format format_epoch = {
	.name = "epoch",
	.help = N_("when it expires, in seconds since 1970"),
	.needs_expiry = true,
	.write = write_epoch,
};

const struct format format_ttl = {
	.name = "ttl",
	.help = N_("how many seconds it has left"),
	.needs_expiry = true,
	.write = write_ttl,
};
