# SPDX-License-Identifier: ISC
# The cache: what is kept, where, for whom and how privately; status, reject and forget; and every way in which it can be spoilt.

load support

setup() {
	sandbox
	serve
	keys imweb iamport bizppurio toss
}

teardown() { cleanup; }

# cached: toss has a token in the cache: its text in TOKEN, its file in ENTRY.
cached() {
	plan toss life=3600
	TOKEN=$(tokctl toss)
	ENTRY=$(entry)
	[ -n "$TOKEN" ]
	[ -f "$ENTRY" ]
	asked 1
}

# edit SED-SCRIPT: changes the entry, whose mode stays.
edit() {
	sed "$1" "$ENTRY" >"$BATS_TEST_TMPDIR/edited"
	if cmp -s "$BATS_TEST_TMPDIR/edited" "$ENTRY"; then
		printf 'nothing to edit by %s in:\n%s\n' "$1" "$(cat "$ENTRY")"
		return 1
	fi
	cat "$BATS_TEST_TMPDIR/edited" >"$ENTRY"
}

# asks_anew: the entry is not used. One request is made, its token printed, and that is in the cache from then on.
asks_anew() {
	local before

	before=$(requests toss)
	run --separate-stderr timeout 30 tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-????-* ]]
	[ "$output" != "$TOKEN" ]
	asked $((before + 1))
}

# and_heals: what asks_anew left in the cache is good: served without a word.
and_heals() {
	local before new=$output

	before=$(requests toss)
	run --separate-stderr timeout 30 tokctl toss
	[ "$status" -eq 0 ]
	[ "$output" = "$new" ]
	[ -z "$stderr" ]
	asked "$before"
}

# warned: there is a warning on standard error, which names the provider, and not a secret or the token.
warned() {
	[[ $stderr == 'tokctl: toss: warning: '* ]]
	[ -z "$output" ] || [[ $stderr != *"$output"* ]]
	[[ $stderr != *"$SECRET"* ]]
}

# goes_without: twice a token and a warning, for nothing can be kept; -q takes the warning away.
goes_without() {
	local before

	before=$(requests toss)
	run --separate-stderr timeout 30 "$@" tokctl toss
	[ "$status" -eq 0 ]
	[[ $output == toss-????-* ]]
	warned
	run --separate-stderr timeout 30 "$@" tokctl toss -q
	[ "$status" -eq 0 ]
	[[ $output == toss-????-* ]]
	[ -z "$stderr" ]
	asked $((before + 2))
}

# A mount namespace of its own, where mounts end with the command.
private_mounts() {
	if unshare -m true 2>/dev/null; then
		UNSHARE=(unshare -m)
	elif unshare -rm true 2>/dev/null; then
		UNSHARE=(unshare -rm)
	else
		skip 'no right to mount'
	fi
	"${UNSHARE[@]}" mount -t tmpfs tmpfs "$HOME" 2>/dev/null || skip 'no right to mount'
}

# ---- one request, then none

@test "a second call is served from the cache" {
	local provider

	for provider in $PROVIDERS; do
		run --separate-stderr tokctl "$provider"
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		first=$output
		run --separate-stderr tokctl "$provider"
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		[ "$output" = "$first" ]
		asked 1 "$provider"
	done
}

@test "a cached token needs neither secret nor network" {
	cached
	unset TOKCTL_TOSS_SECRET
	TOKCTL_PROXY=http://127.0.0.1:$CLOSED_PORT run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[ "$output" = "$TOKEN" ]
	[ -z "$stderr" ]
}

@test "a cached token runs no secret command and reads no secret file" {
	cached
	unset TOKCTL_TOSS_SECRET
	run --separate-stderr tokctl toss --secret-command "touch $HOME/ran; echo x"
	[ "$status" -eq 0 ]
	[ "$output" = "$TOKEN" ]
	[ ! -e "$HOME/ran" ]
	run --separate-stderr tokctl toss --secret-file "$HOME/nowhere"
	[ "$status" -eq 0 ]
	[ "$output" = "$TOKEN" ]
}

@test "JSON tells a cached token from a fresh one" {
	run --separate-stderr tokctl toss --json
	[ "$status" -eq 0 ]
	[ "$(jq .cached <<<"$output")" = false ]
	fresh=$(jq -c 'del(.cached)' <<<"$output")
	run --separate-stderr tokctl toss --json
	[ "$(jq .cached <<<"$output")" = true ]
	[ "$(jq -r .token <<<"$fresh")" = "$(jq -r .token <<<"$output")" ]
	[ "$(jq -r .expires_at <<<"$fresh")" = "$(jq -r .expires_at <<<"$output")" ]
	[ "$(jq -r .issued_at <<<"$fresh")" = "$(jq -r .issued_at <<<"$output")" ]
}

# ---- what tells entries apart

@test "an entry for each provider, endpoint, key, scope and affiliate" {
	local -a tokens=()
	local -a ways=("toss" "toss --test" "toss --scope toss-shopping-fep:read" "toss --key outlet-key --secret outlet-secret"
		"toss --endpoint https://127.0.0.1:$PORT/token" "imweb" "imweb --affiliate ONE" "imweb --affiliate TWO"
		"iamport" "bizppurio" "bizppurio --test")
	local way

	printf 'ONE\nTWO\n' >"$SERVER/affiliates"
	for way in "${ways[@]}"; do
		# shellcheck disable=SC2086
		tokens+=("$(tokctl $way)")
	done
	[ "$(printf '%s\n' "${tokens[@]}" | sort -u | wc -l)" -eq "${#ways[@]}" ]
	[ "$(entry | wc -l)" -eq "${#ways[@]}" ]
	# Each is had again without a request.
	before=$(find "$SERVER/log" -type f | wc -l)
	for way in "${!ways[@]}"; do
		# shellcheck disable=SC2086
		[ "$(tokctl ${ways[way]})" = "${tokens[way]}" ]
	done
	[ "$(find "$SERVER/log" -type f | wc -l)" -eq "$before" ]
}

@test "the secret, the output and the way to the provider do not tell entries apart" {
	cached
	[ "$(TOKCTL_TOSS_SECRET=another tokctl toss)" = "$TOKEN" ]
	[ "$(tokctl get toss --timeout 3s --retries 0 -o header)" = "Authorization: Bearer $TOKEN" ]
	[ "$(tokctl toss --scope toss-shopping-fep:write)" = "$TOKEN" ]
	[ "$(tokctl toss --endpoint https://oauth2.cert.toss.im/token)" = "$TOKEN" ]
	[ "$(TOKCTL_PROXY='' tokctl toss)" = "$TOKEN" ]
	asked 1
	[ "$(entry | wc -l)" -eq 1 ]
}

