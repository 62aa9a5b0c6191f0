# SPDX-License-Identifier: ISC
# shellcheck shell=bats
# What tokctl promises to those who hand it a secret: where it is, who can see it, and what a server can't make it do.

load support

setup() {
	sandbox
	serve
}

teardown() {
	cleanup
}

# image PROGRAM ARGS...: runs it under gdb to its exit, and leaves an image of its memory in ./image.
image() {
	local program=$1

	command -v gdb >/dev/null || skip 'gdb is not installed'
	not_under asan valgrind 'it keeps what is freed, and memory of its own'
	shift
	rm -f image
	gdb -q -batch -nx -ex 'set startup-with-shell on' -ex 'catch syscall exit_group' \
		-ex "run $* <input >output" -ex 'generate-core-file image' "$program" >gdb.log 2>&1 </dev/null
	[ -s image ] || skip 'gdb can trace nothing here'
	# Without the registers, which stand behind the memory.
	truncate -s "$(($(readelf -lW image | awk '$1 == "NOTE" { print $2 }')))" image
	[ "$(wc -c <image)" -gt 1000000 ]
}

# request PROVIDER ENDPOINT: the record that tokctl would send to tokctl-fetch, in ./input.
record() {
	printf '%s\n' tokctl=1 "provider=$1" "endpoint=$2" "key=$KEY" "secret=$SECRET" timeout-ms=15000 retries=0 \
		"proxy=$TOKCTL_PROXY" "cacert=$TOKCTL_CACERT" scope=toss-shopping-fep:write "method=${3:-post}" '' >input
}

# What must not be in the image: the secret as it is and as each provider's request spells it, and the token, unless it was
# refused.
nothing_left() {
	local token form

	token=$(grep -aoE '(toss|iamport|imweb|bizppurio)-[0-9]{4}-[A-Za-z0-9_-]{24}' output | head -n 1)
	[ -n "${token:=${1:-}}" ]
	for form in 's3cret+/=' '비밀' 's3cret%2B%2F%3D' 's3cret+/=&%\"' "$(printf %s "$KEY:s3cret" | base64 | cut -c 1-16)" plainsecret \
		"$(printf %s "$KEY:Zq9" | base64)" "$token"; do
		if LC_ALL=C grep -qaF -- "$form" image; then
			printf 'left in memory: %s\n' "$form"
			return 1
		fi
	done
}

@test "tokctl-fetch leaves neither secret nor token in its memory: toss" {
	record toss https://oauth2.cert.toss.im/token
	image "$BUILD/tokctl-fetch"
	nothing_left
}

# A short one with nothing to encode, which a register of the processor may hold together with what stands beside it.
@test "tokctl-fetch leaves no plain secret in its memory, granted or refused" {
	local SECRET=Zq9plainsecretXyz77 provider

	export -n SECRET # else it is in the image, as part of the environment
	jq -n --arg key "$KEY" --arg secret "$SECRET" '{toss: {($key): $secret}, iamport: {($key): $secret}, bizppurio: {($key): $secret}}' \
		>"$SERVER/credentials.json"
	for provider in toss=oauth2.cert.toss.im/token iamport=api.iamport.kr/users/getToken bizppurio=api.bizppurio.com/v1/token; do
		record "${provider%%=*}" "https://${provider#*=}"
		image "$BUILD/tokctl-fetch"
		nothing_left
		plan "${provider%%=*}" echo=clear
		image "$BUILD/tokctl-fetch"
		grep -q '^error=refused' output
		nothing_left no-token-was-granted
	done
}

@test "tokctl-fetch leaves neither secret nor token in its memory: iamport" {
	record iamport https://api.iamport.kr/users/getToken
	image "$BUILD/tokctl-fetch"
	nothing_left
}

@test "tokctl-fetch leaves neither secret nor token in its memory: bizppurio" {
	record bizppurio https://api.bizppurio.com/v1/token
	image "$BUILD/tokctl-fetch"
	nothing_left
}

@test "tokctl-fetch leaves neither secret nor token in its memory: imweb, by GET" {
	record imweb https://api.imweb.me/v2/auth get
	image "$BUILD/tokctl-fetch"
	nothing_left
}

@test "what tokctl-fetch frees is wiped however it is compiled and linked" {
	local how built=0

	not_under asan valgrind coverage 'it has a malloc of its own'
	ldd --version 2>&1 | grep -qi -e glibc -e 'gnu libc' || skip 'another libc'
	cat >frees.c <<-'END'
		#include "net/heap.h"
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		static char *volatile block; /* so that no compiler knows what it is */
		int main(void)
		{
			size_t left = 0;
			heap_fill();
			block = malloc(1000);
			memset(block, 'x', 1000);
			free(block);
			/* Where it begins malloc keeps its own. */
			for (volatile char *p = block + 64; p < block + 1000; p++)
				left += *p == 'x';
			return printf("%zu\n", left) < 0;
		}
	END
	while read -r how; do
		command -v "${how%% *}" >/dev/null || continue
		# shellcheck disable=SC2086  # words
		$how -w -D_GNU_SOURCE -I"$ROOT/src" -o frees frees.c "$ROOT/src/net/heap.c" -ldl || continue
		built=$((built + 1))
		[ "$(./frees)" = 0 ] || { echo "not wiped, built by: $how"; return 1; }
	done <<-'END'
		gcc -O2 -fPIE -pie
		gcc -O2 -fno-pie -no-pie
		gcc -O2 -flto
		gcc -O0
		clang -O2 -fPIE -pie
		clang -O2 -fno-pie -no-pie
		clang -O0
	END
	[ "$built" -ge 3 ]
}

