# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031,SC2016
# Korean: which messages have it and when it is spoken; what stays as it is in every locale; the translated pages.

load support

setup_file() {
	# A Korean locale of our own: few machines have one.
	command -v localedef >/dev/null || return 0
	mkdir "$BATS_FILE_TMPDIR/locales"
	localedef -i ko_KR -f UTF-8 "$BATS_FILE_TMPDIR/locales/ko_KR.UTF-8" >/dev/null 2>&1 || :
	localedef -i ko_KR -f EUC-KR "$BATS_FILE_TMPDIR/locales/ko_KR.EUC-KR" >/dev/null 2>&1 || :
}

setup() {
	sandbox
	[ -e "$BUILD/locale/ko/LC_MESSAGES/tokctl.mo" ] || skip 'built without msgfmt: messages are in English only'
}

teardown() { cleanup; }

# korean COMMAND...: runs it as in a Korean terminal. Without a search for leaks: libp11-kit, one of libcurl's libraries, calls
# newlocale(), and that leaks its copy of LOCPATH, which only tests set.
korean() {
	[ -e "$BATS_FILE_TMPDIR/locales/ko_KR.UTF-8" ] || skip 'localedef made no Korean locale (package locales)'
	ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:detect_leaks=0} LC_MESSAGES='' LANG=ko_KR.UTF-8 LOCPATH=$BATS_FILE_TMPDIR/locales "$@"
}

# is_korean TEXT: each line has Hangul in it. Words that are typed may stand between.
is_korean() {
	local line

	while IFS= read -r line; do
		[[ -z $line ]] || LC_ALL=C.UTF-8 grep -qP '\p{Hangul}' <<<"$line" || { printf 'no Korean: %s\n' "$line"; return 1; }
	done <<<"$1"
}

is_english() {
	[ -n "$1" ] || return
	if LC_ALL=C.UTF-8 grep -P '\p{Hangul}' <<<"$1"; then return 1; fi
}

# ---- the catalog

@test "every message of the sources has a Korean text, none is a guess, and none is left over" {
	command -v xgettext >/dev/null || skip 'gettext is not installed'
	"$ROOT/src/po/extract" >wanted.pot
	[ "$(grep -c '^msgid' wanted.pot)" -gt 300 ]
	msgcmp "$ROOT/src/po/ko.po" wanted.pot
	msgfmt --check -o /dev/null "$ROOT/src/po/ko.po"
	[ "$(msgattrib --only-fuzzy "$ROOT/src/po/ko.po")" = '' ]
	diff <(msgcat --no-wrap --sort-output wanted.pot | grep '^msgid') <(msgcat --no-wrap --sort-output "$ROOT/src/po/ko.po" | grep '^msgid')
}

# spoilt FILE LINE...: adds lines to a copy of the sources, and looks for its texts, with what is found in $output.
spoilt() {
	local file=$1

	shift
	command -v xgettext >/dev/null || skip 'gettext is not installed'
	rm -rf copy
	mkdir copy
	cp -r "$ROOT/src" copy
	printf '%s\n' "$@" >>"copy/src/$file"
	copy/src/po/extract >wanted.pot
	run "$ROOT/tests/texts" copy/src wanted.pot
}

@test "every text that reads like a message is marked, or is named as one that is not translated" {
	spoilt output/plain.c '_Static_assert(1 < 2,' '	       "what the compiler says");' '/* "what a comment says" */'
	[ "$output" = '' ]
	[ "$status" -eq 0 ]
}

@test "a new message is wanted in Korean: by its place in a call, or by its mark" {
	spoilt issue/hint.c 'static const char *const news[] = { N_("unheard-of"), N_("nobody has seen this before") };' \
		'int news_of(struct error *err) { return error_set(err, ERROR_IO, "%s has not been seen before", news[0]); }'
	[ "$output" = '' ]
	[ "$status" -eq 0 ]
	run msgcmp "$ROOT/src/po/ko.po" wanted.pot
	[ "$status" -ne 0 ]
	for text in unheard-of 'nobody has seen this before' '%s has not been seen before'; do
		grep -qxF "msgid \"$text\"" wanted.pot
	done
}

