# SPDX-License-Identifier: ISC
# tokctl: see README.md. GNU make.
#
#   make                    both programs, in build/
#   make install            PREFIX, BINDIR, LIBEXECDIR, MANDIR and DESTDIR as usual; make uninstall undoes it
#   make build-deps         installs what is needed to build (Debian: by apt-get); make deps: to build and to test
#   make check              all tests; make check-asan, check-valgrind, coverage, fuzz: more of them
#   make lint               reads the sources for mistakes, and the messages of commits: of origin/main..HEAD, or RANGE=A..B
#   make bench              what it costs, beside cat, curl and others
#   make format             lays the C sources out as .clang-format says
#   make graph              which folders and files of src/ include which
#   make po                 brings the translations of messages (src/po) up to date with the sources
#   make demo               every provider, with no key and no network
#   make dist               build/tokctl-VERSION.tar.gz, the same bytes from the same tree
#   make deb                a Debian package in build/deb, and what lintian says of it where there is one; make check-deb tries
#                           the package in a clean tree
#   make musl               tokctl (not tokctl-fetch) linked to musl, in build/musl; make check-musl tries it

VERSION := 1.0.0
.DEFAULT_GOAL := all

# Debian's names, for `make build-deps` and `make deps` and for the messages below: what to build, what to test with.
BUILD_PACKAGES := gcc libc6-dev make pkgconf libcurl4-openssl-dev libssl-dev libcjson-dev libbsd-dev libmd-dev gettext
TEST_PACKAGES := locales bats strace libcmocka-dev python3 openssl curl jq bash zsh fish bash-completion faketime mandoc shellcheck \
	valgrind hyperfine time gdb binutils clang clang-format clang-tidy procps util-linux tinyproxy bindfs \
	python3-yaml systemd

# For `make deb`. Its checks want lintian, debootstrap and bats as well, and `make musl` wants musl-tools.
DEB_PACKAGES := dpkg-dev debhelper

# The authorization servers that tokctl is tested against come from the npm registry, and run on node 18 or later: any
# that is on the PATH; Debian's, with hundreds of packages behind its npm, where there is none.
NODE_PACKAGES = $(if $(shell command -v node),,nodejs) $(if $(shell command -v npm),,npm)

APT_PACKAGES = $(BUILD_PACKAGES) $(TEST_PACKAGES) $(NODE_PACKAGES)
SUDO = $(if $(filter-out 0,$(shell id -u)),sudo)
deps: PACKAGES = $(APT_PACKAGES)
build-deps: PACKAGES = $(BUILD_PACKAGES)
deps build-deps:
	@if ! command -v apt-get >/dev/null; then \
		echo "needed, under Debian's names: $(PACKAGES)"; \
	elif ! dpkg-query -W -f '$${db:Status-Status}\n' $(PACKAGES) 2>&1 | grep -qv '^installed$$'; then \
		echo 'all that is needed is installed'; \
	else \
		$(SUDO) apt-get update && DEBIAN_FRONTEND=noninteractive \
			$(SUDO) apt-get install -y --no-install-recommends $(PACKAGES); \
	fi

installing := $(filter deps build-deps,$(MAKECMDGOALS))
ifneq ($(installing),)
# What else was asked for needs what these install: it is read afterwards.
.PHONY: $(MAKECMDGOALS)
$(filter-out $(installing),$(MAKECMDGOALS)): $(installing)
	$(MAKE) $@
else

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec
MANDIR ?= $(PREFIX)/share/man
LOCALEDIR ?= $(PREFIX)/share/locale
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPDIR ?= $(PREFIX)/share/zsh/site-functions
FISHCOMPDIR ?= $(PREFIX)/share/fish/vendor_completions.d

CC ?= cc
PKG_CONFIG ?= pkg-config
INSTALL ?= install
B ?= build

flag = $(shell $(CC) -Werror $(1) -x c -c /dev/null -o /dev/null 2>/dev/null && echo $(1))

# Hardening and optimisation are defaults: a packager's CFLAGS and LDFLAGS replace them whole.
CFLAGS ?= -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 $(call flag,-fcf-protection) $(call flag,-fstack-clash-protection)
CFLAGS := $(CFLAGS)
LDFLAGS ?= -Wl,-z,relro,-z,now
PIE_CFLAGS ?= -fPIE
PIE_LDFLAGS ?= -pie
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla

