/* SPDX-License-Identifier: ISC */
/* --fetch: does the provider grant a token? */
#include "doctor/check.h"
#include "doctor/checkup.h"
#include "issue/hint.h"
#include "issue/issue.h"

void check_fetch(struct checkup *checkup, const struct settings *settings,
		 const struct credential *credential)
{
	struct issue_result result = ISSUE_RESULT_INIT;
	struct cache none;
	struct issue_input input = {
		.settings = settings,
		.credential = credential,
		.cache = settings_switch(settings, OPTION_NO_CACHE) ? &none : &checkup->cache,
		.wish = wish_from_settings(settings),
		.deadline = settings_deadline(settings, deadline_in(0)),
		.cache_reported = true, /* by a finding of its own */
	};
	char end[CLOCK_TEXT_SIZE];
	struct error err = ERROR_INIT;

	input.wish.refresh = true;
	cache_init(&none, &cache_none_ops, "");
	if (issue_token(&input, &result, &err) == -1) {
		hint_add(settings, &err);
		finding_fail(&checkup->findings, "fetch", &err,
			     "'tokctl -v --refresh' with the same options shows what is done");
	} else if (result.entry.token.expires_at == TIME_UNKNOWN) {
		finding_add(&checkup->findings, "fetch", FINDING_OK,
			    "the provider granted a token, until an end that is not reported");
	} else {
		clock_rfc3339(result.entry.token.expires_at, end);
		finding_add(&checkup->findings, "fetch", FINDING_OK,
			    "the provider granted a token, until %s", end);
	}
	issue_result_free(&result);
}