@test "a message without a mark is noticed: in a table, as the second of two, and of one word" {
	spoilt issue/hint.c 'static const char *const news[] = { "nobody has seen this before" };' \
		'int news_of(struct error *err) { return error_set(err, ERROR_IO, err ? "unheard-of" : "unseen"); }' \
		'int other_news(struct error *err) { return error_hint(err, err ? "it is there" : "nobody sees %s", news[0]); }'
	[ "$status" -eq 1 ]
	[ "$output" = 'error_set() is given what is neither marked by N_() nor in src/po/untranslated: unseen
neither marked by N_() nor in src/po/untranslated: nobody has seen this before
neither marked by N_() nor in src/po/untranslated: nobody sees %s' ]
}

@test "a text that is not translated is named to the letter, and only while there is one" {
	spoilt issue/hint.c 'static const char *const news[] = { "chmod 600 %ss", "chmod 600 %s" };'
	[ "$output" = 'neither marked by N_() nor in src/po/untranslated: chmod 600 %ss' ]
	spoilt po/untranslated '' 'msgid "nobody has seen this before"' 'msgstr ""'
	[ "$output" = 'src/po/untranslated has what no source has: nobody has seen this before' ]
}

@test "a new function that forms messages is noticed, whether it takes a format or hands a text on" {
	spoilt issue/hint.c 'int error_shout(struct error *err, const char *format, ...);' \
		'static int grumble(struct error *err, const char *about)' '{' '	return error_set(err, ERROR_IO, "%s", translate(about));' '}' \
		'static int growl(const char *noise, struct error *err)' '{' '	return grumble(err, noise);' '}' \
		'int news_of(struct error *err) { return growl("grr", err) + growl(N_("unheard-of"), err); }'
	[ "$status" -eq 1 ]
	[ "$output" = 'growl() is given what is neither marked by N_() nor in src/po/untranslated: grr
src/po/extract does not know error_shout(), which takes a format' ]
}

@test "a Korean text is about the same: it names the same options, variables, files and commands" {
	# Line by line: msgid, tab, msgstr.
	msgcat --no-wrap "$ROOT/src/po/ko.po" | python3 -c '
import re, sys
bad = 0
for block in sys.stdin.read().split("\n\n")[1:]:
    parts = re.search(r"^msgid (.*?)^msgstr (.*)", block, re.M | re.S)
    source, text = (" ".join(re.findall("\"((?:[^\"\\\\]|\\\\.)*)\"", part)) for part in parts.groups())
    words = re.findall(r"(?<![\w-])--[a-z-]+|TOKCTL_\w+|[A-Z]{3,}_\w+|https?://[\w./:\[\]@-]*\w|tokctl(?:-fetch|\.conf)?\b|chmod|RFC \d+", source)
    for word in sorted(set(words)):
        if word not in text:
            print(f"{word} is not in: {text}")
            bad = 1
sys.exit(bad)'
}

@test "one word for one thing: a cipher is no password, and an endpoint is an address" {
	msgcat --no-wrap "$ROOT/src/po/ko.po" | awk -v RS= '/msgid.*cipher/ && !/암호 스위트/' >odd
	grep -hn '엔드포인트\|의 암호는 RFC' "$ROOT/src/po/ko.po" "$ROOT/man/ko/tokctl.1" "$ROOT/README.ko.md" >>odd || :
	diff /dev/null odd
}

# ---- what is said in Korean

@test "mistakes on the command line" {
	korean fails 64 tokctl tsos
	is_korean "$stderr"
	says toss
	korean fails 64 tokctl toss --offlin
	is_korean "$stderr"
	says --offline
	korean fails 64 tokctl toss --min-ttl 5x
	is_korean "$stderr"
	korean fails 64 tokctl reject toss extra
	is_korean "$stderr"
	# In English, the same.
	fails 64 tokctl tsos
	is_english "$stderr"
}

@test "a name is refused for a part of it, and not for what it contains" {
	local name

	for name in x_param x-param-y; do
		korean fails 64 tokctl "oauth2:$name"
		says "'-'나 '_' 뒤의 한 부분이 'param'인"
	done
	for name in params x-params x_paramount; do
		korean fails 78 tokctl "oauth2:$name"
	done
	grep -q 'oq-.(cq나 .(oq_.(cq 뒤의 한 부분이 .(oqparam.(cq인 이름' "$ROOT/man/ko/tokctl.1"
}

@test "what is missing, and each place where it can be put" {
	korean fails 78 tokctl toss
	is_korean "$stderr"
	says '--key KEY' 'TOKCTL_TOSS_KEY=KEY' "'key = KEY'" '[toss]'
	[ "$(wc -l <<<"$stderr")" -eq 6 ]
}

@test "a mistake in the config, with what the config holds" {
	config '[toss]' 'kye = 1'
	korean fails 78 tokctl toss
	is_korean "$(head -1 <<<"$stderr")"
	says "$CONFIG:2:" "'kye'"
	config '[toss]' $'key = a\x01b'
	korean fails 78 tokctl toss
	is_korean "$stderr"
	config '[toss' 'key = a'
	korean fails 78 tokctl toss
	is_korean "$stderr"
	config '[toss]' 'key = a # b'
	korean fails 78 tokctl toss
	says "$CONFIG:2: 값 안에 '#'이 있습니다"
	is_korean "$stderr"
}

@test "no English word within a Korean message: what a value holds, what a file gives, what a name stands for" {
	export TOKCTL_OAUTH2_CRM_PARAM_X=$'a\nb'
	korean fails 78 tokctl oauth2:crm
	says 'TOKCTL_OAUTH2_CRM_PARAM_X: 값에 줄바꿈이 있습니다'
	unset TOKCTL_OAUTH2_CRM_PARAM_X
	korean fails 64 tokctl oauth2
	says '모든 OAuth 2.0 서버'
	export TOKCTL_TOSS_KEY=$KEY
	korean fails 78 tokctl toss --secret-command true
	says '--secret-command: 여기서 얻은 시크릿 값이 비어 있습니다'
	korean fails 78 tokctl toss --secret-command 'printf "a\nb"'
	says '여기서 얻은 시크릿 값에 줄바꿈이 있습니다' '시크릿 값만 한 줄로'
	korean fails 78 tokctl toss --secret-command 'printf %04097d 1'
	says '여기서 얻은 시크릿 값이 4096바이트보다 깁니다'
	# What systemd hands over, and what is forgotten.
	unset TOKCTL_TOSS_KEY
	export CREDENTIALS_DIRECTORY=$HOME/credentials
	mkdir credentials
	(umask 077 && : >credentials/tokctl.toss.key)
	korean fails 78 tokctl toss
	says 'tokctl.toss.key: 여기서 얻은 키 값이 비어 있습니다'
	unset CREDENTIALS_DIRECTORY
	export TOKCTL_TOSS_KEY=$KEY TOKCTL_TOSS_SECRET=$SECRET
	serve
	tokctl toss >/dev/null
	korean run --separate-stderr tokctl -v forget toss
	[ "$status" -eq 0 ]
	is_korean "$stderr"
	says '지웠습니다'
}

@test "what the system says of an errno, where it says so in Korean" {
	[ -e /dev/full ] || skip 'no /dev/full'
	korean fails 74 sh -c 'tokctl help >/dev/full'
	is_korean "$stderr"
	# The first message too: the locale is there before strerror() is asked.
	[ ! -e /usr/share/locale/ko/LC_MESSAGES/libc.mo ] || [[ $stderr != *'No space'* ]]
}

@test "what tokctl-fetch says, locked in as it is, and the hints that go with it" {
	serve
	keys toss iamport
	plan toss status=503
	korean fails 75 tokctl toss --retries 0
	is_korean "$stderr"
	says 'HTTP 503'
	plan toss status=301
	korean fails 76 tokctl toss
	is_korean "$stderr"
	export TOKCTL_IAMPORT_SECRET=wrong
	korean fails 77 tokctl iamport
	is_korean "$stderr"
	plan toss garbage
	korean fails 76 tokctl toss
	is_korean "$stderr"
}

@test "warnings and traces" {
	serve
	keys toss
	mkdir -m 777 open
	export TOKCTL_CACHE_DIR=$PWD/open
	chmod 777 open
	korean run --separate-stderr tokctl toss
	[ "$status" -eq 0 ]
	is_korean "$(grep -v 'chmod 700' <<<"$stderr")"
	unset TOKCTL_CACHE_DIR
	korean run --separate-stderr tokctl -v toss
	[ "$status" -eq 0 ]
	# Of the lines that are not a URL or a status.
	is_korean "$(grep -vE 'POST https|HTTP 200|landlock' <<<"$stderr")"
	LC_ALL=C.UTF-8 grep -qP '\p{Hangul}.*TOKCTL_TOSS_KEY' <<<"$stderr"
}

@test "help: every line that is not a command, a URL or a variable" {
	local topic

	for topic in '' $(tokctl complete help '' | cut -f1); do
		# shellcheck disable=SC2086  # '' is no topic
		korean works tokctl help $topic
		is_korean "$(grep -vE '^  --[a-z-]+.* TOKCTL_|^DUR|^  tokctl .*\.\.\.$|^tokctl\(1\)|^  +header +|^ +HTTP [0-9]' <<<"$output")"
		# And nothing of four English words in a row but what is typed.
		if grep -E '(^|[^-A-Z[:alnum:]<>])[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}' <<<"$(sed "s/'[^']*'//g" <<<"$output")"; then return 1; fi
	done
}

@test "help: the columns of words with Hangul line up" {
	korean works tokctl help toss
	# Each value of the facts begins in one column of the terminal.
	python3 -c '
import sys, unicodedata
width = lambda s: sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)
starts = set()
for line in sys.stdin:
    for value in ("토스쇼핑\n", "https://", "toss-shopping-fep:", "토스쇼핑 파트너스의", "Authorization:"):
        if line.startswith("  ") and not line.startswith("  --t") or "https://oauth2-alpha" in line:
            at = line.find(value)
            if at > 2 and line[at - 1] == " ":
                starts.add(width(line[:at]))
assert len(starts) == 1, starts' <<<"$(awk -v RS= 'NR == 3' <<<"$output")"
}