@test "profiles share nothing" {
	export TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET
	shop=$(tokctl toss)
	outlet=$(tokctl toss:outlet)
	[ -n "$shop" ]
	[ -n "$outlet" ]
	[ "$shop" != "$outlet" ]
	asked 2
	[ "$(tokctl toss)" = "$shop" ]
	[ "$(tokctl toss:outlet)" = "$outlet" ]
	asked 2
	printf %s "$outlet" | tokctl reject toss:outlet
	[ "$(tokctl toss --offline)" = "$shop" ]
	run --separate-stderr tokctl toss:outlet --offline
	[ "$status" -eq 69 ]
	# One shop's token is not taken for the other's.
	printf %s "$shop" | tokctl reject toss:outlet
	[ "$(tokctl toss --offline)" = "$shop" ]
}

@test "a profile without a key has not the other shop's" {
	cached
	run --separate-stderr tokctl toss:outlet
	[ "$status" -eq 78 ]
	[ -z "$output" ]
	asked 1
}

@test "a profile without a key has not the other shop's, by config either" {
	unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET
	config '[toss]' 'key = shop-key' 'secret-command = echo x' '[toss:outlet]' "key = $OUTLET_KEY" "secret = $OUTLET_SECRET" \
		'[toss:third]' 'scope = toss-shopping-fep:read'
	run --separate-stderr tokctl toss:outlet
	[ "$status" -eq 0 ]
	outlet=$output
	run --separate-stderr tokctl toss:third
	[ "$status" -eq 78 ]
	[ -z "$output" ]
	run --separate-stderr tokctl toss --offline
	[ "$status" -eq 69 ]
	[ "$(tokctl toss:outlet --offline)" = "$outlet" ]
	asked 1
}

# ---- private

@test "the directory is 0700 and its files are 0600, whatever the umask" {
	local mask

	# Of the last three, the owner is to have less as well; but then nobody could enter or lock what was made.
	for mask in 000 022 077 177 277 777; do
		rm -rf "$HOME/.cache"
		(umask "$mask" && tokctl toss >/dev/null)
		[ "$(stat -c %a "$HOME/.cache" "$CACHE" | paste -sd ' ')" = '700 700' ]
		[ "$(find "$CACHE" -type f | wc -l)" -ge 2 ]
		run find "$CACHE" -type f ! -perm 600
		[ -z "$output" ]
	done
}

@test "neither key nor secret is in the cache, after a success and after a refusal that quotes them" {
	local provider

	for provider in $PROVIDERS; do
		tokctl "$provider" >/dev/null
		for how in clear percent base64; do
			plan "$provider" echo=$how
			run --separate-stderr tokctl "$provider" --refresh
			[ "$status" -eq 77 ]
			no_secret_in "$CACHE"
		done
	done
	run grep -rF -- "$KEY" "$CACHE"
	[ "$status" -eq 1 ]
	# Nor in what was overwritten, nor in a name.
	[ "$(entry | wc -l)" -eq 4 ]
	[ "$(find "$CACHE" -type f ! -name '*.lock' | wc -l)" -eq 4 ]
}

# ---- options

@test "--no-cache makes no cache" {
	run --separate-stderr tokctl toss --no-cache
	[ "$status" -eq 0 ]
	[[ $output == toss-0001-* ]]
	[ -z "$stderr" ]
	[ ! -e "$HOME/.cache" ]
	run --separate-stderr tokctl toss --no-cache
	[[ $output == toss-0002-* ]]
	asked 2
}

@test "--no-cache neither reads nor writes the cache that is there" {
	cached
	before=$(cat "$ENTRY")
	run --separate-stderr tokctl toss --no-cache
	[ "$status" -eq 0 ]
	[ "$output" != "$TOKEN" ]
	asked 2
	[ "$(cat "$ENTRY")" = "$before" ]
	plan toss refuse=oauth
	run --separate-stderr tokctl toss --no-cache
	[ "$status" -eq 77 ]
	[ "$(cat "$ENTRY")" = "$before" ]
	[ "$(tokctl toss)" = "$TOKEN" ]
}

@test "--no-cache works where no cache could be" {
	mkdir -p "$HOME/.cache"
	echo >"$CACHE"
	run --separate-stderr tokctl toss --no-cache
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}

@test "--offline with nothing cached: 69, nothing printed, nothing asked" {
	run --separate-stderr tokctl toss --offline
	[ "$status" -eq 69 ]
	[ -z "$output" ]
	[[ $stderr == 'tokctl: toss: '* ]]
	asked 0
}

@test "--offline serves what is cached, and not what has expired or is too short-lived" {
	cached
	run --separate-stderr tokctl toss --offline
	[ "$status" -eq 0 ]
	[ "$output" = "$TOKEN" ]
	run --separate-stderr tokctl toss --offline --min-ttl 2h
	[ "$status" -eq 69 ]
	[ -z "$output" ]
	shift_times -3600
	run --separate-stderr tokctl toss --offline
	[ "$status" -eq 69 ]
	[ -z "$output" ]
	asked 1
}

@test "--offline serves a token that is due for renewal, and says nothing" {
	cached
	shift_times -3500
	run --separate-stderr tokctl toss --offline
	[ "$status" -eq 0 ]
	[ "$output" = "$TOKEN" ]
	[ -z "$stderr" ]
	asked 1
}

@test "--offline -o curl with nothing cached lets curl send nothing" {
	run --separate-stderr tokctl toss --offline -o curl
	[ "$status" -eq 69 ]
	[ "$output" = 'proto = "-all"' ]
}

@test "--refresh asks, and keeps the new token" {
	cached
	run --separate-stderr tokctl toss --refresh
	[ "$status" -eq 0 ]
	[ "$output" != "$TOKEN" ]
	new=$output
	asked 2
	[ "$(tokctl toss)" = "$new" ]
	asked 2
}

@test "--refresh that fails is a failure, and the old token stays in the cache" {
	cached
	plan toss status=503
	run --separate-stderr tokctl toss --refresh --retries 0
	[ "$status" -eq 75 ]
	[ -z "$output" ]
	plan toss refuse=oauth
	run --separate-stderr tokctl toss --refresh
	[ "$status" -eq 77 ]
	[ -z "$output" ]
	asked 3
	[ "$(tokctl toss)" = "$TOKEN" ]
	asked 3
}

@test "--min-ttl is served from the cache while the token has as much, else a new one is had" {
	cached
	run --separate-stderr tokctl toss --min-ttl 30m
	[ "$output" = "$TOKEN" ]
	run --separate-stderr tokctl toss --min-ttl 3500
	[ "$output" = "$TOKEN" ]
	asked 1
	run --separate-stderr tokctl toss --min-ttl 2h
	[ "$status" -eq 0 ]
	[ "$output" != "$TOKEN" ]
	new=$output
	asked 2
	run --separate-stderr tokctl toss --min-ttl 2h
	[ "$output" = "$new" ]
	run --separate-stderr tokctl toss
	[ "$output" = "$new" ]
	asked 2
}

