# SPDX-License-Identifier: ISC
# What is asked of each provider, to the byte; each reply that it may give, and each way in which the asking can fail.
# shellcheck shell=bats disable=SC2030,SC2031,SC2153  # a test's variables are its own

load support

setup() {
	sandbox
	serve
	keys imweb iamport bizppurio toss
}

teardown() { cleanup; }

# sent NAME [N]: the Nth request, without its body and what only says which program asks: the request line, then the
# headers, names in lower case, sorted.
sent() {
	request "$1" "${2:-1}" | sed '/^\r$/,$d' | tr -d '\r' | {
		IFS= read -r line
		printf '%s\n' "$line"
		sed 's/^[^:]*/\L&/' | grep -v '^user-agent: tokctl/' | grep -vx 'accept: \*/\*' | LC_ALL=C sort
	}
}

# body NAME [N]: the body of the Nth request.
body() {
	request "$1" "${2:-1}" | sed '1,/^\r$/d'
}

# answer PROVIDER BODY [WORD...]: what the provider's next reply says, byte for byte.
answer() {
	local provider=$1 file

	file=$(mktemp "$BATS_TEST_TMPDIR/answer.XXXXXX")
	printf %s "$2" >"$file"
	shift 2
	plan "$provider" "body-file=$file" "$@"
}

# member FILTER: of the JSON on stdout. trouble FILTER: of the JSON error on stderr.
member() { jq -r "$1" <<<"$output"; }
trouble() { jq -r ".error$1" <<<"$stderr"; }

# about N WANTED: as near as a busy machine allows, in seconds.
about() {
	local off=10

	[ "${TOKCTL_TEST_CHECKER:-}" != valgrind ] || off=60
	if [ "$1" -lt $(($2 - off)) ] || [ "$1" -gt $(($2 + off)) ]; then
		printf '%s is not about %s\n' "$1" "$2"
		return 1
	fi
}

# within MILLISECONDS COMMAND...: fails if the command takes longer.
within() {
	local most=$1 started took

	shift
	started=$(date +%s%3N)
	"$@" || return
	took=$(($(date +%s%3N) - started))
	timely [ "$took" -le "$most" ] || {
		printf '%d ms, not %d: %s\n' "$took" "$most" "$*"
		return 1
	}
}

# direct PORT: toss is asked at the port itself, with no proxy between.
direct() {
	export TOKCTL_PROXY='' TOKCTL_TOSS_ENDPOINT=https://localhost:$1/token
}

# ---- the request

@test "imweb: POST, a JSON body of key and secret" {
	works tokctl imweb
	[[ $output == imweb-0001-* ]]
	diff - <(sent imweb) <<-'END'
		POST /v2/auth HTTP/1.1
		content-length: 52
		content-type: application/json
		host: api.imweb.me
	END
	cmp <(printf %s '{"key":"shop-key","secret":"s3cret+/=&%\"\\ 비밀"}') <(body imweb)
}

@test "imweb: GET puts key and secret in the query, encoded, and nothing else" {
	works tokctl imweb --method get
	diff - <(sent imweb | sed '1s/+/%20/g') <<-END
		GET /v2/auth?key=shop-key&secret=$(jq -rn --arg s "$SECRET" '$s|@uri') HTTP/1.1
		host: api.imweb.me
	END
	[ -z "$(body imweb)" ]

	works tokctl imweb --method post --no-cache
	[[ "$(sent imweb 2)" == 'POST /v2/auth HTTP/1.1'* ]]
	TOKCTL_IMWEB_METHOD='get' works tokctl imweb --no-cache
	[[ "$(sent imweb 3)" == 'GET /v2/auth?'* ]]
	config '[imweb]' 'method = get'
	works tokctl imweb --no-cache
	[[ "$(sent imweb 4)" == 'GET /v2/auth?'* ]]
	fails 64 tokctl imweb --method put
	says --method put
	asked 4 imweb
}

@test "iamport: an agency's code goes along as Tier, with the request and with the API's header" {
	works tokctl iamport --affiliate 00A
	diff - <(sent iamport) <<-'END'
		POST /users/getToken HTTP/1.1
		content-length: 60
		content-type: application/json
		host: api.iamport.kr
		tier: 00A
	END
	works tokctl iamport --affiliate 00A --header
	[[ "$output" == 'Authorization: Bearer '*$'\nTier: 00A' ]]
	works tokctl iamport
	[[ "$(sent iamport 2)" != *tier* ]]
}

@test "imweb: a reply of its new Open API is told as that of another API" {
	answer imweb '{"statusCode":200,"data":{"accessToken":"abc","refreshToken":"def"}}'
	fails 76 tokctl imweb
	says 'the reply has no code' "imweb's new Open API" https://api.imweb.me/v2/auth
	answer imweb '{"statusCode":401,"error":{"errorCode":"30101"}}' status=401
	fails 77 tokctl imweb
	says "imweb's new Open API"
	answer imweb '{"data":{}}'
	fails 76 tokctl imweb
	[[ "$stderr" != *'Open API'* ]]
}

@test "imweb: an affiliate's code goes along, by POST and by GET" {
	echo PARTNER >"$SERVER/affiliates"
	works tokctl imweb --affiliate PARTNER
	diff - <(sent imweb) <<-'END'
		POST /v2/auth HTTP/1.1
		access-affiliate: PARTNER
		content-length: 52
		content-type: application/json
		host: api.imweb.me
	END
	works tokctl imweb --affiliate PARTNER --method get --no-cache
	[[ "$(sent imweb 2)" == 'GET '*$'\naccess-affiliate: PARTNER\n'* ]]
	fails 77 tokctl imweb --affiliate STRANGER
	says 'Error Token'
	asked 3 imweb
}

