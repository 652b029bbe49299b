#!/bin/sh
# Gangway's guard among libvirt's hooks. libvirt calls it as NAME OPERATION STEP EXTRA, with the guest's definition as its
# input, and does not go on if it fails. Nothing in it may call libvirt. It is taken away by 'gangway guard remove'.
case $2/$3 in
  prepare/begin | migrate/begin) ;;
  *) exit 0 ;;
esac
# the lock at libxl's helper refuses where Gangway is gone; a guest that is only started must not suffer from that
[ -x "@GANGWAY@" ] || exit 0
operation=$2
# a start and a restore are told alike: it is a restore if libvirt has the saved state open
set --
for descriptor in "/proc/$PPID/fd"/*; do
  if [ -f "$descriptor" ] && [ "$(head -c 11 "$descriptor" | tr -d '\0')" = libvirt-xml ]; then
    set -- "$@" "$descriptor" "$(readlink "$descriptor")"
  fi
done 2>/dev/null
# what is printed would be the guest's new definition
"@GANGWAY@" guard hook "$operation" "$@" >&2
# nothing but a refusal keeps a guest from starting
[ $? -ne 3 ]