@test "tokctl leaves neither secret nor token in its memory: from a file, the environment, the config, the cache" {
	export TOKCTL_TOSS_KEY=$KEY
	: >input
	printf '%s\n' "$SECRET" >secret
	chmod 600 secret
	image "$BUILD/tokctl" toss --secret-file secret
	nothing_left
	image "$BUILD/tokctl" toss -o json
	nothing_left
	export TOKCTL_TOSS_SECRET=$SECRET
	image "$BUILD/tokctl" toss --refresh
	nothing_left
	unset TOKCTL_TOSS_SECRET
	config '[toss]' "secret = $SECRET"
	image "$BUILD/tokctl" toss --refresh --header
	nothing_left
}

@test "while a slow server is asked, no /proc file shows the secret, whichever way it came" {
	local source pid child number=0

	not_under valgrind 'its own files are in /proc'
	printf '%s\n' "$SECRET" >secret
	chmod 600 secret
	export TOKCTL_TOSS_KEY=$KEY
	for source in flag environment file stdin command; do
		plan toss delay=30
		case $source in
		flag) tokctl toss --refresh --secret "$SECRET" >out 2>err & ;;
		environment) TOKCTL_TOSS_SECRET=$SECRET tokctl toss --refresh >out 2>err & ;;
		file) tokctl toss --refresh --secret-file secret >out 2>err & ;;
		stdin) tokctl toss --refresh --secret-file - <secret >out 2>err & ;;
		command) tokctl toss --refresh --secret-command 'cat secret' >out 2>err & ;;
		esac
		pid=$!
		number=$((number + 1))
		until_so 20 has_asked "$number"
		child=$(children "$pid" tokctl-fetch)
		cat "/proc/$pid/cmdline" "/proc/$pid/environ" "/proc/$child/cmdline" "/proc/$child/environ" >proc
		[ -s proc ]
		run no_secret_in proc
		[ "$status" -eq 0 ]
		grep -q 'Max core file size *0 ' "/proc/$pid/limits"
		grep -q 'Max core file size *0 ' "/proc/$child/limits"
		kill "$pid"
		wait "$pid" || :
	done
}

@test "neither program is dumpable: another process of the user can't read its memory" {
	not_under valgrind 'its own files are in /proc'
	[ "$(id -u)" -eq 0 ] || skip 'needs root, to look from outside'
	command -v setpriv >/dev/null || skip 'needs setpriv'
	keys toss
	reachable "$HOME"
	reachable "$CERTS"
	chmod a+r "$CERTS/ca.pem"
	mkdir -m 777 theirs
	plan toss delay=30
	HOME=$PWD/theirs setpriv --reuid=65534 --regid=65534 --clear-groups env PATH="$PATH" tokctl toss >/dev/null 2>err &
	pid=$!
	until_so 20 has_asked 1
	child=$(children "$pid" tokctl-fetch)
	# What the kernel calls not dumpable belongs to root.
	pids=("$pid" "$child")
	for pid in "${pids[@]}"; do
		[ "$(stat -c %u "/proc/$pid/environ")" -eq 0 ]
	done
	kill "${pids[@]}"
	wait
}

@test "SSLKEYLOGFILE writes nothing, and a weak OPENSSL_CONF weakens nothing" {
	keys toss
	printf '%s\n' 'openssl_conf = c' '[c]' 'ssl_conf = s' '[s]' 'system_default = d' '[d]' 'MinProtocol = TLSv1' \
		'CipherString = ALL:@SECLEVEL=0' >openssl.cnf
	SSLKEYLOGFILE=$PWD/keys.log OPENSSL_CONF=$PWD/openssl.cnf run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[ ! -e keys.log ]
	OPENSSL_CONF=$PWD/openssl.cnf run --separate-stderr tokctl toss --refresh --proxy '' --endpoint "https://localhost:$TLS11_PORT/token"
	[ "$status" -eq 76 ]
}

@test "with -v and on every error path, nothing secret is on stdout or stderr" {
	local words

	keys toss iamport
	for words in ok status=503 status=500 status=429 garbage empty drop refuse=oauth refuse=fail200 refuse=scope echo=clear \
		echo=percent echo=base64 truncate=10 redirect=https://other.example/ status=404 'token=a%20b' gzip big=70000; do
		plan toss "$words"
		tokctl toss -v --refresh --retries 0 --timeout 5s >>out 2>>err || :
	done
	for words in refuse=401 refuse=400 echo=clear echo=percent echo=base64; do
		plan iamport "$words"
		tokctl iamport -v --refresh --error-format json >>out 2>>err || :
	done
	[ "$(wc -l <err)" -gt 40 ]
	no_secret_in out
	no_secret_in err
	no_secret_in "$CACHE"
	run grep -F "$KEY" err
	[ "$status" -eq 1 ]
}

