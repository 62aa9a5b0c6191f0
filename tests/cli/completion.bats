# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2016,SC2013
# The completions, in the real bash, zsh and fish; and that nothing is listed in one place and missing in another.

load support

setup() {
	sandbox
	python3 -c 'import pty; pty.openpty()' 2>/dev/null || skip 'there is no terminal to be had'
	# LeakSanitizer looks at a process by ptrace(2), and has been seen to wait for ever when the terminal went meanwhile.
	[ -z "${ASAN_OPTIONS:-}" ] || export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
}

startup() {
	case $1 in
	bash) printf '%s\n' "bind 'set bell-style none'" ". $ROOT/completions/tokctl.bash" ;;
	zsh) printf '%s\n' 'bindkey -e' "fpath=($ROOT/completions \$fpath)" 'autoload -Uz compinit' "compinit -u -d $HOME/.zcompdump" \
		"zstyle ':completion:all-matches:*' insert yes" \
		"zstyle ':completion:all-matches::::' completer _all_matches _complete" \
		'zle -C all-matches complete-word _generic' "bindkey '\\e*' all-matches" ;;
	esac >"$HOME/.startup"
}

# all SHELL LINE: what could stand in place of the line's last word, one a line, sorted.
all() {
	local shell=$1 line=$2

	if [ "$shell" = fish ]; then
		fish --no-config -c "source $ROOT/completions/tokctl.fish; complete -C '$line'" | cut -f1
	else
		startup "$shell"
		# Meta-* puts all of them into the line; the words before come along.
		"$ROOT/tests/cli/keyboard" "$shell" "$HOME/.startup" "$line\\e*" | tail -n "+$(wc -w <<<"${line% *} ")" | tail -n +2
	fi | sort
}

# tab SHELL LINE: the words that the line has after a TAB (bash and zsh).
tab() {
	startup "$1"
	"$ROOT/tests/cli/keyboard" "$1" "$HOME/.startup" "$2\\t" | paste -sd ' '
}

