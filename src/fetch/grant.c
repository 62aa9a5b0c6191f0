/* SPDX-License-Identifier: ISC */
/* What a provider granted. */
#include "fetch/grant.h"

#include <string.h>

#include "model/token.h"

void grant_init(struct grant *grant)
{
	*grant = (struct grant){
		.expires_in = TIME_UNKNOWN,
		.expires_at = TIME_UNKNOWN,
		.server_time = TIME_UNKNOWN,
	};
}

void grant_free(struct grant *grant)
{
	buffer_free(&grant->token);
	buffer_free(&grant->type);
	buffer_free(&grant->scope);
}

int grant_set_token(struct grant *grant, const char *token, struct error *err)
{
	if (token == NULL)
		return error_set(err, ERROR_REPLY, "the reply has no token");
	if (!token_value_is_valid(token, strlen(token)))
		return error_set(err, ERROR_REPLY,
				 "the token in the reply holds what no token may (RFC 6750), or is "
				 "too long");
	buffer_string(&grant->token, token);
	return grant->token.failed ? error_memory(err) : 0;
}

void grant_set_token_type(struct grant *grant, const char *type)
{
	if (type != NULL && token_type_is_valid(type, strlen(type)))
		buffer_string(&grant->type, type);
}

void grant_set_scope(struct grant *grant, const char *scope)
{
	if (scope != NULL && token_scope_is_valid(scope, strlen(scope)))
		buffer_string(&grant->scope, scope);
}