@test "iamport: POST, a JSON body of imp_key and imp_secret" {
	works tokctl iamport
	[[ $output == iamport-0001-* ]]
	diff - <(sent iamport) <<-'END'
		POST /users/getToken HTTP/1.1
		content-length: 60
		content-type: application/json
		host: api.iamport.kr
	END
	cmp <(printf %s '{"imp_key":"shop-key","imp_secret":"s3cret+/=&%\"\\ 비밀"}') <(body iamport)
}

@test "bizppurio: POST, Basic auth, an empty body" {
	works tokctl bizppurio
	[[ $output == bizppurio-0001-* ]]
	diff - <(sent bizppurio) <<-END
		POST /v1/token HTTP/1.1
		authorization: Basic $(printf %s "$KEY:$SECRET" | base64 -w0)
		content-length: 0
		content-type: application/json; charset=utf-8
		host: api.bizppurio.com
	END
	[ -z "$(body bizppurio)" ]
}

@test "toss: POST, a form in snake_case with the scope" {
	works tokctl toss
	[[ $output == toss-0001-* ]]
	diff - <(sent toss) <<-END
		POST /token HTTP/1.1
		accept: application/json; charset=UTF-8
		content-length: $(body toss | wc -c)
		content-type: application/x-www-form-urlencoded
		host: oauth2.cert.toss.im
	END
	[[ "$(body toss)" == grant_type=client_credentials\&client_id=shop-key\&client_secret=*\&scope=toss-shopping-fep%3Awrite ]]
	[[ "$(body toss)" == *"client_secret=s3cret%2B%2F%3D%26%25%22%5C"[+%]*"%EB%B9%84%EB%B0%80&"* ]]
}

@test "keys and secrets of every kind of character arrive as they are" {
	local key='k+/=&%?#"\ <키>' secret='a:b+/=&%?#"\ ;<비밀>~' provider

	for provider in $PROVIDERS; do
		P=$provider jq -n --arg k "$key" --arg s "$secret" '{($ENV.P): {($k): $s}}' >"$SERVER/credentials.json"
		works tokctl "$provider" --key "$key" --secret "$secret"
		[[ $output == "$provider"-0001-* ]]
		asked 1 "$provider"
	done
	P=imweb jq -n --arg k "$key" --arg s "$secret" '{($ENV.P): {($k): $s}}' >"$SERVER/credentials.json"
	works tokctl imweb --key "$key" --secret "$secret" --method get --no-cache
	asked 2 imweb
}

@test "what is sent names the program, and nothing about the user" {
	printf 'machine oauth2.cert.toss.im login netrc-user password netrc-word\ndefault login x password netrc-word\n' >.netrc
	chmod 600 .netrc
	printf 'user-agent = "curlrc"\n' >.curlrc
	SSLKEYLOGFILE=$HOME/tls-keys works tokctl toss
	request toss 1 | grep -q '^User-Agent: tokctl/[0-9.]*.$'
	run grep -iE 'netrc|curlrc|cookie|referer|authorization' <(request toss 1)
	[ "$status" -eq 1 ]
	[ ! -e tls-keys ]
}

@test "a cookie that the provider sets is not sent back" {
	plan toss header=Set-Cookie:a%3Db status=503
	works tokctl toss
	asked 2
	run grep -i cookie <(request toss 2)
	[ "$status" -eq 1 ]
}

@test "--test asks the test endpoint; it is 64 where there is none" {
	works tokctl bizppurio --test
	[[ "$(sent bizppurio-test)" == *$'\nhost: dev-api.bizppurio.com' ]]
	works tokctl toss --test
	[[ "$(sent toss-test)" == *$'\nhost: oauth2-alpha.cert.toss.im' ]]
	TOKCTL_TOSS_TEST=yes works tokctl toss --no-cache
	asked 2 toss-test
	config '[toss]' 'test = yes'
	works tokctl toss --no-cache
	asked 3 toss-test
	asked 0 bizppurio
	asked 0 toss

	rm "$CONFIG"
	fails 64 tokctl imweb --test
	says 'tokctl: imweb: ' 'no test endpoint'
	fails 64 tokctl iamport --test
	says 'tokctl: iamport: ' 'no test endpoint'
	asked 0 imweb
	asked 0 iamport
}

@test "--endpoint is the whole token URL" {
	works tokctl toss --proxy '' --endpoint "https://localhost:$PORT/token"
	[[ "$(sent toss)" == 'POST /token HTTP/1.1'*$'\n'"host: localhost:$PORT" ]]
	[ ! -e "$SERVER/proxy.log" ]

	works tokctl bizppurio --proxy '' --endpoint "https://127.0.0.1:$PORT/v1/token"
	[[ "$(sent bizppurio)" == *$'\n'"host: 127.0.0.1:$PORT" ]]
	TOKCTL_IMWEB_ENDPOINT=https://auth.example/v2/auth works tokctl imweb
	[[ "$(sent imweb)" == *$'\nhost: auth.example' ]]
	config '[iamport]' 'endpoint = https://auth.example/users/getToken'
	works tokctl iamport
	[[ "$(sent iamport)" == *$'\nhost: auth.example' ]]
	# GET adds its query to the URL.
	works tokctl imweb --method get --endpoint https://auth.example/v2/auth --no-cache
	[[ "$(sent imweb 2)" == 'GET /v2/auth?key=shop-key&secret='* ]]
}

