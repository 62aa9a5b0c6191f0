# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2030,SC2031,SC2154  # a test's variables are its own; `run` sets some
# What CI runners read: the files of GitHub Actions and GitLab's dotenv report, by checkers that are written from their
# published rules; and --to FILE, which makes a private file as a whole or not at all.

load support

setup() {
	sandbox
	serve
	keys toss imweb
	GITHUB_ENV=$BATS_TEST_TMPDIR/set_env_0d2c GITHUB_OUTPUT=$BATS_TEST_TMPDIR/set_output_0d2c
	export GITHUB_ENV GITHUB_OUTPUT
	: >"$GITHUB_ENV"
	: >"$GITHUB_OUTPUT"
}

teardown() { cleanup; }

# runner FILE: reads a file as the runner does: NAME=VALUE, or NAME<<DELIMITER, lines of the value, DELIMITER; empty lines
# count for nothing. Prints NAME<tab>VALUE as JSON, or fails with what is wrong.
runner() {
	python3 - "$1" <<-'END'
		import json, re, sys

		lines = open(sys.argv[1], newline="").read().split("\n")
		if lines[-1] == "":
		    lines.pop()
		while lines:
		    line = lines.pop(0)
		    if line == "":
		        continue
		    equals, here = line.find("="), line.find("<<")
		    if equals >= 0 and (here < 0 or equals < here):
		        name, value = line.split("=", 1)
		    elif here >= 0:
		        name, delimiter = line.split("<<", 1)
		        if delimiter == "":
		            sys.exit("no delimiter: " + line)
		        value = []
		        while lines and lines[0] != delimiter:
		            value.append(lines.pop(0))
		        if not lines:
		            sys.exit("no end: " + delimiter)
		        lines.pop(0)
		        value = "\n".join(value)
		    else:
		        sys.exit("no variable: " + line)
		    if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name):
		        sys.exit("no name: " + name)
		    print(name + "\t" + json.dumps(value))
	END
}

# gitlab FILE: reads a dotenv report as GitLab does: less than 5 KiB, at most 20 lines, NAME=VALUE each, names of letters,
# digits and '_', values as they stand.
gitlab() {
	python3 - "$1" <<-'END'
		import re, sys

		text = open(sys.argv[1], newline="").read()
		if len(text) >= 5 * 1024:
		    sys.exit("too big")
		lines = text.splitlines()
		if len(lines) > 20:
		    sys.exit("too many")
		for line in lines:
		    found = re.fullmatch("([A-Za-z0-9_]+)=(.*)", line)
		    if not found:
		        sys.exit("invalid: " + line)
		    print(found[1] + "\t" + found[2].strip())
	END
}

# ---- GitHub Actions

@test "github-env and github-output: masked on stdout, and a variable in the runner's file" {
	local token

	works tokctl toss -o github-env
	token=$(tokctl toss)
	[ "$output" = "::add-mask::$token" ]
	[ "$(runner "$GITHUB_ENV")" = "TOSS_TOKEN"$'\t'"\"$token\"" ]
	[ ! -s "$GITHUB_OUTPUT" ]
	works tokctl toss -o github-output
	[ "$output" = "::add-mask::$token" ]
	[ "$(runner "$GITHUB_OUTPUT")" = "TOSS_TOKEN"$'\t'"\"$token\"" ]
	[ "$(requests toss)" -eq 1 ]
}

@test "github-env: in the form for several lines, with another delimiter each time" {
	local delimiter

	tokctl toss -o github-env >/dev/null
	tokctl toss -o github-env --name AGAIN >/dev/null
	mapfile -t lines <"$GITHUB_ENV"
	[ "${#lines[@]}" -eq 6 ]
	[[ ${lines[0]} =~ ^TOSS_TOKEN\<\<(ghadelimiter_[0-9a-f]{32})$ ]]
	delimiter=${BASH_REMATCH[1]}
	[ "${lines[2]}" = "$delimiter" ]
	[[ ${lines[3]} =~ ^AGAIN\<\<(ghadelimiter_[0-9a-f]{32})$ ]]
	[ "${BASH_REMATCH[1]}" != "$delimiter" ]
	[ "${lines[5]}" = "${BASH_REMATCH[1]}" ]
}

@test "github-env: what is in the file stays, also a line without an end" {
	printf 'BEFORE=1\nLAST=2' >"$GITHUB_ENV"
	tokctl toss -o github-env --name MINE >/dev/null
	printf 'AFTER=3\n' >>"$GITHUB_ENV"
	[ "$(runner "$GITHUB_ENV" | paste -sd ' ')" = \
		"BEFORE"$'\t'"\"1\" LAST"$'\t'"\"2\" MINE"$'\t'"\"$(tokctl toss)\" AFTER"$'\t'"\"3\"" ]
}

@test "github-env: a profile's name, and --name" {
	TOKCTL_TOSS_SHOP_2_KEY=$KEY TOKCTL_TOSS_SHOP_2_SECRET=$SECRET tokctl toss:shop-2 -o github-env >/dev/null
	tokctl imweb -o github-env --name shop_token >/dev/null
	[ "$(runner "$GITHUB_ENV" | cut -f1 | paste -sd ' ')" = 'TOSS_SHOP_2_TOKEN shop_token' ]
}

