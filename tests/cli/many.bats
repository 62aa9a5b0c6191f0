# SPDX-License-Identifier: ISC
# Many at once: one request however many ask, its result shared, good or bad; and a holder of the lock that dies, hangs or has no helper.
#
# Nothing here sleeps for luck: the server's answer waits at a gate until all processes are known to wait for it, which
# is when each of them has the entry's lock open.

load support

setup() {
	sandbox
	serve
	keys toss iamport
	OUT=$BATS_TEST_TMPDIR/out
	mkdir "$OUT"
	PIDS=()
	# Room for hundreds to take their turns on a busy machine; the limits themselves are tested with shorter ones.
	export TOKCTL_TIMEOUT=60s
}

teardown() {
	local pid mount

	for pid in "${PIDS[@]}" "${STRAYS[@]}"; do
		kill -KILL "$pid" 2>/dev/null || :
	done
	for mount in "${MOUNTED[@]}"; do
		umount -l "$mount"
	done
	[ -z "${STRANGER:-}" ] || rm -rf "$STRANGER"
	cleanup
}

# start N COMMAND...: N of them in the background; OUT/I.out and OUT/I.err are theirs, from where the last start ended.
start() {
	local n=$1

	shift
	for ((; n > 0; n--)); do
		"$@" >"$OUT/${#PIDS[@]}.out" 2>"$OUT/${#PIDS[@]}.err" </dev/null 3>&- &
		PIDS+=("$!")
	done
}

# finish: waits for all that was started; STATUSES are their exit statuses.
finish() {
	local pid status

	STATUSES=()
	for pid in "${PIDS[@]}"; do
		status=0
		wait "$pid" || status=$?
		STATUSES+=("$status")
	done
	PIDS=()
}

# all_ended N STATUS: N processes were waited for, and each ended so.
all_ended() {
	[ "${#STATUSES[@]}" -eq "$1" ] && [ "$(printf '%s\n' "${STATUSES[@]}" | sort -u)" = "$2" ] || {
		printf '%s\n' "${STATUSES[@]}" | sort | uniq -c
		cat "$OUT"/*.err | sort | uniq -c | head -20
		return 1
	}
}

# same_messages: all said the same on standard error, and said something.
same_messages() {
	[ -s "$(find "$OUT" -name '*.err' | head -n 1)" ] &&
		[ "$(sha256sum "$OUT"/*.err | cut -d ' ' -f 1 | sort -u | wc -l)" -eq 1 ] || {
		cat "$OUT"/*.err | sort | uniq -c
		return 1
	}
}

# waiting N: at least N processes have a lock of this test open, and so have seen what was in the cache.
waiting() {
	[ "$(find /proc/[0-9]*/fd -lname "$BATS_TEST_TMPDIR/*.lock" 2>/dev/null | wc -l)" -ge "$1" ]
}

# gate WORD...: the next request for toss is answered when open_gate is called, with these words of a plan.
gate() {
	mkfifo "$SERVER/gate"
	plan toss "body-file=$SERVER/gate" "$@"
}

open_gate() {
	timeout 30 sh -c 'cat >"$1"' sh "$SERVER/gate" <<<"$1"
}

# What toss says.
granted() {
	printf '{"access_token":"%s","scope":"toss-shopping-fep:write","token_type":"Bearer","expires_in":%d}' "$1" "${2:-3600}"
}

# granted_by_iamport NOW LIFE: what iamport says at that time.
granted_by_iamport() {
	printf '{"code":0,"message":null,"response":{"access_token":"the-one","now":%d,"expired_at":%d}}' "$1" $(($1 + $2))
}

refused() {
	printf '{"error":"invalid_client","error_description":"not today"}'
}

failing() {
	printf '{"error":"server_error","error_description":"not now"}'
}

has_none() { ! tokctl toss --offline >/dev/null 2>&1; }

# holder COMMAND...: starts it and waits until the server has its request. HOLDER is its pid, FETCH that of its helper.
holder() {
	local before

	before=$(requests toss)
	start 1 "$@"
	HOLDER=${PIDS[-1]}
	until_so 20 has_asked $((before + 1))
	FETCH=$(children "$HOLDER" tokctl-fetch)
	STRAYS+=("$FETCH")
}

