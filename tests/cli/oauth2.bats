# SPDX-License-Identifier: ISC
# tokctl oauth2:NAME. What a good server does is asked of two that no one here wrote (tests/oauth2); what a bad one does is
# played by the test server, whose issuer is https://HOST/tenant.
# shellcheck shell=bats disable=SC2030,SC2031,SC2153,SC2154

load support

ENDPOINT=https://auth.example/oauth2/token
ISSUER=https://auth.example/tenant
RESOURCE=https://api.example/orders
REAL_SECRET='s3cret+/=&%"\ :x'

# Before the sandbox: npm is the caller's, with the registry that is set for it.
setup_file() {
	local build=${TOKCTL_BUILD:-$BATS_TEST_DIRNAME/../../build} status=0

	export REAL_SKIPPED
	REAL_SKIPPED=$("$BATS_TEST_DIRNAME/../oauth2/install" "$build" 3>&- 4>&-) || status=$?
	[ "$status" -eq 0 ] || [ "$status" -eq 75 ]
}

setup() {
	local skipped=${REAL_SKIPPED:-}

	sandbox
	REAL_SKIPPED=$skipped
	serve
	export TOKCTL_OAUTH2_CRM_CLIENT_ID=$KEY TOKCTL_OAUTH2_CRM_CLIENT_SECRET=$SECRET
}

teardown() {
	[ -z "${REAL_PID:-}" ] || kill "$REAL_PID"
	cleanup
}

body() { request "$1" "${2:-1}" | sed '1,/^\r$/d'; }
header() { request "$1" "${3:-1}" | tr -d '\r' | sed -n "s/^$2: //p"; }
member() { jq -r "$1" <<<"$output"; }
at_endpoint() { export TOKCTL_OAUTH2_CRM_ENDPOINT=$ENDPOINT; }
at_issuer() { export TOKCTL_OAUTH2_CRM_ISSUER=$ISSUER; }

# answer NAME BODY [WORD...]: what the next reply says, byte for byte.
answer() {
	local name=$1 file

	file=$(mktemp "$BATS_TEST_TMPDIR/answer.XXXXXX")
	printf %s "$2" >"$file"
	shift 2
	plan "$name" "body-file=$file" "$@"
}

# ---- the request, to the byte

@test "by its endpoint: Basic, id and secret form-encoded first (RFC 6749, 2.3.1)" {
	at_endpoint
	works tokctl oauth2:crm
	[[ $output == oauth2-0001-* ]]
	[ "$(header oauth2 Authorization)" = "Basic $(printf %s "shop-key:s3cret%2B%2F%3D%26%25%22%5C+%EB%B9%84%EB%B0%80" | base64 -w0)" ]
	[ "$(header oauth2 Content-Type)" = application/x-www-form-urlencoded ]
	[ "$(header oauth2 Accept)" = application/json ]
	[ "$(body oauth2)" = grant_type=client_credentials ]
	[ "$(request oauth2 1 | head -1 | tr -d '\r')" = 'POST /oauth2/token HTTP/1.1' ]
	# Cached.
	works tokctl oauth2:crm --header
	[[ $output == 'Authorization: Bearer oauth2-0001-'* ]]
	works tokctl oauth2:crm -o env
	[[ $output == "OAUTH2_CRM_TOKEN='oauth2-0001-"* ]]
	asked 1 oauth2
	asked 0 metadata
}

@test "an id with a colon is sent by Basic all the same" {
	at_endpoint
	echo '{"oauth2":{"https://id.example/a:b c":"x y"}}' >"$SERVER/credentials.json"
	works tokctl oauth2:crm --client-id 'https://id.example/a:b c' --client-secret 'x y'
	[ "$(header oauth2 Authorization)" = "Basic $(printf %s 'https%3A%2F%2Fid.example%2Fa%3Ab+c:x+y' | base64 -w0)" ]
}

@test "auth = post: id and secret in the form, and no header" {
	at_endpoint
	works tokctl oauth2:crm --auth post
	[ "$(body oauth2)" = 'grant_type=client_credentials&client_id=shop-key&client_secret=s3cret%2B%2F%3D%26%25%22%5C+%EB%B9%84%EB%B0%80' ]
	[ "$(header oauth2 Authorization)" = '' ]
	fails 64 tokctl oauth2:crm --auth header
}

@test "scope, audience, resources and further parameters, each encoded, these by name" {
	at_endpoint
	works tokctl oauth2:crm --scope 'b:x a' --audience 'https://api/?x=1&y' --resource 'https://a.example/x urn:b' \
		--param zone=1 --param tenant.id='ACME & 비' --param Upper=q
	[ "$(body oauth2)" = 'grant_type=client_credentials&scope=b%3Ax+a&audience=https%3A%2F%2Fapi%2F%3Fx%3D1%26y&resource=https%3A%2F%2Fa.example%2Fx&resource=urn%3Ab&Upper=q&tenant.id=ACME+%26+%EB%B9%84&zone=1' ]
}

@test "the config says it all" {
	unset TOKCTL_OAUTH2_CRM_CLIENT_ID TOKCTL_OAUTH2_CRM_CLIENT_SECRET
	printf '%s\n' "$SECRET" >secret
	chmod 600 secret
	config '[oauth2:crm]' "endpoint = $ENDPOINT" 'client-id = shop-key' 'client-secret-file = ~/secret' 'auth = post' 'scope = s' \
		'audience = a' 'resource = urn:r' 'param.tenant_id = acme' 'param.region = kr'
	works tokctl oauth2:crm
	[[ "$(body oauth2)" == *'&scope=s&audience=a&resource=urn%3Ar&region=kr&tenant_id=acme' ]]
	# The general words will do as well.
	config '[oauth2:crm]' "endpoint = $ENDPOINT" 'key = shop-key' 'secret-file = ~/secret'
	works tokctl oauth2:crm
	asked 2 oauth2
}

