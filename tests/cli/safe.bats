# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031,SC2034  # `run` and sandbox() set them; each test is a shell of its own
# Whose files are believed: the way to a config, a secret, a CA file and the cache, and what root takes from another user.

load support

setup() {
	sandbox
	serve
}

teardown() {
	cleanup
	[ -z "${THEIRS:-}" ] || rm -rf "$THEIRS"
	[ -z "${holder:-}" ] || kill "$holder"
}

USER_ID=64001 GROUP_ID=64002

# theirs: a directory that other users can reach, in THEIRS, with a HOME of another user's in THEIRS/home, which HOME becomes.
theirs() {
	[ "$(id -u)" -eq 0 ] || skip 'only root has the files of others'
	THEIRS=$(mktemp -d /tmp/tokctl-theirs.XXXXXX)
	chmod 755 "$THEIRS"
	mkdir -p "$THEIRS/home/.config/tokctl"
	HOME=$THEIRS/home CONFIG=$THEIRS/home/.config/tokctl/config CACHE=$THEIRS/home/.cache/tokctl
	chown -R "$USER_ID:$USER_ID" "$HOME"
	cd "$HOME" || return
}

# their_config LINE...: a private config of that user's.
their_config() {
	config "$@"
	chown "$USER_ID:$USER_ID" "$CONFIG"
}

# as_them COMMAND...: runs it as that user, with programs and a CA file within their reach.
as_them() {
	command -v setpriv >/dev/null || skip 'no setpriv'
	[ -e "$THEIRS/tokctl" ] || cp "$NATIVE/tokctl" "$NATIVE/tokctl-fetch" "$CERTS/ca.pem" "$THEIRS"
	chmod 644 "$THEIRS/ca.pem"
	setpriv --reuid="$USER_ID" --regid="$USER_ID" --clear-groups env PATH="$THEIRS:$PATH" TOKCTL_CACERT="$THEIRS/ca.pem" "$@"
}

# ---- the config

@test "a config in a directory that others can write to is 78, and names it and the remedy" {
	local mode

	config '[toss]' "key = $OUTLET_KEY" "secret-command = touch $HOME/ran; echo $OUTLET_SECRET"
	for mode in 777 757 702; do
		chmod "$mode" "$HOME/.config"
		fails 78 tokctl toss
		says "$HOME/.config can be written by other users (mode $mode)" "chmod go-w $HOME/.config" \
			"it is on the way to $CONFIG"
	done
	asked 0
	[ ! -e ran ]
	chmod 1777 "$HOME/.config" # a sticky one will do
	works tokctl toss
}

@test "a config in a group's directory is 78, unless the group is the user's private one" {
	[ "$(id -u)" -eq 0 ] || skip 'only root can give a directory to another group'
	config '[toss]' "key = $KEY"
	export TOKCTL_TOSS_SECRET=$SECRET
	chgrp "$GROUP_ID" "${CONFIG%/*}"
	chmod 2770 "${CONFIG%/*}"
	fails 78 tokctl toss
	says "${CONFIG%/*} can be written by other users (mode 770)" "chmod go-w ${CONFIG%/*}"
	asked 0
	chgrp 0 "${CONFIG%/*}"
	works tokctl toss
}

@test "umask 002 and the user's private group: config, secret, CA file and cache work, in files that know the user or not" {
	theirs
	umask 002
	export TOKCTL_TOSS_KEY=$KEY
	as_them sh -c "mkdir -p own/.config/tokctl && cat $THEIRS/ca.pem >own/ca.pem && echo '[toss]' >own/.config/tokctl/config &&
		chmod g-w own/.config/tokctl/config && echo '$OUTLET_SECRET' >own/secret && chmod 600 own/secret"
	[ "$(stat -c %a own/.config/tokctl own/ca.pem | tr '\n' ' ')" = '775 664 ' ]
	TOKCTL_TOSS_KEY=$OUTLET_KEY works as_them env HOME="$HOME/own" tokctl toss --secret-file own/secret --cacert own/ca.pem
	[ "$(stat -c %a own/.cache/tokctl)" = 700 ]
	TOKCTL_TOSS_KEY=$OUTLET_KEY works as_them env HOME="$HOME/own" tokctl toss --offline
}