@test "github-env: what GitHub lets nobody set is refused before a token is asked for" {
	local name

	for name in GITHUB_TOKEN github_env RUNNER_TEMP NODE_OPTIONS node_options; do
		fails 64 tokctl toss -o github-env --name "$name"
		says "can't be set"
	done
	# No name can bring a second line, or a delimiter of its own.
	for name in $'A\nB=1' 'A<<EOF' 'A=B' '' '1A' 'A-B'; do
		fails 64 tokctl toss -o github-env --name "$name"
		fails 64 tokctl toss -o github-output --name "$name"
	done
	[ "$(requests toss)" -eq 0 ]
	[ ! -s "$GITHUB_ENV" ]
	works tokctl toss -o github-output --name NODE_OPTIONS
}

@test "github-env: outside of a runner, 78 and nothing asked" {
	unset GITHUB_ENV
	fails 78 tokctl toss -o github-env
	says 'GITHUB_ENV is not set'
	GITHUB_ENV='' fails 78 tokctl toss -o github-env
	GITHUB_ENV=file fails 78 tokctl toss -o github-env
	GITHUB_ENV=$HOME/none fails 78 tokctl toss -o github-env
	says "no file $HOME/none" 'GITHUB_ENV'
	[ ! -e none ]
	unset GITHUB_OUTPUT
	fails 78 tokctl toss -o github-output
	says 'GITHUB_OUTPUT is not set'
	[ "$(requests toss)" -eq 0 ]
}

@test "github-env: a link, a FIFO, a device and a directory are not written to" {
	: >target
	ln -s target link
	GITHUB_ENV=$HOME/link fails 78 tokctl toss -o github-env
	[ ! -s target ]
	mkfifo fifo
	GITHUB_ENV=$HOME/fifo fails 78 timeout 10 tokctl toss -o github-env
	GITHUB_ENV=/dev/null fails 78 tokctl toss -o github-env
	GITHUB_ENV=$HOME fails 74 tokctl toss -o github-env
	[ "$(requests toss)" -eq 0 ]
}

@test "github-env: no token, no mask and no variable" {
	plan toss refuse=oauth
	fails 77 tokctl toss -o github-env
	[ ! -s "$GITHUB_ENV" ]
}

@test "github-env: where the mask can't be printed, the token is not handed on" {
	tokctl toss >/dev/null
	run --separate-stderr bash -c 'tokctl toss -o github-env >/dev/full'
	[ "$status" -eq 74 ]
	[ ! -s "$GITHUB_ENV" ]
	not_under valgrind 'it opens what is closed'
	run --separate-stderr bash -c 'tokctl toss -o github-env >&-'
	[ "$status" -eq 74 ]
	[ ! -s "$GITHUB_ENV" ]
}

@test "github-env: the mask goes first, and one write does it" {
	traced
	tokctl toss >/dev/null
	strace -f -e trace=write,writev -o trace tokctl toss -o github-env >/dev/null
	grep -nE 'add-mask|ghadelimiter' trace >writes
	[ "$(wc -l <writes)" -eq 2 ]
	[[ $(head -1 writes) == *'::add-mask::'* ]]
}

@test "github-env: fifty steps' worth at once, and each is whole" {
	tokctl toss >/dev/null
	for i in $(seq 50); do tokctl toss -o github-env --name "N$i" >/dev/null & done
	wait
	[ "$(runner "$GITHUB_ENV" | cut -f1 | sort -u | wc -l)" -eq 50 ]
}

# ---- GitLab

@test "dotenv: a line that GitLab's report takes" {
	works tokctl toss -o dotenv
	[ "$output" = "TOSS_TOKEN=$(tokctl toss)" ]
	tokctl toss -o dotenv >report
	tokctl toss -o dotenv --name OTHER >>report
	[ "$(gitlab report)" = "TOSS_TOKEN"$'\t'"$(tokctl toss)"$'\n'"OTHER"$'\t'"$(tokctl toss)" ]
}

@test "dotenv: a token with all that it may hold, and one that is too long for GitLab" {
	plan toss token='aZ0-._~+/=='
	tokctl toss -o dotenv >report
	[ "$(gitlab report)" = "TOSS_TOKEN"$'\t''aZ0-._~+/==' ]
	plan toss token="$(printf 'x%.0s' {1..5200})"
	run --separate-stderr tokctl toss --refresh -o dotenv
	[ "$status" -eq 0 ]
	[ "${#output}" -eq 5211 ]
	says 'warning: ' '5212 bytes' '5120'
	run gitlab <(printf '%s\n' "$output")
	[ "$output" = 'too big' ]
}

# ---- --to