@test "completions: the same words, described in Korean" {
	works tokctl complete toss --
	english_words=$(cut -f1 <<<"$output")
	korean works tokctl complete toss --
	[ "$(cut -f1 <<<"$output")" = "$english_words" ]
	is_korean "$(cut -f2 <<<"$output")"
}

@test "doctor: the same checks, described in Korean; its JSON is as it was" {
	keys toss
	run --separate-stderr tokctl doctor --offline toss
	checks=$(grep -oE '^(ok|warn|fail) +[a-z]+ +[a-z]+' <<<"$output")
	wanted=$status
	korean run --separate-stderr tokctl doctor --offline toss
	[ "$status" -eq "$wanted" ]
	[ "$(grep -oE '^(ok|warn|fail) +[a-z]+ +[a-z]+' <<<"$output")" = "$checks" ]
	is_korean "$(grep -vE ' (helper|cacert) |chmod ' <<<"$output")"
	run --separate-stderr tokctl doctor --offline --json toss
	json=$output
	korean run --separate-stderr tokctl doctor --offline --json toss
	[ "$output" = "$json" ]
}

# ---- which locales

@test "a machine without the Korean locale: C.UTF-8 and LANGUAGE do" {
	LC_ALL=C.UTF-8 LANGUAGE=ko fails 64 tokctl tsos
	is_korean "$stderr"
	LC_ALL=C.UTF-8 LANGUAGE=fr:ko fails 64 tokctl tsos
	is_korean "$stderr"
}