comma := ,
modules := libbsd-overlay libmd
fetch_modules := libcrypto libcurl libcjson
need = $(if $(shell $(PKG_CONFIG) --exists '$(1)' 2>/dev/null && echo yes),,$(1)$(comma))

# Goals that do without the libraries.
ifneq ($(filter-out clean uninstall dist format graph,$(or $(MAKECMDGOALS),all)),)
ifeq ($(shell command -v $(PKG_CONFIG)),)
$(error $(PKG_CONFIG) is missing; 'make build-deps' installs what is needed: $(BUILD_PACKAGES))
endif
missing := $(strip $(foreach m,$(modules) libcrypto libcjson,$(call need,$(m))) $(call need,libcurl >= 7.87))
ifneq ($(missing),)
$(error missing: $(missing) 'make build-deps' installs what is needed: $(BUILD_PACKAGES))
endif
endif

CPPFLAGS_ALL := -std=c11 -D_GNU_SOURCE -DLIBBSD_OPENBSD_VIS -Isrc -DVERSION='"$(VERSION)"' -DLIBEXECDIR='"$(LIBEXECDIR)"' \
	-DLOCALEDIR='"$(LOCALEDIR)"' \
	$(shell $(PKG_CONFIG) --cflags $(modules))

# A cached token must not wait for libraries: of libbsd and libmd a few functions are used, and linked in where the
# static libraries are there.
static_or = $(or $(filter /%,$(shell $(CC) -print-file-name=$(1))),$(2))
TOKCTL_LIBS ?= $(call static_or,libbsd.a,-lbsd) $(call static_or,libmd.a,-lmd)
TOKCTL_LIBS := $(TOKCTL_LIBS)

# libcrypto stands first, where the loader looks first: half of what 30 libraries look up is in it.
FETCH_LIBS ?= $(shell $(PKG_CONFIG) --libs $(fetch_modules)) $(TOKCTL_LIBS)
FETCH_LIBS := $(FETCH_LIBS)

# And libc itself where it can be: finding 120 functions in a shared one costs more than printing a token does. STATIC= is for
# packagers whose libc is mended for all programs at once. tokctl asks no name service and loads nothing, so nothing is lost.
STATIC ?= $(if $(filter -l%,$(TOKCTL_LIBS)),,$(static_pie))
static_pie = $(shell echo 'int main(void) { return 0; }' | $(CC) $(CFLAGS) $(LDFLAGS) -static-pie -o /dev/null -x c - 2>/dev/null && \
	echo -static-pie)
STATIC := $(STATIC)

shared_src := $(wildcard src/base/*.c src/model/*.c)
tokctl_src := src/tokctl.c $(wildcard src/config/*.c src/cache/*.c src/output/*.c src/issue/*.c \
	src/doctor/*.c src/command/*.c)
fetch_src := src/tokctl-fetch.c $(wildcard src/net/*.c src/fetch/*.c)
object = $(patsubst src/%.c,$(B)/%.o,$(1))

.PHONY: all deps build-deps po check check-asan check-valgrind coverage format graph lint fuzz fuzz-programs bench demo install uninstall dist deb check-deb
.PHONY: musl check-musl clean force
.DELETE_ON_ERROR:

# The languages of messages: a catalog from each file of src/po, beside the programs as they lie under LOCALEDIR.
languages := $(basename $(notdir $(wildcard src/po/*.po)))
ifneq ($(shell command -v msgfmt),)
catalogs := $(languages:%=$(B)/locale/%/LC_MESSAGES/tokctl.mo)
else
$(info msgfmt (gettext) is missing: messages will be in English only)
endif

all: $(B)/tokctl $(B)/tokctl-fetch $(catalogs)

$(B)/locale/%/LC_MESSAGES/tokctl.mo: src/po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

# Brings src/po up to date with the sources; what is new in them is then to be translated there.
po:
	src/po/update

$(B)/tokctl: $(call object,$(tokctl_src) $(shared_src))
	$(CC) $(CFLAGS) $(or $(STATIC),$(PIE_LDFLAGS)) $(LDFLAGS) -o $@ $^ $(TOKCTL_LIBS)

$(B)/tokctl-fetch: $(call object,$(fetch_src) $(shared_src))
	$(CC) $(CFLAGS) $(PIE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(FETCH_LIBS)

$(B)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CPPFLAGS) $(WARNINGS) $(CFLAGS) $(PIE_CFLAGS) -MMD -MP -c -o $@ $<

# Who builds and then installs under another PREFIX gets a tokctl that looks there for tokctl-fetch and the catalogs.
$(B)/places: force
	@mkdir -p $(@D)
	@echo '$(LIBEXECDIR) $(LOCALEDIR)' | cmp -s - $@ || echo '$(LIBEXECDIR) $(LOCALEDIR)' >$@
$(B)/issue/exchange.o $(B)/base/translate.o: $(B)/places

-include $(wildcard $(B)/*.d $(B)/*/*.d)

