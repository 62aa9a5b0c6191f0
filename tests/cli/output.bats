# SPDX-License-Identifier: ISC
# What is printed: each format, to the byte, read by those it is for (curl, jq, bash, dash, zsh); and what becomes of it when stdout or stderr can't take it.
# shellcheck shell=bats disable=SC2030,SC2031,SC2153,SC2154  # a test's variables are its own; `run` sets some

load support

setup() {
	sandbox
	serve
	keys imweb iamport bizppurio toss
}

teardown() { cleanup; }

# prints TEXT COMMAND...: the command ends well and prints this and a newline, to the byte; nothing on stderr.
prints() {
	local text=$1

	shift
	"$@" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" || {
		printf 'status %d: %s\n' $? "$*"
		return 1
	}
	cmp <(printf '%s\n' "$text") "$BATS_TEST_TMPDIR/stdout"
	[ ! -s "$BATS_TEST_TMPDIR/stderr" ]
}

# shop PROVIDER [ARGUMENT...]: curl asks the provider's API at the test server.
shop() {
	local provider=$1

	shift
	curl -sS --fail --max-time 10 --cacert "$CERTS/ca.pem" "$@" "https://localhost:$PORT/api/$provider"
}

# io_error TEXT: the status and the message are those of a failure to write.
io_error() {
	[ "$status" -eq 74 ] || unlike 74 'a command that can not write'
	says "can't write to standard output" "$1"
}

member() { jq -r "$1" <<<"$output"; }

# ---- formats

@test "token: the token alone, by default and by name" {
	local provider token

	for provider in $PROVIDERS; do
		token=$(tokctl "$provider")
		[[ $token == "$provider"-0001-* ]]
		prints "$token" tokctl "$provider"
		prints "$token" tokctl get "$provider"
		prints "$token" tokctl "$provider" -o token
		prints "$token" tokctl -o token get "$provider"
		prints "$token" tokctl "$provider" --output=token
		prints "$token" tokctl -otoken "$provider"
		prints "$token" tokctl -o token -- "$provider"
		[ "$(requests "$provider")" -eq 1 ]
	done
}

@test "header: what the provider's API wants" {
	local token

	prints "access-token: $(tokctl imweb)" tokctl imweb --header
	prints "Authorization: Bearer $(tokctl iamport)" tokctl iamport --header
	prints "Authorization: Bearer $(tokctl bizppurio)" tokctl bizppurio --header
	token=$(tokctl toss)
	prints "Authorization: Bearer $token" tokctl toss --header
	prints "Authorization: Bearer $token" tokctl toss -o header
	prints "Authorization: Bearer $token" tokctl toss --output header
	prints "Authorization: Bearer $token" tokctl --header toss
}

@test "header: an affiliate has a second one" {
	local token

	token=$(tokctl imweb --affiliate PARTNER)
	prints "access-token: $token"$'\nACCESS-AFFILIATE: PARTNER' tokctl imweb --affiliate PARTNER --header
	prints "header = \"access-token: $token\""$'\nheader = "ACCESS-AFFILIATE: PARTNER"' \
		tokctl imweb --affiliate PARTNER -o curl
	works tokctl imweb --affiliate PARTNER --json
	[ "$(member '.headers | tojson')" = \
		"[{\"name\":\"access-token\",\"value\":\"$token\"},{\"name\":\"ACCESS-AFFILIATE\",\"value\":\"PARTNER\"}]" ]
	prints "$token" tokctl imweb --affiliate PARTNER
}

@test "--header-name: another header, and Bearer for Authorization of any provider" {
	local token provider

	token=$(tokctl toss)
	prints "X-Shop-Token: $token" tokctl toss --header --header-name X-Shop-Token
	prints "header = \"X-Shop-Token: $token\"" tokctl toss -o curl --header-name X-Shop-Token
	works tokctl toss --json --header-name X-Shop-Token
	[ "$(member '.headers | tojson')" = "[{\"name\":\"X-Shop-Token\",\"value\":\"$token\"}]" ]
	prints "$token" tokctl toss --header-name X-Shop-Token
	for provider in $PROVIDERS; do
		prints "Authorization: Bearer $(tokctl "$provider")" \
			tokctl "$provider" --header --header-name Authorization
	done
	prints "access-token: $token" tokctl toss --header --header-name access-token
	prints "Authorization: Bearer $(tokctl imweb --affiliate PARTNER)"$'\nACCESS-AFFILIATE: PARTNER' \
		tokctl imweb --affiliate PARTNER --header --header-name Authorization
}