@test "a parameter: flag, then variable, then config, each by its name" {
	config '[oauth2:crm]' "endpoint = $ENDPOINT" 'param.one = config' 'param.two_b = config' 'param.three = config'
	export TOKCTL_OAUTH2_CRM_PARAM_TWO_B=variable TOKCTL_OAUTH2_CRM_PARAM_THREE=variable TOKCTL_OAUTH2_OTHER_PARAM_FOUR=no
	works tokctl oauth2:crm --param three=flag --param three=flag2
	[ "$(body oauth2)" = 'grant_type=client_credentials&one=config&three=flag2&two_b=variable' ]
}

@test "a parameter that can't be" {
	local name

	at_endpoint
	for name in grant_type client_id client_secret client_assertion client_assertion_type scope audience resource; do
		fails 64 tokctl oauth2:crm --param "$name=x"
		says "--param" "'$name' can't be a further parameter"
		TOKCTL_OAUTH2_CRM_PARAM_THIS=x fails 64 tokctl oauth2:crm --param "$name=x"
	done
	for name in 'x' '=x' 'a b=x' 'a&b=x' "$(printf 'n%.0s' {1..64})=x" 'x=' $'x=a\nb' '비=x'; do
		fails 64 tokctl oauth2:crm --param "$name"
	done
	TOKCTL_OAUTH2_CRM_PARAM_SCOPE=x fails 78 tokctl oauth2:crm
	says TOKCTL_OAUTH2_CRM_PARAM_SCOPE
	config '[oauth2:crm]' 'param.grant_type = password'
	fails 78 tokctl oauth2:crm
	says "$CONFIG:2: param.grant_type"
	config '[oauth2:crm]' 'param.a = 1' 'param.b = 1' 'param.a = 2'
	fails 78 tokctl oauth2:crm
	says "$CONFIG:4: param.a stands twice"
	config '[oauth2:crm]' 'param = a=1'
	fails 78 tokctl oauth2:crm
	says "$CONFIG:2: unknown key 'param'"
	rm "$CONFIG"
	# shellcheck disable=SC2046
	fails 64 tokctl oauth2:crm $(printf -- '--param p%d=1 ' {1..17})
	# shellcheck disable=SC2046
	works tokctl oauth2:crm $(printf -- '--param p%d=1 ' {1..16})
	asked 1 oauth2
	TOKCTL_OAUTH2_CRM_PARAM_THAT=x fails 78 tokctl oauth2:crm $(printf -- '--param p%d=1 ' {1..16})
	says 'at most 16'
	fails 78 tokctl oauth2:crm $(printf -- "--param p%d=$(printf 'x%.0s' {1..4000}) " {1..5})
	says 'more than 16384 bytes together'
}

@test "a resource is an absolute URI without a fragment (RFC 8707)" {
	local bad

	at_endpoint
	for bad in orders /orders //api.example 'https:' 'https://a.example/#x' 'https://a  https://b' ' https://a' 'https://a ' '1x:y' ''; do
		fails 64 tokctl oauth2:crm --resource "$bad"
	done
	asked 0 oauth2
}

@test "each value that is sent tells tokens apart" {
	local -a ways=('' '--auth basic' '--auth post' '--scope a' '--scope b' '--audience a' '--audience b' '--resource urn:a'
		'--resource urn:b' '--param a=1' '--param a=2' '--param b=1' '--param a=1 --param b=1' "--endpoint ${ENDPOINT/auth/AUTH}"
		"--endpoint $ENDPOINT?x" '--client-id outlet-key --client-secret outlet-secret')
	local way n=0

	at_endpoint
	for way in "${ways[@]}"; do
		# shellcheck disable=SC2086
		works tokctl oauth2:crm $way
		n=$((n + 1))
		asked "$n" oauth2
	done
	for way in "${ways[@]}"; do
		# shellcheck disable=SC2086
		works tokctl oauth2:crm $way
	done
	# The order in which parameters are given doesn't matter, nor where.
	works tokctl oauth2:crm --param b=1 --param a=1
	TOKCTL_OAUTH2_CRM_PARAM_A=1 works tokctl oauth2:crm --param b=1
	asked "$n" oauth2
	# An issuer is none of these, wherever its endpoint is.
	unset TOKCTL_OAUTH2_CRM_ENDPOINT
	works tokctl oauth2:crm --issuer "$ISSUER"
	asked $((n + 1)) oauth2
}

# ---- what is missing, or too much

@test "a name whose variables would be another server's is refused, and no secret goes astray" {
	local name

	config '[oauth2:x]' "endpoint = $ENDPOINT" "client-id = $KEY" "client-secret = $SECRET"
	for name in x_param x-param x_param_y x_client x-y-client; do
		fails 64 tokctl "oauth2:$name"
		says "'$name'" "another's"
	done
	TOKCTL_OAUTH2_X_PARAM_SECRET=others fails 64 tokctl oauth2:x_param
	for name in param client client_x x_parameter x_paramount x_clients; do
		fails 78 tokctl "oauth2:$name"
	done
	fails 78 tokctl toss:x_client
}

