#!/bin/sh
# Gangway's guard as a hook of libvirt. libvirt calls the hook with the arguments NAME OPERATION STEP EXTRA and the guest's
# definition on standard input, and stops if the hook fails. The hook must not call libvirt. 'gangway guard remove' removes it.
case $2/$3 in
  prepare/begin | migrate/begin) ;;
  *) exit 0 ;;
esac
# without Gangway, the guard at libxl's helper refuses a restore; a plain start must still work, so the hook allows it
[ -x "@GANGWAY@" ] || exit 0
operation=$2
# libvirt calls the hook alike for a start and a restore: it is a restore if libvirt has a saved image open
set --
for descriptor in "/proc/$PPID/fd"/*; do
  if [ -f "$descriptor" ] && [ "$(head -c 11 "$descriptor" | tr -d '\0')" = libvirt-xml ]; then
    set -- "$@" "$descriptor" "$(readlink "$descriptor")"
  fi
done 2>/dev/null
# libvirt takes standard output as the guest's new definition, so print nothing there
"@GANGWAY@" guard hook "$operation" "$@" >&2
# only a refusal (exit code 3) stops the start
[ $? -ne 3 ]
