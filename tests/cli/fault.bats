# SPDX-License-Identifier: ISC
# shellcheck shell=bats
# Killed at every system call, out of disk at each, without its helper: never a torn entry, never a lost token.

load support

setup() {
	sandbox
	serve
	keys toss
}

teardown() {
	cleanup
}

# whole: each entry of the cache is a whole record: its first line, and the empty line at its end.
whole() {
	local file

	for file in $(entry); do
		[ "$(head -n 1 "$file")" = tokctl=1 ] || return 1
		[ "$(tail -c 2 "$file" | od -An -c | tr -d ' ')" = '\n\n' ] || return 1
	done
}

# calls: the names of tokctl's system calls from its first touch of the cache on, in order, with their numbers of turn.
calls() {
	strace -qq -e signal=none -o log tokctl toss >/dev/null 2>&1
	awk -F'(' '
		/^[a-z0-9_]+\(/ { turn[$1]++ }
		/\.cache/ { on = 1 }
		on && $1 != "exit_group" { print $1, turn[$1] }' log
}

@test "killed at each system call of the store path in turn: no torn entry, no request too many, the next run is right" {
	local name turn before tried=0

	traced
	calls >todo
	rm -rf "$CACHE"
	[ "$(wc -l <todo)" -gt 30 ]
	while read -r name turn; do
		rm -rf "$CACHE" "$SERVER/log"
		mkdir -p "$SERVER/log"
		strace -qq -e signal=none -o /dev/null -e "inject=$name:signal=KILL:when=$turn" tokctl toss >/dev/null 2>&1 </dev/null || :
		# tokctl-fetch may still be at work; it ends with its pipe.
		whole
		[ "$(find "$CACHE" -name '*.tmp' 2>/dev/null | wc -l)" -le 1 ]
		stored=$(entry 2>/dev/null | wc -l)
		run --separate-stderr tokctl toss
		[ "$status" -eq 0 ]
		[[ $output == toss-* ]]
		[ -z "$stderr" ]
		before=$(requests toss)
		[ "$before" -le $((2 - stored)) ]
		whole
		[ "$(find "$CACHE" -name '*.tmp' | wc -l)" -eq 0 ]
		[ "$(tokctl toss --offline)" = "$output" ]
		[ "$(requests toss)" -eq "$before" ]
		tried=$((tried + 1))
	done <todo
	[ "$tried" -gt 30 ]
}

@test "ENOSPC, EIO, EROFS, EDQUOT on each call that writes the entry: a warning, and the token" {
	local name turn error

	traced
	calls | grep -E '^(openat|write|unlinkat|rename|renameat|flock|mkdir|close|fstat|newfstatat) ' >todo
	rm -rf "$CACHE"
	for error in ENOSPC EIO EROFS EDQUOT; do
		while read -r name turn; do
			# The pipes to tokctl-fetch and standard output are not the disk's.
			sed -n "/^$name(/p" log | sed -n "${turn}p" | grep -qE '\.cache|\.tmp|\.lock|tokctl=1\\ntoken|renameat' || continue
			rm -rf "$CACHE"
			run --separate-stderr strace -qq -e signal=none -o /dev/null -e "inject=$name:error=$error:when=$turn" tokctl toss
			[ "$status" -eq 0 ] || { echo "$name $turn $error: $status $stderr"; return 1; }
			[[ $output == toss-* ]]
			whole
			[[ $stderr == *warning* ]] || [ "$(entry | wc -l)" -eq 1 ] || { echo "silent: $name $turn $error"; return 1; }
			if [ -n "$stderr" ]; then [[ $stderr == *warning* ]]; fi
			run no_secret_in "$HOME"
			[ "$status" -eq 0 ]
		done <todo
	done
}

@test "an entry that can't be replaced is dropped: the token from before is not printed again" {
	local old new

	old=$(tokctl toss)
	# What can't be removed can't be written either: as on a full disk, where only removing works.
	mkdir -p "$(entry).tmp/full"
	run --separate-stderr tokctl toss --refresh
	[ "$status" -eq 0 ]
	[ "$output" != "$old" ]
	says warning
	new=$output
	[ -z "$(entry)" ]
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[ "$output" != "$old" ]
	[ "$output" != "$new" ]
	says warning
}

@test "an entry that can neither be replaced nor dropped: a warning says what the next run prints" {
	local old

	traced
	old=$(tokctl toss)
	run --separate-stderr strace -qq -e signal=none -o /dev/null -e inject=unlinkat:error=EROFS tokctl toss --refresh
	[ "$status" -eq 0 ]
	[ "$output" != "$old" ]
	says 'the next run will print' 'tokctl forget'
	[ "$(tokctl toss --offline)" = "$old" ]
}

@test "a failure that can't be stored costs no token" {
	local old

	old=$(tokctl toss)
	mkdir -p "$(entry).tmp/full"
	plan toss status=503
	fails 75 tokctl toss --refresh --retries 0
	[ "$(tokctl toss --offline)" = "$old" ]
}

@test "a write cut short by a signal or by the kernel is gone on with" {
	traced
	run --separate-stderr strace -qq -e signal=none -o /dev/null -e inject=write:error=EINTR:when=1+2 tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-* ]]
	whole
	[ "$(entry | wc -l)" -eq 1 ]
}

