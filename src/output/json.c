/* SPDX-License-Identifier: ISC */
/*
 * The format for programs: one JSON object. Its members are tokctl(1), JSON; what is not known is
 * null.
 */
#include "base/text.h"
#include "base/translate.h"
#include "output/format.h"

static void append_time(struct buffer *out, const char *name, int64_t time)
{
	char text[CLOCK_TEXT_SIZE] = "";

	if (time != TIME_UNKNOWN)
		clock_rfc3339(time, text);
	text_json_member(out, name, text);
}

static void append_headers(struct buffer *out, const struct output *output)
{
	struct output_headers headers;
	struct buffer value = BUFFER_INIT;

	output_headers(output, &headers);
	buffer_string(out, ",\"headers\":[");
	for (size_t i = 0; i < headers.count; i++) {
		buffer_clear(&value);
		output_header_value(&headers, i, &value);
		buffer_string(out, i > 0 ? ",{\"name\":" : "{\"name\":");
		text_json(out, headers.headers[i].name);
		text_json_member(out, "value", value.data);
		buffer_char(out, '}');
		if (value.failed)
			out->failed = true;
	}
	buffer_char(out, ']');
	buffer_free(&value);
}

static void write_json(const struct output *output, struct buffer *out)
{
	const struct token *t = output->token;

	buffer_string(out, "{\"version\":1");
	text_json_member(out, "provider", output->profile->provider->name);
	text_json_member(out, "profile", output->profile->name);
	text_json_member(out, "token", t->value);
	text_json_member(out, "token_type", t->type);
	append_headers(out, output);
	text_json_member(out, "scope", output->scope);
	append_time(out, "issued_at", t->issued_at);
	append_time(out, "expires_at", t->expires_at);
	buffer_string(out, ",\"expires_in\":");
	if (t->expires_at != TIME_UNKNOWN)
		buffer_number(out, t->expires_at - output->now);
	else
		buffer_string(out, "null");
	append_time(out, "reuse_until", output->reuse_until);
	buffer_string(out, output->cached ? ",\"cached\":true}\n" : ",\"cached\":false}\n");
}

const struct format format_json = {
	.name = "json",
	.help = N_("all of it, for programs"),
	.write = write_json,
};
