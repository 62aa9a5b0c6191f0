/* SPDX-License-Identifier: ISC */
/* The record: what is read as one is written again as the same. */
#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "base/text.h"
#include "cache/entry.h"
#include "fuzz.h"

static void round_trip(const struct record *record)
{
	struct buffer out = BUFFER_INIT;
	struct record again;

	record_begin(&out);
	for (size_t i = 0; i < record->count; i++) {
		MUST(text_is_clean(record->fields[i].value, strlen(record->fields[i].value)));
		record_put(&out, record->fields[i].name, record->fields[i].value);
	}
	record_end(&out);
	MUST(record_parse(out.data, out.len, &again) == RECORD_OK);
	MUST(again.count == record->count);
	for (size_t i = 0; i < record->count; i++)
		MUST(strcmp(again.fields[i].value, record->fields[i].value) == 0);
	buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer bytes = BUFFER_INIT;
	struct entry entry = ENTRY_INIT;
	struct record record;

	buffer_append(&bytes, data, size);
	buffer_append(&entry.bytes, data, size);
	if (record_parse(bytes.data, bytes.len, &record) == RECORD_OK)
		round_trip(&record);
	else
		MUST(record.count == 0);
	if (entry_decode(&entry) && entry.token.value != NULL)
		MUST(token_value_is_valid(entry.token.value, strlen(entry.token.value)));
	entry_free(&entry);
	buffer_free(&bytes);
	return 0;
}