@test "tokctl-fetch that is missing, killed, or answers nonsense: 70, said clearly" {
	mkdir lone
	cp "$NATIVE/tokctl" lone/
	run --separate-stderr lone/tokctl toss
	[ "$status" -eq 70 ]
	[[ $stderr == *tokctl-fetch*'install both again'* ]]
	printf '#!/bin/sh\nkill -9 $$\n' >lone/tokctl-fetch
	chmod 755 lone/tokctl-fetch
	run --separate-stderr lone/tokctl toss
	[ "$status" -eq 70 ]
	[[ $stderr == *'signal 9'* ]]
	for nonsense in '' 'hello' 'tokctl=1' 'tokctl=2\n\n' 'tokctl=1\n\n' 'tokctl=1\ntoken=a b\n\n' 'tokctl=1\ntoken=ok\n' 'tokctl=1\ntoken=a\ntoken=b\n\n'; do
		printf '#!/bin/sh\ncat >/dev/null\nprintf "%s"\n' "$nonsense" >lone/tokctl-fetch
		run --separate-stderr lone/tokctl toss
		[ "$status" -eq 70 ]
		[ -z "$output" ]
		[[ $stderr == *tokctl-fetch* ]]
	done
	printf '#!/bin/sh\nwhile :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done\n' >lone/tokctl-fetch
	run --separate-stderr lone/tokctl toss --timeout 5s
	[ "$status" -eq 70 ]
	[ "$(requests toss)" -eq 0 ]
}

@test "tokctl-fetch asks nobody once who asked for it is gone" {
	printf '%s\n' tokctl=1 provider=toss "endpoint=https://localhost:$PORT/token" "cacert=$TOKCTL_CACERT" "key=$KEY" "secret=$SECRET" \
		scope=toss-shopping-fep:write timeout-ms=5000 '' >asked
	python3 - "$BUILD/tokctl-fetch" <<-'END'
		import os, subprocess, sys
		heard, said = os.pipe()
		os.close(heard)
		with open("asked") as asked:
		    sys.exit(subprocess.run([sys.argv[1]], stdin=asked, stdout=said, check=False).returncode != 74)
	END
	[ "$(requests toss)" -eq 0 ]
	"$BUILD/tokctl-fetch" <asked >answer
	grep -q ^token= answer
	[ "$(requests toss)" -eq 1 ]
}

# answers FIELD...: a tokctl-fetch beside lone/tokctl that answers with these.
answers() {
	mkdir -p lone
	[ -e lone/tokctl ] || cp "$NATIVE/tokctl" lone/
	{
		printf '#!/bin/sh\ncat >/dev/null\ncat <<END\ntokctl=1\n'
		printf '%s\n' "$@" '' END
	} >lone/tokctl-fetch
	chmod 755 lone/tokctl-fetch
}

