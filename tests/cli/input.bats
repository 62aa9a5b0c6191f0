# SPDX-License-Identifier: ISC
# Bad input: on the command line, in values, in the config and in the environment; what is said of it, and the exit status. And help.
# shellcheck shell=bats disable=SC2030,SC2031,SC2153,SC2154  # a test's variables are its own; `run` sets some

load support

setup() {
	sandbox
	serve
}

# Whatever a test of this file gets wrong, no request may have come of it but where the test says so.
teardown() {
	local seen=0

	[ -z "${SERVER:-}" ] || seen=$(find "$SERVER/log" -type f 2>/dev/null | wc -l)
	[ -z "${STRANGER:-}" ] || rm -rf "$STRANGER"
	cleanup
	[ "$seen" -eq "${REQUESTS:-0}" ] || {
		printf '%d requests, not %d\n' "$seen" "${REQUESTS:-0}"
		return 1
	}
}

trouble() { jq -r ".error$1" <<<"$stderr"; }

# repeat TEXT N
repeat() { printf "$1%.0s" $(seq "$2"); }

# What no value may hold: what the message says, then the value, as $'...' would have it.
BAD_BYTES=(
	'line break:a\rb' 'line break:a\nb' 'line break:ab\n' 'control byte:a\x01b' 'control byte:a\x1fb'
	'control byte:a\x7fb' 'control byte:a\tb' 'UTF-8:\xff' 'UTF-8:a\xc3' 'UTF-8:\xc0\xaf' 'UTF-8:\xed\xa0\x80'
	'UTF-8:\xf4\x90\x80\x80' 'UTF-8:\x80'
)