@test "expiry, epoch and ttl are one time" {
	local provider life expiry epoch now

	while read -r provider life; do
		now=$(date +%s)
		expiry=$(tokctl "$provider" --expiry)
		epoch=$(tokctl "$provider" -o epoch)
		[[ $expiry =~ ^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$ ]]
		[ "$(date -u -d "$expiry" +%s)" -eq "$epoch" ]
		[ $((epoch - now - life)) -ge -2 ]
		[ $((epoch - now - life)) -le 15 ]
		prints "$expiry" tokctl "$provider" -o expiry
		prints "$expiry" env TZ=Asia/Seoul tokctl "$provider" --expiry
		prints "$epoch" tokctl "$provider" -o epoch
		now=$(date +%s)
		works tokctl "$provider" -o ttl
		[ "$output" -le $((epoch - now)) ]
		[ "$output" -ge $((epoch - now - 15)) ]
	done <<-'END'
		iamport 1800
		bizppurio 86400
		toss 31535999
	END
}

@test "imweb reports no expiry: expiry, epoch and ttl are 69 and say why, and JSON has null" {
	local format

	tokctl imweb >token
	for format in expiry epoch ttl; do
		fails 69 tokctl imweb -o "$format"
		says 'tokctl: imweb: ' 'does not report when a token expires'
	done
	fails 69 tokctl imweb --expiry --error-format json
	[ "$(jq -r .error.exit <<<"$stderr")" -eq 69 ]
	works tokctl imweb --json
	[ "$(member '[.expires_at, .expires_in, .token_type, .scope] | tojson')" = '[null,null,null,null]' ]
	[ $(($(date -d "$(member .reuse_until)" +%s) - $(date -d "$(member .issued_at)" +%s))) -eq 1800 ]
	[ "$(member .token)" = "$(cat token)" ]
	works tokctl imweb --json --reuse-for 5m --no-cache
	[ $(($(date -d "$(member .reuse_until)" +%s) - $(date -d "$(member .issued_at)" +%s))) -eq 300 ]
}

@test "json: the members, their types and their order" {
	local provider

	for provider in $PROVIDERS; do
		works tokctl "$provider" --json
		[ "${#lines[@]}" -eq 1 ]
		[ "$(member 'keys_unsorted | join(" ")')" = "version provider profile token token_type headers scope$(
		) issued_at expires_at expires_in reuse_until cached" ]
		[ "$(member .version)" = 1 ]
		[ "$(member .provider)" = "$provider" ]
		[ "$(member .profile)" = null ]
		[ "$(member .cached)" = false ]
		[ "$(member '.headers[0] | keys_unsorted | join(" ")')" = 'name value' ]
		[ "$(member '.headers[0] | .name + ": " + .value')" = "$(tokctl "$provider" --header)" ]
		[[ "$(member .issued_at)" =~ ^20[0-9-]{8}T[0-9:]{8}Z$ ]]
		[[ "$(member .reuse_until)" =~ ^20[0-9-]{8}T[0-9:]{8}Z$ ]]
		works tokctl "$provider" -o json
		[ "$(member .cached)" = true ]
		[ "$(member .token)" = "$(tokctl "$provider")" ]
	done
	[ "$(member .scope)" = toss-shopping-fep:write ]
	[ "$(member .token_type)" = Bearer ]
	[ "$(member '.expires_in | type')" = number ]
	[ "$(member .expires_at)" = "$(tokctl toss --expiry)" ]
	works tokctl toss:outlet --key "$OUTLET_KEY" --secret "$OUTLET_SECRET" --json
	[ "$(member .profile)" = outlet ]
}

