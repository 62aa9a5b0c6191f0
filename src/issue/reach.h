/* SPDX-License-Identifier: ISC */
/*
 * How far a connection to a provider gets, tried by tokctl-fetch without any credential. For
 * `tokctl doctor`.
 *
 *	struct reach reach;
 *	int result = reach_try(credential.endpoint, &settings, deadline, &reach, &err);
 *
 *	... reach.local, err.message ...
 *	reach_free(&reach);
 */
#ifndef TOKCTL_ISSUE_REACH_H
#define TOKCTL_ISSUE_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "config/settings.h"

/* Where the connection ended. */
enum reach_stage {
	REACH_NOWHERE, /* tokctl-fetch itself failed */
	REACH_LOOKUP,  /* the host, or the proxy where there is one, could not be looked up */
	REACH_CONNECT, /* nobody answered there, or the proxy does not let us through */
	REACH_TLS,     /* no handshake, no trust */
	/* a secure connection, over which the server did not speak HTTP as it should */
	REACH_HTTP,
	REACH_DONE,
};

/* Texts are NULL, and numbers REACH_UNKNOWN, where they are not known. They point into reply. */
struct reach {
	enum reach_stage stage;
	int64_t lookup_ms, connect_ms, tls_ms; /* from the start */
	/* through a proxy, which is what was connected to, if anything was */
	bool proxied;
	const char *remote; /* the address of the provider, or of the proxy */
	int64_t remote_port;
	const char *local; /* the address that it is reached from */
	int64_t certificate_end;
	const char *certificate_issuer;
	int64_t server_time;  /* by its Date header */
	int64_t began, ended; /* this machine's clock before and after */
	struct buffer reply;
};

enum { REACH_UNKNOWN = -1 };

/*
 * Tries to connect to the endpoint's host as a token request would. -1 with err, as exchange(), for
 * what ended the connection. reach_free() is due in every case.
 */
MUST_CHECK int reach_try(const char *endpoint, const struct settings *settings,
			 struct deadline deadline, struct reach *reach, struct error *err);
void reach_free(struct reach *reach);

#endif
