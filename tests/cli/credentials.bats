# SPDX-License-Identifier: ISC
# Where key and secret come from, in which order, with which errors; and where the secret is not to be seen.
# shellcheck shell=bats disable=SC2030,SC2031,SC2153,SC2154  # a test's variables are its own; `run` sets some

load support

setup() {
	sandbox
	serve
	# What each level gives, and what the test is named after.
	jq -n '["flag", "env", "config", "outlet"] | map({(. + "-key"): (. + "-secret")}) | add |
		{toss: ., imweb: ., iamport: ., bizppurio: .}' >"$SERVER/credentials.json"
}

teardown() {
	[ -z "${STRANGER:-}" ] || rm -rf "$STRANGER"
	cleanup
}

# used NAME WANTED: key and secret that the last request of that name was made with, as KEY:SECRET.
used() {
	local got last

	last=$(request "$1" "$(requests "$1")")
	case $1 in
	imweb*) got=$(tail -n 1 <<<"$last" | jq -r '.key + ":" + .secret') ;;
	iamport*) got=$(tail -n 1 <<<"$last" | jq -r '.imp_key + ":" + .imp_secret') ;;
	bizppurio*) got=$(sed -n 's/^Authorization: Basic \(.*\)\r$/\1/p' <<<"$last" | base64 -d) ;;
	toss*) got=$(tail -n 1 <<<"$last" | sed 's/.*client_id=\([^&]*\)&client_secret=\([^&]*\)&.*/\1:\2/') ;;
	esac
	[ "$got" = "$2" ] || {
		printf 'asked with %s, not with %s\n' "$got" "$2"
		return 1
	}
}

# secret_file TEXT [MODE]: a file of just that; its name.
secret_file() {
	local file

	file=$(mktemp "$HOME/secret.XXXXXX")
	printf %s "$1" >"$file"
	chmod "${2:-600}" "$file"
	printf '%s\n' "$file"
}

# stranger COMMAND...: run by a user who is not root and owns nothing but his HOME, $STRANGER/home. The words that make
# him are in AS.
stranger() {
	[ "$(id -u)" -eq 0 ] || skip 'only root can be somebody else'
	command -v setpriv >/dev/null || skip 'no setpriv'
	if [ -z "${STRANGER:-}" ]; then
		STRANGER=$(mktemp -d /tmp/tokctl-stranger.XXXXXX)
		cp "$NATIVE/tokctl" "$NATIVE/tokctl-fetch" "$CERTS/ca.pem" "$STRANGER"
		mkdir "$STRANGER/home"
		chmod 755 "$STRANGER" "$STRANGER/home"
		chmod 644 "$STRANGER/ca.pem"
		chown -R 65534:65534 "$STRANGER/home"
		AS=(setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$STRANGER/home" PATH="$STRANGER:$PATH"
			TOKCTL_CACERT="$STRANGER/ca.pem")
	fi
	cd "$STRANGER/home" || return
	"${AS[@]}" "$@"
}

# ---- where they come from

@test "from flags" {
	local provider

	for provider in $PROVIDERS; do
		works tokctl "$provider" --key flag-key --secret flag-secret
		used "$provider" flag-key:flag-secret
		works tokctl "$provider" --key=flag-key --secret=flag-secret --no-cache
		works tokctl --secret flag-secret "$provider" --key flag-key --no-cache
		used "$provider" flag-key:flag-secret
		asked 3 "$provider"
	done
}

@test "from the environment" {
	local provider

	for provider in $PROVIDERS; do
		export "TOKCTL_${provider^^}_KEY=env-key" "TOKCTL_${provider^^}_SECRET=env-secret"
		works tokctl "$provider"
		used "$provider" env-key:env-secret
	done
}

@test "from the config" {
	local provider

	config '[toss]' 'key = config-key' 'secret = config-secret' '[imweb]' 'key=config-key' 'secret=config-secret' \
		'[iamport]' 'key = config-key' 'secret = config-secret' '[bizppurio]' 'key = config-key' \
		'secret = config-secret'
	for provider in $PROVIDERS; do
		works tokctl "$provider"
		used "$provider" config-key:config-secret
	done
}

@test "from a secret file, named by flag, environment and config" {
	local file

	file=$(secret_file env-secret)
	works tokctl toss --key env-key --secret-file "$file"
	used toss env-key:env-secret
	TOKCTL_TOSS_SECRET_FILE=$file works tokctl toss --key env-key --no-cache
	used toss env-key:env-secret
	config '[toss]' "secret-file = $file"
	works tokctl toss --key env-key --no-cache
	used toss env-key:env-secret
	# A file that the config names holds the secret; the config does not.
	chmod 644 "$CONFIG"
	works tokctl toss --key env-key --no-cache
	asked 4
}

@test "from stdin" {
	works tokctl toss --key flag-key --secret-file - <<<flag-secret
	used toss flag-key:flag-secret
	# What is not needed is not waited for.
	works timeout 5 tokctl toss --key flag-key --secret-file - < <(exec sleep 10)
	asked 1
}

@test "from a secret command, run by the shell" {
	works tokctl toss --key flag-key --secret-command 'printf "flag-%s" wrong | sed s/wrong/secret/'
	used toss flag-key:flag-secret
	TOKCTL_TOSS_SECRET_COMMAND='echo env-secret' works tokctl toss --key env-key
	used toss env-key:env-secret
	config '[toss]' 'key = config-key' 'secret-command = echo config-secret | cat'
	works tokctl toss
	used toss config-key:config-secret
}