@test "env: an assignment of the provider's and the profile's variable" {
	local provider

	for provider in $PROVIDERS; do
		prints "${provider^^}_TOKEN='$(tokctl "$provider")'" tokctl "$provider" -o env
	done
	export TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET
	prints "TOSS_OUTLET_TOKEN='$(tokctl toss:outlet)'" tokctl toss:outlet -o env
	export TOKCTL_TOSS_2ND_SHOP_KEY=$OUTLET_KEY TOKCTL_TOSS_2ND_SHOP_SECRET=$OUTLET_SECRET
	prints "TOSS_2ND_SHOP_TOKEN='$(tokctl toss:2nd-shop)'" tokctl toss:2nd-shop -o env
	prints "_t0='$(tokctl toss)'" tokctl toss -o env --name _t0
}

@test "env: a name that is none is 64, and nothing is printed for eval" {
	local name

	# shellcheck disable=SC2016  # as it stands
	for name in '' 1A A-B 'A B' 'A;id' 'A=1' $'A\nB' 'Ä' 'A$(id)' "A'"; do
		fails 64 tokctl toss -o env --name "$name"
		says --name
	done
	for name in 1A "$(printf 'A%.0s' {1..129})"; do
		fails 64 tokctl toss -o env --name "$name"
		says 'letters, digits' 'no digit first' 'at most 128'
	done
	[ "$(requests toss)" -eq 0 ]
	name=$(printf 'A%.0s' {1..128})
	prints "$name='$(tokctl toss)'" tokctl toss -o env --name "$name"
	keys imweb
	# exec's longest is made of it.
	works tokctl exec imweb --affiliate code-1 --name "$name" -- printenv "${name}_HEADER_2"
	[ "$output" = 'ACCESS-AFFILIATE: code-1' ]
}

@test "env: bash, dash and zsh read it back" {
	local shell token='AZaz09-._~+/=='

	plan toss 'token=AZaz09-._~%2B/=='
	tokctl toss >/dev/null
	for shell in bash dash zsh sh; do
		command -v "$shell" >/dev/null || skip "no $shell"
		# shellcheck disable=SC2016  # for that shell
		works "$shell" -c 'eval "$(tokctl toss -o env)"; printf %s "$TOSS_TOKEN"'
		[ "$output" = "$token" ]
		# shellcheck disable=SC2016
		works "$shell" -c 'eval "export $(tokctl toss -o env --name SHOP)"; printenv SHOP'
		[ "$output" = "$token" ]
	done
}

@test "the last of several formats counts" {
	local token

	token=$(tokctl toss)
	prints "$token" tokctl toss --json -o token
	prints "Authorization: Bearer $token" tokctl toss -o json --header
}

@test "a cached token is printed as a new one is" {
	local format

	for format in token header env curl expiry epoch; do
		tokctl toss -o "$format" --refresh >new
		tokctl toss -o "$format" >again
		cmp new again
	done
	[ "$(requests toss)" -eq 6 ]
}

# ---- pipes to curl

@test "-o curl: what curl reads, and curl is let in" {
	local provider

	prints "header = \"Authorization: Bearer $(tokctl toss)\"" tokctl toss -o curl
	for provider in $PROVIDERS; do
		tokctl "$provider" -o curl | shop "$provider" -K - >hello
		[ "$(jq -r .hello hello)" = "$provider" ]
		[ "$(requests "api-$provider")" -eq 1 ]
	done
	tokctl imweb --affiliate PARTNER -o curl | shop imweb -K - >hello
	[ "$(jq -r .affiliate hello)" = PARTNER ]
	tokctl toss -o curl | shop toss -K - --data '{"x":1}' >hello
	[ "$(cat hello)" = '{"x":1}' ]
}

@test "--header | curl -H @-: curl is let in" {
	local provider

	for provider in $PROVIDERS; do
		tokctl "$provider" --header | shop "$provider" -H @- >hello
		[ "$(jq -r .hello hello)" = "$provider" ]
	done
	tokctl imweb --affiliate PARTNER --header | shop imweb -H @- >hello
	[ "$(jq -r .affiliate hello)" = PARTNER ]
}

