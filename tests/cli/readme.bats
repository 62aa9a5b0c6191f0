# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2016,SC2030,SC2031,SC2086,SC2094
# What README.md and the manual tell people to type works as it stands there: each block that is marked by a comment,
# <!-- test: NAME --> or .\" test: NAME, is run against the test server.

load support

setup() {
	sandbox
	serve
	mkdir bin
	PATH=$HOME/bin:$PATH
	keys $PROVIDERS
	fake_curl
}

teardown() { cleanup; }

# The shops' own APIs are not among what the server plays, so this curl takes another URL: the server's, for the provider
# whose host it is. All else is the real curl's, and what it was called with is kept.
fake_curl() {
	cat >bin/curl <<-END
		#!/bin/bash
		args=()
		for arg in "\$@"; do
			case \$arg in
			https://api.iamport.kr/*) arg=https://localhost:$PORT/api/iamport ;;
			https://api.bizppurio.com/*) arg=https://localhost:$PORT/api/bizppurio ;;
			https://*) arg=https://localhost:$PORT/api/toss ;;
			esac
			args+=("\$arg")
		done
		printf '%s\n' "\$@" >>$HOME/curl.args
		exec $(type -P curl) --cacert $TOKCTL_CACERT "\${args[@]}"
	END
	chmod 755 bin/curl
	cat >bin/pass <<-'END'
		#!/bin/sh
		[ "$*" = "show toss/outlet" ] && echo outlet-secret
	END
	chmod 755 bin/pass
}

# readme NAME: a block of README.md. It must be there.
readme() {
	awk -v mark="<!-- test: $1 -->" '$0 == mark { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' \
		"$ROOT/README.md" | grep .
}

# manual PAGE NAME: a block of a manual page, as it is shown.
manual() {
	awk -v mark=".\\\\\" test: $2" '$0 == mark { found = 1; next } found && /^\.Ed/ { exit } found && /^\.Bd/ { inside = 1; next } inside' \
		"$ROOT/man/$1" | sed 's/\\e/\\/g; s/\\(aq/'"'"'/g; s/\\(ti/~/g' | grep .
}

# The token is in no argument of curl's.
nothing_in_arguments() {
	local token

	token=$(tokctl "$1" --offline)
	[ -s "$HOME/curl.args" ]
	if grep -qF -- "$token" "$HOME/curl.args"; then return 1; fi
}

HELLO_TOSS='{"hello":"toss"}' HELLO_IAMPORT='{"hello":"iamport"}' HELLO_BIZPPURIO='{"hello":"bizppurio"}'

