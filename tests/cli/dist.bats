# SPDX-License-Identifier: ISC
# shellcheck shell=bats
# What `make dist` makes, and `make install` and `uninstall` of what is built from it.

load support

setup() {
	not_under asan coverage 'it tests what no checker is part of'
	sandbox
}

teardown() { cleanup; }

version() { sed -n 's/^VERSION := //p' "$ROOT/Makefile"; }

# made FROM INTO VARIABLE=VALUE...: the path of the dist that FROM's Makefile makes. A make that runs the tests hands nothing on.
made() {
	local from=$1 into=$2

	shift 2
	env -u MAKEFLAGS -u MAKELEVEL make -s -C "$from" B="$HOME/$into" "$@" dist || return
	echo "$HOME/$into/tokctl-$(version).tar.gz"
}

unpacked() { tar -xzf "$(made "$ROOT" dist)" && cd "tokctl-$(version)" || return; }

@test "dist: the same bytes each time, whatever the umask and the time zone, and from an unpacked one" {
	local first again

	first=$(made "$ROOT" first)
	again=$(umask 077 && TZ=Asia/Seoul LC_ALL=C.UTF-8 made "$ROOT" again)
	cmp "$first" "$again"
	tar -xzf "$first"
	mkdir "tokctl-$(version)/build"
	touch "tokctl-$(version)/build/not-for-others"
	again=$(made "tokctl-$(version)" unpacked)
	cmp "$first" "$again"
	# Another tree is another dist.
	echo >>"tokctl-$(version)/README.md"
	again=$(made "tokctl-$(version)" unpacked)
	if cmp -s "$first" "$again"; then return 1; fi
}

@test "dist: its files are in order, of one time and owner 0, and under one folder" {
	local archive

	archive=$(made "$ROOT" dist SOURCE_DATE_EPOCH=1000000000)
	tar -tzf "$archive" >names
	LC_ALL=C sort -c names
	if grep -v "^tokctl-$(version)/" names; then return 1; fi
	tar --utc --full-time --numeric-owner -tvzf "$archive" | awk '{ print $2, $4, $5 }' | sort -u >facts
	[ "$(cat facts)" = '0/0 2001-09-09 01:46:40' ]
	# gzip has a time and a name of its own.
	[ "$(od -An -tx1 -j3 -N5 "$archive" | tr -d ' ')" = 0000000000 ]
}

@test "dist: builds in a clean folder, is installed whole below DESTDIR, and uninstall leaves nothing" {
	unpacked
	env -u MAKEFLAGS -u MAKELEVEL make -s -j2 CFLAGS=-O0 LDFLAGS= STATIC= PREFIX="$HOME/usr" DESTDIR="$HOME/stage" install >log 2>&1 ||
		{ cat log; return 1; }
	[ "$(build/tokctl --version)" = "tokctl $(version)" ]
	[ ! -e "$HOME/usr" ]
	if grep -raF "$HOME/stage" "$HOME/stage"; then return 1; fi
	(cd "$HOME/stage$HOME/usr" && find . ! -type d -printf '%m %P\n' | sort -k2) >listed
	[ "$(find "$HOME/stage" ! -type d | wc -l)" -eq "$(wc -l <listed)" ]
	diff listed - <<-'END'
		755 bin/tokctl
		755 libexec/tokctl/tokctl-fetch
		644 share/bash-completion/completions/tokctl
		644 share/fish/vendor_completions.d/tokctl.fish
		644 share/locale/ko/LC_MESSAGES/tokctl.mo
		644 share/man/ko/man1/tokctl.1
		644 share/man/man1/tokctl.1
		644 share/man/man5/tokctl.conf.5
		644 share/zsh/site-functions/_tokctl
	END
	# It finds the other program where that was installed, not where it was built.
	rm -r build
	mv "$HOME/stage$HOME/usr" "$HOME/usr"
	serve
	keys toss
	works "$HOME/usr/bin/tokctl" toss
	[[ $output == toss-0001-* ]]
	make -s PREFIX="$HOME/usr" uninstall
	[ -z "$(find "$HOME/usr" ! -type d)" ]
	[ ! -e "$HOME/usr/libexec/tokctl" ]
}

@test "debian/: the version and the libraries to build with are the Makefile's" {
	[ "$(sed -n '1s/^tokctl (\(.*\)) .*/\1/p' "$ROOT/debian/changelog")" = "$(version)" ]
	# gcc and make are on each machine that builds Debian's packages.
	sed -n 's/^BUILD_PACKAGES := //p' "$ROOT/Makefile" | tr ' ' '\n' | grep -vxE 'gcc|libc6-dev|make' | sort >wanted
	sed -n 's/^Build-Depends: //p' "$ROOT/debian/control" | sed 's/ *([^)]*)//g; s/, */\n/g' | grep -vx debhelper-compat | sort | diff wanted -
}

@test "make build-deps installs what a build needs and no more, make deps what the tests need too" {
	mkdir fake
	printf '#!/bin/sh\necho not-installed\n' >fake/dpkg-query
	printf '#!/bin/sh\necho "$*" >>"%s"\n' "$PWD/asked" >fake/apt-get
	printf '#!/bin/sh\nexec "$@"\n' >fake/sudo
	chmod 755 fake/*
	PATH=$PWD/fake:$PATH make -C "$ROOT" build-deps
	[ "$(sed -n 's/^install -y --no-install-recommends //p' asked)" = "$(sed -n 's/^BUILD_PACKAGES := //p' "$ROOT/Makefile")" ]
	grep -qw libc6-dev asked
	: >asked
	PATH=$PWD/fake:$PATH make -C "$ROOT" deps
	grep -qw bats asked
	grep -qw libc6-dev asked
}

@test "make names what a build lacks, and libc is linked in only where libbsd and libmd can be" {
	run make -C "$ROOT" B="$PWD/none" PKG_CONFIG=nonesuch
	[ "$status" -ne 0 ]
	[[ $output == *"nonesuch is missing; 'make build-deps' installs"*libc6-dev* ]]
	make -nC "$ROOT" B="$PWD/none" TOKCTL_LIBS='-lbsd -lmd' >plan
	run grep -c static-pie plan
	[ "$output" = 0 ]
}
