/* SPDX-License-Identifier: ISC */
/* The JSON check: what it lets through, cJSON reads to the end. */
#include <cjson/cJSON.h>

#include "fetch/json.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer text = BUFFER_INIT;
	const char *problem;
	cJSON *object;

	buffer_append(&text, data, size);
	if (json_check(text.data, text.len) == NULL) {
		cJSON *value = cJSON_ParseWithLength(text.data, text.len);

		MUST(value != NULL);
		cJSON_Delete(value);
	}
	object = json_object(&text, &problem);
	MUST((object == NULL) == (problem != NULL));
	cJSON_Delete(object);
	buffer_free(&text);
	return 0;
}