@test "a link to a config is followed where it and its target are the user's or root's, as dotfile managers make them" {
	mkdir -p dotfiles/tokctl "$HOME/.config" store
	printf '%s\n' '[toss]' "key = $KEY" "secret-command = echo '$OUTLET_SECRET'" >dotfiles/tokctl/config
	sed -i "s/$KEY/$OUTLET_KEY/" dotfiles/tokctl/config
	ln -s ../dotfiles/tokctl "$HOME/.config/tokctl"
	works tokctl toss --no-cache
	# home-manager: a link in a store, which is sticky, to a file that nobody can write.
	rm "$HOME/.config/tokctl"
	chmod 1775 store
	mv dotfiles/tokctl/config store/config
	chmod 444 store/config
	mkdir store/files "$HOME/.config/tokctl"
	ln -s "$HOME/store/config" store/files/config
	ln -s "$HOME/store/files/config" "$CONFIG"
	works tokctl toss --no-cache
	asked 2
	# It is the target that counts.
	chmod 777 store
	fails 78 tokctl toss --no-cache
	says "$HOME/store can be written by other users"
}

@test "a link of another user's is not followed, nor a directory of another user's entered" {
	[ "$(id -u)" -eq 0 ] || skip 'only root can give a link away'
	config '[toss]' "key = $KEY"
	export TOKCTL_TOSS_SECRET=$SECRET
	mv "$CONFIG" real
	ln -s "$PWD/real" "$CONFIG"
	chown -h "$USER_ID" "$CONFIG"
	fails 78 tokctl toss
	says "$CONFIG" 'another user'
	chown -h 0 "$CONFIG"
	chown "$USER_ID" "$HOME/.config"
	fails 78 tokctl toss
	says "$HOME/.config belongs to another user" "it must be yours, or root's" "it is on the way to $CONFIG"
	asked 0
}

# holds TEXT: a process whose arguments are that text; its number is in $holder.
holds() {
	bash -c 'exec -a "$0" sleep 60' "$1" 3>&- &
	holder=$!
	until grep -qa "${1%%$'\n'*}" "/proc/$holder/cmdline"; do sleep 0.01; done
}

@test "a config that a link leads to in /proc is 78, though it is root's and nobody can write it" {
	holds "[toss]
key = $KEY
secret-command = touch $HOME/ran; echo
#"
	mkdir -p "${CONFIG%/*}"
	ln -s "/proc/$holder/cmdline" "$CONFIG"
	fails 78 tokctl toss
	says "$CONFIG is on a file system that stores no files"
	[ ! -e ran ]
	ln -sf "/proc/$holder/cmdline" secret
	fails 78 tokctl toss --config /dev/null --key "$KEY" --secret-file secret
	fails 78 tokctl toss --config "/proc/$holder/cmdline"
	asked 0
}

# ---- another's HOME

@test "root with another's HOME: runs no command of their config, and follows no link of theirs into /proc" {
	theirs
	their_config '[toss]' "key = $KEY" "secret-command = touch $HOME/ran; echo $SECRET"
	fails 78 tokctl toss
	says "$CONFIG:3: root takes no secret-command from another user's config" 'set it by an option'
	rm "$CONFIG"
	holds "[toss]
key = $KEY
secret-command = touch $HOME/ran; echo
#"
	ln -s "/proc/$holder/cmdline" "$CONFIG"
	chown -h "$USER_ID" "$CONFIG"
	fails 78 tokctl toss
	[ ! -e ran ]
	asked 0
}

@test "root with another's HOME: takes key and secret from their config, and nothing that leads elsewhere" {
	local line

	theirs
	unset TOKCTL_PROXY TOKCTL_CACERT
	for line in "endpoint = https://localhost:$PORT/token" "proxy = http://127.0.0.1:$PROXY_PORT" "cacert = $CERTS/ca.pem"; do
		their_config '[toss]' "key = $KEY" "secret = $SECRET" "$line"
		fails 78 tokctl toss --no-cache
		says "$CONFIG:4: root takes no ${line%% *} from another user's config"
	done
	their_config '[oauth2:x]' "client-id = $KEY" "client-secret = $SECRET" "issuer = https://localhost:$PORT"
	fails 78 tokctl oauth2:x --no-cache
	says 'root takes no issuer'
	their_config '[tokctl]' "proxy = http://127.0.0.1:$PROXY_PORT" '[toss]' "key = $KEY" "secret = $SECRET"
	fails 78 tokctl toss --no-cache
	says 'root takes no proxy'
	asked 0
	# Where root itself says it, theirs does not count.
	export TOKCTL_PROXY=http://127.0.0.1:$PROXY_PORT TOKCTL_CACERT=$CERTS/ca.pem
	works tokctl toss --no-cache
	asked 1
}