# The time goes into the words only where it may be the reason; then it is this machine's, as it has it.
@test "a certificate that can't be trusted: the message names the host and the reason, and the clock where that may be it" {
	local port hint reason

	keys toss
	export TOKCTL_PROXY=''
	while read -r port hint reason; do
		fails 76 tokctl toss --endpoint "https://localhost:${!port}/token"
		says "localhost:${!port}" "$reason"
		case $hint in
		clock) says clock "$(date -u +%Y-%m-%dT)" ;;
		*) says "$hint" ;;
		esac
		[ "$hint" = clock ] || [[ $stderr != *clock* ]]
		[ "$hint" = --cacert ] || [[ $stderr != *--cacert* ]]
	done <<-'END'
		EXPIRED_PORT clock certificate has expired
		NOT_YET_PORT clock certificate is not yet valid
		WRONG_HOST_PORT endpoint host name
		SELF_SIGNED_PORT --cacert self-signed
		UNKNOWN_CA_PORT --cacert issuer
	END
	[ ! -e "$SERVER/log" ]
}

@test "a good certificate and a wrong clock: the message names both clock and reason" {
	frozen
	keys toss
	export TOKCTL_PROXY=''
	fails 76 at $(($(date -d '1999-06-01 12:00Z' +%s) - T0)) tokctl toss --endpoint "https://localhost:$PORT/token"
	says "localhost:$PORT" 'not yet valid' clock 1999-0
	[ ! -e "$SERVER/log" ]
}

can_have_system_trust() {
	[ "$(id -u)" -eq 0 ] || skip 'needs root, for a trust store of its own'
	[ -d /etc/ssl/certs ] || skip 'no /etc/ssl/certs here'
	unshare -m mount -t tmpfs none /etc/ssl/certs 2>/dev/null || skip 'no mount namespaces here'
}

# with_system_trust "PLACES" COMMAND...: where the CA of the tests is the system's, in libcurl's file, in its directory, there as a
# link to elsewhere, or more of them.
with_system_trust() {
	unshare -m sh -ec '
		mount -t tmpfs none /etc/ssl/certs
		cp "$0" /etc/ssl/certs/ca-certificates.crt
		for place in $2; do
			case $place in
			file) cat "$1" >>/etc/ssl/certs/ca-certificates.crt ;;
			directory) cp "$1" "/etc/ssl/certs/$(openssl x509 -hash -noout -in "$1").0" ;;
			link) ln -s "$1" "/etc/ssl/certs/$(openssl x509 -hash -noout -in "$1").0" ;;
			hanging-file) rm /etc/ssl/certs/ca-certificates.crt && mkfifo /etc/ssl/certs/ca-certificates.crt ;;
			esac
		done
		shift 2
		exec "$@"' "$CERTS/other-ca.pem" "$CERTS/ca.pem" "$@"
}

@test "--cacert replaces the system's trust: a server that the system trusts is refused when it names another" {
	can_have_system_trust
	keys toss
	unset TOKCTL_CACERT
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$PORT/token
	fails 76 tokctl toss
	works with_system_trust 'file directory' tokctl toss
	fails 76 with_system_trust 'file directory' tokctl toss --no-cache --cacert "$CERTS/other-ca.pem"
	says "localhost:$PORT"
	[ "$(requests toss)" -eq 1 ]
}

@test "the system's CAs: those of its directory and those of its file, which is read only if the directory did not do" {
	can_have_system_trust
	keys toss
	unset TOKCTL_CACERT
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$PORT/token
	# To open it would last for ever.
	works with_system_trust 'directory hanging-file' tokctl toss --no-cache --timeout 30
	[ -z "$stderr" ]
	run --separate-stderr with_system_trust 'file' tokctl toss --no-cache -v
	[ "$status" -eq 0 ]
	says /etc/ssl/certs/ca-certificates.crt 'HTTP 200'
	works with_system_trust 'file' tokctl doctor toss
	fails 76 with_system_trust '' tokctl toss --no-cache
	says "localhost:$PORT" 'could not be authenticated' 'unable to get local issuer'
	fails 76 with_system_trust 'directory hanging-file' tokctl toss --no-cache --timeout 30 --cacert "$CERTS/other-ca.pem"
	[ "$(requests toss)" -eq 2 ]
}

