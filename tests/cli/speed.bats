# SPDX-License-Identifier: ISC
# shellcheck shell=bats
# What a cached token may cost, counted in instructions and pages: no more than `cat` of its entry, and little more beside many
# others; and a new one: no more than `curl` for the same request. Time is measured by `make bench`, and judged nowhere.

load support

setup() {
	sandbox
	not_under asan valgrind coverage 'it counts its own'
	command -v valgrind >/dev/null || skip 'valgrind is not installed'
	config '[toss]' "key = $KEY" "secret = $SECRET"
	linked_statically # a loader's work would be half of the count
	serve
	tokctl toss >/dev/null
}

teardown() {
	cleanup
}

# No locale: cat has no tables to load then, and takes 135 k instructions instead of 300 k.
export LC_ALL=C

# instructions COMMAND...: how many it takes, the same to the digit each time.
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=callgrind.out.%p "$@" 2>&1 >/dev/null | sed -n 's/.*Collected : *//p'
}

@test "a cached token takes no more instructions than cat of its entry, in each format" {
	local cat count format
	cat=$(instructions cat "$(entry)")
	[ "$cat" -gt 0 ]
	for format in token header json env; do
		count=$(instructions tokctl toss -o "$format")
		echo "$format: $count, cat: $cat"
		[ "$count" -gt 0 ]
		[ "$count" -le "$cat" ]
	done
}

@test "status of ten entries takes at most half more instructions than cat of one" {
	local cat count shop

	cat=$(instructions cat "$(entry)")
	jq -n --arg secret "$SECRET" '{toss: ([range(1; 10) | {key: "key-\(.)", value: $secret}] | from_entries)}' >"$SERVER/credentials.json"
	for shop in 1 2 3 4 5 6 7 8 9; do
		printf '[toss:%s]\nkey = %s\nsecret = %s\n' "$shop" "key-$shop" "$SECRET" >>"$CONFIG"
		tokctl "toss:$shop" >/dev/null
	done
	tokctl status >table && [ "$(grep -c ^toss table)" -eq 10 ] || { cat table; return 1; }
	count=$(instructions tokctl status)
	echo "status: $count, cat: $cat"
	[ "$count" -gt 0 ]
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

# peak COMMAND...: KiB, resident; of two processes the larger. The median of nine, for it differs by some pages.
peak() {
	local i

	for i in 1 2 3 4 5 6 7 8 9; do
		command time -q -f %M -o "peak.$i" "$@" >/dev/null
	done
	cat peak.? | sort -n | sed -n 5p
}

@test "a cached token takes at most a fifth more memory than cat of its entry" {
	local cat own

	type -P time >/dev/null || skip 'time is not installed'
	cat=$(peak cat "$(entry)")
	own=$(peak tokctl toss)
	echo "tokctl: $own KiB, cat: $cat KiB"
	[ "$own" -gt 0 ]
	[ $((own * 5)) -le $((cat * 6)) ]
}

@test "a fetch takes no more instructions than curl for the same request, half of those with jq behind it, and no more memory than curl" {
	local fetch=0 curl jq own count

	type -P time >/dev/null || skip 'time is not installed'
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$PORT/token
	printf '%s\n' silent show-error fail 'output = reply.json' "url = $TOKCTL_TOSS_ENDPOINT" "cacert = $TOKCTL_CACERT" \
		"data = \"$(request toss 1 | tail -n 1)\"" 'header = "Accept: application/json; charset=UTF-8"' >curlrc
	curl=$(instructions curl -K curlrc)
	for count in $(instructions --trace-children=yes tokctl toss --no-cache); do
		fetch=$((fetch + count))
	done
	echo "instructions: $fetch, curl: $curl"
	[ "$curl" -gt 1000000 ]
	[ "$fetch" -gt 1000000 ]
	[ "$fetch" -le "$curl" ]
	jq=$(instructions jq -r .access_token reply.json)
	[ "$jq" -gt 0 ]
	[ $((fetch * 2)) -le $((curl + jq)) ]
	# The processes of tokctl are there together.
	own=$(($(peak tokctl toss --no-cache) + $(peak tokctl toss)))
	curl=$(peak curl -K curlrc)
	echo "memory: $own KiB, curl: $curl KiB"
	[ "$own" -le "$curl" ]
}
