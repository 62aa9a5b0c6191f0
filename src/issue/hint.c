/* SPDX-License-Identifier: ISC */
/* What to do next, by the kind of the error. */
#include "issue/hint.h"

#include <string.h>

#include "base/clock.h"
#include "base/translate.h"

/* The words of OpenSSL and of GnuTLS for a certificate whose time is over or has not come. */
static bool is_about_time(const char *message)
{
	return strstr(message, "expired") != NULL || strstr(message, "not yet valid") != NULL ||
	       strstr(message, "not yet activated") != NULL;
}

/*
 * libcurl's words for one of another host: "... name matches target host name ...", "... does not
 * match target ...".
 */
static bool is_about_name(const char *message)
{
	return strstr(message, " target ") != NULL;
}

static void hint_tls(struct error *err)
{
	char now[CLOCK_TEXT_SIZE];

	clock_rfc3339(clock_now(), now);
	if (is_about_time(err->message))
		error_hint(err, "a wrong clock looks like this too: this machine's says %s", now);
	else if (is_about_name(err->message))
		error_hint(err, "the certificate is another host's: is the endpoint right, or does "
				"a proxy or a portal answer in its place?");
	else
		error_hint(err, "a proxy or server with a CA of its own needs --cacert FILE");
}

static void hint_retry_after(struct error *err)
{
	char until[CLOCK_TEXT_SIZE];

	if (err->retry_after <= 0)
		return;
	clock_rfc3339(clock_now() + err->retry_after, until);
	error_hint(err, "the provider asks not to be asked before %s", until);
}

/* By what the provider said, as it is kept for the processes that share a failure. */
static void hint_refused(const struct settings *settings, struct error *err)
{
	const struct provider *provider = settings->profile->provider;
	const char *scope = settings_text(settings, OPTION_SCOPE);

	if (scope == NULL)
		scope = provider->default_scope;
	if (provider_refuses_address(provider, err->provider_code))
		error_hint(err,
			   "%s serves only registered addresses: the public IP address of this "
			   "machine has to be in %s (a host with several: --interface)",
			   translate(provider->title), translate(provider->address_list));
	else if (!provider_refuses_scope(provider, err->provider_code))
		error_hint(err, "%s", translate(provider->refusal_hint));
	else if (scope != NULL)
		error_hint(err, "the scope that was asked for is '%s': name another with --scope",
			   scope);
	else
		error_hint(err, "name a scope that the server knows with --scope");
}

/* What stands here goes for every provider. What goes for one is in its row. */
static const char *general_hint(enum error_id id)
{
	switch (id) {
	case ERROR_TIMEOUT:
		return N_("try again, or allow more time with --timeout");
	case ERROR_DNS:
		return N_("check the network and the name server; try again");
	case ERROR_CONNECT:
		return N_("check the network, the endpoint and the proxy; try again");
	case ERROR_RATE_LIMITED:
	case ERROR_SERVER:
		return N_("try again later");
	case ERROR_LOCK:
		return N_(
			"it is asking for the same token, or was stopped; try again, or allow more "
			"time with --timeout");
	case ERROR_REDIRECT:
		return N_(
			"the secret is not sent on to another address; if the address has changed, "
			"use --endpoint");
	case ERROR_REPLY:
		return N_("is the endpoint the provider's token URL? has the provider changed its "
			  "API? -v shows more");
	default:
		return NULL;
	}
}

void hint_add(const struct settings *settings, struct error *err)
{
	const char *general = general_hint(err->id);

	if (err->hint[0] != '\0')
		return;
	if (err->id == ERROR_REFUSED)
		hint_refused(settings, err);
	if (err->id == ERROR_TLS)
		hint_tls(err);
	hint_retry_after(err);
	if (general != NULL)
		error_hint(err, "%s", translate(general));
}