# age SECONDS: the token in the cache is that much older.
age() {
	local file

	file=$(entry)
	awk -F= -v by="$1" '/^(issued|expires)-at=/ { printf "%s=%d\n", $1, $2 - by; next } { print }' "$file" \
		>"$BATS_TEST_TMPDIR/edited"
	cat "$BATS_TEST_TMPDIR/edited" >"$file"
}

# ---- one request for all

@test "500 at once on a cold cache: one request, 500 equal tokens, 500 times 0" {
	gate
	start 500 tokctl toss
	until_so 60 waiting 500
	open_gate "$(granted the-one-token)"
	finish
	all_ended 500 0
	[ "$(cat "$OUT"/*.out | sort | uniq -c | tr -s ' ')" = ' 500 the-one-token' ]
	[ "$(cat "$OUT"/*.err | wc -c)" -eq 0 ]
	asked 1
	[ "$(tokctl toss)" = the-one-token ]
	asked 1
}

@test "500 at once on a refusal: one request, 500 times 77 with the same message" {
	gate status=401
	start 500 tokctl toss
	until_so 60 waiting 500
	open_gate "$(refused)"
	finish
	all_ended 500 77
	[ "$(cat "$OUT"/*.out | wc -c)" -eq 0 ]
	same_messages
	grep -q '^tokctl: toss: .*not today' "$OUT/0.err"
	# The hint too is everybody's: the list of addresses.
	grep -qi 'address' "$OUT/0.err"
	asked 1
	# It is not kept for those who come later.
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	asked 2
}

@test "500 at once with an expired token: one request" {
	plan toss life=3600
	tokctl toss >/dev/null
	age 3600
	gate
	start 500 tokctl toss
	until_so 60 waiting 500
	open_gate "$(granted the-next-token)"
	finish
	all_ended 500 0
	[ "$(sort -u "$OUT"/*.out)" = the-next-token ]
	[ "$(cat "$OUT"/*.err | wc -c)" -eq 0 ]
	asked 2
}

@test "500 at once with --refresh: one request, all have the new token" {
	tokctl toss >/dev/null
	gate
	start 500 tokctl toss --refresh
	until_so 60 waiting 500
	open_gate "$(granted the-next-token)"
	finish
	all_ended 500 0
	[ "$(sort -u "$OUT"/*.out)" = the-next-token ]
	asked 2
}

@test "100 at once with --refresh on a refusal: one request, 100 times 77, and the old token stays" {
	old=$(tokctl toss)
	gate status=401
	start 100 tokctl toss --refresh
	until_so 60 waiting 100
	open_gate "$(refused)"
	finish
	all_ended 100 77
	[ "$(cat "$OUT"/*.out | wc -c)" -eq 0 ]
	same_messages
	asked 2
	[ "$(tokctl toss --offline)" = "$old" ]
}

@test "30 at once with --refresh while the provider is down: one request, 30 times 75, and the old token stays" {
	old=$(tokctl toss)
	gate status=503
	start 30 tokctl toss --refresh --retries 0
	until_so 60 waiting 30
	open_gate "$(failing)"
	finish
	all_ended 30 75
	[ "$(cat "$OUT"/*.out | wc -c)" -eq 0 ]
	asked 2
	[ "$(tokctl toss --offline)" = "$old" ]
}

@test "a shared failure is the same for programs" {
	local error

	gate status=401
	start 20 tokctl toss --error-format json
	until_so 60 waiting 20
	open_gate "$(refused)"
	finish
	all_ended 20 77
	same_messages
	error=$(jq -c '.error | [.exit, .retryable, .http_status, .provider_code, .provider_message]' "$OUT/0.err")
	[ "$error" = '[77,false,401,"invalid_client","not today"]' ]
	asked 1
}

@test "60 at once, of which half ask with --refresh and half have a token that serves: these don't wait" {
	old=$(tokctl toss)
	gate
	start 30 tokctl toss --refresh
	until_so 60 waiting 30
	for _ in {1..30}; do
		[ "$(timeout 10 tokctl toss)" = "$old" ]
	done
	open_gate "$(granted the-next-token)"
	finish
	all_ended 30 0
	[ "$(sort -u "$OUT"/*.out)" = the-next-token ]
	asked 2
}

@test "30 at once with a token that is due: one renews it, the others have the old one without waiting" {
	plan toss life=3600
	old=$(tokctl toss)
	age 3500
	gate
	holder tokctl toss
	for _ in {1..30}; do
		run --separate-stderr timeout 10 tokctl toss
		[ "$status" -eq 0 ]
		[ "$output" = "$old" ]
		[ -z "$stderr" ]
	done
	asked 2
	open_gate "$(granted the-next-token)"
	finish
	all_ended 1 0
	[ "$(cat "$OUT/0.out")" = the-next-token ]
	[ "$(tokctl toss)" = the-next-token ]
	asked 2
}

