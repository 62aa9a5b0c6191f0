# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031,SC2034
# tokctl doctor: what it finds when all is well, and each thing that can be wrong.

load support

setup() {
	sandbox
	serve
	unset TOKCTL_TIMEOUT
}

# Whatever was found, no key and no secret is shown, and no request came with one.
teardown() {
	printf '%s\n' "${output:-}" "${stderr:-}" >"$BATS_TEST_TMPDIR/said"
	cleanup
	no_secret_in "$BATS_TEST_TMPDIR/said"
	lacks "$BATS_TEST_TMPDIR/said" -F -e "$KEY" -e "$OUTLET_KEY"
}

# lacks FILE PATTERN...: grep finds none of it there.
lacks() {
	local file=$1

	shift
	if grep "$@" "$file"; then return 1; fi
}

# direct PORT: toss at that port, with no proxy.
direct() {
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$1/token
}

# examined STATUS OPTION...: doctor ends with it, nothing is on stderr, and stdout is one object, which is in ./found.
examined() {
	local wanted=$1

	shift
	run --separate-stderr tokctl doctor --json "$@"
	printf '%s\n' "$output" >found
	[ "$status" -eq "$wanted" ] && [ -z "$stderr" ] || unlike "$wanted" tokctl doctor "$@" || return
	jq -es --argjson exit "$wanted" 'length == 1 and (.[0] | .version == 1 and .exit == $exit and
		(keys == ["checks", "exit", "version"]) and
		all(.checks[]; keys == ["error", "exit", "hint", "id", "message", "result", "subject"] and
			(.result | IN("ok", "warn", "fail")) and (.message | length) > 0 and
			(.result == "fail") == (.exit != 0) and
			(.result == "ok" or .hint != null)))' found >/dev/null || unlike 'an object as documented' "$@"
}