@test "--min-ttl that a fresh token does not have is no success" {
	plan toss life=600
	run --separate-stderr tokctl toss --min-ttl 1h
	[ "$status" -ne 0 ]
	[ -z "$output" ]
	[[ $stderr == 'tokctl: toss: '* ]]
	asked 1
	# The token is kept for who asks for less.
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	asked 1
}

@test "--min-ttl of a token's whole life, which the reply's own time makes too short, is told what is left" {
	plan toss life=60 delay=1.1
	fails 69 tokctl toss --min-ttl 60s
	says 'a fresh token lives only 5'
}

@test "--min-ttl where no expiry is reported: 69" {
	run --separate-stderr tokctl imweb --min-ttl 1m
	[ "$status" -eq 69 ]
	[ -z "$output" ]
}

@test "a min-ttl that can't be kept is named as it was set" {
	config '[imweb]' 'min-ttl = 5m' '[toss]' 'min-ttl = 400d' '[iamport]' 'min-ttl = 20m'
	fails 69 tokctl imweb
	says "$CONFIG:2: min-ttl can't be kept" 'leave it out'
	TOKCTL_IMWEB_MIN_TTL=5m fails 69 tokctl imweb
	says "so TOKCTL_IMWEB_MIN_TTL can't be kept"
	fails 69 tokctl toss
	says "shorter than $CONFIG:4: min-ttl asks for" 'or leave it out'
	TOKCTL_TOSS_MIN_TTL=500d fails 69 tokctl toss
	says 'shorter than TOKCTL_TOSS_MIN_TTL asks for'
	fails 69 tokctl toss --min-ttl 500d
	says 'shorter than --min-ttl asks for'
	plan iamport life=240
	fails 75 tokctl iamport
	says "or ask for less than $CONFIG:6: min-ttl does"
}

# ---- where

@test "the cache is found by TOKCTL_CACHE_DIR, CACHE_DIRECTORY, XDG_CACHE_HOME and HOME, in this order" {
	export TOKCTL_CACHE_DIR=$HOME/own/deep CACHE_DIRECTORY=$HOME/service XDG_CACHE_HOME=$HOME/xdg
	tokctl toss >/dev/null
	[ "$(find "$HOME" -mindepth 1 -maxdepth 1)" = "$HOME/own" ]
	[ "$(CACHE=$HOME/own/deep entry | wc -l)" -eq 1 ]
	[ "$(stat -c %a "$HOME/own/deep")" = 700 ]
	unset TOKCTL_CACHE_DIR
	tokctl toss >/dev/null
	[ "$(CACHE=$HOME/service/tokctl entry | wc -l)" -eq 1 ]
	[ ! -e "$HOME/xdg" ]
	unset CACHE_DIRECTORY
	tokctl toss >/dev/null
	[ "$(CACHE=$HOME/xdg/tokctl entry | wc -l)" -eq 1 ]
	[ ! -e "$HOME/.cache" ]
	unset XDG_CACHE_HOME
	tokctl toss >/dev/null
	[ "$(entry | wc -l)" -eq 1 ]
	asked 4
}

@test "an empty variable names no directory" {
	export TOKCTL_CACHE_DIR='' CACHE_DIRECTORY='' XDG_CACHE_HOME=''
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$(entry | wc -l)" -eq 1 ]
	[ "$(find "$HOME" -mindepth 1 -maxdepth 1)" = "$HOME/.cache" ]
	asked 1
}

@test "every verb finds the cache at the same place" {
	export TOKCTL_CACHE_DIR=$HOME/own
	token=$(tokctl toss)
	run --separate-stderr tokctl status toss
	[ "$status" -eq 0 ]
	printf '%s\n' "$token" | tokctl reject toss
	run --separate-stderr tokctl status toss
	[ "$status" -eq 1 ]
	tokctl forget toss
	[ -z "$(CACHE=$HOME/own entry)" ]
	[ ! -e "$HOME/.cache" ]
}

@test "HOME unset: a warning, a token, and no cache anywhere" {
	local way

	mkdir "$BATS_TEST_TMPDIR/empty"
	cd "$BATS_TEST_TMPDIR/empty"
	TMPDIR=$BATS_TEST_TMPDIR/empty goes_without env -u HOME
	TMPDIR=$BATS_TEST_TMPDIR/empty goes_without env HOME=
	[ -z "$(ls -A "$BATS_TEST_TMPDIR/empty")" ]
	[ -z "$(ls -A "$HOME")" ]
	run find /tmp -maxdepth 1 -name 'tokctl' -newer "$SERVER/ports"
	[ -z "$output" ]
}

@test "HOME unset, empty or relative: what is wrong, and --no-cache only where it is an option" {
	local home verb

	for home in -uHOME HOME= HOME=relative; do
		for verb in status 'status toss' 'reject toss' 'forget toss' 'forget --all'; do
			# shellcheck disable=SC2086  # words
			fails 78 env "$home" tokctl $verb </dev/null
			says 'HOME is not set to an absolute path' 'set HOME or TOKCTL_CACHE_DIR'
			[[ $stderr != *--no-cache* ]]
		done
		run --separate-stderr env "$home" tokctl toss
		[ "$status" -eq 0 ]
		says 'warning: no place for the cache: HOME is not set to an absolute path' --no-cache
		works env "$home" tokctl toss --no-cache
		run env "$home" tokctl doctor --offline toss
		[[ $output == *'cache'*'HOME is not set to an absolute path'* ]]
		[[ $output == *'config'*'HOME is not set to an absolute path'* ]]
		[[ $output != *--no-cache* ]]
	done
}

# ---- an entry that is not what tokctl wrote