@test "500 jobs that reject the same old token and ask again: one request, all get the new one" {
	old=$(tokctl toss)
	gate
	start 500 bash -c 'printf "%s\n" "$1" | tokctl reject toss && exec tokctl toss' job "$old"
	until_so 60 waiting 500
	open_gate "$(granted the-next-token)"
	finish
	all_ended 500 0
	[ "$(cat "$OUT"/*.out | sort | uniq -c | tr -s ' ')" = ' 500 the-next-token' ]
	asked 2
	# One that comes late with the old token does no harm.
	tokctl reject toss <<<"$old"
	[ "$(tokctl toss)" = the-next-token ]
	asked 2
}

@test "500 at once while the provider is down: the requests are those of one process with its retries" {
	gate status=503
	plan toss '* status=503'
	start 500 tokctl toss --retries 2
	until_so 60 waiting 500
	open_gate "$(failing)"
	finish
	all_ended 500 75
	[ "$(cat "$OUT"/*.out | wc -c)" -eq 0 ]
	same_messages
	asked 3
}

@test "50 at once, and the provider is back at the second try: no one fails" {
	gate status=503
	start 50 tokctl toss
	until_so 60 waiting 50
	open_gate "$(failing)"
	finish
	all_ended 50 0
	[ "$(sort -u "$OUT"/*.out | wc -l)" -eq 1 ]
	[ "$(cat "$OUT"/*.err | wc -c)" -eq 0 ]
	asked 2
}

@test "50 at once, and the provider asks to wait: one request, 50 times 75 with the same message" {
	not_under valgrind 'the message names a second, and theirs are not the same'
	gate status=429 retry-after=600
	start 50 tokctl toss
	until_so 60 waiting 50
	open_gate "$(failing)"
	finish
	all_ended 50 75
	same_messages
	asked 1
}

@test "50 at once on a reply that is not what the provider documents: one request, 50 times 76" {
	gate
	start 50 tokctl toss
	until_so 60 waiting 50
	open_gate '<html>'
	finish
	all_ended 50 76
	same_messages
	asked 1
}

@test "50 at once with a --min-ttl that a fresh token does not have: one request, 50 times 69 with the same message" {
	gate
	start 50 tokctl toss --min-ttl 2h
	until_so 60 waiting 50
	open_gate "$(granted the-one-token)"
	finish
	all_ended 50 69
	[ "$(cat "$OUT"/*.out | wc -c)" -eq 0 ]
	same_messages
	grep -q '^tokctl: toss: a fresh token lives only 1h00m, ' "$OUT/0.err"
	asked 1
	[ "$(tokctl toss)" = the-one-token ]
	asked 1
}

@test "of those who wait with several --min-ttl each gets what it would be told if it had asked itself" {
	mkfifo "$SERVER/gate"
	# iamport's token is in its last minute; but its own clock is behind ours, and it gives the same again.
	plan iamport "body-file=$SERVER/gate"
	start 5 tokctl iamport --min-ttl 2m
	start 5 tokctl iamport --min-ttl 10m
	start 5 tokctl iamport --min-ttl 1h
	start 5 tokctl iamport
	until_so 60 waiting 20
	open_gate "$(granted_by_iamport "$(date +%s)" 55)"
	finish
	[ "${STATUSES[*]}" = '75 75 75 75 75 75 75 75 75 75 69 69 69 69 69 0 0 0 0 0' ]
	[ "$(cat "$OUT"/*.out | sort -u)" = the-one ]
	asked 1 iamport
}

@test "who waits asks on where a request could bring more than the one that was made" {
	frozen
	mkfifo "$SERVER/gate"
	granted_by_iamport $((T0 + 10)) 355 >"$SERVER/extended"
	plan iamport "body-file=$SERVER/gate"
	plan iamport "body-file=$SERVER/extended"
	# At the time of the first request iamport extends nothing; at that of the second it does.
	start 1 at 0 tokctl iamport --min-ttl 2m
	until_so 20 asked 1 iamport
	start 3 at 10 tokctl iamport --min-ttl 2m
	until_so 60 waiting 4
	open_gate "$(granted_by_iamport "$T0" 65)"
	finish
	[ "${STATUSES[*]}" = '75 0 0 0' ]
	[ "$(cat "$OUT"/*.out | sort | uniq -c | tr -s ' ')" = ' 3 the-one' ]
	asked 2 iamport
}

