/* SPDX-License-Identifier: ISC */
/* The way to the provider, and what was seen on it: name, connection, trust, clock, address. */
#include <arpa/inet.h>
#include <string.h>

#include "base/translate.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "issue/hint.h"

/*
 * Seconds. Certificates that are renewed by machine are renewed 30 days before their end, so one
 * with less than this left was forgotten.
 */
enum { CERTIFICATE_SOON = 7 * 86400 };

/* Milliseconds. A look-up that takes longer has waited for a name server that did not answer. */
enum { LOOKUP_SLOW = 2000 };

static void add_lookup(struct findings *findings, const struct route *route)
{
	const char *host = route->name.data;
	int host_len = (int)(host[0] == '[' ? strcspn(host, "]\n") + 1 : strcspn(host, ":\n"));
	const struct reach *reach = &route->reach;
	bool slow = reach->lookup_ms >= LOOKUP_SLOW;
	enum finding_result result = slow ? FINDING_WARN : FINDING_OK;

	if (reach->proxied)
		finding_add(findings, "dns", result,
			    "the proxy is found in %lld ms; it looks up %.*s itself",
			    (long long)reach->lookup_ms, host_len, host);
	else if (reach->remote != NULL)
		finding_add(findings, "dns", result, "%.*s is %s, found in %lld ms", host_len, host,
			    reach->remote, (long long)reach->lookup_ms);
	else
		finding_add(findings, "dns", result, "%.*s is found in %lld ms", host_len, host,
			    (long long)reach->lookup_ms);
	if (slow)
		finding_hint(findings,
			     "each name server in /etc/resolv.conf has to answer, for IPv6 "
			     "addresses too: until one has failed to, the next is not asked");
}

static void add_connect(struct findings *findings, const struct reach *reach)
{
	finding_add(findings, "connect", FINDING_OK,
		    reach->proxied ? N_("to %s port %lld, the proxy") : N_("to %s port %lld"),
		    reach->remote != NULL ? reach->remote : "?", (long long)reach->remote_port);
}

static void add_certificate(struct findings *findings, const struct reach *reach)
{
	const char *issuer = reach->certificate_issuer != NULL ? reach->certificate_issuer : "?";
	char end[CLOCK_TEXT_SIZE], left[CLOCK_TEXT_SIZE];
	int64_t seconds = reach->certificate_end - reach->ended;

	if (reach->certificate_end == TIME_UNKNOWN) {
		finding_add(findings, "tls", FINDING_OK,
			    "trusted; the certificate's end is not known");
		return;
	}
	clock_rfc3339(reach->certificate_end, end);
	duration_text(seconds > 0 ? seconds : 0, left);
	finding_add(findings, "tls", seconds < CERTIFICATE_SOON ? FINDING_WARN : FINDING_OK,
		    "trusted; the certificate is good until %s (%s), issued by %s", end, left,
		    issuer);
	if (seconds < CERTIFICATE_SOON)
		finding_hint(findings, "who runs the server, or a proxy that opens TLS, has to "
				       "renew it before then");
}

/* The server read its clock somewhere between began and ended. */
static void add_clock(struct findings *findings, const struct reach *reach)
{
	char here[CLOCK_TEXT_SIZE], there[CLOCK_TEXT_SIZE], apart[CLOCK_TEXT_SIZE];
	int64_t behind = reach->server_time - reach->ended,
		ahead = reach->began - reach->server_time;
	int64_t off = behind > ahead ? behind : ahead;

	if (reach->server_time == TIME_UNKNOWN) {
		finding_add(findings, "clock", FINDING_WARN,
			    "the server did not say what time it is");
		finding_hint(findings,
			     "the endpoint may not be a provider's; nothing else depends on it");
		return;
	}
	if (off <= CLOCK_TOLERANCE) {
		finding_add(findings, "clock", FINDING_OK, "as the server's, within %d s",
			    CLOCK_TOLERANCE);
		return;
	}
	clock_rfc3339(reach->ended, here);
	clock_rfc3339(reach->server_time, there);
	duration_text(off, apart);
	finding_add(findings, "clock", FINDING_WARN,
		    behind > ahead ? N_("%s behind the server's: it is %s here, and %s there")
				   : N_("%s ahead of the server's: it is %s here, and %s there"),
		    apart, here, there);
	finding_hint(findings, "set this machine's clock: times in messages are by it, and TLS "
			       "fails when it is far off");
}