@test "another character set: messages are UTF-8 all the same" {
	[ -e "$BATS_FILE_TMPDIR/locales/ko_KR.EUC-KR" ] || skip 'localedef made no ko_KR.EUC-KR'
	LC_ALL=ko_KR.EUC-KR LOCPATH=$BATS_FILE_TMPDIR/locales fails 64 tokctl tsos
	is_korean "$stderr"
}

@test "no locale, one that is not installed, one without a catalog: English" {
	LC_ALL=C LANGUAGE=ko fails 64 tokctl tsos
	is_english "$stderr"
	LC_ALL=POSIX fails 64 tokctl tsos
	is_english "$stderr"
	LC_ALL=ko_KR.nowhere LANGUAGE=ko fails 64 tokctl tsos
	is_english "$stderr"
	LC_ALL=C.UTF-8 LANGUAGE=de fails 64 tokctl tsos
	is_english "$stderr"
	# And a program that is somewhere else than its catalogs.
	mkdir away
	cp "$NATIVE/tokctl" away
	LC_ALL=C.UTF-8 LANGUAGE=ko fails 64 away/tokctl tsos
	is_english "$stderr" || [ -e /usr/local/share/locale/ko/LC_MESSAGES/tokctl.mo ]
}

# ---- what stays as it is

@test "JSON messages are in English, from the line, from the environment, and from tokctl-fetch" {
	serve
	keys toss
	korean fails 64 tokctl toss --offlin --error-format json
	is_english "$stderr"
	jq -e '.error.id == "usage"' <<<"$stderr"
	korean fails 64 tokctl toss --offlin --error-format=json
	is_english "$stderr"
	TOKCTL_ERROR_FORMAT=json korean fails 64 tokctl toss --offlin
	is_english "$stderr"
	# The line counts more than the environment.
	TOKCTL_ERROR_FORMAT=json korean fails 64 tokctl toss --offlin --error-format text
	is_korean "$stderr"
	plan toss status=503
	korean fails 75 tokctl toss --retries 0 --error-format json
	is_english "$stderr"
	jq -e '.error | .id == "server" and (.message | length) > 0 and (.hint | length) > 0' <<<"$stderr"
	korean run --separate-stderr tokctl -v toss --refresh --error-format json
	[ "$status" -eq 0 ]
	is_english "$stderr"
}