lines() { [ $# -eq 0 ] || printf '%s\n' "$@" | sort; }

profiles() {
	config '[toss]' 'key = shop-key' '[toss:outlet]' 'key = outlet-key' '[toss:second_shop]' 'key = k' \
		'[imweb:mall]' 'key = k' '[tokctl]' 'timeout = 5s'
}

# Each test is the same for the three shells.
every() {
	local shell

	for shell in bash zsh fish; do
		diff -u <(lines "${@:2}") <(all "$shell" "$1") || { echo "$shell: $1"; return 1; }
	done
}

@test "verbs, providers and the profiles of the config come first" {
	profiles
	every 'tokctl ' get exec curl status reject forget doctor help imweb iamport bizppurio toss toss:outlet toss:second_shop imweb:mall
}

@test "a beginning narrows them down" {
	every 'tokctl i' imweb iamport
}

@test "a profile is completed behind its colon" {
	profiles
	[ "$(all fish 'tokctl toss:o')" = toss:outlet ]
	[ "$(tab bash 'tokctl toss:o')" = 'tokctl toss:outlet' ]
	[ "$(tab zsh 'tokctl toss:o')" = 'tokctl toss:outlet' ]
	[ "$(tab bash 'tokctl get toss:')" = 'tokctl get toss:' ]
	[ "$(tab bash 'tokctl status toss:outlet toss:s')" = 'tokctl status toss:outlet toss:second_shop' ]
	[ "$(tab zsh 'tokctl status toss:outlet toss:s')" = 'tokctl status toss:outlet toss:second_shop' ]
	# Where the user took the colon out of bash's breaks, too.
	startup bash
	echo 'COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]}' >>"$HOME/.startup"
	[ "$("$ROOT/tests/cli/keyboard" bash "$HOME/.startup" 'tokctl toss:o\t' | paste -sd ' ')" = 'tokctl toss:outlet' ]
	[ "$("$ROOT/tests/cli/keyboard" bash "$HOME/.startup" 'tokctl --output=js\t' | paste -sd ' ')" = 'tokctl --output=json' ]
}

@test "status, reject and forget take providers and profiles, and forget more than one" {
	config '[toss:outlet]' 'key = k'
	every 'tokctl status ' imweb iamport bizppurio toss toss:outlet
	every 'tokctl reject t' toss toss:outlet
	every 'tokctl forget toss i' imweb iamport
	every 'tokctl reject toss '
}

@test "behind exec's -- a command is completed as by itself, behind curl's files are" {
	every 'tokctl exec toss i' imweb iamport
	mkdir bin
	printf '#!/bin/sh\n' >bin/tokctl-test-command
	chmod 755 bin/tokctl-test-command
	PATH=$HOME/bin:$PATH
	: >some-file
	[ "$(all fish 'tokctl exec toss -- tokctl-test-c')" = tokctl-test-command ]
	[ "$(tab zsh 'tokctl exec toss -- tokctl-test-c')" = 'tokctl exec toss -- tokctl-test-command' ]
	[ "$(all fish 'tokctl exec toss -- cat some-f')" = some-file ]
	[ "$(tab zsh 'tokctl exec toss --timeout 3s -- cat some-f')" = 'tokctl exec toss --timeout 3s -- cat some-file' ]
	[ "$(tab bash 'tokctl exec toss:outlet -- cat some-f')" = 'tokctl exec toss:outlet -- cat some-file' ]
	for shell in bash zsh; do
		[ "$(tab $shell 'tokctl curl toss -- -T some-f')" = 'tokctl curl toss -- -T some-file' ]
	done
	[ "$(all fish 'tokctl curl toss -- -T some-f')" = some-file ]
	# With bash-completion, which knows what a command's own words are.
	[ -r /usr/share/bash-completion/bash_completion ] || skip 'bash-completion is not installed'
	startup bash
	sed -i '1i . /usr/share/bash-completion/bash_completion' "$HOME/.startup"
	[ "$("$ROOT/tests/cli/keyboard" bash "$HOME/.startup" 'tokctl exec toss:outlet -- tokctl-test-c\t' | paste -sd ' ')" = \
		'tokctl exec toss:outlet -- tokctl-test-command' ]
}

@test "help takes a verb or a provider" {
	every 'tokctl help ' get exec curl status reject forget doctor help imweb iamport bizppurio toss oauth2
}

# offered WORD...: what could stand in place of the last, in a line.
offered() { tokctl complete "$@" | cut -f1 | paste -sd ' '; }

@test "what would be refused is not offered" {
	local option

	every 'tokctl help toss '
	[ "$(offered help status '')" = '' ]
	[ "$(offered toss '')" = '' ]
	# Several: what is one provider's is none of all.
	for option in --name --key --secret --secret-file --secret-command --affiliate --endpoint; do
		grep -qw -e "$option" <<<"$(offered exec imweb --)"
		run ! grep -w -e "$option" <<<"$(offered exec toss imweb --)"
		[[ $(offered exec toss imweb --) == *--timeout* ]]
		fails 64 tokctl exec toss imweb "$option" x -- true
	done
	[[ $(offered status toss imweb --) == *--key* ]]
	# All, or those that are named.
	[[ " $(offered forget --a) " == *' --all '* ]]
	[[ " $(offered forget toss --a) " != *' --all '* ]]
	[ "$(offered forget --all t)" = '' ]
	[[ " $(offered --all '') " == *' forget '* ]]
	[[ $(offered forget --all --) != *--key* ]]
	[[ $(offered forget --all --) == *--verbose* ]]
}

@test "profiles are those of the config that is named on the line" {
	local shell

	config '[toss:outlet]' 'key = k'
	mkdir other
	(umask 077 && printf '%s\n' '[toss:second]' 'key = k' >other/config)
	[ "$(offered toss:)" = toss:outlet ]
	[ "$(offered --config other/config toss:)" = toss:second ]
	[ "$(offered --config=other/config status toss:)" = toss:second ]
	[ "$(offered --config '~/other/config' toss:)" = toss:second ]
	[ "$(offered --config nonesuch toss:)" = '' ]
	for shell in bash zsh; do
		[ "$(tab "$shell" 'tokctl --config ~/other/config toss:s')" = "tokctl --config $HOME/other/config toss:second" ]
	done
}

@test "formats and other choices" {
	every 'tokctl toss --output ' token header expiry epoch ttl json env curl dotenv github-env github-output
	every 'tokctl toss -o e' expiry epoch env
	every 'tokctl imweb --method ' post get
	every 'tokctl toss -o github' github-env github-output
	every 'tokctl --error-format ' text json
	every 'tokctl toss --scope '
}

@test "a value behind '=' is completed too" {
	[ "$(all fish 'tokctl toss --output=js')" = --output=json ]
	[ "$(tab bash 'tokctl toss --output=js')" = 'tokctl toss --output=json' ]
	[ "$(tab zsh 'tokctl toss --output=js')" = 'tokctl toss --output=json' ]
}

@test "options are those of the verb, and of the provider, by its names" {
	local of_status

	mapfile -t of_status < <(options_of status)
	[ "${#of_status[@]}" -gt 8 ]
	every 'tokctl status --' "${of_status[@]}"
	every 'tokctl bizppurio --pass' --password --password-file --password-command
	every 'tokctl iamport --re' --retries --refresh
	every 'tokctl toss --re' --retries --refresh --reuse-for
	every 'tokctl imweb --re' --retries --refresh --reuse-for
	run tokctl complete iamport --test
	[ "$output" = '' ]
}

@test "files are completed where a file is asked for" {
	local shell

	: >"$HOME/store-ca.pem"
	for shell in bash zsh; do
		[ "$(tab "$shell" 'tokctl toss --cacert store')" = 'tokctl toss --cacert store-ca.pem' ]
		[ "$(tab "$shell" 'tokctl toss --cacert=store')" = 'tokctl toss --cacert=store-ca.pem' ]
	done
	[ "$(all fish 'tokctl toss --cacert store')" = store-ca.pem ]
	[ "$(all fish 'tokctl toss --cacert=store')" = --cacert=store-ca.pem ]
	# And only there.
	[ "$(tab bash 'tokctl store')" = 'tokctl store' ]
	[ "$(tab zsh 'tokctl store')" = 'tokctl store' ]
	[ "$(all fish 'tokctl store')" = '' ]
}

@test "the line is read up to the cursor, and quotes are seen through" {
	local shell

	for shell in bash zsh; do
		# Seven times Control-B: the cursor stands behind tos.
		[ "$(tab "$shell" "tokctl tos --json"$'\x02\x02\x02\x02\x02\x02\x02')" = 'tokctl toss --json' ]
	done
	[ "$(tab bash 'tokctl --key "a b" tos')" = 'tokctl --key a b toss' ]
	[ "$(tab zsh 'tokctl --key "a b" tos')" = 'tokctl --key a b toss' ]
}

@test "a config that can't be read offers no profile, and completion says nothing about it" {
	config '[toss:outlet]' 'key = k'
	chmod 666 "$CONFIG"
	run --separate-stderr tokctl complete toss:
	[ "$status" -eq 0 ]
	[ "$output$stderr" = '' ]
}

# ---- nothing is listed twice by hand; what is written for people is held to the tables

# option_rows: NAME PLACES of each row of the option table, from its source.
option_rows() {
	tr '\n\t' '  ' <"$ROOT/src/config/option_rows.c" | grep -oE '\[OPTION_[A-Z_]+\] = \{[^}]*' |
		sed -E 's/^.*\.name = "([a-z-]+)".*\.places = ([A-Z_| ]+),.*/\1 \2/; s/ \| /|/g'
}

options_of() {
	tokctl help "$1" | grep -oE '^ +(-[a-zA-Z],)? +--[a-z-]+' | grep -oE -- '--[a-z-]+'
}

page() { mandoc -Tutf8 "$ROOT/man/$1" | sed 's/.\x08//g'; }

@test "the profiles are those of the config and of the environment, each once" {
	config '[toss]' '[toss:outlet]' '[tokctl]' '[toss:NO]'
	export TOKCTL_TOSS_OUTLET_KEY=a TOKCTL_OAUTH2_CRM_CLIENT_ID=b TOKCTL_TOSS_KEY=c
	[ "$(tokctl complete status toss | cut -f1)" = 'toss
toss:outlet' ]
	[ "$(tokctl complete oauth2: | cut -f1)" = oauth2:crm ]
	# A config that can't be read is none.
	chmod 666 "$CONFIG"
	[ "$(tokctl complete status toss | cut -f1)" = 'toss
toss:outlet' ]
}

@test "every option of the table is in the manual, in help and in the completions" {
	local name places completed='' missing=0 count=0 rows provider

	page tokctl.1 >"$HOME/man1"
	page tokctl.conf.5 >"$HOME/man5"
	for rows in '' get status reject forget doctor help; do
		completed+=$(tokctl complete ${rows:+"$rows"} --)$'\n'
	done
	while read -r name places; do
		count=$((count + 1))
		case $places in
		*PLACE_FLAG* | PER_PROVIDER | ANYWHERE)
			grep -qE -- "--$name( |$)" <<<"$(tokctl help get; tokctl help forget; tokctl help doctor)" || { echo "--$name: not in help"; missing=1; }
			grep -qE -- "^--$name"$'\t' <<<"$completed" || { echo "--$name: not in the completions"; missing=1; }
			grep -qE -- "^ +(-[a-zA-Z], )?(--[a-z-]+( [A-Z]+)?, )*--$name( |,|\$)" "$HOME/man1" || { echo "--$name: not in tokctl(1)"; missing=1; }
			;;
		esac
		case $places in
		*SECTION* | PER_PROVIDER | ANYWHERE)
			grep -qE "^ +$name( |,|\$)" "$HOME/man5" || { echo "$name: not in tokctl.conf(5)"; missing=1; }
			;;
		esac
		case $places in
		*GENERAL_VARIABLE* | ANYWHERE)
			name=${name^^}
			grep -qE "TOKCTL_${name//-/_}( |,|\.|\$)" "$HOME/man1" || { echo "TOKCTL_${name//-/_}: not in tokctl(1)"; missing=1; }
			;;
		esac
	done < <(option_rows)
	[ "$count" -ge 30 ]
	[ "$count" -eq "$(grep -cE '^\s+\[OPTION_' "$ROOT/src/config/option_rows.c")" ]
	for provider in $PROVIDERS oauth2; do
		while read -r name; do
			grep -qE "(^| )$name( |,|\.|\$)" "$HOME/man1" "$HOME/man5" || { echo "$name ($provider): not in the manual"; missing=1; }
		done < <(tokctl help "$provider" | grep -oE '^  --[a-z-]+' | tr -d ' ')
	done
	[ "$missing" -eq 0 ]
}

@test "no option in the manual, and none in the README, that there is not" {
	local known name

	known=$(for name in get exec curl status reject forget doctor help $PROVIDERS oauth2; do tokctl help "$name"; done | grep -oE -- '--[a-z-]+' | sort -u)
	known+=$'\n--next\n--location-trusted\n--follow' # curl's
	while read -r name; do
		grep -qxF -- "$name" <<<"$known" || { echo "$name"; return 1; }
	done < <(sed -n '/SYNOPSIS/,/ENVIRONMENT/p' <<<"$(page tokctl.1)" | grep -oE -- '(^|[ (\[])--[a-z][a-z-]+' | grep -oE -- '--.*' | sort -u)
	while read -r name; do
		grep -qxF -- "$name" <<<"$known" || { echo "$name"; return 1; }
	done < <(grep -E 'tokctl|^\|' "$ROOT/README.md" | sed 's/curl .*//' | grep -oE -- '--[a-z][a-z-]+' | sort -u)
}

@test "no page shows an option with dashes behind it, as .Fl does with a word that is none" {
	local file

	for file in "$ROOT"/man/*.[0-9] "$ROOT"/man/*/*.[0-9]; do
		page "${file#"$ROOT/man/"}" | tr -s ' \n' ' ' >rendered
		[ -s rendered ]
		if grep -oE -- ' --?[a-zA-Z][a-zA-Z-]* --([^a-zA-Z-]|$).{0,20}' rendered; then echo "$file"; return 1; fi
	done
}

@test "every verb, provider, format and error id is in the manual" {
	local name

	page tokctl.1 >"$HOME/man1"
	for name in $(tokctl help | awk '/^(providers|formats):/ { on = 1; next } /^[^ ]/ { on = 0 } on { print $1 }') get status reject forget doctor help; do
		grep -qE "(^| )$name( |,|\.|\$)" "$HOME/man1" || { echo "$name"; return 1; }
	done
	for name in $(sed -nE 's/^\t\[ERROR_[A-Z_]+\] = \{ "([a-z-]+)".*/\1/p' "$ROOT/src/base/error.c"); do
		[ "$name" = none ] || grep -qE "(^| )$name( |,|\.|\$)" "$HOME/man1" || { echo "error id $name"; return 1; }
	done
}

@test "the manual says of each exit status but 0 what to do" {
	sed -n '/^\.It [0-9]* Ta /s/^\.It \([0-9]*\) .*/\1/p' "$ROOT/man/tokctl.1" | grep -vx 0 >table
	sed -n '/^What to do/,/^\.El/s/^\.It \([0-9]*\)$/\1/p' "$ROOT/man/tokctl.1" >advice
	[ "$(wc -l <table)" -ge 12 ]
	diff table advice
}

@test "'tokctl help PROVIDER' lists the variables that the manual says it does" {
	local provider name

	for provider in $PROVIDERS oauth2; do
		tokctl help "$provider" | grep -oE 'TOKCTL_[A-Z0-9_]+' | sed -E 's/^TOKCTL_(OAUTH2_NAME|[A-Z]+)_//'
	done | sort -u >listed
	sed -n '/^Each setting of a provider/,/^\.Ql tokctl help/s/^\.Ev \([A-Z_]*\).*/\1/p' "$ROOT/man/tokctl.1" |
		sed '/^TOKCTL_/d; s/^PARAM_$/PARAM_WORD/' | sort -u >said
	[ "$(wc -l <said)" -ge 20 ]
	[ "$(comm -13 listed said)" = '' ]
	# Those with an asterisk go for one provider too, and are among them.
	sed -n '/^These go for every provider/,/^\.El/p' "$ROOT/man/tokctl.1" | grep -B2 '^\*$' |
		sed -n 's/^\.It Ev TOKCTL_//p' | sort >starred
	[ "$(wc -l <starred)" -ge 7 ]
	[ "$(comm -13 listed starred)" = '' ]
	for name in $(cat starred) OFFLINE; do
		export "TOKCTL_TOSS_$name=1"
	done
	tokctl doctor --offline --json toss | jq -r '.checks[] | select(.id == "environment") | .message' >unread
	[ "$(cat unread)" = 'nothing reads the variable TOKCTL_TOSS_OFFLINE' ]
}
