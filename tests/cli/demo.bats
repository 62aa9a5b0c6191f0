# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
# The demo: what `make demo` shows, and that nothing of it stays.

load support

setup() {
	sandbox
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
}

# demo COMMAND...: runs it in a session of its own, by which nothing_is_left() knows its processes.
demo() {
	setsid sh -c 'echo $$ >"$0"; exec "$@"' "$BATS_TEST_TMPDIR/session" "$@"
}

# No file of its own, and no process of its session.
nothing_is_left() {
	local left=100

	[ -z "$(ls -A "$TMPDIR")" ]
	[ -z "$(ls -A "$HOME")" ]
	# The server has taken its last step by now, but may still be on its way out.
	while ps -o pid= -s "$(cat "$BATS_TEST_TMPDIR/session")"; do
		left=$((left - 1))
		[ "$left" -gt 0 ]
		sleep 0.02
	done
}

# wait_for FILE TEXT
wait_for() {
	local left=500

	until grep -qF -- "$2" "$1" 2>/dev/null; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || { cat "$1"; return 1; }
		sleep 0.02
	done
}

@test "the demo shows each provider, and cleans up" {
	local provider

	run --separate-stderr demo "$ROOT/tests/demo" "$BUILD"
	printf '%s\n' "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ "$stderr" = '' ]
	for provider in $PROVIDERS; do
		grep -qx "\$ tokctl $provider" <<<"$output"
		[ "$(grep -cE "^$provider-0001-[A-Za-z0-9_-]{24}\$" <<<"$output")" -eq 2 ]
		grep -qx "tokctl: $provider: token from the cache" <<<"$output"
		grep -qx "# requests to $provider so far: 1" <<<"$output"
		[ "$(grep -cx "{\"hello\":\"$provider\"}" <<<"$output")" -eq 2 ]
		grep -qE "^$provider +valid " <<<"$output"
	done
	grep -qE '^access-token: imweb-0001-' <<<"$output"
	grep -qE '^Authorization: Bearer toss-0001-' <<<"$output"
	[ "$(grep -cE '^20[0-9-]{8}T[0-9:]{8}Z$' <<<"$output")" -eq 3 ]
	grep -qF 'does not report when a token expires' <<<"$output"
	grep -qE '^oauth2-0001-[A-Za-z0-9_-]{24}$' <<<"$output"
	grep -qx '{"hello":"oauth2"}' <<<"$output"
	grep -qE '^oauth2:crm +valid .*https://auth.example/tenant orders:read$' <<<"$output"
	grep -qE '^ +20 toss-0003-' <<<"$output"
	nothing_is_left
}

@test "the demo takes nothing from the caller's settings, and leaves his config and cache alone" {
	mkdir -p "$HOME/.config/tokctl"
	echo 'not a config' >"$HOME/.config/tokctl/config"
	export TOKCTL_TOSS_KEY=mine TOKCTL_TOSS_SECRET=mine TOKCTL_OFFLINE=1 TOKCTL_CONFIG=/nowhere XDG_CONFIG_HOME=$HOME/.config \
		https_proxy=http://127.0.0.1:1 NO_PROXY='*' TOKCTL_RETRIES=x
	run demo "$ROOT/tests/demo" "$BUILD"
	[ "$status" -eq 0 ]
	[ ! -e "$HOME/.cache" ]
	rm -r "$HOME/.config"
	nothing_is_left
}

@test "the demo cleans up when it is interrupted" {
	local name number job pid status

	for name in INT:130 TERM:143 HUP:129; do
		number=${name#*:} name=${name%:*}
		# A shell starts what it puts in the background without SIGINT.
		demo env --default-signal="$name" "$ROOT/tests/demo" "$BUILD" >"$BATS_TEST_TMPDIR/said" 2>&1 3>&- &
		job=$!
		wait_for "$BATS_TEST_TMPDIR/said" '== iamport'
		pid=$(cat "$BATS_TEST_TMPDIR/session")
		kill -s "$name" "$pid"
		status=0
		wait "$job" || status=$?
		[ "$status" -eq "$number" ]
		nothing_is_left
	done
}

@test "the demo fails when a step fails, and cleans up" {
	mkdir "$BATS_TEST_TMPDIR/build"
	printf '#!/bin/sh\ncase "$*" in "-v iamport") echo broken; exit 70 ;; esac\nexec %s/tokctl "$@"\n' "$BUILD" >"$BATS_TEST_TMPDIR/build/tokctl"
	chmod 755 "$BATS_TEST_TMPDIR/build/tokctl"
	run --separate-stderr demo "$ROOT/tests/demo" "$BATS_TEST_TMPDIR/build"
	[ "$status" -ne 0 ]
	[[ $stderr == *"'tokctl -v iamport' ended with exit status 70"* ]]
	nothing_is_left
}

@test "the demo is told in words when there is no build" {
	run --separate-stderr demo "$ROOT/tests/demo" "$BATS_TEST_TMPDIR/none"
	[ "$status" -ne 0 ]
	[[ $stderr == *none* ]]
	nothing_is_left
}
