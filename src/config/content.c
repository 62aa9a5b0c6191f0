/* SPDX-License-Identifier: ISC */
/* What a file, standard input or a command gave for a key or a secret. */
#include "config/content.h"

#include "base/text.h"
#include "base/translate.h"

static void drop_line_end(struct buffer *content)
{
	if (content->len > 0 && content->data[content->len - 1] == '\n')
		content->data[--content->len] = '\0';
	else
		return;
	if (content->len > 0 && content->data[content->len - 1] == '\r')
		content->data[--content->len] = '\0';
}

static int check_clean(const struct buffer *content, bool is_key, struct error *err)
{
	switch (text_find_fault(content->data, content->len)) {
	case TEXT_CLEAN:
		return 0;
	case TEXT_LINE_BREAK:
		error_set(err, ERROR_SOURCE,
			  is_key ? N_("the key it gives holds a line break")
				 : N_("the secret it gives holds a line break"));
		break;
	case TEXT_CONTROL_BYTE:
		error_set(err, ERROR_SOURCE,
			  is_key ? N_("the key it gives holds a control byte")
				 : N_("the secret it gives holds a control byte"));
		break;
	case TEXT_NOT_UTF8:
		error_set(err, ERROR_SOURCE,
			  is_key ? N_("the key it gives holds bytes that are not UTF-8")
				 : N_("the secret it gives holds bytes that are not UTF-8"));
		break;
	}
	return error_hint(err, is_key ? N_("it must be the key alone, on one line")
				      : N_("it must be the secret alone, on one line"));
}

static int check(const struct buffer *content, bool is_key, struct error *err)
{
	if (content->len == 0)
		return error_set(err, ERROR_SOURCE,
				 is_key ? N_("the key it gives is empty")
					: N_("the secret it gives is empty"));
	if (content->len > CREDENTIAL_LIMIT)
		return error_set(err, ERROR_SOURCE,
				 is_key ? N_("the key it gives is longer than %d bytes")
					: N_("the secret it gives is longer than %d bytes"),
				 CREDENTIAL_LIMIT);
	return check_clean(content, is_key, err);
}

int content_check(const char *origin, enum option_id id, struct buffer *content, struct error *err)
{
	if (content->failed)
		return error_memory(err);
	drop_line_end(content);
	return check(content, id == OPTION_KEY, err) == -1 ? error_place(err, ERROR_SOURCE, origin)
							   : 0;
}