# sends_nothing STATUS ARGUMENT...: tokctl fails so, prints the one line that stops curl, and curl sends nothing.
sends_nothing() {
	local wanted=$1

	shift
	run --separate-stderr tokctl "$@"
	if [ "$status" -ne "$wanted" ] || [ "$output" != 'proto = "-all"' ] || [ -z "$stderr" ]; then
		unlike "$wanted and proto = \"-all\"" tokctl "$@"
	fi
	if printf '%s\n' "$output" | shop toss -K - >curl.out 2>&1; then
		printf 'curl was content after: tokctl %s\n' "$*"
		return 1
	fi
	[ "$(requests api-toss)" -eq 0 ]
}

@test "-o curl: when there is no token, curl sends nothing" {
	plan toss refuse=oauth
	sends_nothing 77 toss -o curl
	plan toss garbage
	sends_nothing 76 toss -o curl --no-cache
	plan toss status=503
	sends_nothing 75 toss -o curl --no-cache --retries 0
	sends_nothing 75 toss -o curl --no-cache --retries 0 --proxy "http://127.0.0.1:$CLOSED_PORT"
	sends_nothing 69 toss:outlet -o curl --key "$OUTLET_KEY" --offline
	sends_nothing 69 imweb -o curl --offline
	sends_nothing 78 toss:nobody -o curl
	sends_nothing 78 toss -o curl --config nonesuch
	config '[toss]' 'nonesuch = 1'
	sends_nothing 78 toss -o curl
	config '[toss]' 'output-typo'
	sends_nothing 78 toss -o curl
}

@test "-o curl: nor after a wrong command line, wherever the mistake stands" {
	sends_nothing 64 toss -o curl --nonesuch
	sends_nothing 64 toss --nonesuch -o curl
	sends_nothing 64 --nonesuch toss -ocurl
	sends_nothing 64 toss --nonesuch --output=curl
	sends_nothing 64 toss --nonesuch --output curl
	sends_nothing 64 tos -o curl
	sends_nothing 64 -o curl
	sends_nothing 64 get -o curl
	sends_nothing 64 toss iamport -o curl
	sends_nothing 64 toss:UPPER -o curl
	sends_nothing 64 toss -o curl --test=yes
	sends_nothing 64 toss -o curl --affiliate x
	sends_nothing 64 toss -o curl --min-ttl soon
	sends_nothing 64 toss -o curl --header-name 'a b'
	sends_nothing 64 toss -o curl --all
	sends_nothing 64 toss -o curl -- toss toss
}

@test "-o curl: nor when an option before it has lost its value, as by an unquoted empty variable" {
	sends_nothing 64 toss --scope -o curl
}

@test "-o curl: the last format counts for its last words, too, and a value is no option" {
	fails 64 tokctl toss -o curl --json --secret ''
	fails 64 tokctl toss -o curl --header --bogus
	fails 64 tokctl toss -ocurl --expiry --bogus
	fails 64 tokctl toss -o curl -o token --bogus
	fails 64 tokctl toss -o curl -qo token --bogus
	sends_nothing 64 toss --json -o curl --bogus
	sends_nothing 64 toss --key -- -o curl --bogus
	sends_nothing 64 toss -o curl --scope --json --bogus
	sends_nothing 64 toss --json --scope --json --output=curl --account -- --bogus
	sends_nothing 64 toss -o curl -o jsn
	sends_nothing 64 toss -xo curl
	fails 64 tokctl toss --bogus -- -o curl
}

@test "-o curl: with --to nothing is said on standard output, whenever it fails" {
	local words

	for words in --bogus '--timeout x' '--to other --key' --all 'toss' '-- toss'; do
		# shellcheck disable=SC2086  # several words
		fails 64 tokctl toss -o curl --to f $words
	done
	fails 64 tokctl toss --to=f --bogus -ocurl
	fails 64 tokctl toss -o curl --to - --to f --bogus
	fails 78 tokctl toss -o curl --to f --config nonesuch
	fails 73 tokctl toss -o curl --to nonesuch/f
	sends_nothing 64 toss -o curl --to - --bogus
	sends_nothing 64 toss -o curl --to f --to=- --bogus
	# One that has lost its value names no file.
	sends_nothing 64 toss --to -o curl
	sends_nothing 64 toss -o curl --to
	sends_nothing 64 toss --to "" -o curl
}