@test "root with another's HOME: reads their private files, no others, and none of root's for them" {
	theirs
	their_config '[toss]' "key = $KEY" "secret-file = $HOME/secret"
	printf '%s\n' "$SECRET" >secret
	chmod 600 secret
	# root's, as the job itself has written it
	works tokctl toss --no-cache
	chown "$USER_ID" secret
	works tokctl toss --no-cache
	chmod 640 secret
	fails 78 tokctl toss --no-cache
	chmod 600 secret
	chown $((USER_ID + 1)) secret
	fails 78 tokctl toss --no-cache
	says "$HOME/secret belongs to another user"
	printf '%s\n' "$SECRET" >"$THEIRS/roots"
	chmod 600 "$THEIRS/roots"
	their_config '[toss]' "key = $KEY" "secret-file = $THEIRS/roots"
	fails 78 tokctl toss --no-cache
	says "$THEIRS/roots does not belong to the user whose config names it"
	works tokctl toss --no-cache --secret-file "$THEIRS/roots"
	# Nor by a link of theirs, nor what root's standard input says.
	ln -s "$THEIRS/roots" link
	chown -h "$USER_ID" link
	their_config '[toss]' "key = $KEY" "secret-file = $HOME/link"
	fails 78 tokctl toss --no-cache
	says "$HOME/link leads by a link of another user"
	their_config '[toss]' "key = $KEY" 'secret-file = -'
	printf '%s\n' "$SECRET" | fails 78 tokctl toss --no-cache
	ln -sf "$THEIRS/roots" "$CONFIG"
	chown -h "$USER_ID" "$CONFIG"
	fails 78 tokctl toss --no-cache
	[[ $stderr != *"$SECRET"* ]]
	rm "$CONFIG"
	their_config '[toss]' "key = $KEY" "secret-file = $THEIRS/roots"
	asked 3
	# Without that HOME, it is any user's.
	fails 78 env HOME=/root tokctl toss --no-cache --config "$CONFIG"
	says 'another user'
}

# ---- the cache

# goes_without: twice a token and a warning, for nothing is kept.
goes_without() {
	local before

	before=$(requests toss)
	for _ in 1 2; do
		run --separate-stderr "$@" tokctl toss
		[ "$status" -eq 0 ] || return
		[[ $output == toss-????-* ]] || return
		says 'tokctl: toss: warning: ' || return
	done
	asked $((before + 2))
}

@test "a cache in a directory that others can write to is not used: they could bring an old entry back" {
	keys toss
	tokctl toss >old
	[ -d "$CACHE" ]
	if [ "$(id -u)" -eq 0 ]; then
		chgrp "$GROUP_ID" "$HOME/.cache"
		chmod 775 "$HOME/.cache"
	else
		chmod 757 "$HOME/.cache"
	fi
	goes_without
	says "$HOME/.cache can be written by other users" "chmod go-w $HOME/.cache" "it is on the way to $CACHE"
	fails 78 tokctl status
	fails 78 tokctl forget toss
	chmod 755 "$HOME/.cache"
	[ "$(tokctl toss)" = "$(cat old)" ]
}

@test "the place of the cache: XDG_CACHE_HOME that others can write to is passed over, with a warning, by every verb" {
	keys toss
	export XDG_CACHE_HOME=$HOME/xdg
	mkdir xdg
	chmod 757 xdg
	run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	says "warning: $HOME/xdg can be written by other users (mode 757)" 'the next place for the cache is taken'
	[ -n "$(entry)" ]
	[ -z "$(ls -A xdg)" ]
	run --separate-stderr tokctl status toss
	[ "$status" -eq 0 ]
	says 'the next place for the cache is taken'
	run tokctl doctor --offline toss
	[[ $output == *"$HOME/xdg can be written by other users"*"$CACHE"*'(set by HOME)'* ]]
	chmod 755 xdg
	works tokctl toss
	[ -n "$(CACHE=$HOME/xdg/tokctl entry)" ]
	asked 2
}