@test "a server that is not trusted, and then not to be reached again, is one that is not trusted" {
	local port

	can_have_system_trust
	keys toss
	unset TOKCTL_CACERT
	export TOKCTL_PROXY=''
	# Leads one connection to the server, and then is gone.
	python3 -c 'import socket, sys, threading
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
client, _ = listener.accept()
listener.close()
server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
def carry(source, to):
    while data := source.recv(65536):
        to.sendall(data)
    to.shutdown(socket.SHUT_WR)
threading.Thread(target=carry, args=(server, client)).start()
carry(client, server)' "$PORT" >port 2>relay.err 3>&- &
	stranger=$!
	until [ -s port ]; do sleep 0.01; done
	port=$(cat port)
	fails 76 with_system_trust '' tokctl toss --no-cache --endpoint "https://127.0.0.1:$port/token"
	says "127.0.0.1:$port" 'could not be authenticated'
	[ ! -e "$SERVER/log" ]
}

@test "a CA of the system's that is a link out of what tokctl-fetch may read: 76, with what to do" {
	local name

	has_landlock || skip 'the kernel has no Landlock'
	can_have_system_trust
	not_under valgrind 'it does not know the system call'
	keys toss
	name=$(openssl x509 -hash -noout -in "$CERTS/ca.pem").0
	unset TOKCTL_CACERT
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$PORT/token
	fails 76 with_system_trust link tokctl toss --no-cache
	says 'unable to get local issuer' "/etc/ssl/certs/$name is a link to" --cacert
	works with_system_trust link tokctl toss --no-cache --cacert "/etc/ssl/certs/$name"
	works with_system_trust 'link file' tokctl toss --no-cache
	# Where it is not the reason, nothing is said of it.
	fails 76 with_system_trust link tokctl toss --no-cache --endpoint "https://localhost:$EXPIRED_PORT/token" --cacert "$CERTS/ca.pem"
	[[ $stderr != *"$name"* ]]
	fails 76 with_system_trust '' tokctl toss --no-cache
	[[ $stderr != *"$name"* ]]
}

# with_openssl_policy LINE COMMAND...: where the system's openssl.cnf includes a folder of the administrator's, with that line.
with_openssl_policy() {
	mkdir -p policy/folder
	printf '%s\n' 'openssl_conf = main' ".include /etc/ssl/folder" '[main]' 'ssl_conf = tls' '[tls]' 'system_default = site' \
		>policy/openssl.cnf
	printf '[site]\n%s\n' "$1" >policy/folder/site.cnf
	unshare -m sh -c 'mount --bind policy /etc/ssl; exec "$@"' - "${@:2}"
}

@test "the TLS policy of the system's openssl.cnf is kept to, in the folders too that it includes" {
	[ "$(id -u)" -eq 0 ] || skip 'needs root, for an openssl.cnf of its own'
	unshare -m true 2>/dev/null || skip 'no namespaces here'
	[ "$(openssl version -d)" = 'OPENSSLDIR: "/usr/lib/ssl"' ] && [ /usr/lib/ssl/openssl.cnf -ef /etc/ssl/openssl.cnf ] ||
		skip 'openssl.cnf is elsewhere'
	keys toss
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$PORT/token
	works with_openssl_policy 'Groups = P-256' tokctl toss --no-cache
	# One that the server does not speak.
	fails 76 with_openssl_policy 'Groups = brainpoolP256r1' tokctl toss --no-cache
	says "localhost:$PORT" groups
	[ "$(requests toss)" -eq 1 ]
}

# encrypted CERTIFICATE OPTION...: runs tokctl once with a server, or with VIA=proxy a proxy, that has that certificate and these
# options of `openssl s_server`.
encrypted() {
	local there

	rm -f speaks
	openssl s_server -accept 127.0.0.1:0 -naccept 1 -cert "$1" -key "$1" "${@:2}" <reply >speaks 2>&1 3>&- &
	stranger=$!
	until grep -q ^ACCEPT speaks; do
		kill -0 "$stranger" || { cat speaks; return 1; }
		sleep 0.01
	done
	there=https://localhost:$(sed -n 's/^ACCEPT .*://p' speaks)
	[ "${VIA:-}" = proxy ] && set -- --proxy "$there" || set -- --proxy '' --endpoint "$there/token"
	run --separate-stderr tokctl toss --no-cache --retries 0 --cacert "${AUTHORITY:-$TOKCTL_CACERT}" "$@"
	kill "$stranger" 2>/dev/null || :
	wait "$stranger" || :
}

