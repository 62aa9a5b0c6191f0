# SPDX-License-Identifier: ISC
# tokctl: see README.md. GNU make.
#
#   make                    both programs, in build/
#   make install            PREFIX, BINDIR, LIBEXECDIR, MANDIR and DESTDIR as usual; make uninstall undoes it
#   make deps               what is needed to build and test (Debian: by apt-get)
#   make check              all tests; make check-asan, check-valgrind, coverage, lint, bench, fuzz: more of them
#   make demo               every provider, with no key and no network

VERSION := 1.0.0

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec
MANDIR ?= $(PREFIX)/share/man
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPDIR ?= $(PREFIX)/share/zsh/site-functions
FISHCOMPDIR ?= $(PREFIX)/share/fish/vendor_completions.d

CC ?= cc
PKG_CONFIG ?= pkg-config
INSTALL ?= install
B ?= build

# Hardening and optimisation are defaults: a packager's CFLAGS and LDFLAGS replace them whole.
CFLAGS ?= -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 $(call flag,-fcf-protection) $(call flag,-fstack-clash-protection)
LDFLAGS ?= -Wl,-z,relro,-z,now
PIE_CFLAGS ?= -fPIE
PIE_LDFLAGS ?= -pie
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla

flag = $(shell $(CC) -Werror $(1) -x c -c /dev/null -o /dev/null 2>/dev/null && echo $(1))

# Debian's name, for `make deps` and for the message below: what to build, what to test with.
BUILD_PACKAGES := gcc make pkg-config libcurl4-openssl-dev libcjson-dev libbsd-dev libmd-dev
TEST_PACKAGES := bats libcmocka-dev python3 openssl curl jq bash zsh fish bash-completion faketime mandoc shellcheck \
	valgrind clang clang-tidy procps tinyproxy

comma := ,
modules := libbsd-overlay libmd
fetch_modules := libcurl libcjson
need = $(if $(shell $(PKG_CONFIG) --exists '$(1)' 2>/dev/null && echo yes),,$(1)$(comma))

# Goals that do without the libraries.
ifneq ($(filter-out deps clean uninstall help,$(or $(MAKECMDGOALS),all)),)
ifeq ($(filter deps,$(MAKECMDGOALS)),)
ifeq ($(shell command -v $(PKG_CONFIG)),)
$(error $(PKG_CONFIG) is missing; 'make deps' installs what is needed: $(BUILD_PACKAGES))
endif
missing := $(strip $(foreach m,$(modules) libcjson,$(call need,$(m))) $(call need,libcurl >= 7.87))
ifneq ($(missing),)
$(error missing: $(missing) 'make deps' installs what is needed: $(BUILD_PACKAGES))
endif
endif
endif

CPPFLAGS_ALL = -std=c11 -D_GNU_SOURCE -DLIBBSD_OPENBSD_VIS -Isrc -DVERSION='"$(VERSION)"' -DLIBEXECDIR='"$(LIBEXECDIR)"' \
	$(shell $(PKG_CONFIG) --cflags $(modules))

# A cached token must not wait for libraries: of libbsd and libmd a few functions are used, and linked in where the
# static libraries are there.
static_or = $(or $(filter /%,$(shell $(CC) -print-file-name=$(1))),$(2))
TOKCTL_LIBS ?= $(call static_or,libbsd.a,-lbsd) $(call static_or,libmd.a,-lmd)
# base64 is libc's on the BSDs, and libresolv's elsewhere.
RESOLV_LIBS ?= $(if $(filter Linux Darwin,$(shell uname -s)),-lresolv)
FETCH_LIBS ?= $(shell $(PKG_CONFIG) --libs $(fetch_modules)) $(RESOLV_LIBS) $(TOKCTL_LIBS)

shared_src := $(wildcard src/base/*.c src/model/*.c)
tokctl_src := src/main.c $(wildcard src/config/*.c src/cache/*.c src/output/*.c src/issue/*.c src/command/*.c)
fetch_src := $(wildcard src/fetch/*.c)
object = $(patsubst src/%.c,$(B)/%.o,$(1))

.PHONY: all deps check check-asan check-valgrind coverage lint fuzz bench demo install uninstall clean help
.DELETE_ON_ERROR:

all: $(B)/tokctl $(B)/tokctl-fetch

$(B)/tokctl: $(call object,$(tokctl_src) $(shared_src))
	$(CC) $(CFLAGS) $(PIE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(TOKCTL_LIBS)

$(B)/tokctl-fetch: $(call object,$(fetch_src) $(shared_src))
	$(CC) $(CFLAGS) $(PIE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(FETCH_LIBS)

$(B)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CPPFLAGS) $(WARNINGS) $(CFLAGS) $(PIE_CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(B)/*.d $(B)/*/*.d)

clean:
	rm -rf build
