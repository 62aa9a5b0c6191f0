/* SPDX-License-Identifier: ISC */
/* Runs a fuzz target over its corpus, without a fuzzer: one TAP line a file. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#ifndef CORPUS
#define CORPUS "." /* the Makefile names each target's */
#endif

enum { LARGEST = 1 << 20 };

static int replay(const char *name)
{
	static uint8_t bytes[LARGEST];
	char path[4096];
	FILE *file;
	size_t size;

	snprintf(path, sizeof(path), "%s/%s", CORPUS, name);
	file = fopen(path, "rb");
	if (file == NULL)
		return -1;
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return LLVMFuzzerTestOneInput(bytes, size);
}

int main(void)
{
	DIR *directory = opendir(CORPUS);
	struct dirent *found;
	int count = 0, failed = 0;

	if (directory == NULL) {
		printf("not ok 1 - no corpus in %s\n", CORPUS);
		return 1;
	}
	while ((found = readdir(directory)) != NULL) {
		int result;

		if (found->d_name[0] == '.')
			continue;
		result = replay(found->d_name);
		printf("%s %d - %s\n", result == 0 ? "ok" : "not ok", ++count, found->d_name);
		failed += result != 0;
	}
	closedir(directory);
	return failed > 0 || count == 0;
}
