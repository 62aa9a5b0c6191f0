# SPDX-License-Identifier: ISC
# shellcheck shell=bats
# What a cached token may cost, counted in instructions: about as much as `cat` of its entry, and little more beside many others.

load support

setup() {
	sandbox
	case ${ASAN_OPTIONS:-} in ?*) skip 'a sanitizer counts its own' ;; esac
	[[ "$BUILD" != *coverage* ]] || skip 'gcov counts its own'
	command -v valgrind >/dev/null || skip 'valgrind is not installed'
	config '[toss]' "key = $KEY" "secret = $SECRET"
	serve
	tokctl toss >/dev/null
	kill "$SERVER_PID"
}

teardown() {
	cleanup
}

# The locale that people have: without one, cat has no tables to load and takes 135 k instead of 290 k.
export LC_ALL=C.UTF-8

# instructions COMMAND...: how many it takes, the same to the digit each time.
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=callgrind.out "$@" 2>&1 >/dev/null | sed -n 's/.*Collected : *//p'
}

# Half of it is the dynamic loader's, for tokctl as for cat, and differs between machines: 0.8 to 1.01 was measured.
@test "a cached token takes about as many instructions as cat of its entry, in each format" {
	local cat format

	cat=$(instructions cat "$(entry)")
	[ "$cat" -gt 0 ]
	for format in token header json env; do
		count=$(instructions tokctl toss -o "$format")
		echo "$format: $count, cat: $cat"
		[ "$count" -gt 0 ]
		[ "$count" -le $((cat * 5 / 4)) ]
	done
	count=$(instructions tokctl status)
	[ "$count" -le $((cat * 3 / 2)) ]
}

@test "a config of a thousand shops and a cache of many entries at most double it" {
	local alone count shop

	alone=$(instructions tokctl toss)
	[ "$alone" -gt 0 ]
	{
		for shop in $(seq 1000); do
			printf '[toss:shop%d]\nkey = key-of-shop-%d-0123456789\nsecret = secret-of-shop-%d-0123456789abcdef\n\n' "$shop" "$shop" "$shop"
		done
		cat "$CONFIG"
	} >many
	chmod 600 many
	mv many "$CONFIG"
	(cd "$CACHE" && seq 10000 | awk '{ printf "%064x\n", $1 }' | xargs touch)
	count=$(instructions tokctl toss)
	echo "alone: $alone, among many: $count"
	[ "$count" -gt "$alone" ]
	[ "$count" -le $((alone * 2)) ]
}

@test "a cached token runs no secret command and no tokctl-fetch" {
	config '[toss]' "key = $KEY" "secret-command = touch $HOME/ran; echo x"
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-* ]]
	[ ! -e ran ]
}