# refuses_bytes COMMAND... OPTION: no value of BAD_BYTES is taken, and none is shown raw.
refuses_bytes() {
	local option=${!#} bad value

	for bad in "${BAD_BYTES[@]}"; do
		printf -v value '%b.' "${bad#*:}"
		value=${value%.}
		fails 64 "$@" "$value"
		says "$option" "${bad%%:*}"
		[[ $stderr != *"$value"* ]]
	done
}

# ---- values

@test "key: empty, over-long, with bytes that it may not hold" {
	local provider option

	for provider in $PROVIDERS; do
		option=--key
		[ "$provider" != bizppurio ] || option=--account
		fails 64 tokctl "$provider" --secret s3cret "$option" ''
		says "$option" empty
		fails 64 tokctl "$provider" --secret s3cret "$option" "$(repeat a 70000)"
		says "$option" longer
		refuses_bytes tokctl "$provider" --secret s3cret "$option"
	done
}

@test "secret: empty, over-long, with bytes that it may not hold" {
	local provider option

	for provider in $PROVIDERS; do
		option=--secret
		[ "$provider" != bizppurio ] || option=--password
		fails 64 tokctl "$provider" --key some-key "$option" ''
		says "$option" empty
		fails 64 tokctl "$provider" --key some-key "$option" "$(repeat a 70000)"
		says "$option" longer
		[[ $stderr != *aaaaaaaa* ]]
		refuses_bytes tokctl "$provider" --key some-key "$option"
	done
}

@test "scope, affiliate and the other values that go out: empty, over-long, with bytes that they may not hold" {
	keys toss imweb
	fails 64 tokctl toss --scope ''
	says --scope empty
	fails 64 tokctl toss --scope "$(repeat a 70000)"
	says --scope longer
	refuses_bytes tokctl toss --scope
	fails 64 tokctl imweb --affiliate ''
	says --affiliate empty
	fails 64 tokctl imweb --affiliate "$(repeat a 70000)"
	says --affiliate longer
	refuses_bytes tokctl imweb --affiliate
	refuses_bytes tokctl toss --endpoint
	refuses_bytes tokctl toss --proxy
	refuses_bytes tokctl toss --interface
}

@test "header name: empty, over-long, and anything that is no name" {
	local name

	keys toss
	# shellcheck disable=SC1003  # a backslash
	for name in '' "$(repeat a 5000)" 'a b' 'a:' 'a: b' 'é' '"' 'a"' 'a\' '(a)' 'a,b' 'a/b'; do
		fails 64 tokctl toss --header --header-name "$name"
		says --header-name
	done
	refuses_bytes tokctl toss --header --header-name
}

@test "the same in the environment and the config is 78, and says where" {
	local name

	keys toss imweb
	for name in KEY SECRET SCOPE; do
		run --separate-stderr env "TOKCTL_TOSS_$name=" tokctl toss
		[ "$status" -eq 78 ]
		says "TOKCTL_TOSS_$name" empty
		run --separate-stderr env "TOKCTL_TOSS_$name="$'a\nb' tokctl toss
		[ "$status" -eq 78 ]
		says "TOKCTL_TOSS_$name" 'line break'
		run --separate-stderr env "TOKCTL_TOSS_$name="$'a\xff' tokctl toss
		[ "$status" -eq 78 ]
		says "TOKCTL_TOSS_$name" UTF-8
		[ -z "$output" ]
	done
	TOKCTL_IMWEB_AFFILIATE=$'a\x01' fails 78 tokctl imweb
	says TOKCTL_IMWEB_AFFILIATE 'control byte'
	TOKCTL_TOSS_SECRET=$(repeat a 70000) fails 78 tokctl toss
	says TOKCTL_TOSS_SECRET longer

	unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET
	for name in key secret scope; do
		config '[toss]' "$name ="
		fails 78 tokctl toss --key some-key --secret s3cret --scope x
		says "$CONFIG:2" "$name" empty
		config '# first' '[toss]' "$name = "$'a\x01b'
		fails 78 tokctl toss --key some-key --secret s3cret --scope x
		says "$CONFIG:3" 'control byte'
		config '[toss]' "$name = "$'a\xffb'
		fails 78 tokctl toss --key some-key --secret s3cret --scope x
		says "$CONFIG:2" UTF-8
		config '[toss]' "$name = $(repeat a 70000)"
		fails 78 tokctl toss --key some-key --secret s3cret --scope x
		says "$CONFIG:2" "$name" longer
	done
}

@test "bizppurio: an account with a colon can't be sent, and the message says so" {
	run --separate-stderr tokctl bizppurio --account some:one --password s3cret-word
	[ "$status" -eq 64 ] || [ "$status" -eq 78 ]
	[ -z "$output" ]
	says "account" "':'" 'Basic auth'
	TOKCTL_BIZPPURIO_ACCOUNT=some:one fails 78 tokctl bizppurio --password s3cret-word
	says "':'"
	config '[bizppurio]' 'account = some:one'
	fails 78 tokctl bizppurio --password s3cret-word
	says "':'"
}

@test "a message of tokctl's own is not made unreadable by a short secret" {
	run --separate-stderr tokctl bizppurio --account some:one --password c
	[ "$status" -ne 0 ]
	says account "':'"
}

@test "endpoint: not https, no host, a user name, a fragment, no URL" {
	local url

	keys toss
	for url in http://oauth2.cert.toss.im/token HTTP://x/ ftp://x/ file:///etc/passwd //x/token oauth2.cert.toss.im/token \
		https:/x https: '' ' https://x/' x; do
		fails 64 tokctl toss --endpoint "$url"
		says --endpoint
	done
	fails 64 tokctl toss --endpoint http://oauth2.cert.toss.im/token
	says https://
	for url in https:// https:///token 'https://?x' https://:443/token; do
		fails 64 tokctl toss --endpoint "$url"
		says --endpoint host
	done
	for url in https://user@x/ https://user:word@x/ https://@x/ https://x@y@z/; do
		fails 64 tokctl toss --endpoint "$url"
		says --endpoint 'user name'
		[[ $stderr != *word@* ]]
	done
	for url in 'https://x/#y' 'https://x y/' 'https://x/ y' 'https://x\@y/'; do
		fails 64 tokctl toss --endpoint "$url"
		says --endpoint
	done
	TOKCTL_TOSS_ENDPOINT=http://x/ fails 78 tokctl toss
	says TOKCTL_TOSS_ENDPOINT https://
	config '[toss]' 'endpoint = http://x/'
	fails 78 tokctl toss
	says "$CONFIG:2" endpoint https://
}

@test "endpoint: a port that is none" {
	local url

	keys toss
	for url in https://x:99999/token https://x:0/token https://x:port/token https://x:-1/token 'https://[::1]:65536/token'; do
		fails 64 tokctl toss --endpoint "$url" --retries 0
		says '--endpoint: the endpoint has a port that is not a number from 1 to 65535' 'https://HOST[:PORT]/PATH'
	done
	fails 64 tokctl toss --endpoint 'https://[::1/token' --retries 0
	says '--endpoint: the endpoint is not a URL'
	for url in 'https://[::1]x:80/token' 'https://[::1]x/token' 'https://a]:x/token' 'https://a[:1]/token'; do
		fails 64 tokctl toss --endpoint "$url" --retries 0
		says '--endpoint: the endpoint is not a URL'
	done
	fails 64 tokctl oauth2:crm --key k --secret s --issuer https://x:99999
	says '--issuer: the issuer has a port'
	config '[toss]' 'endpoint = https://x:99999/token'
	fails 78 tokctl toss
	says "$CONFIG:2: endpoint: the endpoint has a port"
}

@test "durations: what is one" {
	local value
	REQUESTS=1

	keys toss
	tokctl toss >/dev/null
	for value in 90 90s 5m 1h 2d 08; do
		works tokctl toss --timeout "$value" --min-ttl "$value"
	done
}

@test "durations: overflow, negatives, units" {
	local option value

	keys toss imweb
	for option in --timeout --min-ttl; do
		for value in -1 -1s --1 +1 1.5s 1,5 s '' ' 1' '1 ' '1 s' 1x 1S 1M 1ms 1s1 1hh 0x10 1e3 1_0 soon infinity nan \
			2147483648d 4294967296 18446744073709551615 18446744073709551616 9223372036854775807 9223372036854775808 \
			99999999999999999999 153722867280912931m 2562047788015216h 106751991167301d; do
			fails 64 tokctl toss "$option=$value"
			says "$option"
		done
	done
	fails 64 tokctl imweb --reuse-for -1
	says --reuse-for
	fails 64 tokctl imweb --reuse-for 99999999999999999999
	says --reuse-for
	TOKCTL_TIMEOUT=-1 fails 78 tokctl toss
	says TOKCTL_TIMEOUT
	TOKCTL_IMWEB_REUSE_FOR=soon fails 78 tokctl imweb
	says TOKCTL_IMWEB_REUSE_FOR
	config '[tokctl]' 'timeout = 1y'
	fails 78 tokctl toss
	says "$CONFIG:2" timeout
}

@test "retries: a number, and not a large one" {
	local value

	keys toss
	for value in -1 '' x 1.5 1s ' 1' 1000000 2147483648 4294967297 99999999999999999999; do
		fails 64 tokctl toss "--retries=$value"
		says --retries
	done
	TOKCTL_RETRIES=x fails 78 tokctl toss
	says TOKCTL_RETRIES
}

@test "interface: one that can't be is not passed over" {
	keys toss
	fails 78 tokctl toss --interface nonesuch0 --retries 0
	says nonesuch0
	run --separate-stderr tokctl toss --interface "$(repeat a 300)" --retries 0
	[ "$status" -ne 0 ]
	[ -z "$output" ]
	fails 64 tokctl toss --interface ''
	says --interface
}

@test "proxy: one that is too long is refused where it is written" {
	local long

	keys toss
	long=$(printf 'http://%070000d:80' 7)
	TOKCTL_PROXY=$long fails 78 tokctl toss --error-format json
	[[ $(jq -r .error.message <<<"$stderr") == 'TOKCTL_PROXY: is longer than 4096 bytes' ]]
	fails 64 tokctl toss --proxy "$long"
	says --proxy 'longer than 4096 bytes'
	printf '[toss]\nproxy = %s\n' "${long:0:5000}" >long
	fails 78 tokctl toss --config long
	says long:2 'longer than 4096 bytes'
}

@test "proxy: one that can't be is not worth trying again" {
	keys toss
	run --separate-stderr tokctl toss --proxy foo://x --retries 0
	[ "$status" -eq 64 ] || [ "$status" -eq 78 ] || unlike '64 or 78' tokctl toss --proxy foo://x
	says foo
}

# ---- the command line

@test "no arguments: 64, and what to write" {
	fails 64 tokctl
	says tokctl: usage PROVIDER
	fails 64 tokctl get
	says PROVIDER
	fails 64 tokctl -v
	fails 64 tokctl --
	fails 64 tokctl forget
	says PROVIDER
	fails 64 tokctl reject
	fails 64 tokctl ''
}

@test "an unknown verb or provider is 64, with the nearest one" {
	local typo

	while read -r typo nearest; do
		fails 64 tokctl "$typo"
		says "'$typo'" "did you mean '$nearest'?"
	done <<-'END'
		tos toss
		tosss toss
		Toss toss
		imwe imweb
		iamprot iamport
		bizpurio bizppurio
		statsu status
		forgte forget
		rejct reject
		hlep help
	END
	fails 64 tokctl get bizppurrio
	says "did you mean 'bizppurio'?"
	fails 64 tokctl status tos
	says "did you mean 'toss'?"
	fails 64 tokctl forget imwbe
	says "did you mean 'imweb'?"
	fails 64 tokctl xylophone
	says "'xylophone'" 'tokctl help'
	[[ $stderr != *'did you mean'* ]]
}

@test "an unknown option is 64, with the nearest one" {
	local typo nearest

	while read -r typo nearest; do
		fails 64 tokctl toss "$typo"
		says "'$typo'" "did you mean '$nearest'?"
	done <<-'END'
		--tes --test
		--refesh --refresh
		--no-cash --no-cache
		--headr --header
		--secret-fil --secret-file
		--min-tll --min-ttl
		--KEY --key
	END
	fails 64 tokctl toss --xylophone
	says "'--xylophone'" 'tokctl help'
	fails 64 tokctl toss --xylophone=s3cret
	says --xylophone
	fails 64 tokctl toss -x
	says "'-x'"
	fails 64 tokctl status --jsn
	says "did you mean '--json'?"
	fails 64 tokctl --nonesuch toss
	fails 64 tokctl toss ---
}

@test "an unknown option is 64, with the nearest of a provider's own words" {
	local provider typo nearest

	while read -r provider typo nearest; do
		fails 64 tokctl "$provider" "$typo" x
		says "'$typo'" "did you mean '$nearest'?"
	done <<-'END'
		bizppurio --acount --account
		bizppurio --pasword --password
		bizppurio --pasword-file --password-file
		bizppurio --password-comand --password-command
		oauth2:crm --clientid --client-id
		oauth2:crm --client-secrt --client-secret
		oauth2:crm --client-secret-fil --client-secret-file
	END
}

@test "a word in capital letters is unknown, with the one that was meant" {
	config '[TOSS]' 'key = x'
	fails 78 tokctl toss
	says 'a section [TOSS]'
	fails 64 tokctl TOSS
	says "did you mean 'toss'?"
	fails 64 tokctl get IAMPORT
	says "did you mean 'iamport'?"
	fails 64 tokctl STATUS
	says "did you mean 'status'?"
	fails 64 tokctl help TOSS
	says "did you mean 'toss'?"
	fails 64 tokctl toss -o HEADER
	says "did you mean 'header'?"
	fails 64 tokctl imweb --key k --secret s --method GET
	says "did you mean 'get'?"
	fails 64 tokctl toss --error-format JSON
	says "did you mean 'json'?"
	bad_config 2 "did you mean 'key'?" -- '[toss]' 'KEY = x'
}

@test "an unknown option's value is not repeated, for it may be a secret" {
	fails 64 tokctl toss --secrte=s3cret-word
	says "did you mean '--secret'?"
	[[ $stderr != *s3cret-word* ]]
}

@test "a format that is none is 64, with the nearest one" {
	fails 64 tokctl toss -o jsn
	says "'jsn'" "did you mean 'json'?"
	fails 64 tokctl toss -o heder
	says "did you mean 'header'?"
	fails 64 tokctl toss --output=xylophone
	says "'xylophone'"
	fails 64 tokctl toss -o ''
	fails 64 tokctl toss --error-format xml
	says --error-format text json
}

@test "an option that lacks its value, or has one it does not take, is 64" {
	local option

	for option in -o --output --name --header-name --key --secret --secret-file --secret-command --scope --endpoint \
		--min-ttl --timeout --retries --proxy --cacert --interface --config --error-format; do
		fails 64 tokctl toss "$option"
		says "$option"
	done
	for option in --header --expiry --json --test --refresh --no-cache --offline --verbose --quiet; do
		fails 64 tokctl toss "$option=yes"
		says "$option"
	done
}

@test "an option of another verb is 64" {
	local verb option

	while read -r verb option; do
		# shellcheck disable=SC2086  # an option with its value
		fails 64 tokctl $verb toss $option </dev/null
		says "${verb}" "${option%% *}"
	done <<-'END'
		status --refresh
		status --secret x
		status --min-ttl 5
		status --all
		reject --json
		reject --secret x
		reject --all
		forget --json
		forget --header
		get --all
	END
	fails 64 tokctl forget --all toss
	says --all
}

@test "words too many, and profiles that are none, are 64" {
	local name

	fails 64 tokctl toss iamport
	says iamport
	fails 64 tokctl get toss toss
	fails 64 tokctl reject toss iamport </dev/null
	fails 64 tokctl help toss iamport
	for name in toss: toss:A toss:-a toss:_a toss:a.b 'toss:a b' toss:a/b toss:a:b toss:../x 'toss:é' "toss:"$'a\n'; do
		fails 64 tokctl "$name"
		says profile
		fails 64 tokctl status "$name"
		fails 64 tokctl forget "$name"
	done
	fails 64 tokctl :a
	fails 64 tokctl "toss:$(repeat a 5000)"
}

@test "an unknown profile is 78, with the one that was meant" {
	config '[toss:outlet]' 'key = x' 'secret = y'
	fails 78 tokctl toss:outlt
	says 'tokctl: toss:outlt: no key' '[toss:outlet]' TOKCTL_TOSS_OUTLT_KEY
	fails 78 tokctl toss:nonesuch
	says 'tokctl: toss:nonesuch: no key'
}

@test "-- ends the options" {
	REQUESTS=1
	keys toss
	works tokctl -- toss
	works tokctl --header -- toss
	works tokctl get -- toss
	fails 64 tokctl toss -- --header
	says --header
}

# ---- the config file

# bad_config LINE TEXT... -- CONFIG-LINE...: the config is 78, by its name and that line, with each text.
bad_config() {
	local line=$1 texts=()

	shift
	while [ "$1" != -- ]; do
		texts+=("$1")
		shift
	done
	shift
	config "$@"
	fails 78 tokctl toss --key some-key --secret s3cret-word
	says "tokctl: toss: $CONFIG:$line: " "${texts[@]}"
}

@test "config: an unknown key, with the nearest one" {
	bad_config 2 "'scop'" "did you mean 'scope'?" -- '[toss]' 'scop = x'
	bad_config 4 "'secret-fil'" "did you mean 'secret-file'?" -- '# a' '' '[toss]' 'secret-fil = x'
	bad_config 2 "'xylophone'" -- '[toss]' 'xylophone = x'
	bad_config 3 "'tiemout'" "did you mean 'timeout'?" -- '[tokctl]' 'retries = 1' 'tiemout = 3'
	# A credential is not general.
	bad_config 2 "'key'" 'under a provider' -- '[tokctl]' 'key = x'
	bad_config 2 "'secret'" 'under a provider' -- '[tokctl]' 'secret = x'
}

@test "config: an unknown key, with the nearest of the provider's own words" {
	local profile typo nearest

	while read -r profile typo nearest; do
		config "[$profile]" "$typo = a"
		fails 78 tokctl "$profile" --key some-key --secret s3cret-word
		says "$CONFIG:2: " "'$typo'" "did you mean '$nearest'?"
	done <<-'END'
		bizppurio acount account
		bizppurio pasword-file password-file
		bizppurio secret-fil secret-file
		oauth2:crm client-secert-file client-secret-file
		oauth2:crm cleint-id client-id
	END
	# Another provider's words are none.
	bad_config 2 "'acount'" 'tokctl.conf(5)' -- '[toss]' 'acount = x'
}

@test "config: a setting that is no key, with the places where it is set" {
	local key

	for key in offline verbose quiet config; do
		bad_config 2 "'$key'" "an option or a variable only: --$key, TOKCTL_${key^^}" -- '[tokctl]' "$key = x"
		bad_config 2 "'$key'" "an option or a variable only: --$key, TOKCTL_${key^^}" -- '[toss]' "$key = x"
	done
	bad_config 2 'an option or a variable only: --error-format, TOKCTL_ERROR_FORMAT' -- '[tokctl]' 'error-format = json'
	for key in output refresh to json; do
		bad_config 2 "'$key'" "an option only: --$key" -- '[tokctl]' "$key = x"
		bad_config 2 "'$key'" "an option only: --$key" -- '[toss]' "$key = x"
	done
	bad_config 2 'a variable only: TOKCTL_CACHE_DIR' -- '[tokctl]' 'cache-dir = /x'
	bad_config 2 'a variable only: TOKCTL_CACHE_DIR' -- '[toss]' 'cache-dir = /x'
	bad_config 2 'param.NAME = VALUE' -- '[toss]' 'param = a=b'
	for key in method affiliate audience; do
		bad_config 2 'a provider that has it' -- '[tokctl]' "$key = x"
	done
}

@test "config: an unknown key's value is not repeated, for it may be a secret" {
	bad_config 2 "did you mean 'secret'?" -- '[toss]' 'secrte = other-s3cret'
	[[ $stderr != *other-s3cret* ]]
	bad_config 2 -- '[toss]' 'secret other-s3cret'
	[[ $stderr != *other-s3cret* ]]
}

@test "config: a key or a section that stands twice" {
	bad_config 4 "'scope'" twice -- '[toss]' 'scope = a' '' 'scope = b'
	bad_config 3 '[toss]' twice -- '[toss]' 'scope = a' '[toss]' 'test = yes'
	bad_config 2 -- '[tokctl]' '[tokctl]' '[toss]'
}

@test "config: text before the first section" {
	bad_config 2 -- '# a' 'key = x' '[toss]'
	says section
}

@test "config: a line that is nothing" {
	local line

	bad_config 2 -- '[toss]' 'scope'
	bad_config 2 -- '[toss]' '= x'
	bad_config 1 -- '[toss] x' 'scope = x'
	for line in '; a comment of another kind' ';scope = x' '  ; scope = x'; do
		bad_config 2 'not an entry' "a comment begins with '#'" -- '[toss]' "$line"
		bad_config 1 'before the first section' "a comment begins with '#'" -- "$line" '[toss]'
	done
}

@test "config: a section without its end" {
	bad_config 1 -- '[toss' 'scope = x'
}

@test "config: a section that is misspelt is pointed to when the key is not found" {
	config '[tos]' 'key = some-key' 'secret = s3cret-word'
	fails 78 tokctl toss
	says '[tos]'
}

@test "config: a comment behind a value is an error, for it could be a part of it" {
	bad_config 2 "'#'" -- '[toss]' 'scope = toss-shopping-fep:write # the default'
	bad_config 2 "'#'" -- '[toss]' 'secret = s3cret #1'
	[[ $stderr != *s3cret* ]]
}

@test "config: blanks, comments, quotes, CRLF, a byte order mark, no last newline" {
	local scope='scope = toss-shopping-fep:read'

	keys toss
	config '# comment' '  # comment = x' '' '   ' '[toss]' '  scope   =	toss-shopping-fep:read  '
	works tokctl toss --no-cache
	config '[toss]' 'scope = "toss-shopping-fep:read"'
	works tokctl toss --no-cache
	config '[toss]' 'scope=toss-shopping-fep:read'
	works tokctl toss --no-cache
	config $'# comment\r' $'[toss]\r' $'\r' "$scope"$'\r'
	works tokctl toss --no-cache
	config $'\xef\xbb\xbf[toss]' "$scope"
	works tokctl toss --no-cache
	printf '[toss]\n%s' "$scope" >"$CONFIG"
	works tokctl toss --no-cache
	REQUESTS=6
	[ "$(grep -lF 'scope=toss-shopping-fep%3Aread' "$SERVER"/log/* | wc -l)" -eq 6 ]
	: >"$CONFIG"
	works tokctl toss --no-cache
	REQUESTS=7
}

@test "config: '#' within quotes or without a blank before it belongs to the value" {
	jq -n '{toss: {"some-key": "a #1", "other#key": "\"b"}}' >"$SERVER/credentials.json"
	config '[toss]' 'key = some-key' 'secret = "a #1"' '[toss:other]' 'key = other#key' 'secret = ""b"'
	works tokctl toss
	works tokctl toss:other
	REQUESTS=2
}

@test "config: a value in single quotes is an error, for a shell would take them off" {
	bad_config 2 'single quotes' -- '[toss]' "key = 'some-key'"
	bad_config 3 'double quotes' -- '[toss]' 'key = k' "secret = 's3cret'"
	[[ $stderr != *s3cret* ]]
	jq -n '{toss: {"some-key": "'"'a'"'"}}' >"$SERVER/credentials.json"
	config '[toss]' 'key = some-key' "secret = \"'a'\""
	works tokctl toss
	config '[toss]' 'key = some-key' "secret-command = 'printf' \"%s\" \"'a'\""
	works tokctl toss --refresh
	REQUESTS=2
}

@test "two sources of a secret in one place are an error, also where none is needed" {
	keys toss
	works tokctl toss
	fails 64 tokctl toss --secret a --secret-file b
	says --secret --secret-file
	fails 64 tokctl exec toss --secret a --secret-command b -- true
	unset TOKCTL_TOSS_SECRET
	config '[toss]' 'secret = a' 'secret-command = b'
	fails 78 tokctl toss
	says secret secret-command
	REQUESTS=1
}

@test "another provider's word for an option is refused, with the right one" {
	keys toss
	fails 64 tokctl toss --account x
	says '--account' '--key'
	fails 64 tokctl toss --client-secret-file=x
	says '--client-secret-file' '--secret-file'
	fails 64 tokctl oauth2:crm --password x
	says '--password' '--client-secret'
	[[ $stderr != *=x* ]]
	fails 64 tokctl status bizppurio --client-id x
	says '--account'
	works tokctl toss --key "$TOKCTL_TOSS_KEY"
	works tokctl bizppurio --key "$KEY" --password "$SECRET"
	REQUESTS=2
}

@test "a misspelt variable is asked about where the secret is missing" {
	keys toss
	unset TOKCTL_TOSS_SECRET
	TOKCTL_TOSS_SECERT=$SECRET fails 78 tokctl toss
	says TOKCTL_TOSS_SECERT 'did you mean TOKCTL_TOSS_SECRET?'
	TOKCTL_TOSS_SECRET_FIEL=x fails 78 tokctl toss
	says 'did you mean TOKCTL_TOSS_SECRET_FILE?'
	REQUESTS=0
}

@test "config: a NUL byte" {
	config '[toss]'
	printf '[toss]\nscope = a\0b\n' >"$CONFIG"
	fails 78 tokctl toss --key some-key --secret s3cret-word
	says "$CONFIG" NUL
}

@test "config: a value that is none" {
	bad_config 2 test -- '[toss]' 'test = maybe'
	bad_config 2 endpoint https:// -- '[toss]' 'endpoint = http://x/'
	bad_config 2 retries -- '[toss]' 'retries = many'
	bad_config 2 timeout -- '[tokctl]' 'timeout = -5s'
	config '[imweb]' 'method = put'
	fails 78 tokctl imweb --key some-key --secret s3cret-word
	says "$CONFIG:2: method"
}

# ---- the environment

@test "HOME unset or empty: the token is had all the same, with a warning" {
	keys toss
	run --separate-stderr env -u HOME tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-0001-* ]]
	says warning HOME
	run --separate-stderr env HOME= tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-0002-* ]]
	works env -u HOME tokctl toss -q
	works env -u HOME tokctl toss --no-cache
	works env -u HOME TOKCTL_CACHE_DIR="$HOME/kept" tokctl toss
	works env -u HOME TOKCTL_CACHE_DIR="$HOME/kept" tokctl toss
	works env -u HOME XDG_CACHE_HOME="$HOME/xdg" tokctl toss
	works env -u HOME XDG_CACHE_HOME="$HOME/xdg" tokctl toss
	REQUESTS=6
	[ ! -e /tmp/tokctl ]
}