@test "numbers that tokctl-fetch never sends are calculated with by nobody" {
	local field now

	for field in expires-in=9223372036854775807 expires-in=9223372036854775808 expires-in=-9223372036854775808 expires-in=0 \
		expires-in=316224001 expires-in=soon expires-at=9223372036854775807 expires-at=-9223372036854775808 \
		expires-at=253402300800; do
		for server in server-time=9223372036854775807 server-time=-9223372036854775808 server-time=1790000000; do
			answers token=a-token "$field" "$server"
			fails 76 lone/tokctl toss --no-cache
			says 'out of range'
		done
	done
	now=$(date +%s)
	for server in server-time=9223372036854775807 server-time=-9223372036854775808; do
		answers token=a-token "expires-at=$((now + 3600))" "$server"
		works lone/tokctl toss --no-cache -o epoch
		[ "$output" -eq $((now + 3600)) ]
	done
	for field in http-status=9223372036854775807 http-status=4294967496 http-status=-1 http-status=99; do
		answers error=server message=words "$field"
		fails 75 lone/tokctl toss --no-cache --error-format json
		[ "$(jq .error.http_status <<<"$stderr")" = null ]
	done
	for field in retry-after=9223372036854775807 retry-after=4294967297 retry-after=-1; do
		answers error=server message=words "$field"
		fails 75 lone/tokctl toss --no-cache
		[[ $stderr != *before* ]]
	done
	answers lookup-ms=9223372036854775807 connect-ms=-5 tls-ms=1 remote-address=127.0.0.1 remote-port=4294967297 \
		local-address=127.0.0.1 certificate-end=-9223372036854775808 date=9223372036854775807
	run --separate-stderr lone/tokctl doctor toss --json
	[ "$status" -eq 0 ]
	[ "$(jq -r '[.checks[] | select(.id == "clock" or .id == "tls") | .message] | join(", ")' <<<"$output")" = \
		"trusted; the certificate's end is not known, the server did not say what time it is" ]
}

@test "a failure whose message is cut, or can't be read, costs no token" {
	local old message n

	old=$(tokctl toss)
	message=$(printf '비밀%.0s' {1..200})
	for n in '' a ab; do
		answers error=server "message=$n$message"
		fails 75 lone/tokctl toss --refresh
		[ "$(tokctl toss --offline)" = "$old" ]
		says '비밀비밀'
	done
	# As another version may have left it.
	sed 's/^\(failed-message=\).*/\1\xeb\xb9/' "$(entry)" >edited
	cat edited >"$(entry)"
	[ "$(tokctl toss --offline)" = "$old" ]
}

@test "what tokctl-fetch answered is stored while it still ends, and tokctl ends after it" {
	mkdir lone
	cp "$NATIVE/tokctl" lone/
	# It ends when there is an entry, and says so: a tokctl that waits for its end first waits in vain.
	export CACHE
	cat >lone/tokctl-fetch <<-'END'
		#!/bin/sh
		cat >/dev/null
		printf 'tokctl=1\ntoken=a-token\nexpires-in=3600\n\n'
		exec >&-
		for n in $(seq 200); do
			[ -n "$(find "$CACHE" -type f -name '????????????????????????????????????????????????????????????????')" ] && : >"ended.$PPID" && exit
			sleep 0.05
		done
	END
	chmod 755 lone/tokctl-fetch
	# shellcheck disable=SC2016  # the shell that becomes tokctl expands it
	run --separate-stderr sh -c 'lone/tokctl toss; ls ended.*'
	[ "$status" -eq 0 ]
	[[ $output == a-token$'\n'ended.* ]]
	rm -rf ended.* "$CACHE"
	# shellcheck disable=SC2016
	run --separate-stderr lone/tokctl exec toss -- sh -c 'ls "ended.$$"; ps -o stat= --ppid $$ | grep -c Z'
	[[ $output == ended.*$'\n0' ]]
	[ "$(requests toss)" -eq 0 ]
}

@test "the time that tokctl-fetch is given for a second token is what is left, when the first one ends late" {
	mkdir lone
	cp "$NATIVE/tokctl" lone/
	cat >lone/tokctl-fetch <<-'END'
		#!/bin/sh
		sed -n 's/^timeout-ms=//p' >>told
		printf 'tokctl=1\ntoken=a-token\nexpires-in=3600\n\n'
		exec >&-
		sleep 0.7
	END
	chmod 755 lone/tokctl-fetch
	keys toss iamport
	works lone/tokctl exec toss iamport --timeout 9s -- true
	[ "$(wc -l <told)" -eq 2 ]
	[ $(($(sed -n 1p told) - $(sed -n 2p told))) -ge 600 ]
}