@test "the place of the cache: where it was named for tokctl, no other is taken" {
	keys toss
	mkdir named
	chmod 757 named
	TOKCTL_CACHE_DIR=$HOME/named/own goes_without
	CACHE_DIRECTORY=$HOME/named goes_without
	[ -z "$(ls -A named)" ]
	[ ! -e .cache ]
}

@test "a Kubernetes secret volume: links in a sticky directory" {
	mkdir volume volume/..2026_11_28
	printf '%s' "$SECRET" >volume/..2026_11_28/secret
	printf '%s\n' '[toss]' "key = $KEY" "secret-file = $HOME/volume/secret" >volume/..2026_11_28/config
	cat "$CERTS/ca.pem" >volume/..2026_11_28/ca.pem
	chmod 400 volume/..2026_11_28/secret
	ln -s ..2026_11_28 volume/..data
	for name in secret config ca.pem; do ln -s "..data/$name" "volume/$name"; done
	chmod 1777 volume
	works tokctl toss --config volume/config --cacert volume/ca.pem
	asked 1
	# Not sticky, and anybody could turn the links.
	chmod 777 volume
	fails 78 tokctl toss --config volume/config --no-cache
	fails 78 tokctl toss --config /dev/null --key "$KEY" --no-cache --secret-file volume/secret
	says "$HOME/volume can be written by other users"
}

@test "an emptyDir: a private directory of the user's in a volume that root opened to all is used, and nothing else there" {
	theirs
	mkdir -m 777 "$THEIRS/volume"
	chmod 777 "$THEIRS/volume"
	export TOKCTL_TOSS_KEY=$KEY TOKCTL_TOSS_SECRET=$SECRET TOKCTL_CACHE_DIR=$THEIRS/volume/tokctl
	works as_them tokctl toss
	[ "$(stat -c '%u %a' "$TOKCTL_CACHE_DIR")" = "$USER_ID 700" ]
	works as_them tokctl toss --offline
	works as_them env -u TOKCTL_CACHE_DIR XDG_CACHE_HOME="$THEIRS/volume" tokctl toss --offline
	# not if it is open, another's, or a link
	chmod 755 "$TOKCTL_CACHE_DIR"
	goes_without as_them
	chmod 700 "$TOKCTL_CACHE_DIR"
	chown "$GROUP_ID" "$TOKCTL_CACHE_DIR"
	goes_without as_them
	chown "$USER_ID" "$TOKCTL_CACHE_DIR"
	mv "$TOKCTL_CACHE_DIR" "$THEIRS/home/elsewhere"
	ln -s "$THEIRS/home/elsewhere" "$TOKCTL_CACHE_DIR"
	chown -h "$USER_ID" "$TOKCTL_CACHE_DIR"
	goes_without as_them
	rm "$TOKCTL_CACHE_DIR"
	works as_them tokctl toss
	asked 8
}

@test "HOME on an emptyDir: what is set by variables works, with a cache; a config there is 78" {
	theirs
	mkdir "$THEIRS/volume"
	chmod 777 "$THEIRS/volume"
	export TOKCTL_TOSS_KEY=$KEY TOKCTL_TOSS_SECRET=$SECRET HOME=$THEIRS/volume
	works as_them tokctl toss
	works as_them tokctl toss --offline
	as_them mkdir -p "$HOME/.config/tokctl"
	works as_them tokctl toss --offline
	as_them touch "$HOME/.config/tokctl/config"
	fails 78 as_them tokctl toss --offline
	says "$HOME can be written by other users (mode 777)" "it is on the way to $HOME/.config/tokctl/config"
	asked 1
}