@test "TLS 1.3 is spoken, and of TLS 1.2 the ciphers that the manual names and no other; to a proxy too" {
	local body='{"access_token":"spoken-to","token_type":"Bearer","expires_in":3600,"scope":"toss-shopping-fep:write"}' cipher

	keys toss
	printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "${#body}" "$body" >reply
	openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.crt -days 2 -subj /CN=localhost \
		-addext subjectAltName=DNS:localhost 2>/dev/null
	cat rsa.key rsa.crt >rsa.pem
	for cipher in TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256; do
		encrypted "$CERTS/good.pem" -tls1_3 -ciphersuites "$cipher"
		[ "$output" = spoken-to ]
	done
	for cipher in AES128-GCM-SHA256 AES256-GCM-SHA384 CHACHA20-POLY1305; do
		encrypted "$CERTS/good.pem" -tls1_2 -cipher "ECDHE-ECDSA-$cipher"
		[ "$output" = spoken-to ]
		AUTHORITY=$PWD/rsa.crt encrypted rsa.pem -tls1_2 -cipher "ECDHE-RSA-$cipher"
		[ "$output" = spoken-to ]
	done
	for cipher in ECDHE-RSA-AES256-SHA384 DHE-RSA-AES256-GCM-SHA384 DHE-RSA-CHACHA20-POLY1305 AES256-GCM-SHA384; do
		AUTHORITY=$PWD/rsa.crt encrypted rsa.pem -tls1_2 -cipher "$cipher"
		[ "$status" -eq 76 ]
		says 'no secure connection to localhost'
	done
	# What it says to CONNECT is read where the connection to the proxy was made, and only there.
	printf 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n' >reply
	AUTHORITY=$PWD/rsa.crt VIA=proxy encrypted rsa.pem -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256
	says 403
	AUTHORITY=$PWD/rsa.crt VIA=proxy encrypted rsa.pem -tls1_2 -cipher ECDHE-RSA-AES256-SHA384
	[ "$status" -eq 76 ]
	[[ $stderr != *403* ]]
}

# stranger COMMAND...: a server of one connection, which prints its port; THERE is its URL.
stranger() {
	rm -f port
	"$@" >port 3>&- &
	stranger=$!
	until [ -s port ]; do
		if ! kill -0 "$stranger" 2>/dev/null; then
			wait "$stranger" || [ $? -ne 69 ] || skip "no GnuTLS, which $1 needs"
			return 1
		fi
		sleep 0.01
	done
	THERE=https://localhost:$(cat port)
}

@test "a server that wants a certificate of the client's is told as such, by whatever it says so" {
	keys toss
	export TOKCTL_PROXY=
	# nginx: the handshake goes well, and the answer is a page of HTML.
	fails 76 tokctl toss --endpoint "https://localhost:$CLIENT_CERT_PORT/token" --no-cache
	says 'a certificate of the client' 'the reply is not JSON: 400 No required SSL certificate was sent'
	run --separate-stderr tokctl doctor toss --endpoint "https://localhost:$CLIENT_CERT_PORT/token"
	[ "$status" -eq 76 ]
	[[ "$output" == *'fail'*'tls'*'does not serve a client without a certificate (HTTP 400)'*'a certificate of the client'* ]]
	# TLS 1.2: within the handshake.
	stranger "$ROOT/tests/server/alerting" handshake "$CERTS/good.pem"
	fails 76 tokctl toss --no-cache --retries 0 --endpoint "$THERE/token"
	wait "$stranger"
	says 'no secure connection to localhost' 'handshake failure' 'a certificate of the client'
	# Go: TLS 1.3, with another alert than that which is named for it.
	stranger "$ROOT/tests/server/alerting" certificate "$CERTS/good.pem"
	fails 76 tokctl toss --no-cache --retries 0 --endpoint "$THERE/token"
	wait "$stranger"
	says 'no secure connection to localhost' 'bad certificate' 'a certificate of the client'
	stranger "$ROOT/tests/server/alerting" certificate "$CERTS/good.pem"
	run --separate-stderr tokctl doctor toss --endpoint "$THERE/token"
	[ "$status" -eq 76 ]
	[[ "$output" == *'a certificate of the client'* ]]
}

@test "a server that speaks HTTP/2 only is 76, and told as such" {
	keys toss
	stranger "$ROOT/tests/server/alerting" protocol "$CERTS/good.pem"
	TOKCTL_PROXY='' fails 76 tokctl toss --no-cache --retries 0 --endpoint "$THERE/token"
	wait "$stranger"
	says 'application protocol' 'HTTP/2 only'
	# One that does not look at ALPN: its frame SETTINGS (RFC 9113, section 6.5).
	printf '\0\0\6\4\0\0\0\0\0\0\3\0\0\0\144' >settings
	plan toss "raw-file=$PWD/settings"
	fails 76 tokctl toss --no-cache
	says 'HTTP/2 only'
}

@test "an https:// proxy that can't be authenticated is told as the proxy" {
	local port

	keys toss
	for port in "$EXPIRED_PORT" "$WRONG_HOST_PORT" "$UNKNOWN_CA_PORT"; do
		fails 76 tokctl toss --no-cache --proxy "https://localhost:$port"
		says 'the https:// proxy on the way to oauth2.cert.toss.im could not be authenticated' "the proxy's certificate"
		TOKCTL_PROXY='' fails 76 tokctl toss --no-cache --endpoint "https://localhost:$port/token"
		[[ "$stderr" != *'the https:// proxy'* ]]
	done
	fails 76 env -u TOKCTL_PROXY https_proxy="https://localhost:$EXPIRED_PORT" "$BUILD/tokctl" toss --no-cache
	says 'the https:// proxy on the way to oauth2.cert.toss.im'
}

