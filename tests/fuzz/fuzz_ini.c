/* SPDX-License-Identifier: ISC */
/* The config file: any bytes, and each value that comes out of it is clean. */
#include <string.h>

#include "base/text.h"
#include "config/ini.h"
#include "fuzz.h"

static int check_entry(void *context, const struct ini_entry *entry, struct error *err)
{
	const struct ini *ini = context;

	(void)err;
	MUST(entry->key_len > 0 && entry->key >= ini->text.data &&
	     entry->key + entry->key_len <= ini->text.data + ini->text.len);
	MUST(text_is_clean(entry->value, strlen(entry->value)));
	MUST(ini_line(ini, entry->key) >= 1);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "tokctl", "toss", "toss:outlet" };
	struct ini ini = { .path = "config", .text = BUFFER_INIT };
	struct ini_span bodies[3];
	struct error err = ERROR_INIT;
	const char *at = NULL;
	size_t len;

	if (memchr(data, '\0', size) != NULL) /* ini_load() lets none through */
		return 0;
	buffer_append(&ini.text, data, size);
	if (ini_find(&ini, names, bodies, 3, &err) == 0) {
		for (size_t i = 0; i < 3; i++) {
			struct buffer strings = BUFFER_INIT;
			struct ini_visitor visitor = {
				.strings = &strings,
				.entry = check_entry,
				.context = &ini,
			};

			IGNORE_RESULT(ini_visit(&ini, bodies[i], &visitor, &err));
			buffer_free(&strings);
		}
	}
	while (ini.text.len > 0 && ini_next_section(&ini, &at, &len) != NULL)
		MUST(len < ini.text.len);
	ini_free(&ini);
	return 0;
}
