#!/bin/sh
# Gangway's guard in the place of xl, which is beside this, with .distrib behind its name. Before a guest is saved,
# migrated or restored, Gangway is asked; all else goes on to xl as it is. It is taken away by 'gangway guard remove'.
for word; do
  case $word in
    -*) continue ;; # xl's own options, all without values
    ??*)
      for guarded in save migrate restore; do
        case $guarded in
          "$word"*) # xl takes the beginning of a command for it
            if [ ! -x "@GANGWAY@" ]; then
              echo "gangway is gone from @GANGWAY@, and this guard of it is not: bring it back and say 'gangway guard remove'," \
                "or: mv $0.distrib $0; dpkg-divert --local --no-rename --remove $0" >&2
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
exec "$0.distrib" "$@"