@test "a proxy is asked for the provider's host, and gets no secret" {
	works tokctl toss
	grep -q '^CONNECT oauth2.cert.toss.im:443 ' "$SERVER/proxy.log"
	no_secret_in "$SERVER/proxy.log"
	grep -qF client_secret= <(request toss 1)
}

@test "toss: the scope by flag, environment and config" {
	works tokctl toss --scope toss-shopping-fep:read --json
	[ "$(member .scope)" = toss-shopping-fep:read ]
	[[ "$(body toss 1)" == *'&scope=toss-shopping-fep%3Aread' ]]
	TOKCTL_TOSS_SCOPE=toss-shopping-fep:read works tokctl toss --no-cache
	[[ "$(body toss 2)" == *'&scope=toss-shopping-fep%3Aread' ]]
	config '[toss]' 'scope = toss-shopping-fep:write toss-shopping-fep:read'
	works tokctl toss --json
	[ "$(member .scope)" = 'toss-shopping-fep:write toss-shopping-fep:read' ]
	[[ "$(body toss 3)" == *'&scope=toss-shopping-fep%3Awrite'[+%]*'toss-shopping-fep%3Aread' ]]
	fails 77 tokctl toss --scope nonesuch
	says invalid_scope
}

# ---- replies that grant

@test "iamport: whole and fractional times, and HTTP 201" {
	local words end=$(($(date +%s) + 1800))

	# It is the same token each time, so its end stays where the first request has put it.
	for words in ok fraction status=201 'fraction status=201'; do
		plan iamport "$words" life=1800
		works tokctl iamport --no-cache --json
		[[ $(member .token) == iamport-0001-* ]]
		[ "$(member .token_type)" = Bearer ]
		about "$(member .expires_in)" $((end - $(date +%s)))
		about "$(date -d "$(member .expires_at)" +%s)" "$end"
	done
	asked 4 iamport
}

@test "iamport: the life is expired_at less now, whatever either clock says" {
	local words

	for words in clock=-259200 clock=259200 'clock=-259200 fraction' 'clock=-259200 no-date'; do
		plan iamport "$words" life=1800
		works tokctl iamport --no-cache --json
		about "$(member .expires_in)" 1800
		about "$(date -d "$(member .expires_at)" +%s)" $(($(date +%s) + 1800))
	done
}

@test "iamport: the same token again is success, and asked for once" {
	local first

	works tokctl iamport --json
	first=$(member .token)
	works tokctl iamport --refresh --json
	[ "$(member .token)" = "$first" ]
	[ "$(member .cached)" = false ]
	asked 2 iamport
}

@test "iamport: in its last minute the same token gets five minutes more" {
	local first

	plan iamport life=50
	works tokctl iamport --json
	first=$(member .token)
	about "$(member .expires_in)" 50
	works tokctl iamport --refresh --json
	[ "$(member .token)" = "$first" ]
	about "$(member .expires_in)" 350
	works tokctl iamport --json
	[ "$(member .cached)" = true ]
	about "$(member .expires_in)" 350
	asked 2 iamport
}

@test "iamport: a --min-ttl that the server won't give is 75, with the time from which to try again" {
	local when

	plan iamport life=240
	works tokctl iamport --json
	when=$(member .expires_at)
	fails 75 tokctl iamport --min-ttl 25m
	says "$when"
	when=$(date -u -d "$when - 60 seconds" +%Y-%m-%dT%H:%M:%SZ)
	fails 75 tokctl iamport --min-ttl 5m
	says "$when"
	fails 75 tokctl iamport --min-ttl 5m -o json --error-format json
	[ "$(trouble .retryable)" = true ]
	[ "$(trouble .exit)" -eq 75 ]
	works tokctl iamport --min-ttl 2m
}

@test "bizppurio: the expiry is Korean time, wherever the user lives" {
	local zone korean utc

	while read -r korean utc; do
		for zone in UTC Asia/Seoul America/New_York Australia/Lord_Howe; do
			answer bizppurio "{\"accesstoken\":\"abc\",\"type\":\"Bearer\",\"expired\":\"$korean\"}" no-date
			TZ=$zone works tokctl bizppurio --no-cache --expiry
			[ "$output" = "$utc" ]
		done
	done <<-'END'
		20301110185520 2030-11-10T09:55:20Z
		20310101000000 2030-12-31T15:00:00Z
		20320229085959 2032-02-28T23:59:59Z
		20300701090000 2030-07-01T00:00:00Z
	END
	answer bizppurio '{"accesstoken":"abc","type":"Bearer","expired":"20301110185520"}'
	works tokctl bizppurio --no-cache -o epoch
	about "$output" "$(date -u -d 2030-11-10T09:55:20Z +%s)"
}

@test "bizppurio: the Date header makes up for a clock that is off" {
	local words

	for words in ok clock=-259200 clock=259200; do
		plan bizppurio "$words"
		works tokctl bizppurio --no-cache --json
		about "$(member .expires_in)" 86400
		about "$(date -d "$(member .expires_at)" +%s)" $(($(date +%s) + 86400))
	done
}

@test "bizppurio: an expiry that is no time is not what is documented" {
	local expired

	for expired in '""' '"2030"' '"20301310185520"' '"20300230185520"' '"20301110245520"' '"20301110186020"' \
		'"2030111018552x"' '"203011101855200"' '" 20301110185520"' '"-2030111018552"' null '{}'; do
		answer bizppurio "{\"accesstoken\":\"abc\",\"type\":\"Bearer\",\"expired\":$expired}"
		fails 76 tokctl bizppurio --no-cache
		says expired
	done
	answer bizppurio '{"accesstoken":"abc","type":"Bearer"}'
	fails 76 tokctl bizppurio --no-cache
}

