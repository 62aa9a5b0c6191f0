# SPDX-License-Identifier: ISC
# Completion for fish. It knows no word by itself: `tokctl complete` does, and answers as fish likes it.

function __tokctl_complete
    set -l asked (commandline -opc) (commandline -ct)
    set -l head ''

    # --option=VALUE is completed as --option VALUE.
    if string match -q -- '--*=*' $asked[-1]
        set -l parts (string split -m 1 = -- $asked[-1])
        set head $parts[1]=
        set asked $asked[1..-2] $parts
    end

    for line in (tokctl complete $asked[2..-1] 2>/dev/null)
        if test "$line" = :command
            set -l rest $asked[(math (contains -i -- -- $asked) + 1)..-1]
            complete -C (string join -- ' ' (string escape -- $rest[1..-2]) $rest[-1])
        else if test "$line" = :file
            printf '%s\n' $head(__fish_complete_path $asked[-1])
        else
            printf '%s\n' $head$line
        end
    end
end

complete -c tokctl -f -a '(__tokctl_complete)'
