/* SPDX-License-Identifier: ISC */
/* JSON that a stranger sent: held to RFC 8259 first, read by cJSON then. */
#include "fetch/json.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"

/* A name of an object: the text between its quotes. */
struct name {
	const char *start, *end;
};

struct scanner {
	const char *p, *end;
	int depth;
	const char *problem; /* the first one */
};

static bool fail(struct scanner *scanner, const char *problem)
{
	if (scanner->problem == NULL)
		scanner->problem = problem;
	return false;
}

static bool not_json(struct scanner *scanner)
{
	return fail(scanner, N_("the reply is not JSON"));
}

static void skip_space(struct scanner *scanner)
{
	while (scanner->p < scanner->end && strchr(" \t\n\r", *scanner->p) != NULL &&
	       *scanner->p != '\0')
		scanner->p++;
}

static bool take(struct scanner *scanner, char c)
{
	if (scanner->p == scanner->end || *scanner->p != c)
		return false;
	scanner->p++;
	return true;
}

/* Four hex digits, or -1. */
static int32_t hex4(const char *p, const char *end)
{
	int32_t value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit =
			p[i] != '\0'
				? strchr(digits, p[i] >= 'A' && p[i] <= 'F' ? p[i] | 0x20 : p[i])
				: NULL;

		if (digit == NULL)
			return -1;
		value = value << 4 | (int32_t)(digit - digits);
	}
	return value;
}

/*
 * One \uXXXX, or the two of a surrogate pair; p stands behind the 'u'. Returns the code point, or
 * -1.
 */
static int32_t unicode_escape(const char **p, const char *end)
{
	int32_t high = hex4(*p, end), low;

	if (high < 0 || high == 0 || (high >= 0xdc00 && high <= 0xdfff))
		return -1;
	*p += 4;
	if (high < 0xd800 || high > 0xdbff)
		return high;
	if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
		return -1;
	low = hex4(*p + 2, end);
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	*p += 6;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/*
 * The next character of a string's inside, decoded, for checking it and for comparing names: its
 * code point. Returns -1 where it is malformed.
 */
static int32_t next_character(const char **p, const char *end)
{
	static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	unsigned char c = (unsigned char)**p;
	size_t len = text_utf8_length(*p, (size_t)(end - *p));
	const char *escape;
	int32_t code;

	if (len == 0 || c < 0x20)
		return -1;
	if (c != '\\') {
		code = (int32_t)text_code_point(*p, len);
		*p += len;
		return code;
	}
	if (end - *p < 2)
		return -1;
	*p += 2;
	if ((*p)[-1] == 'u')
		return unicode_escape(p, end);
	escape = (*p)[-1] != '\0' ? strchr(escapes, (*p)[-1]) : NULL;
	return escape != NULL ? meanings[escape - escapes] : -1;
}

static bool scan_string(struct scanner *scanner, struct name *name)
{
	if (!take(scanner, '"'))
		return not_json(scanner);
	name->start = scanner->p;
	while (scanner->p < scanner->end && *scanner->p != '"')
		if (next_character(&scanner->p, scanner->end) < 0)
			return fail(scanner, N_("the reply has a malformed JSON string"));
	name->end = scanner->p;
	return take(scanner, '"') || fail(scanner, N_("the reply is cut short"));
}

static bool same_name(const struct name *a, const struct name *b)
{
	const char *p = a->start, *q = b->start;

	while (p < a->end && q < b->end)
		if (next_character(&p, a->end) != next_character(&q, b->end))
			return false;
	return p == a->end && q == b->end;
}

static bool scan_digits(struct scanner *scanner)
{
	const char *start = scanner->p;

	while (scanner->p < scanner->end && *scanner->p >= '0' && *scanner->p <= '9')
		scanner->p++;
	return scanner->p > start || fail(scanner, N_("the reply has a malformed JSON number"));
}

/*
 * number = [ "-" ] int [ "." digits ] [ ( "e" / "E" ) [ "+" / "-" ] digits ], and int has no
 * leading zero
 */
static bool scan_number(struct scanner *scanner)
{
	take(scanner, '-');
	if (!take(scanner, '0') && !scan_digits(scanner))
		return false;
	if (take(scanner, '.') && !scan_digits(scanner))
		return false;
	if (take(scanner, 'e') || take(scanner, 'E')) {
		if (!take(scanner, '+'))
			take(scanner, '-');
		return scan_digits(scanner);
	}
	return true;
}

static bool scan_word(struct scanner *scanner, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(scanner->end - scanner->p) < len || memcmp(scanner->p, word, len) != 0)
		return not_json(scanner);
	scanner->p += len;
	return true;
}

static bool scan_value(struct scanner *scanner);

