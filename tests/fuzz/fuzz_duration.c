/* SPDX-License-Identifier: ISC */
/* DUR, and the other words of a command line: profiles, endpoints, values. */
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "config/option.h"
#include "fuzz.h"
#include "model/endpoint.h"
#include "model/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer text = BUFFER_INIT;
	struct error err = ERROR_INIT;
	struct profile profile;
	int64_t seconds;

	buffer_append(&text, data, size);
	if (duration_parse(text.data, &seconds, &err) == 0)
		MUST(seconds >= 0 && seconds <= (int64_t)3650 * 86400);
	if (profile_parse(text.data, &profile, &err) == 0)
		MUST(strcmp(profile.text, text.data) == 0 && profile.provider != NULL);
	IGNORE_RESULT(endpoint_check(text.data, &err));
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++)
		IGNORE_RESULT(option_check(id, text.data, &err));
	buffer_free(&text);
	return 0;
}