/* An address that no server on the Internet sees: RFC 1918, 6598, 3927, 4193, 4291, 1122. */
static bool is_private(const char *address)
{
	static const struct {
		uint32_t network, mask;
	} networks[] = {
		{ .network = 0x0a000000, .mask = 0xff000000 }, /* 10/8 */
		{ .network = 0xac100000, .mask = 0xfff00000 }, /* 172.16/12 */
		{ .network = 0xc0a80000, .mask = 0xffff0000 }, /* 192.168/16 */
		{ .network = 0x64400000, .mask = 0xffc00000 }, /* 100.64/10 */
		{ .network = 0xa9fe0000, .mask = 0xffff0000 }, /* 169.254/16 */
		{ .network = 0x7f000000, .mask = 0xff000000 }, /* 127/8 */
	};
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET6, address, &six) == 1)
		return IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_LINKLOCAL(&six) ||
		       (six.s6_addr[0] & 0xfe) == 0xfc;
	if (inet_pton(AF_INET, address, &four) != 1)
		return false;
	for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); i++)
		if ((ntohl(four.s_addr) & networks[i].mask) == networks[i].network)
			return true;
	return false;
}

/* The server sees this address only if neither a proxy nor a router is in between. */
static void add_address(struct findings *findings, const struct reach *reach,
			const struct provider *provider)
{
	bool private = is_private(reach->local);

	if (reach->proxied)
		finding_add(findings, "address", FINDING_OK,
			    private ? N_("%s, a private one; the server sees the proxy's")
				    : N_("%s; the server sees the proxy's"),
			    reach->local);
	else
		finding_add(findings, "address", FINDING_OK,
			    private ? N_("%s, a private one; the server sees the public one by "
					 "which this network goes out")
				    : N_("%s; the server sees this one"),
			    reach->local);
	if (provider->address_list != NULL)
		finding_hint(findings,
			     "%s serves only registered addresses: that one has to be in %s",
			     translate(provider->title), translate(provider->address_list));
}

/*
 * What a secure connection came to after that is mostly no matter: HEAD of "/" is not what is asked
 * for. But a server that serves no client without a certificate does not serve this one.
 */
static bool gets_nowhere(const struct route *route)
{
	return route->reach.stage < REACH_HTTP ||
	       (route->reach.stage == REACH_HTTP && route->err.id == ERROR_TLS);
}

static void add_failure(struct checkup *checkup, const struct settings *settings,
			const struct route *route)
{
	static const char *const ids[] = { [REACH_NOWHERE] = "helper",
					   [REACH_LOOKUP] = "dns",
					   [REACH_CONNECT] = "connect",
					   [REACH_TLS] = "tls",
					   [REACH_HTTP] = "tls" };
	const struct reach *reach = &route->reach;
	struct error err = route->err;

	hint_add(settings, &err);
	if (err.id == ERROR_TIMEOUT && reach->proxied && reach->remote != NULL)
		error_hint(&err,
			   "the proxy is connected to, at %s port %lld; nothing came through it",
			   reach->remote, (long long)reach->remote_port);
	finding_fail(&checkup->findings, ids[reach->stage], &err,
		     "the lines above say where proxy, interface and CA file are set");
}

void check_network(struct checkup *checkup, const struct settings *settings,
		   const struct credential *credential)
{
	struct findings *findings = &checkup->findings;
	bool proxied = check_proxy(checkup, settings);
	const struct route *route;
	const struct reach *reach;

	if (check_cacert(checkup, settings) == -1 || settings_switch(settings, OPTION_OFFLINE) ||
	    checkup->helper_fails)
		return;
	route = routes_find(&checkup->routes, settings,
			    credential->issuer != NULL ? credential->issuer : credential->endpoint);
	findings->failed |= route == NULL;
	if (route == NULL)
		return;
	reach = &route->reach;
	/*
	 * If nothing answered, it is unknown whose name was looked up: the proxy's, or by no_proxy
	 * the host's.
	 */
	if (reach->stage > REACH_CONNECT ||
	    (reach->stage > REACH_LOOKUP && (reach->proxied || !proxied)))
		add_lookup(findings, route);
	if (reach->stage > REACH_CONNECT) {
		add_connect(findings, reach);
		if (reach->local != NULL)
			add_address(findings, reach, settings->profile->provider);
	}
	if (gets_nowhere(route)) {
		add_failure(checkup, settings, route);
		return;
	}
	add_certificate(findings, reach);
	add_clock(findings, reach);
}