@test "from a FIFO and from a process substitution" {
	mkfifo -m 600 fifo
	printf 'flag-secret\n' >fifo 3>&- &
	works tokctl toss --key flag-key --secret-file fifo
	used toss flag-key:flag-secret
	works tokctl toss --key flag-key --secret-file <(echo flag-secret) --no-cache
	used toss flag-key:flag-secret
	asked 2
}

@test "of a profile: its section, its variables, and no other shop's" {
	config '[toss]' 'key = config-key' 'secret = config-secret' '[toss:outlet]' 'key = outlet-key' 'secret = outlet-secret'
	works tokctl toss:outlet
	used toss outlet-key:outlet-secret
	works tokctl toss
	used toss config-key:config-secret
	TOKCTL_TOSS_OUTLET_KEY=env-key TOKCTL_TOSS_OUTLET_SECRET=env-secret works tokctl toss:outlet
	used toss env-key:env-secret
	TOKCTL_TOSS_KEY=env-key TOKCTL_TOSS_SECRET=env-secret works tokctl toss:outlet --no-cache
	used toss outlet-key:outlet-secret
	TOKCTL_TOSS_2ND_SHOP_X_KEY=env-key TOKCTL_TOSS_2ND_SHOP_X_SECRET=env-secret works tokctl toss:2nd-shop_x --no-cache
	used toss env-key:env-secret

	fails 78 tokctl toss:nobody
	says 'tokctl: toss:nobody: no key'
	TOKCTL_TOSS_NOBODY_KEY=other-key fails 78 tokctl toss:nobody
	says 'tokctl: toss:nobody: no secret'
	asked 5
}

@test "bizppurio calls them account and password, in all three places" {
	local file

	works tokctl bizppurio --account flag-key --password flag-secret
	used bizppurio flag-key:flag-secret
	TOKCTL_BIZPPURIO_ACCOUNT=env-key TOKCTL_BIZPPURIO_PASSWORD=env-secret works tokctl bizppurio --no-cache
	used bizppurio env-key:env-secret
	config '[bizppurio]' 'account = config-key' 'password = config-secret'
	works tokctl bizppurio --no-cache
	used bizppurio config-key:config-secret

	file=$(secret_file outlet-secret)
	works tokctl bizppurio --account outlet-key --password-file "$file" --no-cache
	used bizppurio outlet-key:outlet-secret
	works tokctl bizppurio --account outlet-key --password-file - --no-cache <<<outlet-secret
	used bizppurio outlet-key:outlet-secret
	works tokctl bizppurio --account flag-key --password-command 'echo flag-secret' --no-cache
	used bizppurio flag-key:flag-secret
	TOKCTL_BIZPPURIO_PASSWORD_FILE=$file works tokctl bizppurio --account outlet-key --no-cache
	used bizppurio outlet-key:outlet-secret
	TOKCTL_BIZPPURIO_PASSWORD_COMMAND='echo env-secret' works tokctl bizppurio --account env-key --no-cache
	used bizppurio env-key:env-secret
	config '[bizppurio]' 'account = outlet-key' "password-file = $file"
	works tokctl bizppurio --no-cache
	used bizppurio outlet-key:outlet-secret
	config '[bizppurio:outlet]' 'account = outlet-key' 'password-command = echo outlet-secret'
	works tokctl bizppurio:outlet --no-cache
	used bizppurio outlet-key:outlet-secret
	asked 10 bizppurio
}

@test "bizppurio's secret in the config is a secret by either name" {
	config '[bizppurio]' 'account = config-key' 'password = config-secret'
	chmod 644 "$CONFIG"
	fails 78 tokctl bizppurio
	asked 0 bizppurio
}

# ---- in which order

@test "flag before environment before config" {
	config '[toss]' 'key = config-key' 'secret = config-secret'
	works tokctl toss --no-cache
	used toss config-key:config-secret
	export TOKCTL_TOSS_KEY=env-key TOKCTL_TOSS_SECRET=env-secret
	works tokctl toss --no-cache
	used toss env-key:env-secret
	works tokctl toss --no-cache --key flag-key --secret flag-secret
	used toss flag-key:flag-secret
	# Each by itself: a key of one level goes with a secret of another.
	run tokctl toss --no-cache --key flag-key
	used toss flag-key:env-secret
	unset TOKCTL_TOSS_KEY
	run tokctl toss --no-cache --secret flag-secret
	used toss config-key:flag-secret
}

@test "the order holds across the kinds of secret" {
	local file kind

	file=$(secret_file config-secret)
	# Each kind in the config, and each other above it.
	for kind in 'secret = wrong' "secret-file = $(secret_file wrong)" 'secret-command = echo wrong'; do
		config '[toss]' 'key = config-key' "$kind"
		TOKCTL_TOSS_SECRET=config-secret works tokctl toss --no-cache
		used toss config-key:config-secret
		TOKCTL_TOSS_SECRET_FILE=$file works tokctl toss --no-cache
		used toss config-key:config-secret
		TOKCTL_TOSS_SECRET_COMMAND="cat $file" works tokctl toss --no-cache
		used toss config-key:config-secret
	done
	rm "$CONFIG"
	export TOKCTL_TOSS_KEY=config-key
	for kind in SECRET=wrong "SECRET_FILE=$(secret_file wrong)" 'SECRET_COMMAND=echo wrong'; do
		works env "TOKCTL_TOSS_$kind" tokctl toss --no-cache --secret config-secret
		used toss config-key:config-secret
		works env "TOKCTL_TOSS_$kind" tokctl toss --no-cache --secret-file "$file"
		used toss config-key:config-secret
		works env "TOKCTL_TOSS_$kind" tokctl toss --no-cache --secret-command "cat $file"
		used toss config-key:config-secret
	done
	asked 18
}

