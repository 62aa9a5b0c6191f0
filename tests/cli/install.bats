# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
# make install and make uninstall: what is installed runs, wherever it went.

load support

setup() {
	sandbox
	[ "$BUILD" = "$ROOT/build" ] || skip 'this build has other flags than the Makefile has by default'
	# What is built already is built: only what PREFIX changes is made anew, and not in the tree's own build.
	cp -a "$BUILD" "$HOME/built"
	serve
	keys toss
}

teardown() { cleanup; }

install_to() { make -C "$ROOT" B="$HOME/built" PREFIX="$HOME/$1" "${@:2}" >make.log 2>&1 || { cat make.log; return 1; }; }

@test "make install: another PREFIX than the one that was built for" {
	local prefix

	for prefix in one two; do
		install_to "$prefix" install
		works "$HOME/$prefix/bin/tokctl" toss --no-cache
		[ -e "$prefix/share/man/man1/tokctl.1" ]
	done
	# What names the two places, and no more, is made anew.
	[ "$(grep -c -- ' -c -o ' make.log)" -eq 2 ]
	install_to two install
	[ "$(grep -c -- ' -o ' make.log)" -eq 0 ]
}

@test "make uninstall leaves no file" {
	install_to one install
	[ "$(find one -type f | wc -l)" -ge 7 ]
	install_to one uninstall
	[ "$(find one -type f)" = '' ]
	[ ! -e one/libexec/tokctl ]
}

@test "make install: DESTDIR is where it is put, not where it looks" {
	install_to '' install PREFIX=/opt/shop DESTDIR="$HOME/stage"
	[ -x stage/opt/shop/bin/tokctl ]
	grep -qF /opt/shop/libexec/tokctl/ stage/opt/shop/bin/tokctl
	[ "$(grep -cF "$HOME/stage" stage/opt/shop/bin/tokctl)" -eq 0 ]
}

@test "make install: the Korean catalog is where tokctl looks for it, and the manual where man looks" {
	install_to one install
	fails 64 env LC_ALL=C.UTF-8 LANGUAGE=ko one/bin/tokctl --nonesuch
	LC_ALL=C.UTF-8 grep -qP '\p{Hangul}' <<<"$stderr"
	cmp one/share/man/ko/man1/tokctl.1 "$ROOT/man/ko/tokctl.1"
}
