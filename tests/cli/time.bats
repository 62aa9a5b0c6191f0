# SPDX-License-Identifier: ISC
# Time: when a token is renewed, what happens when it can't be, when the provider asks to wait, and what a wrong clock does.
#
# No test waits for time to pass. tokctl runs under libfaketime with a clock that stands still, N seconds after T0; the
# clock that deadlines are measured by stays real. The server's clock is set beside it where it matters.

load support

HOUR=3600
DAY=86400
# The server's clock goes on while a test runs. Where it has a part in a time, this many seconds are allowed for.
DRIFT=6

setup() {
	sandbox
	frozen
	serve
	keys imweb iamport bizppurio toss
}

teardown() { cleanup; }

# server_at N: the server's clock is at T0 + N, and goes on from there.
server_at() {
	echo $((T0 + $1 - $(date +%s))) >"$SERVER/clock"
}

utc() {
	date -u -d "@$((T0 + $1))" +%Y-%m-%dT%H:%M:%SZ
}

# names_time TEXT N: the text names the moment N, or one of the seconds around it: the server's clock runs on, and a busy
# machine takes its time.
names_time() {
	local second

	for second in $(seq $(($2 - 2)) $(($2 + 9))); do
		[[ $1 == *"$(utc "$second")"* ]] && return 0
	done
	printf 'not about %s: %s\n' "$(utc "$2")" "$1"
	return 1
}

# about N NUMBER: it is N, but for the server's clock.
about() { [ "$2" -ge $(($1 - DRIFT)) ] && [ "$2" -le $(($1 + DRIFT)) ]; }

# gets N TOKEN COMMAND...: at T0 + N it prints that token (any, where it is *), says nothing, and ends well.
gets() {
	local n=$1 token=$2

	shift 2
	run --separate-stderr at "$n" "$@"
	# shellcheck disable=SC2053  # a pattern is meant
	[ "$status" -eq 0 ] && [ -n "$output" ] && [[ $output == $token ]] && [ -z "$stderr" ] || {
		printf 'at %d: status %d, output %s, stderr %s\n' "$n" "$status" "$output" "$stderr"
		return 1
	}
}

# renewed PROVIDER DUE [OPTION...]: what is cached at 0 is used until DUE without a request, and then with one.
renewed() {
	local provider=$1 due=$2 drift=$DRIFT old before

	case $provider in toss | imweb) drift=2 ;; esac

	shift 2
	old=$(tokctl_cached "$provider" "$@")
	before=$(requests "$provider")
	gets $((due - drift)) "$old" tokctl "$provider" "$@"
	asked "$before" "$provider"
	gets $((due + drift)) '*' tokctl "$provider" "$@"
	asked $((before + 1)) "$provider"
}

tokctl_cached() { at 0 tokctl "$@" --offline; }

# ---- when it is renewed