@test "each marked block has a test here" {
	local page name

	while read -r name; do
		grep -qE "(readme|steps) $name\b" "$BATS_TEST_FILENAME" || { echo "README.md: $name"; return 1; }
	done < <(sed -n 's/^<!-- test: \(.*\) -->$/\1/p' "$ROOT/README.md")
	for page in tokctl.1 tokctl.conf.5; do
		while read -r name; do
			grep -qE "manual $page $name\b" "$BATS_TEST_FILENAME" || { echo "$page: $name"; return 1; }
		done < <(sed -n 's/^\.\\" test: //p' "$ROOT/man/$page")
	done
	# And every block of commands is marked.
	[ "$(grep -cE '^```(sh|yaml|groovy)' "$ROOT/README.md")" -eq "$(grep -A1 '^<!-- test:' "$ROOT/README.md" | grep -cE '^```(sh|yaml|groovy)')" ]
	[ "$(sed -n '/^\.Sh EXAMPLES/,/^\.Sh/p' "$ROOT"/man/*.? | grep -c '^\.Bd')" -eq "$(cat "$ROOT"/man/*.? | grep -c '^\.\\" test:')" ]
}

# ---- README.md

@test "README: a first minute" {
	unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET
	readme first-minute >script
	run --separate-stderr sh script <<<"$SECRET"
	printf '%s\n' "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ "$stderr" = '' ]
	[[ ${lines[0]} =~ ^20..-..-..T..:..:..Z$ ]]
	[[ ${lines[1]} == 'Authorization: Bearer toss-0001-'* ]]
	[[ ${lines[3]} == 'toss     valid '* ]]
	[ "$(requests toss)" -eq 1 ]
	[ "$(stat -c %a .config/tokctl/config .config/tokctl/toss.secret | paste -sd ' ')" = '600 600' ]
}

@test "README: one call" {
	readme call >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[ "$output" = "$HELLO_TOSS" ]
	nothing_in_arguments toss
}

@test "README: one call, and no token: nothing is sent" {
	export TOKCTL_TOSS_KEY=unknown
	readme call >script
	run sh script
	[ "$status" -ne 0 ]
	[ "$(requests api-toss)" -eq 0 ]
}

@test "README: a script that replaces a refused token" {
	readme retry >bin/orders
	chmod 755 bin/orders
	run --separate-stderr orders
	[ "$status" -eq 0 ]
	[ "$output" = "$HELLO_TOSS" ]
	nothing_in_arguments toss
	[ "$(requests api-toss)" -eq 1 ]
	# Revoked at the shop, while the cache has it: one more try gets it right, with a token that was asked for anew.
	tokctl toss >"$SERVER/revoked"
	run --separate-stderr orders
	[ "$status" -eq 0 ]
	[ "$output" = "$HELLO_TOSS" ]
	[ "$(requests toss)" -eq 2 ]
	[ "$(requests api-toss)" -eq 3 ]
	# Refused again and again, it gives up after the second.
	tokctl toss >>"$SERVER/revoked"
	plan toss token="$(tokctl toss)"
	run --separate-stderr orders
	[ "$status" -eq 1 ]
	[ "$output" = '' ]
	[ "$stderr" = 'HTTP 401' ]
	[ "$(requests api-toss)" -eq 5 ]
}

@test "README: of 50 scripts that were refused with the same token, one asks for a new one, and all get through" {
	local pids=() pid

	readme retry >bin/orders
	chmod 755 bin/orders
	tokctl toss >"$SERVER/revoked"
	plan toss delay=0.3
	for n in $(seq 50); do
		orders >"out.$n" 2>&1 &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	[ "$(cat out.* | sort | uniq -c | tr -s ' ')" = " 50 $HELLO_TOSS" ]
	[ "$(requests toss)" -eq 2 ]
}

@test "README: a call with curl, and a program with tokens in its environment" {
	export TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET
	readme curl >call
	run --separate-stderr bash call
	[ "$status" -eq 0 ]
	[ "$output" = "$HELLO_TOSS" ]
	nothing_in_arguments toss
	readme exec >call
	printf '#!/bin/sh\necho "$1"\n' >import
	chmod 755 import
	run --separate-stderr bash call
	[ "$status" -eq 0 ]
	[ "$output" = "$(tokctl toss --offline; tokctl toss:outlet --offline)" ]
}

@test "the manual: a call with curl, and a program with tokens in its environment" {
	manual tokctl.1 curl >call
	run --separate-stderr bash call
	[ "$output" = "$HELLO_TOSS" ]
	manual tokctl.1 exec >call
	printf '#!/bin/sh\necho "$1 $TOSS_TOKEN $IAMPORT_TOKEN"\n' >import
	chmod 755 import
	run --separate-stderr bash call
	[ "$output" = "--all $(tokctl toss --offline) $(tokctl iamport --offline)" ]
}

@test "README: cron" {
	local line path

	readme cron >bin/orders
	chmod 755 bin/orders
	# cron's own PATH is /usr/bin:/bin; make install puts tokctl elsewhere.
	path=$(readme crontab | sed -n 's/^PATH=//p')
	[[ :$path: == *:/usr/local/bin:* ]]
	line=$(readme crontab | grep -v ^PATH=)
	[ "$(wc -w <<<"${line%%\$*}")" -eq 5 ]
	# cron takes an unescaped % for the end of the line.
	[[ $line != *%* ]]
	line=\$${line#*\$}
	env -i HOME="$HOME" PATH="${path/\/usr\/local\/bin/$HOME/bin:$BUILD}" TOKCTL_CACERT="$TOKCTL_CACERT" \
		TOKCTL_PROXY="$TOKCTL_PROXY" TOKCTL_TOSS_KEY="$KEY" TOKCTL_TOSS_SECRET="$SECRET" sh -c "$line" >said 2>&1
	[ ! -s said ]
	[ "$(cat orders.json)" = "$HELLO_TOSS" ]
	nothing_in_arguments toss
}

@test "README: cron leaves what passes to the next run, and tells the rest" {
	readme cron >bin/orders
	chmod 755 bin/orders
	plan toss status=503
	TOKCTL_RETRIES=0 run orders
	[ "$status" -eq 0 ]
	[ "$output" = '' ]
	TOKCTL_TOSS_KEY=unknown run orders
	[ "$status" -eq 77 ]
	[[ $output == *'the provider refused'* ]]
	[ "$(requests api-toss)" -eq 0 ]
}

# steps NAME PYTHON: what an expression picks from a block of YAML, as its own reader sees it; "all" is the document.
steps() {
	readme "$1" >block.yaml
	python3 -c 'import sys, yaml
all = yaml.safe_load(open("block.yaml"))
print(eval(sys.argv[1]))' "$2"
}

# A step of GitHub's: bash -e with the step's own variables, the secrets filled in, and what the file of the steps before
# brought: NAME<<DELIMITER, the value's line, DELIMITER. The token must be masked before it is there.
github_step() {
	local line name delimiter value

	steps github "all['jobs']['products']['steps'][$1]['run']" >step
	(
		unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET
		while IFS='=' read -r name value; do
			case $value in
			'${{ secrets.TOSS_KEY }}') value=$KEY ;;
			'${{ secrets.TOSS_SECRET }}') value=${GITHUB_SECRET-$SECRET} ;;
			*'${{'*) echo "unknown: $value"; exit 1 ;;
			esac
			export "$name=$value"
		done < <(steps github "'\n'.join(k + '=' + v for k, v in all['jobs']['products']['steps'][$1].get('env', {}).items())" | grep .)
		while IFS= read -r line; do
			name=${line%%<<*} delimiter=${line#*<<}
			IFS= read -r value
			IFS= read -r line
			[ "$line" = "$delimiter" ] || exit 1
			grep -qxF "::add-mask::$value" log || exit 1
			export "$name=$value"
		done <github.env
		GITHUB_ENV=$HOME/github.env exec bash -e step >>log
	)
}

