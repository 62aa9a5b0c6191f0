/* SPDX-License-Identifier: ISC */
/* One transfer by libcurl. */
#include "net/transfer.h"

#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "model/endpoint.h"
#include "net/tls.h"

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

bool transfer_looked_up(const struct http *http)
{
	curl_off_t looked_up = 0;

	curl_easy_getinfo(http->curl, CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
	return looked_up > 0;
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

/*
 * libcurl's CURLOPT_CONNECTTIMEOUT would count from before the look-up. This is called each time
 * that something happens, and about once a second. libcurl gives an address that is not a name's
 * last half of the time that is left, so a share may end at the first address: after one lost share
 * the next try has all that is left, and gets to the others.
 */
static int check_patience(void *context, curl_off_t down_total, curl_off_t down,
			  curl_off_t up_total, curl_off_t up)
{
	struct http *http = context;
	int64_t left = deadline_left(http->patience.deadline);

	(void)down_total, (void)down, (void)up_total, (void)up;
	if (!transfer_looked_up(http) || !transfer_never_connected(http))
		return 0;
	if (!http->patience.looked_up)
		http->patience.connect =
			deadline_in(http->patience.lost ? left : left / http->patience.tries);
	http->patience.looked_up = true;
	return deadline_left(http->patience.connect) <= 0;
}

static CURLcode perform(struct http *http)
{
	long left = (long)(deadline_left(http->patience.deadline) + 1); /* 0 would mean none */
	CURLcode code;

	http->problem[0] = '\0';
	http->patience.looked_up = false;
	http->header_bytes = 0;
	SET(http, CURLOPT_TIMEOUT_MS, left);
	SET(http, CURLOPT_CONNECTTIMEOUT_MS, left);
	SET(http, CURLOPT_XFERINFOFUNCTION, check_patience);
	SET(http, CURLOPT_XFERINFODATA, http);
	SET(http, CURLOPT_NOPROGRESS, 0L);
	if (http->failed_option != CURLE_OK)
		return http->failed_option;
	tls_begin();
	code = curl_easy_perform(http->curl);
	if (code != CURLE_ABORTED_BY_CALLBACK)
		return code;
	http->patience.lost = true;
	return CURLE_OPERATION_TIMEDOUT;
}

/* A peer that is not trusted was sent nothing: it may be looked at again, with more to trust. */
CURLcode transfer_perform(struct http *http, struct deadline deadline, int64_t tries)
{
	char doubt[CURL_ERROR_SIZE];
	CURLcode code;

	http->patience.deadline = deadline;
	http->patience.tries = tries;
	code = perform(http);
	if (code != CURLE_PEER_FAILED_VERIFICATION || !trust_file_too(http))
		return code;
	strlcpy(doubt, http->problem, sizeof(doubt));
	code = perform(http);
	if (code == CURLE_OK || code == CURLE_SSL_CACERT_BADFILE || !transfer_never_connected(http))
		return code;
	/* It was not seen again, in the time that was left: what was found wrong with it stands. */
	strlcpy(http->problem, doubt, sizeof(http->problem));
	return CURLE_PEER_FAILED_VERIFICATION;
}
