/* SPDX-License-Identifier: ISC */
/* How far a connection to an endpoint's host gets. */
#include "net/probe.h"

#include <string.h>

#include "base/buffer.h"
#include "model/endpoint.h"
#include "net/failure.h"
#include "net/message.h"
#include "net/tls.h"
#include "net/transfer.h"

/* "https://host:port/": the endpoint without its path. */
static void append_root(const char *endpoint, struct buffer *url)
{
	size_t len;
	const char *authority = endpoint_authority(endpoint, &len);

	buffer_append(url, endpoint, (size_t)(authority - endpoint) + len);
	buffer_char(url, '/');
}

static void set_request(struct http *http, const char *url)
{
	SET(http, CURLOPT_URL, url);
	SET(http, CURLOPT_NOBODY, 1L);
	SET(http, CURLOPT_CERTINFO, 1L);
}

/* libcurl's times count from the start, in microseconds; 0: it did not come to that. */
static int64_t reached_after(const struct http *http, CURLINFO what)
{
	curl_off_t microseconds = 0;

	curl_easy_getinfo(http->curl, what, &microseconds);
	return microseconds > 0 ? (int64_t)(microseconds / 1000) : HTTP_NOT_REACHED;
}

static void copy_info(const struct http *http, CURLINFO what, char *out, size_t size)
{
	const char *text = NULL;

	curl_easy_getinfo(http->curl, what, &text);
	strlcpy(out, text != NULL ? text : "", size);
}

/* Of the server's own certificate, which is the first of its chain. Fields are "Name:value". */
static void read_certificate(const struct http *http, struct http_probe *probe)
{
	static const char END[] = "Expire date:", ISSUER[] = "Issuer:";
	struct curl_certinfo *chain = NULL;

	curl_easy_getinfo(http->curl, CURLINFO_CERTINFO, &chain);
	if (chain == NULL || chain->num_of_certs < 1)
		return;
	for (const struct curl_slist *field = chain->certinfo[0]; field != NULL;
	     field = field->next) {
		if (strncmp(field->data, END, strlen(END)) == 0)
			probe->certificate_end =
				(int64_t)curl_getdate(field->data + strlen(END), NULL);
		if (strncmp(field->data, ISSUER, strlen(ISSUER)) == 0)
			strlcpy(probe->certificate_issuer, field->data + strlen(ISSUER),
				sizeof(probe->certificate_issuer));
	}
}

static void read_probe(const struct http *http, struct http_probe *probe)
{
	const char *date = transfer_header(http, "Date");
	long number = 0;

	probe->lookup_ms = reached_after(http, CURLINFO_NAMELOOKUP_TIME_T);
	probe->connect_ms = reached_after(http, CURLINFO_CONNECT_TIME_T);
	probe->tls_ms = reached_after(http, CURLINFO_APPCONNECT_TIME_T);
	curl_easy_getinfo(http->curl, CURLINFO_HTTP_CONNECTCODE, &number);
	probe->proxy_status = (int)number;
	number = 0;
	curl_easy_getinfo(http->curl, CURLINFO_PRIMARY_PORT, &number);
	probe->remote_port = (int)number;
	copy_info(http, CURLINFO_PRIMARY_IP, probe->remote, sizeof(probe->remote));
	copy_info(http, CURLINFO_LOCAL_IP, probe->local, sizeof(probe->local));
	read_certificate(http, probe);
	if (date != NULL)
		probe->date = (int64_t)curl_getdate(date, NULL);
}

/* Some servers answer so, whatever is asked for. */
static bool lacks_certificate(const struct http *http)
{
	enum { BAD_REQUEST = 400 };
	long status = 0;

	curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	return status == BAD_REQUEST && tls_wanted_certificate();
}

int http_probe(struct http *http, const char *endpoint, struct deadline deadline,
	       struct http_probe *probe, struct error *err)
{
	struct http_response ignored = { .date = TIME_UNKNOWN };
	struct buffer url = BUFFER_INIT;
	CURLcode code;
	bool again;

	*probe = (struct http_probe)HTTP_PROBE_INIT;
	append_root(endpoint, &url);
	if (url.failed) {
		buffer_free(&url);
		return error_memory(err);
	}
	transfer_set_host(http, endpoint);
	set_request(http, url.data);
	SET(http, CURLOPT_WRITEDATA, &ignored);
	code = transfer_perform(http, deadline, 1);
	buffer_free(&url);
	http_response_free(&ignored);
	if (http->failed_option != CURLE_OK)
		return failure_of_option(http, err);
	read_probe(http, probe);
	if (code != CURLE_OK)
		return failure_of_transfer(http, code, deadline, &again, err);
	return lacks_certificate(http) ? failure_of_certificate(http, err) : 0;
}