@test "an entry cut short at any byte gives a whole new token" {
	local n size expected

	cached
	cp "$ENTRY" "$BATS_TEST_TMPDIR/whole"
	size=$(stat -c %s "$ENTRY")
	[ "$size" -gt 100 ]
	for ((n = 0; n < size; n++)); do
		head -c "$n" "$BATS_TEST_TMPDIR/whole" >"$ENTRY"
		token=$(tokctl toss)
		printf -v expected 'toss-%04d-' $((n + 2))
		[ "${token:0:10}" = "$expected" ]
		[ ${#token} -eq ${#TOKEN} ]
	done
	asked $((size + 1))
	# And whole it is served.
	cat "$BATS_TEST_TMPDIR/whole" >"$ENTRY"
	[ "$(tokctl toss)" = "$TOKEN" ]
	asked $((size + 1))
}

@test "an entry of which a byte is lost at the start or in the middle is not used" {
	local n

	cached
	cp "$ENTRY" "$BATS_TEST_TMPDIR/whole"
	for n in 1 8 9 50; do
		tail -c "+$((n + 1))" "$BATS_TEST_TMPDIR/whole" >"$ENTRY"
		asks_anew
	done
	and_heals
}

@test "an entry of another version is not used" {
	cached
	edit '1s/tokctl=1/tokctl=2/'
	asks_anew
	and_heals
}

@test "an entry of the future is not used" {
	cached
	shift_times 259200
	asks_anew
	and_heals
}

@test "an entry that has expired is not used" {
	cached
	shift_times -3600
	asks_anew
	and_heals
}

@test "an expiry that nobody could have meant is not believed" {
	local value

	cached
	cp "$ENTRY" "$BATS_TEST_TMPDIR/whole"
	for value in 99999999999999999999 9223372036854775807 -1 0 1 253402300800 1e99 ' ' 12x 0x7fffffff; do
		cat "$BATS_TEST_TMPDIR/whole" >"$ENTRY"
		edit "s/^expires-at=.*/expires-at=$value/"
		asks_anew
	done
	for value in 99999999999999999999 9223372036854775807 -1 '' x; do
		cat "$BATS_TEST_TMPDIR/whole" >"$ENTRY"
		edit "s/^issued-at=.*/issued-at=$value/"
		asks_anew
	done
	and_heals
}

@test "an expiry that is there and empty is not one that was not reported" {
	cached
	edit 's/^expires-at=.*/expires-at=/'
	asks_anew
}

@test "an entry with a malformed line is not used" {
	local script

	cached
	cp "$ENTRY" "$BATS_TEST_TMPDIR/whole"
	for script in \
		'2i no equals sign' '2i Upper=1' '2i =nameless' '2i sp ace=1' '2i 9name=1' '2i name=\x01' '2i name=\x7f' '2i name=\xff\xfe' \
		'2i name=\x00' 's/$/\r/' '2i\\' '$a more' '$a \\' '1d' '1i \\' '1s/^/\xef\xbb\xbf/' '2i profile=twice' \
		's/^token=.*/&\n&/' 's/^token=.*/token=/' 's/^token=.*/token=spa ce/' 's/^token=.*/token=a"b/' \
		's/^token=.*/token=\xed\x95\x9c/' 's/^token=/toke=/' 's/^token-type=.*/token-type=a b/'; do
		cat "$BATS_TEST_TMPDIR/whole" >"$ENTRY"
		edit "$script"
		printf 'after %q\n' "$script"
		asks_anew
	done
	and_heals
}

@test "an entry that is empty, binary or huge is not used" {
	cached
	cp "$ENTRY" "$BATS_TEST_TMPDIR/whole"
	: >"$ENTRY"
	asks_anew
	head -c 400 /dev/urandom >"$ENTRY"
	asks_anew
	head -c 400 /dev/zero >"$ENTRY"
	asks_anew
	truncate -s 3G "$ENTRY"
	asks_anew
	{
		sed '$d' "$BATS_TEST_TMPDIR/whole"
		printf 'x=%070000d\n\n' 1
	} >"$ENTRY"
	asks_anew
	{
		sed '$d' "$BATS_TEST_TMPDIR/whole"
		for n in {1..2000}; do printf 'x%d=\n' "$n"; done
		echo
	} >"$ENTRY"
	asks_anew
	and_heals
}

@test "names that this version does not know are ignored" {
	cached
	edit '2i a-name-of-tomorrow=한글 = "x"'
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[ "$output" = "$TOKEN" ]
	[ -z "$stderr" ]
	asked 1
}

@test "an entry of another owner is not used" {
	[ "$(id -u)" -eq 0 ] || skip 'not root'
	cached
	chown 65534 "$ENTRY" 2>/dev/null || skip 'no right to chown'
	asks_anew
	warned
	and_heals
	[ "$(stat -c %u "$ENTRY")" -eq 0 ]
}

@test "an entry that others can read or write is not used" {
	local mode

	cached
	for mode in 0644 0640 0604 0620 0602 0666; do
		chmod "$mode" "$ENTRY"
		asks_anew
		warned
		and_heals
		[ "$(stat -c %a "$ENTRY")" = 600 ]
	done
}

@test "a symlink in the entry's place is not followed, and what it points to stays as it is" {
	cached
	mv "$ENTRY" "$HOME/elsewhere"
	ln -s "$HOME/elsewhere" "$ENTRY"
	before=$(cat "$HOME/elsewhere")
	asks_anew
	warned
	and_heals
	[ "$(cat "$HOME/elsewhere")" = "$before" ]
	[ ! -L "$ENTRY" ]
	# One that leads nowhere, and one that leads round.
	rm "$ENTRY"
	ln -s "$HOME/nowhere" "$ENTRY"
	asks_anew
	and_heals
	[ ! -e "$HOME/nowhere" ]
	rm "$ENTRY"
	ln -s "$ENTRY" "$ENTRY"
	asks_anew
	and_heals
}

@test "a FIFO in the entry's place holds nobody up" {
	cached
	rm "$ENTRY"
	mkfifo -m 600 "$ENTRY"
	run --separate-stderr timeout 10 tokctl status
	[ "$status" -eq 0 ]
	asks_anew
	warned
	and_heals
	[ -f "$ENTRY" ]
}

@test "a device or a socket in the entry's place is not used" {
	cached
	rm "$ENTRY"
	/usr/bin/env python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "./socket"
	mv ./socket "$ENTRY"
	asks_anew
	warned
	and_heals
	[ "$(id -u)" -eq 0 ] || skip 'the device: not root'
	rm "$ENTRY"
	mknod -m 600 "$ENTRY" c 1 5 2>/dev/null || skip 'the device: no right to make one'
	asks_anew
	warned
	and_heals
}

@test "a directory in the entry's place: a warning and a token" {
	cached
	rm "$ENTRY"
	mkdir -m 700 "$ENTRY"
	goes_without
	[ -d "$ENTRY" ]
	run --separate-stderr timeout 10 tokctl status
	[ "$status" -eq 0 ]
	[[ $output != *toss* ]]
}

@test "a hard link in the entry's place is not used, and its other name stays as it is" {
	cached
	ln "$ENTRY" "$HOME/other"
	before=$(cat "$HOME/other")
	asks_anew
	warned
	and_heals
	[ "$(cat "$HOME/other")" = "$before" ]
}

@test "an entry is replaced, never written into" {
	cached
	exec 8<"$ENTRY"
	tokctl toss --refresh >/dev/null
	[[ $(cat <&8) == *"token=$TOKEN"* ]]
	exec 8<&-
}

# ---- a directory that is not what tokctl made

@test "nothing is kept in a directory that is open to others: a warning and a token" {
	local mode

	for mode in 0777 0755 0770 0701; do
		rm -rf "$CACHE"
		mkdir -p "$CACHE"
		chmod "$mode" "$CACHE"
		goes_without
		[ -z "$(entry)" ]
		[ "$(stat -c %a "$CACHE")" = "${mode#0}" ]
	done
}

@test "nothing is taken from a directory that others can write to: a warning and a token" {
	local mode

	cached
	for mode in 0777 0770 0702; do
		chmod "$mode" "$CACHE"
		goes_without
	done
	chmod 700 "$CACHE"
	[ "$(tokctl toss)" = "$TOKEN" ]
}

@test "nothing is kept in another owner's directory: a warning and a token" {
	[ "$(id -u)" -eq 0 ] || skip 'not root'
	mkdir -p -m 700 "$CACHE"
	chown 65534 "$CACHE" 2>/dev/null || skip 'no right to chown'
	goes_without
	[ -z "$(ls -A "$CACHE")" ]
}

@test "nothing is taken from another owner's directory: a warning and a token" {
	[ "$(id -u)" -eq 0 ] || skip 'not root'
	cached
	chown 65534 "$CACHE" 2>/dev/null || skip 'no right to chown'
	goes_without
}

@test "status, reject and forget have nothing but the cache: they fail where a token is had without it" {
	cached
	chmod 755 "$CACHE"
	goes_without
	fails 78 tokctl status
	says "$CACHE"
	fails 78 tokctl status toss
	fails 78 tokctl forget toss
	fails 78 tokctl forget --all
	echo x | fails 78 tokctl reject toss
	chmod 700 "$CACHE"
	works tokctl toss --offline
}

@test "a warning has what it would be as an error, and the run goes on" {
	cached
	chmod 755 "$CACHE"
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	[[ $stderr == 'tokctl: toss: warning: the cache directory '* ]]
	run --separate-stderr tokctl toss --error-format json
	[ "$status" -eq 0 ]
	[ "$(jq -c '.warning | [.id, .exit, .retryable]' <<<"$stderr")" = '["unsafe-file",78,false]' ]
}

@test "a file in the directory's place: a warning and a token" {
	mkdir -p "$HOME/.cache"
	echo mine >"$CACHE"
	goes_without
	[ "$(cat "$CACHE")" = mine ]
}

@test "a file above the directory: a warning and a token" {
	echo mine >"$HOME/.cache"
	goes_without
	[ "$(cat "$HOME/.cache")" = mine ]
}

@test "a directory that can't be made: a warning and a token" {
	TOKCTL_CACHE_DIR=/proc/tokctl-cache goes_without
}

@test "a directory name as long as can be: a warning and a token" {
	local long

	printf -v long '/%0250d' {1..20}
	TOKCTL_CACHE_DIR=$HOME$long goes_without
}

@test "a directory that can't be written: a warning and a token; what is cached is served without a word" {
	local script='mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'

	cached
	if [ "$(id -u)" -eq 0 ]; then
		private_mounts
		with=("${UNSHARE[@]}" sh -c "$script" sh "$CACHE")
	else
		chmod 500 "$CACHE"
		with=(env)
	fi
	run --separate-stderr "${with[@]}" tokctl toss
	[ "$status" -eq 0 ]
	[ "$output" = "$TOKEN" ]
	[ -z "$stderr" ]
	shift_times -3600
	goes_without "${with[@]}"
}

@test "a full disk: a warning and a token, and no torn entry" {
	local full='mount -t tmpfs -o mode=700,size=16k tmpfs "$1" || exit 99
		head -c 100000 /dev/zero >"$1/fill" 2>/dev/null
		shift; "$@"; status=$?
		find "$CACHE_SEEN" -type f -size +0 ! -name fill >&9
		exit $status'

	private_mounts
	mkdir -p -m 700 "$CACHE"
	export CACHE_SEEN=$CACHE
	exec 9>"$BATS_TEST_TMPDIR/left"
	goes_without "${UNSHARE[@]}" sh -c "$full" sh "$CACHE"
	exec 9>&-
	[ ! -s "$BATS_TEST_TMPDIR/left" ]
}

@test "no inode left: a warning and a token" {
	local full='mount -t tmpfs -o mode=700,nr_inodes=1 tmpfs "$1" || exit 99; shift; exec "$@"'

	private_mounts
	mkdir -p -m 700 "$CACHE"
	goes_without "${UNSHARE[@]}" sh -c "$full" sh "$CACHE"
}

@test "a full disk: the token that could not be replaced is not served again" {
	local full='mount -t tmpfs -o mode=700,size=16k tmpfs "$1" || exit 99
		old=$(tokctl toss) || exit 98
		head -c 100000 /dev/zero >"$1/fill" 2>/dev/null
		new=$(tokctl toss --refresh) || exit 97
		[ -n "$new" ] && [ "$new" != "$old" ] || exit 96
		next=$(tokctl toss) || exit 95
		[ "$next" != "$old" ] && [ "$next" != "$new" ] || exit 94'

	private_mounts
	mkdir -p -m 700 "$CACHE"
	run --separate-stderr "${UNSHARE[@]}" sh -c "$full" sh "$CACHE"
	[ "$status" -eq 0 ]
	warned
	asked 3
}

@test "a left-over .tmp is taken over" {
	cached
	printf 'tokctl=1\ntoken=half' >"$ENTRY.tmp"
	chmod 600 "$ENTRY.tmp"
	run --separate-stderr tokctl toss
	[ "$output" = "$TOKEN" ]
	run --separate-stderr tokctl toss --refresh
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	new=$output
	[ "$(tokctl toss)" = "$new" ]
	[ "$(find "$CACHE" -type f ! -name '*.lock')" = "$ENTRY" ]
}

@test "a left-over .tmp that is something else harms nothing" {
	local kind

	cached
	echo mine >"$HOME/victim"
	for kind in symlink hardlink fifo open; do
		rm -f "$ENTRY.tmp"
		case $kind in
		symlink) ln -s "$HOME/victim" "$ENTRY.tmp" ;;
		hardlink) ln "$HOME/victim" "$ENTRY.tmp" ;;
		fifo) mkfifo "$ENTRY.tmp" ;;
		open) install -m 666 /dev/null "$ENTRY.tmp" ;;
		esac
		run --separate-stderr timeout 30 tokctl toss --refresh
		[ "$status" -eq 0 ]
		[[ $output == toss-????-* ]]
		[ "$(cat "$HOME/victim")" = mine ]
		[ "$(tokctl toss --offline -q)" = "$output" ]
		[ "$(stat -c '%a %F' "$ENTRY")" = '600 regular file' ]
	done
}

