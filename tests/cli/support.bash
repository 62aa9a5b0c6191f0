# SPDX-License-Identifier: ISC
# shellcheck shell=bash disable=SC2034  # bats files read what is set here
#
# What the command-line tests share. Each test has a HOME, a server and an environment of its own, and leaves nothing:
#
#   setup()    { sandbox; serve; }
#   teardown() { cleanup; }
#
#   @test "..." {
#       keys toss                                    # TOKCTL_TOSS_KEY and _SECRET, which the server accepts
#       plan toss status=503 retry-after=1           # how the server takes the next request (tests/server/server.py)
#       run --separate-stderr tokctl toss
#       [ "$status" -eq 0 ]
#       [ "$(requests toss)" -eq 2 ]
#   }
#
# The real URLs are asked: the server plays a proxy too, and has certificates for the providers' hosts.

bats_require_minimum_version 1.5.0

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BUILD=${TOKCTL_BUILD:-$ROOT/build}
NATIVE=${TOKCTL_TEST_NATIVE:-$BUILD} # the programs themselves, where those of BUILD are scripts that run them under valgrind
PROVIDERS='imweb iamport bizppurio toss'
KEY='shop-key'
SECRET='s3cret+/=&%"\ 비밀'
OUTLET_KEY='outlet-key'
OUTLET_SECRET='outlet-secret'

# Where a busy machine is not to fail a run, a test is tried again, anew; tests/run tells which were.
BATS_TEST_RETRIES=${TOKCTL_TEST_RETRIES:-0}

# A private HOME and working directory; nothing of the caller's environment but what a program needs to run.
sandbox() {
	local name

	[ "${BATS_TEST_TRY_NUMBER:-1}" -eq 1 ] || echo "# tried again: ${BATS_TEST_FILENAME##*/}: $BATS_TEST_DESCRIPTION" >&3
	for name in $(compgen -e); do
		case $name in
		TOKCTL_BUILD | TOKCTL_TEST_* | BATS_* | PATH | LANG | LC_* | TERM | TMPDIR | ASAN_OPTIONS | UBSAN_OPTIONS | LSAN_OPTIONS | GCOV_*) ;;
		*) unset "$name" ;;
		esac
	done
	english
	# The runner's own, which tokctl would take for misspelt ones of its own.
	export -n TOKCTL_BUILD "${!TOKCTL_TEST_@}"
	export HOME=$BATS_TEST_TMPDIR/home
	mkdir -p "$HOME"
	cd "$HOME" || return 1
	PATH=$BUILD:$PATH
	CACHE=$HOME/.cache/tokctl
	CONFIG=$HOME/.config/tokctl/config
	umask 022
	# It takes a hundred times as long as the programs by themselves.
	[ "${TOKCTL_TEST_CHECKER:-}" != valgrind ] || export TOKCTL_TIMEOUT=60s
}

# Messages in English, whatever the runner's locale; its character set stays. tests/cli/korean.bats has the others.
english() {
	[ -z "${LC_ALL:-}" ] || export LANG=$LC_ALL
	unset LC_ALL LANGUAGE
	export LC_MESSAGES=C
}

# tokctl is linked statically: for what is to be preloaded into it there is the same linked to the shared libc.
preloadable() { PATH=$BUILD/dynamic:$PATH; }

# linked_statically: for what is true only of the way tokctl is linked by default.
linked_statically() {
	[[ $(ldd "$BUILD/tokctl" 2>&1) == *'statically linked'* ]] || skip 'tokctl is linked to the shared libc here'
}

# frozen: at() is going to be used; skips where there is no libfaketime. It is not found by faketime(1), which can't start
# where a killed one had the same process id.
frozen() {
	FAKETIME_LIBRARY=$(find /usr/lib /usr/local/lib -name libfaketime.so.1 -print -quit 2>/dev/null)
	[ -n "$FAKETIME_LIBRARY" ] || skip 'no libfaketime'
	preloadable
}