@test "bizppurio: a token that is over already is not printed, and nobody is blamed for a --min-ttl" {
	answer bizppurio '{"accesstoken":"abc","type":"Bearer","expired":"20201110185520"}'
	run --separate-stderr tokctl bizppurio
	[ "$status" -ne 0 ]
	[ -z "$output" ]
	[ -n "$stderr" ]
	[[ $stderr != *--min-ttl* ]]
}

@test "bizppurio: the type is the reply's" {
	answer bizppurio '{"accesstoken":"abc","type":"Special","expired":"20301110185520"}'
	works tokctl bizppurio --header
	[ "$output" = 'Authorization: Special abc' ]
	works tokctl bizppurio --json
	[ "$(member .token_type)" = Special ]
}

@test "bizppurio: a type can't put a header of its own into the request" {
	answer bizppurio '{"accesstoken":"abc","type":"Bearer x\r\nX-Evil: 1\r\nY:","expired":"20301110185520"}'
	run --separate-stderr tokctl bizppurio --header
	[[ $output != *Evil* ]]
	[ "${#lines[@]}" -le 1 ]
}

@test "toss: the life is as reported, be it an hour or a year" {
	local life

	for life in 31535999 3599 60; do
		plan toss life=$life
		works tokctl toss --no-cache --json
		about "$(member .expires_in)" $life
		[ "$(member .expires_in)" -le $life ]
		[ "$(member .token_type)" = Bearer ]
	done
}

@test "toss: an expiry that makes no sense is not what is documented" {
	local life

	for life in -5 1e300 '"soon"' '{}' '[]' -1e300; do
		answer toss "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":$life}"
		fails 76 tokctl toss --no-cache
	done
}

@test "a reply may come in chunks, in drops, without a length, without the end of TLS, or up to 64 KiB long" {
	local words

	for words in chunked no-length abrupt drip=0.001 'chunked drip=0.001' big=65536 no-date; do
		plan toss "$words"
		works tokctl toss --no-cache
		[[ $output == toss-0* ]]
	done
}

# ---- replies that refuse

@test "each refusal that a provider documents is 77, says what the provider said, and is asked for once" {
	local provider form http code text

	while IFS='|' read -r provider form http code text; do
		plan "$provider" "refuse=$form"
		fails 77 tokctl "$provider" --no-cache
		says "tokctl: $provider: " "HTTP $http" "$code" "$text"
		plan "$provider" "refuse=$form"
		fails 77 tokctl "$provider" --no-cache --error-format json
		[ "$(trouble .exit)" -eq 77 ]
		[ "$(trouble .retryable)" = false ]
		[ "$(trouble .http_status)" -eq "$http" ]
		[ "$(trouble .provider_code)" = "$code" ]
		[ "$(trouble .provider_message)" = "$text" ]
	done <<-'END'
		imweb|200|200|-2|Error Token
		imweb|400|400|400|잘못된 요청입니다 (bad request)
		iamport|401|401|-1|인증에 실패하였습니다. API키와 secret을 확인하세요.
		iamport|400|400|-1|imp_key, imp_secret 파라메터가 누락되었습니다.
		bizppurio|3006|400|3006|존재하지 않는 계정입니다 (no such account)
		bizppurio|number|400|3007|암호가 올바르지 않습니다 (wrong password)
		toss|oauth|401|invalid_client|Client authentication failed
		toss|oauth400|400|invalid_grant|The grant is not valid for this client
		toss|scope|400|invalid_scope|The requested scope is unknown
		toss|fail200|200|NOT_ALLOWED_IP|등록되지 않은 IP 주소입니다 (this IP address is not registered)
	END
	asked 4 imweb
	asked 4 iamport
	asked 4 bizppurio
	asked 8 toss
}

@test "bizppurio: each code of its specification is what it says, with the hint that helps" {
	local code exit hint

	while read -r code exit hint; do
		plan bizppurio "refuse=$code"
		fails "$exit" tokctl bizppurio --no-cache --retries 0
		says "$hint"
	done <<-'END'
		3000 77 registered addresses
		3001 77 check the account and the password
		3002 77 check the account and the password
		3003 77 registered addresses
		3004 77 check the account and the password
		3005 77 check the account and the password
		3006 77 check the account and the password
		3007 77 check the account and the password
		3008 75 asked too often (HTTP 400): 3008: 허용된 접속 수를 초과하였습니다
		3009 77 check the account and the password
		3010 77 in the account at www.bizppurio.com (a host with several: --interface)
		3011 75 has a problem (HTTP 400): 3011: 알 수 없는 내부 오류입니다
		3012 77 check the account and the password
		limit400 75 asked too often (HTTP 400): 5002: too many requests
		limit 75 asked too often (HTTP 429)
	END
}

@test "bizppurio: what passes does not cost the old token, and a refusal does" {
	local code

	for code in 3008 3011 limit400 limit; do
		tokctl forget --all
		plan bizppurio life=7200
		tokctl bizppurio >old
		shift_times -3700
		plan bizppurio "refuse=$code"
		run --separate-stderr tokctl bizppurio --retries 0
		[ "$status" -eq 0 ]
		[ "$output" = "$(cat old)" ]
		says 'the old one is used'
	done
	tokctl forget --all
	plan bizppurio life=7200
	tokctl bizppurio >old
	shift_times -3700
	plan bizppurio refuse=3010
	fails 77 tokctl bizppurio
	says 'registered addresses'
}