@test "-o curl: nor when tokctl is ended by a signal while it asks" {
	local signal pid n=0 signals=(TERM HUP QUIT USR1 USR2 XCPU VTALRM ALRM ABRT IO PROF PWR SYS STKFLT RTMIN RTMIN+1
		RTMAX-1 ILL TRAP BUS FPE SEGV)

	# valgrind keeps the last one to itself.
	[ "${TOKCTL_TEST_CHECKER:-}" = valgrind ] || signals+=(RTMAX)
	for signal in "${signals[@]}"; do
		plan toss delay=30
		env --default-signal tokctl toss -o curl --no-cache >curl.conf 2>/dev/null 3>&- &
		pid=$!
		n=$((n + 1))
		until [ "$(requests toss)" -eq $n ]; do sleep 0.02; done
		kill -s "$signal" $pid
		wait $pid || :
		run cat curl.conf
		[ "$output" = 'proto = "-all"' ] || { printf 'after SIG%s: %s\n' "$signal" "$output"; return 1; }
		run shop toss -K curl.conf
		[ "$status" -ne 0 ]
		[ "$(requests api-toss)" -eq 0 ] || {
			printf 'after SIG%s curl asked, with the config: %s\n' $signal "$(cat curl.conf)"
			return 1
		}
	done
}

@test "-o curl: nor when an alarm rings that was set before, and it rings soon after its time" {
	local before

	not_under valgrind 'so slow that the alarm rings before there is a lock'
	plan toss '* delay=60'
	run timeout 20 python3 -c 'import os, signal, sys; signal.alarm(1); os.execvp(sys.argv[1], sys.argv[1:])' \
		tokctl toss -o curl --timeout 70s
	[ "$status" -eq $((128 + $(kill -l ALRM))) ]
	[ "$output" = 'proto = "-all"' ]
	# One that waits for the lock.
	before=$(requests toss)
	tokctl toss --timeout 70s >/dev/null 2>&1 3>&- &
	until [ "$(requests toss)" -gt "$before" ]; do sleep 0.02; done
	run timeout 20 python3 -c 'import os, signal, sys; signal.alarm(1); os.execvp(sys.argv[1], sys.argv[1:])' \
		tokctl toss -o curl --timeout 70s
	[ "$status" -eq $((128 + $(kill -l ALRM))) ]
	[ "$output" = 'proto = "-all"' ]
	kill %1
}

# ---- stdout and stderr that fail

@test "stdout closed is 74" {
	not_under valgrind 'it opens what is closed'
	run --separate-stderr bash -c 'tokctl toss >&-'
	io_error 'Bad file descriptor'
	# From the cache too.
	run --separate-stderr bash -c 'tokctl toss >&-'
	io_error 'Bad file descriptor'
	run --separate-stderr bash -c 'tokctl toss --error-format json >&-'
	[ "$status" -eq 74 ]
	[ "$(jq -r .error.exit <<<"$stderr")" -eq 74 ]
	[ "$(requests toss)" -eq 1 ]
}

@test "stdout full is 74, in each format" {
	local format

	for format in token header expiry epoch ttl json env curl; do
		run --separate-stderr bash -c "tokctl toss -o $format >/dev/full"
		io_error 'No space left on device'
	done
}

@test "a reader that is gone is 74" {
	local ignored

	for ignored in ':' "trap '' PIPE"; do
		# The pipe's reader is closed before tokctl starts.
		run --separate-stderr bash -c "$ignored"'
			exec 3> >(:); wait $!
			tokctl toss >&3'
		io_error 'Broken pipe'
	done
}

