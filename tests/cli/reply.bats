# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2030,SC2031,SC2153  # a test's variables are its own
# What a server can't make tokctl believe, print or show: replies that are nearly right, in every framing.

load support

setup() {
	sandbox
	serve
	keys imweb iamport bizppurio toss
}

teardown() { cleanup; }

# answer PROVIDER BODY [WORD...]: what the provider's next reply says, as printf would have it.
answer() {
	local provider=$1 file

	file=$(mktemp "$BATS_TEST_TMPDIR/answer.XXXXXX")
	# shellcheck disable=SC2059  # a format is meant
	printf "$2" >"$file"
	shift 2
	plan "$provider" "body-file=$file" "$@"
}

# refuses PROVIDER BODY [WORD...]: 76, with nothing on stdout, no part of the token on stderr, and nothing kept.
refuses() {
	local provider=$1

	answer "$@"
	fails 76 tokctl "$provider" --retries 0 || return
	[[ $stderr != *abcdef* ]] && [[ $stderr != *$'\e'* ]] && ! grep -qr abcdef "$CACHE" || {
		printf 'believed or shown: %s\n%s\n' "$2" "$stderr"
		return 1
	}
}

# believes PROVIDER BODY [WORD...]: the token is printed.
believes() {
	answer "$@"
	works tokctl "$1" --no-cache
	[ "$output" = abcdef ]
}

# nested N: an array in an array, N deep.
nested() {
	printf '[%.0s' $(seq "$1")
	printf ']%.0s' $(seq "$1")
}

# PROVIDER MEMBER [TIME...]: what each grants with, one more member, and the times it says.
toss() { printf '{"access_token":"abcdef","token_type":"Bearer","expires_in":%s%s}' "${2:-3600}" "$1"; }
iamport() { printf '{"code":0,"message":null,"response":{"access_token":"abcdef","now":%s,"expired_at":%s}%s}' "${2:-1900000000}" "${3:-1900001800}" "$1"; }
bizppurio() { printf '{"accesstoken":"abcdef","type":"Bearer","expired":%s%s}' "${2:-\"20301110185520\"}" "$1"; }
imweb() { printf '{"msg":"SUCCESS","code":200,"access_token":"abcdef"%s}' "$1"; }

@test "one more member that is well-formed harms nobody; one that is not spoils the reply, with each provider" {
	local provider member

	for provider in $PROVIDERS; do
		for member in ',"x":1' ',"x":-0.5e+3' ',"x":"\\ud83d\\ude00 \\u200b"' ',"x":{"x":{"x":[]}}' ',"x":1e999' ',"":null' \
			",\"x\":$(nested 15)"; do
			believes "$provider" "$($provider "$member")"
		done
		while IFS= read -r member; do
			refuses "$provider" "$($provider "$member")"
		done <<-'END'
			,"x":1,"x":1
			,"x":1,"\\u0078":1
			,"x":{"y":1,"y":2}
			,"x":NaN
			,"x":Infinity
			,"x":-Infinity
			,"x":nan
			,"x":0x10
			,"x":01
			,"x":+1
			,"x":.5
			,"x":1.
			,"x":1e
			,"x":--1
			,"x":"\\ud800"
			,"x":"\\udc00"
			,"x":"\\udc00\\ud800"
			,"x":"\\ud800\\ud800"
			,"x":"\\u0000"
			,"x":"\\u12"
			,"x":"\\x41"
			,"x":"\xff"
			,"x":"\xc0\xaf"
			,"x":"\xed\xa0\x80"
			,"x":"\xf4\x90\x80\x80"
			,"x":"\xe2\x82"
			,"x":"\x00"
			,"x":"\x1b[31m"
			,"x":"\x7f\n"
			,"x":\x00
			,"x":'y'
			,"x":y
			,"x":tru
			,"x":[1,]
			,"x":[1 2]
			,"x":{"y":1,}
			,"x":{y:1}
			,"x"
			,
		END
		refuses "$provider" "$($provider ",\"x\":$(nested 16)")"
		refuses "$provider" "$($provider ",\"x\":$(nested 5000)")"
	done
}

@test "the token's own name twice, in any spelling, is refused" {
	refuses toss "$(toss ',"access_token":"abcdefg"')"
	refuses toss "$(toss ',"\\u0061ccess_token":"abcdefg"')"
	refuses imweb "$(imweb ',"access_token":"abcdefg"')"
	refuses bizppurio "$(bizppurio ',"accesstoken":"abcdefg"')"
	refuses iamport "$(iamport ',"response":{}')"
}