@test "a filter of system calls that ends who changes its CPUs, as systemd's ~@resources does, ends no fetch" {
	cat >filtered <<-'END'
		import ctypes, os, struct, sys
		number = {'x86_64': 203, 'aarch64': 122}[os.uname().machine]
		# Load the number; where it is sched_setaffinity(2), end the process; else go on.
		rules = struct.pack('HBBIHBBIHBBIHBBI', 0x20, 0, 0, 0, 0x15, 0, 1, number, 0x06, 0, 0, 0x80000000, 0x06, 0, 0, 0x7fff0000)
		buffer = ctypes.create_string_buffer(rules)
		program = ctypes.create_string_buffer(struct.pack('HxxxxxxP', 4, ctypes.addressof(buffer)))
		prctl = ctypes.CDLL(None, use_errno=True).prctl
		assert prctl(38, 1, 0, 0, 0) == 0 and prctl(22, 2, program, 0, 0) == 0
		if sys.argv[1] == 'itself':
		    os.sched_setaffinity(0, os.sched_getaffinity(0))
		os.execvp(sys.argv[1], sys.argv[1:])
	END
	case $(uname -m) in x86_64 | aarch64) ;; *) skip "another number on $(uname -m)" ;; esac
	run python3 filtered itself
	[ "$status" -eq 159 ] || skip 'no seccomp here' # SIGSYS
	works python3 filtered tokctl toss --no-cache
	[[ $output == toss-* ]]
}

# allocations N COMMAND...: the Nth allocation fails. Exits as the command does.
allocations() {
	local n=$1

	shift
	TOKCTL_TEST_FAIL_AT=$n LD_PRELOAD=$BUILD/tests/failing-malloc.so "$@"
}

# small COMMAND...: it may write to no file; what it says goes through a pipe, and then how it ended.
small() {
	{
		(ulimit -f 0; exec "$@") && echo 'status 0' || echo "status $?"
	} 2>&1 | cat
}

@test "a file that may not be so large is an error like others, and no silent end" {
	not_under valgrind 'it writes files of its own'
	run small tokctl toss
	[ "${lines[*]: -1}" = 'status 0' ]
	[[ ${lines[0]} == 'tokctl: toss: warning: '*'File too large' ]]
	[[ $output == *$'\n'toss-* ]]
	[ -z "$(find "$CACHE" -name '*.tmp')" ]
	run small tokctl toss --to file
	[ "${lines[*]: -1}" = 'status 74' ]
	[[ $output == *'File too large'* ]]
	[ ! -e file ]
	# Who is run by us has the signal as it was.
	run small tokctl exec toss -- sh -c 'echo more >file; echo alive'
	[ "${lines[*]: -1}" = "status $((128 + $(kill -l XFSZ)))" ]
	run small tokctl toss --no-cache --secret-command 'echo more >file; echo alive'
	[[ $output == *"killed by signal $(kill -l XFSZ)"* ]]
}

@test "a malloc that was preloaded is left its own blocks, and a token is had as ever" {
	not_under asan valgrind 'it has a malloc of its own'
	[ -e "$BUILD/tests/other-malloc.so" ] || skip 'tests/other-malloc.so is not built'
	# It notices blocks that are not its own.
	run env LD_PRELOAD="$BUILD/tests/other-malloc.so" "$BUILD/tokctl-fetch" </dev/null
	[ "$status" -eq 0 ]
	LD_PRELOAD=$BUILD/tests/other-malloc.so run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-* ]]
	[ -z "$stderr" ]
	LD_PRELOAD=$BUILD/tests/other-malloc.so run --separate-stderr "$BUILD/dynamic/tokctl" toss --refresh
	[ "$status" -eq 0 ]
	[[ $output == toss-* ]]
}

@test "the nth allocation failing in tokctl, for every n: a token, or a clean error, and no crash" {
	local n fine=0

	not_under asan 'it allocates by itself'
	[ -e "$BUILD/tests/failing-malloc.so" ] || skip 'tests/failing-malloc.so is not built'
	preloadable
	allocations 1 tokctl toss >/dev/null 2>&1 && return 1
	for n in $(seq 1 200); do
		rm -rf "$CACHE"
		run --separate-stderr allocations "$n" tokctl toss
		case $status in
		0) [[ $output == toss-* ]] ;;
		75 | 70) [ -z "$output" ] && [ -n "$stderr" ] || { echo "n=$n $status: $output, $stderr"; return 1; } ;;
		*) echo "n=$n status=$status $stderr" && return 1 ;;
		esac
		whole
		[ "$status" -eq 0 ] && [ -z "$stderr" ] && fine=$((fine + 1)) && [ "$fine" -eq 5 ] && break
	done
	[ "$fine" -eq 5 ]
	# A token that is cached already.
	for n in $(seq 1 40); do
		run --separate-stderr allocations "$n" tokctl toss -o json
		case $status in
		0) [[ $output == *'"token":"toss-'* ]] ;;
		75)
			[ -z "$output" ]
			[ -n "$stderr" ]
			;;
		*) echo "n=$n status=$status $stderr" && return 1 ;;
		esac
	done
}

