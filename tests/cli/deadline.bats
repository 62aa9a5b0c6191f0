# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2030,SC2031,SC2153  # a test's variables are its own
# The deadline is for the whole run, and holds within half a second, whatever hangs: 75 then, and nothing printed.

load support

setup() {
	sandbox
	serve
	keys toss
	STRAYS=()
}

teardown() {
	local pid

	for pid in "${STRAYS[@]}"; do
		kill -KILL "$pid" 2>/dev/null || :
	done
	cleanup
}

# spent COMMAND...: it fails with 75; how long that lasted is in TOOK, in microseconds.
spent() {
	local began=${EPOCHREALTIME/./}

	fails 75 timeout 20 "$@" || return
	TOOK=$((${EPOCHREALTIME/./} - began))
}

# overhead: in OVERHEAD, what a run costs that has nothing to wait for. Where a checker is part of the program, or the machine
# is busy, that is no small part of half a second.
overhead() {
	TOKCTL_PROXY='' TOKCTL_TOSS_SECRET=$SECRET spent tokctl toss --endpoint "https://127.0.0.1:$CLOSED_PORT/token" --no-cache --retries 0
	OVERHEAD=$TOOK
}

# holds COMMAND...: with --timeout 1s, it ends with 75 within 1.5 s and the overhead, and not before NOT_BEFORE microseconds.
# A busy machine may keep one run waiting, but not three.
holds() {
	for _ in 1 2 3; do
		overhead
		spent "$@" --timeout 1s || return
		[ "$TOOK" -ge "${NOT_BEFORE:-900000}" ] || {
			printf '%d us, too early: %s\n%s\n' "$TOOK" "$*" "$stderr"
			return 1
		}
		[ "$TOOK" -le $((1500000 + OVERHEAD)) ] && return 0
	done
	printf '%d us: %s\n' "$TOOK" "$*"
	return 1
}

# each COMMAND...: without a retry, and with more than there is time for. When the pause before the next try would go past
# the deadline, there is nothing left to wait for.
each() {
	holds "$@" --retries 0
	NOT_BEFORE=300000 holds "$@" --retries 5
}

# direct PORT: toss is asked at the port itself, with no proxy between.
direct() {
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$1/token
}

# name_server [SECONDS]: one of our own, in namespaces of its own, which `inside` enters; it answers after SECONDS, else never.
name_server() {
	[ "$(id -u)" -eq 0 ] || skip 'needs root, for a name server of its own'
	unshare -m -n true 2>/dev/null || skip 'no namespaces here'
	mkdir dns
	unshare -m -n "$ROOT/tests/server/silent-dns" "$PWD/dns" "$@" 2>dns.err 3>&- &
	STRAYS+=("$!")
	INSIDE=(nsenter -t "$!" -m -n)
	for _ in $(seq 200); do
		[ -e dns/asked ] && return 0
		sleep 0.05
	done
	skip "no name server of our own here: $(tail -n 1 dns.err)"
}

@test "the name server does not answer" {
	name_server
	export TOKCTL_PROXY=''
	each "${INSIDE[@]}" "$BUILD/tokctl" toss
	says 'no connection to oauth2.cert.toss.im in time: looking up its name' /etc/resolv.conf
	[ -s dns/asked ]
	export TOKCTL_PROXY=http://proxy.example:8080
	each "${INSIDE[@]}" "$BUILD/tokctl" toss
}

@test "a name server that takes longer than a try's share of the time fails no run, and doctor warns of it" {
	local pid

	# It takes the time that it takes, whatever is given to a run here.
	unset TOKCTL_TIMEOUT
	name_server 2.2
	# The test server again, in that network.
	mkdir -p inside/plan
	pid=$("${INSIDE[@]}" "$ROOT/tests/server/start" "$PWD/inside" "$CERTS" "$$")
	STRAYS+=("$pid")
	# shellcheck disable=SC1091
	. inside/ports
	export TOKCTL_PROXY=http://proxy.example:$PROXY_PORT
	works "${INSIDE[@]}" "$BUILD/tokctl" toss --timeout 20s --retries 10
	run --separate-stderr "${INSIDE[@]}" "$BUILD/tokctl" doctor toss
	[ "$status" -eq 0 ]
	[[ "$output" == *'dns'*'the proxy is found in 2'*'each name server in /etc/resolv.conf'* ]]
}

@test "no connection comes about" {
	local port

	"$ROOT/tests/server/full-backlog" >port 3>&- &
	STRAYS+=("$!")
	for _ in $(seq 200); do
		[ -s port ] && break
		sleep 0.05
	done
	port=$(cat port)
	direct "$port"
	each tokctl toss
	says "localhost:$port"
	export TOKCTL_PROXY=http://127.0.0.1:$port
	each tokctl toss
}