@test "an emptyDir that belongs to a group: the root of a file system, mode 2775" {
	local mount='mount -t tmpfs -o mode=2775,gid=64002 tmpfs "$1" || exit 99; shift; "$@" && exec "$@" --offline'

	[ "$(id -u)" -eq 0 ] || skip 'not root'
	unshare -m true 2>/dev/null || skip 'no right to mount'
	keys toss
	mkdir volume
	TOKCTL_CACHE_DIR=$HOME/volume/tokctl works unshare -m sh -c "$mount" sh "$HOME/volume" tokctl toss
	asked 1
	chgrp "$GROUP_ID" volume
	chmod 2775 volume
	TOKCTL_CACHE_DIR=$HOME/volume/tokctl goes_without
}

@test "root with another's HOME: makes nothing there, follows no link of theirs, and says where else" {
	theirs
	keys toss
	goes_without
	says "the cache directory $CACHE is another user's, or below another user's" 'set TOKCTL_CACHE_DIR to one of your own'
	[ ! -e .cache ]
	mkdir "$THEIRS/etc"
	ln -s "$THEIRS/etc" .cache
	chown -h "$USER_ID" .cache
	goes_without
	[ -z "$(ls -A "$THEIRS/etc")" ]
	mkdir -m 700 "$THEIRS/etc/tokctl"
	goes_without
	[ -z "$(ls -A "$THEIRS/etc/tokctl")" ]
	TOKCTL_CACHE_DIR=$THEIRS/etc/tokctl works tokctl toss
	[ -n "$(ls -A "$THEIRS/etc/tokctl")" ]
}

# ---- the CA file

@test "a CA file that others can change is 78, and doctor says so too" {
	keys toss
	cat "$CERTS/ca.pem" >ca.pem
	chmod 666 ca.pem
	fails 78 tokctl toss --cacert ca.pem --no-cache
	says 'ca.pem can be written by other users (mode 666)' 'chmod go-w' 'CA file'
	run tokctl doctor toss --cacert ca.pem --offline
	[ "$status" -eq 78 ]
	[[ $output == *'ca.pem can be written by other users'* ]]
	chmod 644 ca.pem
	mkdir below
	mv ca.pem below
	chmod 757 below
	fails 78 tokctl toss --cacert below/ca.pem --no-cache
	says 'below can be written by other users' 'it is on the way to below/ca.pem'
	asked 0
	chmod 755 below
	ln -s below/ca.pem link
	works tokctl toss --cacert link --no-cache
	[ "$(id -u)" -eq 0 ] || return 0
	chown "$USER_ID" below/ca.pem
	fails 78 tokctl toss --cacert below/ca.pem --no-cache
	says 'below/ca.pem belongs to another user'
	asked 1
}

@test "root with another's HOME may name a CA file of theirs, which their config may not" {
	theirs
	keys toss
	cat "$CERTS/ca.pem" >ca.pem
	chown "$USER_ID" ca.pem
	works tokctl toss --no-cache --cacert ca.pem
	fails 78 env HOME=/root tokctl toss --no-cache --cacert ca.pem
	asked 1
}

# ---- a proxy's password

@test "a proxy's password in a config that others can read is 78, and is not shown" {
	keys toss
	unset TOKCTL_PROXY
	config '[tokctl]' "proxy = http://user:hush-hush@127.0.0.1:$PROXY_PORT"
	chmod 644 "$CONFIG"
	fails 78 tokctl toss
	says "$CONFIG holds a proxy's password and can be read by other users" "chmod 600 $CONFIG"
	[[ $stderr != *hush-hush* ]]
	asked 0
	chmod 600 "$CONFIG"
	works tokctl toss
	config '[toss]' "proxy = http://user@127.0.0.1:$PROXY_PORT"
	chmod 644 "$CONFIG"
	works tokctl toss --no-cache
}

@test "no command that tokctl starts gets a proxy's password: it is taken out of the environment" {
	local name

	keys toss
	tokctl toss >/dev/null
	for name in TOKCTL_PROXY TOKCTL_TOSS_PROXY TOKCTL_TOSS_OUTLET_PROXY; do
		works env "$name=http://user:hush-hush@127.0.0.1:$PROXY_PORT" tokctl exec toss -- env
		[[ $output == *TOSS_TOKEN=* ]]
		[[ $output != *hush-hush* ]]
	done
	works env "TOKCTL_PROXY=http://user@127.0.0.1:$PROXY_PORT" tokctl exec toss -- env
	[[ $output == *"TOKCTL_PROXY=http://user@127"* ]]
	unset TOKCTL_TOSS_SECRET
	printf '%s\n' "$SECRET" >secret
	works env "TOKCTL_PROXY=http://user:hush-hush@127.0.0.1:$PROXY_PORT" tokctl toss --no-cache \
		--secret-command 'env >seen; cat secret'
	grep -q ^HOME= seen
	run grep hush-hush seen
	[ "$status" -eq 1 ]
}

