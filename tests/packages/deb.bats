# SPDX-License-Identifier: ISC
# shellcheck shell=bats
# The Debian package in a tree that has nothing else. Run by `make check-deb`, as root, as it makes the tree with debootstrap
# from the mirror that apt uses here. Each program in the tree runs in a mount namespace of its own, and leaves no mount.

bats_require_minimum_version 1.5.0

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# What has to be there for it to run at all; says what isn't.
obstacle() {
	local program

	[ "$(id -u)" -eq 0 ] || { echo 'only root can make the tree'; return; }
	for program in debootstrap dpkg-buildpackage dh lintian; do
		command -v "$program" >/dev/null || { echo "$program is not installed"; return; }
	done
	[ -n "$(mirror)" ] || { echo "apt has no mirror for $(codename) here"; return; }
	unshare --mount true 2>/dev/null || echo 'no mount namespace can be had here'
}

# shellcheck disable=SC1091
codename() { (. /etc/os-release && echo "$VERSION_CODENAME"); }

# shellcheck disable=SC2016  # apt expands it
mirror() { apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' | sed -n "s/^$(codename) main //p" | head -1; }

# inside COMMAND...: as root in the tree, with nothing of the environment here.
inside() {
	# shellcheck disable=SC2016  # the inner shell expands it
	unshare --mount sh -c 'mount -t proc proc "$1/proc" && shift && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
		HOME=/root DEBIAN_FRONTEND=noninteractive chroot "$TREE" "$@"' sh "$TREE" "$@"
}

# quietly COMMAND...: what it says is worth seeing only when it fails.
quietly() { "$@" >"$BATS_FILE_TMPDIR/log" 2>&1 </dev/null || { tail -n 40 "$BATS_FILE_TMPDIR/log" >&2; return 1; }; }

setup_file() {
	export TREE=$BATS_FILE_TMPDIR/tree OBSTACLE
	OBSTACLE=$(obstacle)
	[ -z "$OBSTACLE" ] || return 0
	quietly env -u MAKEFLAGS -u MAKELEVEL make -C "$ROOT" B="$BATS_FILE_TMPDIR/build" deb
	mkdir "$TREE"
	chmod 755 "$TREE"
	quietly unshare --mount debootstrap --variant=minbase "$(codename)" "$TREE" "$(mirror)"
	cp "$BATS_FILE_TMPDIR"/build/deb/tokctl_*.deb "$TREE/root/"
	inside find / -xdev \( -path /proc -o -path /var/lib -o -path /var/cache -o -path /var/log \) -prune -o -print | sort >"$TREE.before"
}

setup() {
	[ -z "$OBSTACLE" ] || skip "$OBSTACLE"
	cd "$BATS_TEST_TMPDIR" || return
}

teardown_file() { rm -rf --one-file-system "$TREE"; }

@test "it is installed with the libraries that it names, and runs" {
	local deb

	deb=$(cd "$TREE" && echo root/tokctl_*.deb)
	# apt takes what the package depends on from the mirror; dpkg alone would refuse.
	quietly inside apt-get install -y --no-install-recommends "/$deb"
	run --separate-stderr inside tokctl --version
	[ "$status" -eq 0 ]
	[ "$output" = "tokctl $(sed -n 's/^VERSION := //p' "$ROOT/Makefile")" ]
	dpkg-deb -f "$TREE/$deb" Depends | sed 's/ *([^)]*)//g; s/, */\n/g' >depends
	printf '%s\n' libbsd0 libc6 libcjson1 libcurl4 libmd0 libssl3 | diff - depends
}

@test "manual pages and completions are where Debian looks for them" {
	local page

	for page in man1/tokctl.1 man5/tokctl.conf.5; do
		gzip -dc "$TREE/usr/share/man/$page.gz" | cmp - "$ROOT/man/${page#*/}"
	done
	quietly inside apt-get install -y --no-install-recommends bash-completion zsh fish man-db
	# shellcheck disable=SC2016  # the shells there expand it
	run inside bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader tokctl; complete -p tokctl'
	[ "$output" = 'complete -F _tokctl tokctl' ] || { echo "bash: $output"; return 1; }
	run inside zsh -fc 'autoload -Uz compinit && compinit -u -D && echo $_comps[tokctl]'
	[ "$output" = _tokctl ] || { echo "zsh: $output"; return 1; }
	run inside fish -c 'complete -C "tokctl bizp"'
	[[ $output == bizppurio* ]] || { echo "fish: $output"; return 1; }
	inside man -w 1 tokctl
	inside man -w 5 tokctl.conf
}

# debian/tests/control says what to run, and what it needs beside the package ("@").
@test "the demo runs with the programs that are installed" {
	local needs command

	needs=$(sed -n 's/^Depends: @, //p' "$ROOT/debian/tests/control")
	command=$(sed -n 's/^Test-Command: //p' "$ROOT/debian/tests/control")
	# shellcheck disable=SC2086  # names, one by one
	quietly inside apt-get install -y --no-install-recommends ${needs//,/}
	cp -a "$ROOT/tests" "$TREE/root/tests"
	run inside sh -c "cd /root && $command"
	[ "$status" -eq 0 ] || echo "$output" | tail -n 20
	[ "$status" -eq 0 ]
	[[ $output == *'All of it went as it should.'* ]]
	rm -r "$TREE/root/tests"
}

@test "it is removed whole" {
	local path

	inside dpkg -L tokctl | grep -vx /. | sort >files
	grep -q /usr/libexec/tokctl/tokctl-fetch files
	quietly inside dpkg --purge tokctl
	# Neither what it brought nor what it made; what was there before it is there now.
	while IFS= read -r path; do
		grep -qxF -- "$path" "$TREE.before" || inside dpkg -S "$path" >/dev/null 2>&1 || [ ! -e "$TREE$path" ] ||
			{ echo "left: $path"; return 1; }
	done <files
	run inside find / -xdev \( -path /proc -o -path /var/cache -o -path /var/log \) -prune -o -name '*tokctl*' ! -path '/root/*.deb' -print
	[ -z "$output" ]
	inside find / -xdev \( -path /proc -o -path /var/lib -o -path /var/cache -o -path /var/log \) -prune -o -print | sort >after
	comm -23 "$TREE.before" after >missing
	[ ! -s missing ] || { cat missing; return 1; }
}
