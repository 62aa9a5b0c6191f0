/* SPDX-License-Identifier: ISC */
/* How far a connection to a provider gets, tried by tokctl-fetch. */
#include "issue/reach.h"

#include "base/record.h"
#include "issue/exchange.h"
#include "model/endpoint.h"

static int64_t read_ms(const struct record *record, const char *name)
{
	return record_get_within(record, name, 0, INT32_MAX, REACH_UNKNOWN);
}

static void read_reach(const struct record *record, struct reach *reach)
{
	reach->lookup_ms = read_ms(record, "lookup-ms");
	reach->connect_ms = read_ms(record, "connect-ms");
	reach->tls_ms = read_ms(record, "tls-ms");
	reach->remote = record_get(record, "remote-address");
	reach->remote_port = record_get_within(record, "remote-port", 1, 65535, REACH_UNKNOWN);
	reach->local = record_get(record, "local-address");
	reach->certificate_end = exchange_time(record, "certificate-end");
	reach->certificate_issuer = record_get(record, "certificate-issuer");
	reach->server_time = exchange_time(record, "date");
}

/*
 * Was it a proxy that was connected to? A proxy from our own settings is used in any case; one from
 * the environment is used unless no_proxy has the host: then the port is mostly not the endpoint's,
 * and in time the proxy answers to CONNECT.
 */
static bool is_proxied(const struct settings *settings, const char *endpoint,
		       const struct record *record, int64_t port)
{
	if (settings_is_set(settings, OPTION_PROXY))
		return settings_text(settings, OPTION_PROXY)[0] != '\0';
	return record_get(record, "proxy-status") != NULL ||
	       (port != REACH_UNKNOWN && port != endpoint_port(endpoint));
}

/* A SOCKS proxy gives no status: a connection that came as far as a handshake was let through. */
static bool is_let_through(const struct record *record, const struct error *err)
{
	enum { LET_THROUGH = 200, NONE = 0 };
	int64_t status = record_get_number(record, "proxy-status", NONE);

	return status == LET_THROUGH || (status == NONE && err->id == ERROR_TLS);
}

/*
 * The stage at which the connection ended, by what came after it. A proxy that has not let us
 * through yet is not the provider's TLS.
 */
static enum reach_stage ended_at(const struct record *record, const struct reach *reach,
				 const struct error *err)
{
	if (record->count == 0)
		return err->id == ERROR_TIMEOUT ? REACH_LOOKUP : REACH_NOWHERE;
	if (reach->tls_ms != REACH_UNKNOWN)
		return REACH_HTTP;
	if (reach->local != NULL)
		return !reach->proxied || is_let_through(record, err) ? REACH_TLS : REACH_CONNECT;
	return reach->lookup_ms != REACH_UNKNOWN ? REACH_CONNECT : REACH_LOOKUP;
}

int reach_try(const char *endpoint, const struct settings *settings, struct deadline deadline,
	      struct reach *reach, struct error *err)
{
	struct buffer task = BUFFER_INIT;
	struct record record = { .count = 0 };
	int result;

	*reach = (struct reach){ .began = clock_now(), .reply = BUFFER_INIT };
	result = exchange_begin(endpoint, settings, deadline, &task, err);
	record_put(&task, "kind", "probe");
	record_end(&task);
	if (result == 0)
		result = exchange_run(&task, deadline, &reach->reply, &record, err);
	buffer_free(&task);
	reach->ended = clock_now();
	read_reach(&record, reach);
	reach->proxied = is_proxied(settings, endpoint, &record, reach->remote_port);
	reach->stage = result == 0 ? REACH_DONE : ended_at(&record, reach, err);
	return result;
}

void reach_free(struct reach *reach)
{
	buffer_free(&reach->reply);
}
