# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
# `make bench` in one round, so that it does not rot; what it measures is not judged here.

load support

setup() {
	sandbox
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
}

@test "the bench prints a table, writes it as JSON and draws it, and leaves nothing behind" {
	not_under asan valgrind coverage 'it would measure that'
	for program in hyperfine jq valgrind strace time; do
		command -v "$program" >/dev/null || skip "$program is not installed"
	done
	mkdir build
	ln -s "$BUILD/tokctl" "$BUILD/tokctl-fetch" build
	run --separate-stderr "$ROOT/tests/bench" build bench.svg 1
	[ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
	for line in 'cached token .*cat .*instructions' 'cached token .*cat .*wall time' 'cached token .*cat .*peak memory' \
		'status of ten' '10,000 entries' 'fetch, --cacert  .*curl --cacert  .*system calls' \
		'fetch, --cacert  .*curl --cacert | jq .*wall time .* 0.5' 'fetch, --cacert, cold cache' '200 at once'; do
		grep -q "^.*$line" <<<"$output" || { printf 'not in the table: %s\n%s\n' "$line" "$output"; return 1; }
	done
	# A trust store of its own, where the machine lets it have one.
	if unshare --mount mount --bind /etc/ssl/certs /etc/ssl/certs 2>/dev/null; then
		grep -q "^fetch, system's CAs .*curl, system's CAs .*wall time .* 1.0" <<<"$output"
		grep -q "^fetch, system's CAs .*curl | jq, system's CAs .*wall time .* 0.5" <<<"$output"
	else
		grep -q "^not to be had here, so not measured: curl, system's CAs" <<<"$output"
	fi
	jq -e '.version == 1 and (.rows | length > 20) and
		all(.rows[]; .ratio > 0 and .low <= .high and .value > 0 and .against_value > 0)' build/bench.json
	# One bar for each row.
	[ "$(grep -c '<rect' bench.svg)" -eq "$(jq '.rows | length' build/bench.json)" ]
	python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' bench.svg
	[ -z "$(ls -A "$TMPDIR")" ]
}

@test "the bench says what it needs and does not find" {
	mkdir bin
	ln -s "$(type -P curl)" "$(type -P openssl)" bin
	run --separate-stderr env PATH="$HOME/bin" "$ROOT/tests/bench" "$BUILD" bench.svg 1
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[ "$stderr" = "bench: hyperfine, jq, valgrind, strace, time missing; 'make deps' installs what is needed" ]
	[ ! -e bench.svg ]
}