@test "two kinds of secret at one level are an error that names both" {
	local file

	file=$(secret_file flag-secret)
	export TOKCTL_TOSS_KEY=flag-key
	fails 64 tokctl toss --secret flag-secret --secret-file "$file"
	says '--secret and' --secret-file
	fails 64 tokctl toss --secret flag-secret --secret-command 'echo flag-secret'
	says --secret-command
	fails 64 tokctl toss --secret-file "$file" --secret-command 'echo flag-secret'
	says --secret-file --secret-command
	TOKCTL_TOSS_SECRET=flag-secret TOKCTL_TOSS_SECRET_FILE=$file fails 78 tokctl toss
	says 'TOKCTL_TOSS_SECRET and' TOKCTL_TOSS_SECRET_FILE
	TOKCTL_TOSS_SECRET_COMMAND='echo x' TOKCTL_TOSS_SECRET_FILE=$file fails 78 tokctl toss
	says TOKCTL_TOSS_SECRET_COMMAND TOKCTL_TOSS_SECRET_FILE
	config '[toss]' 'secret = flag-secret' "secret-file = $file"
	fails 78 tokctl toss
	says "$CONFIG:2" "$CONFIG:3" secret-file
	fails 64 tokctl bizppurio --account x --password x --password-file "$file"
	says --password-file
	asked 0
	asked 0 bizppurio
	# One level above them both is enough.
	works tokctl toss --secret flag-secret
}

@test "bizppurio: two names for one thing at one level are an error that names both" {
	TOKCTL_BIZPPURIO_KEY=env-key TOKCTL_BIZPPURIO_ACCOUNT=flag-key fails 78 tokctl bizppurio --password flag-secret
	says TOKCTL_BIZPPURIO_KEY TOKCTL_BIZPPURIO_ACCOUNT
	TOKCTL_BIZPPURIO_SECRET=flag-secret TOKCTL_BIZPPURIO_PASSWORD=x fails 78 tokctl bizppurio --account flag-key
	says TOKCTL_BIZPPURIO_SECRET TOKCTL_BIZPPURIO_PASSWORD
	asked 0 bizppurio
}

@test "a source that is named and fails never falls through to the next" {
	config '[toss]' 'key = config-key' 'secret = config-secret'
	works tokctl toss --no-cache
	asked 1

	fails 78 tokctl toss --no-cache --secret-file nonesuch
	says nonesuch
	TOKCTL_TOSS_SECRET_FILE=$HOME/nonesuch fails 78 tokctl toss --no-cache
	says "$HOME/nonesuch"
	fails 78 tokctl toss --no-cache --secret-command false
	TOKCTL_TOSS_SECRET_COMMAND='exit 3' fails 78 tokctl toss --no-cache
	says 'exit status 3'
	TOKCTL_TOSS_SECRET='' fails 78 tokctl toss --no-cache
	says TOKCTL_TOSS_SECRET empty
	TOKCTL_TOSS_KEY='' fails 78 tokctl toss --no-cache
	says TOKCTL_TOSS_KEY empty
	fails 64 tokctl toss --no-cache --key ''
	says --key empty
	fails 64 tokctl toss --no-cache --secret=
	says --secret empty
	fails 78 tokctl toss --no-cache --secret-file "$(secret_file '')"
	says empty
	fails 78 tokctl toss --no-cache --secret-file "$(secret_file $'\n')"
	says empty
	fails 78 tokctl toss --no-cache --secret-command true
	says empty
	fails 78 tokctl toss --no-cache --secret-file - </dev/null
	says empty
	fails 78 tokctl toss --no-cache --secret-file "$HOME"
	says "$HOME" directory
	run --separate-stderr bash -c 'tokctl toss --no-cache --secret-file - <&-'
	[ "$status" -eq 78 ]
	says 'standard input'
	asked 1
}

@test "the config: --config before TOKCTL_CONFIG before XDG_CONFIG_HOME before ~/.config; a named one must be there" {
	local name

	config '[toss]' 'key = config-key' 'secret = config-secret'
	for name in flag env outlet; do
		mkdir -p "$name/tokctl"
		printf '%s\n' '[toss]' "key = $name-key" "secret = $name-secret" >"$name/tokctl/config"
		chmod 600 "$name/tokctl/config"
	done
	works tokctl toss --no-cache
	used toss config-key:config-secret
	export XDG_CONFIG_HOME=$HOME/outlet
	works tokctl toss --no-cache
	used toss outlet-key:outlet-secret
	export TOKCTL_CONFIG=$HOME/env/tokctl/config
	works tokctl toss --no-cache
	used toss env-key:env-secret
	works tokctl toss --no-cache --config flag/tokctl/config
	used toss flag-key:flag-secret

	fails 78 tokctl toss --no-cache --config nonesuch
	says nonesuch
	TOKCTL_CONFIG=$HOME/nonesuch fails 78 tokctl toss --no-cache
	says "$HOME/nonesuch"
	asked 4
	# One that nobody named need not be there.
	unset TOKCTL_CONFIG
	XDG_CONFIG_HOME=$HOME/nowhere works tokctl toss --no-cache --key flag-key --secret flag-secret
	# And its place is taken all the same: ~/.config is not tried.
	XDG_CONFIG_HOME=$HOME/nowhere fails 78 tokctl toss --no-cache
	says "the config is $HOME/nowhere/tokctl/config (not there yet)"
	# An empty variable is none.
	TOKCTL_CONFIG='' XDG_CONFIG_HOME='' works tokctl toss --no-cache
	used toss config-key:config-secret
}