# Tests: a program from each file of tests/unit and tests/contract, linked with all of src/ but the two main().

library := $(filter-out $(B)/tokctl.o $(B)/tokctl-fetch.o,$(call object,$(shared_src) $(tokctl_src) $(fetch_src)))
$(B)/library.a: $(library)
	rm -f $@
	$(AR) rcs $@ $^

test_src := $(wildcard tests/unit/*.c tests/contract/*.c)
test_programs := $(patsubst %.c,$(B)/tests/%,$(notdir $(test_src)))
vpath %.c tests/unit tests/contract

$(B)/tests/%: %.c $(B)/library.a Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CPPFLAGS) $(WARNINGS) $(CFLAGS) $(PIE_CFLAGS) $(PIE_LDFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< \
		$(B)/library.a $(shell $(PKG_CONFIG) --libs cmocka) $(FETCH_LIBS)

-include $(wildcard $(B)/tests/*.d)

# The same tokctl for tests that preload a library into it: another clock, allocations that fail.
$(B)/dynamic/tokctl: $(call object,$(tokctl_src) $(shared_src)) $(B)/dynamic/tokctl-fetch $(B)/dynamic/locale
	$(CC) $(CFLAGS) $(PIE_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(TOKCTL_LIBS)

$(B)/dynamic/tokctl-fetch: $(B)/tokctl-fetch
	@mkdir -p $(@D)
	ln -sf ../tokctl-fetch $@

$(B)/dynamic/locale: $(catalogs)
	@mkdir -p $(@D)
	ln -sfn ../locale $@

# What tests preload, to make allocations fail or to play the intruder. Libraries, so not for sanitizers, which come first.
preloads := $(patsubst tests/faults/%.c,$(B)/tests/%.so,$(wildcard tests/faults/*.c))
$(B)/tests/%.so: tests/faults/%.c Makefile
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -O2 -fPIC -shared -o $@ $<

# Fuzz targets: `make check` replays their corpora, `make fuzz` lets libFuzzer run each for FUZZ_SECONDS.
fuzz_targets := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz_replays := $(fuzz_targets:%=$(B)/tests/replay_%)
FUZZ_SECONDS ?= 60

$(B)/tests/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c tests/fuzz/fuzz.h $(B)/library.a Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CPPFLAGS) -DCORPUS='"$(CURDIR)/tests/fuzz/corpus/$*"' $(WARNINGS) $(CFLAGS) $(PIE_CFLAGS) \
		$(PIE_LDFLAGS) $(LDFLAGS) -o $@ $< tests/fuzz/replay.c $(B)/library.a $(FETCH_LIBS)

$(B)/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h $(B)/library.a Makefile
	$(CC) $(CPPFLAGS_ALL) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(B)/library.a $(FETCH_LIBS)

fuzz-programs: $(fuzz_targets:%=$(B)/fuzz_%)

fuzz:
	$(MAKE) B=build/fuzz CC=clang CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
		LDFLAGS='-fsanitize=address,undefined' fuzz-programs
	tests/fuzz/run build/fuzz $(FUZZ_SECONDS)

# make check TESTS='cache time' runs what has these in its name.
check: all $(B)/dynamic/tokctl $(test_programs) $(fuzz_replays) $(preloads)
	tests/run $(B) $(TESTS)

# The same under sanitizers: one build folder each, so that none disturbs the other. Their reports go to files, since
# nobody reads the stderr of each process; to write them tokctl-fetch needs a right or two more. UBSan traps, which ASan
# reports: a report of its own would go to stderr.
SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fsanitize-undefined-trap-on-error
asan := $(CURDIR)/build/asan
check-asan:
	rm -rf $(asan)/reports && mkdir -p $(asan)/reports && chmod 1777 $(asan)/reports
	TOKCTL_TEST_CHECKER=asan TOKCTL_TEST_REPORTS=$(asan)/reports \
	ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:handle_sigill=1:disable_coredump=0:verify_asan_link_order=0:exitcode=99:log_path=$(asan)/reports/report \
	$(MAKE) B=build/asan CPPFLAGS='-DCONFINE_READABLE=\"/proc\" -DCONFINE_WRITABLE=\"$(asan)\"' CFLAGS='$(SANITIZE)' \
		LDFLAGS=-fsanitize=address check

# The command line's tests, both programs under valgrind: memory, leaks, descriptors. TESTS='trust time' picks files. Of
# each test's processes the first VALGRIND_MOST of either program are so; the rest run by themselves. Files that are left
# out measure, build, run no tokctl, or keep to deadlines that can't be moved.
VALGRIND_MOST ?= 10
valgrind_tests := $(filter-out bench.bats deadline.bats demo.bats dist.bats lint.bats speed.bats,$(notdir $(wildcard tests/cli/*.bats)))
check-valgrind: all $(B)/dynamic/tokctl $(preloads)
	tests/valgrind $(B) build/valgrind $(VALGRIND_MOST)
	TOKCTL_TEST_CHECKER=valgrind TOKCTL_TEST_REPORTS=$(CURDIR)/build/valgrind/reports TOKCTL_TEST_NATIVE=$(abspath $(B)) \
	tests/run build/valgrind $(or $(TESTS:=.bats),$(valgrind_tests))
	@for program in tokctl tokctl-fetch; do \
		grep -q track-fds build/valgrind/$$program || { echo "a test has replaced build/valgrind/$$program" >&2; exit 1; }; done

# What counts here is which lines ran. Some tests can't pass in this build: gcov writes files, also for another user.
COVERAGE := -O0 -g --coverage -fprofile-update=atomic
coverage:
	find build/coverage -name '*.gcda' -delete 2>/dev/null || :
	TOKCTL_TEST_CHECKER=coverage \
	$(MAKE) B=build/coverage CPPFLAGS='-DCONFINE_WRITABLE=\"$(CURDIR)/build/coverage\"' CFLAGS='$(COVERAGE)' LDFLAGS=--coverage check || :
	tests/coverage build/coverage

sources = $(wildcard src/*.[ch] src/*/*.[ch] tests/*/*.[ch])
format:
	@clang-format -i $(sources)

# Fails where there is a circle, or what tests/layers does not allow.
graph:
	@tests/graph

export RANGE
lint:
	@tests/lint $(CPPFLAGS_ALL) -- $(WARNINGS)

# Side by side with cat, curl and others; BENCH_ROUNDS=1 for a first look.
BENCH_ROUNDS ?= 80
bench: all
	tests/bench $(B) tests/bench.svg $(BENCH_ROUNDS)

demo: all
	tests/demo $(B)

# ko/man1/tokctl.1, from man/ko/tokctl.1
translated_pages := $(foreach page,$(patsubst man/%,%,$(wildcard man/*/*.[1-9])),$(dir $(page))man$(subst .,,$(suffix $(page)))/$(notdir $(page)))

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBEXECDIR)/tokctl $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 \
		$(DESTDIR)$(BASHCOMPDIR) $(DESTDIR)$(ZSHCOMPDIR) $(DESTDIR)$(FISHCOMPDIR)
	$(INSTALL) -m 755 $(B)/tokctl $(DESTDIR)$(BINDIR)/tokctl
	$(INSTALL) -m 755 $(B)/tokctl-fetch $(DESTDIR)$(LIBEXECDIR)/tokctl/tokctl-fetch
	$(INSTALL) -m 644 man/tokctl.1 $(DESTDIR)$(MANDIR)/man1/tokctl.1
	$(INSTALL) -m 644 man/tokctl.conf.5 $(DESTDIR)$(MANDIR)/man5/tokctl.conf.5
	for page in $(translated_pages); do \
		$(INSTALL) -d $(DESTDIR)$(MANDIR)/$$(dirname "$$page") && \
		$(INSTALL) -m 644 man/$$(echo "$$page" | sed 's|/man.||') $(DESTDIR)$(MANDIR)/$$page || exit; \
	done
	for language in $(if $(catalogs),$(languages)); do \
		$(INSTALL) -d $(DESTDIR)$(LOCALEDIR)/$$language/LC_MESSAGES && \
		$(INSTALL) -m 644 $(B)/locale/$$language/LC_MESSAGES/tokctl.mo $(DESTDIR)$(LOCALEDIR)/$$language/LC_MESSAGES || exit; \
	done
	$(INSTALL) -m 644 completions/tokctl.bash $(DESTDIR)$(BASHCOMPDIR)/tokctl
	$(INSTALL) -m 644 completions/_tokctl $(DESTDIR)$(ZSHCOMPDIR)/_tokctl
	$(INSTALL) -m 644 completions/tokctl.fish $(DESTDIR)$(FISHCOMPDIR)/tokctl.fish

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/tokctl $(DESTDIR)$(LIBEXECDIR)/tokctl/tokctl-fetch \
		$(DESTDIR)$(MANDIR)/man1/tokctl.1 $(DESTDIR)$(MANDIR)/man5/tokctl.conf.5 \
		$(DESTDIR)$(BASHCOMPDIR)/tokctl $(DESTDIR)$(ZSHCOMPDIR)/_tokctl $(DESTDIR)$(FISHCOMPDIR)/tokctl.fish \
		$(translated_pages:%=$(DESTDIR)$(MANDIR)/%) $(languages:%=$(DESTDIR)$(LOCALEDIR)/%/LC_MESSAGES/tokctl.mo)
	-rmdir $(DESTDIR)$(LIBEXECDIR)/tokctl

