# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154  # `run` sets them
# README.md and tokctl(1) promise only what a test holds: each promise, and where it is held.

load support

setup() { sandbox; }

# README: begins with | tokctl(1) says | FILE: the title of a test begins with
PROMISES="
The cache is a directory|directory of mode 0700|cache.bats: the directory is 0700 and its files are 0600
The cache is a directory|Neither the key nor the secret is in the cache|cache.bats: neither key nor secret is in the cache
The secret is read only|The secret is read only when|credentials.bats: the secret is fetched only when a request is going to be made
The secret is read only|never in its arguments or its environment|trust.bats: while a slow server is asked, no /proc file shows the secret
The secret is read only|blanked among the arguments|credentials.bats: --secret is blanked in the process list
The secret is read only|blanked among the arguments|credentials.bats: secrets are blanked in the environment of both processes
Buffers are wiped|wiped from memory after use|trust.bats: tokctl leaves neither secret nor token in its memory
Buffers are wiped|wiped from memory after use|trust.bats: tokctl-fetch leaves neither secret nor token in its memory
Buffers are wiped|no core dumps|credentials.bats: neither process leaves a core
Buffers are wiped|can't look into the two programs|trust.bats: neither program is dumpable
No message holds|No message, warning or trace|trust.bats: with -v and on every error path, nothing secret
No message holds|a proxy's password|trust.bats: a proxy's password is not shown
No message holds|base32 and base64|request.bats: a refusal that quotes key and secret shows neither
No message holds|control characters are escaped|reply.bats: control bytes and escape sequences of a server
TLS 1.2 or later|TLS 1.2 or later|request.bats: TLS 1.1 is 76
TLS 1.2 or later|TLS 1.2 or later|trust.bats: TLS 1.3 is spoken, and of TLS 1.2 the ciphers
TLS 1.2 or later|certificate and name are checked|trust.bats: a certificate that can't be trusted
TLS 1.2 or later|no switch or variable|trust.bats: SSLKEYLOGFILE writes nothing, and a weak OPENSSL_CONF
TLS 1.2 or later|no switch or variable|request.bats: the environment can't bend the trust
TLS 1.2 or later|replaces the system's trust|trust.bats: --cacert replaces the system's trust
TLS 1.2 or later|No redirect is followed|trust.bats: a redirect is not followed
TLS 1.2 or later|netrc(5) is not read|trust.bats: netrc is not read
TLS 1.2 or later|the proxy sees the provider's host name|trust.bats: the proxy gets neither the credential nor a token
A reply is JSON|at most 64 KiB|reply.bats: 64 KiB, whatever the framing
A reply is JSON|is whole|reply.bats: a body that is cut short
A reply is JSON|JSON to the letter|reply.bats: one more member that is well-formed
A reply is JSON|b64token of RFC 6750|reply.bats: a token that is none is refused
--to FILE|The file has mode 0600|ci.bats: --to: any format goes to a private file
--to FILE|replaced as a whole|ci.bats: --to: whoever reads meanwhile finds a whole one
--to FILE|anything else but a regular file|ci.bats: --to: a link, a FIFO or a device at its place is refused
A config that others|one that others can write|credentials.bats: a config that others can write is 78
The secret is read only|a proxy's variable with a password|safe.bats: no command that tokctl starts gets a proxy's password
A config that others|a proxy's password, a secret file|safe.bats: a proxy's password in a config that others can read
A config that others|while it holds a secret|credentials.bats: a config that others can read is 78 when it holds a secret
A config that others|a secret file that others can read|credentials.bats: a secret file that others can read or write is 78
A config that others|a cache that others can enter|cache.bats: nothing is kept in a directory that is open to others
No config, secret|what its path leads to|safe.bats: a config in a directory that others can write to is 78
No config, secret|A sticky directory|safe.bats: a Kubernetes secret volume
No config, secret|private group|safe.bats: umask 002 and the user's private group
No config, secret|volume that root has opened|safe.bats: an emptyDir: a private directory
Root with the|must have no secret-command, endpoint, issuer, proxy and cacert|safe.bats: root with another's HOME: takes key and secret
Root with the|root creates nothing there|safe.bats: root with another's HOME: makes nothing there
tokctl-fetch|but the three standard streams|safe.bats: tokctl-fetch has none of its caller's descriptors
tokctl-fetch|it can write no file, run no program|trust.bats: who takes tokctl-fetch over can write nothing, run nothing
tokctl-fetch|as a link to a file elsewhere|trust.bats: a CA of the system's that is a link out of what
tokctl-fetch|says what is on|trust.bats: without Landlock tokctl-fetch works too, and -v says what is on
The deadline|deadline holds within half a second|deadline.bats: the name server does not answer
The deadline|deadline holds within half a second|deadline.bats: the secret command hangs
The deadline|deadline holds within half a second|deadline.bats: the lock is held by a process that is stopped
"

# promises: README's, each on one line, without its marks.
promises() {
	sed -n '/^What it promises/,/^What it can.t/p' "$ROOT/README.md" |
		awk '/^- /{ if (line) print line; line = substr($0, 3); next } /^  /{ line = line " " substr($0, 3); next }
			END { if (line) print line }' | tr -d '`'
}

# rows: the table above, cell by cell.
rows() { grep . <<<"$PROMISES"; }

@test "each promise of README's is held by a test, and no test is named that is not there" {
	local start rest promise found

	promises >promises
	[ "$(wc -l <promises)" -ge 8 ]
	while IFS= read -r promise; do
		found=
		while IFS='|' read -r start rest; do
			[[ $promise != "$start"* ]] || found=yes
		done < <(rows)
		[ -n "$found" ] || { echo "no test: $promise" && return 1; }
	done <promises
	while IFS='|' read -r start _ rest; do
		grep -q -- "^$start" promises || { echo "not in README: $start" && return 1; }
		grep -qF "@test \"${rest#*: }" "$ROOT/tests/cli/${rest%%:*}" || { echo "no such test: $rest" && return 1; }
	done < <(rows)
}

@test "tokctl(1) promises the same" {
	local said rest

	command -v mandoc >/dev/null || skip 'mandoc is not installed'
	mandoc -T utf8 "$ROOT/man/tokctl.1" 2>/dev/null | sed 's/.\x08//g' | tr -s ' \n' ' ' | sed "s/’/'/g" >page
	while IFS='|' read -r _ said rest; do
		grep -qF -- "$said" page || { echo "not in tokctl(1): $said" && return 1; }
	done < <(rows)
}

@test "both say what can't be defended against: the same user, root, what is stolen" {
	local word

	sed -n '/^What it can.t defend against/,/^## /p' "$ROOT/README.md" >readme
	sed -n '/^.Sh SECURITY CONSIDERATIONS/,$p' "$ROOT/man/tokctl.1" >manual
	for word in 'this user\|same user' root stolen 'secret-command' endpoint; do
		grep -q "$word" readme
		grep -q "$word" manual
	done
}