@test "a name is needed" {
	fails 64 tokctl oauth2
	says 'oauth2:NAME' '[oauth2:NAME]' 'tokctl help oauth2'
	fails 64 tokctl status oauth2
	fails 64 tokctl forget oauth2
	fails 64 tokctl reject oauth2 </dev/null
	works tokctl help oauth2
	[[ $output == *'tokctl oauth2:NAME'*TOKCTL_OAUTH2_NAME_CLIENT_SECRET_FILE*TOKCTL_OAUTH2_NAME_PARAM_WORD*param.WORD* ]]
}

@test "no endpoint, no id, no secret: each place where it can be put" {
	fails 78 tokctl oauth2:crm
	says 'no endpoint, and no issuer' '--issuer URL' '--endpoint URL' TOKCTL_OAUTH2_CRM_ENDPOINT= TOKCTL_OAUTH2_CRM_ISSUER= \
		"'issuer = URL' under [oauth2:crm]"
	at_endpoint
	unset TOKCTL_OAUTH2_CRM_CLIENT_ID
	fails 78 tokctl oauth2:crm
	says 'no client-id' '--client-id KEY' TOKCTL_OAUTH2_CRM_CLIENT_ID= "'client-id = KEY' under [oauth2:crm]"
	unset TOKCTL_OAUTH2_CRM_CLIENT_SECRET
	fails 78 tokctl oauth2:crm --client-id x
	says 'no client-secret' '--client-secret-file FILE' TOKCTL_OAUTH2_CRM_CLIENT_SECRET_COMMAND= "'client-secret = SECRET'"
	asked 0 oauth2
}

@test "an endpoint and an issuer in one place are one too many; the higher place counts" {
	fails 64 tokctl oauth2:crm --endpoint "$ENDPOINT" --issuer "$ISSUER"
	says 'both --endpoint and --issuer are set'
	config '[oauth2:crm]' "endpoint = $ENDPOINT" "issuer = $ISSUER"
	fails 78 tokctl oauth2:crm
	config '[oauth2:crm]' 'endpoint = https://elsewhere.example/token'
	works tokctl oauth2:crm --issuer "$ISSUER"
	asked 1 metadata
}

@test "its options are refused by the others, and theirs by it" {
	local option

	keys toss imweb
	for option in '--issuer https://a' '--auth post' '--audience a' '--resource urn:a' '--param a=1'; do
		# shellcheck disable=SC2086
		fails 64 tokctl toss $option
		says "${option%% *}: toss has no"
	done
	TOKCTL_TOSS_PARAM_A=1 fails 78 tokctl toss
	says TOKCTL_TOSS_PARAM_A
	config '[toss]' 'param.a = 1'
	fails 78 tokctl toss
	rm "$CONFIG"
	at_endpoint
	for option in --test '--affiliate a' '--method get'; do
		# shellcheck disable=SC2086
		fails 64 tokctl oauth2:crm $option
	done
	asked 0 oauth2
}

@test "an issuer is https, without query, fragment and user name" {
	local bad

	for bad in http://auth.example 'https://auth.example/?x' 'https://auth.example#x' https://user@auth.example auth.example https:// ''; do
		fails 64 tokctl oauth2:crm --issuer "$bad"
		says --issuer
	done
	asked 0 metadata
}

# ---- discovery

@test "an issuer's metadata are asked for once, and then the token" {
	at_issuer
	works tokctl oauth2:crm --json
	[ "$(member .token_type)" = Bearer ]
	asked 1 metadata
	[ "$(request metadata 1 | head -1 | tr -d '\r')" = 'GET /.well-known/oauth-authorization-server/tenant HTTP/1.1' ]
	[ "$(header metadata Accept)" = application/json ]
	[ "$(header metadata Authorization)" = '' ]
	works tokctl oauth2:crm --refresh
	works tokctl oauth2:crm --refresh
	asked 1 metadata
	asked 3 oauth2
	works tokctl status --json
	[ "$(member '.tokens[0] | [.endpoint, .issuer] | join(" ")')" = "$ENDPOINT $ISSUER" ]
	tokctl oauth2:crm | works tokctl reject oauth2:crm
	works tokctl oauth2:crm
	asked 1 metadata
	asked 4 oauth2
	works tokctl oauth2:crm --no-cache
	asked 2 metadata
	works tokctl forget oauth2:crm
	works tokctl oauth2:crm
	asked 3 metadata
}

@test "metadata are believed for a day" {
	frozen
	at_issuer
	works at 0 tokctl oauth2:crm
	works at 86399 tokctl oauth2:crm
	asked 1 metadata
	works at 86400 tokctl oauth2:crm --refresh
	asked 2 metadata
	# From the future: the clock was set back.
	works at 1000 tokctl oauth2:crm --refresh
	asked 3 metadata
	asked 4 oauth2
}

@test "after a failure the metadata are asked for anew" {
	at_issuer
	works tokctl oauth2:crm
	plan oauth2 refuse=client
	fails 77 tokctl oauth2:crm --refresh
	works tokctl oauth2:crm --refresh
	asked 2 metadata
	asked 3 oauth2
}