@test "general settings: flag before environment before profile's section before [tokctl]" {
	plan toss '*status=503'
	export TOKCTL_TOSS_KEY=env-key TOKCTL_TOSS_SECRET=env-secret
	config '[tokctl]' 'retries = 0'
	fails 75 tokctl toss --no-cache
	asked 1
	config '[tokctl]' 'retries = 0' '[toss]' 'retries = 1'
	fails 75 tokctl toss --no-cache
	asked 3
	TOKCTL_RETRIES=0 fails 75 tokctl toss --no-cache
	asked 4
	TOKCTL_RETRIES=2 fails 75 tokctl toss --no-cache --retries 0
	asked 5
}

# ---- what is missing

@test "no key: each place where it can be put, exactly" {
	local provider name key

	for provider in $PROVIDERS; do
		key=key
		[ "$provider" != bizppurio ] || key=account
		for name in "$provider" "$provider:outlet" "$provider:2nd-shop"; do
			fails 78 tokctl "$name"
			says "tokctl: $name: no $key" "--$key " "'$key = " "[$name]" "$CONFIG"
			case $name in
			*:outlet) says "TOKCTL_${provider^^}_OUTLET_${key^^}=" ;;
			*:2nd-shop) says "TOKCTL_${provider^^}_2ND_SHOP_${key^^}=" ;;
			*) says "TOKCTL_${provider^^}_${key^^}=" ;;
			esac
		done
		asked 0 "$provider"
	done
}

@test "no secret: each place where it can be put, exactly" {
	local provider name secret prefix

	for provider in $PROVIDERS; do
		secret=secret
		[ "$provider" != bizppurio ] || secret=password
		for name in "$provider" "$provider:outlet"; do
			prefix=${name^^}
			prefix=TOKCTL_${prefix/:/_}_${secret^^}
			fails 78 tokctl "$name" --key some-key
			says "tokctl: $name: no $secret" "--$secret " "--$secret-file " "--$secret-command " \
				"$prefix=" "${prefix}_FILE=" "${prefix}_COMMAND=" \
				"'$secret = " "'$secret-file = " "'$secret-command = " "[$name]" "$CONFIG"
		done
		asked 0 "$provider"
	done
}

@test "no key: the message follows --config" {
	config '[iamport]' 'key = x'
	mv "$CONFIG" mine
	fails 78 tokctl toss --config mine
	says mine
	[[ $stderr != *"$CONFIG"* ]]
}

@test "no key: what each place is told works" {
	local section key variable

	# The very words of the message are put to use.
	fails 78 tokctl toss:outlet
	variable=$(grep -o 'TOKCTL_[A-Z_]*_KEY=' <<<"$stderr")
	key=$(grep -o "'key = " <<<"$stderr" | tr -d "'")
	section=$(grep -o '\[toss[^]]*\]' <<<"$stderr")
	works env "${variable}outlet-key" tokctl toss:outlet --secret outlet-secret --no-cache
	used toss outlet-key:outlet-secret
	config "$section" "${key}outlet-key"
	works tokctl toss:outlet --secret outlet-secret --no-cache
	used toss outlet-key:outlet-secret
}

# ---- what is made of a secret's text

@test "one trailing newline is dropped from a file, stdin and a command; LF or CRLF" {
	local text

	for text in flag-secret $'flag-secret\n' $'flag-secret\r\n'; do
		works tokctl toss --key flag-key --no-cache --secret-file "$(secret_file "$text")"
		used toss flag-key:flag-secret
		works tokctl toss --key flag-key --no-cache --secret-file - < <(printf %s "$text")
		used toss flag-key:flag-secret
		works tokctl toss --key flag-key --no-cache --secret-command "cat '$(secret_file "$text")'"
		used toss flag-key:flag-secret
	done
	asked 9
}

@test "a secret of more than one line is refused, as is any control byte in it" {
	local text

	for text in $'flag-secret\n\n' $'flag-secret\r' $'flag\nsecret' $'flag\r\nsecret\n' $'\nflag-secret' $'flag\tsecret' \
		$'flag\x01secret' $'flag\x7fsecret'; do
		fails 78 tokctl toss --key flag-key --secret-file "$(secret_file "$text")"
		[[ $stderr != *flag*secret* ]]
		fails 78 tokctl toss --key flag-key --secret-file - < <(printf %s "$text")
		fails 78 tokctl toss --key flag-key --secret-command "cat '$(secret_file "$text")'"
	done
	fails 78 tokctl toss --key flag-key --secret-command "printf 'flag\\0secret'"
	fails 78 tokctl toss --key flag-key --secret-file - < <(printf 'flag\xff')
	asked 0
}

