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

int content_check(const char *origin, const char *what, struct buffer *content, struct error *err)
{
	if (content->failed)
		return error_memory(err);
	drop_line_end(content);
	if (content->len == 0)
		return error_set(err, ERROR_SOURCE, "%s: the %s it gives is empty", origin,
				 translate(what));
	if (content->len > CREDENTIAL_LIMIT)
		return error_set(err, ERROR_SOURCE, "%s: the %s it gives is longer than %d bytes",
				 origin, translate(what), CREDENTIAL_LIMIT);
	if (!text_is_clean(content->data, content->len)) {
		error_set(err, ERROR_SOURCE, "%s: the %s it gives holds %s", origin,
			  translate(what),
			  translate(text_unclean_reason(content->data, content->len)));
		return error_hint(err, "it must be the %s alone, on one line", translate(what));
	}
	return 0;
}