@test "a server that wants a certificate of the client's, which TLS 1.3 says after the handshake" {
	keys toss
	# A program, that reads what else comes: who closes before that resets the connection, and its alert may be lost.
	python3 - "$CERTS/good.pem" <<-'END' >port 3>&- &
		import contextlib, socket, ssl, sys
		context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
		context.minimum_version = ssl.TLSVersion.TLSv1_3
		context.load_cert_chain(sys.argv[1])
		context.verify_mode = ssl.CERT_REQUIRED
		server = socket.create_server(("127.0.0.1", 0))
		print(server.getsockname()[1], flush=True)
		connection, _ = server.accept()
		with contextlib.suppress(ssl.SSLError):
		    context.wrap_socket(connection.dup(), server_side=True)
		connection.shutdown(socket.SHUT_WR)
		while connection.recv(4096):
		    pass
	END
	stranger=$!
	until [ -s port ]; do
		kill -0 "$stranger"
		sleep 0.01
	done
	fails 76 tokctl toss --no-cache --retries 0 --proxy '' --endpoint "https://localhost:$(cat port)/token"
	says 'no secure connection to localhost' "a certificate of the client's"
	wait "$stranger"
}

@test "netrc is not read: what it has for the host goes nowhere" {
	keys toss bizppurio
	printf 'machine %s login someone password netrc-word\n' oauth2.cert.toss.im api.bizppurio.com localhost 127.0.0.1 >.netrc
	echo 'default login someone password netrc-word' >>.netrc
	chmod 600 .netrc
	works env NETRC="$HOME/.netrc" CURL_HOME="$HOME" tokctl toss
	works tokctl bizppurio
	run grep -rE "netrc-word|$(printf someone:netrc-word | base64)" "$SERVER/log" "$SERVER/proxy.log"
	[ "$status" -eq 1 ]
	run grep -i ^authorization "$SERVER/log/0001.toss"
	[ "$status" -eq 1 ]
}

@test "a redirect is not followed: the second host sees nothing" {
	local seen="$PWD/seen" port

	keys toss
	# To whom the redirects to http lead: it takes what it gets.
	python3 -c 'import socket, sys
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
print(server.getsockname()[1], flush=True)
while True:
    connection, _ = server.accept()
    open(sys.argv[1], "ab").write(b"somebody came\n")
    connection.close()' "$seen" >port 3>&- &
	stranger=$!
	until [ -s port ]; do sleep 0.01; done
	port=$(cat port)
	for code in 301 302 303 307 308; do
		for url in "https://localhost:$PORT/stolen" "https://oauth2-alpha.cert.toss.im/token" "https://127.0.0.1:$port/" \
			"http://127.0.0.1:$port/" "http://oauth2.cert.toss.im/token" "//127.0.0.1:$port/" "file:///etc/passwd"; do
			plan toss "status=$code" "redirect=$url"
			run --separate-stderr tokctl toss --retries 2 --no-cache
			[ "$status" -eq 76 ]
			[ -z "$output" ]
			[[ $stderr == *redirect*"HTTP $code"* ]]
		done
	done
	kill "$stranger"
	# Only the provider was asked, and by no other way than before.
	[ "$(requests toss)" -eq 35 ]
	[ "$(find "$SERVER/log" -type f | wc -l)" -eq 35 ]
	[ "$(sort -u "$SERVER/proxy.log" | grep -c ^CONNECT)" -eq 1 ]
	[ ! -e "$seen" ]
}

@test "the proxy gets neither the credential nor a token, and its password is not shown" {
	keys bizppurio toss
	echo 'someone:pr0xy-pass' >"$SERVER/proxy-auth"
	run --separate-stderr tokctl bizppurio -v --proxy "http://someone:pr0xy-pass@127.0.0.1:$PROXY_PORT"
	[ "$status" -eq 0 ]
	[[ "$output$stderr" != *pr0xy-pass* ]]
	no_secret_in "$SERVER/proxy.log"
	run grep -ciE 'basic c2hvcC1rZXk6' "$SERVER/proxy.log"
	[ "$output" -eq 0 ]
	run --separate-stderr tokctl toss -v --proxy "http://someone:wr0ng-pass@127.0.0.1:$PROXY_PORT"
	[ "$status" -eq 78 ]
	[[ "$stderr" == *proxy* ]]
	[[ "$stderr" != *wr0ng-pass* ]]
}