@test "--to: any format goes to a private file, and nothing to stdout" {
	local format

	umask 000
	for format in token header json env curl dotenv expiry; do
		tokctl toss -o "$format" >want
		works tokctl toss -o "$format" --to "$format.out"
		[ "$output" = '' ]
		[ "$(stat -c '%a %h' "$format.out")" = '600 1' ]
		# The seconds that are left are in the JSON.
		[ "$format" = json ] || cmp want "$format.out"
	done
	jq -e .token json.out >/dev/null
	works tokctl toss --to "$HOME/absolute"
	works tokctl toss --to '~/by-home'
	cmp absolute by-home
	works tokctl toss --to -
	[ "$output" = "$(tokctl toss)" ]
	[ ! -e - ]
	[ "$(find . -name '.tokctl-*')" = '' ]
}

@test "--to: the mode is 0600 whatever the umask takes away" {
	umask 777
	works tokctl toss --to file
	[ "$(stat -c %a file)" = 600 ]
}

@test "--to: an old file is replaced, with its mode; another name of it keeps the old content" {
	echo old >file
	chmod 644 file
	ln file other
	works tokctl toss --to file
	[ "$(cat file)" = "$(tokctl toss)" ]
	[ "$(stat -c %a file)" = 600 ]
	[ "$(cat other)" = old ]
}

@test "--to: stdout may be closed" {
	run --separate-stderr bash -c 'tokctl toss --to file >&-'
	[ "$status" -eq 0 ]
	[ "$(cat file)" = "$(tokctl toss)" ]
}

@test "--to: a failure leaves the old file, and no other" {
	echo old >file
	plan toss refuse=oauth
	fails 77 tokctl toss --to file
	plan toss refuse=oauth
	fails 77 tokctl toss -o curl --to file
	[ "$(cat file)" = old ]
	fails 64 tokctl toss --to file --to-and-fro
	[ "$(cat file)" = old ]
	[ "$(find . -name '.tokctl-*')" = '' ]
}

@test "--to: what can't be written to is told before a token is asked for" {
	mkdir directory
	: >plain
	fails 73 tokctl toss --to missing/file
	says "can't create missing/file: No such file or directory"
	fails 73 tokctl toss --to plain/file
	fails 73 tokctl toss --to directory
	fails 73 tokctl toss --to directory/
	fails 73 tokctl toss --to /
	fails 64 tokctl toss --to ''
	[ "$(requests toss)" -eq 0 ]
}

@test "--to: a link, a FIFO or a device at its place is refused, and stays" {
	echo old >target
	ln -s target link
	ln -s nothing dangling
	mkfifo fifo
	fails 73 tokctl toss --to link
	says 'link: it is a symbolic link' 'name the file itself'
	fails 73 tokctl toss --to dangling
	fails 73 timeout 10 tokctl toss --to fifo
	fails 73 tokctl toss --to /dev/null
	fails 73 tokctl toss --to /dev/stdout
	# Who reads there is to send nothing.
	for name in /dev/stdout /proc/self/fd/1; do
		run --separate-stderr tokctl toss -o curl --to "$name"
		[ "$status" -eq 73 ]
		[ "$output" = 'proto = "-all"' ]
	done
	[ "$(cat target)" = old ]
	[ -L link ]
	[ -L dangling ]
	[ -p fifo ]
	[ -c /dev/null ]
	[ "$(requests toss)" -eq 0 ]
	# A directory that is reached through a link is one like any other.
	mkdir directory
	ln -s directory through
	works tokctl toss --to through/file
	[ -s directory/file ]
}

@test "--to: a signal that comes while it is written waits until it is whole, and leaves nothing else" {
	traced
	run --separate-stderr strace -o trace -e trace=fsync -e inject=fsync:signal=TERM "$BUILD/tokctl" toss --to file
	grep -q SIGTERM trace
	[ "$status" -eq $((128 + 15)) ]
	[[ $(cat file) == toss-* ]]
	[ -z "$(find . -name '.tokctl-*')" ]
}

@test "--to: a disk that is full leaves the old file" {
	echo old >file
	tokctl toss >/dev/null
	# Messages go to a pipe: a file would be full as well.
	run bash -c 'set -o pipefail; (trap "" XFSZ; ulimit -f 0; exec tokctl toss --to file) 2>&1 | cat'
	[ "$status" -eq 74 ]
	[[ $output == *"can't write"*'--to file, which is as it was'* ]]
	[ "$(cat file)" = old ]
	[ "$(find . -name '.tokctl-*')" = '' ]
}

@test "--to: whoever reads meanwhile finds a whole one" {
	local i token

	token=$(tokctl toss)
	tokctl toss --to file
	for i in $(seq 40); do tokctl toss --to file & done
	for i in $(seq 200); do [ "$(cat file)" = "$token" ] || { touch torn; break; }; done
	wait
	[ ! -e torn ]
	[ "$(find . -name '.tokctl-*')" = '' ]
}

@test "--to goes with no format that has a file of its own, and with get alone" {
	fails 64 tokctl toss -o github-env --to file
	says "--to and '-o github-env' don't go together"
	fails 64 tokctl toss -o github-output --to -
	fails 64 tokctl status --to file
	[ "$(requests toss)" -eq 0 ]
}
