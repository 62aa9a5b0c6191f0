# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2016,SC2030,SC2031
# tokctl exec: the command has the tokens, and all else is as if it had been started by the caller.

load support

setup() {
	sandbox
	serve
	keys toss iamport
}

teardown() { cleanup; }

@test "the command has the token and the header, by the profile's name" {
	export TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET
	works tokctl exec toss -- sh -c 'echo "$TOSS_TOKEN"; echo "$TOSS_HEADER"'
	token=$(tokctl toss --offline)
	[ "$output" = "$token
Authorization: Bearer $token" ]
	works tokctl exec toss:outlet iamport -- sh -c 'echo "$TOSS_OUTLET_TOKEN $TOSS_OUTLET_HEADER $IAMPORT_TOKEN $IAMPORT_HEADER ${TOSS_TOKEN-none}"'
	outlet=$(tokctl toss:outlet --offline)
	iamport=$(tokctl iamport --offline)
	[ "$output" = "$outlet Authorization: Bearer $outlet $iamport Authorization: Bearer $iamport none" ]
	[ "$outlet" != "$token" ]
	[ "$(requests toss)" -eq 2 ]
}

@test "the token is good: the shop's API takes it" {
	works tokctl exec toss -- sh -c 'curl -sSf --cacert "$TOKCTL_CACERT" -H "$TOSS_HEADER" "$0"' "https://localhost:$PORT/api/toss"
	[ "$output" = '{"hello":"toss"}' ]
}

@test "--name gives the variables another name, --header-name the header" {
	works tokctl exec toss --name SHOP --header-name X-Token -- sh -c 'echo "$SHOP|$SHOP_HEADER|${TOSS_TOKEN-none}"'
	token=$(tokctl toss --offline)
	[ "$output" = "$token|X-Token: $token|none" ]
	fails 64 tokctl exec toss iamport --name SHOP -- true
	says --name
	fails 64 tokctl exec toss iamport --key k -- true
	says --key
}

@test "at most 16 tokens; an option that is one provider's goes with one only" {
	local n name

	for n in $(seq 17); do
		export "TOKCTL_TOSS_P${n}_KEY=$KEY" "TOKCTL_TOSS_P${n}_SECRET=$SECRET"
	done
	# shellcheck disable=SC2046  # a word each
	works tokctl exec $(seq -f toss:p%g 16) -- sh -c 'env | grep -c "^TOSS_P[0-9]*_TOKEN="'
	[ "$output" -eq 16 ]
	# shellcheck disable=SC2046
	fails 64 tokctl exec $(seq -f toss:p%g 17) -- touch ran
	says '16 are the most'
	for name in --key --secret-file --scope --affiliate --endpoint --issuer --name; do
		fails 64 tokctl exec toss iamport "$name" x -- touch ran
		says "$name is one provider's, and 2 are named"
	done
	says 'without it, each has variables of its own'
	[ ! -e ran ]
}

@test "two profiles whose variables would be the same are a mistake, told before anything is asked for" {
	export TOKCTL_TOSS_A_B_KEY=$KEY TOKCTL_TOSS_A_B_SECRET=$SECRET
	fails 64 tokctl exec toss:a-b toss:a_b -- touch ran
	says toss:a-b toss:a_b TOSS_A_B_TOKEN
	fails 64 tokctl exec toss iamport toss:NO -- touch ran
	[ ! -e ran ]
	[ "$(requests toss)" -eq 0 ]
	# The same one twice is one.
	works tokctl exec toss toss -- sh -c 'echo "$TOSS_TOKEN"'
	[ "$output" = "$(tokctl toss --offline)" ]
}

@test "a second header is a variable of its own" {
	keys imweb
	works tokctl exec imweb --affiliate code-1 -- sh -c 'echo "$IMWEB_HEADER|$IMWEB_HEADER_2"'
	[ "$output" = "access-token: $(tokctl imweb --affiliate code-1 --offline)|ACCESS-AFFILIATE: code-1" ]
}

@test "without a second header, one that was there is not taken for it" {
	keys imweb
	export IMWEB_HEADER_2='ACCESS-AFFILIATE: old' SHOP_HEADER_2='ACCESS-AFFILIATE: old' TOSS_HEADER_2=old IAMPORT_HEADER_2=mine
	works tokctl exec imweb toss -- sh -c 'echo "${IMWEB_HEADER_2-none} ${TOSS_HEADER_2-none} $IAMPORT_HEADER_2 ${IMWEB_HEADER%%:*}"'
	[ "$output" = 'none none mine access-token' ]
	works tokctl exec imweb --name SHOP -- sh -c 'echo "${SHOP_HEADER_2-none} $IMWEB_HEADER_2"'
	[ "$output" = 'none ACCESS-AFFILIATE: old' ]
}

@test "a variable that was there is replaced, and stands once" {
	export TOSS_TOKEN=old
	works tokctl exec toss -- sh -c 'tr "\0" "\n" </proc/$$/environ | grep ^TOSS_TOKEN='
	[ "$output" = "TOSS_TOKEN=$(tokctl toss --offline)" ]
}

@test "a variable that was there twice is replaced, and stands once" {
	cat >twice <<-'END'
		import ctypes, os, sys
		words = [word.encode() for word in sys.argv[1:]]
		variables = [os.fsencode(name) + b"=" + os.fsencode(value) for name, value in os.environ.items()]
		variables += [b"TOSS_TOKEN=stale-1", b"TOSS_HEADER_2=stale", b"TOSS_TOKEN=stale-2", b"TOSS_HEADER_2=stale"]
		array = lambda items: (ctypes.c_char_p * (len(items) + 1))(*items, None)
		ctypes.CDLL(None).execve(words[0], array(words), array(variables))
	END
	works python3 twice "$BUILD/tokctl" exec toss -- env
	[ "$(grep -c ^TOSS_TOKEN= <<<"$output")" -eq 1 ]
	grep -q ^TOSS_TOKEN=toss-0001 <<<"$output"
	[[ $output != *stale* ]]
	works python3 twice "$BUILD/tokctl" exec toss -- sh -c 'echo "$TOSS_TOKEN"'
	[[ $output == toss-0001-* ]]
}

@test "the command gets no variable that holds a secret or leads to one, and all the others" {
	export TOKCTL_TOSS_OUTLET_SECRET=one TOKCTL_TOSS_OUTLET_SECRET_FILE=/two TOKCTL_TOSS_X_SECRET_COMMAND=three
	export TOKCTL_BIZPPURIO_PASSWORD=four TOKCTL_BIZPPURIO_PASSWORD_FILE=five MY_SECRET=mine
	works tokctl exec toss -- env
	[[ $output == *MY_SECRET=mine* && $output == *TOKCTL_TOSS_KEY=* && $output == *TOKCTL_CACERT=* ]]
	[[ ! $output =~ TOKCTL_[A-Z_]*(SECRET|PASSWORD) ]]
	works tokctl curl toss -- --version
	# What a value says makes no difference.
	export TOKCTL_BIZPPURIO_PASSWORD_FILE=/run/MY_SECRET TOKCTL_BIZPPURIO_PASSWORD_COMMAND='echo x_SECRET'
	export TOKCTL_TOSS_OUTLET_SECRET_FILE=/run/MY_PASSWORD TOKCTL_TOSS_OUTLET_SCOPE=a_SECRET:b_PASSWORD
	works tokctl exec toss -- env
	[[ $output == *TOKCTL_TOSS_OUTLET_SCOPE=a_SECRET:b_PASSWORD* ]]
	[[ ! $output =~ TOKCTL_[A-Z_]*(SECRET|PASSWORD)[A-Z_]*= ]]
	works tokctl exec toss --secret s3cret-on-the-line -- sh -c 'cat /proc/$$/environ /proc/$$/cmdline | tr "\0" "\n"'
	[[ $output != *s3cret-on-the-line* ]]
}

@test "the words behind -- are the command's, to the letter" {
	works tokctl exec toss -- printf '<%s>' -o --help '' 'two words' -- --secret x
	[ "$output" = '<-o><--help><><two words><--><--secret><x>' ]
	# Only the first -- is tokctl's; and what the command is told of -o curl is not tokctl's business.
	fails 78 env -u TOKCTL_TOSS_KEY tokctl exec toss -- echo -o curl
}

@test "an option of the command's in front of -- is told to belong behind it" {
	fails 64 tokctl curl toss -sS https://api.example/orders
	says "'-s'" "behind '--'"
	fails 64 tokctl exec toss ls --color
	says "'--color'" "behind '--'"
	fails 64 tokctl toss -s
	[[ $stderr != *"behind '--'"* ]]
	fails 64 tokctl exec toss --nope -- ls
	[[ $stderr != *"behind '--'"* ]]
}

@test "its exit status is the command's, 126 and 127 as a shell has them" {
	for code in 0 1 3 75 255; do
		run tokctl exec toss -- sh -c "exit $code"
		[ "$status" -eq "$code" ]
	done
	fails 127 tokctl exec toss -- no-such-command
	says no-such-command
	fails 127 tokctl exec toss -- ./no/such/path
	: >plain
	fails 126 tokctl exec toss -- ./plain
	says ./plain
	fails 126 tokctl exec toss -- "$HOME"
	run tokctl exec toss -- sh -c 'kill -KILL $$'
	[ "$status" -eq 137 ]
}

@test "a script whose interpreter is missing is told from one that is missing" {
	not_under valgrind 'it reads the first line itself'
	printf '#!/bin/sh\r\necho ran\r\n' >script
	chmod 755 script
	fails 127 tokctl exec toss -- ./script
	says ./script 'first line'
	fails 127 tokctl exec toss -- ./missing
	[[ $stderr != *'first line'* ]]
}

@test "it is the same process: no tokctl stays behind, signals reach the command" {
	tokctl toss >/dev/null
	tokctl exec toss -- sh -c 'echo $$ >pid; exec sleep 30' &
	child=$!
	while [ ! -s pid ]; do sleep 0.01; done
	[ "$(cat pid)" = "$child" ]
	kill -TERM "$child"
	status=0
	wait "$child" || status=$?
	[ "$status" -eq 143 ]
}

@test "descriptors, signals, limits, umask and working directory are the caller's" {
	not_under valgrind 'it opens a descriptor of its own'
	cat >look <<-'END'
		import os, resource, signal
		print(sorted(os.listdir('/proc/self/fd'), key=int)[:-1])
		print([signal.getsignal(s) for s in (signal.SIGCHLD, signal.SIGHUP, signal.SIGALRM)])
		print([line for line in open('/proc/self/status') if line.startswith(('Sig', 'Shd')) and 'SigQ' not in line])
		print(resource.getrlimit(resource.RLIMIT_CORE), os.umask(0), os.getcwd(), os.sched_getaffinity(0), signal.getitimer(signal.ITIMER_REAL))
		print([os.getpgrp() == PGRP, os.getsid(0) == SID] if (PGRP := int(os.environ['PGRP'])) and (SID := int(os.environ['SID'])) else 0)
	END
	cat >start <<-'END'
		import os, resource, signal, sys
		mode = sys.argv[1]
		if mode == 'odd':
		    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
		    signal.signal(signal.SIGHUP, signal.SIG_IGN)
		    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
		    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
		else:
		    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
		    resource.setrlimit(resource.RLIMIT_CORE, (4096, resource.getrlimit(resource.RLIMIT_CORE)[1]))
		os.environ['PGRP'], os.environ['SID'] = str(os.getpgrp()), str(os.getsid(0))
		os.execvp(sys.argv[2], sys.argv[2:])
	END
	tokctl toss >/dev/null
	for mode in plain odd; do
		python3 start "$mode" python3 look >alone
		python3 start "$mode" tokctl exec toss -- python3 look >under
		diff alone under
		# And after a lock, a timer and a child of its own.
		tokctl forget toss
		python3 start "$mode" tokctl exec toss -- python3 look >under
		diff alone under
	done
}

@test "standard input and output are the command's" {
	[ "$(echo in | tokctl exec toss -- sh -c 'cat; echo err >&2' 2>err)" = in ]
	[ "$(cat err)" = err ]
}

@test "where one token can't be had the command does not start" {
	plan iamport refuse=401
	fails 77 tokctl exec toss iamport -- touch ran
	says iamport
	[ ! -e ran ]
	fails 78 tokctl exec toss bizppurio -- touch ran
	fails 69 tokctl exec toss iamport --offline -- touch ran
	[ ! -e ran ]
}

@test "no command, no provider, an unknown one: 64" {
	fails 64 tokctl exec toss
	says command "'--'"
	fails 64 tokctl exec toss --
	fails 64 tokctl exec -- ls
	says provider
	fails 64 tokctl exec toss ls
	fails 64 tokctl exec tos -- ls
	says "'toss'"
	fails 64 tokctl exec toss --output json -- ls
}

@test "the deadline is for all the tokens together" {
	plan toss delay=0.7
	plan iamport delay=20
	began=$(date +%s%N)
	fails 75 tokctl exec toss iamport --timeout 2s --retries 0 -- true
	# A checker makes the start of each program longer.
	timely [ $((($(date +%s%N) - began) / 1000000)) -le $((${TOKCTL_TEST_CHECKER:+1} + 0 > 0 ? 3500 : 2500)) ]
}

@test "curl: the real one gets the header; the token is in no argument, variable or file of /proc" {
	curl --version >/dev/null || skip 'curl is not installed'
	tokctl toss >/dev/null
	token=$(tokctl toss --offline)
	mkfifo wait
	tokctl curl toss -- -sS --cacert "$TOKCTL_CACERT" -d @wait "https://localhost:$PORT/api/toss" >reply &
	child=$!
	until [ "$(cat /proc/$child/comm)" = curl ]; do sleep 0.01; done
	until [[ $(readlink /proc/$child/fd/*) == *wait* || $(cat "/proc/$child/wchan") == *fifo* || $(cat "/proc/$child/wchan") == *wait_for* ]]; do sleep 0.01; done
	if grep -aqF -- "$token" /proc/$child/cmdline /proc/$child/environ; then return 1; fi
	for file in /proc/$child/fd/*; do
		case $(readlink "$file") in pipe:* | *memfd* | */tmp/*)
			if timeout 1 dd if="$file" iflag=nonblock 2>/dev/null | grep -aqF -- "$token"; then echo "$file"; return 1; fi ;;
		esac
	done
	echo body >wait
	wait "$child"
	[ "$(cat reply)" = body ]
}

@test "curl: GET, POST with standard input as the body, -K, several URLs at once" {
	local api=https://localhost:$PORT/api/toss

	works tokctl curl toss -- -sSf --cacert "$TOKCTL_CACERT" "$api"
	[ "$output" = '{"hello":"toss"}' ]
	[ "$(echo '{"order":1}' | tokctl curl toss -- -sSf --cacert "$TOKCTL_CACERT" -d @- "$api")" = '{"order":1}' ]
	printf 'cacert = "%s"\nurl = "%s"\nsilent\nfail\n' "$TOKCTL_CACERT" "$api" >options
	works tokctl curl toss -- -K options
	[ "$output" = '{"hello":"toss"}' ]
	[ "$(tokctl curl toss -- -K - <options)" = '{"hello":"toss"}' ]
	works tokctl curl toss -- -sSf --cacert "$TOKCTL_CACERT" --no-progress-meter -Z -o 1 "$api" -o 2 "$api" -o 3 "$api"
	[ "$(sort -u 1 2 3)" = '{"hello":"toss"}' ]
	works tokctl curl toss -- -sSf --cacert "$TOKCTL_CACERT" -o '#1' "$api?{a,b}"
	[ "$(sort a b | uniq -c | tr -s ' ')" = ' 2 {"hello":"toss"}' ]
	[ "$(requests toss)" -eq 1 ]
}

@test "curl: every provider's header is what its API takes" {
	keys $PROVIDERS
	for provider in $PROVIDERS; do
		works tokctl curl "$provider" -- -sSf --cacert "$TOKCTL_CACERT" "https://localhost:$PORT/api/$provider"
		[[ $output == *"\"hello\":\"$provider\""* ]]
	done
	works tokctl curl imweb --affiliate code-1 -- -sSf --cacert "$TOKCTL_CACERT" "https://localhost:$PORT/api/imweb"
	[[ $output == *code-1* ]]
}

@test "curl: without a token there is no request" {
	plan toss refuse=oauth
	fails 77 tokctl curl toss -- -sS --cacert "$TOKCTL_CACERT" "https://localhost:$PORT/api/toss"
	[ "$(requests api-toss)" -eq 0 ]
	fails 64 tokctl curl toss
	fails 64 tokctl curl toss iamport -- url
	fails 64 tokctl curl toss --output json -- url
	fails 127 env PATH="$BUILD" tokctl curl toss -- url
	says curl
}

@test "curl: exit status and ~/.curlrc are curl's, and -q as the first word leaves that alone" {
	local api=https://localhost:$PORT/api/toss

	echo 'write-out = "from-curlrc"' >.curlrc
	works tokctl curl toss -- -sSf --cacert "$TOKCTL_CACERT" "$api"
	[ "${lines[*]}" = '{"hello":"toss"} from-curlrc' ]
	for first in -q -qsSf --disable; do
		works tokctl curl toss -- "$first" -sSf --cacert "$TOKCTL_CACERT" "$api"
		[ "$output" = '{"hello":"toss"}' ]
	done
	run tokctl curl toss -- -sS --cacert "$TOKCTL_CACERT" "https://localhost:$CLOSED_PORT/"
	[ "$status" -eq 7 ]
}

@test "curl: behind --next the header is not sent: that may be another host" {
	tokctl toss >/dev/null
	token=$(tokctl toss --offline)
	works tokctl curl toss -- -sS --cacert "$TOKCTL_CACERT" "https://localhost:$PORT/api/toss" --next -sS --cacert "$TOKCTL_CACERT" -o /dev/null -w '%{http_code}' "https://localhost:$PORT/api/toss"
	[ "${lines[*]}" = '{"hello":"toss"} 401' ]
	request api-toss 1 | grep -qF -- "$token"
	if request api-toss 2 | grep -qF -- "$token"; then return 1; fi
}

@test "curl: a header that is not Authorization follows no redirect" {
	local api=https://localhost:$PORT/api/imweb word

	keys imweb
	for word in -L -sSL --location --location-trusted --locat; do
		fails 64 tokctl curl imweb -- -sS "$word" --cacert "$TOKCTL_CACERT" "$api"
		says "'$word'" access-token 'final URL'
	done
	fails 64 tokctl curl imweb -- -sS "$api" --next -L "$api"
	echo 'silent' >options
	echo 'location' >>options
	fails 64 tokctl curl imweb -- -sSK options "$api"
	says "'location' in options"
	fails 64 tokctl curl imweb -- -K - "$api"
	mv options .curlrc
	fails 64 tokctl curl imweb -- -sS "$api"
	says "'location' in $HOME/.curlrc"
	[ "$(requests imweb)" -eq 0 ]
	[ "$(requests api-imweb)" -eq 0 ]
	works tokctl curl imweb -- -q -sSf --cacert "$TOKCTL_CACERT" "$api"
	[[ $output == *'"hello":"imweb"'* ]]
	# curl itself keeps Authorization from another host.
	fails 64 tokctl curl toss --header-name x-token -- -L "$api"
	works tokctl curl imweb --header-name Authorization -- -sSL -o /dev/null --cacert "$TOKCTL_CACERT" "$api"
	keys toss
	works tokctl curl toss -- -sSfL --cacert "$TOKCTL_CACERT" "https://localhost:$PORT/api/toss"
}

@test "curl: where the header can't be handed over there is no request" {
	local how="tokctl curl toss -- -sS --cacert '$TOKCTL_CACERT' 'https://localhost:$PORT/api/toss'"

	not_under asan 'it needs /proc'
	not_under valgrind 'it needs /proc'
	[ "$(id -u)" -eq 0 ] || skip 'needs root, for a /dev and a /proc of its own'
	unshare -m true 2>/dev/null || skip 'no namespaces here'
	tokctl toss >/dev/null
	works unshare -m sh -c "mount -t tmpfs none /dev && $how"
	[ "$output" = '{"hello":"toss"}' ]
	fails 74 unshare -m sh -c "mount -t tmpfs none /dev && mount -t tmpfs none /proc && $how"
	says /dev/fd '-o curl'
	[ "$(requests api-toss)" -eq 1 ]
}
