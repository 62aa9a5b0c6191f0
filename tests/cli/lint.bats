# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
# The scripts that `make lint` runs find what they are there for: how commits are written, and what src/ includes.

load support

setup() {
	not_under asan coverage 'it tests what no checker is part of'
	sandbox
}

# ---- tests/graph

# copy: the sources, to be spoilt.
copy() { cp -r "$ROOT/src" src; }

# finds TEXT...: tests/graph fails over the copy, and says each of these.
finds() {
	run --separate-stderr "$ROOT/tests/graph" src
	[ "$status" -eq 1 ] || unlike 1 tests/graph || return
	says "$@"
}

@test "graph: the sources have no circle and no include upwards, and each folder and file is printed" {
	local file

	works "$ROOT/tests/graph" "$ROOT/src"
	for file in "$ROOT"/src/*/*.[ch]; do
		grep -qE "^    $(basename "${file%.[ch]}")( |$)" <<<"$output"
		grep -qE "^$(basename "$(dirname "$file")")/( |$)" <<<"$output"
	done
	grep -qE '^    tokctl-fetch$' <<<"$output"
	grep -qE '^output/ +base model$' <<<"$output"
	grep -qE '^    json +format' <<<"$output"
}

@test "graph: a circle of two files is named, and one of three" {
	copy
	echo '#include "output/github.h"' >>src/output/format.c
	echo '#include "output/format.h"' >src/output/github.h
	finds 'a circle of files in output/: format -> github -> format'
	mkdir three
	echo '#include "three/b.h"' >three/a.h
	echo '#include "three/c.h"' >three/b.c
	echo >three/b.h
	echo '#include "three/a.h"' >three/c.h
	mv three src
	finds 'a circle of files in three/: a -> b -> c -> a'
}

@test "graph: an include upwards is named with its line, and the circle of folders that it makes" {
	copy
	printf '\n#include "config/ini.h"\n' >src/model/upwards.h
	finds 'src/model/upwards.h:2: includes config/ini.h, which is not below model/' \
		'a circle of folders: config -> model -> config'
}

@test "graph: a folder beside is not below" {
	copy
	echo '#include "cache/cache.h"' >>src/output/plain.c
	finds 'includes cache/cache.h, which is not below output/'
	[[ $stderr != *circle* ]]
}

@test "graph: an include against the order of base, and a file that has no place there" {
	copy
	echo '#include "base/process.h"' >>src/base/text.c
	finds 'includes base/process.h, which comes after text in the order of base/'
	echo >src/base/news.h
	finds 'tests/layers: the order of base/ is not that of its files: news'
}

@test "graph: libcurl and cJSON are included by one file each" {
	copy
	echo '#include <curl/curl.h>' >>src/fetch/toss.c
	echo '# include <cjson/cJSON.h>' >>src/output/json.c
	finds 'toss.c:' 'includes curl/curl.h, as only net/transfer.h may' 'json.c:' 'includes cjson/cJSON.h, as only fetch/json.c may'
}

@test "graph: a private header is for its own folder" {
	copy
	echo '#include "net/transfer.h"' >>src/fetch/toss.c
	finds 'includes net/transfer.h, which is for net/ only'
}

@test "graph: what is included is named by its folder" {
	copy
	echo '#include "format.h"' >>src/output/plain.c
	finds 'includes format.h, which is no FOLDER/FILE of src/'
}

# ---- tests/commits

# repository: an empty one, with nothing of the user's git. commit MESSAGE: a commit on it.
repository() {
	command -v git >/dev/null || skip 'git is not installed'
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0=nobody \
		GIT_CONFIG_KEY_1=user.email GIT_CONFIG_VALUE_1=nobody@example.invalid GIT_CONFIG_KEY_2=commit.gpgsign GIT_CONFIG_VALUE_2=false
	git init -q -b main .
	commit 'Wip: whatever stands in front of the range is not looked at.'
}

commit() { git commit -q --allow-empty --cleanup=verbatim -m "$1"; }

# refused PROBLEM MESSAGE: the commit with this message is refused, for that and nothing else.
refused() {
	commit "$2"
	run --separate-stderr "$ROOT/tests/commits" HEAD~1..HEAD
	[ "$status" -eq 1 ] || unlike "1: $2" tests/commits || return
	[ "$stderr" = "commits: $(git log -1 --format=%h) $(head -1 <<<"$2")
  $1" ] || unlike "$1" "$2"
}

# taken MESSAGE: it is not.
taken() {
	commit "$1"
	works "$ROOT/tests/commits" HEAD~1..HEAD || unlike "taken: $1" tests/commits
}

@test "commits: good ones" {
	repository
	taken 'lock: give it back'
	taken 'base/lock, net: pass the address'
	taken '.ci: run the lint before the tests'
	taken 'man 5: focus on what a user writes'
	taken "$(printf 'cache: keep %060d' 0)"
	taken "$(printf 'cache: keep the entry\n\nWhy: a token costs a request.\n\n    %080d, and more\nhttps://example.invalid/%080d\n' 0 0)"
	taken "$(printf 'po: say it in Korean\n\n%s' '한국어로 된 설명은 한 글자가 두 칸을 차지합니다.')"
	taken 'lock: embed the heartbeat'
}

@test "commits: a subject has at most 72 characters, its area first, one change and no full stop" {
	repository
	refused 'a subject of 73 characters; at most 72' "$(printf 'cache: keep %061d' 0)"
	refused "no area first, as in 'lock: ...'" 'keep the entry'
	refused "no area first, as in 'lock: ...'" 'Cache: keep the entry'
	refused "no area first, as in 'lock: ...'" 'cache:keep the entry'
	refused "';' in the subject: one change each" 'cache: keep the entry; net: close the socket'
	refused 'a full stop at the end of the subject' 'cache: keep the entry.'
}

@test "commits: a subject is in the imperative" {
	local word

	repository
	for word in added adds adding Fixes fixed renamed is has was uses a the no what now tests made; do
		refused "'${word,,}' is no imperative" "cache: $word an entry"
	done
}

@test "commits: what is not made to stay" {
	repository
	refused 'not made to stay' 'wip: keep the entry'
	refused 'not made to stay' 'cache: WIP'
	refused 'not made to stay' 'fixup! cache: keep the entry'
	refused 'not made to stay' 'squash! cache: keep the entry'
	refused 'not made to stay' 'Review: keep the entry, name it'
	refused 'not made to stay' 'review: keep the entry, name it'
}

@test "commits: the second line is empty, and a line of the body has at most 76 columns" {
	repository
	refused 'the second line is not empty' $'cache: keep the entry\nof each'
	refused 'a line of 77 columns in the body; at most 76' "$(printf 'cache: keep the entry\n\nas %074d' 0)"
	refused 'a line of 81 columns in the body; at most 76' "$(printf 'cache: keep the entry\n\n%s' '한국어로 된 설명은 한 글자가 두 칸을 차지합니다. 그러니까 이 줄은 너무나도 깁니다')"
}

@test "commits: of a range all, but its merges; by default those that origin/main does not have" {
	repository
	run "$ROOT/tests/commits"
	[ "$status" -eq 0 ]
	[ "$output" = 'commits: no origin/main and no RANGE: no commits are looked at' ]
	git update-ref refs/remotes/origin/main HEAD
	works "$ROOT/tests/commits"
	git checkout -q -b side
	commit 'side: keep the entry'
	git checkout -q main
	commit 'main: keep the entry'
	git merge -q --no-ff -m 'Merge whatever this is.' side
	works "$ROOT/tests/commits"
	git checkout -q side
	commit 'side: kept'
	git checkout -q main
	git merge -q --no-ff -m 'Merge that as well.' side
	run --separate-stderr "$ROOT/tests/commits"
	[ "$status" -eq 1 ]
	says 'side: kept'
	[[ $stderr != *Merge* ]]
	works "$ROOT/tests/commits" HEAD~1..HEAD^1
	fails 1 "$ROOT/tests/commits" nothing..HEAD
	says nothing
}

@test "commits: without git there are none" {
	run "$ROOT/tests/commits"
	[ "$status" -eq 0 ]
	[ "$output" = 'commits: no git here: no commits are looked at' ]
}