# unanswered COMMAND...: starts it; it has the lock, and waits for its secret until give_secret.
unanswered() {
	mkfifo -m 600 secret
	start 1 env -u TOKCTL_TOSS_SECRET "$@" --secret-file "$PWD/secret"
	until_so 20 waiting 1
}

give_secret() {
	timeout 30 sh -c 'printf %s "$1" >secret' sh "$SECRET"
}

@test "a failure by one caller's own proxy, CA file or interface is that caller's alone" {
	local way

	for way in "--proxy http://127.0.0.1:$CLOSED_PORT 75" "--cacert $CERTS/other-ca.pem 76" '--interface 192.0.2.1 78'; do
		rm -rf "$OUT" "$SERVER/log" secret
		mkdir "$OUT"
		read -r -a way <<<"$way"
		unanswered tokctl toss "${way[@]:0:2}" --retries 0
		start 5 tokctl toss
		until_so 60 waiting 6
		give_secret
		finish
		[ "${STATUSES[0]}" -eq "${way[2]}" ]
		STATUSES=("${STATUSES[@]:1}")
		all_ended 5 0
		[ "$(sort -u "$OUT"/[1-5].out | wc -l)" -eq 1 ]
		asked 1
		tokctl forget toss
	done
}

@test "a failure by a proxy that the environment names is that environment's alone" {
	unset TOKCTL_PROXY
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	unanswered env https_proxy="http://127.0.0.1:$CLOSED_PORT" tokctl toss --retries 0
	start 5 tokctl toss
	until_so 60 waiting 6
	give_secret
	finish
	[ "${STATUSES[0]}" -eq 75 ]
	STATUSES=("${STATUSES[@]:1}")
	all_ended 5 0
	asked 1
}

@test "a timeout is shared by those who would not have waited longer" {
	plan toss delay=60
	holder tokctl toss --timeout 4s
	start 5 tokctl toss --timeout 4s
	finish
	all_ended 6 75
	asked 1
}

@test "a timeout is not shared by those who would have waited longer: one of them asks for all" {
	plan toss delay=60
	holder tokctl toss --timeout 3s
	start 5 tokctl toss
	until_so 20 waiting 6
	finish
	[ "${STATUSES[*]}" = '75 0 0 0 0 0' ]
	[ "$(cat "$OUT"/*.out | sort -u | wc -l)" -eq 1 ]
	asked 2
}

@test "those who wait for one shop's token are not those who wait for another's" {
	export TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET
	gate
	holder tokctl toss
	run --separate-stderr timeout 20 tokctl toss:outlet
	[ "$status" -eq 0 ]
	outlet=$output
	run --separate-stderr timeout 20 tokctl iamport
	[ "$status" -eq 0 ]
	asked 2
	open_gate "$(granted the-one-token)"
	finish
	all_ended 1 0
	[ "$(cat "$OUT/0.out")" = the-one-token ]
	[ "$outlet" != the-one-token ]
}

@test "two HOMEs never share: a request and a token each" {
	mkdir "$BATS_TEST_TMPDIR/other"
	plan toss '* delay=1'
	start 20 tokctl toss
	start 20 env HOME="$BATS_TEST_TMPDIR/other" tokctl toss
	finish
	all_ended 40 0
	asked 2
	[ "$(for n in {0..19}; do cat "$OUT/$n.out"; done | sort -u | wc -l)" -eq 1 ]
	[ "$(for n in {20..39}; do cat "$OUT/$n.out"; done | sort -u | wc -l)" -eq 1 ]
	[ "$(cat "$OUT/0.out")" != "$(cat "$OUT/20.out")" ]
	[ "$(find "$HOME" "$BATS_TEST_TMPDIR/other" -name '*.lock' | wc -l)" -eq 2 ]
}

