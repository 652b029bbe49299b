# Completion of gangway for bash. 'gangway __complete' knows the words; a line is a word, a tab and its meaning.
_gangway() {
  # bash separates words also at colons, equals signs and at signs, which are part of addresses, options and groups
  local line=${COMP_LINE:0:COMP_POINT} words current word meaning
  read -r -a words <<<"$line"
  case $line in *[[:space:]]) words+=('') ;; esac
  current=${words[-1]}
  COMPREPLY=()
  while IFS=$'\t' read -r word meaning; do
    COMPREPLY+=("${word#"${current%"${current##*[@:=]}"}"}")
  done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
  [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default
}
complete -F _gangway gangway
