/* SPDX-License-Identifier: ISC */
/* What came of a task. */
#include "fetch/result.h"

#include <string.h>

#include "base/file.h"
#include "base/record.h"
#include "base/text.h"
#include "fetch/scrub.h"

void result_init(struct result *result)
{
	*result = (struct result){ .probe = HTTP_PROBE_INIT, .err = ERROR_INIT };
	grant_init(&result->grant);
}

void result_free(struct result *result)
{
	grant_free(&result->grant);
	metadata_free(&result->metadata);
}

/*
 * What the provider said in refusing becomes the message, or ends it, cleaned of what must not be
 * seen.
 */
static void word_failure(const struct credential *credential, struct error *err)
{
	scrub(credential, err->provider_code, sizeof(err->provider_code));
	scrub(credential, err->provider_message, sizeof(err->provider_message));
	if (err->message[0] == '\0') {
		error_word_provider(err);
	} else if (err->provider_message[0] != '\0') {
		text_append(err->message, ": ", sizeof(err->message));
		text_append(err->message, err->provider_message, sizeof(err->message));
	}
}

/*
 * What a server says in passing is kept and shown, but not where it quotes what must not be seen.
 */
static void drop_quotes(const struct credential *credential, struct grant *grant)
{
	struct buffer *const said[] = { &grant->type, &grant->scope };

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (said[i]->len > 0 && (scrub_finds(credential->secret, said[i]->data) ||
					 scrub_finds(grant->token.data, said[i]->data)))
			buffer_free(said[i]);
}

static void put_number(struct buffer *out, const char *name, int64_t number, int64_t none)
{
	if (number != none)
		record_put_number(out, name, number);
}

/* libcurl's words may hold a host name from a header; and a certificate has what it has. */
static void put_probe(const struct http_probe *probe, struct buffer *out)
{
	put_number(out, "lookup-ms", probe->lookup_ms, HTTP_NOT_REACHED);
	put_number(out, "connect-ms", probe->connect_ms, HTTP_NOT_REACHED);
	put_number(out, "tls-ms", probe->tls_ms, HTTP_NOT_REACHED);
	put_number(out, "proxy-status", probe->proxy_status, 0);
	record_put_shown(out, "remote-address", probe->remote);
	put_number(out, "remote-port", probe->remote_port, 0);
	record_put_shown(out, "local-address", probe->local);
	put_number(out, "certificate-end", probe->certificate_end, TIME_UNKNOWN);
	record_put_shown(out, "certificate-issuer", probe->certificate_issuer);
	put_number(out, "date", probe->date, TIME_UNKNOWN);
}

static void put_grant(const struct grant *grant, struct buffer *out)
{
	record_put_text(out, "token", grant->token.data);
	record_put_text(out, "token-type", grant->type.data);
	record_put_text(out, "scope", grant->scope.data);
	put_number(out, "expires-in", grant->expires_in, TIME_UNKNOWN);
	put_number(out, "expires-at", grant->expires_at, TIME_UNKNOWN);
	put_number(out, "server-time", grant->server_time, TIME_UNKNOWN);
}

static void put_metadata(const struct metadata *metadata, struct buffer *out)
{
	record_put_text(out, "endpoint", metadata->endpoint.data);
	record_put_text(out, "auth", metadata->auth);
}

static void put_failure(const struct error *err, struct buffer *out)
{
	record_put(out, "error", error_name(err->id));
	record_put_shown(out, "message", err->message);
	record_put_lines(out, "hint", err->hint);
	put_number(out, "http-status", err->http_status, 0);
	put_number(out, "retry-after", err->retry_after, 0);
	record_put_text(out, "provider-code", err->provider_code);
	record_put_text(out, "provider-message", err->provider_message);
}

static void put_result(struct result *result, const struct credential *credential,
		       struct buffer *out)
{
	put_probe(&result->probe, out);
	if (result->granted) {
		drop_quotes(credential, &result->grant);
		put_grant(&result->grant, out);
		put_number(out, "asked-after", result->asked_after_ms / 1000, 0);
		put_metadata(&result->metadata, out);
	} else if (result->err.id != ERROR_NONE) {
		word_failure(credential, &result->err);
		put_failure(&result->err, out);
	}
}

int result_write(int fd, struct result *result, const struct credential *credential)
{
	struct buffer out = BUFFER_INIT;
	int written;

	record_begin(&out);
	put_result(result, credential, &out);
	record_end(&out);
	written = out.failed ? -1 : file_write_all(fd, out.data, out.len);
	buffer_free(&out);
	return written;
}