@test "an address that is not registered: who waits for the request is told the same hint" {
	local pids=() pid n

	plan bizppurio delay=1 refuse=3010
	for n in 1 2 3; do
		tokctl bizppurio >"out.$n" 2>"err.$n" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid" || [ $? -eq 77 ]; done
	for n in 1 2 3; do grep -F 'serves only registered addresses' "err.$n"; done
	asked 1 bizppurio
}

@test "a token with another status than 200 is none, and a code beside an empty one is a refusal" {
	local provider status token='"expires_in":3600,"expired":"20301110185520","access_token":"abcdef","accesstoken":"abcdef"'

	printf '{%s}' "$token" >granted
	for provider in toss bizppurio; do
		for status in 201 202 206 400; do
			plan "$provider" "body-file=$PWD/granted" "status=$status"
			fails 76 tokctl "$provider" --no-cache
			says 'has a token, but not HTTP status 200'
		done
	done
	printf '{"code":"3006","description":"no such account","accesstoken":""}' >refused
	for status in 200 400 401; do
		plan bizppurio "body-file=$PWD/refused" "status=$status"
		fails 77 tokctl bizppurio --no-cache
		says 3006 'no such account'
	done
}

@test "an affiliate code with blanks around it, which no header can carry, is not sent without them" {
	local code

	for code in ' ' ' a' 'a '; do
		fails 64 tokctl imweb --affiliate "$code"
		says '--affiliate: begins or ends with a blank' 'write it without'
		TOKCTL_IMWEB_AFFILIATE=$code fails 78 tokctl imweb
		says 'TOKCTL_IMWEB_AFFILIATE: begins or ends with a blank'
	done
	asked 0 imweb
	works tokctl imweb --affiliate 'a b'
}

@test "a wrong key or secret is 77, with a hint where to look" {
	local provider

	for provider in $PROVIDERS; do
		fails 77 tokctl "$provider" --key nobody
		[ "$(wc -l <<<"$stderr")" -ge 2 ]
		fails 77 tokctl "$provider" --secret wrong-one
		asked 2 "$provider"
	done
	# toss serves registered addresses only: the hint names the list.
	says IP 'list of addresses' --interface
}

@test "a refusal that quotes key and secret shows neither, in clear or encoded" {
	local provider how

	for provider in $PROVIDERS; do
		for how in clear percent base64; do
			plan "$provider" "echo=$how"
			fails 77 tokctl "$provider" --no-cache -v
			printf '%s\n%s\n' "$output" "$stderr" >shown
			says HTTP
			plan "$provider" "echo=$how"
			fails 77 tokctl "$provider" --error-format json -v
			printf '%s\n%s\n' "$output" "$stderr" >>shown
			no_secret_in shown
			[[ "$(cat shown)" != *비밀* ]]
			[[ "$(cat shown)" != *s3cret* ]]
		done
		# What the failure left in the cache neither.
		[ -d "$CACHE" ]
		no_secret_in "$CACHE"
	done
	# The search is no sham.
	run no_secret_in "$SERVER/log"
	[ "$status" -eq 1 ]
}

@test "a refusal is shown without the control bytes it holds" {
	answer toss '{"resultType":"FAIL","success":null,"error":{"errorCode":"X","reason":"a\u001b[31mb\u0007c\nd\u009be"}}'
	fails 77 tokctl toss
	[[ $stderr != *$'\e'* ]]
	[[ $stderr != *$'\a'* ]]
	[[ $stderr != *$'\xc2\x9b'* ]]
	[[ $stderr != *$'c\nd'* ]]
	[[ $stderr == *'a'*'[31mb'*'c'*'d'*'e'* ]]
}

# ---- replies that are wrong

@test "a token that is no b64token is 76, and not printed" {
	local provider token

	for provider in $PROVIDERS; do
		for token in 'a%20b' 'a%0Ab' 'a%0D%0AX-Evil:1' 'a%22b' '%ED%86%A0%ED%81%B0' '=' '==a' 'a=b' 'a%00' 'a%7F' \
			'%24%28id%29' "a'b" 'a%5Cb' '%09a' 'a,b' 'a;b'; do
			plan "$provider" "token=$token"
			fails 76 tokctl "$provider" --no-cache
		done
	done
}

@test "each character of a b64token is taken" {
	local provider

	for provider in $PROVIDERS; do
		plan "$provider" 'token=AZaz09-._~%2B/=='
		works tokctl "$provider" --no-cache
		[ "$output" = 'AZaz09-._~+/==' ]
	done
}

@test "a token is at most 8 KiB long" {
	local most

	most=$(printf 'a%.0s' {1..8192})
	plan toss "token=$most"
	works tokctl toss --no-cache
	[ "$output" = "$most" ]
	plan toss "token=${most}a"
	fails 76 tokctl toss --no-cache
}

@test "a reply without the token is 76" {
	local body

	for body in '{}' '{"access_token":""}' '{"access_token":"","expires_in":9}' '{"access_token":7,"expires_in":9}' \
		'{"access_token":null,"expires_in":9}' '{"accessToken":"abc","expires_in":9}' \
		'{"access_token":["abc"],"expires_in":9}'; do
		answer toss "$body"
		fails 76 tokctl toss --no-cache
	done
	for body in '{}' '{"code":200}' '{"msg":"SUCCESS","code":200,"access_token":""}' '{"access_token":"abc"}'; do
		answer imweb "$body"
		fails 76 tokctl imweb --no-cache
	done
	for body in '{}' '{"code":0,"response":null}' '{"code":0,"response":{}}' '{"code":0,"access_token":"abc"}' \
		'{"code":0,"response":{"access_token":"abc","now":1}}'; do
		answer iamport "$body"
		fails 76 tokctl iamport --no-cache
	done
	for body in '{}' '{"type":"Bearer","expired":"20301110185520"}' \
		'{"accesstoken":"","type":"Bearer","expired":"20301110185520"}'; do
		answer bizppurio "$body"
		fails 76 tokctl bizppurio --no-cache
	done
}