@test "an endpoint that has moved is found in the same run" {
	local kind

	at_issuer
	works tokctl oauth2:crm
	for kind in status=404 status=410 redirect=https://auth.example/login; do
		plan oauth2 "$kind"
		works tokctl oauth2:crm --refresh
	done
	asked 4 metadata
	asked 7 oauth2
	# Not so after a refusal, nor where an endpoint was set.
	plan oauth2 status=404
	fails 76 tokctl oauth2:crm --endpoint "$ENDPOINT"
	asked 4 metadata
	# A page that answers everything is found out by the next run.
	plan oauth2 garbage
	fails 76 tokctl oauth2:crm --refresh
	works tokctl oauth2:crm --refresh
	asked 5 metadata
}

@test "metadata that quote the secret are not followed, kept or shown" {
	local quoted

	at_issuer
	works tokctl oauth2:crm
	quoted=$(jq -rn --arg secret "$SECRET" '$secret | @uri')
	plan oauth2 status=404
	answer metadata "{\"issuer\":\"$ISSUER\",\"token_endpoint\":\"https://auth.example/u/$quoted\"}"
	fails 76 tokctl oauth2:crm --refresh -v
	says 'quotes the secret'
	[[ $stderr != *"$quoted"* ]]
	run grep -rF "$quoted" "$CACHE"
	[ "$status" -eq 1 ]
	asked 2 oauth2
}

@test "where the known endpoint may have granted a token, a fault in its reply is no reason to ask twice" {
	local body words granted='{"access_token":"abcdef","token_type":"Bearer","expires_in":3600'

	at_issuer
	works tokctl oauth2:crm
	while IFS='|' read -r body words; do
		# shellcheck disable=SC2086  # words
		answer oauth2 "$body" $words
		fails 76 tokctl oauth2:crm --refresh --retries 0
		works tokctl oauth2:crm --refresh
	done <<-END
		{"access_token":"abcdef","expires_in":3600}
		{"access_token":"abcdef","token_type":"Bearer","expires_in":0}
		{"access_token":"abc def","token_type":"Bearer","expires_in":3600}
		$granted,"access_token":"abcdef"}
		$granted}|header=Content-Encoding:gzip
		$granted}|big=70000
	END
	asked 13 oauth2
	asked 7 metadata
}

@test "a secret that is a word of the token endpoint's URL, or stands in the issuer, is no quoted one" {
	local secret

	for secret in oauth2 e auth.example; do
		jq -n --arg key "$KEY" --arg secret "$secret" '{oauth2: {($key): $secret}}' >"$SERVER/credentials.json"
		works tokctl oauth2:crm --no-cache --issuer "$ISSUER" --secret "$secret"
	done
}

@test "where RFC 8414 has nothing, OpenID Connect's place is looked at" {
	local kind

	at_issuer
	for kind in refuse=none status=400 status=403 garbage empty redirect=https://auth.example/login 'garbage big=70000' \
		'status=404 big=70000' 'status=404 header=Content-Encoding:gzip' 'status=404 truncate=10' 'status=404 no-length abrupt'; do
		plan metadata "$kind"
		works tokctl oauth2:crm --no-cache
	done
	asked 22 metadata
	[ "$(request metadata 2 | head -1 | tr -d '\r')" = 'GET /tenant/.well-known/openid-configuration HTTP/1.1' ]
	asked 11 oauth2
	asked 0 unknown
}

@test "nothing at either place" {
	local kind

	at_issuer
	for kind in refuse=none garbage redirect=https://auth.example/login; do
		plan metadata "$kind"
		plan metadata "$kind"
		fails 76 tokctl oauth2:crm
		says 'no metadata'
	done
	asked 0 oauth2
	asked 0 unknown
}

@test "metadata that can't be" {
	local body

	at_issuer
	for body in '{}' '{"issuer":null}' '{"issuer":"https://auth.example/tenant/","token_endpoint":"https://auth.example/oauth2/token"}' \
		'{"issuer":"https://AUTH.example/tenant","token_endpoint":"https://auth.example/oauth2/token"}' \
		'{"issuer":"https://other.example","token_endpoint":"https://auth.example/oauth2/token"}' \
		'{"issuer":"https://auth.example/tenant"}' '{"issuer":"https://auth.example/tenant","token_endpoint":["https://auth.example/oauth2/token"]}' \
		'{"issuer":"https://auth.example/tenant","token_endpoint":"http://auth.example/oauth2/token"}' \
		'{"issuer":"https://auth.example/tenant","token_endpoint":"/oauth2/token"}' \
		'{"issuer":"https://auth.example/tenant","token_endpoint":"https://u@auth.example/oauth2/token"}'; do
		answer metadata "$body"
		fails 76 tokctl oauth2:crm
	done
	asked 10 metadata
	asked 0 oauth2
	answer metadata '{"issuer":"https://evil.example/\u001b[31m","token_endpoint":"https://auth.example/oauth2/token"}'
	fails 76 tokctl oauth2:crm
	says 'another issuer' 'https://evil.example/\033[31m' 'to the letter'
}

@test "the issuer's metadata can't make a message quote the secret" {
	local form

	at_issuer
	for form in '"https://evil.example/" + $s' '"https://evil.example/" + ($s | @uri)' '"https://evil.example/" + ($s | @base64)'; do
		answer metadata "$(jq -cn --arg s "$SECRET" "{issuer: ($form), token_endpoint: \"$ENDPOINT\"}")"
		run --separate-stderr tokctl oauth2:crm -v
		[ "$status" -eq 76 ]
		printf '%s\n' "$output" "$stderr" >said
		no_secret_in said
		no_secret_in "$CACHE"
	done
}