@test "two HOMEs with one TOKCTL_CACHE_DIR: one token for one key, and never that of another key" {
	mkdir "$BATS_TEST_TMPDIR/other"
	export TOKCTL_CACHE_DIR=$BATS_TEST_TMPDIR/shared
	plan toss '* delay=1'
	start 20 tokctl toss
	start 20 env HOME="$BATS_TEST_TMPDIR/other" tokctl toss
	start 20 env HOME="$BATS_TEST_TMPDIR/other" TOKCTL_TOSS_KEY="$OUTLET_KEY" TOKCTL_TOSS_SECRET="$OUTLET_SECRET" tokctl toss
	finish
	all_ended 60 0
	asked 2
	[ "$(for n in {0..39}; do cat "$OUT/$n.out"; done | sort -u | wc -l)" -eq 1 ]
	[ "$(for n in {40..59}; do cat "$OUT/$n.out"; done | sort -u | wc -l)" -eq 1 ]
	[ "$(cat "$OUT/0.out")" != "$(cat "$OUT/40.out")" ]
}

# as_other COMMAND...: as another user of this machine, with a HOME, but with our key and secret.
as_other() {
	HOME=$STRANGER/home setpriv --reuid=65534 --regid=65534 --clear-groups env PATH="$STRANGER:$PATH" \
		TOKCTL_CACERT="$STRANGER/ca.pem" "$@"
}

@test "two users: a request and a token each, also with one TOKCTL_CACHE_DIR, whoever made it" {
	local mine theirs directory

	[ "$(id -u)" -eq 0 ] || skip 'needs root, to be two users'
	command -v setpriv >/dev/null || skip 'needs setpriv'
	STRANGER=$(mktemp -d /tmp/tokctl-stranger.XXXXXX)
	cp "$NATIVE/tokctl" "$NATIVE/tokctl-fetch" "$CERTS/ca.pem" "$STRANGER"
	install -d -o 65534 -g 65534 -m 755 "$STRANGER/home"
	chmod 755 "$STRANGER"
	chmod 644 "$STRANGER/ca.pem"
	plan toss '* delay=1'
	start 20 tokctl toss
	start 20 as_other tokctl toss
	finish
	all_ended 40 0
	asked 2
	[ "$(cat "$OUT"/*.err | wc -c)" -eq 0 ]
	mine=$(for n in {0..19}; do cat "$OUT/$n.out"; done | sort -u)
	theirs=$(for n in {20..39}; do cat "$OUT/$n.out"; done | sort -u)
	[ "$(wc -l <<<"$mine")" -eq 1 ]
	[ "$(wc -l <<<"$theirs")" -eq 1 ]
	[ "$mine" != "$theirs" ]
	echo '*ok' >"$SERVER/plan/toss"
	for directory in "$STRANGER/home/.cache/tokctl" "$CACHE"; do
		chmod a+x "$(dirname "$directory")"
		export TOKCTL_CACHE_DIR=$directory
		run --separate-stderr tokctl toss
		[ "$status" -eq 0 ]
		[ "$output" != "$theirs" ]
		run --separate-stderr as_other tokctl toss
		[ "$status" -eq 0 ]
		[ "$output" != "$mine" ]
	done
	# A directory for everybody is nobody's.
	mkdir -m 1777 "$STRANGER/everybody"
	export TOKCTL_CACHE_DIR=$STRANGER/everybody
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[[ $stderr == *warning* ]]
	run --separate-stderr as_other tokctl toss
	[ "$status" -eq 0 ]
	[[ $stderr == *warning* ]]
	[ -z "$(find "$STRANGER/everybody" -type f)" ]
}

@test "with --no-cache each asks for itself" {
	start 10 tokctl toss --no-cache
	finish
	all_ended 10 0
	[ "$(cat "$OUT"/*.out | sort -u | wc -l)" -eq 10 ]
	asked 10
	[ ! -e "$HOME/.cache" ]
}

@test "who finds that the token it was about to renew is another one by now looks at whether that will do" {
	local lock

	traced
	plan toss life=3600
	tokctl toss >/dev/null
	age 3300
	# It is stopped between its first look and the lock.
	lock=$(find "$CACHE" -name '*.lock' -printf '%f')
	start 1 strace -f -o trace -P "$lock" -e trace=openat -e inject=openat:signal=STOP:when=1 tokctl toss --min-ttl 4m
	until_so 20 grep -qs 'stopped by SIGSTOP' trace
	STRAYS+=("$(awk '/stopped by SIGSTOP/ { print $1 }' trace)")
	plan toss life=60
	tokctl toss --refresh >/dev/null
	kill -CONT "${STRAYS[-1]}"
	finish
	all_ended 1 69
	[ ! -s "$OUT/0.out" ]
	asked 2
}