@test "a proxy's password is not shown, whatever is wrong with the proxy and wherever it is named" {
	local proxy url wanted

	keys toss
	while read -r wanted proxy; do
		proxy=${proxy/CLOSED/"$CLOSED_PORT"}
		url=${proxy/MUTE/"$MUTE_PORT"}
		fails "${wanted%/*}" tokctl toss -v --timeout 1s --proxy "$url"
		printf '%s\n' "$stderr" >>said
		TOKCTL_PROXY=$url fails "${wanted#*/}" tokctl toss -v --timeout 1s --error-format json
		printf '%s\n' "$stderr" >>said
		# libcurl reads this one, and not tokctl.
		https_proxy=$url fails "${wanted#*/}" env -u TOKCTL_PROXY tokctl toss -v --timeout 1s
		printf '%s\n' "$stderr" >>said
	done <<-'END'
		75/75 http://someone:pr0xy-pass@127.0.0.1:CLOSED
		75/75 someone:pr0xy-pass@127.0.0.1:CLOSED
		75/75 http://someone:pr0xy-pass@127.0.0.1:MUTE
		75/75 https://someone:pr0xy-pass@127.0.0.1:MUTE
		75/75 socks5h://someone:pr0xy-pass@127.0.0.1:MUTE
		75/75 http://someone:pr0xy-pass@nonesuch.invalid:80
		78/78 http://someone:pr0xy-pass@127.0.0.1:99999
		78/78 http://someone:pr0xy-pass@[::1
		78/78 http://someone:pr0xy-pass
		78/78 http://someone:p@pr0xy-pass@[::1
		64/78 foo://someone:pr0xy-pass@127.0.0.1:CLOSED
	END
	[ "$(grep -c . said)" -gt 60 ]
	run grep pr0xy said
	[ "$status" -eq 1 ]
	[ -z "$(requests toss | grep -v '^0$')" ]
}

@test "a proxy that was named is used for all hosts, the environment's for those that no_proxy leaves" {
	local no_proxy=localhost,127.0.0.1 NO_PROXY='*' https_proxy=http://127.0.0.1:$CLOSED_PORT

	export no_proxy NO_PROXY https_proxy TOKCTL_TOSS_ENDPOINT=https://localhost:$PORT/token TOKCTL_NO_CACHE=yes
	keys toss
	unset TOKCTL_PROXY
	works tokctl toss
	fails 75 tokctl toss --retries 0 --proxy "http://127.0.0.1:$CLOSED_PORT"
	[ "$(requests toss)" -eq 1 ]
	TOKCTL_PROXY=http://127.0.0.1:$PROXY_PORT works tokctl toss
	[ "$(grep -c ^CONNECT "$SERVER/proxy.log")" -eq 1 ]
	printf '[tokctl]\nproxy = http://127.0.0.1:%s\n' "$PROXY_PORT" >proxied
	works tokctl toss --config proxied
	[ "$(grep -c ^CONNECT "$SERVER/proxy.log")" -eq 2 ]
	# None is none, also here.
	works tokctl toss --proxy ''
	[ "$(requests toss)" -eq 4 ]
}

@test "the proxy of the environment is used too" {
	keys toss
	unset TOKCTL_PROXY
	https_proxy=http://127.0.0.1:$PROXY_PORT run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[ "$(wc -l <"$SERVER/proxy.log")" -ge 1 ]
}

