/* SPDX-License-Identifier: ISC */
/*
 * The formats for an HTTP request: header lines, as `curl -H @-` reads them, and curl's config, for
 * `curl -K -`.
 */
#include "base/translate.h"
#include "output/format.h"

static void write_header(const struct output *output, struct buffer *out)
{
	struct output_headers headers;

	output_headers(output, &headers);
	for (size_t i = 0; i < headers.count; i++) {
		buffer_string(out, headers.list[i].name);
		buffer_string(out, ": ");
		output_header_value(&headers.list[i], out);
		buffer_char(out, '\n');
	}
}

/*
 * In curl's config a double-quoted value has \\ and \" as escapes; only an affiliate code can hold
 * either.
 */
static void append_escaped(struct buffer *out, const char *value)
{
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			buffer_char(out, '\\');
		buffer_char(out, *value);
	}
}

static void write_curl(const struct output *output, struct buffer *out)
{
	struct output_headers headers;
	struct buffer value = BUFFER_INIT;

	output_headers(output, &headers);
	for (size_t i = 0; i < headers.count; i++) {
		buffer_clear(&value);
		output_header_value(&headers.list[i], &value);
		buffer_string(out, "header = \"");
		buffer_string(out, headers.list[i].name);
		buffer_string(out, ": ");
		if (value.failed)
			out->failed = true;
		else
			append_escaped(out, value.data);
		buffer_string(out, "\"\n");
	}
	buffer_free(&value);
}

const struct format format_header = {
	.name = "header",
	.help = N_("the header line that the provider's API wants"),
	.write = write_header,
};

const struct format format_curl = {
	.name = "curl",
	.help = N_("the header as curl's config, for curl -K -"),
	.write = write_curl,
	/*
	 * An empty config would let curl send the request without a token. With no protocol allowed
	 * it sends nothing.
	 */
	.on_failure = "proto = \"-all\"\n",
};