@test "a token that has ended by the time its renewal fails is not used" {
	plan toss life=3600
	tokctl toss >/dev/null
	gate status=503
	age 3598
	holder tokctl toss --retries 0
	until_so 20 has_none
	open_gate "$(failing)"
	finish
	all_ended 1 75
	[ ! -s "$OUT/0.out" ]
	asked 2
}

# ---- the holder of the lock in trouble

# stands_still: strace has stopped the process that it started, which is STOPPED.
stands_still() {
	grep -q SIGSTOP trace && STOPPED=$(children "${PIDS[-1]}" tokctl)
}

@test "the holder is killed in the middle of its request: another takes over, and all others succeed" {
	gate
	holder tokctl toss
	start 30 tokctl toss
	until_so 60 waiting 31
	asked 1
	kill -KILL "$HOLDER"
	finish
	[ "${STATUSES[0]}" -eq 137 ]
	STATUSES=("${STATUSES[@]:1}")
	all_ended 30 0
	rm "$OUT/0.out" "$OUT/0.err"
	[ "$(sort -u "$OUT"/*.out | wc -l)" -eq 1 ]
	[ "$(cat "$OUT"/*.err | wc -c)" -eq 0 ]
	asked 2
	[ "$(find "$CACHE" -type f ! -name '*.lock' | wc -l)" -eq 1 ]
}

@test "a holder that is ended by a signal leaves no helper behind and no lock" {
	local signal

	for signal in INT TERM HUP ALRM; do
		rm -f "$SERVER/gate"
		gate
		# In an interactive shell's way: one that was started in the background would ignore SIGINT.
		holder env --default-signal=HUP,INT,QUIT,TERM,ALRM tokctl toss
		kill -"$signal" "$HOLDER"
		finish
		[ "${STATUSES[0]}" -eq $((128 + $(kill -l "$signal"))) ]
		until_so 10 gone "$FETCH"
		run --separate-stderr tokctl toss
		[ "$status" -eq 0 ]
		tokctl forget toss
	done
}

@test "the holder and its helper are stopped: another takes over inside the deadline, with one request for all who wait" {
	local began

	gate
	holder tokctl toss
	kill -STOP "$HOLDER" "$FETCH"
	began=${EPOCHREALTIME/./}
	start 30 tokctl toss --timeout 15s
	unset 'PIDS[0]'
	PIDS=("${PIDS[@]}")
	finish
	all_ended 30 0
	timely [ $((${EPOCHREALTIME/./} - began)) -lt 15000000 ]
	mv "$OUT/0.out" holder.out
	[ "$(sort -u "$OUT"/*.out | wc -l)" -eq 1 ]
	[ "$(cat "$OUT"/*.err | wc -c)" -eq 0 ]
	asked 2
	token=$(tokctl toss --offline)
	[ "$token" = "$(cat "$OUT/1.out")" ]
	# The next ones don't wait: the lock is that of those who run.
	began=${EPOCHREALTIME/./}
	works tokctl toss --refresh
	timely [ $((${EPOCHREALTIME/./} - began)) -lt 2500000 ]
	token=$output
	asked 3
	# Who was stopped wakes up, is answered with an older token, and leaves the newer one where it is, and prints it.
	kill -CONT "$HOLDER" "$FETCH"
	open_gate "$(granted an-older-token)"
	wait "$HOLDER" && status=0 || status=$?
	[ "$status" -eq 0 ]
	[ "$(cat holder.out)" = "$token" ]
	[ "$(tokctl toss --offline)" = "$token" ]
	[ "$(find "$CACHE" -type f | wc -l)" -eq 2 ]
	asked 3
}

@test "the holder is stopped, its helper is not: another takes over too" {
	gate
	holder tokctl toss
	kill -STOP "$HOLDER"
	start 5 tokctl toss --timeout 15s
	until_so 10 waiting 6
	open_gate "$(granted an-older-token)"
	unset 'PIDS[0]'
	PIDS=("${PIDS[@]}")
	finish
	all_ended 5 0
	[ "$(cat "$OUT"/[1-5].out | sort -u | wc -l)" -eq 1 ]
	[[ $(cat "$OUT/1.out") == toss-* ]]
	asked 2
	kill -CONT "$HOLDER"
	wait "$HOLDER" && status=0 || status=$?
	[ "$status" -eq 0 ]
	# It was overtaken: it has what all have.
	[ "$(cat "$OUT/0.out")" = "$(cat "$OUT/1.out")" ]
	[ "$(tokctl toss --offline)" = "$(cat "$OUT/1.out")" ]
	asked 2
}

