/* SPDX-License-Identifier: ISC */
/* The credential that the settings add up to. */
#include "config/credential.h"

#include "base/report.h"
#include "config/missing.h"
#include "config/source.h"

static void trace_key(const struct settings *settings)
{
	char origin[ORIGIN_SIZE], word[OPTION_WORD_SIZE];

	if (!report_style().verbose)
		return;
	option_word(OPTION_KEY, settings->profile->provider, word);
	settings_origin(settings, OPTION_KEY, origin, sizeof(origin));
	report_trace("the %s is from %s", word, origin);
}

int settings_credential(const struct settings *settings, struct credential *credential,
			struct error *err)
{
	static const enum option_id endpoints[] = { OPTION_ENDPOINT, OPTION_TEST, OPTION_ISSUER };
	const struct provider *provider = settings->profile->provider;
	enum option_id endpoint, source;

	if (settings_choose(settings, endpoints, 3, &endpoint, err) == -1 ||
	    source_choose(settings, &source, err) == -1)
		return -1;
	*credential = (struct credential){
		.provider = provider,
		.endpoint = provider->endpoint,
		.key = settings_text(settings, OPTION_KEY),
		.scope = settings_text(settings, OPTION_SCOPE),
		.affiliate = settings_text(settings, OPTION_AFFILIATE),
		.method = provider->traits & TAKES_METHOD ? settings_text(settings, OPTION_METHOD)
							  : NULL,
		.auth = settings_text(settings, OPTION_AUTH),
		.extra = settings->extra.len > 0 ? settings->extra.data : NULL,
	};
	if (endpoint == OPTION_ENDPOINT)
		credential->endpoint = settings_text(settings, OPTION_ENDPOINT);
	if (endpoint == OPTION_TEST)
		credential->endpoint = provider->test_endpoint;
	if (endpoint == OPTION_ISSUER)
		credential->issuer = settings_text(settings, OPTION_ISSUER);
	if (credential->scope == NULL)
		credential->scope = provider->default_scope;
	if (credential->key == NULL)
		return settings_missing(settings, OPTION_KEY, err);
	if (credential->endpoint == NULL && credential->issuer == NULL)
		return settings_missing(settings, OPTION_ENDPOINT, err);
	trace_key(settings);
	return 0;
}
