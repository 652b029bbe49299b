#!/bin/sh
# Gangway's guard in place of xl; xl itself is @TOOL@.distrib. The script asks Gangway before a guest is saved,
# migrated or restored, and calls xl unchanged for every other command. 'gangway guard remove' removes the script.
for word; do
  case $word in
    -*) continue ;; # global options of xl; none of them has a value
    ??*)
      for guarded in save migrate restore; do
        case $guarded in
          "$word"*) # xl accepts abbreviated commands
            if [ ! -x "@GANGWAY@" ]; then
              echo "refused by Gangway's guard: @GANGWAY@ is missing. Fix: install Gangway there again and run 'gangway guard remove'," \
                "or: mv @TOOL@.distrib @TOOL@; dpkg-divert --local --no-rename --remove @TOOL@" >&2
              exit 1
            fi
            "@GANGWAY@" guard ask -- "$@" </dev/null || exit
            ;;
        esac
      done
      ;;
  esac
  break
done
exec "@TOOL@.distrib" "$@"