@test "iamport: a code other than 0 is a refusal, a token beside it or not" {
	answer iamport '{"code":1,"message":"no","response":{"access_token":"abc","now":1900000000,"expired_at":1900001800}}'
	fails 77 tokctl iamport --no-cache
	says 1 no
}

@test "imweb: a code other than 200 is a refusal, a token beside it or not" {
	answer imweb '{"code":201,"msg":"no","access_token":"abc"}'
	fails 77 tokctl imweb --no-cache
	says 201 no
}

@test "JSON is taken by the letter" {
	local body good='"access_token":"abc","token_type":"Bearer","expires_in":3599'

	answer toss " {$good , \"x\":[1,-0.5e+3,true,null,{\"y\":\"\\u00e9\\\\\"}]} "$'\n'
	works tokctl toss --no-cache
	[ "$output" = abc ]
	# Sixteen levels are the most: the object and fifteen in it.
	answer toss "{$good,\"x\":$(printf '[%.0s' {1..15})$(printf ']%.0s' {1..15})}"
	works tokctl toss --no-cache
	for body in "{$good}x" "{$good}{$good}" "{$good,}" "{$good" "[{$good}]" "{$good,\"access_token\":\"abd\"}" \
		"{$good,\"x\":{\"y\":1,\"y\":2}}" "{$good,\"x\":01}" "{$good,\"x\":'y'}" "{$good,\"x\":NaN}" \
		"{$good,\"x\":\"a"$'\n'"b\"}" "{$good,\"x\":\"\\ud800\"}" "{$good,\"x\":\"\\q\"}" \
		"{$good,\"x\":\"\\u0000\"}" "{$good,\"x\":\"a"$'\xff'"b\"}" "{$good,\"x\":\"a"$'\xc0\xaf'"b\"}" \
		"{$good,\"x\":\"a"$'\xed\xa0\x80'"b\"}" "/**/{$good}" $'\xef\xbb\xbf'"{$good}" 'null' '"abc"' '7' \
		"{$good,\"x\":$(printf '[%.0s' {1..16})$(printf ']%.0s' {1..16})}"; do
		answer toss "$body"
		fails 76 tokctl toss --no-cache
	done
	printf '{%s}\0' "$good" >nul
	plan toss "body-file=$PWD/nul"
	fails 76 tokctl toss --no-cache
}

@test "garbage, nothing, gzip, and more than 64 KiB are 76" {
	local provider words

	for provider in $PROVIDERS; do
		for words in garbage empty gzip big=65537 big=1000000 'chunked big=65537' 'garbage status=404' 'empty status=404'; do
			plan "$provider" "$words"
			fails 76 tokctl "$provider" --no-cache --retries 0
			says "tokctl: $provider: "
		done
		asked 8 "$provider"
	done
}

@test "a reply that is cut short is never taken for a whole one" {
	local provider words

	for provider in $PROVIDERS; do
		for words in truncate=0 truncate=10 chunked-cut 'truncate=40 abrupt'; do
			plan "$provider" "$words"
			run --separate-stderr tokctl "$provider" --no-cache --retries 0
			[ "$status" -eq 75 ] || [ "$status" -eq 76 ]
			[ -z "$output" ]
			[ -n "$stderr" ]
		done
	done
}

@test "a redirect is not followed" {
	local code

	for code in 301 302 303 307 308; do
		plan toss "redirect=https://oauth2-alpha.cert.toss.im/token" status=$code
		fails 76 tokctl toss --no-cache
		says redirect "HTTP $code"
	done
	asked 5
	asked 0 toss-test
}

# ---- trying again

@test "429, 502, 503 and 504 are tried again" {
	local code provider

	for code in 429 502 503 504; do
		plan toss status=$code
		works tokctl toss --no-cache
	done
	asked 8
	for provider in imweb iamport bizppurio; do
		plan "$provider" status=503 garbage
		works tokctl "$provider" --no-cache
		asked 2 "$provider"
	done
}

@test "two retries, if not told otherwise, then 75" {
	plan toss '*status=503'
	fails 75 tokctl toss --no-cache
	says 503 'try again'
	asked 3
	fails 75 tokctl toss --no-cache --retries 0
	asked 4
	TOKCTL_RETRIES=1 fails 75 tokctl toss --no-cache
	asked 6
	config '[tokctl]' 'retries = 0'
	fails 75 tokctl toss --no-cache --error-format json
	[ "$(trouble .retryable)" = true ]
	[ "$(trouble .http_status)" -eq 503 ]
	asked 7
}

@test "500, 400, 401 and 403 are not tried again" {
	local code

	for code in 400 401 403; do
		plan toss status=$code
		fails 77 tokctl toss --no-cache
		says "HTTP $code"
	done
	asked 3
	plan toss status=500
	fails 75 tokctl toss --no-cache
	asked 4
	plan toss status=500 garbage
	fails 75 tokctl toss --no-cache
	asked 5
}