@test "blanks belong to the secret" {
	jq -n '{toss: {"flag-key": " a b "}}' >"$SERVER/credentials.json"
	works tokctl toss --key flag-key --secret-file - <<<' a b '
	works tokctl toss --key flag-key --secret ' a b ' --no-cache
	config '[toss]' 'secret = " a b "'
	works tokctl toss --key flag-key --no-cache
	asked 3
}

@test "a secret file or command that gives no end is refused in time" {
	fails 78 timeout 10 tokctl toss --key flag-key --secret-file /dev/zero
	fails 78 timeout 10 tokctl toss --key flag-key --secret-command yes
	asked 0
}

# ---- when the secret is fetched

@test "the secret is fetched only when a request is going to be made" {
	export TOKCTL_TOSS_KEY=flag-key
	works tokctl toss --secret-command 'echo x >>ran; echo flag-secret'
	[ "$(wc -l <ran)" -eq 1 ]
	works tokctl toss --secret-command 'echo x >>ran; echo flag-secret'
	works tokctl toss --secret-command 'echo x >>ran; echo flag-secret' --offline
	works tokctl toss --secret-command 'echo x >>ran; exit 1' --header
	works tokctl toss --secret-file nonesuch
	works tokctl toss
	config '[toss]' 'secret-command = echo x >>ran; echo flag-secret'
	works tokctl status toss
	works tokctl toss --json
	fails 69 tokctl toss --offline --key other-key
	tokctl reject toss <<<nonesuch || :
	works tokctl forget toss
	[ "$(wc -l <ran)" -eq 1 ]
	works tokctl toss
	[ "$(wc -l <ran)" -eq 2 ]
	asked 2
}

@test "a secret command runs once, however often the request is tried" {
	plan toss status=503
	works tokctl toss --key flag-key --secret-command 'echo x >>ran; echo flag-secret'
	[ "$(wc -l <ran)" -eq 1 ]
	asked 2
}

@test "a mistake in the options is found before the secret is fetched" {
	fails 64 tokctl toss --key flag-key --secret-command 'echo x >>ran; echo flag-secret' --min-ttl soon
	fails 78 tokctl toss --secret-command 'echo x >>ran; echo flag-secret'
	fails 64 tokctl toss --key flag-key --secret-command 'echo x >>ran; echo flag-secret' --endpoint http://x/
	[ ! -e ran ]
}

# ---- the secret command

@test "a secret command that fails, is killed or does not end" {
	local started

	export TOKCTL_TOSS_KEY=flag-key
	fails 78 tokctl toss --secret-command 'echo flag-secret; exit 3'
	says 'secret command' 'exit status 3'
	fails 78 tokctl toss --secret-command 'echo flag-secret; kill -9 $$'
	says 'secret command' 'signal 9'
	fails 78 tokctl toss --secret-command 'no-such-program --x'
	says 'secret command' 'exit status 127' no-such-program
	started=$(date +%s%3N)
	fails 75 tokctl toss --secret-command 'echo $$ >pid; exec sleep 60' --timeout 1s
	timely [ $(($(date +%s%3N) - started)) -le 2500 ]
	says 'secret command' deadline
	until_so 20 gone "$(cat pid)"
	asked 0
}

@test "a source of the secret that fails is traced to where it is named" {
	local source

	while read -r source; do
		printf '[toss]\nkey = k\nsecret-%s\n' "$source" >failing
		chmod 600 failing
		fails 78 tokctl toss --config failing
		says "it is named by failing:3: secret-${source%% =*}"
	done <<-'END'
		command = exit 3
		command = kill -9 $$
		file = ~/nonesuch
		file = /etc/passwd
		file = /
	END
	TOKCTL_TOSS_SECRET_COMMAND=false fails 78 tokctl toss --key k
	says 'it is named by TOKCTL_TOSS_SECRET_COMMAND'
}

@test "the directory of --to may be one that can be written to and not listed" {
	stranger true
	mkdir "$STRANGER/home/blind"
	chown 65534 "$STRANGER/home/blind"
	chmod 300 "$STRANGER/home/blind"
	stranger env TOKCTL_TOSS_KEY=flag-key TOKCTL_TOSS_SECRET=flag-secret tokctl toss --to blind/file
	[[ $(cat "$STRANGER/home/blind/file") == toss-* ]]
}

@test "a secret command that hangs is ended with all that it started" {
	export TOKCTL_TOSS_KEY=flag-key
	# shellcheck disable=SC2016  # for the command's shell
	fails 75 tokctl toss --secret-command 'trap "" TERM; (trap "" TERM; exec sleep 60) & echo $! >pid; wait' --timeout 1s
	until_so 20 gone "$(cat pid)"
}

@test "a secret command does not outlive a tokctl that a signal ends" {
	local signal

	for signal in HUP INT QUIT TERM USR1 USR2 XCPU VTALRM; do
		rm -f pid
		env --default-signal=HUP,INT,QUIT,TERM,USR1,USR2,XCPU,VTALRM tokctl toss --key flag-key --secret-command 'echo $$ >pid; exec sleep 60' 3>&- &
		until [ -s pid ]; do sleep 0.02; done
		kill "-$signal" $!
		wait $! || [ $? -eq $((128 + $(kill -l "$signal"))) ]
		until_so 20 gone "$(cat pid)"
	done
}

