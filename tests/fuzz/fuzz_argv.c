/* SPDX-License-Identifier: ISC */
/* The command line: the input's lines are the words. */
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/parse.h"
#include "fuzz.h"

enum { MOST_WORDS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *words[MOST_WORDS + 2] = { "tokctl" }, *text = malloc(size + 1), *rest = text, *word;
	struct run run = { .command = command_at(0) };
	struct error err = ERROR_INIT;
	int count = 1;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	while (count <= MOST_WORDS && (word = strsep(&rest, "\n")) != NULL)
		words[count++] = word;
	words[count] = NULL;
	if (parse_arguments(count, words, &run, &err) == 0)
		MUST(run.command != NULL && run.operand_count <= run.command->most_operands);
	else
		MUST(err.id != ERROR_NONE && err.message[0] != '\0');
	buffer_free(&run.flags.secret);
	free(text);
	return 0;
}