# What git tracks, as it stands here; without git, all but build/. So a dist can be made of an unpacked one, too.
DIST := $(B)/tokctl-$(VERSION).tar.gz
git = $(and $(wildcard .git),$(shell command -v git))
files = $(if $(git),git ls-files,find . \( -path ./build -o -path ./.git \) -prune -o ! -type d -print | sed 's|^\./||')
epoch = $(or $(SOURCE_DATE_EPOCH),$(shell $(if $(git),git log -1 --format=%ct,stat -c %Y Makefile)))

dist:
	@mkdir -p $(B)
	$(files) >$(DIST).files
	LC_ALL=C sort $(DIST).files | tar -c -f $(DIST:.gz=) --format=ustar --mode=u=rwX,go=rX --owner=0 --group=0 --numeric-owner \
		--mtime=@$(epoch) --transform='s|^|tokctl-$(VERSION)/|' --no-recursion -T -
	gzip -9nf $(DIST:.gz=)
	rm $(DIST).files

# Built as a packager would, of the dist and with nothing of this make's variables.
deb: dist
	@for program in dpkg-buildpackage dh; do \
		command -v $$program >/dev/null || { echo "$$program is missing; needed are: $(DEB_PACKAGES)" >&2; exit 1; }; \
	done
	rm -rf $(B)/deb
	mkdir $(B)/deb
	tar -xzf $(DIST) -C $(B)/deb
	cd $(B)/deb/tokctl-$(VERSION) && env -u MAKEFLAGS -u MAKELEVEL -u B dpkg-buildpackage -us -uc
	@if command -v lintian >/dev/null; then \
		lintian --allow-root --fail-on error,warning $(B)/deb/*.changes; \
	else \
		echo 'lintian is not installed: the package is not looked at'; \
	fi

check-deb:
	bats tests/packages/deb.bats

# tokctl without glibc, in build/musl; tokctl-fetch is the other build's.
musl: all
	tests/musl $(B)

check-musl: musl
	tests/demo $(B)/musl >/dev/null
	tests/run $(B)/musl exec input output

clean:
	rm -rf build

endif
