# Completion of gangway for bash. 'gangway __complete' knows the words; a line is a word, a tab and its meaning.
# Only for the names of the commands, bash need not wait for the program: a test compares this list with the program.
_gangway_commands='devices show hardware remap guests new enable-hotplug guest-prepare guest-check check hide unhide attach detach assign unassign apply export boot-config confirm guard watch shutdown-policy save restore migrate serve explain doctor recover history metrics config capture'
_gangway() {
  # bash separates words also at colons, equals signs and at signs, which are part of addresses, options and groups
  local line=${COMP_LINE:0:COMP_POINT} words current word meaning meanings=()
  read -r -a words <<<"$line"
  case $line in *[[:space:]]) words+=('') ;; esac
  current=${words[-1]}
  COMPREPLY=()
  if [ ${#words[@]} = 2 ] && [[ $current != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$_gangway_commands" -- "$current")
  else
    while IFS=$'\t' read -r word meaning; do
      COMPREPLY+=("${word#"${current%"${current##*[@:=]}"}"}")
      meanings+=("$meaning")
    done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
    # bash only lists the words now (COMP_TYPE is the code of '?'), and inserts none of them
    if [ "${COMP_TYPE:-}" = 63 ] && [ ${#COMPREPLY[@]} -gt 1 ]; then
      for word in "${!COMPREPLY[@]}"; do
        COMPREPLY[word]+=${meanings[word]:+  (${meanings[word]})}
      done
    fi
  fi
  [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default
}
complete -F _gangway gangway