@test "HOME unset: the missing-key message has no path that is not" {
	fails 78 env -u HOME tokctl toss
	says 'no key' TOKCTL_TOSS_KEY
	[[ $stderr != *'(null)'* ]]
}

@test "a read-only home: the token is had all the same, with a warning" {
	local as=()

	keys toss
	if [ "$(id -u)" -eq 0 ]; then
		command -v setpriv >/dev/null || skip 'root can write anywhere, and there is no setpriv'
		STRANGER=$(mktemp -d /tmp/tokctl-stranger.XXXXXX)
		cp "$NATIVE/tokctl" "$NATIVE/tokctl-fetch" "$CERTS/ca.pem" "$STRANGER"
		chmod 644 "$STRANGER/ca.pem"
		as=(setpriv --reuid=65534 --regid=65534 --clear-groups env PATH="$STRANGER:$PATH"
			TOKCTL_CACERT="$STRANGER/ca.pem" HOME="$STRANGER/home")
	else
		STRANGER=$BATS_TEST_TMPDIR/stranger
		mkdir "$STRANGER"
		as=(env HOME="$STRANGER/home")
	fi
	mkdir "$STRANGER/home"
	chmod 555 "$STRANGER/home" "$STRANGER"
	cd "$STRANGER/home"
	run --separate-stderr "${as[@]}" tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-0001-* ]]
	says warning "$STRANGER/home" 'Permission denied'
	works "${as[@]}" tokctl toss -q
	works "${as[@]}" tokctl toss --no-cache
	REQUESTS=3
}