@test "a secret command that asks at a terminal fails at once: it has none" {
	cat >at-terminal <<-'END'
		import os, pty, sys
		pid, fd = pty.fork()
		if pid == 0:
		    os.execvp(sys.argv[1], sys.argv[1:])
		said = b''
		try:
		    while chunk := os.read(fd, 1000):
		        said += chunk
		except OSError:
		    pass
		sys.stdout.write(said.decode())
		sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	END
	run python3 at-terminal sh -c ': </dev/tty && echo "there is one"'
	[ "$status" -eq 0 ]
	[[ $output == 'there is one'* ]]
	run timeout 20 python3 at-terminal tokctl toss --key flag-key --timeout 60 --secret-command 'read -r secret </dev/tty && echo "$secret"'
	printf '%s\n' "$output"
	[ "$status" -eq 78 ]
	[[ $output == *'the secret command failed'* ]]
}

@test "nor one that a signal ends while it makes the command" {
	command -v strace >/dev/null || skip 'strace is not installed'
	case ${ASAN_OPTIONS:-} in ?*) skip 'not with a sanitizer: it makes processes of its own' ;; esac
	strace -o trace true || skip 'strace can trace nothing here'
	# The signal comes when the call that makes it begins, and is delivered when that is done. The fifo ends with the last
	# process that has it.
	mkfifo held
	strace -o trace -e trace=clone,clone3,vfork -e inject=clone,clone3,vfork:signal=TERM \
		tokctl toss --key flag-key --secret-command 'exec sleep 60' 3>&- 9>held &
	timeout 10 cat held
	wait $! || [ $? -eq $((128 + 15)) ]
	grep -q SIGTERM trace
}

@test "a secret command has all three standard streams, also where tokctl has none" {
	works bash -c 'tokctl toss --key flag-key --secret-command "cat && : >&2 && echo flag-secret" <&- 2>&-'
	used toss flag-key:flag-secret
}

@test "no process or descriptor left for a helper: 75, and no talk of a broken installation" {
	not_under valgrind 'it needs some of its own'
	local limit

	for limit in 4 5; do
		fails 75 bash -c "for fd in {3..250}; do eval \"exec \$fd>&-\"; done; ulimit -n $limit; exec tokctl toss --config /dev/null --key flag-key --no-cache --secret flag-secret"
		says tokctl-fetch 'Too many open files'
	done
}

@test "no descriptor left for the config, the cache or the result: 75 as well" {
	not_under valgrind 'it needs some of its own'
	linked_statically # else the loader needs one
	local limit=(bash -c 'for fd in {3..250}; do eval "exec $fd>&-"; done; ulimit -n "$0"; exec "$@"')

	export TOKCTL_TOSS_KEY=flag-key TOKCTL_TOSS_SECRET=flag-secret
	config '[toss]' 'timeout = 15s'
	works tokctl toss
	fails 75 "${limit[@]}" 3 tokctl toss --error-format json
	[ "$(jq -r '.error.id' <<<"$stderr")" = memory ]
	export TOKCTL_CONFIG=/dev/null
	works tokctl toss
	for verb in status 'forget toss' 'forget --all' 'toss --to f'; do
		# shellcheck disable=SC2086  # several words
		fails 75 "${limit[@]}" 3 tokctl $verb
		says 'Too many open files'
	done
	# One is enough for the directory, and not for what is in it.
	fails 75 "${limit[@]}" 4 tokctl forget toss
	fails 75 "${limit[@]}" 4 tokctl status
	works tokctl toss --offline
}

@test "a secret command's messages reach the user, and its output nobody else" {
	run --separate-stderr tokctl toss --key flag-key --secret-command 'echo vault is open >&2; echo flag-secret'
	[ "$status" -eq 0 ]
	[[ $output == toss-0001-* ]]
	[ "$stderr" = 'vault is open' ]
	fails 78 tokctl toss --key flag-key --no-cache --secret-command 'echo flag-secret; exit 1' -v
	[[ $stderr != *flag-secret* ]]
}

@test "a secret command is not given stdin, nor any secret of the environment" {
	export TOKCTL_TOSS_SECRET=$SECRET TOKCTL_IAMPORT_SECRET=$SECRET TOKCTL_BIZPPURIO_PASSWORD=$SECRET MINE=kept
	works tokctl toss --key flag-key --secret-command 'env >env.seen; cat >stdin.seen; echo flag-secret' <<<'for somebody else'
	grep -qx MINE=kept env.seen
	no_secret_in env.seen
	[ ! -s stdin.seen ]
}

# ---- unsafe files

@test "a config that others can write is 78" {
	local mode

	config '[toss]' 'key = config-key'
	for mode in 620 602 666 660 664; do
		chmod $mode "$CONFIG"
		fails 78 tokctl toss --secret config-secret
		says "$CONFIG" chmod
	done
	asked 0
	chmod 644 "$CONFIG"
	works tokctl toss --secret config-secret
}

@test "a config that others can read is 78 when it holds a secret, and fine when it does not" {
	local mode

	config '[toss]' 'key = config-key' 'secret = config-secret'
	for mode in 640 604 644; do
		chmod $mode "$CONFIG"
		fails 78 tokctl toss
		says "$CONFIG" secret chmod
		[[ $stderr != *config-secret* ]]
	done
	asked 0
	chmod 400 "$CONFIG"
	works tokctl toss
	config '[toss]' 'key = config-key' 'secret-command = echo config-secret'
	chmod 644 "$CONFIG"
	works tokctl toss --no-cache
}

@test "a config that is no file is 78" {
	mkdir -p "$CONFIG"
	fails 78 tokctl toss --key flag-key --secret flag-secret
	says "$CONFIG"
	rmdir "$CONFIG"
	mkfifo "$CONFIG"
	fails 78 timeout 5 tokctl toss --key flag-key --secret flag-secret
	says "$CONFIG"
	asked 0
}

