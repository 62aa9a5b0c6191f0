/* SPDX-License-Identifier: ISC */
/* The proxy through which the provider is asked. */
#include <stdlib.h>
#include <string.h>

#include "config/proxy.h"
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "issue/way.h"

struct proxy {
	const char *text; /* NULL: none */
	char origin[ORIGIN_SIZE];
};

static void find_proxy(const struct settings *settings, struct proxy *proxy)
{
	proxy->text = NULL;
	if (settings_is_set(settings, OPTION_PROXY)) {
		proxy->text = settings_text(settings, OPTION_PROXY);
		settings_origin(settings, OPTION_PROXY, proxy->origin, sizeof(proxy->origin));
		return;
	}
	for (size_t i = 0; proxy->text == NULL && i < WAY_PROXY_VARIABLES; i++) {
		proxy->text = getenv(way_proxy_variables[i]);
		if (proxy->text != NULL && proxy->text[0] == '\0')
			proxy->text = NULL;
		strlcpy(proxy->origin, way_proxy_variables[i], sizeof(proxy->origin));
	}
}

/* The user name and the password are not shown. */
static void add_proxy(struct checkup *checkup, const struct proxy *proxy)
{
	const char *user;
	size_t len;

	if (proxy->text == NULL) {
		finding_add(&checkup->findings, "proxy", FINDING_OK, "none");
		return;
	}
	if (proxy->text[0] == '\0') {
		finding_add(&checkup->findings, "proxy", FINDING_OK, "none (set by %s)",
			    proxy->origin);
		return;
	}
	user = proxy_user(proxy->text, &len);
	finding_add(&checkup->findings, "proxy", FINDING_OK, "%.*s%s%s (set by %s)",
		    (int)(user - proxy->text), proxy->text, len > 0 ? "***" : "", user + len,
		    proxy->origin);
}

bool check_proxy(struct checkup *checkup, const struct settings *settings)
{
	struct proxy proxy;

	find_proxy(settings, &proxy);
	add_proxy(checkup, &proxy);
	return proxy.text != NULL && proxy.text[0] != '\0';
}