@test "before and behind the reply nothing may stand but blanks" {
	local provider word

	for provider in $PROVIDERS; do
		believes "$provider" " \t\r\n$($provider '') \n"
		for word in x , } 0 null '{}' '\x00' '\x1b' '\xef\xbb\xbf' '//' '\x0c' '\xc2\xa0'; do
			refuses "$provider" "$($provider '')$word"
			refuses "$provider" "$word$($provider '')"
		done
		for word in '[%s]' '"%s"' '\xff\xfe%s'; do
			# shellcheck disable=SC2059  # a format is meant
			refuses "$provider" "$(printf "$word" "$($provider '')")"
		done
	done
}

@test "an expiry that is no number, none that can be, or beyond reason is 76 and no wrong date" {
	local life

	for life in NaN Infinity 1e999 -1e999 1e300 1e19 9223372036854775807 9223372036854775808 -1 -3600 0 0.5 '[3600]' '{}' \
		true '"\\u001b[31m"' 99999999999; do
		refuses toss "$(toss '' "$life")"
		refuses iamport "$(iamport '' 1900000000 "$life")"
	done
	# Of these two, toss is taken at its word: digits, and no end.
	for life in '"3600"' null; do refuses iamport "$(iamport '' 1900000000 "$life")"; done
	for life in -1 0 1e300 1e999 9223372036854775808; do
		refuses iamport "$(iamport '' "$life" 1900001800)"
	done
	# A server's clock that is no number is beside the point: the time that was said counts.
	for life in '"3600"' null '[3600]' '{}'; do
		answer iamport "$(iamport '' "$life" 1900001800)" no-date
		works tokctl iamport --no-cache -o epoch
		[ "$output" -eq 1900001800 ]
	done
	refuses iamport "$(iamport '' 1900000000 1900000000)"
	refuses iamport "$(iamport '' 1900001800 1900000000)"
	for life in 20301110185520 '"20301110185520 "' '"2030-11-10T18:55:20"' '"99999999999999"' '"00000000000000"' '"20301110185520Z"' \
		'"-0301110185520"' '"+2030111018552"' '"0x301110185520"' 1e13 NaN null '[]' '"\\u001b[31m"' '"２０３０"'; do
		refuses bizppurio "$(bizppurio '' "$life")"
	done
}

@test "64 KiB, whatever the framing: one byte more is refused" {
	local framing

	for framing in '' chunked no-length; do
		# shellcheck disable=SC2086  # words
		plan toss big=65536 $framing
		works tokctl toss --no-cache
		# shellcheck disable=SC2086  # words
		plan toss big=65537 $framing
		fails 76 tokctl toss --no-cache
		says '64 KiB'
		# shellcheck disable=SC2086  # words
		plan toss big=3000000 $framing
		fails 76 tokctl toss --no-cache
		# What would be a bomb if it were unpacked.
		# shellcheck disable=SC2086  # words
		plan toss big=3000000 gzip $framing
		fails 76 tokctl toss --no-cache
	done
}

@test "no content-encoding is taken, but 'identity'" {
	local encoding

	plan toss header=Content-Encoding:identity
	works tokctl toss --no-cache
	for encoding in gzip br deflate zstd compress 'gzip,%20gzip' 'identity,%20gzip' '%1b[31m' x; do
		plan toss "header=Content-Encoding:$encoding"
		fails 76 tokctl toss --no-cache
		says content-encoding
		[[ $stderr != *$'\e'* ]]
	done
	# It was not asked for, either.
	run grep -ri '^accept-encoding' "$SERVER/log"
	[ "$status" -eq 1 ]
}

@test "a body that is cut short, or whose end nobody announced, is an error in each framing" {
	local words

	# With a length or in chunks the reply itself says where it ends, whatever becomes of the connection then.
	for words in abrupt 'chunked abrupt' no-length; do
		plan toss "$words"
		works tokctl toss --no-cache
	done
	for words in 'no-length abrupt' 'chunked-cut abrupt' chunked-cut 'truncate=60 abrupt' truncate=60 'no-length truncate=60' \
		'no-length truncate=60 abrupt' 'no-length truncate=0' 'no-length truncate=0 abrupt' drop 'drop abrupt'; do
		plan toss "$words"
		run --separate-stderr tokctl toss --no-cache --retries 0
		[ "$status" -eq 75 ] || [ "$status" -eq 76 ] || unlike '75 or 76' "$words"
		[ -z "$output" ]
		[ -n "$stderr" ]
	done
	# After another exchange in the same run, too.
	plan toss 'status=503 keep'
	plan toss 'no-length abrupt'
	fails 75 tokctl toss --refresh
	says 'its end was not announced'
	plan toss 'status=503 keep'
	plan toss no-length
	works tokctl toss --refresh
	plan toss 'no-length abrupt'
	fails 75 tokctl toss --no-cache --retries 0
	says oauth2.cert.toss.im broke
}