@test "a lock that is something else: a token all the same, and nobody is held up" {
	local kind lock

	cached
	lock=$(find "$CACHE" -name '*.lock')
	echo mine >"$HOME/victim"
	for kind in symlink fifo directory; do
		rm -rf "$lock"
		case $kind in
		symlink) ln -s "$HOME/victim" "$lock" ;;
		fifo) mkfifo "$lock" ;;
		directory) mkdir "$lock" ;;
		esac
		run --separate-stderr timeout 30 tokctl toss --refresh
		[ "$status" -eq 0 ]
		[[ $output == toss-????-* ]]
		# A FIFO can be locked as well as a file.
		[ "$kind" = fifo ] || warned
		[ "$(cat "$HOME/victim")" = mine ]
	done
}

# ---- status

@test "status of an empty cache: nothing, 0, and no directory is made" {
	run --separate-stderr tokctl status
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ -z "$stderr" ]
	run --separate-stderr tokctl status --json
	[ "$status" -eq 0 ]
	[ "$(jq -c . <<<"$output")" = '{"version":1,"tokens":[]}' ]
	[ ! -e "$HOME/.cache" ]
}

@test "status lists what is cached and until when, without a token and without a request" {
	for provider in $PROVIDERS; do tokctl "$provider" >/dev/null; done
	run --separate-stderr tokctl status
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "${#lines[@]}" -eq 5 ]
	[[ $output != *-0001-* ]]
	for provider in $PROVIDERS; do
		[[ $output =~ (^|$'\n')$provider\ +valid\  ]]
	done
	[[ $output == *"$(tokctl toss --expiry)"* ]]
	[[ $output == *"$(tokctl bizppurio --expiry)"* ]]
	[[ $output == *'not reported'* ]]
	[ "$(find "$SERVER/log" -type f | wc -l)" -eq 4 ]
}

