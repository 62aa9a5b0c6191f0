/* SPDX-License-Identifier: ISC */
/* The facts about each provider, a row each. */
#include "model/provider.h"

#include <string.h>

#include "base/translate.h"

enum { MINUTE = 60, HOUR = 3600 };

static const struct provider providers[] = {
	{
		.name = "imweb",
		.title = N_("imweb"),
		.endpoint = "https://api.imweb.me/v2/auth",
		.header_name = "access-token",
		.header_form = HEADER_BARE,
		.affiliate_header = "ACCESS-AFFILIATE",
		.traits = TAKES_AFFILIATE | TAKES_METHOD | TAKES_REUSE_FOR | REPORTS_NO_EXPIRY,
		.default_reuse_for = 30 * (int64_t)MINUTE,
		.where = N_("the shop's admin pages, under API keys"),
		.refused = { { .status = 401 },
			     { .status = 200, .code = "-2" },
			     { .status = 200, .code = "401" } },
		.refusal_hint =
			N_("check the API key and the secret key in the shop's admin pages"),
		.about = N_(
			"imweb does not report when a token expires. A token is reused for "
			"--reuse-for (30m), or until\n"
			"'tokctl reject imweb' drops it; expiry, epoch and ttl can't be printed.\n"
			"Affiliates give their code with --affiliate; it then goes with every API "
			"call as well.\n"
			"--method get sends key and secret in the URL, where logs keep them: "
			"prefer the default, post."),
	},
	{
		.name = "iamport",
		.title = N_("iamport (PortOne V1)"),
		.endpoint = "https://api.iamport.kr/users/getToken",
		.header_name = "Authorization",
		.header_form = HEADER_BEARER,
		.affiliate_header = "Tier",
		.traits = TAKES_AFFILIATE,
		.refresh_ahead = { .least = MINUTE, .most = MINUTE },
		.reissue = { .ahead = MINUTE,
			     .adds = 5 * (int64_t)MINUTE,
			     .life = 30 * (int64_t)MINUTE },
		.where = N_("the admin console, under REST API Key and REST API Secret"),
		.refused = { { .status = 401 } },
		.refusal_hint =
			N_("check the REST API key and the REST API secret in the admin console"),
		.about = N_(
			"A token lives 30 minutes. Until its last minute iamport answers every "
			"request with the same token\n"
			"and the same expiry; in the last minute it adds five minutes. A "
			"--min-ttl that the token does not\n"
			"have can be had then, up to five minutes, and more when it has expired. "
			"Earlier it is exit status\n"
			"75, with the time from which to try again.\n"
			"Agencies give the code of a Tier header with --affiliate; it then goes "
			"with every API call as well.\n"
			"The same API has fixed addresses, for firewalls: endpoint = "
			"https://static-api.iamport.kr/users/getToken"),
	},
	{
		.name = "bizppurio",
		.title = N_("bizppurio"),
		.endpoint = "https://api.bizppurio.com/v1/token",
		.test_endpoint = "https://dev-api.bizppurio.com/v1/token",
		.key_name = "account",
		.secret_name = "password",
		.header_name = "Authorization",
		.header_form = HEADER_TYPE,
		.traits = HAS_TEST_ENDPOINT,
		.refresh_ahead = { .least = HOUR, .most = HOUR },
		.where = N_("the contract with bizppurio (account and password)"),
		.refused = { { .status = 400, .code = "3002" },
			     { .status = 400, .code = "3005" },
			     { .status = 401, .code = "3002" },
			     { .status = 401, .code = "3005" } },
		.address_list = N_("the account at www.bizppurio.com"),
		.address_codes = { "3000", "3003", "3010" },
		.refusal_hint =
			N_("check the account and the password, and that the account may use "
			   "this endpoint (--test is another one)"),
		.about = N_(
			"The key is an account name and the secret its password; an account with "
			"a ':' can't be sent.\n"
			"A token lives 24 hours and is renewed an hour before its end. bizppurio "
			"serves only IP addresses that\n"
			"are registered with the account; --interface picks the source address on "
			"a host with several. Some\n"
			"test accounts use port 10443: endpoint = "
			"https://dev-api.bizppurio.com:10443/v1/token"),
	},
	{
		.name = "toss",
		.title = N_("Toss Shopping"),
		.endpoint = "https://oauth2.cert.toss.im/token",
		.test_endpoint = "https://oauth2-alpha.cert.toss.im/token",
		.header_name = "Authorization",
		.header_form = HEADER_BEARER,
		.default_scope = "toss-shopping-fep:write",
		.traits = HAS_TEST_ENDPOINT | TAKES_SCOPE | TAKES_REUSE_FOR | PROMISES_EXPIRY,
		.refresh_ahead = { .divisor = 10, .least = MINUTE, .most = HOUR },
		.default_reuse_for = HOUR,
		.where = N_("Toss Shopping Partners, under the store's name, accounts, self "
			    "development"),
		.refused = { { .status = 401 } },
		.address_list = N_("Toss Shopping Partners"),
		.scope_codes = { "invalid_scope" }, /* RFC 6749, section 5.2 */
		.refusal_hint =
			N_("check the Access Key and Secret Key in Toss Shopping Partners, "
			   "and that the public IP address of\n"
			   "this machine is on the list of addresses registered there (a host "
			   "with several: --interface)"),
		.about = N_(
			"Toss Shopping may restrict callers that ask for a token on every API "
			"call: keep the cache on. It serves\n"
			"only IP addresses registered in Toss Shopping Partners; --interface picks "
			"the source address on a host\n"
			"with several. A token lives as long as its reply says, an hour or a "
			"year; if the reply has no\n"
			"expires_in, the token is reused for --reuse-for (1h), with a warning, and "
			"has no expiry to print."),
	},
	{
		.name = "oauth2",
		.title = N_("any OAuth 2.0 server"),
		.key_name = "client-id",
		.secret_name = "client-secret",
		.header_name = "Authorization",
		.header_form = HEADER_BEARER,
		.traits = TAKES_SCOPE | IS_OAUTH2 | TAKES_REUSE_FOR | NEEDS_PROFILE,
		.refresh_ahead = { .divisor = 10, .least = MINUTE, .most = HOUR },
		.default_reuse_for = 5 * (int64_t)MINUTE,
		.where = N_("where the server registers its clients (client id and client secret)"),
		.refused = { { .status = 401 } },
		.scope_codes = { "invalid_scope" }, /* RFC 6749, section 5.2 */
		.refusal_hint =
			N_("check the client id and the client secret, the scope, the "
			   "audience and the resource; a server that\n"
			   "does not take the secret in the header may take it in the form: "
			   "--auth post"),
		.about = N_(
			"Any server with the client credentials grant (RFC 6749, section 4.4). "
			"NAME is yours to choose: the\n"
			"section [oauth2:NAME] says where the server is, by its token URL "
			"(endpoint) or by its issuer, whose\n"
			"metadata (RFC 8414, OpenID Connect Discovery) are fetched and kept for a "
			"day. --auth basic sends id\n"
			"and secret in a header, --auth post in the form; without it the metadata "
			"decide, else it is basic.\n"
			"--resource takes several, with a blank between. --param NAME=VALUE adds "
			"what else a server wants.\n"
			"A token whose reply has no expires_in is reused for --reuse-for (5m); it "
			"has no expiry to print."),
	},
};

enum { PROVIDERS = sizeof(providers) / sizeof(providers[0]) };

bool provider_refuses_token(const struct provider *provider, int status, const char *code)
{
	for (const struct refusal_sign *sign = provider->refused; sign->status != 0; sign++)
		if (sign->status == status &&
		    (sign->code == NULL || (code != NULL && strcmp(sign->code, code) == 0)))
			return true;
	return false;
}

static bool is_among(const char *const *codes, const char *code)
{
	for (; *codes != NULL; codes++)
		if (strcmp(*codes, code) == 0)
			return true;
	return false;
}

bool provider_refuses_address(const struct provider *provider, const char *code)
{
	return is_among(provider->address_codes, code);
}

bool provider_refuses_scope(const struct provider *provider, const char *code)
{
	return is_among(provider->scope_codes, code);
}

const struct provider *provider_find(const char *name, size_t len)
{
	for (size_t i = 0; i < PROVIDERS; i++)
		if (strlen(providers[i].name) == len && memcmp(providers[i].name, name, len) == 0)
			return &providers[i];
	return NULL;
}

const struct provider *provider_at(size_t index)
{
	return index < PROVIDERS ? &providers[index] : NULL;
}