@test "a home that is a file: the token is had all the same, with a warning" {
	keys toss
	: >file
	run --separate-stderr env HOME="$HOME/file" tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-0001-* ]]
	says warning "$HOME/file"
	REQUESTS=1
}

# ---- errors for programs

@test "--error-format json: one object a line, with these members, wherever the option stands" {
	local id

	keys toss
	run --separate-stderr tokctl toss --nonesuch --error-format json
	[ "$status" -eq 64 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[ "$(jq -c '[.version, .error.exit, .error.retryable, .error.http_status, .error.provider_code,
		.error.provider_message]' <<<"$stderr")" = '[1,64,false,null,null,null]' ]
	# shellcheck disable=SC2016  # for jq
	[ "$(trouble ' | keys_unsorted | map(select(. as $k | ["id","message","exit","retryable","http_status",
		"provider_code","provider_message"] | index($k))) | join(" ")')" = \
		'id message exit retryable http_status provider_code provider_message' ]
	id=$(trouble .id)
	[ -n "$id" ]
	[[ $(trouble .message) == *--nonesuch* ]]

	fails 64 tokctl --error-format json toss --nonesuch
	[ "$(trouble .id)" = "$id" ]
	fails 64 tokctl --error-format=json --nonesuch
	[ "$(trouble .id)" = "$id" ]
	fails 64 tokctl --error-format=json
	[ "$(trouble .exit)" -eq 64 ]
	fails 64 tokctl tos --error-format json
	[[ $(trouble .message) == *tos* ]]
	TOKCTL_ERROR_FORMAT=json fails 64 tokctl toss -o nonesuch
	[ "$(trouble .exit)" -eq 64 ]
}

