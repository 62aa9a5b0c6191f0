/* SPDX-License-Identifier: ISC */
/*
 * bizppurio, "issuing an authentication token": POST /v1/token with an empty body, Basic
 * authentication (RFC 7617) of account and password, and the Content-Type that the page asks for.
 *
 *	200 {"accesstoken":"...","type":"Bearer","expired":"20201110185520"}
 *	400 {"code":"3006","description":"..."}                  seen: code as a number too
 *	429 {"code":5002,"description":"too many requests"}      RateLimit-Reset, no Retry-After
 *
 * The codes are those of the HTTP API's specification (v2.7, section 8): 3000 no address is
 * registered, 3001 Basic is not valid, 3002 the token is not, 3003 the address is not, 3004 the
 * account is not, 3005 Bearer is not, 3006 there is no such account, 3007 the password is wrong,
 * 3008 more connections than allowed, 3009 the account is suspended, 3010 the address is not among
 * those registered, 3011 an unknown error. A success may carry the code 1000.
 *
 * `expired` has no zone. It is Korean time: UTC+9, without daylight saving. How far our clock is
 * off is told by the reply's Date header.
 */
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "fetch/encode.h"
#include "fetch/json.h"
#include "fetch/provider.h"
#include "fetch/reply.h"

enum { KOREAN_TIME = 9 * 3600 };

static void append_basic(const struct credential *credential, struct buffer *out)
{
	struct buffer pair = BUFFER_INIT;

	buffer_string(&pair, credential->key);
	buffer_char(&pair, ':');
	buffer_string(&pair, credential->secret);
	buffer_string(out, "Basic ");
	encode_base64(out, pair.data, pair.len);
	out->failed = out->failed || pair.failed;
	buffer_free(&pair);
}

static int build(const struct credential *credential, struct http_request *request,
		 struct error *err)
{
	struct buffer basic = BUFFER_INIT;

	/* RFC 7617, section 2: the first colon ends the user-id. */
	if (strchr(credential->key, ':') != NULL)
		return error_set(err, ERROR_CONFIG,
				 "the account holds a ':', which Basic authentication can't send");
	http_request_init(request, "POST", credential->endpoint);
	append_basic(credential, &basic);
	if (!basic.failed)
		http_request_header(request, "Authorization", basic.data);
	http_request_header(request, "Content-Type", "application/json; charset=utf-8");
	request->body.failed = basic.failed;
	buffer_free(&basic);
	return http_request_check(request, err);
}

/* The number in the next `count` digits, which are known to be digits. */
static int take_number(const char **p, int count)
{
	int number = 0;

	while (count-- > 0)
		number = number * 10 + (*(*p)++ - '0');
	return number;
}

/*
 * yyyyMMddHHmmss in Korean time. timegm() would make a 31st of February the 3rd of March: it must
 * come back the same.
 */
static int read_expired(const char *text, int64_t *out, struct error *err)
{
	struct tm written = { .tm_isdst = 0 }, back;
	const char *p = text;
	char again[32];
	time_t time;

	if (strlen(text) != 14 || strspn(text, "0123456789") != 14)
		return error_set(err, ERROR_REPLY, "the reply's expired is not yyyyMMddHHmmss");
	written.tm_year = take_number(&p, 4) - 1900;
	written.tm_mon = take_number(&p, 2) - 1;
	written.tm_mday = take_number(&p, 2);
	written.tm_hour = take_number(&p, 2);
	written.tm_min = take_number(&p, 2);
	written.tm_sec = take_number(&p, 2);
	time = timegm(&written);
	if (gmtime_r(&time, &back) == NULL ||
	    strftime(again, sizeof(again), "%Y%m%d%H%M%S", &back) == 0 || strcmp(again, text) != 0)
		return error_set(err, ERROR_REPLY, "the reply's expired is no date");
	return reply_read_time((double)(time - KOREAN_TIME), out, err);
}

static int read_refusal(const struct http_response *response, const char *code,
			const char *description, struct error *err)
{
	static const struct passing_code passing[] = {
		{ .code = "3008", .id = ERROR_RATE_LIMITED },
		{ .code = "3011", .id = ERROR_SERVER },
		{ .code = "5002", .id = ERROR_RATE_LIMITED },
		{ .code = NULL },
	};

	reply_refused(response, code, description, err);
	return reply_mark_passing(passing, response, err);
}

static int read(const struct http_response *response, const struct cJSON *object,
		struct grant *grant, struct error *err)
{
	const char *token = json_string(object, "accesstoken"),
		   *expired = json_string(object, "expired");
	bool has_token = token != NULL && token[0] != '\0';
	char code[ERROR_CODE_SIZE];

	if ((!has_token || response->status >= 400) &&
	    json_code(object, "code", code, sizeof(code)))
		return read_refusal(response, code, json_string(object, "description"), err);
	if (response->status != 200)
		return reply_unexpected(
			response,
			has_token ? N_("the reply has a token, but not HTTP status 200")
				  : N_("the reply has neither a token nor a code"),
			err);
	if (grant_set_token(grant, token, err) == -1)
		return -1;
	grant_set_token_type(grant, json_string(object, "type"));
	if (expired == NULL)
		return error_set(err, ERROR_REPLY, "the reply has no expired");
	grant->server_time = response->date;
	return read_expired(expired, &grant->expires_at, err);
}

const struct fetch_provider fetch_bizppurio = { .name = "bizppurio", .build = build, .read = read };
