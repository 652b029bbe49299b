# prints the PID namespace of this shell; then for each process whose command line can name a tool of Xen: PID, standard
# output, command line; then "end"
readlink /proc/self/ns/pid || echo
for process in /proc/[0-9]*; do
  if line=$(tr "\0\n\t" "   " <"$process/cmdline"); then
    case $line in
      *xl*) printf "%s\t%s\t%s\n" "${process#/proc/}" "$(readlink "$process/fd/1" | tr "\n\t" "  ")" "$line" ;;
    esac
  elif [ -d "$process" ]; then
    exit 1
  fi
done 2>/dev/null
echo end