@test "a real proxy, tinyproxy, lets the exchange through" {
	local port

	command -v tinyproxy >/dev/null || skip 'tinyproxy is not installed'
	keys toss
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	printf '%s\n' "Port $port" 'Listen 127.0.0.1' 'Timeout 60' 'MaxClients 10' "ConnectPort $PORT" 'Allow 127.0.0.1' \
		"LogFile \"$PWD/tinyproxy.log\"" >tinyproxy.conf
	tinyproxy -d -c tinyproxy.conf >/dev/null 2>&1 3>&- &
	proxy=$!
	for _ in $(seq 200); do
		(exec 4<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
		sleep 0.01
	done
	run --separate-stderr tokctl toss --proxy "http://127.0.0.1:$port" --endpoint "https://127.0.0.1:$PORT/token"
	kill "$proxy"
	[ "$status" -eq 0 ]
	[ "$(requests toss)" -eq 1 ]
	grep -q CONNECT tinyproxy.log
}

# landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION)
has_landlock() {
	[ "$(python3 -c 'import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))')" -gt 0 ]
}

# intruded COMMAND...: a token is had all the same; ATTEMPTS are how the intruder's attempts went (tests/faults/intruder.c).
intruded() {
	[ -e "$BUILD/tests/intruder.so" ] || skip 'tests/intruder.so is not built'
	not_under asan valgrind 'it has to be loaded first'
	keys toss
	mkdir -p den
	touch den/victim den/unlinked
	TOKCTL_TEST_INTRUDER=$PWD/den LD_PRELOAD=$BUILD/tests/intruder.so run --separate-stderr "$@"
	[ "$status" -eq 0 ]
	[[ $output == toss-* ]]
	ATTEMPTS=$(sed -n 's/^intruder: //p' <<<"$stderr")
	[ "$(wc -l <<<"$ATTEMPTS")" -eq 10 ]
}

@test "tokctl-fetch is confined where the kernel has Landlock, and -v says so" {
	not_under valgrind 'it does not know the system call'
	keys toss
	run --separate-stderr tokctl toss -v
	[ "$status" -eq 0 ]
	[[ "$stderr" == *'confined by: '* ]]
	has_landlock || skip 'the kernel has no Landlock'
	[[ "$stderr" == *'landlock, ABI '* ]]
}

@test "who takes tokctl-fetch over can write nothing, run nothing, and read neither config nor cache" {
	has_landlock || skip 'the kernel has no Landlock'
	not_under coverage 'not the build that is shipped'
	intruded tokctl toss
	# EACCES, each of them.
	[ "$(cut -d ' ' -f 2 <<<"$ATTEMPTS" | sort -u)" = 13 ] || { echo "$ATTEMPTS" && return 1; }
	[ "$(ls den)" = $'unlinked\nvictim' ]
}

@test "without Landlock tokctl-fetch works too, and -v says what is on" {
	traced
	for error in ENOSYS EOPNOTSUPP; do
		rm -rf den
		intruded strace -f -qq -o /dev/null -e signal=none -e "inject=landlock_create_ruleset:error=$error" \
			tokctl toss --refresh -v
		[[ $stderr == *'confined by: no new privileges (the kernel has no Landlock)'* ]]
		# The intruder is no sham: what Landlock forbids is possible here.
		[ "$(cut -d ' ' -f 2 <<<"$ATTEMPTS" | sort -u)" = 0 ] || { echo "$ATTEMPTS" && return 1; }
		[ -e den/created ]
	done
	keys toss
	run --separate-stderr strace -f -qq -o /dev/null -e signal=none -e inject=landlock_restrict_self:error=EPERM \
		tokctl toss --refresh -v
	[ "$status" -eq 0 ]
	[[ $stderr == *'no new privileges (Landlock failed)'* ]]
}

@test "tokctl-fetch has no new privileges while it talks to the server" {
	not_under valgrind 'its own files are in /proc'
	keys toss
	plan toss delay=30
	tokctl toss >out &
	pid=$!
	until_so 20 has_asked 1
	grep -q '^NoNewPrivs:.*1$' "/proc/$(children "$pid" tokctl-fetch)/status"
	kill "$pid"
	wait "$pid" || :
}

@test "the binaries are position independent, with full RELRO, no text relocations and no executable stack" {
	command -v readelf >/dev/null || skip 'readelf is not installed'
	not_under asan valgrind coverage 'not the build that is shipped'
	for program in tokctl tokctl-fetch; do
		readelf -hW "$BUILD/$program" | grep -q 'Type: *DYN'
		readelf -lW "$BUILD/$program" | grep -q GNU_RELRO
		readelf -dW "$BUILD/$program" | grep -qE 'BIND_NOW|Flags:.*NOW'
		run grep -c TEXTREL <(readelf -dW "$BUILD/$program")
		[ "$output" -eq 0 ]
		readelf -lW "$BUILD/$program" | grep GNU_STACK | grep -qv 'RWE'
		readelf -sW "$BUILD/$program" | grep -q __stack_chk_fail
		readelf -sW "$BUILD/$program" | grep -qE '__[a-z]+_chk'
	done
}

@test "the binaries are built with control-flow protection where the compiler has it" {
	command -v objdump >/dev/null || skip 'objdump is not installed'
	[ "$(uname -m)" = x86_64 ] || skip 'for x86-64 only'
	not_under asan valgrind coverage 'not the build that is shipped'
	for program in tokctl tokctl-fetch; do
		objdump -d --disassemble=main "$BUILD/$program" | grep -A1 '<main>:$' | grep -q endbr64
	done
}

@test "what the packager sets is not overridden, by argument or by environment" {
	local flags='-O1 -DPACKAGERS'

	defaults() { grep -E -- '-O2|-fstack-protector|-D_FORTIFY_SOURCE|-fcf-protection|-fstack-clash' build.log; }

	make -C "$ROOT" -nB all >build.log
	for flag in -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -Wl,-z,relro,-z,now; do grep -q -- "$flag" build.log; done
	make -C "$ROOT" -nB all CFLAGS="$flags" LDFLAGS=-Wl,--packagers STATIC= >build.log
	grep -q -- "$flags" build.log
	grep -q -- -Wl,--packagers build.log
	run defaults
	[ "$status" -eq 1 ]
	run grep relro build.log
	[ "$status" -eq 1 ]
	CFLAGS=$flags LDFLAGS=-Wl,--packagers STATIC= make -C "$ROOT" -nB all >build.log
	grep -q -- "$flags" build.log
	run defaults
	[ "$status" -eq 1 ]
}

@test "a CA file whose path can't be told is an error: the system's trust does not take its place" {
	keys toss
	export TOKCTL_CACHE_DIR=$PWD/cache TOKCTL_CACERT='~/ca.pem'
	fails 78 env -u HOME tokctl toss
	says '~/ca.pem: HOME is not set'
	cp "$CERTS/ca.pem" ca.pem
	works tokctl toss
	mkdir $'two\nlines'
	cp ca.pem $'two\nlines'
	fails 78 env HOME="$PWD/"$'two\nlines' tokctl toss --refresh
	says 'the path of the CA file holds a line break'
	run env HOME="$PWD/"$'two\nlines' tokctl doctor toss
	[ "$status" -eq 78 ]
	[ "$(requests toss)" -eq 1 ]
}