@test "toss: a tenth of the life before its end, at least a minute, at most an hour, never more than half of it" {
	local pair life due

	for pair in 31535999:31532399 36000:32400 86400:82800 20000:18000 3600:3240 3599:3240 600:540 300:240 130:70 100:50 90:45; do
		life=${pair%:*} due=${pair#*:}
		printf 'with a life of %d\n' "$life"
		plan toss "life=$life"
		gets 0 '*' tokctl toss
		renewed toss "$due"
		tokctl forget toss
	done
}

@test "bizppurio: an hour before its end, and half of a short life" {
	server_at 0
	gets 0 '*' tokctl bizppurio
	renewed bizppurio $((23 * HOUR))
	tokctl forget bizppurio
	plan bizppurio life=3600
	server_at 0
	gets 0 '*' tokctl bizppurio
	renewed bizppurio 1800
}

@test "iamport: a minute before its end, not a second earlier, and half of a short life" {
	server_at 0
	gets 0 '*' tokctl iamport
	old=$output
	gets 1737 "$old" tokctl iamport
	asked 1 iamport
	server_at 1748
	gets 1748 "$old" tokctl iamport
	asked 2 iamport
	tokctl forget iamport
	plan iamport life=100 token=short
	server_at 3000
	gets 3000 short tokctl iamport
	gets 3043 short tokctl iamport
	asked 3 iamport
	gets 3057 '*' tokctl iamport
	asked 4 iamport
}

@test "imweb: reused for half an hour" {
	gets 0 '*' tokctl imweb
	renewed imweb 1800
}

@test "toss: a token without expires_in is reused for an hour, or as is said, with a warning once" {
	local n

	for n in 1 2 3; do
		printf '{"access_token":"T%d","token_type":"Bearer","scope":"toss-shopping-fep:write"}' "$n" >"T$n"
		plan toss "body-file=$PWD/T$n"
	done
	run --separate-stderr at 0 tokctl toss
	[ "$status:$output" = 0:T1 ]
	says 'does not say when the token expires; it is reused for 1h' --reuse-for
	works at 3599 tokctl toss
	[ "$output" = T1 ]
	fails 69 at 3599 tokctl toss --expiry
	fails 69 at 3599 tokctl toss --min-ttl 1m
	works at 100 tokctl -q toss --reuse-for 1m
	[ "$output" = T2 ]
	run --separate-stderr at 3700 tokctl toss
	[ "$status:$output" = 0:T3 ]
	# It counts only where the reply has none.
	works at 10000 tokctl toss --refresh
	works at 20000 tokctl toss --reuse-for 1m
	asked 4
}

@test "imweb: --reuse-for, the environment and the config say how long" {
	gets 0 '*' tokctl imweb
	first=$output
	gets 598 "$first" tokctl imweb --reuse-for 10m
	asked 1 imweb
	gets 602 '*' tokctl imweb --reuse-for 10m
	second=$output
	[ "$second" != "$first" ]
	asked 2 imweb
	export TOKCTL_IMWEB_REUSE_FOR=1h
	gets 4200 "$second" tokctl imweb
	asked 2 imweb
	gets 4204 '*' tokctl imweb
	third=$output
	asked 3 imweb
	unset TOKCTL_IMWEB_REUSE_FOR
	config '[imweb]' 'reuse-for = 2h'
	gets 11402 "$third" tokctl imweb
	asked 3 imweb
	# Flag before environment before config.
	TOKCTL_IMWEB_REUSE_FOR=1h gets 11402 "$third" tokctl imweb --reuse-for 2h
	asked 3 imweb
	gets 11406 '*' tokctl imweb
	[ "$output" != "$third" ]
	asked 4 imweb
}

@test "JSON says until when a token is reused, and when it expires" {
	plan toss life=3600
	run --separate-stderr at 0 tokctl toss --json
	[ "$(jq -r .reuse_until <<<"$output")" = "$(utc 3240)" ]
	[ "$(jq -r .issued_at <<<"$output")" = "$(utc 0)" ]
	[ "$(jq -r .expires_at <<<"$output")" = "$(utc 3600)" ]
	[ "$(jq -r .expires_in <<<"$output")" = 3600 ]
	run --separate-stderr at 100 tokctl toss --json
	[ "$(jq -r .expires_in <<<"$output")" = 3500 ]
	[ "$(jq -r .expires_at <<<"$output")" = "$(utc 3600)" ]
	run --separate-stderr at 100 tokctl toss -o ttl
	[ "$output" = 3500 ]
	run --separate-stderr at 100 tokctl toss -o epoch
	[ "$output" = $((T0 + 3600)) ]
	run --separate-stderr at 100 tokctl toss --expiry
	[ "$output" = "$(utc 3600)" ]
	run --separate-stderr at 0 tokctl imweb --json
	[ "$(jq -r .reuse_until <<<"$output")" = "$(utc 1800)" ]
	[ "$(jq -r .expires_at <<<"$output")" = null ]
	asked 1
}

@test "status says valid, due and expired in their time" {
	local pair

	plan toss life=3600
	gets 0 '*' tokctl toss
	for pair in 0:valid 3238:valid 3242:due 3598:due 3600:expired 9999:expired; do
		run --separate-stderr at "${pair%:*}" tokctl status toss --json
		[ "$(jq -r '.tokens[0].state' <<<"$output")" = "${pair#*:}" ] || {
			printf 'at %s: %s\n' "$pair" "$output"
			return 1
		}
	done
	asked 1
}

@test "after the end there is one request, and no old token when it fails" {
	plan toss life=3600
	gets 0 '*' tokctl toss
	old=$output
	plan toss status=503
	run --separate-stderr at 3600 tokctl toss --retries 0
	[ "$status" -eq 75 ]
	[ -z "$output" ]
	asked 2
	gets 3601 '*' tokctl toss
	[ "$output" != "$old" ]
	asked 3
}

@test "a renewed token is used from then on" {
	plan toss life=3600
	gets 0 '*' tokctl toss
	old=$output
	plan toss life=3600
	gets 3300 '*' tokctl toss
	new=$output
	[ "$new" != "$old" ]
	gets 3301 "$new" tokctl toss
	gets 6500 "$new" tokctl toss
	asked 2
}

@test "--min-ttl beyond what is left asks, before the window too" {
	plan toss life=3600
	gets 0 '*' tokctl toss
	old=$output
	gets 100 "$old" tokctl toss --min-ttl 3500
	asked 1
	plan toss life=3600
	gets 101 '*' tokctl toss --min-ttl 3500
	[ "$output" != "$old" ]
	asked 2
}

# ---- when it can't be renewed

# due: toss has a token that is due at T0 + 32400 and ends at T0 + 36000. OLD is its text.
due() {
	plan toss life=36000
	gets 0 '*' tokctl toss
	OLD=$output
	asked 1
}

# old_with_warning: the last run printed the old token, and said why on standard error.
old_with_warning() {
	[ "$status" -eq 0 ] && [ "$output" = "$OLD" ] && [[ $stderr == 'tokctl: toss: '*warning* ]] && [[ $stderr != *"$OLD"* ]] || {
		printf 'status %d, output %s, stderr %s\n' "$status" "$output" "$stderr"
		return 1
	}
}

@test "in the window, with the provider down: the old token, a warning, 0" {
	due
	plan toss status=503
	run --separate-stderr at 33000 tokctl toss --retries 0
	old_with_warning
	[[ $stderr == *503* ]]
	names_time "$stderr" 36000
	asked 2
	# Then a pause without requests, and without a word.
	gets 33001 "$OLD" tokctl toss
	asked 2
}

@test "in the window, with retries: no more requests than any run makes" {
	due
	plan toss '* status=503'
	run --separate-stderr at 33000 tokctl toss --retries 1
	old_with_warning
	asked 3
}

@test "in the window, -q silences the warning; other outputs work too" {
	due
	plan toss '* status=503'
	run --separate-stderr at 33000 tokctl toss --retries 0 -q
	[ "$status" -eq 0 ]
	[ "$output" = "$OLD" ]
	[ -z "$stderr" ]
	run --separate-stderr at 35900 tokctl toss --retries 0 --json
	[ "$status" -eq 0 ]
	[ "$(jq -r .token <<<"$output")" = "$OLD" ]
	[ "$(jq -r .cached <<<"$output")" = true ]
	[ "$(jq -r .expires_in <<<"$output")" = 100 ]
	[[ $stderr == *warning* ]]
}

@test "in the window, with a provider that does not answer in time: the old token, a warning, 0" {
	local began

	due
	plan toss delay=20
	began=$SECONDS
	run --separate-stderr at 33000 tokctl toss --timeout 1s
	old_with_warning
	[ $((SECONDS - began)) -lt 10 ]
	asked 2
}

@test "in the window, with no way to the provider: the old token, a warning, 0" {
	due
	TOKCTL_PROXY=http://127.0.0.1:$CLOSED_PORT run --separate-stderr at 33000 tokctl toss --retries 0
	old_with_warning
	asked 1
}

@test "in the window, the pause grows with each failure, and a success ends it" {
	local when=32500 first=0 next pauses=()

	due
	plan toss '* status=503'
	run --separate-stderr at "$when" tokctl toss --retries 0
	old_with_warning
	# Where does the next request come?
	for _ in 1 2 3 4; do
		before=$(requests toss)
		for ((next = when + 1; next < 35900; next += 7)); do
			run --separate-stderr at "$next" tokctl toss --retries 0
			[ "$status" -eq 0 ]
			[ "$output" = "$OLD" ]
			[ "$(requests toss)" -eq "$before" ] || break
			[ -z "$stderr" ]
		done
		asked $((before + 1))
		[[ $stderr == *warning* ]]
		pauses+=($((next - when)))
		when=$next
	done
	printf 'pauses: %s\n' "${pauses[*]}"
	[ "${pauses[0]}" -ge 5 ]
	[ "${pauses[1]}" -gt "${pauses[0]}" ]
	[ "${pauses[2]}" -gt "${pauses[1]}" ]
	[ "${pauses[3]}" -gt "${pauses[2]}" ]
	# The token is not let die while it waits.
	[ "${pauses[3]}" -lt 1800 ]
	before=$(requests toss)
	: >"$SERVER/plan/toss"
	gets 35950 '*' tokctl toss
	[ "$output" != "$OLD" ]
	asked $((before + 1))
	run --separate-stderr at 35951 tokctl status toss --json
	[ "$(jq -r '.tokens[0].last_error' <<<"$output")" = null ]
}

@test "in the window, a refusal is a failure: 77, and nothing printed" {
	due
	plan toss refuse=oauth
	run --separate-stderr at 33000 tokctl toss
	[ "$status" -eq 77 ]
	[ -z "$output" ]
	asked 2
}

@test "in the window, a refusal does not come and go" {
	local n

	due
	plan toss '* refuse=oauth'
	run --separate-stderr at 33000 tokctl toss
	[ "$status" -eq 77 ]
	for n in 33001 33005 33020 33060; do
		run --separate-stderr at "$n" tokctl toss
		[ "$status" -eq 77 ]
		[ -z "$output" ]
	done
}

@test "in the window, a reply that is not what the provider documents is a failure: 76" {
	due
	plan toss garbage
	run --separate-stderr at 33000 tokctl toss
	[ "$status" -eq 76 ]
	[ -z "$output" ]
}

@test "in the window, --refresh that fails is a failure" {
	due
	plan toss status=503
	run --separate-stderr at 33000 tokctl toss --refresh --retries 0
	[ "$status" -eq 75 ]
	[ -z "$output" ]
	asked 2
}

@test "in the window, --min-ttl that the old token does not have is not met by it" {
	due
	plan toss status=503
	run --separate-stderr at 33000 tokctl toss --min-ttl 2h --retries 0
	[ "$status" -eq 75 ]
	[ -z "$output" ]
	asked 2
}

@test "in the window, with no secret named: a cached token needs none, to its end" {
	due
	unset TOKCTL_TOSS_SECRET
	run --separate-stderr at 33000 tokctl toss
	old_with_warning
	[[ $stderr == *'no secret'*TOKCTL_TOSS_SECRET* ]]
	names_time "$stderr" 36000
	gets 35999 "$OLD" tokctl toss -q
	gets 35999 "$OLD" tokctl toss --offline
	run --separate-stderr at 36000 tokctl toss
	[ "$status" -eq 78 ]
	[ -z "$output" ]
	# It held nobody up who has one.
	gets 33001 '*' tokctl toss --secret "$SECRET"
	[ "$output" != "$OLD" ]
	asked 2
}

@test "in the window, with a secret named that can't be had: the old token is no answer to a mistake in the config" {
	due
	unset TOKCTL_TOSS_SECRET
	run --separate-stderr at 33000 tokctl toss --secret-file nonesuch
	[ "$status" -eq 78 ]
	[ -z "$output" ]
	run --separate-stderr at 33000 tokctl toss --secret-command false
	[ "$status" -eq 78 ]
	[ -z "$output" ]
	asked 1
}

@test "each provider's window serves its old token while the provider is down" {
	server_at 0
	gets 0 '*' tokctl bizppurio
	old=$output
	plan bizppurio status=502
	run --separate-stderr at $((23 * HOUR + 60)) tokctl bizppurio --retries 0
	[ "$status" -eq 0 ]
	[ "$output" = "$old" ]
	[[ $stderr == 'tokctl: bizppurio: '*warning* ]]
	gets 0 '*' tokctl iamport
	old=$output
	plan iamport status=504
	run --separate-stderr at 1750 tokctl iamport --retries 0
	[ "$status" -eq 0 ]
	[ "$output" = "$old" ]
	[[ $stderr == 'tokctl: iamport: '*warning* ]]
}

# ---- when the provider asks to wait

# until_then N: the last run made no request, ended with 75, and said until when.
until_then() {
	[ "$status" -eq 75 ] && [ -z "$output" ] && [[ $stderr == 'tokctl: toss: '*"$(utc "$1")"* ]] || {
		printf 'status %d, output %s, stderr %s\n' "$status" "$output" "$stderr"
		return 1
	}
}

@test "Retry-After is kept across processes: no request until then, and 75 says until when" {
	plan toss status=429 retry-after=600
	run --separate-stderr at 0 tokctl toss
	until_then 600
	asked 1
	run --separate-stderr at 1 tokctl toss
	until_then 600
	run --separate-stderr at 598 tokctl toss
	until_then 600
	run --separate-stderr at 598 tokctl toss --refresh
	until_then 600
	run --separate-stderr at 598 tokctl toss --error-format json
	[ "$status" -eq 75 ]
	[ "$(jq -r .error.retryable <<<"$stderr")" = true ]
	asked 1
	gets 601 '*' tokctl toss
	asked 2
}

@test "Retry-After as a date, and with 503" {
	server_at 0
	plan toss status=503 retry-after=date+600
	run --separate-stderr at 0 tokctl toss
	[ "$status" -eq 75 ]
	asked 1
	run --separate-stderr at 590 tokctl toss
	[ "$status" -eq 75 ]
	asked 1
	gets 610 '*' tokctl toss
	asked 2
}

@test "Retry-After as a date, with a clock that is three days off" {
	local off

	for off in $((3 * DAY)) $((-3 * DAY)); do
		before=$(requests toss)
		server_at 0
		plan toss status=429 retry-after=date+600
		run --separate-stderr at "$off" tokctl toss
		[ "$status" -eq 75 ]
		run --separate-stderr at $((off + 590)) tokctl toss
		[ "$status" -eq 75 ]
		asked $((before + 1))
		gets $((off + 610)) '*' tokctl toss
		asked $((before + 2))
		tokctl forget toss
	done
}

@test "Retry-After in the window: the old token is served without a word until then" {
	due
	plan toss status=429 retry-after=1200
	run --separate-stderr at 33000 tokctl toss
	old_with_warning
	names_time "$stderr" 34200
	gets 33001 "$OLD" tokctl toss
	gets 34198 "$OLD" tokctl toss
	asked 2
	gets 34202 '*' tokctl toss
	[ "$output" != "$OLD" ]
	asked 3
}

@test "Retry-After beyond the end of the old token: from then on 75" {
	due
	plan toss status=429 retry-after=7200
	run --separate-stderr at 33000 tokctl toss
	old_with_warning
	gets 35999 "$OLD" tokctl toss
	run --separate-stderr at 36000 tokctl toss
	until_then 40200
	asked 2
	gets 40201 '*' tokctl toss
	asked 3
}

@test "forget drops the pause" {
	plan toss status=429 retry-after=600
	run --separate-stderr at 0 tokctl toss
	[ "$status" -eq 75 ]
	at 1 tokctl forget toss
	gets 2 '*' tokctl toss
	asked 2
	plan toss status=429 retry-after=600
	run --separate-stderr at 3 tokctl toss --refresh
	[ "$status" -eq 75 ]
	at 4 tokctl forget --all
	gets 5 '*' tokctl toss
	asked 4
}

@test "one shop's pause is not another's" {
	plan toss status=429 retry-after=600
	run --separate-stderr at 0 tokctl toss
	[ "$status" -eq 75 ]
	gets 1 '*' tokctl toss --key "$OUTLET_KEY" --secret "$OUTLET_SECRET"
	gets 1 '*' tokctl toss --test
	gets 1 '*' tokctl imweb
}

@test "a rejected token does not lift the pause" {
	due
	plan toss status=429 retry-after=1200
	run --separate-stderr at 33000 tokctl toss
	at 33001 tokctl reject toss <<<"$OLD"
	run --separate-stderr at 33002 tokctl toss
	until_then 34200
	asked 2
}

@test "a Retry-After that is absurd or malformed locks nobody out" {
	local value

	for value in 99999999999999999999 999999999 -5 0 soon '' 'Thu,%2001%20Jan%201970%2000:00:00%20GMT'; do
		before=$(requests toss)
		plan toss "status=429 header=Retry-After:$value"
		run --separate-stderr at 0 tokctl toss --retries 0
		[ "$status" -eq 75 ]
		asked $((before + 1))
		# What nobody can have meant ends at some time.
		gets $((3 * DAY)) '*' tokctl toss
		asked $((before + 2))
		tokctl forget toss
	done
}

@test "a clock that was set back ends no pause later than it was to last" {
	plan toss status=429 retry-after=600
	run --separate-stderr at 0 tokctl toss
	[ "$status" -eq 75 ]
	gets $((-3 * DAY)) '*' tokctl toss
}

# ---- iamport: the same token, until its last minute

@test "iamport: --min-ttl beyond what is left is 75, says from when, and asks nobody" {
	server_at 0
	gets 0 '*' tokctl iamport
	old=$output
	gets 500 "$old" tokctl iamport --min-ttl 20m
	asked 1 iamport
	run --separate-stderr at 700 tokctl iamport --min-ttl 20m
	[ "$status" -eq 75 ]
	[ -z "$output" ]
	[[ $stderr == 'tokctl: iamport: '* ]]
	# As much is had when it has expired: the last minute brings five.
	names_time "$stderr" 1800
	asked 1 iamport
	run --separate-stderr at 700 tokctl iamport --min-ttl 20m --error-format json
	[ "$status" -eq 75 ]
	[ "$(jq -r .error.retryable <<<"$stderr")" = true ]
	asked 1 iamport
	gets 701 "$old" tokctl iamport
	server_at 1600
	run --separate-stderr at 1600 tokctl iamport --min-ttl 5m
	[ "$status" -eq 75 ]
	names_time "$stderr" 1740
	asked 1 iamport
}

@test "iamport: who comes again at the time that was named gets what --min-ttl asks for" {
	local ttl when start=0

	while read -r ttl when; do
		server_at "$start"
		gets "$start" '*' tokctl iamport
		run --separate-stderr at $((start + 1600)) tokctl iamport --min-ttl "$ttl"
		[ "$status" -eq 75 ]
		names_time "$stderr" $((start + when))
		server_at $((start + when + 1))
		gets $((start + when + 1)) '*' tokctl iamport --min-ttl "$ttl"
		start=$((start + 10000))
	done <<-'END'
		4m 1740
		5m 1740
		301 1800
		10m 1800
		29m 1800
	END
}

@test "iamport: --min-ttl beyond a whole life is 69 after one request, and the token is kept" {
	server_at 0
	run --separate-stderr at 0 tokctl iamport --min-ttl 1h
	[ "$status" -eq 69 ]
	[ -z "$output" ]
	[[ $stderr == 'tokctl: iamport: a fresh token lives only 30m, '* ]]
	asked 1 iamport
	for moment in 1 1000 1750; do
		run --separate-stderr at "$moment" tokctl iamport --min-ttl 1h --error-format json
		[ "$status" -eq 69 ]
		[ "$(jq -r .error.id <<<"$stderr")" = short-lived ]
		[ "$(jq -r .error.retryable <<<"$stderr")" = false ]
	done
	gets 2 '*' tokctl iamport
	asked 1 iamport
}

@test "iamport: in the last minute --min-ttl has the token extended, as far as that goes" {
	server_at 0
	gets 0 '*' tokctl iamport
	old=$output
	server_at 1750
	gets 1750 "$old" tokctl iamport --min-ttl 5m
	asked 2 iamport
	run --separate-stderr at 1751 tokctl iamport --expiry
	names_time "$output" 2100
	run --separate-stderr at 1751 tokctl iamport --min-ttl 10m
	[ "$status" -eq 75 ]
	[ -z "$output" ]
	names_time "$stderr" 2100
	asked 2 iamport
}

@test "iamport: in the last minute, what can't be had is 75, and asks for no extension" {
	server_at 0
	gets 0 '*' tokctl iamport
	server_at 1750
	for moment in 1750 1751 1799; do
		run --separate-stderr at "$moment" tokctl iamport --min-ttl 10m
		[ "$status" -eq 75 ]
		[ -z "$output" ]
		names_time "$stderr" 1800
	done
	asked 1 iamport
}

@test "iamport: the same token back is success, and never a loop" {
	server_at 0
	gets 0 '*' tokctl iamport
	old=$output
	gets 1 "$old" tokctl iamport --refresh
	asked 2 iamport
	tokctl forget iamport
	server_at 900
	gets 900 "$old" tokctl iamport
	asked 3 iamport
	gets 901 "$old" tokctl iamport
	gets 1700 "$old" tokctl iamport
	asked 3 iamport
	# Now it is due, and the server has a slow clock and gives the same once more.
	server_at 1700
	gets 1750 "$old" tokctl iamport
	asked 4 iamport
}

@test "iamport: a token that is given late in its life is used to its end" {
	server_at 0
	gets 0 '*' tokctl iamport
	old=$output
	tokctl forget iamport
	server_at 1600
	gets 1600 "$old" tokctl iamport
	gets 1690 "$old" tokctl iamport
	asked 2 iamport
	server_at 1750
	gets 1750 "$old" tokctl iamport
	asked 3 iamport
	gets 1751 "$old" tokctl iamport
	asked 3 iamport
}

# ---- clocks that are wrong

@test "a clock three days off changes neither iamport's token nor how long it is used" {
	local off

	for off in $((3 * DAY)) $((-3 * DAY)); do
		before=$(requests iamport)
		server_at 0
		plan iamport "token=a-new-one$off"
		gets "$off" "a-new-one$off" tokctl iamport
		old=$output
		run --separate-stderr at "$off" tokctl iamport -o ttl
		about 1800 "$output"
		gets $((off + 1734)) "$old" tokctl iamport
		asked $((before + 1)) iamport
		server_at 1750
		gets $((off + 1750)) "$old" tokctl iamport
		asked $((before + 2)) iamport
		run --separate-stderr at $((off + 1750)) tokctl iamport -o ttl
		about 350 "$output"
		gets $((off + 2030)) "$old" tokctl iamport
		asked $((before + 2)) iamport
		tokctl forget iamport
	done
}

@test "a clock three days off changes neither bizppurio's token nor how long it is used" {
	local off

	for off in $((3 * DAY)) $((-3 * DAY)) 7200 -7200; do
		before=$(requests bizppurio)
		server_at 0
		gets "$off" '*' tokctl bizppurio
		old=$output
		run --separate-stderr at "$off" tokctl bizppurio -o ttl
		about 86400 "$output"
		gets $((off + 23 * HOUR - DRIFT)) "$old" tokctl bizppurio
		asked $((before + 1)) bizppurio
		gets $((off + 23 * HOUR + DRIFT)) '*' tokctl bizppurio
		[ "$output" != "$old" ]
		asked $((before + 2)) bizppurio
		tokctl forget bizppurio
	done
}

@test "a server's clock that is off is as good as ours" {
	server_at $((40 * DAY))
	gets 0 '*' tokctl bizppurio
	renewed bizppurio $((23 * HOUR))
	gets 0 '*' tokctl iamport
	old=$output
	gets 1737 "$old" tokctl iamport
	asked 1 iamport
}

@test "bizppurio: without a Date the right clock is enough" {
	server_at 0
	plan bizppurio no-date
	gets 0 '*' tokctl bizppurio
	renewed bizppurio $((23 * HOUR))
}

@test "a clock three days off changes nothing for toss and imweb" {
	local off

	for off in $((3 * DAY)) $((-3 * DAY)); do
		server_at 0
		plan toss life=3600
		gets "$off" '*' tokctl toss
		old=$output
		before=$(requests toss)
		gets $((off + 3238)) "$old" tokctl toss
		asked "$before"
		gets $((off + 3242)) '*' tokctl toss
		asked $((before + 1))
		gets "$off" '*' tokctl imweb
		old=$output
		before=$(requests imweb)
		gets $((off + 1798)) "$old" tokctl imweb
		asked "$before" imweb
		gets $((off + 1802)) '*' tokctl imweb
		asked $((before + 1)) imweb
		tokctl forget toss imweb
	done
}

@test "a clock that was set back after a token was cached: asked again" {
	local provider

	server_at 0
	for provider in toss imweb bizppurio; do
		gets 0 '*' tokctl "$provider"
		old=$output
		gets -3600 '*' tokctl "$provider"
		[ "$output" != "$old" ]
		asked 2 "$provider"
		# And then not again.
		new=$output
		gets -3590 "$new" tokctl "$provider"
		asked 2 "$provider"
	done
	gets 0 '*' tokctl iamport
	old=$output
	gets -3600 "$old" tokctl iamport
	asked 2 iamport
}

@test "a clock that was set forward after a token was cached: asked again, and what iamport gives is used" {
	server_at 0
	gets 0 '*' tokctl iamport
	old=$output
	gets $((3 * DAY)) "$old" tokctl iamport
	asked 2 iamport
	gets $((3 * DAY + 1600)) "$old" tokctl iamport
	asked 2 iamport
}

@test "a clock set back by a second or two asks nobody" {
	gets 0 '*' tokctl toss
	old=$output
	gets -1 "$old" tokctl toss
	asked 1
}

# set_during N: tokctl at T0, with a tokctl-fetch that answers with ANSWER once the clock has been set to T0 + N.
set_during() {
	mkdir -p lone
	[ -e lone/tokctl ] || cp "$NATIVE/dynamic/tokctl" lone/
	cat >lone/tokctl-fetch <<-END
		#!/bin/sh
		cat >/dev/null
		echo $((T0 + $1)) >clock
		printf 'tokctl=1\n%b\n\n' '$ANSWER'
	END
	chmod 755 lone/tokctl-fetch
	echo "$T0" >clock
}

# by_clock COMMAND...: with the clock that the file has.
by_clock() {
	env LD_PRELOAD="$FAKETIME_LIBRARY" FAKETIME_TIMESTAMP_FILE="$PWD/clock" FAKETIME_NO_CACHE=1 FAKETIME_FMT=%s \
		FAKETIME_DONT_FAKE_MONOTONIC=1 TZ=UTC0 "$@"
}

@test "a clock that is set while the provider is asked changes neither the token nor how long it is used" {
	local off

	not_under valgrind 'it has no clock of its own'
	for off in $((3 * DAY)) 3600 $((-3 * DAY)) -3600; do
		for ANSWER in 'token=a-token\nexpires-in=1800' "token=a-token\nserver-time=$T0\nexpires-at=$((T0 + 1800))"; do
			set_during "$off"
			works by_clock lone/tokctl toss -o ttl
			[ "$output" -ge 1799 ]
			[ "$output" -le 1800 ]
			works by_clock lone/tokctl toss --offline
			[ "$output" = a-token ]
			works at $((off + 1798)) tokctl toss --offline
			fails 69 at $((off + 1800)) tokctl toss --offline
			tokctl forget toss
		done
	done
}

@test "iamport: fractions of seconds make no life longer than it is" {
	local now

	for now in 0 $((3 * DAY)); do
		printf '{"code":0,"message":null,"response":{"access_token":"a-token","now":%d.9,"expired_at":%d.2}}' \
			$((T0 + now)) $((T0 + now + 1801)) >"$SERVER/fractions"
		plan iamport "body-file=$SERVER/fractions"
		works at 0 tokctl iamport --refresh -o ttl
		[ "$output" -le 1800 ]
		[ "$output" -ge 1799 ]
	done
}

@test "deadlines do not go by the clock on the wall" {
	plan toss delay=20
	began=$SECONDS
	run --separate-stderr at $((-3 * DAY)) tokctl toss --timeout 1s
	[ "$status" -eq 75 ]
	[ $((SECONDS - began)) -lt 10 ]
}
