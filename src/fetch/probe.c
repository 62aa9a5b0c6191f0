/* SPDX-License-Identifier: ISC */
/* How far a connection to an endpoint's host gets. */
#include "fetch/probe.h"

#include <string.h>

#include "base/record.h"
#include "base/report.h"
#include "base/text.h"

int probe(const struct http_options *options, const char *endpoint, struct deadline deadline,
	  struct http_probe *seen, struct error *err)
{
	struct http *http;
	int result;

	if (http_open(options, &http, 1, err) == -1)
		return -1;
	report_trace("HEAD / of the host of %s", endpoint);
	result = http_probe(http, endpoint, deadline, seen, err);
	http_close(http);
	return result;
}

static void put_number(struct buffer *out, const char *name, int64_t number, int64_t none)
{
	if (number != none)
		record_put_number(out, name, number);
}

static void put_text(struct buffer *out, const char *name, const char *text)
{
	char shown[1024];

	text_escape(text, strlen(text), shown, sizeof(shown));
	record_put(out, name, shown[0] != '\0' ? shown : NULL);
}

void probe_put(const struct http_probe *seen, struct buffer *out)
{
	put_number(out, "lookup-ms", seen->lookup_ms, HTTP_NOT_REACHED);
	put_number(out, "connect-ms", seen->connect_ms, HTTP_NOT_REACHED);
	put_number(out, "tls-ms", seen->tls_ms, HTTP_NOT_REACHED);
	put_number(out, "proxy-status", seen->proxy_status, 0);
	put_text(out, "remote-address", seen->remote);
	put_number(out, "remote-port", seen->remote_port, 0);
	put_text(out, "local-address", seen->local);
	put_number(out, "certificate-end", seen->certificate_end, TIME_UNKNOWN);
	put_text(out, "certificate-issuer", seen->certificate_issuer);
	put_number(out, "date", seen->date, TIME_UNKNOWN);
}