@test "a reply that breaks off is not asked for again, for the token may have been granted" {
	plan toss drop
	fails 75 tokctl toss --no-cache
	asked 1
}

@test "Retry-After inside the deadline is waited for" {
	local started

	plan toss status=429 retry-after=1
	started=$(date +%s%3N)
	works tokctl toss --no-cache
	[ $(($(date +%s%3N) - started)) -ge 900 ]
	asked 2
}

@test "RateLimit-Reset is waited for where there is no Retry-After" {
	local started

	plan bizppurio refuse=limit header=RateLimit-Limit:1000 header=RateLimit-Reset:0.299
	started=$(date +%s%3N)
	works tokctl bizppurio --no-cache
	[ $(($(date +%s%3N) - started)) -ge 900 ]
	asked 2 bizppurio
	plan bizppurio refuse=limit header=RateLimit-Reset:600
	within 5000 fails 75 tokctl bizppurio
	says 'asks not to be asked before'
	within 5000 fails 75 tokctl bizppurio
	says 'asked not to be asked before'
	asked 3 bizppurio
}

@test "Retry-After beyond the deadline: 75 at once, with the time" {
	local value code

	for code in 429 503; do
		for value in 60 date+60 3600; do
			plan toss status=$code retry-after="$value"
			within 5000 fails 75 tokctl toss --no-cache
			[[ $stderr =~ 20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z ]]
		done
	done
	asked 6
}

@test "a Retry-After of any size is beyond the deadline, and does not wrap" {
	local value n=0

	for value in 315360001 4294967296 4294967297 99999999999999 18446744073709551617; do
		plan toss status=503 retry-after=$value
		within 5000 fails 75 tokctl toss --no-cache
		n=$((n + 1))
		asked $n
	done
}

@test "of a Retry-After that is too long, what is kept is said: a day" {
	local said then value

	for value in 99999999999999999999 99999999999 \
		Fri,%2031%20Dec%202100%2023:59:59%20GMT Fri,%2031%20Dec%209999%2023:59:59%20GMT; do
		tokctl forget toss
		plan toss status=503 header=Retry-After:"$value"
		then=$(($(date +%s) + 24 * 3600))
		fails 75 tokctl toss
		said=$(grep -oE '20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z' <<<"$stderr")
		about "$(date -d "$said" +%s)" "$then"
		# Who comes later is told the same.
		fails 75 tokctl toss
		about "$(date -d "$(grep -oE '20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z' <<<"$stderr")" +%s)" "$then"
	done
	asked 4
}

@test "a Retry-After that makes no sense is as none" {
	local value

	for value in -1 soon 1.5 ''; do
		plan toss status=503 retry-after="$value"
		works tokctl toss --no-cache
	done
	asked 8
}

@test "the deadline holds for all tries together" {
	plan toss '*delay=0.3' status=503
	within 2500 fails 75 tokctl toss --no-cache --retries 10 --timeout 1s
	[ "$(requests toss)" -le 4 ]
}

@test "an endpoint with a name in other letters is asked by the name that DNS has, in every locale" {
	local locale

	for locale in C C.UTF-8 en_US.ISO-8859-1 nonesuch; do
		LC_ALL=$locale fails 76 tokctl toss --no-cache --endpoint 'https://bücher.example/token'
		says 'could not be authenticated'
	done
	[ "$(grep -c '^CONNECT xn--bcher-kva.example:443 ' "$SERVER/proxy.log")" -eq 4 ]
	# None that there can be.
	fails 78 tokctl toss --no-cache --endpoint "https://bü$(printf '\xcc\x81')-.example/token"
	says 'xn--...'
}

# ---- no connection

@test "a connection that is refused is 75, and tried again" {
	direct "$CLOSED_PORT"
	fails 75 tokctl toss --retries 1 -v
	says "localhost:$CLOSED_PORT"
	[ "$(grep -c '^tokctl: toss: POST ' <<<"$stderr")" -eq 2 ]
	fails 75 tokctl toss --retries 0 --no-cache --error-format json
	[ "$(trouble .retryable)" = true ]
	[ "$(trouble .http_status)" = null ]
}

@test "a server that says nothing is 75 at the deadline" {
	not_under valgrind 'a second is over before it begins'
	direct "$MUTE_PORT"
	within 2500 fails 75 tokctl toss --timeout 1s
	says "localhost:$MUTE_PORT" 'in time'
}

@test "a server that says nothing is called the same in every run, however the tries fell" {
	local retries

	not_under valgrind 'a second is over before it begins'
	direct "$MUTE_PORT"
	for retries in 0 1 2 5 5 5; do
		fails 75 tokctl toss --timeout 1s --retries "$retries" --error-format json
		[ "$(trouble .id)" = timeout ]
		[[ $(trouble .hint) == *--timeout* ]]
	done
}

@test "a server that goes silent within its reply is 75 at the deadline" {
	not_under valgrind 'a second is over before it begins'
	plan toss drip=0.2
	within 2500 fails 75 tokctl toss --timeout 1s
}

@test "a proxy that says nothing is 75 at the deadline" {
	not_under valgrind 'a second is over before it begins'
	export TOKCTL_PROXY=http://127.0.0.1:$MUTE_PORT
	within 2500 fails 75 tokctl toss --timeout 1s
}

@test "a host that is not there is 75, and named" {
	TOKCTL_PROXY='' fails 75 tokctl toss --endpoint https://nonesuch.invalid/token --retries 0
	says nonesuch.invalid
}