@test "status --json says the same to programs" {
	tokctl toss >/dev/null
	tokctl imweb >/dev/null
	run --separate-stderr tokctl status --json
	[ "$status" -eq 0 ]
	[ "$(wc -l <<<"$output")" -eq 1 ]
	[[ $output != *-0001-* ]]
	[ "$(jq '.version' <<<"$output")" = 1 ]
	[ "$(jq -c '[.tokens[] | [.provider, .profile, .state]] | sort' <<<"$output")" = \
		'[["imweb",null,"valid"],["toss",null,"valid"]]' ]
	toss=$(jq -c '.tokens[] | select(.provider == "toss")' <<<"$output")
	imweb=$(jq -c '.tokens[] | select(.provider == "imweb")' <<<"$output")
	[ "$(jq -r .expires_at <<<"$toss")" = "$(tokctl toss --expiry)" ]
	[ "$(jq -r .reuse_until <<<"$toss")" = "$(tokctl toss --json | jq -r .reuse_until)" ]
	[ "$(jq -r .endpoint <<<"$toss")" = https://oauth2.cert.toss.im/token ]
	[ "$(jq -r .scope <<<"$toss")" = toss-shopping-fep:write ]
	[ "$(jq .expires_at <<<"$imweb")" = null ]
	[ "$(jq .expires_in <<<"$imweb")" = null ]
}

@test "status of what is named: 0 with a valid token, 1 without, for each and for all" {
	tokctl toss >/dev/null
	run --separate-stderr tokctl status toss
	[ "$status" -eq 0 ]
	[[ $output == *toss*valid* ]]
	run --separate-stderr tokctl status imweb
	[ "$status" -eq 1 ]
	[[ $output == *imweb*none* ]]
	[ -z "$stderr" ]
	run --separate-stderr tokctl status toss imweb
	[ "$status" -eq 1 ]
	[[ $output == *toss*valid* ]]
	[[ $output == *imweb*none* ]]
	run --separate-stderr tokctl status toss iamport --json
	[ "$status" -eq 1 ]
	[ "$(jq -c '[.tokens[] | [.provider, .state]]' <<<"$output")" = '[["toss","valid"],["iamport","none"]]' ]
	tokctl imweb >/dev/null
	run --separate-stderr tokctl status imweb toss
	[ "$status" -eq 0 ]
	asked 0 iamport
	asked 1
	asked 1 imweb
}

@test "status of a token that is due, expired or rejected" {
	cached
	shift_times -3500
	run --separate-stderr tokctl status toss
	[ "$status" -eq 0 ]
	[[ $output == *toss*due* ]]
	shift_times -100
	run --separate-stderr tokctl status toss
	[ "$status" -eq 1 ]
	[[ $output == *toss*expired* ]]
	run --separate-stderr tokctl status toss --json
	[ "$status" -eq 1 ]
	[ "$(jq -r '.tokens[0].state' <<<"$output")" = expired ]
	run --separate-stderr tokctl status
	[ "$status" -eq 0 ]
	new=$(tokctl toss)
	tokctl reject toss <<<"$new"
	run --separate-stderr tokctl status toss
	[ "$status" -eq 1 ]
	[[ $output != *valid* ]]
}

@test "status tells entries apart by the options that do" {
	tokctl toss --test >/dev/null
	run --separate-stderr tokctl status toss
	[ "$status" -eq 1 ]
	run --separate-stderr tokctl status toss --test
	[ "$status" -eq 0 ]
	tokctl toss --scope toss-shopping-fep:read >/dev/null
	run --separate-stderr tokctl status toss --scope toss-shopping-fep:read
	[ "$status" -eq 0 ]
	run --separate-stderr tokctl status toss --key outlet-key
	[ "$status" -eq 1 ]
	tokctl imweb --affiliate ONE >/dev/null
	run --separate-stderr tokctl status imweb --affiliate ONE
	[ "$status" -eq 0 ]
	run --separate-stderr tokctl status imweb
	[ "$status" -eq 1 ]
}

@test "status without a name refuses the options that tell entries apart, but for --config" {
	local option name

	tokctl toss >/dev/null
	for option in "${IDENTITY[@]:1}"; do
		name=${option%%=*}
		fails 64 tokctl status "$option"
		says "${name/account/key} is one provider's, and none is named" "tokctl status PROVIDER ${name/account/key}"
	done
	works tokctl status --config /dev/null
	[[ $output == *toss*valid* ]]
	fails 78 tokctl status --config nonesuch
	says 'no config file nonesuch'
	works tokctl status --help --key k
}

@test "status names the profile" {
	TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET tokctl toss:outlet >/dev/null
	run --separate-stderr tokctl status
	[ "$status" -eq 0 ]
	[[ $output == *toss:outlet*valid* ]]
	run --separate-stderr tokctl status --json
	[ "$(jq -r '.tokens[0] | .provider + ":" + .profile' <<<"$output")" = toss:outlet ]
}

@test "status shows a failure, and stays whole beside entries that can't be read" {
	cached
	tokctl imweb >/dev/null
	plan toss refuse=oauth
	run tokctl toss --refresh
	run --separate-stderr tokctl status
	[ "$status" -eq 0 ]
	[[ $output == *toss*fail* ]]
	echo rubbish >"$ENTRY"
	run --separate-stderr tokctl status
	[ "$status" -eq 0 ]
	[[ $output == *imweb*valid* ]]
	[[ $output != *rubbish* ]]
	run --separate-stderr tokctl status toss
	[ "$status" -eq 1 ]
}

@test "status: an unknown provider is 64" {
	run --separate-stderr tokctl status tos
	[ "$status" -eq 64 ]
	[ -z "$output" ]
	[[ $stderr == *toss* ]]
}

@test "status: standard output that can't be written is 74" {
	[ -e /dev/full ] || skip 'no /dev/full'
	cached
	run --separate-stderr bash -c 'tokctl status >/dev/full'
	[ "$status" -eq 74 ]
	[ -n "$stderr" ]
}

# ---- reject

@test "reject drops the token that is cached; the next call asks" {
	cached
	run --separate-stderr tokctl reject toss <<<"$TOKEN"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ -z "$stderr" ]
	run grep -rF -- "$TOKEN" "$CACHE"
	[ "$status" -eq 1 ]
	asks_anew
	and_heals
}