# found RESULT SUBJECT ID TEXT...: there is such a check, and its message or hint has each text.
found() {
	local result=$1 subject=$2 id=$3 text

	shift 3
	jq -r --arg r "$result" --arg s "$subject" --arg i "$id" '.checks[] |
		select(.result == $r and (.subject // "-") == $s and .id == $i) | .message, .hint' found >one
	[ -s one ] || { printf 'no %s %s %s\n' "$result" "$subject" "$id"; cat found; return 1; }
	for text in "$@"; do
		grep -qF -- "$text" one || { printf 'wanted: %s\n' "$text"; cat one; return 1; }
	done
}

# error ID: the error and the exit status of the failures of that check.
error() { jq -r --arg i "$1" '.checks[] | select(.id == $i and .result == "fail") | "\(.error) \(.exit)"' found; }

# ids SUBJECT: the checks of one, in order.
ids() { jq -r --arg s "$1" '[.checks[] | select((.subject // "-") == $s) | .id] | join(" ")' found; }

# only RESULT ID...: these are all that are of that result.
only() {
	local result=$1

	shift
	[ "$(jq -r --arg r "$result" '[.checks[] | select(.result == $r) | .id] | join(" ")' found)" = "$*" ] ||
		{ printf 'not %s alone: %s\n' "$result" "$*"; cat found; return 1; }
}

asked_nobody() {
	[ -z "$(find "$SERVER" -name log -o -name proxy.log)" ]
}

# helper: where tokctl finds tokctl-fetch: beside itself.
helper() {
	[ "$NATIVE" = "$BUILD" ] && echo "$BUILD/tokctl-fetch" || echo "$BUILD/programs/tokctl-fetch"
}

# lives FROM TO: the cached token was issued, and ends, so many seconds from now.
lives() {
	local now

	now=$(date +%s)
	sed -i "s/^issued-at=.*/issued-at=$((now + $1))/; s/^expires-at=.*/expires-at=$((now + $2))/" "$(entry)"
}

# ---- all is well

@test "all is well: each check is there, from where is said, and no token is asked for" {
	local id

	keys toss
	examined 0
	[ "$(ids -)" = 'helper config cache' ]
	[ "$(ids toss)" = 'endpoint key secret token proxy cacert dns connect address tls clock' ]
	only ok helper config cache endpoint key secret token proxy cacert dns connect address tls clock
	found ok - helper "$(helper)"
	found ok - config "$CONFIG"
	found ok - cache "$CACHE" HOME
	found ok toss endpoint https://oauth2.cert.toss.im/token 'Toss Shopping'
	found ok toss key TOKCTL_TOSS_KEY
	found ok toss secret TOKCTL_TOSS_SECRET
	found ok toss token 'none is cached'
	found ok toss proxy "$TOKCTL_PROXY" TOKCTL_PROXY
	found ok toss cacert "$TOKCTL_CACERT" TOKCTL_CACERT
	found ok toss connect "127.0.0.1 port $PROXY_PORT"
	found ok toss tls 2100-01-01T00:00:00Z 'tokctl test ca'
	[ "$(requests probe)" -eq 1 ]
	[ "$(requests toss)" -eq 0 ]
	[ ! -e "$CACHE" ]
}

@test "--timeout is for each way, and help does not say that it is for the run" {
	not_under valgrind 'a second is over before it begins'
	local began=$SECONDS

	works tokctl help doctor
	grep -qE -- '--timeout DUR +the deadline' <<<"$output"
	[[ $output != *'whole run'* ]]
	keys toss iamport
	TOKCTL_PROXY=http://127.0.0.1:$MUTE_PORT examined 75 --timeout 2s toss iamport
	[ "$(jq '[.checks[] | select(.result == "fail")] | length' found)" -eq 2 ]
	[ $((SECONDS - began)) -ge 3 ]
}

@test "the text: a line each, results in words and aligned, hints set in, no colour" {
	keys toss
	run --separate-stderr tokctl doctor imweb toss
	[ "$status" -eq 78 ]
	[ -z "$stderr" ]
	printf '%s\n' "$output" | grep -vE '^(ok    |warn  |fail  )(tokctl|imweb |toss  )  [a-z]+ +[^ ]|^        [^ ]|^          [^ ]' >odd || :
	[ ! -s odd ]
	[ "$(grep -cE '^fail ' <<<"$output")" -eq 2 ]
	grep -qxE "ok    toss    secret    set by TOKCTL_TOSS_SECRET" <<<"$output"
	[[ $output != *$'\e'* ]]
}

@test "what is probed is HEAD of the host's root, with nothing of the user in it" {
	keys toss
	examined 0 toss
	diff - <(request probe 1 | tr -d '\r' | sed 's|^User-Agent: tokctl/.*|User-Agent: tokctl|') <<-'END'
		HEAD / HTTP/1.1
		Host: oauth2.cert.toss.im
		User-Agent: tokctl
		Accept: */*

	END
	no_secret_in "$SERVER"
	direct "$PORT"
	examined 0 toss
	[[ "$(request probe 2)" == $'HEAD / HTTP/1.1\r\nHost: localhost:'"$PORT"$'\r\n'* ]]
	found ok toss connect "127.0.0.1 port $PORT"
	found ok toss dns 'localhost is 127.0.0.1'
}

@test "profiles that go the same way are told of one try" {
	config '[toss]' "key = $KEY" "secret = $SECRET" '[toss:outlet]' "key = $OUTLET_KEY" "secret = $OUTLET_SECRET" \
		'[toss:test]' "key = $KEY" "secret = $SECRET" 'test = yes'
	examined 0
	[ "$(jq '[.checks[] | select(.id == "clock")] | length' found)" -eq 3 ]
	[ "$(requests probe)" -eq 2 ]
}

@test "--offline asks nobody" {
	keys toss imweb
	examined 0 --offline
	[ "$(ids toss)" = 'endpoint key secret token proxy cacert' ]
	asked_nobody
	TOKCTL_OFFLINE=yes examined 0 toss
	asked_nobody
	fails 64 tokctl doctor toss --offline --fetch
	asked_nobody
}

@test "--fetch asks for a token, once, and keeps it" {
	keys toss
	examined 0 --fetch
	found ok toss fetch 'granted'
	[ "$(requests toss)" -eq 1 ]
	works tokctl toss --offline
	printf '%s\n' "$output" >token
	examined 0
	found ok toss token good
	lacks found -F -f token
	[ "$(requests toss)" -eq 1 ]
	# A token that is there says nothing of the key: it is asked for all the same.
	examined 0 --fetch
	[ "$(requests toss)" -eq 2 ]
	lacks found -F -f token
}

@test "--fetch leaves the cache alone where no-cache is set" {
	keys toss
	TOKCTL_NO_CACHE=yes examined 0 --fetch
	found ok toss no-cache TOKCTL_NO_CACHE
	[ "$(requests toss)" -eq 1 ]
	[ ! -e "$CACHE" ]
}

# ---- what would be used, and from where

@test "each value names the flag, the variable or the line that it is from" {
	config '[tokctl]' 'timeout = 9s' '[toss]' "key = $OUTLET_KEY" 'secret-file = ~/secret' 'scope = a:b'
	printf '%s\n' "$OUTLET_SECRET" >secret
	chmod 600 secret
	TOKCTL_RETRIES=1 examined 0 toss --endpoint https://localhost/token --offline
	found ok - config "$CONFIG, mode 600, yours"
	found ok toss endpoint 'https://localhost/token (set by --endpoint)'
	found ok toss key "set by $CONFIG:4: key"
	found ok toss secret "the file $HOME/secret, mode 600, yours (set by $CONFIG:5: secret-file)"
	found ok toss scope "a:b (set by $CONFIG:6: scope)"
	found ok toss timeout "9s (set by $CONFIG:2: timeout)"
	found ok toss retries '1 (set by TOKCTL_RETRIES)'
	examined 0 toss --test --offline
	found ok toss endpoint 'https://oauth2-alpha.cert.toss.im/token (set by --test)'
	examined 0 toss --offline --config "$CONFIG"
	found ok - config 'set by --config'
}

@test "without a name, it looks at what has a section, or a key or secret in the environment" {
	config '[toss:second-shop]' "key = $KEY" "secret = $SECRET" '[imweb]' "key = $KEY" "secret = $SECRET"
	export TOKCTL_TOSS_OUTLET_SECRET_FILE=- TOKCTL_BIZPPURIO_PASSWORD=$SECRET TOKCTL_TOSS_SECOND_SHOP_SCOPE=a \
		TOKCTL_TOSS_SECOND_SHOP_KEY=$KEY TOKCTL_IAMPORT_INTERFACE=lo
	examined 78 --offline
	[ "$(jq -r '[.checks[].subject | values] | unique | join(" ")' found)" = 'bizppurio imweb toss:outlet toss:second-shop' ]
	found ok toss:outlet secret 'standard input'
	found fail bizppurio key 'no account'
	only fail key key
}

@test "what systemd hands to a service is looked at, and read" {
	mkdir -m 700 credentials
	printf '%s\n' "$OUTLET_KEY" >credentials/tokctl.toss.outlet.key
	printf '%s\n' "$OUTLET_SECRET" >credentials/tokctl.toss.outlet.secret
	: >credentials/tokctl.toss.other
	chmod 600 credentials/*
	export CREDENTIALS_DIRECTORY=$HOME/credentials
	examined 0 --fetch
	[ "$(jq -r '[.checks[].subject | values] | unique | join(" ")' found)" = toss:outlet ]
	found ok toss:outlet key "$HOME/credentials/tokctl.toss.outlet.key"
	found ok toss:outlet secret "the credential $HOME/credentials/tokctl.toss.outlet.secret, mode 600, yours"
	found ok toss:outlet fetch granted
	chmod 644 credentials/tokctl.toss.outlet.secret
	examined 78
	found fail toss:outlet secret 'mode 644'
}

@test "a variable is named as it was set, where a provider has two names for it" {
	TOKCTL_BIZPPURIO_KEY=$KEY TOKCTL_BIZPPURIO_PASSWORD=$SECRET examined 0 --offline
	found ok bizppurio key 'set by TOKCTL_BIZPPURIO_KEY'
	found ok bizppurio secret 'set by TOKCTL_BIZPPURIO_PASSWORD'
}

@test "oauth2: the issuer, or the endpoint, is what is tried; with neither it is 78" {
	export TOKCTL_OAUTH2_ACME_CLIENT_ID=$KEY TOKCTL_OAUTH2_ACME_CLIENT_SECRET=$SECRET
	examined 78
	found fail oauth2:acme endpoint --issuer --endpoint
	TOKCTL_OAUTH2_ACME_ISSUER=https://auth.example examined 0
	found ok oauth2:acme issuer 'https://auth.example (set by TOKCTL_OAUTH2_ACME_ISSUER)'
	[ "$(ids oauth2:acme | tr ' ' '\n' | grep -c issuer)" -eq 1 ]
	[[ "$(request probe 1)" == *$'\r\nHost: auth.example\r\n'* ]]
	TOKCTL_OAUTH2_ACME_ENDPOINT=https://auth.example/token examined 0
	found ok oauth2:acme endpoint https://auth.example/token
	[ "$(requests probe)" -eq 2 ]
}

@test "nothing is configured: 78, and where to begin" {
	examined 78
	found fail - settings 'tokctl help'
	asked_nobody
}

@test "a proxy's password, and a command's text, are not shown" {
	keys toss
	unset TOKCTL_TOSS_SECRET
	export TOKCTL_PROXY=http://user:pass%40word@127.0.0.1:$PROXY_PORT
	examined 0 toss --secret-command "echo '$SECRET'"
	found ok toss proxy "http://***@127.0.0.1:$PROXY_PORT"
	found ok toss secret 'a command, not run yet (set by --secret-command)'
	lacks found -E 'user|pass%40|word'
	TOKCTL_PROXY='' examined 0 toss --secret-command "touch $HOME/run" --offline
	found ok toss proxy 'none (set by TOKCTL_PROXY)'
	unset TOKCTL_PROXY
	examined 0 toss --secret-command "touch $HOME/run" --offline
	found ok toss proxy none
	all_proxy=http://u:p@proxy.example:1 examined 0 toss --secret-command x --offline
	found ok toss proxy 'http://***@proxy.example:1 (set by all_proxy)'
	[ ! -e run ]
}

@test "standard input and pipes are not read, unless for --fetch" {
	export TOKCTL_TOSS_KEY=$KEY
	{ tokctl doctor toss --secret-file - >first; cat >rest; } <<<"$SECRET"
	grep -q 'standard input, not read yet' first
	[ "$(cat rest)" = "$SECRET" ]
	mkfifo pipe
	timeout 5 tokctl doctor toss --secret-file pipe --offline >first
	grep -q 'the pipe pipe, not read yet' first
	run --separate-stderr tokctl doctor toss --secret-file - --fetch --json <<<"$SECRET"
	[ "$status" -eq 0 ]
	printf '%s\n' "$output" >found
	found ok toss fetch granted
}

@test "toss: the source address, and where it has to be registered" {
	keys toss imweb
	examined 0
	found ok toss address 127.0.0.1 "the server sees the proxy's" 'Toss Shopping Partners'
	[ "$(jq -r '.checks[] | select(.id == "address" and .subject == "imweb") | .hint' found)" = null ]
	direct "$PORT"
	examined 0 toss --interface 127.0.0.2
	found ok toss address 127.0.0.2 'a private one' 'Toss Shopping Partners'
}

@test "the cached token: its age, its end, and what was kept of a failure" {
	keys toss
	plan toss life=7200
	works tokctl toss
	examined 0
	found ok toss token 'good: issued' ' ago, until 20'
	plan toss status=503 retry-after=60
	TOKCTL_RETRIES=0 fails 75 tokctl toss --refresh
	examined 0
	found warn toss token good server 'not to be asked before 20' "'tokctl forget toss'"
	# Until then --fetch would fail by the pause.
	[[ $(jq -r '.checks[] | select(.id == "token") | .hint' found) != *--fetch* ]]
	fails 75 tokctl toss --refresh
	says "'tokctl forget toss', with the same options" 'drops this pause and the token'
	tokctl forget toss
	fails 69 tokctl toss --offline
	plan toss life=7200
	works tokctl toss
	plan toss status=503
	TOKCTL_RETRIES=0 fails 75 tokctl toss --refresh
	examined 0
	found warn toss token good server 'tokctl doctor --fetch'
	[[ $(jq -r '.checks[] | select(.id == "token") | .hint' found) != *'renewed again'* ]]
	lives -6600 600
	examined 0
	found warn toss token 'due for renewal' server 'it is renewed again from 20' 'tokctl doctor --fetch'
	# That pause is for a renewal: without a good token the next run asks.
	lives -3600 -9
	examined 0
	found warn toss token over server 'tokctl doctor --fetch'
	[[ $(jq -r '.checks[] | select(.id == "token") | .hint' found) != *'renewed again'* ]]
	tokctl forget toss
	plan toss status=503
	TOKCTL_RETRIES=0 fails 75 tokctl toss
	examined 0
	found warn toss token 'none is cached, so the next run asks for one' server 'tokctl doctor --fetch'
	[[ $(jq -r '.checks[] | select(.id == "token") | .hint' found) != *'renewed again'* ]]
	keys imweb
	works tokctl imweb
	examined 0 imweb
	found ok imweb token 'not reported'
}

# ---- what can be wrong: each alone, with the exit status that the run would have

@test "no key: 78" {
	export TOKCTL_TOSS_SECRET=$SECRET
	examined 78
	found fail toss key 'no key' --key TOKCTL_TOSS_KEY
	only fail key
	[ "$(error key)" = 'no-credential 78' ]
	# The way is looked at all the same.
	found ok toss clock
}

@test "no secret: 78; and no token is asked for with --fetch" {
	export TOKCTL_TOSS_KEY=$KEY
	examined 78 --fetch
	found fail toss secret 'no secret' --secret-file TOKCTL_TOSS_SECRET
	only fail secret
	[ "$(requests toss)" -eq 0 ]
}

@test "a config that others can write: 78, and no profile is looked at" {
	keys toss
	config '[toss]'
	chmod 666 "$CONFIG"
	examined 78
	found fail - config "$CONFIG" 'mode 666' 'chmod go-w'
	[ "$(ids toss)" = '' ]
	[ "$(error config)" = 'unsafe-file 78' ]
	asked_nobody
}

@test "a config that is named and not there: 78" {
	keys toss
	examined 78 --config nonesuch
	found fail - config nonesuch
}

@test "a config with a secret that others can read: 78 for that profile" {
	keys imweb
	config '[toss]' "key = $KEY" "secret = $SECRET"
	chmod 644 "$CONFIG"
	examined 78 --offline
	found fail toss settings 'can be read by other users' 'chmod 600'
	[ "$(error settings)" = 'unsafe-file 78' ]
	found ok imweb secret
}

@test "a setting that is none: 78, with its line" {
	config '[toss]' "key = $KEY" "secret = $SECRET" 'timeout = soon'
	examined 78 --offline
	found fail toss settings "$CONFIG:4: timeout"
	config '[toss]' "key = $KEY" "secret = $SECRET" 'endpoint = https://localhost/' 'test = yes'
	examined 78 --offline
	found fail toss endpoint 'one will do'
}

@test "a min-ttl by which every run fails: 69" {
	keys toss imweb
	config '[imweb]' 'min-ttl = 5m' '[toss]' 'min-ttl = 400d'
	fails 69 tokctl imweb
	examined 69 imweb --offline
	only fail min-ttl
	[ "$(error min-ttl)" = 'no-expiry 69' ]
	fails 69 tokctl toss
	# How long a new token lives, is known when there is one.
	examined 0 toss
	found ok toss min-ttl 400d "$CONFIG:4"
	examined 69 toss --fetch
	only fail fetch
	[ "$(error fetch)" = 'short-lived 69' ]
	# Said for all alike it is passed over where no expiry is reported.
	config '[tokctl]' 'min-ttl = 5m'
	examined 0 imweb --fetch
	found ok imweb min-ttl 5m "$CONFIG:2"
}

@test "a secret file that is not there, is empty, a directory, or open to others: 78" {
	export TOKCTL_TOSS_KEY=$KEY
	examined 78 --secret-file "$HOME/nonesuch" toss --offline
	found fail toss secret "no secret file $HOME/nonesuch"
	[ "$(error secret)" = 'source 78' ]
	: >empty
	chmod 600 empty
	examined 78 --secret-file empty toss --offline
	found fail toss secret empty
	examined 78 --secret-file "$HOME" toss --offline
	found fail toss secret 'is a directory'
	printf '%s\n' "$SECRET" >secret
	chmod 644 secret
	examined 78 --secret-file secret toss --offline
	found fail toss secret 'mode 644' 'chmod 6'
	[ "$(error secret)" = 'unsafe-file 78' ]
}

@test "a secret file that the user may not read: 78" {
	local user

	[ "$(id -u)" -eq 0 ] || skip 'only root can give a file away'
	export TOKCTL_TOSS_KEY=$KEY
	printf '%s\n' "$SECRET" >secret
	chmod 600 secret
	chown 65533 secret
	reachable "$HOME"
	reachable "$NATIVE"
	run --separate-stderr setpriv --reuid 65534 --regid 65534 --clear-groups "$NATIVE/tokctl" doctor toss --offline --json --secret-file secret
	[ "$status" -eq 78 ]
	printf '%s\n' "$output" >found
	found fail toss secret 'Permission denied'
}

@test "a cache that others can enter, or that is somebody else's, is a warning, for a run goes on without it" {
	keys toss
	mkdir -p "$CACHE"
	chmod 755 "$CACHE"
	examined 0 --offline
	found warn - cache "$CACHE" 'mode 755' 'chmod 700' 'asks the provider'
	only warn cache
	chmod 700 "$CACHE"
	examined 0 --offline
	found ok - cache "$CACHE, mode 700, yours"
	[ "$(find "$CACHE" -mindepth 1)" = '' ]
	if [ "$(id -u)" -eq 0 ]; then
		chown 65534 "$CACHE"
		examined 0 --offline
		found warn - cache 'belongs to another user'
	fi
	TOKCTL_CACHE_DIR=/dev/null/cache examined 0 --offline
	found warn - cache /dev/null/cache
	HOME='' examined 0 --offline
	found warn - cache 'HOME is not set'
}

@test "a full disk under the cache is a warning" {
	[ -d /dev/shm ] && unshare -rm true 2>/dev/null || skip 'no right to mount here'
	keys toss
	mkdir -m 700 full
	# shellcheck disable=SC2016  # the inner shell expands it
	run --separate-stderr unshare -m sh -c 'mount -t tmpfs -o size=4k,mode=700 none full &&
		head -c 4096 /dev/zero >full/filler && TOKCTL_CACHE_DIR=$PWD/full exec tokctl doctor --offline --json'
	[ "$status" -eq 0 ]
	printf '%s\n' "$output" >found
	found warn - cache 'No space left'
}

@test "an entry that others can read is a warning, and not shown" {
	keys toss
	works tokctl toss
	chmod 644 "$(entry)"
	examined 0
	found warn toss token 'mode 644'
}

@test "a host that is not there: 75" {
	keys toss
	TOKCTL_PROXY='' examined 75 --endpoint https://nonesuch.invalid/token
	found fail toss dns nonesuch.invalid
	only fail dns
	[ "$(error dns)" = 'dns 75' ]
	TOKCTL_PROXY=http://nonesuch.invalid:1 examined 75
	found fail toss dns nonesuch.invalid proxy
}

@test "a connection that is refused: 75; and no token is asked for" {
	keys toss
	direct "$CLOSED_PORT"
	examined 75 --fetch
	found ok toss dns localhost
	found fail toss connect "localhost:$CLOSED_PORT"
	only fail connect
	[ "$(error connect)" = 'connect 75' ]
	TOKCTL_PROXY=http://127.0.0.1:$CLOSED_PORT examined 75
	found fail toss connect "$CLOSED_PORT"
	# Behind a proxy that can't be reached nobody has looked the host up.
	lacks found -F 'localhost is'
	asked_nobody
}

@test "a server that says nothing: 75 at the deadline" {
	not_under valgrind 'a second is over before it begins'
	keys toss
	direct "$MUTE_PORT"
	examined 75 --timeout 1s
	found ok toss connect "$MUTE_PORT"
	found fail toss tls 'in time'
	only fail tls
}

@test "a proxy that says nothing: it is what was connected to, and what fails; not the provider" {
	not_under valgrind 'a second is over before it begins'
	local proxy

	keys toss
	for proxy in http socks5h; do
		TOKCTL_PROXY=$proxy://127.0.0.1:$MUTE_PORT examined 75 --timeout 1s
		found ok toss dns 'the proxy is found'
		found fail toss connect 'in time' "the proxy is connected to, at 127.0.0.1 port $MUTE_PORT"
		only fail connect
		[ "$(error connect)" = 'timeout 75' ]
		lacks found -F -e 'is 127.0.0.1' -e 'the server sees'
	done
	unset TOKCTL_PROXY
	https_proxy=http://127.0.0.1:$MUTE_PORT examined 75 --timeout 1s
	found fail toss connect "the proxy is connected to, at 127.0.0.1 port $MUTE_PORT"
	only fail connect
	# One that is not gone through is none.
	https_proxy=http://127.0.0.1:$CLOSED_PORT no_proxy=localhost examined 75 --timeout 1s --endpoint "https://localhost:$MUTE_PORT/"
	found ok toss connect "to 127.0.0.1 port $MUTE_PORT"
	lacks found -F -e 'the proxy is' -e ', the proxy'
	only fail tls
}

@test "a proxy that refuses: 78" {
	keys toss
	echo user:word >"$SERVER/proxy-auth"
	examined 78
	found fail toss connect proxy 407
	only fail connect
	[ "$(error connect)" = 'config 78' ]
}

@test "a SOCKS5 proxy that comes to nothing, or refuses: it is the way there, and not the server's TLS" {
	keys toss
	export TOKCTL_PROXY=socks5h://127.0.0.1:$SOCKS_PORT
	examined 0
	echo 5 >"$SERVER/socks"
	examined 75
	found fail toss connect SOCKS5
	only fail connect
	[ "$(error connect)" = 'connect 75' ]
	echo user:word >"$SERVER/proxy-auth"
	examined 78
	only fail connect
	[ "$(error connect)" = 'config 78' ]
}

@test "a certificate that can't be trusted: 76, with the reason and what to look at" {
	local port hint text

	keys toss
	while IFS='|' read -r port hint text; do
		direct "${!port}"
		examined 76
		found ok toss connect "${!port}"
		found fail toss tls "$text" "$hint"
		only fail tls
		[ "$(error tls)" = 'tls 76' ]
	done <<-'END'
		EXPIRED_PORT|this machine's says 20|certificate has expired
		NOT_YET_PORT|this machine's says 20|certificate is not yet valid
		WRONG_HOST_PORT|another host's|host name
		SELF_SIGNED_PORT|--cacert|self-signed
		UNKNOWN_CA_PORT|--cacert|issuer
	END
	direct "$TLS11_PORT"
	examined 76
	found fail toss tls
	[ "$(requests probe)" -eq 0 ]
}

@test "a CA file that is not there, or is none: 78" {
	keys toss
	examined 78 --cacert "$HOME/nonesuch.pem"
	found fail toss cacert "$HOME/nonesuch.pem"
	only fail cacert
	: >none.pem
	examined 78 --cacert none.pem
	found fail toss tls none.pem
	mkfifo fifo
	for file in fifo /dev/null "$HOME"; do
		examined 78 --cacert "$file"
		found fail toss cacert "$file" 'not a regular file'
		only fail cacert
	done
}

@test "a certificate that ends within the week is a warning" {
	not_under valgrind 'what starts it would leave files of libfaketime behind'
	command -v faketime >/dev/null || skip 'no faketime'
	preloadable
	keys toss
	LD_PRELOAD=$(faketime -f +0 printenv LD_PRELOAD)
	export LD_PRELOAD FAKETIME='2099-12-29 00:00:00'
	examined 0
	unset LD_PRELOAD FAKETIME
	found warn toss tls 2100-01-01T00:00:00Z '(3d' renew
}

@test "a clock that is off by hours is a warning, which says by how much and in which direction" {
	keys toss
	echo 7200 >"$SERVER/clock"
	examined 0
	found warn toss clock "behind the server's" "set this machine's clock"
	grep -qE '(2h|1h59m)' one
	only warn clock
	echo -7200 >"$SERVER/clock"
	examined 0
	found warn toss clock "ahead of the server's"
	rm "$SERVER/clock"
	plan probe no-date
	examined 0
	found warn toss clock 'did not say'
	# Neither does a server that has no answer: no more than that is wrong.
	plan probe drop
	examined 0
	found ok toss tls trusted
	found warn toss clock
}

@test "what a server or a certificate says is shown without control bytes" {
	keys toss
	plan probe 'header=X:%1b[2J' status=200
	examined 0
	run --separate-stderr tokctl doctor
	[[ $output != *$'\e'* ]]
}

@test "an interface that is not there: 78" {
	keys toss
	direct "$PORT"
	examined 78 --interface nonesuch0
	found fail toss connect nonesuch0
	only fail connect
}

@test "a refusal: 77 with --fetch, with where to look; without, all is well" {
	keys toss
	export TOKCTL_TOSS_KEY=unknown
	examined 0
	examined 77 --fetch
	found fail toss fetch invalid_client 'Toss Shopping Partners'
	only fail fetch
	[ "$(error fetch)" = 'refused 77' ]
	examined 0
	found warn toss token refused
	plan toss echo=clear
	TOKCTL_TOSS_KEY=$KEY examined 77 --fetch
}

@test "tokctl-fetch is missing: 70, and the rest is looked at" {
	mkdir bin
	cp "$NATIVE/tokctl" bin/
	keys toss
	PATH=$HOME/bin:$PATH
	if [ -x /usr/local/libexec/tokctl/tokctl-fetch ]; then skip 'tokctl is installed'; fi
	examined 70
	found fail - helper tokctl-fetch 'install both'
	found ok toss secret
	asked_nobody
}

@test "of several failures, the exit status is that of what is to be mended first" {
	keys imweb toss
	# TLS before what passes; the config before TLS; a broken installation before all.
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$CLOSED_PORT/
	export TOKCTL_IMWEB_ENDPOINT=https://localhost:$EXPIRED_PORT/
	examined 76 toss imweb
	only fail connect tls
	unset TOKCTL_IMWEB_SECRET
	examined 78 toss imweb
	only fail connect secret tls
	[ "$(jq -r '[.checks[] | .exit | select(. != 0)] | join(" ")' found)" = '75 78 76' ]
}

@test "variables and sections that nothing reads are warned of, with what was meant" {
	keys toss
	config '[tos]' "key = $KEY" '[tokctl]'
	export TOKCTL_TIMOUT=3s TOKCTL_TOSS_SECERT_FILE=x TOKCTL_IMWEB_PASSWORD=$SECRET TOKCTL_TOSS_OUTLET_METHOD=get \
		TOKCTL_TOSS_OUTLET_SCOPE=a TOKCTL_BIZPPURIO_PASSWORD_FILE=x TOKCTL_CACHE_DIR=$HOME/cache
	export TOKCTL_OAUTH2_CRM_PARAM_TENANT_ID=acme TOKCTL_IMWEB_PARAM_TENANT_ID=acme
	examined 0 toss --offline
	found warn - config "$CONFIG:1" '[tos]' toss
	found warn - environment TOKCTL_IMWEB_PARAM_TENANT_ID 'tokctl help imweb'
	found warn - environment TOKCTL_TIMOUT TOKCTL_TIMEOUT
	found warn - environment TOKCTL_TOSS_SECERT_FILE TOKCTL_TOSS_SECRET_FILE
	found warn - environment TOKCTL_IMWEB_PASSWORD 'tokctl help imweb'
	found warn - environment TOKCTL_TOSS_OUTLET_METHOD
	only warn config environment environment environment environment environment
}

# ---- the command itself

@test "an unknown provider or option is 64, with nothing on stdout" {
	fails 64 tokctl doctor tosss
	says "did you mean 'toss'?"
	fails 64 tokctl doctor --refresh
	fails 64 tokctl toss --fetch
	asked_nobody
}

@test "standard output that is full is 74" {
	keys toss
	run --separate-stderr sh -c 'tokctl doctor --offline >/dev/full'
	[ "$status" -eq 74 ]
	says 'standard output'
}

@test "-v says what is done, and shows no more" {
	keys toss
	run --separate-stderr tokctl doctor -v
	[ "$status" -eq 0 ]
	says 'confined by' 'HEAD /'
}