@test "a request that was sent is not sent again, on a connection that was kept open either" {
	local words

	for words in drop 'drop abrupt'; do
		rm -f "$SERVER/log"/*
		plan toss 'status=503 keep'
		plan toss "$words"
		fails 75 tokctl toss --no-cache --retries 2
		says 'oauth2.cert.toss.im broke'
		asked 2
	done
}

# What becomes of a body: too large, packed, cut in each framing.
SPOILED='big=70000|big=70000 chunked|header=Content-Encoding:gzip|truncate=20|truncate=20 abrupt|no-length abrupt|chunked-cut abrupt'

@test "a status that says enough counts, whatever became of the body behind it" {
	local words

	while IFS= read -r words; do
		rm -f "$SERVER/log"/*
		tokctl forget toss 2>/dev/null
		plan toss "status=503 $words"
		works tokctl toss --refresh
		asked 2
		plan toss "status=429 retry-after=60 $words"
		fails 75 tokctl toss --refresh --error-format json
		[ "$(jq -c '[.error.id, .error.http_status]' <<<"$stderr")" = '["rate-limited",429]' ]
		fails 75 tokctl toss --refresh
		says 'not to be asked before'
		asked 3
		plan toss "refuse=oauth $words"
		fails 77 tokctl toss --no-cache
		plan toss "redirect=https://auth.example/ $words"
		fails 76 tokctl toss --no-cache
		says redirect
		asked 5
	done < <(tr '|' '\n' <<<"$SPOILED")
}

@test "a renewal that fails with such a status leaves the caller the old token" {
	local old words

	while IFS= read -r words; do
		plan toss life=3600
		works tokctl toss --refresh
		old=$output
		shift_times -3500
		plan toss "status=503 $words"
		run --separate-stderr tokctl toss --retries 0
		[ "$status" -eq 0 ] || unlike 0 "$words"
		[ "$output" = "$old" ]
		says 'the old one is used'
	done < <(tr '|' '\n' <<<"$SPOILED")
}

# raw BYTES [WORD...]: what the server's next reply is, as printf would have it, from its first byte.
raw() {
	# shellcheck disable=SC2059  # a format is meant
	printf "$1" >"$HOME/raw"
	plan toss "raw-file=$HOME/raw" "${@:2}"
}

@test "what is not HTTP, or not well-formed, is the reply's fault and nobody else's" {
	local reply many

	printf -v many 'X: %0900d\r\n%.0s' $(seq 400)
	for reply in '220 mail.example ESMTP\r\n' '\r\nHTTP/1.1 200 OK\r\n\r\n' 'HTTP/1.2 200 OK\r\n\r\n' 'HTTP/3 200\r\n\r\n' \
		'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n' \
		'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}' \
		"HTTP/1.1 200 OK\r\n$many\r\n"; do
		raw "$reply"
		fails 76 tokctl toss --no-cache --error-format json
		[ "$(jq -r .error.id <<<"$stderr")" = reply ] || unlike reply "${reply:0:60}"
	done
	# All who wait for such a reply share it.
	rm -f "$SERVER/log"/*
	raw '220 mail.example ESMTP\r\n' delay=0.5
	for _ in 1 2 3 4; do
		tokctl toss 2>/dev/null &
	done
	wait
	asked 1
}

@test "a reply that has no body by its status has not been cut: it is not what the provider documents" {
	local code words

	for code in 204 304; do
		for words in '' abrupt no-length 'no-length abrupt'; do
			# shellcheck disable=SC2086  # words
			plan toss "status=$code" empty $words
			fails 76 tokctl toss --no-cache --error-format json
			[ "$(jq -r .error.id <<<"$stderr")" = reply ]
			[ "$(jq -r .error.http_status <<<"$stderr")" = "$code" ]
		done
	done
}

@test "what is said in passing is not kept, nor shown, where it quotes the secret or the token" {
	local said

	export TOKCTL_TOSS_SECRET=plain-secret
	jq -n --arg key "$KEY" '{toss: {($key): "plain-secret"}}' >"$SERVER/credentials.json"
	for said in '"Bearer","scope":"x plain-secret"' '"Bearer","scope":"x abcdef"' '"Bearer","scope":"plain%%2Dsecret"' \
		"\"Bearer\",\"scope\":\"$(printf plain-secret | base64)\"" '"plain-secret"' '"abcdef"'; do
		answer toss "{\"access_token\":\"abcdef\",\"expires_in\":3600,\"token_type\":$said}"
		run --separate-stderr tokctl toss --refresh -v
		[ "$status" -eq 0 ]
		[[ $stderr != *plain?secret* ]]
		[[ $stderr != *abcdef* ]]
		[ "$output" = abcdef ]
		run grep -rE 'plain.*secret|cGxhaW4' "$CACHE"
		[ "$status" -eq 1 ]
		works tokctl status --json
		[[ $output != *abcdef* ]]
	done
}

@test "a token that is none is refused and no byte of it is shown, with each provider" {
	local provider token

	for provider in $PROVIDERS; do
		for token in 'abcdef%20x' 'abcdef%1B[31m' 'abcdef%0A' '%0Aabcdef' 'abcdef%0D%0ASet-Cookie:x' 'abcdef=x' '=abcdef' 'abcdef%00' \
			'abcdef%C2%9B31m' 'abcdef%22' "abcdef'" 'abcdef%24(id)' 'abcdef%60id%60' 'abcdef%5C' 'abcdef%ED%86%A0' 'abcdef%E2%80%AE'; do
			plan "$provider" "token=$token"
			fails 76 tokctl "$provider" --no-cache -v
			[[ $stderr != *abcdef* ]]
			[[ $stderr != *$'\e'* ]]
		done
	done
}

@test "control bytes and escape sequences of a server never reach the terminal, from wherever they come" {
	local text='a\\u001b]0;pwned\\u0007b\\u009b31mc\\rd\\u202ee\\u200bf' provider form

	while IFS='|' read -r provider form; do
		for style in text json; do
			answer "$provider" "${form/\%s/"$text"}"
			fails 77 tokctl "$provider" -v --refresh --error-format $style
			says pwned
			# What is left is printable, and each line a line of ours.
			run grep -cP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]' <<<"$stderr"
			[ "$output" = 0 ]
		done
		run tokctl status
		[[ $output != *$'\e'* ]]
		run tokctl status --json
		[[ $output != *$'\e'* ]]
	done <<-'END'
		imweb|{"msg":"%s","code":-2}
		iamport|{"code":-1,"message":"%s","response":null}
		bizppurio|{"code":"%s","description":"no"}
		bizppurio|{"code":"3006","description":"%s"}
		toss|{"error":"%s"}
		toss|{"error":"x","error_description":"%s"}
	END
	# A type and a scope that can't be are not taken over.
	answer toss '{"access_token":"abcdef","token_type":"Bearer\\u001b[31m","expires_in":3600,"scope":"a\\u001b[31m"}'
	works tokctl toss --refresh --json
	[[ $output != *'[31m'* ]]
	# A header of the reply, and what is no reply at all.
	plan toss header=Retry-After:%1B[31m status=503
	fails 75 tokctl toss --refresh --retries 0 -v
	[[ $stderr != *$'\e'* ]]
}

@test "a server's clock that is decades off makes no token that lives for decades" {
	local far='no-date header=Date:Thu,%2001%20Jan%201970%2000:00:10%20GMT'

	keys bizppurio
	plan bizppurio "$far"
	fails 76 tokctl bizppurio --expiry
	says 'out of range'
	plan bizppurio "$far"
	fails 76 tokctl bizppurio
}

@test "trailers without end are cut off, and not kept" {
	local server

	python3 - "$CERTS/good.pem" <<-'END' >port 3>&- &
		import contextlib, socket, ssl, sys
		context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
		context.load_cert_chain(sys.argv[1])
		server = socket.create_server(("127.0.0.1", 0))
		print(server.getsockname()[1], flush=True)
		connection = context.wrap_socket(server.accept()[0], server_side=True)
		connection.recv(4096)
		connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
		with contextlib.suppress(OSError):
		    while True:
		        connection.sendall((b"X: " + b"y" * 1000 + b"\r\n") * 64)
	END
	server=$!
	until [ -s port ]; do sleep 0.01; done
	TOKCTL_PROXY='' fails 76 tokctl toss --no-cache --retries 0 --endpoint "https://localhost:$(cat port)/token"
	kill "$server" 2>/dev/null || :
	wait "$server" || :
	says 'larger than'
}

@test "what tokctl-fetch may take of memory is limited, and a lower limit stays" {
	local limit want pid child

	not_under asan 'AddressSanitizer takes more than any limit'
	not_under valgrind 'the limits are those of valgrind'
	while read -r limit want; do
		(
			ulimit -d "$limit"
			TOKCTL_PROXY='' exec "$BUILD/tokctl" toss --no-cache --endpoint "https://localhost:$MUTE_PORT/token"
		) >/dev/null 2>&1 3>&- &
		pid=$!
		child=
		until [ -n "$child" ] && grep -qw tokctl-fetch "/proc/$child/comm" && grep -E "^Max data size +$want +" "/proc/$child/limits"; do
			kill -0 "$pid"
			child=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || :)
			child=${child%% *}
			sleep 0.01
		done
		kill "$pid"
		wait "$pid" || :
	done <<-'END'
		unlimited 134217728
		100000 102400000
	END
}