static bool scan_member(struct scanner *scanner, struct name names[JSON_MEMBERS], size_t *count)
{
	if (*count == JSON_MEMBERS)
		return fail(scanner, N_("the reply has too many members in a JSON object"));
	skip_space(scanner);
	if (!scan_string(scanner, &names[*count]))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (same_name(&names[i], &names[*count]))
			return fail(scanner, N_("the reply has a name twice in a JSON object"));
	++*count;
	skip_space(scanner);
	if (!take(scanner, ':'))
		return not_json(scanner);
	return scan_value(scanner);
}

static bool scan_object(struct scanner *scanner)
{
	struct name names[JSON_MEMBERS];
	size_t count = 0;

	skip_space(scanner);
	if (take(scanner, '}'))
		return true;
	do {
		if (!scan_member(scanner, names, &count))
			return false;
	} while (take(scanner, ','));
	return take(scanner, '}') || not_json(scanner);
}

static bool scan_array(struct scanner *scanner)
{
	skip_space(scanner);
	if (take(scanner, ']'))
		return true;
	do {
		if (!scan_value(scanner))
			return false;
	} while (take(scanner, ','));
	return take(scanner, ']') || not_json(scanner);
}

static bool scan_nested(struct scanner *scanner, bool (*scan)(struct scanner *))
{
	bool good;

	if (++scanner->depth > JSON_DEPTH)
		return fail(scanner, N_("the reply is nested too deep"));
	good = scan(scanner);
	scanner->depth--;
	return good;
}

/* A value with the white space around it. */
static bool scan_value(struct scanner *scanner)
{
	struct name ignored;
	bool good;

	skip_space(scanner);
	if (scanner->p == scanner->end)
		return fail(scanner, N_("the reply is cut short"));
	if (take(scanner, '{'))
		good = scan_nested(scanner, scan_object);
	else if (take(scanner, '['))
		good = scan_nested(scanner, scan_array);
	else if (*scanner->p == '"')
		good = scan_string(scanner, &ignored);
	else if (*scanner->p == 't')
		good = scan_word(scanner, "true");
	else if (*scanner->p == 'f')
		good = scan_word(scanner, "false");
	else if (*scanner->p == 'n')
		good = scan_word(scanner, "null");
	else if (*scanner->p == '-' || (*scanner->p >= '0' && *scanner->p <= '9'))
		good = scan_number(scanner);
	else
		good = not_json(scanner);
	skip_space(scanner);
	return good;
}

const char *json_check(const char *text, size_t len)
{
	struct scanner scanner = { .p = text, .end = text + len };

	if (len == 0)
		return N_("the reply is empty");
	if (scan_value(&scanner) && scanner.p != scanner.end)
		fail(&scanner, N_("the reply has something behind its JSON value"));
	return scanner.problem;
}

struct cJSON *json_object(const struct buffer *text, const char **problem)
{
	struct cJSON *object;

	*problem = json_check(text->data, text->len);
	if (*problem != NULL)
		return NULL;
	object = cJSON_ParseWithLength(text->data, text->len);
	if (object != NULL && cJSON_IsObject(object))
		return object;
	*problem = object == NULL ? N_("the reply can't be read as JSON")
				  : N_("the reply is not a JSON object");
	cJSON_Delete(object);
	return NULL;
}

void json_free(struct cJSON *object)
{
	cJSON_Delete(object);
}

const char *json_string(const struct cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

bool json_number(const struct cJSON *object, const char *name, double *out)
{
	const struct cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

	if (!cJSON_IsNumber(member))
		return false;
	*out = member->valuedouble;
	return true;
}

bool json_code(const struct cJSON *object, const char *name, char *out, size_t size)
{
	const char *string = json_string(object, name);
	double number;

	if (string != NULL)
		strlcpy(out, string, size);
	else if (json_number(object, name, &number))
		snprintf(out, size, "%.15g", number);
	else
		return false;
	return true;
}

bool json_digits(const struct cJSON *object, const char *name, double *out)
{
	const char *string = json_string(object, name);
	size_t len = string != NULL ? strlen(string) : 0;

	if (len == 0 || len > 15 || strspn(string, "0123456789") != len)
		return false;
	*out = 0;
	for (; *string != '\0'; string++)
		*out = *out * 10 + (*string - '0');
	return true;
}

bool json_is_there(const struct cJSON *object, const char *name)
{
	const struct cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

	return member != NULL && !cJSON_IsNull(member);
}

bool json_lists(const struct cJSON *object, const char *name, const char *text)
{
	const struct cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name), *item;

	if (!cJSON_IsArray(member))
		return false;
	cJSON_ArrayForEach (item, member)
		if (cJSON_IsString(item) && strcmp(item->valuestring, text) == 0)
			return true;
	return false;
}

const struct cJSON *json_member(const struct cJSON *object, const char *name)
{
	const struct cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsObject(member) ? member : NULL;
}