@test "--error-format json: the errors tell what is what" {
	local ids=() id

	fails 78 tokctl toss --error-format json
	[ "$(trouble .exit)" -eq 78 ]
	ids+=("$(trouble .id)")
	keys toss imweb
	config '[toss]' 'scop = x'
	fails 78 tokctl toss --error-format json
	[[ $(trouble .message) == *"$CONFIG:2"* ]]
	[ "$(trouble .retryable)" = false ]
	ids+=("$(trouble .id)")
	rm "$CONFIG"
	fails 69 tokctl toss --offline --error-format json
	[ "$(trouble '.exit, .error.retryable' | tr '\n' ' ')" = '69 false ' ]
	ids+=("$(trouble .id)")
	fails 75 tokctl toss --proxy "http://127.0.0.1:$CLOSED_PORT" --retries 0 --error-format json
	[ "$(trouble '.exit, .error.retryable' | tr '\n' ' ')" = '75 true ' ]
	ids+=("$(trouble .id)")
	plan toss refuse=fail200
	fails 77 tokctl toss --no-cache --error-format json
	[ "$(trouble '.exit, .error.retryable, .error.http_status, .error.provider_code' | tr '\n' ' ')" = \
		'77 false 200 NOT_ALLOWED_IP ' ]
	ids+=("$(trouble .id)")
	plan toss garbage
	fails 76 tokctl toss --no-cache --error-format json
	[ "$(trouble '.exit, .error.retryable' | tr '\n' ' ')" = '76 false ' ]
	ids+=("$(trouble .id)")
	fails 76 tokctl toss --no-cache --cacert "$CERTS/other-ca.pem" --error-format json
	[ "$(trouble '.exit, .error.retryable' | tr '\n' ' ')" = '76 false ' ]
	ids+=("$(trouble .id)")
	REQUESTS=2
	# Each has an id of its own, of words.
	[ "$(printf '%s\n' "${ids[@]}" | sort -u | wc -l)" -eq 7 ]
	for id in "${ids[@]}"; do [[ $id =~ ^[a-z][a-z0-9-]*$ ]]; done
}