@test "all are stopped, the holder too, and one that waits wakes first: still one request" {
	gate
	holder tokctl toss
	start 5 tokctl toss
	until_so 20 waiting 6
	# Each has looked at the lock by now, or will when it wakes.
	kill -STOP "${PIDS[@]}" "$FETCH"
	# Longer than silence would be suffered, which goes by no clock that could be set.
	sleep 4
	kill -CONT "${PIDS[@]:1}"
	sleep 0.5
	kill -CONT "$HOLDER" "$FETCH"
	open_gate "$(granted the-one-token)"
	finish
	all_ended 6 0
	[ "$(sort -u "$OUT"/*.out)" = the-one-token ]
	asked 1
}

@test "a holder that is stopped while it stores its token leaves the newer one that is there when it wakes" {
	traced
	tokctl toss >/dev/null
	plan toss token=an-older-token
	# It stands still once its token is in the temporary, before it looks whether the lock is still its own.
	start 1 strace -qq -o trace -P "$(entry).tmp" -e trace=fchmod -e inject=fchmod:signal=STOP:when=1 tokctl toss --refresh
	until_so 20 stands_still
	works tokctl toss --refresh
	[ "$output" != an-older-token ]
	kill -CONT "$STOPPED"
	finish
	all_ended 1 0
	[ "$(cat "$OUT/0.out")" = "$output" ]
	[ "$(tokctl toss --offline)" = "$output" ]
	[ "$(find "$CACHE" -type f | wc -l)" -eq 2 ]
}

# mounted NAME: the folder "stored", seen through a FUSE file system of its own.
mounted() {
	mkdir -p "$1"
	bindfs --multithreaded --enable-lock-forwarding stored "$1" 2>bindfs.err 3>&- || skip "no FUSE here: $(tail -n 1 bindfs.err)"
	MOUNTED+=("$PWD/$1")
}

@test "a cache on FUSE: a holder that was stopped leaves the newer token where it is" {
	command -v bindfs >/dev/null || skip 'bindfs is not installed'
	mkdir -m 700 stored
	mounted one
	mounted other
	gate
	holder env TOKCTL_CACHE_DIR=one tokctl toss
	kill -STOP "$HOLDER" "$FETCH"
	# Through the other, the lock is taken over; the holder's file system then still says that its file has a name.
	works timeout -s KILL 40 env TOKCTL_CACHE_DIR=other tokctl toss
	kill -CONT "$HOLDER" "$FETCH"
	open_gate "$(granted an-older-token)"
	finish
	all_ended 1 0
	[ "$(cat "$OUT/0.out")" = "$output" ]
	[ "$(TOKCTL_CACHE_DIR=other tokctl toss --offline)" = "$output" ]
}

@test "a holder that is slow is not taken for one that is stopped" {
	gate
	holder tokctl toss
	start 20 tokctl toss
	until_so 20 waiting 21
	# Twice as long as silence would be suffered, which goes by no clock that could be set.
	sleep 6
	asked 1
	open_gate "$(granted the-one-token)"
	finish
	all_ended 21 0
	[ "$(sort -u "$OUT"/*.out)" = the-one-token ]
	asked 1
}

@test "the holder and its helper are stopped: who has no time to take over ends with 75 by the deadline" {
	local began

	gate
	holder tokctl toss
	kill -STOP "$HOLDER" "$FETCH"
	began=${EPOCHREALTIME/./}
	start 10 tokctl toss --timeout 2s
	unset 'PIDS[0]'
	PIDS=("${PIDS[@]}")
	finish
	took=$((${EPOCHREALTIME/./} - began))
	all_ended 10 75
	# Within half a second, and what ten processes need on a machine that is busy.
	[ "$took" -ge 1900000 ]
	timely [ "$took" -lt 5000000 ]
	asked 1
	grep -q '^tokctl: toss: ' "$OUT/1.err"
	# With nothing to wait for nobody is held up.
	run --separate-stderr timeout 10 tokctl status
	[ "$status" -eq 0 ]
	run --separate-stderr timeout 10 tokctl toss --no-cache
	[ "$status" -eq 0 ]
	kill -KILL "$HOLDER" "$FETCH"
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
}