@test "a host whose first address is dead is had by its second, before the last try" {
	[ "$(id -u)" -eq 0 ] || skip 'needs root, for a hosts file of its own'
	unshare -m true 2>/dev/null || skip 'no namespaces here'
	"$ROOT/tests/server/full-backlog" 127.0.0.2 "$PORT" >port 3>&- &
	STRAYS+=("$!")
	# The server at another address: getaddrinfo(3) puts 127.0.0.1 first, whatever the file says.
	cat >relay <<-'END'
		import socket, sys, threading
		port = int(sys.argv[1])
		def copy(source, sink):
		    while data := source.recv(4096):
		        sink.sendall(data)
		    sink.shutdown(socket.SHUT_WR)
		listener = socket.create_server(("127.0.0.3", port))
		print("ready", flush=True)
		while True:
		    client, server = listener.accept()[0], socket.create_connection(("127.0.0.1", port))
		    for ends in (client, server), (server, client):
		        threading.Thread(target=copy, args=ends, daemon=True).start()
	END
	python3 relay "$PORT" >ready 3>&- &
	STRAYS+=("$!")
	until_so 20 test -s port
	until_so 20 test -s ready
	printf '%s auth.example\n' 127.0.0.2 127.0.0.3 >hosts
	cat >asks <<-'END'
		#!/bin/sh
		mount --bind hosts /etc/hosts && exec "$@"
	END
	chmod 755 asks
	export TOKCTL_PROXY=''
	run --separate-stderr unshare -m ./asks "$BUILD/tokctl" oauth2:x --client-id "$KEY" --client-secret "$SECRET" --timeout 12s -v \
		--endpoint "https://auth.example:$PORT/oauth2/token"
	[ "$status" -eq 0 ]
	# The first try has a third of the time, the second gets to the other address after half of what is left.
	[ "$(grep -c 'no connection to auth.example' <<<"$stderr")" -eq 1 ]
}

@test "the server says nothing in the TLS handshake; the proxy says nothing" {
	direct "$MUTE_PORT"
	each tokctl toss
	says "localhost:$MUTE_PORT"
	export TOKCTL_PROXY=http://127.0.0.1:$MUTE_PORT
	each tokctl toss
}

@test "the server says nothing to the request; its reply comes a byte a second" {
	plan toss '*delay=20'
	each tokctl toss
	rm "$SERVER/plan/toss"
	plan toss '*drip=1'
	each tokctl toss
	rm "$SERVER/plan/toss"
	plan toss '*chunked drip=1'
	each tokctl toss
}

@test "each try fails and is worth another" {
	plan toss '*delay=0.2 status=503'
	NOT_BEFORE=200000 holds tokctl toss --retries 10
	echo '*status=503 retry-after=1' >"$SERVER/plan/toss"
	NOT_BEFORE=0 holds tokctl toss --retries 10 --no-cache
	direct "$CLOSED_PORT"
	NOT_BEFORE=0 holds tokctl toss --retries 10
}

@test "the secret command hangs, and so does what it started; a secret file gives nothing" {
	unset TOKCTL_TOSS_SECRET
	each tokctl toss --secret-command 'echo $$ >>hung; exec sleep 60'
	each tokctl toss --secret-command "trap '' TERM HUP; sleep 60 & echo \$! >>hung; echo \$\$ >>hung; sleep 60"
	each tokctl toss --secret-command 'echo s3cret; exec >&-; echo $$ >>hung; exec sleep 60'
	mkfifo -m 600 fifo
	sleep 60 >fifo 3>&- &
	STRAYS+=("$!")
	each tokctl toss --secret-file fifo
	[ "$(requests toss)" -eq 0 ]
	# What hung is gone.
	[ "$(wc -l <hung)" -ge 4 ]
	while read -r pid; do
		until_so 20 gone "$pid"
	done <hung
}

@test "the secret command takes most of the time, the server the rest" {
	unset TOKCTL_TOSS_SECRET
	plan toss '*delay=20'
	export SECRET
	each tokctl toss --secret-command 'sleep 0.6; printf %s "$SECRET"'
}

# stopped: a process that holds the lock, and its helper, stand still.
stopped() {
	local fetch

	plan toss delay=30
	tokctl toss --timeout 60s >/dev/null 2>&1 3>&- &
	STRAYS+=("$!")
	for _ in $(seq 200); do
		[ "$(requests toss)" -gt 0 ] && break
		sleep 0.05
	done
	fetch=$(children "${STRAYS[-1]}" tokctl-fetch)
	STRAYS+=("$fetch")
	kill -STOP "${STRAYS[@]}"
}

@test "the lock is held by a process that is stopped" {
	stopped
	each tokctl toss
	says lock
	[ "$(requests toss)" -eq 1 ]
}

@test "the lock is taken over from a process that is stopped, and then the server hangs" {
	stopped
	plan toss '*delay=20'
	for _ in 1 2 3; do
		overhead
		spent tokctl toss --timeout 5s
		[ "$TOOK" -gt $((5500000 + OVERHEAD)) ] || break
	done
	[ "$TOOK" -ge 4900000 ]
	[ "$TOOK" -le $((5500000 + OVERHEAD)) ]
	[ "$(requests toss)" -ge 2 ]
}

@test "tokctl-fetch is stopped" {
	local pid began took fetch

	for _ in 1 2 3; do
		overhead
		rm -rf "$SERVER/log"
		plan toss delay=20
		began=${EPOCHREALTIME/./}
		tokctl toss --timeout 2s >out 2>err 3>&- &
		pid=$!
		for _ in $(seq 100); do
			[ "$(requests toss)" -gt 0 ] && break
			sleep 0.01
		done
		fetch=$(children "$pid" tokctl-fetch)
		kill -STOP "$fetch"
		wait "$pid" && status=0 || status=$?
		took=$((${EPOCHREALTIME/./} - began))
		[ "$status" -eq 75 ]
		# Killed, not left behind.
		[ ! -e "/proc/$fetch" ] || [[ $(cat "/proc/$fetch/stat") == *') Z '* ]]
		[ "$took" -gt $((2500000 + OVERHEAD)) ] || break
	done
	[ "$took" -ge 1900000 ]
	[ "$took" -le $((2500000 + OVERHEAD)) ]
}