@test "--error-format json: with -v each line is an object too, whichever of the two programs says it" {
	keys toss
	plan toss status=503
	run --separate-stderr tokctl toss -v --error-format json
	[ "$status" -eq 0 ]
	printf '%s\n' "${stderr_lines[@]}" >said
	[ "$(wc -l <said)" -ge 6 ]
	# One of tokctl-fetch's, one of tokctl's.
	jq -e -s 'all(.version == 1 and (.trace | type) == "string" and .subject == "toss")
		and any(.trace | startswith("POST https://")) and any(.trace == "token from the provider")' said
	plan toss status=500
	run --separate-stderr tokctl toss -v --refresh --error-format json
	[ "$status" -eq 75 ]
	printf '%s\n' "${stderr_lines[@]}" >said
	jq -e -s 'all(has("trace") or has("error")) and (map(select(has("error"))) | length) == 1' said
	REQUESTS=3
}

@test "--error-format json: what is quoted can't break the JSON" {
	fails 64 tokctl $'a"\\\n\x01b' --error-format json
	[ "$(trouble .exit)" -eq 64 ]
	fails 64 tokctl $'\xff' --error-format json
	[ "$(trouble .exit)" -eq 64 ]
	printf '%s' "$stderr" | iconv -f UTF-8 -t UTF-8 >/dev/null
	fails 64 tokctl toss $'--a"\\\n\x01b' --error-format json
	[ "$(trouble .exit)" -eq 64 ]
	fails 64 tokctl toss --min-ttl $'"\n\xff' --error-format json
	[ "$(trouble .exit)" -eq 64 ]
}