@test "README: GitHub Actions" {
	: >github.env
	[ "$(steps github "len(all['jobs']['products']['steps'])")" -eq 2 ]
	github_step 0
	[ "$(cat log)" = "::add-mask::$(tokctl toss)" ]
	github_step 1
	[ "$(tail -n +2 log)" = "$HELLO_TOSS" ]
	nothing_in_arguments toss
	[ "$(requests toss)" -eq 1 ]
}

@test "README: GitHub Actions, and a secret that is not defined" {
	: >github.env
	GITHUB_SECRET='' run github_step 0
	[ "$status" -eq 78 ]
	[[ $output == *'TOKCTL_TOSS_SECRET: is set but empty'* ]]
	[ ! -s github.env ]
}

@test "README: in any CI, a variable that is not defined" {
	TOKCTL_TOSS_KEY='' fails 78 tokctl toss
	says 'TOKCTL_TOSS_KEY: is set but empty' 'in CI'
	TOKCTL_TOSS_SECRET='' fails 78 tokctl toss
	says 'TOKCTL_TOSS_SECRET: is set but empty' 'in CI'
	fails 64 tokctl toss --key ''
	says '--key: is set but empty' 'in CI'
	TOKCTL_CONFIG='' TOKCTL_CACHE_DIR='' works tokctl toss
	[ -d .cache/tokctl ]
}

# A job of GitLab's: the lines of its script under set -eo pipefail.
gitlab_job() {
	{
		echo 'set -eo pipefail'
		steps gitlab "'\n'.join(all['$1']['script'])"
	} >job
	bash job
}

@test "README: GitLab CI" {
	local report

	gitlab_job token >log
	[ ! -s log ]
	report=$(steps gitlab "all['token']['artifacts']['reports']['dotenv']")
	[ "$(stat -c %a "$report")" = 600 ]
	[ "$(cat "$report")" = "TOSS_TOKEN=$(tokctl toss)" ]
	# The later stage has the report's variables, and not the key.
	[ "$(steps gitlab "all['stages'] == [all['token']['stage'], all['products']['stage']]")" = True ]
	export "$(cat "$report")"
	[ "$(unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET; gitlab_job products)" = "$HELLO_TOSS" ]
	nothing_in_arguments toss
}

@test "README: Jenkins" {
	readme jenkins >block
	grep -qF "usernameVariable: 'TOKCTL_TOSS_KEY'" block
	grep -qF "passwordVariable: 'TOKCTL_TOSS_SECRET'" block
	awk "/sh '''/ { inside = 1; next } /'''/ { inside = 0 } inside" block | grep . >script
	run --separate-stderr sh -xe script
	[ "$status" -eq 0 ]
	[ "$output" = "$HELLO_TOSS" ]
	# The trace is on. Both sides of the pipe write to it, word by word.
	[[ $stderr == *'+ '* && $stderr == *tokctl* && $stderr == *curl* ]]
	[[ $stderr != *"$(tokctl toss --offline)"* ]]
	nothing_in_arguments toss
	no_secret_in <(printf %s "$stderr")
}

