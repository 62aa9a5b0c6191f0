/* SPDX-License-Identifier: ISC */
/* One transfer by libcurl. */
#include "net/transfer.h"

#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "model/endpoint.h"
#include "net/closure.h"

void transfer_set_host(struct http *http, const char *endpoint)
{
	size_t len;
	const char *authority = endpoint_authority(endpoint, &len);

	text_escape(authority, len, http->host, sizeof(http->host));
}

const char *transfer_header(const struct http *http, const char *name)
{
	struct curl_header *found;

	return curl_easy_header(http->curl, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK
		       ? found->value
		       : NULL;
}

bool transfer_never_connected(const struct http *http)
{
	curl_off_t sent = 0, connected = 0;

	curl_easy_getinfo(http->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
	curl_easy_getinfo(http->curl, CURLINFO_SIZE_UPLOAD_T, &sent);
	return connected == 0 && sent == 0;
}

/* False where all that is trusted was read before. */
static bool trust_file_too(struct http *http)
{
	if (http->unread == NULL)
		return false;
	report_trace("the system's directory of CAs does not vouch for the server; %s is read too",
		     http->unread);
	SET(http, CURLOPT_CAINFO, http->unread);
	SET(http, CURLOPT_PROXY_CAINFO, http->unread);
	http->unread = NULL;
	return http->failed_option == CURLE_OK;
}

static CURLcode perform(struct http *http, struct deadline deadline)
{
	http->problem[0] = '\0';
	SET(http, CURLOPT_TIMEOUT_MS, (long)(deadline_left(deadline) + 1)); /* 0 would mean none */
	if (http->failed_option != CURLE_OK)
		return http->failed_option;
	closure_begin();
	return curl_easy_perform(http->curl);
}

/* A peer that is not trusted was sent nothing: it may be looked at again, with more to trust. */
CURLcode transfer_perform(struct http *http, struct deadline deadline)
{
	char doubt[CURL_ERROR_SIZE];
	CURLcode code = perform(http, deadline);

	if (code != CURLE_PEER_FAILED_VERIFICATION || !trust_file_too(http))
		return code;
	strlcpy(doubt, http->problem, sizeof(doubt));
	code = perform(http, deadline);
	if (code == CURLE_OK || code == CURLE_SSL_CACERT_BADFILE || !transfer_never_connected(http))
		return code;
	/* It was not seen again, in the time that was left: what was found wrong with it stands. */
	strlcpy(http->problem, doubt, sizeof(http->problem));
	return CURLE_PEER_FAILED_VERIFICATION;
}