@test "text errors: what is quoted can't drive the terminal" {
	fails 64 tokctl $'\e[31mred\a'
	[[ $stderr != *$'\e'* ]]
	[[ $stderr != *$'\a'* ]]
	fails 64 tokctl toss $'--\e[31mred'
	[[ $stderr != *$'\e'* ]]
	fails 64 tokctl toss --min-ttl $'\e[31m'
	[[ $stderr != *$'\e'* ]]
	fails 64 tokctl toss -o $'\e[31m'
	[[ $stderr != *$'\e'* ]]
	fails 64 tokctl help $'\e[31m'
	[[ $stderr != *$'\e'* ]]
}

@test "exit statuses, as the table has them" {
	keys toss imweb
	wanted() {
		local status_wanted=$1

		shift
		run --separate-stderr "$@"
		[ "$status" -eq "$status_wanted" ] || unlike "$status_wanted" "$@"
	}
	wanted 0 tokctl toss
	wanted 0 tokctl status toss
	wanted 1 tokctl status imweb
	wanted 64 tokctl
	wanted 69 tokctl imweb --offline
	wanted 69 tokctl imweb --expiry
	wanted 74 bash -c 'tokctl toss >/dev/full'
	plan toss status=500
	wanted 75 tokctl toss --no-cache
	plan toss garbage
	wanted 76 tokctl toss --no-cache
	plan toss refuse=oauth
	wanted 77 tokctl toss --no-cache
	wanted 78 tokctl iamport
	REQUESTS=4
}