@test "README: doctor" {
	readme doctor >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[[ $output == *"ok    toss    key       set by TOKCTL_TOSS_KEY"* ]]
	[ "$(requests toss)" -eq 0 ]
	TOKCTL_TOSS_SECRET='' run sh script
	[ "$status" -eq 78 ]
	[[ $output == *$'\nfail '* ]]
}

@test "README: the config" {
	unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET TOKCTL_BIZPPURIO_KEY TOKCTL_BIZPPURIO_SECRET
	config "$(readme config)"
	(umask 077 && printf '%s\n' "$SECRET" | tee .config/tokctl/toss.secret >.config/tokctl/bizppurio.secret)
	tokctl toss
	tokctl toss:outlet
	tokctl bizppurio
	[ "$(requests toss)" -eq 2 ]
	[ "$(requests bizppurio)" -eq 1 ]
}

@test "README: each exit status of the table is one of the manual, with the same answer to 'try again?'" {
	local number again

	mandoc -Tutf8 "$ROOT/man/tokctl.1" | sed 's/.\x08//g' >page
	while IFS='|' read -r _ number _ again _; do
		for number in ${number//,/ }; do
			again=${again//[* ]/}
			grep -qE "^ +$number +${again:--} " page || { echo "$number: $again"; return 1; }
		done
	done < <(sed -n '/^| exit |/,/^$/p' "$ROOT/README.md" | tail -n +3 | grep .)
}

@test "README: any OAuth 2.0 server" {
	config "$(readme oauth2)"
	(umask 077 && printf '%s\n' "$SECRET" >.config/tokctl/crm.secret)
	readme oauth2-use >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[ "$stderr" = '' ]
	[[ $output == 'Authorization: Bearer oauth2-0001-'* ]]
	[ "$(requests metadata)" -eq 1 ]
	[[ "$(request oauth2 1)" == *'scope=orders%3Aread&resource=https%3A%2F%2Fapi.example%2Forders&tenant_id=acme' ]]
}

# ---- tokctl(1)

@test "tokctl(1): a first token" {
	unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET
	(umask 077 && printf '%s\n' "$SECRET" >.toss-secret)
	manual tokctl.1 first >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[[ $output == toss-0001-* ]]
}

@test "tokctl(1): curl -H @- and curl -K -" {
	manual tokctl.1 header >script
	run --separate-stderr sh script
	[ "$output" = "$HELLO_TOSS" ]
	manual tokctl.1 config >script
	run --separate-stderr sh script
	[ "$output" = "$HELLO_TOSS" ]
	nothing_in_arguments toss
}

@test "tokctl(1): what each form does when there is no token is as it says" {
	export TOKCTL_TOSS_KEY=unknown
	manual tokctl.1 config >script
	run sh script
	[ "$(requests api-toss)" -eq 0 ]
	manual tokctl.1 header >script
	run sh script
	[ "$(requests api-toss)" -eq 1 ]
	manual tokctl.1 argument >script
	run sh script
	[ "$(requests api-toss)" -eq 2 ]
	if request api-toss 2 | grep -qi '^authorization'; then return 1; fi
}

@test "tokctl(1): an argument of curl's shows the token in ps, as it says" {
	manual tokctl.1 argument >script
	# A curl that stays long enough to be looked at.
	cat >bin/curl <<-'END'
		#!/bin/sh
		ps -ww -o args= -p $$ >ps.out
	END
	sh script
	grep -F "$(tokctl toss --header)" ps.out
}

@test "tokctl(1): a script" {
	manual tokctl.1 script >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[ "$output" = "$HELLO_IAMPORT"$'\n'"$HELLO_IAMPORT" ]
	nothing_in_arguments iamport
	TOKCTL_IAMPORT_KEY=unknown run --separate-stderr sh script
	[ "$status" -eq 77 ]
	[ "$(requests api-iamport)" -eq 2 ]
}

@test "tokctl(1): reject" {
	tokctl bizppurio >"$SERVER/revoked"
	manual tokctl.1 reject >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[ "$(cat reply)" = "$HELLO_BIZPPURIO" ]
	[ "$(requests bizppurio)" -eq 2 ]
	nothing_in_arguments bizppurio
}

@test "tokctl(1): reject, by 50 jobs that were refused with the same token: one asks for a new one" {
	local pids=() pid

	tokctl bizppurio >"$SERVER/revoked"
	manual tokctl.1 reject >script
	plan bizppurio delay=0.3
	for n in $(seq 50); do
		mkdir "job.$n"
		(cd "job.$n" && exec sh ../script) &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	[ "$(cat job.*/reply | sort | uniq -c | tr -s ' ')" = " 50 $HELLO_BIZPPURIO" ]
	[ "$(requests bizppurio)" -eq 2 ]
}

@test "tokctl(1): cron" {
	manual tokctl.1 cron >script
	run --separate-stderr sh script
	[ "$output" = "$HELLO_TOSS" ]
	tokctl forget toss
	plan toss status=503
	TOKCTL_RETRIES=0 run sh script
	[ "$status" -eq 0 ]
	[ "$output" = '' ]
	TOKCTL_TOSS_KEY=unknown run sh script
	[ "$status" -eq 77 ]
	[[ $output == *'the provider refused'* ]]
}

@test "tokctl(1): a token in the environment" {
	printf '#!/bin/sh\nprintf "%%s\\n" "$TOKEN"\n' >import
	chmod 755 import
	manual tokctl.1 env >script
	run --separate-stderr sh script
	[ "$output" = "$(tokctl toss)" ]
}

@test "tokctl(1): an assignment for eval, and no step further where there is none" {
	{ echo 'set -e'; manual tokctl.1 eval; echo 'echo "<$TOSS_TOKEN>"'; } >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[ "$output" = "<$(tokctl toss)>" ]
	TOKCTL_TOSS_KEY=unknown run --separate-stderr sh script
	[ "$status" -eq 77 ]
	[ "$output" = '' ]
}

@test "tokctl(1): a file" {
	manual tokctl.1 to >script
	run --separate-stderr sh script
	[ "$output" = "$HELLO_TOSS" ]
	[ "$(stat -c %a .toss-header)" = 600 ]
	nothing_in_arguments toss
	rm curl.args
	TOKCTL_TOSS_KEY=unknown run --separate-stderr sh script
	[ "$status" -eq 77 ]
	[ ! -e curl.args ]
}

# The two units, as they would be installed, but for where the two programs are.
units() {
	manual tokctl.1 service | sed "s|/usr/local/bin/tokctl|$BUILD/tokctl|; s|/usr/bin/curl|$HOME/bin/curl|" >orders.service
	manual tokctl.1 timer >orders.timer
}

@test "tokctl(1): the service and its timer are what systemd takes" {
	command -v systemd-analyze >/dev/null || skip 'systemd-analyze is not installed'
	units
	printf '[Service]\nType=oneshot\nExecStart=/bin/true\n' >plain.service
	systemd-analyze verify --man=no ./plain.service >said 2>&1 || skip "systemd-analyze can't run here: $(head -1 said)"
	run systemd-analyze verify --man=no ./orders.service ./orders.timer
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$output" = '' ]
	# It does see mistakes.
	sed -i 's/^LoadCredential/LoadCredentails/' orders.service
	run systemd-analyze verify --man=no ./orders.service
	[[ $output == *LoadCredentails* ]]
}

@test "tokctl(1): the service runs, with systemd's part played" {
	local line name

	units
	mkdir -p credentials cache run/orders state/orders
	# LoadCredential=NAME:PATH
	while IFS=: read -r name _; do
		case $name in
		*.key) printf '%s\n' "$KEY" ;;
		*.secret) printf '%s\n' "$SECRET" ;;
		esac >"credentials/$name"
	done < <(sed -n 's/^LoadCredential=//p' orders.service)
	[ "$(find credentials -type f | wc -l)" -eq 2 ]
	chmod 400 credentials/*
	sed -e ':a' -e '/\\$/ { N; s/\\\n *//; ta' -e '}' orders.service | sed -n 's/^ExecStart\(Pre\)\{0,1\}=//p' |
		sed "s|%t|$HOME/run|g; s|%S|$HOME/state|g" >commands
	[ "$(wc -l <commands)" -eq 2 ]
	while IFS= read -r line; do
		# systemd splits it at blanks, too.
		env -i PATH=/usr/bin:/bin CREDENTIALS_DIRECTORY="$HOME/credentials" CACHE_DIRECTORY="$HOME/cache" \
			TOKCTL_CACERT="$TOKCTL_CACERT" TOKCTL_PROXY="$TOKCTL_PROXY" $line
	done <commands
	[ "$(cat state/orders/orders.json)" = "$HELLO_TOSS" ]
	[ "$(stat -c %a run/orders/token)" = 600 ]
	[ "$(requests toss)" -eq 1 ]
	[ -d cache/tokctl ]
	CACHE_DIRECTORY=$HOME/cache nothing_in_arguments toss
}