@test "where memory is short, a secret command reads nothing of ours, and its output is not ours" {
	local n fine=0

	not_under asan 'it allocates by itself'
	[ -e "$BUILD/tests/failing-malloc.so" ] || skip 'tests/failing-malloc.so is not built'
	preloadable
	unset TOKCTL_TOSS_SECRET
	# shellcheck disable=SC2016  # for the command's shell
	export THE_SECRET=$SECRET TOKCTL_TOSS_SECRET_COMMAND='cat; printf "%s\n" "$THE_SECRET"'
	for n in $(seq 1 200); do
		rm -rf "$CACHE"
		run --separate-stderr allocations "$n" tokctl toss <<<'not the secret'
		case $status in
		0) [[ $output == toss-* ]] ;;
		75 | 70) [ -z "$output" ] && [ -n "$stderr" ] || { echo "n=$n $status: $output, $stderr"; return 1; } ;;
		*) echo "n=$n status=$status $output, $stderr" && return 1 ;;
		esac
		[ "$status" -eq 0 ] && [ -z "$stderr" ] && fine=$((fine + 1)) && [ "$fine" -eq 5 ] && break
	done
	[ "$fine" -eq 5 ]
}

# fetch_faults PROVIDER FIELD...: tokctl-fetch, asked by a record with these fields, with each allocation failing in turn.
fetch_faults() {
	local provider=$1 n step=1 last=0

	shift
	not_under asan 'it allocates by itself'
	not_under valgrind 'hundreds of runs take it too long'
	[ -e "$BUILD/tests/failing-malloc.so" ] || skip 'tests/failing-malloc.so is not built'
	printf '%s\n' tokctl=1 "provider=$provider" "key=$KEY" "secret=$SECRET" timeout-ms=5000 retries=0 \
		"cacert=$TOKCTL_CACERT" "$@" '' >input
	# Each of the first three hundred, which are ours and libcurl's beginnings; then wider steps through OpenSSL's thousands.
	for ((n = 1; n < 60000; n += step)); do
		[ "$n" -lt 300 ] || step=$((n / 40))
		status=0
		allocations "$n" tokctl-fetch <input >output 2>err || status=$?
		case $status in
		0) grep -qE "^(token=$provider-|error=)" output ;;
		74) [ ! -s output ] ;;
		*) echo "n=$n status=$status" && cat err && return 1 ;;
		esac
		if grep -q '^token=' output; then last=$((last + 1)); fi
		[ "$last" -lt 20 ] || break
	done
	[ "$last" -ge 1 ]
}

@test "the nth allocation failing in tokctl-fetch: a token, or a clean error, and no crash" {
	fetch_faults toss "endpoint=https://localhost:$PORT/token" scope=toss-shopping-fep:write
}

@test "the same while it finds an issuer's endpoint, Basic and further parameters" {
	fetch_faults oauth2 "issuer=https://localhost:$PORT/tenant" scope=a extra=resource=urn%3Aa
}

@test "a caller that ignores SIGCHLD and blocks signals changes nothing" {
	run --separate-stderr python3 -c 'import os, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGTERM])
os.execvp("tokctl", ["tokctl", "toss", "--secret-command", "printf %s \"$TOKCTL_TEST_SECRET\""])'
	[ "$status" -eq 78 ] # the command ran, and gave nothing
	run --separate-stderr python3 -c 'import os, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp("tokctl", ["tokctl", "toss"])'
	[ "$status" -eq 0 ]
	[[ $output == toss-* ]]
}

@test "one caller's own mistake is not kept for the others: a token in its last minutes is still had" {
	tokctl toss >/dev/null
	file=$(entry)
	now=$(date +%s)
	sed -i "s/^issued-at=.*/issued-at=$((now - 3000))/; s/^expires-at=.*/expires-at=$((now + 50))/" "$file"
	run --separate-stderr tokctl toss --cacert /nonesuch
	[ "$status" -eq 78 ]
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	sed -i "s/^issued-at=.*/issued-at=$((now - 3000))/; s/^expires-at=.*/expires-at=$((now + 50))/" "$(entry)"
	run --separate-stderr tokctl toss --secret wrong
	[ "$status" -eq 77 ]
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
}
