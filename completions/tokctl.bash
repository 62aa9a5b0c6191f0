# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# Completion for bash. It knows no word by itself: `tokctl complete` does.

_tokctl() {
	local left=${COMP_LINE:0:COMP_POINT} asked=() typed blanks word head option='' done_part='' i

	# bash has split the line at ':' and '=' too (COMP_WORDBREAKS): what no blank parts is put together again.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		blanks=${left%%[![:blank:]]*}
		left=${left#"$blanks"}
		word=${COMP_WORDS[i]}
		((i < COMP_CWORD)) || word=$left
		if [[ -n $blanks || ${#asked[@]} -eq 0 ]]; then
			asked+=("$word")
		else
			asked[-1]+=$word
		fi
		left=${left#"$word"}
	done
	typed=${asked[-1]}

	# --option=VALUE is asked for as --option VALUE.
	if [[ $typed == --*=* ]]; then
		option=${typed%%=*}=
		asked[-1]=${option%=}
		asked+=("${typed#*=}")
	fi

	# readline replaces only what follows the last of its breaks.
	for word in : =; do
		[[ $COMP_WORDBREAKS == *"$word"* && $typed == *"$word"* ]] || continue
		head=${typed%"${typed##*"$word"}"}
		((${#head} <= ${#done_part})) || done_part=$head
	done

	COMPREPLY=()
	while IFS=$'\t' read -r word _; do
		if [[ $word == :command ]]; then
			for ((i = 0; i < COMP_CWORD; i++)); do [[ ${COMP_WORDS[i]} != -- ]] || break; done
			if declare -F _command_offset >/dev/null; then _command_offset $((i + 1)); else compopt -o default; fi
		elif [[ $word == :file ]]; then
			compopt -o default
		elif [[ -n $word ]]; then
			word=$option$word
			COMPREPLY+=("${word#"$done_part"}")
		fi
	done < <(tokctl complete "${asked[@]:1}" 2>/dev/null)
}

complete -F _tokctl tokctl
