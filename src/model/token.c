/* SPDX-License-Identifier: ISC */
/* A token and the rules of its life. */
#include "model/token.h"

#include <string.h>

#include "base/text.h"

bool token_value_is_valid(const char *value, size_t len)
{
	size_t body = strspn(value, TEXT_ALNUM "-._~+/");

	return len > 0 && len <= TOKEN_LIMIT && body > 0 && body + strspn(value + body, "=") == len;
}

bool token_type_is_valid(const char *type, size_t len)
{
	return len > 0 && len <= TOKEN_TYPE_LIMIT &&
	       strspn(type, TEXT_ALNUM "!#$%&'*+-.^_`|~") == len;
}

/*
 * scope = scope-token *( SP scope-token ); a scope-token is printable ASCII without SP, '"' and
 * '\'.
 */
bool token_scope_is_valid(const char *scope, size_t len)
{
	if (len == 0 || len > TOKEN_SCOPE_LIMIT || scope[0] == ' ' || scope[len - 1] == ' ')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (scope[i] < 0x20 || scope[i] > 0x7e || scope[i] == '"' || scope[i] == '\\')
			return false;
		if (scope[i] == ' ' && scope[i + 1] == ' ')
			return false;
	}
	return true;
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

int64_t token_reuse_until(const struct token *token, const struct provider *provider,
			  int64_t reuse_for)
{
	const struct refresh_ahead *rule = &provider->refresh_ahead;
	int64_t life, ahead;

	if (token->expires_at == TIME_UNKNOWN)
		return token->issued_at + reuse_for;
	life = token->expires_at - token->issued_at;
	ahead = clamp(rule->divisor > 0 ? life / rule->divisor : 0, rule->least, rule->most);
	return token->expires_at - (ahead < life / 2 ? ahead : life / 2);
}

int64_t token_local_expiry(int64_t expires_in, int64_t expires_at, int64_t server_now,
			   int64_t began, int64_t ended)
{
	if (expires_in != TIME_UNKNOWN)
		return began + expires_in;
	if (expires_at == TIME_UNKNOWN || server_now == TIME_UNKNOWN)
		return expires_at;
	if (server_now >= began - CLOCK_TOLERANCE && server_now <= ended)
		return expires_at;
	return began + (expires_at - server_now);
}