@test "what every verb takes is checked for every verb; help and --version do without a variable that is wrong" {
	local verb name

	keys toss
	for verb in toss 'status' 'status toss' 'forget --all' 'forget toss' 'reject toss' 'exec toss -- true' \
		'curl toss -- https://x/' 'doctor --offline' 'help' 'help toss' 'toss --help' '--version'; do
		# shellcheck disable=SC2086  # words
		fails 64 tokctl --error-format xml $verb </dev/null
		says "tokctl: --error-format: 'xml'"
	done
	for name in ERROR_FORMAT=xml VERBOSE=maybe QUIET=maybe QUIET=; do
		for verb in toss 'status' 'status toss' 'forget --all' 'forget toss' 'reject toss' 'exec toss -- true' \
			'curl toss -- https://x/' 'doctor --offline'; do
			# shellcheck disable=SC2086  # words
			fails 78 env "TOKCTL_$name" tokctl $verb </dev/null
			says "tokctl: TOKCTL_${name%%=*}: "
		done
		for verb in help 'help toss' 'toss --help' 'status -h' --version -V; do
			# shellcheck disable=SC2086  # words
			works env "TOKCTL_$name" tokctl $verb
		done
	done
	# What is not looked at is no mistake.
	TOKCTL_ERROR_FORMAT=xml works tokctl status --error-format text
	TOKCTL_VERBOSE=maybe works tokctl forget --all -q -v
}

# ---- help

@test "help: an overview, and one page for each verb and provider, on stdout" {
	local word

	works tokctl help
	for word in get status reject forget help $PROVIDERS token header expiry epoch ttl json env curl --timeout; do
		[[ $output == *"$word"* ]]
	done
	cp /dev/null all
	for word in get status reject forget help $PROVIDERS; do
		works tokctl help "$word"
		[[ ${lines[0]} == "usage: tokctl $word"* ]]
		printf '%s\n' "$output" >>all
		printf '%s\n' "$output" >page
		works tokctl "$word" --help
		cmp page <(printf '%s\n' "$output")
		works tokctl "$word" -h
		cmp page <(printf '%s\n' "$output")
		works tokctl --help "$word"
		cmp page <(printf '%s\n' "$output")
	done
	works tokctl --help
	[[ $output == *'usage:'* ]]
	works tokctl -h
	# What each provider's page tells.
	works tokctl help imweb
	[[ $output == *https://api.imweb.me/v2/auth*'access-token: TOKEN'*--affiliate*TOKCTL_IMWEB_AFFILIATE* ]]
	[[ $output != *--scope* ]]
	works tokctl help iamport
	[[ $output == *https://api.iamport.kr/users/getToken*TOKCTL_IAMPORT_SECRET_COMMAND* ]]
	works tokctl help bizppurio
	[[ $output == *https://api.bizppurio.com/v1/token*https://dev-api.bizppurio.com/v1/token* ]]
	[[ $output == *--account*TOKCTL_BIZPPURIO_PASSWORD_FILE* ]]
	works tokctl help toss
	[[ $output == *https://oauth2.cert.toss.im/token*https://oauth2-alpha.cert.toss.im/token* ]]
	[[ $output == *toss-shopping-fep:write*--scope* ]]
	# Also those that all of them have.
	[[ $output == *TOKCTL_TOSS_MIN_TTL*TOKCTL_TOSS_TIMEOUT*TOKCTL_TOSS_INTERFACE* ]]
	works tokctl help oauth2
	[[ $output == *TOKCTL_OAUTH2_NAME_PARAM_WORD*TOKCTL_OAUTH2_NAME_TIMEOUT* ]]
}

@test "help: the overview tells each verb in the same column" {
	works tokctl help
	[ "$(sed -n '/^usage:/,/^$/p' <<<"$output" | grep -oE '^.*(print a token|run a command|run curl|show what|drop a token|remove tokens|check what|print help)' |
		sed -E 's/(print a token|run a command|run curl|show what|drop a token|remove tokens|check what|print help)$//' |
		awk '{ print length }' | sort -u | wc -l)" -eq 1 ]
}

@test "/dev/null is a config with nothing in it, as it is for git" {
	config '[toss]' 'key = from-the-config' 'secret = s'
	fails 78 tokctl toss --config /dev/null
	says 'no key'
	keys toss
	TOKCTL_CONFIG=/dev/null works tokctl doctor --offline toss
	[[ $output =~ ok\ +tokctl\ +config\ +/dev/null ]]
	[[ $output =~ ok\ +toss\ +key\ +set\ by\ TOKCTL_TOSS_KEY ]]
	fails 78 tokctl toss --config /dev/zero
}

@test "help needs no config, no home and no key" {
	config '[toss]' 'nonesuch = x'
	works env -u HOME tokctl help
	works tokctl help toss
	works tokctl toss --help
	works tokctl --version
}

@test "help on what is not there is 64, with the nearest" {
	fails 64 tokctl help statu
	says "'statu'" "did you mean 'status'?"
	fails 64 tokctl help tos
	says "did you mean 'toss'?"
	fails 64 tokctl help xylophone
	says "'xylophone'"
}

@test "--version" {
	works tokctl --version
	[[ $output =~ ^tokctl\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
	works tokctl -V
	[[ $output =~ ^tokctl\ [0-9] ]]
	works tokctl toss --version
	[[ $output =~ ^tokctl\ [0-9] ]]
}