@test "an issuer that is too long to be shown whole is not cut within the secret; one with a character in it that is not shown is hidden" {
	local room

	at_issuer
	for room in 470 480 485 490 495; do
		answer metadata "$(jq -cn --arg s "$SECRET" "{issuer: (\"https://evil.example/\" + \"a\" * ($room - 21) + \$s),
			token_endpoint: \"$ENDPOINT\"}")"
		fails 76 tokctl oauth2:crm -v
		says 'another issuer' https://evil.example/aaaa
		[[ $stderr != *s3* ]]
	done
	answer metadata "$(jq -cn '{issuer: "https://evil.example/s3\u200bcret", token_endpoint: "https://auth.example/oauth2/token"}')"
	fails 76 env TOKCTL_OAUTH2_CRM_CLIENT_SECRET=$'s3\u200bcret' tokctl oauth2:crm --error-format json
	says 'https://evil.example/***'
	[[ $stderr != *cret* ]]
}

@test "advice on the issuer is for what its metadata are, not for what its token endpoint says" {
	at_issuer
	answer metadata '{"issuer":"https://other.example","token_endpoint":"https://auth.example/oauth2/token"}'
	fails 76 tokctl oauth2:crm
	says 'is the issuer written'
	answer oauth2 '{"access_token":"abc","token_type":"mac"}'
	fails 76 tokctl oauth2:crm
	says token_type
	[[ $stderr != *'is the issuer written'* ]]
}

@test "an issuer that ends in a slash is asked at the same places" {
	answer metadata '{"issuer":"https://auth.example/tenant/","token_endpoint":"https://auth.example/oauth2/token"}'
	works tokctl oauth2:crm --issuer "$ISSUER/"
	asked 1 metadata
}

# metadata METHODS: what the next metadata say of token_endpoint_auth_methods_supported.
metadata() {
	answer metadata "{\"issuer\":\"$ISSUER\",\"token_endpoint\":\"$ENDPOINT\",\"token_endpoint_auth_methods_supported\":$1}"
}

@test "the metadata choose how the client authenticates, unless it is set" {
	at_issuer
	metadata '["private_key_jwt","client_secret_post"]'
	works tokctl oauth2:crm
	[[ $(body oauth2 1) == *client_secret=* ]]
	# What was chosen is known from then on.
	works tokctl oauth2:crm --refresh
	[[ $(body oauth2 2) == *client_secret=* ]]
	asked 1 metadata
	metadata '["client_secret_post","client_secret_basic"]'
	works tokctl oauth2:crm --no-cache
	[ "$(body oauth2 3)" = grant_type=client_credentials ]
	metadata '["client_secret_post"]'
	works tokctl oauth2:crm --auth basic
	[ "$(body oauth2 4)" = grant_type=client_credentials ]
	metadata '["client_secret_basic"]'
	works tokctl oauth2:crm --auth post
	[[ $(body oauth2 5) == *client_secret=* ]]
	metadata null
	works tokctl oauth2:crm --no-cache
	[ "$(body oauth2 6)" = grant_type=client_credentials ]
}

@test "metadata that name neither way" {
	local methods

	at_issuer
	for methods in '["private_key_jwt"]' '["none"]' '[]' '"client_secret_basic"' '[42]'; do
		metadata "$methods"
		fails 78 tokctl oauth2:crm
		says client_secret_basic client_secret_post 'auth = basic'
	done
	asked 0 oauth2
	metadata '["none"]'
	works tokctl oauth2:crm --auth basic
}

@test "trouble that passes is tried again, in both requests with the same retries" {
	at_issuer
	plan metadata status=503
	plan oauth2 status=503
	works tokctl oauth2:crm
	asked 2 metadata
	asked 2 oauth2
	plan metadata status=503
	plan oauth2 status=503
	fails 75 tokctl oauth2:crm --no-cache --retries 1
	asked 4 metadata
	asked 3 oauth2
	plan metadata status=429 retry-after=100
	fails 75 tokctl oauth2:crm --no-cache
	asked 5 metadata
	plan metadata status=503
	plan metadata status=503
	fails 75 tokctl oauth2:crm --no-cache --retries 1
	# 503 says nothing of the place: the other one is not looked at.
	[ "$(cat "$SERVER"/log/*.metadata | grep -c openid)" -eq 0 ]
}

@test "one deadline for both requests" {
	local began=$SECONDS

	at_issuer
	plan metadata delay=1
	plan oauth2 delay=20
	fails 75 tokctl oauth2:crm --timeout 2s
	timely [ $((SECONDS - began)) -le 5 ]
}

@test "twenty at once: one asks for the metadata and the token" {
	local -a pids=()
	local n

	at_issuer
	plan metadata delay=0.2
	for n in {1..20}; do
		tokctl oauth2:crm >"out.$n" 2>"err.$n" 3>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	[ "$(cat out.* | sort -u | wc -l)" -eq 1 ]
	[ "$(cat out.* | wc -l)" -eq 20 ]
	[ ! -s err.1 ]
	asked 1 metadata
	asked 1 oauth2
}

# ---- the reply

@test "refusals" {
	local form

	at_endpoint
	for form in client scope target unauthorized unsupported request error200; do
		plan oauth2 "refuse=$form"
		fails 77 tokctl oauth2:crm
	done
	plan oauth2 refuse=target
	fails 77 tokctl oauth2:crm
	says 'the provider refused (HTTP 400): invalid_target: The resource is unknown' '--auth post'
	fails 77 tokctl oauth2:crm --client-secret wrong
	says '(HTTP 401): invalid_client'
	asked 9 oauth2
}

@test "server_error and temporarily_unavailable pass, whatever the status" {
	at_endpoint
	plan oauth2 refuse=busy
	fails 75 tokctl oauth2:crm
	says '(HTTP 400): temporarily_unavailable'
	plan oauth2 refuse=broken
	fails 75 tokctl oauth2:crm --error-format json
	[ "$(jq -r '.error | [.id, .provider_code, .provider_message] | join(" ")' <<<"$stderr")" = 'server server_error see the log' ]
}

@test "reject without the --auth that the fetch had says that there is no such token" {
	at_endpoint
	tokctl oauth2:crm --auth post >token
	run --separate-stderr tokctl reject oauth2:crm <token
	[ "$status" -eq 0 ]
	says 'no token is cached for what is named: nothing is dropped' auth
	works tokctl oauth2:crm --auth post --offline
	works tokctl reject oauth2:crm --auth post <token
	fails 69 tokctl oauth2:crm --auth post --offline
	# What was there and is gone is no mistake.
	works tokctl reject oauth2:crm --auth post <token
}

@test "invalid_scope: the hint names --scope, and what was asked for" {
	at_endpoint
	plan oauth2 refuse=scope
	fails 77 tokctl oauth2:crm --scope orders:write
	says "'orders:write'" --scope
	plan oauth2 refuse=scope
	fails 77 tokctl oauth2:crm
	says --scope
	keys toss
	plan toss refuse=scope
	fails 77 tokctl toss
	says "'toss-shopping-fep:write'" --scope
}

@test "a 401 without a word is a refusal, another status is not what is documented" {
	at_endpoint
	answer oauth2 '<html>' status=401
	fails 77 tokctl oauth2:crm
	answer oauth2 '{"message":"no"}' status=400
	fails 76 tokctl oauth2:crm
	answer oauth2 '{"access_token":"T","token_type":"Bearer"}' status=201
	fails 76 tokctl oauth2:crm
}

@test "token_type is Bearer, in any case, and nothing else" {
	local type

	at_endpoint
	for type in Bearer bearer BEARER; do
		answer oauth2 "{\"access_token\":\"T\",\"token_type\":\"$type\",\"expires_in\":60}"
		works tokctl oauth2:crm --refresh --header
		[ "$output" = 'Authorization: Bearer T' ]
	done
	for type in '"mac"' '"DPoP"' '"N_A"' '""' null '["Bearer"]'; do
		answer oauth2 "{\"access_token\":\"T\",\"token_type\":$type,\"expires_in\":60}"
		fails 76 tokctl oauth2:crm --refresh
	done
	answer oauth2 '{"access_token":"T","expires_in":60}'
	fails 76 tokctl oauth2:crm --refresh
	says 'token_type is missing'
}

@test "no expires_in: reused for five minutes, or as is said; no expiry to print" {
	local n

	frozen
	at_endpoint
	for n in 1 2 3 4 5 6; do answer oauth2 "{\"access_token\":\"T$n\",\"token_type\":\"Bearer\"}"; done
	works at 0 tokctl oauth2:crm --json
	[ "$(member '[.expires_at, .expires_in, .token] | @json')" = '[null,null,"T1"]' ]
	works at 299 tokctl oauth2:crm
	[ "$output" = T1 ]
	works at 300 tokctl oauth2:crm
	[ "$output" = T2 ]
	works at 1000 tokctl oauth2:crm --reuse-for 1h
	[ "$output" = T2 ]
	fails 69 at 1000 tokctl oauth2:crm --reuse-for 1h --expiry
	says 'does not report when a token expires'
	fails 69 at 1000 tokctl oauth2:crm --reuse-for 1h -o epoch
	fails 69 at 1000 tokctl oauth2:crm --reuse-for 1h --min-ttl 1m
	# What is said for all can't be meant for it.
	TOKCTL_MIN_TTL=1m works at 1000 tokctl oauth2:crm --reuse-for 1h
	asked 2 oauth2
	works at 500 tokctl status oauth2:crm --json
	[ "$(member '.tokens[0].expires_at')" = null ]
	works at 2000 tokctl oauth2:crm --reuse-for 0
	works at 2000 tokctl oauth2:crm --reuse-for 0
	[ "$output" = T4 ]
}

@test "expires_in: a number, a string of digits, null" {
	local life

	at_endpoint
	for life in 3600 '"3600"' 3600.5; do
		answer oauth2 "{\"access_token\":\"T\",\"token_type\":\"Bearer\",\"expires_in\":$life}"
		works tokctl oauth2:crm --refresh -o ttl
		[ "$output" -gt 3590 ]
		[ "$output" -le 3600 ]
	done
	answer oauth2 '{"access_token":"T","token_type":"Bearer","expires_in":null}'
	fails 69 tokctl oauth2:crm --refresh -o ttl
	for life in 0 '"0"' -1 '"-1"' '"1e3"' '"3600 "' '""' true '[3600]' 1e300 '"99999999999999999999"'; do
		answer oauth2 "{\"access_token\":\"T\",\"token_type\":\"Bearer\",\"expires_in\":$life}"
		fails 76 tokctl oauth2:crm --refresh
	done
}

@test "--min-ttl is kept where an expiry is reported" {
	at_endpoint
	plan oauth2 life=100
	works tokctl oauth2:crm
	works tokctl oauth2:crm --min-ttl 10m
	asked 2 oauth2
	plan oauth2 life=100
	fails 69 tokctl oauth2:crm --min-ttl 2h
}

@test "less scope than was asked for is a warning, once" {
	at_endpoint
	answer oauth2 '{"access_token":"T","token_type":"Bearer","expires_in":60,"scope":"read"}'
	run --separate-stderr tokctl oauth2:crm --scope 'read write'
	[ "$status" -eq 0 ]
	[ "$output" = T ]
	says 'less than the scope that was asked for: read'
	works tokctl oauth2:crm --scope 'read write' --json
	[ "$(member .scope)" = read ]
	answer oauth2 '{"access_token":"T","token_type":"Bearer","expires_in":60,"scope":"write more read"}'
	works tokctl oauth2:crm --scope 'read write' --refresh
	answer oauth2 '{"access_token":"T","token_type":"Bearer","expires_in":60,"scope":"readwrite"}'
	works tokctl -q oauth2:crm --scope 'read write' --refresh
	answer oauth2 '{"access_token":"T","token_type":"Bearer","expires_in":60,"scope":"reader"}'
	run --separate-stderr tokctl oauth2:crm --scope 'read' --refresh
	says 'less than the scope'
}

@test "no redirect is followed" {
	at_endpoint
	plan oauth2 redirect=https://auth.example/elsewhere
	fails 76 tokctl oauth2:crm
	asked 0 unknown
}

@test "the secret shows up nowhere, in whatever form a server quotes it" {
	local quoted how

	at_endpoint
	quoted=$(printf %s "shop-key:s3cret%2B%2F%3D%26%25%22%5C+%EB%B9%84%EB%B0%80" | base64 -w0)
	for how in clear percent base64; do
		plan oauth2 "echo=$how"
		fails 77 tokctl -v oauth2:crm
		printf '%s\n' "$stderr" >shown
		no_secret_in shown
	done
	answer oauth2 "{\"error\":\"invalid_client\",\"error_description\":\"no such client: Basic $quoted\"}" status=401
	fails 77 tokctl -v oauth2:crm
	says hidden
	[[ $stderr != *"${quoted:0:20}"* ]]
	works tokctl -v --json oauth2:crm 2>/dev/null || [ "$status" -eq 0 ]
	no_secret_in "$CACHE"
	grep -rF -e "$quoted" -e s3cret "$CACHE" && return 1
	true
}

# ---- the verbs

@test "status, reject and forget go by the same options" {
	at_issuer
	export TOKCTL_OAUTH2_CRM_RESOURCE=urn:a
	works tokctl oauth2:crm --param a=1
	works tokctl status oauth2:crm --param a=1
	[[ ${lines[1]} == 'oauth2:crm  valid '*"$ISSUER" ]]
	run tokctl status oauth2:crm
	[ "$status" -eq 1 ]
	tokctl oauth2:crm --param a=1 | works tokctl -q reject oauth2:crm
	works tokctl status oauth2:crm --param a=1
	tokctl oauth2:crm --param a=1 | works tokctl reject oauth2:crm --param a=1
	run tokctl status oauth2:crm --param a=1
	[ "$status" -eq 1 ]
	works tokctl oauth2:crm --param a=1
	works tokctl forget oauth2:crm --param a=1
	[ "$(tokctl status)" = '' ]
}

@test "doctor looks at the endpoint's host, or at the issuer's" {
	works tokctl doctor oauth2:crm --endpoint "$ENDPOINT"
	grep -qE "oauth2:crm +endpoint +$ENDPOINT \(set by --endpoint\)" <<<"$output"
	works tokctl doctor oauth2:crm --issuer "$ISSUER" --auth post
	[ "$(grep -cE "oauth2:crm +issuer +$ISSUER \(set by --issuer\)" <<<"$output")" -eq 1 ]
	grep -qE 'oauth2:crm +auth +post' <<<"$output"
	grep -qE 'oauth2:crm +tls +trusted' <<<"$output"
	asked 0 metadata
	asked 0 oauth2
	works tokctl doctor oauth2:crm --issuer "$ISSUER" --fetch
	asked 1 oauth2
}

@test "exec and curl take it as any other" {
	at_endpoint
	printf '%s\n' "$SECRET" >secret
	chmod 600 secret
	unset TOKCTL_OAUTH2_CRM_CLIENT_SECRET
	TOKCTL_OAUTH2_CRM_CLIENT_SECRET_FILE=$HOME/secret works tokctl exec oauth2:crm -- env
	[[ $output == *OAUTH2_CRM_TOKEN=oauth2-0001-* ]]
	[[ $output != *CLIENT_SECRET* ]]
	works tokctl curl oauth2:crm -- -sS --cacert "$TOKCTL_CACERT" "https://localhost:$PORT/api/oauth2"
	[ "$output" = '{"hello":"oauth2"}' ]
}

# ---- real servers

real() {
	[ -z "${REAL_SKIPPED:-}" ] || skip "$REAL_SKIPPED"
	REAL=$BATS_TEST_TMPDIR/real
	REAL_PID=$("$ROOT/tests/oauth2/start" "$BUILD" "$REAL" "$CERTS" "$$")
	# shellcheck disable=SC1091
	. "$REAL/ports"
	unset TOKCTL_PROXY
	OIDC=https://localhost:$OIDC_PORT/tenant MOCK=https://localhost:$MOCK_PORT
	export TOKCTL_OAUTH2_CRM_CLIENT_ID='basic client:1' TOKCTL_OAUTH2_CRM_CLIENT_SECRET=$REAL_SECRET
}

# What the server itself says of a token (RFC 7662).
introspect() {
	curl -sS --cacert "$TOKCTL_CACERT" -d client_id=post-client --data-urlencode "client_secret=$REAL_SECRET" \
		--data-urlencode "token=$1" "$OIDC/token/introspection"
}

# claims TOKEN FILTER: what a JWT says.
claims() {
	local payload=${1#*.}

	payload=$(tr _- /+ <<<"${payload%%.*}")
	while [ $((${#payload} % 4)) -ne 0 ]; do payload+==; done
	base64 -d <<<"$payload" | jq -r "$2"
}

real_requests() { find "$REAL/log" -name "[0-9]*.$1" | wc -l; }
real_request() { cat "$(find "$REAL/log" -name "[0-9]*.$1" | sort | sed -n "$2p")"; }

@test "oidc-provider: found by its issuer, Basic, a token that it knows" {
	real
	works tokctl oauth2:crm --issuer "$OIDC" --json
	[ "$(member .token_type)" = Bearer ]
	[ "$(member .expires_in)" -gt 590 ]
	[ "$(introspect "$(member .token)" | jq -r '[.active, .client_id] | join(" ")')" = 'true basic client:1' ]
	[ "$(real_request oidc 1 | head -1)" = 'GET /.well-known/oauth-authorization-server/tenant' ]
	[ "$(real_request oidc 2 | head -1)" = 'GET /tenant/.well-known/openid-configuration' ]
	[[ $(real_request oidc 3) == $'POST /tenant/token\n'*"Authorization: Basic "* ]]
	# Cached; then, without asking for the metadata again, a new one.
	works tokctl oauth2:crm --issuer "$OIDC"
	[ "$(real_requests oidc)" -eq 4 ]
	works tokctl oauth2:crm --issuer "$OIDC" --refresh
	[ "$(real_requests oidc)" -eq 5 ]
}

@test "oidc-provider: by its endpoint, the secret in the form" {
	real
	works tokctl oauth2:crm --endpoint "$OIDC/token" --auth post --client-id post-client --scope 'read write' --json
	[ "$(member .scope)" = 'read write' ]
	[ "$(introspect "$(member .token)" | jq -r '[.active, .client_id, .scope] | join(" ")')" = 'true post-client read write' ]
	[[ $(real_request oidc 1) == *'Authorization: -'*'client_id=post-client&client_secret='* ]]
}

@test "oidc-provider: a resource (RFC 8707), and one that it does not have" {
	real
	works tokctl oauth2:crm --issuer "$OIDC" --resource "$RESOURCE" --scope read --json
	[ "$(claims "$(member .token)" '[.aud, .scope, .client_id] | join(" ")')" = "$RESOURCE read basic client:1" ]
	fails 77 tokctl oauth2:crm --issuer "$OIDC" --resource https://api.example/unknown
	says invalid_target
	# This server takes one at a time; that both came is what it says.
	fails 77 tokctl oauth2:crm --issuer "$OIDC" --resource "$RESOURCE https://api.example/unknown"
	says invalid_target
	[[ $(real_request oidc "$(real_requests oidc)") == *'resource=https%3A%2F%2Fapi.example%2Forders&resource=https%3A%2F%2Fapi.example%2Funknown' ]]
}

@test "oidc-provider: refusals" {
	real
	fails 77 tokctl oauth2:crm --issuer "$OIDC" --client-secret wrong
	says '(HTTP 401): invalid_client'
	fails 77 tokctl oauth2:crm --issuer "$OIDC" --client-id nobody --auth post
	says invalid_client
	fails 76 tokctl oauth2:crm --issuer "$OIDC/"
	says 'another issuer'
	fails 76 tokctl oauth2:crm --issuer "https://127.0.0.1:$OIDC_PORT/tenant"
	says 'another issuer'
	fails 76 tokctl oauth2:crm --endpoint "$OIDC/nothing"
}

@test "oauth2-mock-server: by its issuer; its metadata name neither way, so auth says it" {
	real
	fails 78 tokctl oauth2:crm --issuer "$MOCK"
	says 'auth = basic'
	works tokctl oauth2:crm --issuer "$MOCK" --auth basic --json
	[ "$(member .expires_in)" -gt 3590 ]
	[ "$(claims "$(member .token)" .iss)" = "$MOCK" ]
	works tokctl oauth2:crm --issuer "$MOCK" --auth basic
}

@test "oauth2-mock-server: what the form said comes to it as it was meant" {
	real
	works tokctl oauth2:crm --issuer "$MOCK" --auth post --audience 'a&b=c' --scope 'x y' --param tenant='비밀 +%' --json
	[ "$(claims "$(member .token)" '.form | [.grant_type, .client_id, .client_secret, .audience, .scope, .tenant] | join("|")')" = \
		"client_credentials|basic client:1|$REAL_SECRET|a&b=c|x y|비밀 +%" ]
}

@test "oauth2-mock-server: no expires_in, and less scope than was asked for" {
	real
	fails 69 tokctl oauth2:crm --issuer "$MOCK" --auth post --param play=no-expiry -o expiry
	works tokctl oauth2:crm --issuer "$MOCK" --auth post --param play=no-expiry --offline --json
	[ "$(member .expires_at)" = null ]
	run --separate-stderr tokctl oauth2:crm --issuer "$MOCK" --auth post --param play=narrow --scope 'read write' --json
	[ "$status" -eq 0 ]
	[ "$(member .scope)" = read ]
	says 'less than the scope'
}