@test "standard output and exit statuses are the same in every locale" {
	local format

	serve
	keys toss imweb
	tokctl toss >/dev/null
	tokctl imweb >/dev/null
	for format in token header expiry epoch json env curl dotenv; do
		works tokctl toss -o "$format"
		english=$output
		korean works tokctl toss -o "$format"
		[[ $format == json ]] || [ "$output" = "$english" ]
		is_english "$output"
	done
	works tokctl status
	english=$(awk '{ print $1, $2, $4, $5, $6, $7 }' <<<"$output")
	korean works tokctl status
	[ "$(awk '{ print $1, $2, $4, $5, $6, $7 }' <<<"$output")" = "$english" ]
	korean works tokctl --version
	is_english "$output"
	korean run --separate-stderr tokctl imweb --expiry
	[ "$status" -eq 69 ]
	[ "$output" = '' ]
	is_korean "$stderr"
}

@test "a failure that is shared has each process's own language" {
	local first second

	serve
	keys toss
	export TOKCTL_TOSS_SECRET=wrong
	plan toss delay=1
	korean tokctl toss 2>said.ko & first=$!
	while [ "$(requests toss)" -eq 0 ]; do sleep 0.02; done
	tokctl -v toss 2>said.en & second=$!
	wait "$first" && return 1
	wait "$second" && return 1
	[ "$(requests toss)" -eq 1 ]
	is_korean "$(cat said.ko)"
	is_english "$(cat said.en)"
	grep -q '^tokctl: toss: the provider refused (HTTP ' said.en
	# What the provider said is in both.
	said=$(grep -oE '[a-z_]+: .*' <<<"$(sed -n 's/.*HTTP [0-9]*)[^:]*: //p' said.ko)")
	[ -n "$said" ]
	grep -qF -- "$said" said.en
}

@test "a cached token loads neither a locale nor a catalog, and no time zone" {
	not_under asan "it reads what a cached token would not"
	traced
	serve
	keys toss
	tokctl toss >/dev/null
	korean run strace -f -o trace tokctl toss
	[ "$status" -eq 0 ]
	grep -q execve trace
	if grep -E 'locale|LC_|\.mo"' <(grep -v execve trace); then return 1; fi
	korean run strace -f -o trace tokctl toss --json
	[ "$status" -eq 0 ]
	grep -q execve trace
	if grep -E 'locale|LC_|\.mo"|localtime|zoneinfo' <(grep -v execve trace); then return 1; fi
	# As a message does.
	korean run strace -f -o trace tokctl tsos
	grep -q 'tokctl\.mo' trace
}

# ---- the pages

# macros PAGE NAME: what a page calls so, a line each: the words behind the macro NAME, in sorted order, once.
macros() {
	python3 - "$1" "$2" <<-'END'
		import re, sys
		page, name = sys.argv[1:]
		callable_ = {"Ar", "Cm", "Dq", "Ev", "Fl", "Ic", "Li", "Nm", "No", "Ns", "Oc", "Oo", "Op", "Pa", "Pq", "Ql", "Sq", "Sx", "Sy", "Ta", "Xr"}
		found = set()
		for line in open(page, encoding="utf-8"):
		    if not line.startswith(".") or line.startswith('.\\"'):
		        continue
		    macro = None
		    for word in line[1:].split():
		        if word in callable_ or re.fullmatch("[A-Z][a-z]|Op", word):
		            macro = word
		        elif macro == name and re.search(r"\w", word):
		            found.add(word)
		print("\n".join(sorted(found)))
	END
}