# ---- what tokctl-fetch has

@test "tokctl-fetch has none of its caller's descriptors but the three" {
	local child pid fd

	not_under valgrind 'its own files are in /proc'
	keys toss
	config '[toss]'
	plan toss delay=2
	tokctl toss >out 2>err 5>>log 6<"$CONFIG" 77<"$CONFIG" 3>&- &
	pid=$!
	until [ "$(requests toss)" -eq 1 ]; do
		kill -0 "$pid"
		sleep 0.02
	done
	child=$(children "$pid" tokctl-fetch)
	for fd in /proc/"$child"/fd/*; do readlink "$fd"; done >files
	kill "$pid"
	wait "$pid" || :
	[ "$(grep -c . files)" -ge 3 ]
	[ "$(grep -vE '^(pipe|socket|anon_inode):' files)" = "$HOME/err" ]
}

# ---- a user namespace

@test "a user namespace that shows root as nobody: what is root's is still believed" {
	local map

	theirs
	export TOKCTL_TOSS_KEY=$KEY TOKCTL_TOSS_SECRET=$SECRET
	for map in --map-current-user --map-root-user; do
		as_them unshare "$map" true 2>/dev/null || skip 'no user namespaces here'
		[ "$(as_them unshare "$map" stat -c %u /)" -ne 0 ]
		works as_them unshare "$map" tokctl toss
	done
	asked 1
	# Where nobody is a user of the namespace, it is not root.
	mkdir "$THEIRS/nobodys"
	chown 65534 "$THEIRS/nobodys"
	printf '[toss]\n' >"$THEIRS/nobodys/config"
	fails 78 tokctl toss --config "$THEIRS/nobodys/config"
	says "$THEIRS/nobodys belongs to another user"
}

# ---- an access control list

# acl PATH USER: lets that user write, as setfacl(1) does, which is not installed everywhere.
acl() {
	python3 -c 'import os, struct, sys
ANY = 0xffffffff
entries = [(0x01, 7, ANY), (0x02, 7, int(sys.argv[2])), (0x04, 7, ANY), (0x10, 7, ANY), (0x20, 5, ANY)]
os.setxattr(sys.argv[1], "system.posix_acl_access", struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in entries))' "$@"
}

@test "a group's right to write is no private one where an access control list gives it to others" {
	[ "$(id -u)" -eq 0 ] || skip 'only root is known to have a group of its own'
	config '[toss]' "key = $KEY"
	export TOKCTL_TOSS_SECRET=$SECRET
	chmod 775 "$HOME/.config"
	works tokctl toss --no-cache
	acl "$HOME/.config" "$USER_ID" 2>/dev/null || skip 'no access control lists here'
	[ "$(stat -c %a "$HOME/.config")" = 775 ]
	fails 78 tokctl toss --no-cache
	says "$HOME/.config can be written by other users (mode 775)"
}

# ---- what our caller has open

@test "a descriptor of the caller's is judged by itself: a pipe and a deleted file will do for a secret" {
	keys toss
	unset TOKCTL_TOSS_SECRET
	mkdir -m 777 open
	chmod 777 open
	works bash -c 'tokctl toss --no-cache --secret-file <(printf "%s\n" "$1")' bash "$SECRET"
	works bash -c 'umask 077; printf "%s\n" "$1" >open/f; exec 5<open/f; rm open/f; tokctl toss --no-cache --secret-file /dev/fd/5' bash "$SECRET"
	works bash -c 'umask 077; printf "[toss]\nsecret-command = echo %s\n" "$1" >c; tokctl toss --key "$2" --config /dev/stdin <c' \
		bash "$OUTLET_SECRET" "$OUTLET_KEY"
	asked 3
}