# at N COMMAND...: runs it with a clock that stands still, N seconds after T0. The clock of deadlines stays real.
T0=1790000000
at() {
	local when=$((T0 + $1)) clock

	shift
	clock=(env LD_PRELOAD="$FAKETIME_LIBRARY" FAKETIME="$when")
	# What starts valgrind opens files of libfaketime's too, which only faketime(1) removes.
	[ "${TOKCTL_TEST_CHECKER:-}" != valgrind ] || clock=(faketime -f "$when")
	env FAKETIME_FMT=%s FAKETIME_DONT_FAKE_MONOTONIC=1 TZ=UTC0 "${clock[@]}" "$@"
}

# The certificates are made once for all tests, by tests/run; a test file that is run by itself makes its own.
certificates() {
	if [ -z "${TOKCTL_TEST_CERTS:-}" ]; then
		TOKCTL_TEST_CERTS=$BATS_FILE_TMPDIR/certs
		[ -d "$TOKCTL_TEST_CERTS" ] || "$ROOT/tests/server/certs" "$TOKCTL_TEST_CERTS"
	fi
	CERTS=$TOKCTL_TEST_CERTS
}

# Starts the server, and points tokctl to it by proxy and CA.
serve() {
	certificates
	SERVER=$BATS_TEST_TMPDIR/server
	mkdir -p "$SERVER/plan"
	SERVER_PID=$("$ROOT/tests/server/start" "$SERVER" "$CERTS" "$$")
	# shellcheck disable=SC1091
	. "$SERVER/ports"
	export TOKCTL_CACERT=$CERTS/ca.pem TOKCTL_PROXY=http://127.0.0.1:$PROXY_PORT
}

# Shows what a failed test has run last, and stops the server. What tokctl sent must have been what the providers' pages ask
# for, to the byte.
cleanup() {
	local failed=0

	if [ -z "${BATS_TEST_COMPLETED:-}${BATS_TEST_SKIPPED:-}" ] && [ -n "${status:-}" ]; then
		printf 'the last run\n  status: %s\n  stdout: %s\n  stderr: %s\n' "$status" "${output:-}" "${stderr:-}"
	fi
	[ -n "${SERVER_PID:-}" ] || return 0
	kill "$SERVER_PID" 2>/dev/null || :
	while [ -e "$SERVER/ports" ]; do sleep 0.01; done
	if [ -s "$SERVER/server.err" ]; then
		cat "$SERVER/server.err"
		failed=1
	fi
	if [ -e "$SERVER/deviations" ] && [ -z "${DEVIATIONS_EXPECTED:-}" ]; then
		cat "$SERVER/deviations"
		failed=1
	fi
	return "$failed"
}

# keys PROVIDER...: the right key and secret in the environment.
keys() {
	local provider

	for provider in "$@"; do
		export "TOKCTL_${provider^^}_KEY=$KEY" "TOKCTL_${provider^^}_SECRET=$SECRET"
	done
}

# plan PROVIDER WORD...: one line for the provider's next token request.
plan() {
	local provider=$1

	shift
	printf '%s\n' "$*" >>"$SERVER/plan/$provider"
}

# requests NAME: how many requests of that name the server has seen ("toss", "toss-test", "api-toss").
requests() {
	find "$SERVER/log" -name "[0-9]*.$1" 2>/dev/null | wc -l
}

# has_asked N: the server has seen so many requests to toss, or more.
has_asked() { [ "$(requests toss)" -ge "$1" ]; }

# asked N [NAME]: so many requests have been made, no more and no fewer.
asked() {
	local seen

	seen=$(requests "${2:-toss}")
	[ "$seen" -eq "$1" ] || {
		printf '%d requests of %s, not %d\n' "$seen" "${2:-toss}" "$1"
		return 1
	}
}

# request NAME N: the raw bytes of the Nth of them, from 1.
request() {
	cat "$(find "$SERVER/log" -name "[0-9]*.$1" | sort | sed -n "$2p")"
}

# config LINE...: writes the config file, private.
config() {
	mkdir -p "$(dirname "$CONFIG")"
	printf '%s\n' "$@" >"$CONFIG"
	chmod 600 "$CONFIG"
}

# entry: the path of the one cache entry.
entry() {
	find "$CACHE" -type f -name '????????????????????????????????????????????????????????????????'
}