@test "man/ko/tokctl.1 has every option, verb, variable, id, file and exit status of man/tokctl.1" {
	local name

	for name in Fl Cm Ev Pa Li Xr; do
		macros "$ROOT/man/tokctl.1" "$name" >"english.$name"
		macros "$ROOT/man/ko/tokctl.1" "$name" >"korean.$name"
		[ -s "english.$name" ]
		diff "english.$name" "korean.$name"
	done
	# The items of each list, in their order.
	for page in man/tokctl.1 man/ko/tokctl.1; do
		sed -n 's/^\.It \(Fl\|Cm\|Ev\|Li\|Pa\) /\1 /p; s/^\.It \([0-9]*\) .*/\1/p
			s/^\.It \([0-9][0-9]*\)$/do \1/p; s/^\.Sh //p' "$ROOT/$page" | sed '/ Ta /s/ Ta .*//' >"items.${page//\//.}"
	done
	diff items.man.tokctl.1 items.man.ko.tokctl.1
	grep -qx 127 items.man.tokctl.1
	grep -qx 'do 127' items.man.tokctl.1
	[ "$(grep -c '^\.Ss' "$ROOT/man/tokctl.1")" -eq "$(grep -c '^\.Ss' "$ROOT/man/ko/tokctl.1")" ]
	# Each error's exit status.
	diff <(grep -A1 '^\.It Li [a-z-]*$' "$ROOT/man/tokctl.1" | grep -oE '^[0-9]+') <(grep -A1 '^\.It Li [a-z-]*$' "$ROOT/man/ko/tokctl.1" | grep -oE '^[0-9]+')
}

@test "man/ko/tokctl.1 has the examples of man/tokctl.1, to the letter" {
	examples() { sed -n '/^\.\\" test:/p; /^\.Bd/,/^\.Ed/p' "$1"; }
	[ "$(examples "$ROOT/man/tokctl.1" | grep -c '^\.Bd')" -ge 15 ]
	diff <(examples "$ROOT/man/tokctl.1") <(examples "$ROOT/man/ko/tokctl.1")
}

@test "README.ko.md has the code blocks, headings, tables and links of README.md" {
	blocks() { sed -n '/^<!-- test:/p; /^```/,/^```/p' "$1"; }
	# What is typed, in tables and text: `code`.
	code() { sed '/^```/,/^```/d' "$1" | grep -oE '`[^`]+`' | sort -u; }

	[ "$(blocks "$ROOT/README.md" | grep -c '^```')" -ge 20 ]
	diff <(blocks "$ROOT/README.md") <(blocks "$ROOT/README.ko.md")
	diff <(code "$ROOT/README.md") <(code "$ROOT/README.ko.md")
	for form in '^## ' '^### ' '^|' '^- ' '^    ' '^[0-9]\. '; do
		[ "$(sed '/^```/,/^```/d' "$ROOT/README.md" | grep -c "$form")" -eq "$(sed '/^```/,/^```/d' "$ROOT/README.ko.md" | grep -c "$form")" ] || { echo "$form"; return 1; }
	done
	diff <(grep -E '^\| ([0-9]|`[a-z]*`)' "$ROOT/README.md" | cut -d'|' -f2 | grep -vE 'bizppurio:') <(grep -E '^\| ([0-9]|`[a-z]*`)' "$ROOT/README.ko.md" | cut -d'|' -f2 | grep -vE '비즈뿌리오:')
}

@test "the Korean pages are in Korean: each paragraph, item and row" {
	# Lines of plain text in the manual, outside of examples, and the README's outside of blocks.
	sed '/^\.Bd/,/^\.Ed/d; /^\./d; /^[0-9: *]*$/d; /^75: HTTP 5xx$/d' "$ROOT/man/ko/tokctl.1" | LC_ALL=C.UTF-8 grep -vP '\p{Hangul}|^\*$|^<$' >english || :
	diff /dev/null english
	sed '/^```/,/^```/d; /^<!--/d; /^$/d; /^|---/d; /^# tokctl/d; /^\[English/d; /^    make$/d; /^    sudo apt-get /d; /^### [A-Za-z ]*$/d' "$ROOT/README.ko.md" | LC_ALL=C.UTF-8 grep -vP '\p{Hangul}' >english || :
	diff /dev/null english
}
