# Completion of gangway for fish. 'gangway __complete' knows the words; a line is a word, a tab and its meaning.
function __gangway_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete $words[2..-1] 2>/dev/null
end
complete -c gangway -a '(__gangway_complete)'