@test "a secret file that others can read or write is 78" {
	local mode file

	file=$(secret_file flag-secret)
	for mode in 644 604 602 620 660 666; do
		chmod $mode "$file"
		fails 78 tokctl toss --key flag-key --secret-file "$file"
		says "$file" chmod
		[[ $stderr != *flag-secret* ]]
	done
	asked 0
	# Its group may read it, as in a container's mount.
	for mode in 640 440 600 400; do
		chmod $mode "$file"
		works tokctl toss --key flag-key --no-cache --secret-file "$file"
	done
	# A link is no way around.
	chmod 644 "$file"
	ln -s "$file" link
	fails 78 tokctl toss --key flag-key --no-cache --secret-file link
	asked 4
}

@test "a FIFO that others can read is 78" {
	mkfifo -m 644 fifo
	printf 'flag-secret\n' >fifo 3>&- &
	fails 78 timeout 5 tokctl toss --key flag-key --secret-file fifo
	says fifo
	asked 0
}

@test "a device is 78, and nobody is told to chmod it" {
	fails 78 tokctl toss --key flag-key --secret-file /dev/null
	says /dev/null
	[[ $stderr != *'chmod '*/dev/null* ]]
	asked 0
}

@test "a secret file may be the user's own or root's, and nobody else's" {
	local file

	stranger true
	export TOKCTL_TOSS_KEY=flag-key
	file=$STRANGER/secret
	echo flag-secret >"$file"
	chmod 640 "$file"
	chown 0:65534 "$file"
	works stranger tokctl toss --secret-file "$file" --no-cache
	chmod 600 "$file"
	chown 65534:0 "$file"
	works stranger tokctl toss --secret-file "$file" --no-cache
	chmod 640 "$file"
	chown 65533:65534 "$file"
	fails 78 stranger tokctl toss --secret-file "$file" --no-cache
	says "$file" 'another user'
	asked 2
}

@test "a file that the user may not read is 78, by its name, and no other source is tried" {
	local file

	stranger true
	export TOKCTL_TOSS_KEY=flag-key TOKCTL_TOSS_SECRET=flag-secret
	works stranger tokctl toss --no-cache
	asked 1
	file=$STRANGER/secret
	echo flag-secret >"$file"
	chmod 600 "$file"
	fails 78 stranger tokctl toss --secret-file "$file" --no-cache
	says "$file" 'Permission denied'
	fails 78 stranger tokctl toss --config "$file" --no-cache
	says "$file" 'Permission denied'
	mkdir -p "$STRANGER/home/.config/tokctl"
	echo '[toss]' >"$STRANGER/home/.config/tokctl/config"
	chmod 600 "$STRANGER/home/.config/tokctl/config"
	fails 78 stranger tokctl toss --no-cache
	says "$STRANGER/home/.config/tokctl/config" 'Permission denied'
	asked 1
}

@test "a config of another user is 78" {
	[ "$(id -u)" -eq 0 ] || skip 'only root can give a file away'
	config '[toss]' 'key = flag-key'
	chown 65534 "$CONFIG"
	fails 78 tokctl toss --secret flag-secret
	says "$CONFIG" 'another user'
	asked 0
}

# ---- where the secret is not to be seen

# watched COMMAND...: starts the command, which asks toss, and stops to look while the server thinks: PID is tokctl,
# CHILD tokctl-fetch. unwatched: ends it.
watched() {
	not_under valgrind 'its own files are in /proc'
	plan toss delay=30
	"$@" >/dev/null 2>&1 3>&- &
	PID=$!
	until [ "$(requests toss)" -eq 1 ]; do
		kill -0 "$PID"
		sleep 0.02
	done
	CHILD=$(children "$PID")
	[ -n "$CHILD" ]
	[ "$(cat "/proc/$CHILD/comm")" = tokctl-fetch ]
}

unwatched() {
	not_under valgrind 'its own files are in /proc'
	kill "$PID" 2>/dev/null || :
	wait "$PID" || :
}

# look FILE PATTERN: of both processes' /proc files, as text. What can't be read shows nothing to anyone.
look() {
	local process

	for process in "$PID" "$CHILD"; do
		tr '\0' '\n' <"/proc/$process/$1" >>"seen.$1" 2>/dev/null || :
	done
}

@test "--secret is blanked in the process list" {
	local option

	for option in --secret "--secret="; do
		rm -rf "$SERVER/log" seen.cmdline
		if [ "$option" = --secret ]; then
			watched tokctl toss --no-cache --key "$KEY" --secret "$SECRET"
		else
			watched tokctl toss --no-cache --key "$KEY" "--secret=$SECRET"
		fi
		look cmdline
		unwatched
		grep -qx "$KEY" seen.cmdline
		grep -q tokctl-fetch seen.cmdline
		no_secret_in seen.cmdline
		run grep -e s3cret -e 비밀 seen.cmdline
		[ "$status" -eq 1 ]
	done
}

