/* SPDX-License-Identifier: ISC */
/*
 * The format for programs: one JSON object. tokctl(1), JSON, lists its members; an unknown value is
 * null.
 */
#include "base/json_writer.h"
#include "base/translate.h"
#include "output/format.h"

static void put_headers(struct json_writer *json, const struct output *output)
{
	struct output_headers headers;
	struct buffer value = BUFFER_INIT;

	output_headers(output, &headers);
	json_begin_array(json, "headers");
	for (size_t i = 0; i < headers.count; i++) {
		buffer_clear(&value);
		output_header_value(&headers.list[i], &value);
		json_begin_object(json, NULL);
		json_put_text(json, "name", headers.list[i].name);
		json_put_text(json, "value", value.data);
		json_end_object(json);
		json->out->failed |= value.failed;
	}
	json_end_array(json);
	buffer_free(&value);
}

static void put_times(struct json_writer *json, const struct output *output)
{
	const struct token *token = output->token;

	json_put_time(json, "issued_at", token->issued_at);
	json_put_time(json, "expires_at", token->expires_at);
	if (token->expires_at != TIME_UNKNOWN)
		json_put_number(json, "expires_in", token->expires_at - output->now);
	else
		json_put_null(json, "expires_in");
	json_put_time(json, "reuse_until", output->reuse_until);
}

static void write_json(const struct output *output, struct buffer *out)
{
	struct json_writer json = json_writer_init(out);

	json_begin_object(&json, NULL);
	json_put_number(&json, "version", 1);
	json_put_text(&json, "provider", output->profile->provider->name);
	json_put_text(&json, "profile", output->profile->name);
	json_put_text(&json, "token", output->token->value);
	json_put_text(&json, "token_type", output->token->type);
	put_headers(&json, output);
	json_put_text(&json, "scope", output->scope);
	put_times(&json, output);
	json_put_boolean(&json, "cached", output->cached);
	json_end_object(&json);
	buffer_char(out, '\n');
}

const struct format format_json = {
	.name = "json",
	.help = N_("all of it, for programs"),
	.write = write_json,
};
