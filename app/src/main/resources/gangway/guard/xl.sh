#!/bin/sh
# Gangway's guard in place of xl; xl itself is @TOOL@.distrib. The script asks Gangway before a guest is saved,
# migrated or restored, or created with a device if devices are recorded, and calls xl unchanged for every other command.
# 'gangway guard remove' removes the script.
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
      case create in
        "$word"*)
          if [ -e "@RECORD@" ] && [ -x "@GANGWAY@" ]; then
            # only a definition or a setting that has this word can give the guest a device
            for part; do
              for file in "$part" "${part#*f}" "${part#*=}"; do
                case $part in
                  *pci*) ;;
                  *) [ -f "$file" ] && grep -q pci -- "$file" || continue ;;
                esac
                # a start must work also if Gangway fails: only a refusal (exit code 3) stops it
                "@GANGWAY@" guard ask -- "$@" </dev/null
                [ $? -ne 3 ] || exit 3
                break 2
              done
            done
          fi
          ;;
      esac
      ;;
  esac
  break
done
exec "@TOOL@.distrib" "$@"