# shift_times SECONDS: moves all times of the one cache entry, or of ENTRY.
shift_times() {
	local file=${ENTRY:-$(entry)}

	awk -F= -v by="$1" '/^(issued|expires)-at=/ { printf "%s=%d\n", $1, $2 + by; next } { print }' "$file" \
		>"$BATS_TEST_TMPDIR/edited"
	cat "$BATS_TEST_TMPDIR/edited" >"$file"
}

# reachable PATH: lets another user pass through the directories above it, and into it.
reachable() {
	local path=$1

	while [ "$path" != / ]; do
		[ -k "$path" ] || chmod a+x "$path"
		path=$(dirname "$path")
	done
}

# not_under CHECKER... REASON: skips the test where the suite runs under one of these: asan, valgrind, coverage.
not_under() {
	local checker

	for checker in "${@:1:$#-1}"; do
		[ "${TOKCTL_TEST_CHECKER:-}" != "$checker" ] || skip "not under $checker: ${!#}"
	done
}

# traced: skips where strace can show no system call, or tamper with none.
traced() {
	not_under valgrind "the calls would be valgrind's own"
	command -v strace >/dev/null || skip 'strace is not installed'
	strace -o /dev/null true 2>/dev/null || skip 'strace can trace nothing here'
	# The leak check traces its process, which can have one tracer only.
	[ -z "${ASAN_OPTIONS:-}" ] || ASAN_OPTIONS+=:detect_leaks=0
}

# until_so SECONDS COMMAND...: waits for the command to succeed, at most so long.
until_so() {
	local end=$((SECONDS + $1))

	shift
	until "$@"; do
		if [ "$SECONDS" -ge "$end" ]; then
			printf 'in vain: %s\n' "$*"
			return 1
		fi
		sleep 0.05
	done
}

# gone PID: the process has ended. Whether somebody has buried it is another matter.
gone() {
	local stat

	stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
	stat=${stat##*) }
	[ "${stat:0:1}" = Z ]
}

# children PID [NAME]: the processes that PID has started, those of one program where a NAME is given.
children() {
	ps -o pid=,comm= --ppid "$1" | awk -v name="${2:-}" 'name == "" || $2 == name { print $1; found = 1 } END { exit !found }'
}

# timely TEST: a test of how long it took; not looked at under valgrind, which takes a hundred times as long.
timely() {
	[ "${TOKCTL_TEST_CHECKER:-}" = valgrind ] || "$@"
}

# Fails when a file or text given shows the secret, in clear or encoded.
no_secret_in() {
	local where=$1 form

	for form in "$SECRET" "$OUTLET_SECRET" "$(printf %s "$SECRET" | base64 -w0)" \
		"$(printf %s "$KEY:$SECRET" | base64 -w0)" "$(jq -rn --arg s "$SECRET" '$s|@uri')"; do
		if grep -qrF -- "$form" "$where"; then
			printf 'the secret is in %s\n' "$where"
			return 1
		fi
	done
}

# works COMMAND...: it ends well, with nothing on stderr; its stdout is in $output.
works() {
	run --separate-stderr "$@"
	# shellcheck disable=SC2154  # `run` sets them
	if [ "$status" -ne 0 ] || [ -n "$stderr" ]; then unlike "0, and nothing on stderr" "$@"; fi
}

# fails STATUS COMMAND...: it ends with that status, a message in $stderr and nothing on stdout.
fails() {
	local wanted=$1 expected=()

	shift
	[ "$wanted" -ne 127 ] || expected=(-127) # else bats warns of a typing mistake
	run --separate-stderr "${expected[@]}" "$@"
	if [ "$status" -ne "$wanted" ] || [ -n "$output" ] || [ -z "$stderr" ]; then
		unlike "$wanted, a message on stderr, nothing on stdout" "$@"
	fi
}

# says TEXT...: each text is in $stderr.
says() {
	local text

	for text in "$@"; do
		[[ $stderr == *"$text"* ]] || unlike "on stderr: $text" 'the command before' || return
	done
}

# unlike WANTED COMMAND...: says so, and fails; cleanup() shows what came instead.
unlike() {
	local wanted=$1

	shift
	printf '%s\n  wanted: %s\n' "$*" "$wanted"
	return 1
}
