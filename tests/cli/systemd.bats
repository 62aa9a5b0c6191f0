# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2030,SC2031,SC2154  # a test's variables are its own; `run` sets some
# What systemd hands to a service: credentials and a directory for the cache. There is no systemd in most containers, so its
# part is played: a directory of 0500 with files of 0400, and the variables that name them.

load support

setup() {
	sandbox
	serve
	export CREDENTIALS_DIRECTORY=$BATS_TEST_TMPDIR/credentials
	mkdir "$CREDENTIALS_DIRECTORY"
}

teardown() {
	chmod -R u+w "$CREDENTIALS_DIRECTORY" 2>/dev/null || :
	cleanup
}

# credential NAME VALUE: as systemd puts it there.
credential() {
	chmod 700 "$CREDENTIALS_DIRECTORY"
	rm -f "$CREDENTIALS_DIRECTORY/$1"
	printf %s "$2" >"$CREDENTIALS_DIRECTORY/$1"
	chmod 400 "$CREDENTIALS_DIRECTORY/$1"
	chmod 500 "$CREDENTIALS_DIRECTORY"
}

# both NAME [KEY SECRET]: tokctl.NAME.key and .secret.
both() {
	credential "tokctl.$1.key" "${2:-$KEY}"
	credential "tokctl.$1.secret" "${3:-$SECRET}"
}

@test "key and secret of each provider" {
	local provider

	for provider in $PROVIDERS; do
		both "$provider"
		works tokctl "$provider"
		[[ $output == "$provider"-0001-* ]]
		[ "$(requests "$provider")" -eq 1 ]
	done
}

@test "a profile has its own, and its name stands as it is typed" {
	both toss:outlet x y # systemd takes no such name, and tokctl looks for none
	both toss.outlet "$OUTLET_KEY" "$OUTLET_SECRET"
	both toss.a-b_c
	works tokctl toss:outlet
	works tokctl toss:a-b_c
	[ "$(requests toss)" -eq 2 ]
	fails 78 tokctl toss:a_b_c
	says 'no key' "'LoadCredential=tokctl.toss.a_b_c.key:FILE' in a systemd unit"
	fails 78 tokctl toss
	says "'LoadCredential=tokctl.toss.key:FILE'"
}

@test "one line end behind it is dropped" {
	both toss "$KEY"$'\n' "$SECRET"$'\n'
	works tokctl toss
	both toss "$KEY"$'\r\n' "$SECRET"$'\r\n'
	works tokctl toss --refresh
	both toss "$KEY"$'\n\n' "$SECRET"
	fails 78 tokctl toss
	says "$CREDENTIALS_DIRECTORY/tokctl.toss.key: the key it gives holds a line break"
}

@test "the command line and the environment count for more, the config for less" {
	both toss
	config '[toss]' 'key = config-key' 'secret = config-secret'
	works tokctl toss
	both toss wrong-key wrong-secret
	works tokctl toss --key "$KEY" --secret "$SECRET" --refresh
	TOKCTL_TOSS_KEY=$KEY TOKCTL_TOSS_SECRET=$SECRET works tokctl toss --refresh
	# Each for itself.
	credential tokctl.toss.secret "$SECRET"
	TOKCTL_TOSS_KEY=$KEY works tokctl toss --refresh
	(umask 077 && printf %s "$SECRET" >secret)
	credential tokctl.toss.key "$KEY"
	credential tokctl.toss.secret wrong
	works tokctl toss --refresh --secret-file secret
	TOKCTL_TOSS_SECRET_FILE=secret works tokctl toss --refresh
	TOKCTL_TOSS_SECRET_COMMAND='cat secret' works tokctl toss --refresh
	fails 77 tokctl toss --refresh
	DEVIATIONS_EXPECTED=1
}

@test "what is not there falls through to the config" {
	config '[toss]' "key = $KEY" "secret = $SECRET" '[toss:outlet]' "key = $OUTLET_KEY" "secret = $OUTLET_SECRET"
	both toss
	works tokctl toss:outlet
	credential tokctl.toss.key "$KEY"
	rm -f "$CREDENTIALS_DIRECTORY/tokctl.toss.secret"
	works tokctl toss
	CREDENTIALS_DIRECTORY=$HOME/none works tokctl toss --refresh
	CREDENTIALS_DIRECTORY='' works tokctl toss --refresh
	CREDENTIALS_DIRECTORY=credentials works tokctl toss --refresh
}

@test "one that is empty, or holds what no credential may, is an error that names it" {
	local name

	config '[toss]' "key = $KEY" "secret = $SECRET"
	for name in key secret; do
		both toss
		credential "tokctl.toss.$name" ''
		fails 78 tokctl toss
		says "$CREDENTIALS_DIRECTORY/tokctl.toss.$name: the $name it gives is empty"
		credential "tokctl.toss.$name" $'\n'
		fails 78 tokctl toss
		says "tokctl.toss.$name: the $name it gives is empty"
		credential "tokctl.toss.$name" $'a\tb'
		fails 78 tokctl toss
		says "tokctl.toss.$name"
		credential "tokctl.toss.$name" "$(printf 'x%.0s' {1..5000})"
		fails 78 tokctl toss
		says "tokctl.toss.$name"
	done
	[ "$(requests toss)" -eq 0 ]
}