@test "a proxy that wants a password" {
	echo user:word >"$SERVER/proxy-auth"
	run --separate-stderr tokctl toss --retries 0
	[ "$status" -ne 0 ]
	[ -z "$output" ]
	says proxy 407 'http://USER:PASSWORD@HOST:PORT'
	asked 0
	fails 78 tokctl toss --error-format json
	[[ $(trouble .hint) == *http://USER:PASSWORD@HOST:PORT* ]]
	works tokctl toss --proxy "http://user:word@127.0.0.1:$PROXY_PORT"
	asked 1
	fails 78 tokctl toss --proxy "http://user:wrong-word@127.0.0.1:$PROXY_PORT" --no-cache -v
	[[ $stderr != *wrong-word* ]]
}

@test "a SOCKS5 proxy is asked for the provider's host, by its name or by its address" {
	works tokctl toss --proxy "socks5h://127.0.0.1:$SOCKS_PORT"
	[ "$(cat "$SERVER/proxy.log")" = 'SOCKS5 oauth2.cert.toss.im:443' ]
	works tokctl toss --no-cache --proxy "socks5://127.0.0.1:$SOCKS_PORT" --endpoint "https://localhost:$PORT/token"
	grep -qE "^SOCKS5 (127\.0\.0\.1|::1):$PORT$" "$SERVER/proxy.log"
	asked 2
}

@test "a SOCKS5 proxy that comes to nothing is 75, and tried again; one that does not let us through is 78" {
	local reply

	export TOKCTL_PROXY=socks5h://127.0.0.1:$SOCKS_PORT
	for reply in 1 3 4 5 close; do
		echo $reply >"$SERVER/socks"
		fails 75 tokctl toss --no-cache --retries 1 -v
		says oauth2.cert.toss.im 'check the network, the endpoint and the proxy'
		[ "$(grep -c '^tokctl: toss: POST ' <<<"$stderr")" -eq 2 ]
		fails 75 tokctl toss --no-cache --retries 0 --error-format json
		[ "$(trouble .id)" = connect ]
	done
	# Its rules forbid it.
	echo 2 >"$SERVER/socks"
	fails 78 tokctl toss -v
	says 'does not let us through to oauth2.cert.toss.im'
	[ "$(grep -c '^tokctl: toss: POST ' <<<"$stderr")" -eq 1 ]
	[[ $stderr != *USER:PASSWORD* ]]
	TOKCTL_PROXY=socks5://127.0.0.1:$SOCKS_PORT fails 75 tokctl toss --retries 0 --endpoint https://nonesuch.invalid/token \
		--error-format json
	[ "$(trouble .id)" = dns ]
	asked 0
}

@test "a SOCKS5 proxy that wants a password" {
	local user

	echo user:word >"$SERVER/proxy-auth"
	for user in '' user:wrong-word@ "user:$(printf '%0300d' 7)@"; do
		fails 78 tokctl toss -v --proxy "socks5h://${user}127.0.0.1:$SOCKS_PORT"
		says 'does not let us through to oauth2.cert.toss.im' 'socks5h://USER:PASSWORD@HOST:PORT'
		[ "$(grep -c '^tokctl: toss: POST ' <<<"$stderr")" -eq 1 ]
		[[ $stderr != *wrong-word* ]]
	done
	asked 0
	works tokctl toss --proxy "socks5h://user:word@127.0.0.1:$SOCKS_PORT"
	asked 1
}

# ---- no trust

@test "a certificate that can't be trusted is 76, is not tried again, and gets no secret" {
	local port text

	while read -r port text; do
		direct "${!port}"
		fails 76 tokctl toss -v
		says localhost "$text"
		[ "$(grep -c '^tokctl: toss: POST ' <<<"$stderr")" -eq 1 ]
		fails 76 tokctl toss --error-format json --no-cache
		[ "$(trouble .retryable)" = false ]
	done <<-'END'
		EXPIRED_PORT certificate has expired
		NOT_YET_PORT certificate is not yet valid
		WRONG_HOST_PORT host name
		SELF_SIGNED_PORT self-signed
		UNKNOWN_CA_PORT issuer
	END
	asked 0
	asked 0 unknown
}

@test "TLS 1.1 is 76" {
	direct "$TLS11_PORT"
	fails 76 tokctl toss
	says 'does it speak HTTPS, by TLS 1.2 or later?'
	[[ $stderr != *--cacert* ]]
	asked 0
}

@test "--cacert replaces the system's trust, whole" {
	fails 76 tokctl toss --cacert "$CERTS/other-ca.pem"
	asked 0
	direct "$UNKNOWN_CA_PORT"
	works tokctl toss --cacert "$CERTS/other-ca.pem"
	fails 78 tokctl toss --no-cache --cacert "$HOME/nonesuch.pem"
	says "$HOME/nonesuch.pem"
	: >none.pem
	fails 78 tokctl toss --no-cache --cacert none.pem
	says none.pem
	asked 1
}

@test "a CA file that is no regular file is refused before it is opened, which for a FIFO would last" {
	local file

	mkfifo fifo
	for file in fifo /dev/null "$HOME"; do
		within 5000 fails 78 tokctl toss --timeout 10s --cacert "$file"
		says "the CA file $file is not a regular file"
	done
	asked 0
	ln -s "$CERTS/ca.pem" link.pem
	works tokctl toss --cacert link.pem
}

@test "the environment can't bend the trust" {
	direct "$UNKNOWN_CA_PORT"
	SSL_CERT_FILE=$CERTS/other-ca.pem CURL_CA_BUNDLE=$CERTS/other-ca.pem fails 76 tokctl toss
	asked 0
}
