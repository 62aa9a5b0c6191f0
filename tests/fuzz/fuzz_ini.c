/* SPDX-License-Identifier: ISC */
/* The config file: any bytes, and each value that comes out of it is clean. */
#include <string.h>

#include "base/attributes.h"
#include "base/text.h"
#include "config/ini.h"
#include "fuzz.h"

static int entry(void *context, const char *key, size_t key_len, const char *value, const char *at,
		 struct error *err)
{
	const struct ini *ini = context;

	(void)err;
	MUST(key_len > 0 && key >= ini->text.data &&
	     key + key_len <= ini->text.data + ini->text.len);
	MUST(text_is_clean(value, strlen(value)));
	MUST(ini_line(ini, at) >= 1);
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

			IGNORE_RESULT(ini_visit(&ini, bodies[i], &strings, entry, &ini, &err));
			buffer_free(&strings);
		}
	}
	while (ini.text.len > 0 && ini_next_section(&ini, &at, &len) != NULL)
		MUST(len < ini.text.len);
	ini_free(&ini);
	return 0;
}