@test "tokctl(1): a secret command, and the status" {
	tokctl imweb
	manual tokctl.1 command >script
	run --separate-stderr sh script
	[[ $output == toss-0001-* ]]
	manual tokctl.1 status >script
	run --separate-stderr sh script
	[ "$status" -eq 0 ]
	[[ ${lines[0]} == imweb* ]]
	[[ ${lines[1]} =~ ^toss$'\t'20..-..-..T ]]
}

@test "tokctl(1): doctor" {
	unset TOKCTL_BIZPPURIO_SECRET
	manual tokctl.1 doctor >script
	run sh script
	[[ ${lines[0]} == $'fail\tbizppurio\tsecret\t'* ]]
	[ "$(cut -f 1 <<<"$output" | sort -u)" = fail ]
	# What is well may have a hint, too, and is not among it.
	tokctl doctor | grep -q 'registered addresses'
	[[ $output != *'registered addresses'* ]]
	[ "$(requests toss)" -eq 0 ]
	export TOKCTL_IMWEB_KEY=unknown
	manual tokctl.1 doctor-json >script
	run sh script
	[ "$(cut -f 1,2 <<<"$output" | paste -sd ' ')" = $'bizppurio\tsecret imweb\tfetch' ]
	[ "$(requests toss)" -eq 1 ]
}