@test "every member of the JSON objects and every exit status is in the documents" {
	local word

	keys toss
	{
		tokctl toss --json
		tokctl status --json | jq '., .tokens[0]'
		tokctl doctor --offline --json toss | jq '., .checks[0]'
		tokctl nope --error-format json 2>&1 | jq .error
	} | jq -r 'keys[]' | sort -u >members
	[ "$(wc -l <members)" -gt 25 ]
	sed -n '/^\.Sh JSON/,/^\.Sh ENVIRONMENT/s/^\(\.It \)*\.*Li \([a-z_]*\).*/\2/p' "$ROOT/man/tokctl.1" | sort -u >documented
	[ "$(comm -23 members documented)" = '' ] || { comm -23 members documented; return 1; }

	for word in 0 1 64 69 70 73 74 75 76 77 78 126 127; do
		grep -qE "^\| ([0-9]+, )?$word(, [0-9]+)? \|" "$ROOT/README.md" || { echo "README: $word"; return 1; }
		grep -q "^\.It $word Ta" "$ROOT/man/tokctl.1" || { echo "tokctl(1): $word"; return 1; }
	done
}

@test "help, status and --version that can't be printed are 74" {
	local arguments

	tokctl toss >/dev/null
	for arguments in help 'help toss' --help --version status 'status --json' 'status toss' 'toss --help'; do
		run --separate-stderr bash -c "tokctl $arguments >/dev/full"
		io_error 'No space left on device'
		[ "${TOKCTL_TEST_CHECKER:-}" != valgrind ] || continue # it opens what is closed
		run --separate-stderr bash -c "tokctl $arguments >&-"
		io_error 'Bad file descriptor'
	done
}

@test "a token that could not be printed is in the cache all the same" {
	local token

	run --separate-stderr bash -c 'tokctl toss >/dev/full'
	io_error 'No space left on device'
	token=$(tokctl toss)
	[[ $token == toss-0001-* ]]
	[ "$(requests toss)" -eq 1 ]
}

@test "stderr closed: the result and the status are as always" {
	local token

	token=$(bash -c 'tokctl toss 2>&-')
	[[ $token == toss-0001-* ]]
	[ "$(tokctl toss)" = "$token" ]
	[ "$(bash -c 'tokctl toss -v 2>&-')" = "$token" ]
	[ "$(requests toss)" -eq 1 ]
	run bash -c 'tokctl toss --nonesuch 2>&-'
	[ "$status" -eq 64 ]
	[ -z "$output" ]
	plan toss refuse=oauth
	run bash -c 'tokctl toss --refresh 2>&-'
	[ "$status" -eq 77 ]
	[ -z "$output" ]
	# No message has gone where it should not.
	run grep -rl tokctl: "$HOME/.cache"
	[ "$status" -eq 1 ]
}

@test "stdin, stdout and stderr closed: no file of tokctl's becomes one of them" {
	run bash -c 'tokctl toss <&- >&- 2>&-'
	[ "$status" -eq 74 ]
	[[ "$(tokctl toss)" == toss-0001-* ]]
	run bash -c 'tokctl toss --refresh <&- 2>&-'
	[ "$status" -eq 0 ]
	[ "$(tokctl toss)" = "$output" ]
	[ "$(requests toss)" -eq 2 ]
}

@test "a token goes to stdout only" {
	local token

	run --separate-stderr tokctl toss -v
	token=$output
	[ "$status" -eq 0 ]
	[ -n "$stderr" ]
	[[ $stderr != *"$token"* ]]
	run --separate-stderr tokctl toss -v --header
	[[ $stderr != *"$token"* ]]
	run --separate-stderr tokctl status -v
	[[ $output$stderr != *"$token"* ]]
	works tokctl status --json
	[[ $output != *"$token"* ]]
}

@test "-o curl: nor when the letter stands in a bundle" {
	keys toss
	plan toss refuse=oauth
	run --separate-stderr tokctl toss -qo curl
	[ "$status" -eq 77 ]
	[ "$output" = 'proto = "-all"' ]
	plan toss refuse=oauth
	run --separate-stderr tokctl toss -qocurl
	[ "$status" -eq 77 ]
	[ "$output" = 'proto = "-all"' ]
}