@test "the holder is stopped: reject and forget end with 75 by the deadline too" {
	gate
	holder tokctl toss
	kill -STOP "$HOLDER" "$FETCH"
	TOKCTL_TIMEOUT=1s run --separate-stderr timeout 10 tokctl reject toss <<<some-token
	[ "$status" -eq 75 ]
	TOKCTL_TIMEOUT=1s run --separate-stderr timeout 10 tokctl forget toss
	[ "$status" -eq 75 ]
	kill -KILL "$HOLDER" "$FETCH"
	wait "$HOLDER" 2>/dev/null || :
}

@test "one whose deadline comes while another asks ends alone" {
	gate
	holder tokctl toss
	start 1 tokctl toss --timeout 1s
	start 10 tokctl toss
	until_so 20 waiting 11
	short=${PIDS[1]}
	wait "$short" && status=0 || status=$?
	[ "$status" -eq 75 ]
	open_gate "$(granted the-one-token)"
	PIDS=("${PIDS[0]}" "${PIDS[@]:2}")
	finish
	all_ended 11 0
	asked 1
}

@test "a holder that nobody listens to gives the token on before it says its piece" {
	local reader

	gate
	mkfifo full
	exec 7<>full
	head -c 65536 /dev/zero >&7
	tokctl toss >"$OUT/holder.out" 2>&7 7>&- </dev/null 3>&- &
	HOLDER=$!
	until_so 20 has_asked 1
	start 3 tokctl toss --timeout 5s
	until_so 20 waiting 4
	# Less was granted than was asked for: a warning is due.
	open_gate '{"access_token":"the-one-token","scope":"less","token_type":"Bearer","expires_in":3600}'
	finish
	all_ended 3 0
	[ "$(sort -u "$OUT"/[0-2].out)" = the-one-token ]
	[ "$(tokctl toss)" = the-one-token ]
	# It says it once somebody reads.
	cat full 7>&- >heard &
	reader=$!
	exec 7>&-
	wait "$HOLDER"
	wait "$reader"
	[ "$(cat "$OUT/holder.out")" = the-one-token ]
	grep -qa 'warning: .*less' heard
	asked 1
}

# ---- the helper in trouble

@test "tokctl-fetch is killed: 70, said clearly" {
	gate
	holder tokctl toss
	kill -KILL "$FETCH"
	finish
	all_ended 1 70
	[ ! -s "$OUT/0.out" ]
	grep -q '^tokctl: toss: .*tokctl-fetch' "$OUT/0.err"
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
}

@test "tokctl-fetch is missing: 70, said clearly; what is cached is served" {
	token=$(tokctl toss)
	mkdir "$BATS_TEST_TMPDIR/alone"
	cp "$NATIVE/tokctl" "$BATS_TEST_TMPDIR/alone/"
	run --separate-stderr "$BATS_TEST_TMPDIR/alone/tokctl" toss
	[ "$status" -eq 0 ]
	[ "$output" = "$token" ]
	run --separate-stderr "$BATS_TEST_TMPDIR/alone/tokctl" toss --refresh
	[ "$status" -eq 70 ]
	[ -z "$output" ]
	[[ $stderr == 'tokctl: toss: '*tokctl-fetch* ]]
	asked 1
}

@test "tokctl-fetch that answers nonsense, nothing, or too much: 70, and nothing printed" {
	local answer

	mkdir "$BATS_TEST_TMPDIR/alone"
	cp "$NATIVE/tokctl" "$BATS_TEST_TMPDIR/alone/"
	# What a shell is told to print, for each.
	for answer in ':' 'echo hello' 'printf "tokctl=1\n"' 'printf "tokctl=1\n\n"' 'printf "tokctl=2\ntoken=x\n\n"' \
		'printf "tokctl=1\ntoken=a b\n\n"' 'printf "tokctl=1\ntoken=x\n"' 'head -c 10000000 /dev/zero' 'exit 3' 'kill -SEGV $$'; do
		printf '#!/bin/sh\ncat >/dev/null\n%s\n' "$answer" >"$BATS_TEST_TMPDIR/alone/tokctl-fetch"
		chmod 755 "$BATS_TEST_TMPDIR/alone/tokctl-fetch"
		run --separate-stderr timeout 20 "$BATS_TEST_TMPDIR/alone/tokctl" toss
		[ "$status" -eq 70 ] || {
			printf '%d after %s\n%s\n' "$status" "$answer" "$stderr"
			return 1
		}
		[ -z "$output" ]
		[[ $stderr == 'tokctl: toss: '* ]]
	done
	asked 0
}
