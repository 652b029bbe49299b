# Completion of gangway for fish. 'gangway __complete' knows the words; a line is a word, a tab and its meaning.
function __gangway_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l candidates ($words[1] __complete $words[2..-1] 2>/dev/null)
    if test (count $candidates) -gt 0
        printf '%s\n' $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
# -f: no files beside the words
complete -c gangway -f -a '(__gangway_complete)'