# ---- tokctl.conf(5)

@test "tokctl.conf(5): two shops" {
	unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET TOKCTL_BIZPPURIO_KEY TOKCTL_BIZPPURIO_SECRET
	config "$(manual tokctl.conf.5 shops)"
	(umask 077 && mkdir .secrets && printf '%s\n' "$SECRET" | tee .secrets/toss >.secrets/bizppurio)
	tokctl toss
	tokctl toss:outlet
	tokctl bizppurio
	[ "$(requests toss)" -eq 2 ]
	[ "$(requests bizppurio)" -eq 1 ]
}

@test "tokctl.conf(5): OAuth 2.0 servers" {
	config "$(manual tokctl.conf.5 servers)"
	(umask 077 && mkdir .secrets && printf '%s\n' "$SECRET" >.secrets/crm)
	printf '#!/bin/sh\n[ "$*" = "show billing" ] && echo outlet-secret\n' >bin/pass
	tokctl oauth2:crm
	tokctl oauth2:billing
	[ "$(requests metadata)" -eq 1 ]
	[ "$(requests oauth2)" -eq 2 ]
	[[ "$(request oauth2 2)" == *'client_id=outlet-key&client_secret=outlet-secret&audience=https%3A%2F%2Fbilling.example&region=kr' ]]
}

@test "tokctl.conf(5): a quoted secret" {
	unset TOKCTL_IAMPORT_KEY TOKCTL_IAMPORT_SECRET
	config "$(manual tokctl.conf.5 quoted)"
	echo '{"iamport": {"quoted-key": "quoted # secret"}}' >"$SERVER/credentials.json"
	tokctl iamport
	[ "$(requests iamport)" -eq 1 ]
}

# The folders of src/ and the two main() as README.md lists them in "The code", a line each.
mapped() { sed -n "/^## $2\$/,/^Tests:\$\|^테스트:\$/p" "$ROOT/$1" | grep -oE '^    [a-z-]+(/|\.c) ' | tr -d ' '; }

@test "the map of the code is the tree, in both languages" {
	(cd "$ROOT/src" && printf '%s\n' */ *.c) | sort >tree
	[ "$(wc -l <tree)" -gt 10 ]
	diff tree <(mapped README.md 'The code' | sort)
	diff tree <(mapped README.ko.md '코드' | sort)
}

@test "each file that README.md says to write in is there" {
	sed -n '/^### Adding a provider/,/^## Licence/p' "$ROOT/README.md" | grep -oE '`(src|tests)/[^`]*`|`[a-z_]+\.[ch]`' | tr -d '`' | grep -vE 'NAME|LANGUAGE' >named
	[ "$(wc -l <named)" -gt 10 ]
	while IFS= read -r file; do
		[ -e "$ROOT/$file" ] || [ -n "$(find "$ROOT/src" -name "$file")" ] || { echo "$file"; return 1; }
	done <named
}
