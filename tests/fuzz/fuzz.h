/* SPDX-License-Identifier: ISC */
/*
 * A fuzz target: a file here with this one function. `make fuzz` builds it with libFuzzer; `make
 * check` replays its corpus (tests/fuzz/corpus/TARGET) with replay.c.
 */
#ifndef TOKCTL_TESTS_FUZZ_H
#define TOKCTL_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where something that must hold does not. */
#define MUST(condition)                   \
	do {                              \
		if (!(condition))         \
			__builtin_trap(); \
	} while (0)

#endif