@test "reject drops the token on a full disk, too" {
	local full='mount -t tmpfs -o mode=700,size=16k tmpfs "$1" || exit 99
		old=$(tokctl toss) || exit 98
		head -c 100000 /dev/zero >"$1/fill" 2>/dev/null
		echo "$old" | tokctl reject toss || exit 97
		[ "$(tokctl toss -q)" != "$old" ]'

	private_mounts
	mkdir -p -m 700 "$CACHE"
	run --separate-stderr "${UNSHARE[@]}" sh -c "$full" sh "$CACHE"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	asked 2
}

@test "status tells of a pause while it lasts, with a token or without" {
	cached
	plan toss status=429 retry-after=600
	run tokctl toss --refresh --retries 0
	run --separate-stderr tokctl status toss
	[[ $output == *' last request failed: rate-limited, not asked before 2'* ]]
	tokctl reject toss <<<"$TOKEN"
	run --separate-stderr tokctl status toss
	[[ $output == *'  not asked before 2'* ]]
	[[ $output != *,* ]]
	run --separate-stderr tokctl status toss --json
	[[ $(jq -r '.tokens[0].retry_at' <<<"$output") == 2*Z ]]
	sed -i 's/^retry-at=.*/retry-at=1000000000/' "$ENTRY"
	run --separate-stderr tokctl status toss
	[[ $output == *toss*none* ]]
	[[ $output != *before* ]]
	run --separate-stderr tokctl status toss --json
	[ "$(jq -r '.tokens[0].retry_at' <<<"$output")" = null ]
}

@test "a token's life begins with the request that was answered, not with one before it" {
	plan toss status=503 retry-after=2
	plan toss life=2
	works tokctl toss --timeout 20s -o ttl
	[ "$output" -ge 1 ]
	asked 2
}

@test "a pause that was set by a clock hours ahead does not outlive its time" {
	frozen
	plan toss status=429 retry-after=60
	run --separate-stderr at 10800 tokctl toss --retries 0
	[ "$status" -eq 75 ]
	run --separate-stderr at 10830 tokctl toss
	[ "$status" -eq 75 ]
	asked 1
	run --separate-stderr at 0 tokctl status toss
	[[ $output != *before* ]]
	run --separate-stderr at 0 tokctl toss
	[ "$status" -eq 0 ]
	asked 2
}

@test "reject drops what was kept of a failure too: it is no answer to those who ask for a new token now" {
	works tokctl toss
	token=$output
	plan toss status=503
	fails 75 tokctl toss --refresh --retries 0
	run tokctl status toss --json
	[[ $output == *'"server"'* ]]
	works tokctl reject toss <<<"$token"
	run tokctl status toss --json
	[[ $output != *'"server"'* ]]
	run grep -l '^failed' "$(entry)"
	[ "$status" -eq 1 ]
}

@test "reject takes the token with any end of line, or none" {
	local end

	for end in '' '\n' '\r\n'; do
		token=$(tokctl toss)
		# shellcheck disable=SC2059
		printf "%s$end" "$token" | tokctl reject toss
		run --separate-stderr tokctl toss --offline
		[ "$status" -eq 69 ]
	done
}

@test "reject leaves another token alone" {
	cached
	new=$(tokctl toss --refresh)
	before=$(cat "$ENTRY")
	run --separate-stderr tokctl reject toss <<<"$TOKEN"
	[ "$status" -eq 0 ]
	run --separate-stderr tokctl reject toss <<<"${new}x"
	[ "$status" -eq 0 ]
	run --separate-stderr tokctl reject toss <<<"${new%?}"
	[ "$status" -eq 0 ]
	[ "$(cat "$ENTRY")" = "$before" ]
	[ "$(tokctl toss)" = "$new" ]
	asked 2
}

@test "reject with nothing cached is no failure, and a warning" {
	run --separate-stderr tokctl reject toss <<<some-token
	[ "$status" -eq 0 ]
	says 'warning: no token is cached for what is named: nothing is dropped'
	works tokctl -q reject toss <<<some-token
	asked 0
}

@test "reject tells an empty standard input from one that holds something else" {
	fails 64 tokctl reject toss </dev/null
	says 'standard input is empty'
	cached
	fails 64 tokctl reject toss <<<"Authorization: Bearer $TOKEN"
	says 'standard input is not a token'
	[[ $stderr != *"$TOKEN"* ]]
}

@test "reject: what is no token is 64, and drops nothing" {
	cached
	for text in '' $'\n' ' ' "$TOKEN x" "$TOKEN"$'\n'"$TOKEN" "$TOKEN"$'\x01' "Authorization: Bearer $TOKEN" '{"a":1}' "비밀"; do
		run --separate-stderr tokctl reject toss <<<"$text"
		[ "$status" -eq 64 ]
		[[ $stderr == 'tokctl: '* ]]
		[[ $stderr != *"$TOKEN"* ]]
	done
	run --separate-stderr tokctl reject toss </dev/null
	[ "$status" -eq 64 ]
	run --separate-stderr bash -c 'tokctl reject toss <&-'
	[ "$status" -eq 74 ]
	for text in '%s\0' '%s\n\0\0' '%s\0\n' '\0%s' '\0'; do
		# shellcheck disable=SC2059  # they are formats
		fails 64 tokctl reject toss < <(printf "$text" "$TOKEN")
		says 'is not a token'
	done
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
}

@test "reject: more than a token can be is no token: 64" {
	cached
	run --separate-stderr bash -c 'head -c 8193 /dev/zero | tr "\0" a | tokctl reject toss'
	[ "$status" -eq 64 ]
	run --separate-stderr bash -c 'head -c 1000000 /dev/zero | tr "\0" a | tokctl reject toss'
	[ "$status" -eq 64 ]
	run --separate-stderr bash -c 'head -c 1000000 /dev/urandom | tokctl reject toss'
	[ "$status" -eq 64 ]
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
}