@test "one that is open to others, a directory or a FIFO is an error that names it" {
	local name

	for name in key secret; do
		both toss
		chmod 444 "$CREDENTIALS_DIRECTORY/tokctl.toss.$name"
		fails 78 tokctl toss
		says "$CREDENTIALS_DIRECTORY/tokctl.toss.$name is open to other users (mode 444)"
		chmod 700 "$CREDENTIALS_DIRECTORY"
		rm "$CREDENTIALS_DIRECTORY/tokctl.toss.$name"
		mkdir "$CREDENTIALS_DIRECTORY/tokctl.toss.$name"
		fails 78 tokctl toss
		says "tokctl.toss.$name is a directory"
		rmdir "$CREDENTIALS_DIRECTORY/tokctl.toss.$name"
		mkfifo "$CREDENTIALS_DIRECTORY/tokctl.toss.$name"
		chmod 400 "$CREDENTIALS_DIRECTORY/tokctl.toss.$name"
		fails 78 timeout 10 tokctl toss
		says "tokctl.toss.$name is not a regular file"
		rm "$CREDENTIALS_DIRECTORY/tokctl.toss.$name"
	done
}

@test "root's file with reading for its group, as an ACL shows it, is good; another user's is not" {
	[ "$(id -u)" -eq 0 ] || skip 'only root can give files away'
	both toss
	chmod 440 "$CREDENTIALS_DIRECTORY"/*
	chown 0:65534 "$CREDENTIALS_DIRECTORY"/*
	works tokctl toss
	chown 65534 "$CREDENTIALS_DIRECTORY/tokctl.toss.key"
	fails 78 tokctl toss
	says 'tokctl.toss.key belongs to another user'
}

@test "a service under a user of its own: what it may not read is an error, not a reason to look further" {
	[ "$(id -u)" -eq 0 ] || skip 'only root can become another user'
	command -v setpriv >/dev/null || skip 'no setpriv'
	reachable "$BATS_TEST_TMPDIR"
	cp "$NATIVE/tokctl" "$NATIVE/tokctl-fetch" "$CERTS/ca.pem" "$BATS_TEST_TMPDIR"
	chmod 644 "$BATS_TEST_TMPDIR/ca.pem"
	export TOKCTL_CACERT=$BATS_TEST_TMPDIR/ca.pem
	mkdir "$BATS_TEST_TMPDIR/cache"
	both toss
	chown -R 65534:65534 "$BATS_TEST_TMPDIR/cache"
	as=(setpriv --reuid=65534 --regid=65534 --clear-groups env -u HOME CACHE_DIRECTORY="$BATS_TEST_TMPDIR/cache")
	cd /
	fails 78 "${as[@]}" "$BATS_TEST_TMPDIR/tokctl" toss
	says "can't open $CREDENTIALS_DIRECTORY/tokctl.toss.key: Permission denied"
	chown -R 65534:65534 "$CREDENTIALS_DIRECTORY"
	chmod 500 "$CREDENTIALS_DIRECTORY"
	run --separate-stderr "${as[@]}" "$BATS_TEST_TMPDIR/tokctl" toss
	[ "$status" -eq 0 ] || unlike 0 tokctl
	[ "$(stat -c '%a %u' "$BATS_TEST_TMPDIR/cache/tokctl")" = '700 65534' ]
}

@test "-v says where key and secret are from, and neither is shown" {
	both toss
	run --separate-stderr tokctl toss -v
	[ "$status" -eq 0 ]
	says "the key is from $CREDENTIALS_DIRECTORY/tokctl.toss.key" "the secret is from $CREDENTIALS_DIRECTORY/tokctl.toss.secret"
	[[ $stderr != *"$SECRET"* ]]
	TOKCTL_TOSS_KEY=$KEY run --separate-stderr tokctl toss -v --refresh
	says 'the key is from TOKCTL_TOSS_KEY'
	config '[bizppurio]' "account = $KEY" "password = $SECRET"
	run --separate-stderr tokctl bizppurio -v
	says "the account is from $CONFIG:2: account" "the secret is from $CONFIG:3: password"
	no_secret_in <(printf %s "$stderr")
}

@test "status, reject and forget find the entry by the credential's key, and read no secret" {
	credential tokctl.toss.key "$KEY"
	credential tokctl.toss.secret "$SECRET"
	tokctl toss >token
	credential tokctl.toss.secret ''
	works tokctl status toss
	works tokctl toss
	works tokctl reject toss <token
	run tokctl status toss
	[ "$status" -eq 1 ]
	works tokctl forget toss
}

@test "a cached token: the key's file is opened once, the secret's never; without the directory there is nothing of it" {
	traced
	both toss
	tokctl toss >/dev/null
	strace -f -o trace tokctl toss >/dev/null
	[ "$(grep -c 'tokctl\.toss\.key' trace)" -eq 1 ]
	[ "$(grep -c 'tokctl\.toss\.secret' trace)" -eq 0 ]
	TOKCTL_TOSS_KEY=$KEY strace -f -o trace tokctl toss >/dev/null
	[ "$(grep -c 'tokctl\.toss' trace)" -eq 0 ]
	config '[toss]' "key = $KEY"
	strace -f -o trace env -u CREDENTIALS_DIRECTORY "$BUILD/tokctl" toss >/dev/null
	[ "$(grep -c 'tokctl\.toss\.' trace)" -eq 0 ]
}

@test "CACHE_DIRECTORY: in a folder of its own there, in the first of several" {
	both toss
	mkdir -m 755 "$HOME/a" "$HOME/b"
	CACHE_DIRECTORY=$HOME/a:$HOME/b works tokctl toss
	CACHE_DIRECTORY=$HOME/a works tokctl toss --offline
	[ "$(stat -c %a a/tokctl)" = 700 ]
	[ "$(find a/tokctl -type f -size +0 | wc -l)" -eq 1 ]
	[ "$(find b -type f)" = '' ]
	[ ! -e .cache ]
}