@test "a secret on the line that is completed is blanked in the process list" {
	not_under valgrind 'it keeps a list of its own'
	cat >completes <<-'END'
		import os, subprocess, sys, time
		from pathlib import Path
		reading, writing = os.pipe()
		os.set_blocking(writing, False)
		try:
		    while os.write(writing, b'x' * 4096):
		        pass
		except BlockingIOError:
		    os.set_blocking(writing, True)
		for words in (['--secret', 'hunter2', '--o'], ['--secret=hunter2', '--o']):
		    process = subprocess.Popen(['tokctl', 'complete', 'toss', *words], stdout=writing)
		    last, seen = time.monotonic() + 20, b'hunter2'
		    while (b'complete' not in seen or b'hunter2' in seen) and time.monotonic() < last:
		        seen = Path(f'/proc/{process.pid}/cmdline').read_bytes()
		    process.kill()
		    process.wait()
		    assert b'complete' in seen and b'hunter2' not in seen, (words, seen, process.returncode)
	END
	run python3 completes
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
}

@test "--password is blanked in the process list" {
	not_under valgrind 'its own files are in /proc'
	plan bizppurio delay=30
	tokctl bizppurio --account "$KEY" --password "$SECRET" >/dev/null 2>&1 3>&- &
	PID=$!
	until [ "$(requests bizppurio)" -eq 1 ]; do sleep 0.02; done
	CHILD=$(children "$PID")
	look cmdline
	unwatched
	grep -qx "$KEY" seen.cmdline
	no_secret_in seen.cmdline
}

@test "secrets are blanked in the environment of both processes, other providers' too" {
	export TOKCTL_TOSS_KEY=flag-key TOKCTL_TOSS_SECRET=$SECRET TOKCTL_IAMPORT_SECRET=$SECRET \
		TOKCTL_BIZPPURIO_PASSWORD=$SECRET TOKCTL_TOSS_OUTLET_SECRET=$OUTLET_SECRET \
		TOKCTL_BIZPPURIO_2ND_SHOP_PASSWORD=$SECRET
	watched tokctl toss
	look environ
	unwatched
	[ -s seen.environ ] || skip 'only root can look into the processes'
	grep -q TOKCTL_TOSS_KEY=flag-key seen.environ
	no_secret_in seen.environ
	run grep -e s3cret -e 비밀 seen.environ
	[ "$status" -eq 1 ]
}

@test "neither process leaves a core, or lets another process of the user look into it" {
	[ -r /proc/self/limits ] || skip 'no /proc'
	ulimit -c unlimited 2>/dev/null || ulimit -S -c "$(ulimit -H -c)"
	[ "$(ulimit -S -c)" != 0 ] || skip 'no cores here at all'
	export TOKCTL_TOSS_KEY=flag-key TOKCTL_TOSS_SECRET=flag-secret
	stranger true
	watched "${AS[@]}" tokctl toss
	cat "/proc/$PID/limits" "/proc/$CHILD/limits" >"$BATS_TEST_TMPDIR/limits"
	# What is not dumpable has root for the owner of its files in /proc.
	stat -c %U "/proc/$PID/environ" "/proc/$CHILD/environ" >"$BATS_TEST_TMPDIR/owners"
	grep -q '^Uid:.65534' "/proc/$PID/status"
	unwatched
	[ "$(grep -cE '^Max core file size +0 ' "$BATS_TEST_TMPDIR/limits")" -eq 2 ]
	[ "$(sort -u "$BATS_TEST_TMPDIR/owners")" = root ]
}

@test "the secret is not in the cache, nor in what was said" {
	local provider

	keys imweb iamport bizppurio toss
	rm "$SERVER/credentials.json"
	for provider in $PROVIDERS; do
		tokctl "$provider" -v
		tokctl "$provider" --json -v
		tokctl status "$provider" -v
	done >said 2>&1
	[ -s said ]
	no_secret_in "$HOME"
	run no_secret_in "$SERVER/log"
	[ "$status" -eq 1 ]
}

@test "the secret stays in the request when the provider redirects, fails or is not trusted" {
	keys toss
	rm "$SERVER/credentials.json"
	plan toss redirect=https://oauth2.cert.toss.im/token
	tokctl toss --no-cache -v >>said 2>&1 || :
	plan toss status=503
	tokctl toss --no-cache -v --retries 0 >>said 2>&1 || :
	tokctl toss --no-cache -v --cacert "$CERTS/other-ca.pem" >>said 2>&1 || :
	tokctl toss --no-cache -v --proxy "http://127.0.0.1:$CLOSED_PORT" --retries 0 >>said 2>&1 || :
	[ "$(grep -c '^tokctl: toss: ' said)" -ge 4 ]
	no_secret_in said
}

# ---- options of one provider

@test "an option that is another provider's is 64; so named in the environment or the config it is 78" {
	local provider option

	keys imweb iamport bizppurio toss
	while read -r provider option; do
		# shellcheck disable=SC2086  # two words
		fails 64 tokctl "$provider" $option
		says "${option% *}" "$provider"
	done <<-'END'
		iamport --method get
		iamport --reuse-for 5m
		bizppurio --affiliate x
		bizppurio --method get
		bizppurio --reuse-for 5m
		toss --affiliate x
		toss --method get
	END
	for provider in imweb iamport bizppurio; do
		fails 64 tokctl "$provider" --scope x
		says --scope "$provider"
	done
	TOKCTL_TOSS_AFFILIATE=x fails 78 tokctl toss
	says TOKCTL_TOSS_AFFILIATE
	config '[toss]' 'key = x' 'affiliate = y'
	fails 78 tokctl toss
	says "$CONFIG:3" affiliate
	for provider in $PROVIDERS; do asked 0 "$provider"; done
}