@test "reject wants one provider, and one only" {
	cached
	run --separate-stderr tokctl reject <<<"$TOKEN"
	[ "$status" -eq 64 ]
	run --separate-stderr tokctl reject toss imweb <<<"$TOKEN"
	[ "$status" -eq 64 ]
	run --separate-stderr tokctl reject tos <<<"$TOKEN"
	[ "$status" -eq 64 ]
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
}

@test "reject works by the options that tell entries apart, and needs no secret" {
	local test_token

	cached
	test_token=$(tokctl toss --test)
	unset TOKCTL_TOSS_SECRET
	tokctl reject toss <<<"$test_token"
	[ "$(tokctl toss --test --offline)" = "$test_token" ]
	tokctl reject toss --test <<<"$test_token"
	run --separate-stderr tokctl toss --test --offline
	[ "$status" -eq 69 ]
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
}

# ---- forget

@test "forget removes what is named, and nothing else" {
	for provider in $PROVIDERS; do tokctl "$provider" >/dev/null; done
	run --separate-stderr tokctl forget toss
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ -z "$stderr" ]
	[ "$(entry | wc -l)" -eq 3 ]
	run --separate-stderr tokctl forget imweb iamport
	[ "$status" -eq 0 ]
	[ "$(entry | wc -l)" -eq 1 ]
	[ "$(tokctl bizppurio --offline)" = "$(tokctl bizppurio)" ]
	asked 1 bizppurio
	tokctl toss >/dev/null
	asked 2
}

@test "forget --all removes every token, of every profile and endpoint" {
	export TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET
	for provider in $PROVIDERS toss:outlet; do tokctl "$provider" >/dev/null; done
	tokctl toss --test >/dev/null
	echo mine >"$CACHE/notes"
	run --separate-stderr tokctl forget --all
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ -z "$(entry)" ]
	run grep -rE -- '-0001-' "$CACHE"
	[ "$status" -eq 1 ]
	[ "$(cat "$CACHE/notes")" = mine ]
	run --separate-stderr tokctl toss --offline
	[ "$status" -eq 69 ]
}

@test "forget --all needs no keys" {
	cached
	unset TOKCTL_TOSS_KEY TOKCTL_TOSS_SECRET
	run --separate-stderr tokctl forget --all
	[ "$status" -eq 0 ]
	[ -z "$(entry)" ]
}

@test "forget --all waits for a lock as long as TOKCTL_TIMEOUT says" {
	cached
	plan toss delay=60
	tokctl toss --refresh --timeout 70s >/dev/null 2>&1 3>&- &
	until [ "$(requests toss)" -eq 2 ]; do sleep 0.02; done
	run --separate-stderr env TOKCTL_TIMEOUT=1s timeout 8 tokctl forget --all
	[ "$status" -eq 75 ]
	[[ $stderr == *lock* ]]
	fails 78 env TOKCTL_TIMEOUT=soon tokctl forget --all
	kill %1
}

@test "forget: the deadline is for all that is named" {
	cached
	keys iamport
	plan toss delay=3
	plan iamport delay=3.7
	tokctl toss --refresh >/dev/null 2>&1 3>&- &
	tokctl iamport >/dev/null 2>&1 3>&- &
	until [ "$(requests toss)" -eq 2 ] && [ "$(requests iamport)" -eq 1 ]; do sleep 0.02; done
	# What the first takes is over for the second.
	fails 75 env TOKCTL_IAMPORT_TIMEOUT=1s tokctl forget toss iamport
	says 'tokctl: iamport: ' lock
	fails 69 tokctl toss --offline
	wait
}

@test "forget takes away half-written files too" {
	cached
	printf 'token=%s' "$TOKEN" >"$ENTRY.tmp"
	chmod 600 "$ENTRY.tmp"
	tokctl forget toss
	run grep -rF -- "$TOKEN" "$CACHE"
	[ "$status" -eq 1 ]
}

@test "forget --all leaves no token behind in a file that tokctl would not read" {
	local how

	for how in version torn half mode; do
		tokctl toss >/dev/null
		ENTRY=$(entry)
		case $how in
		mode) chmod 644 "$ENTRY" ;;
		version) edit '1s/1/2/' ;;
		torn) edit '$d' ;;
		half) mv "$ENTRY" "$ENTRY.tmp" ;;
		esac
		run --separate-stderr tokctl forget --all
		[ "$status" -eq 0 ]
		run grep -rE -- 'toss-000[0-9]-' "$CACHE"
		[ "$status" -eq 1 ] || {
			echo "left behind: $how"
			return 1
		}
	done
}

@test "forget by name takes away an entry that tokctl would not read" {
	cached
	chmod 644 "$ENTRY"
	run --separate-stderr tokctl forget toss
	[ "$status" -eq 0 ]
	[ ! -e "$ENTRY" ]
}

@test "forget with a profile" {
	export TOKCTL_TOSS_OUTLET_KEY=$OUTLET_KEY TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET
	cached
	tokctl toss:outlet >/dev/null
	tokctl forget toss:outlet
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
	run --separate-stderr tokctl toss:outlet --offline
	[ "$status" -eq 69 ]
}

@test "forget: --all beside a name is 64, no name is 64, and nothing is removed" {
	cached
	run --separate-stderr tokctl forget --all toss
	[ "$status" -eq 64 ]
	run --separate-stderr tokctl forget toss --all
	[ "$status" -eq 64 ]
	run --separate-stderr tokctl forget
	[ "$status" -eq 64 ]
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
}

@test "forget: a mistake in any of the names removes nothing" {
	cached
	run --separate-stderr tokctl forget toss tos
	[ "$status" -eq 64 ]
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
	fails 78 tokctl forget toss toss:new
	says 'tokctl: toss:new: no key'
	fails 64 tokctl forget toss --affiliate x imweb
	fails 78 env TOKCTL_IMWEB_TIMEOUT=soon tokctl forget toss imweb
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
}

# Each option that tells entries apart, and a value.
IDENTITY=(--config=/dev/null --endpoint=https://x/ --issuer=https://x/ --key=k --account=k --scope=s --affiliate=a --test
	--auth=post --audience=a --resource=https://x/ --param=a=b)

@test "forget --all beside an option that tells entries apart is 64, and nothing is removed" {
	local option name

	cached
	for option in "${IDENTITY[@]}"; do
		name=${option%%=*}
		fails 64 tokctl forget --all "$option"
		says "--all and ${name/account/key} don't go together" "tokctl forget PROVIDER ${name/account/key}"
	done
	[ "$(tokctl toss --offline)" = "$TOKEN" ]
	works tokctl forget toss --scope other
	works env TOKCTL_CONFIG=/dev/null tokctl forget --all
	[ -z "$(entry)" ]
}

@test "forget of what is not there is no failure, and makes no directory" {
	run --separate-stderr tokctl forget --all
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ ! -e "$HOME/.cache" ]
	run --separate-stderr tokctl forget toss
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}
