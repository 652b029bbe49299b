#!/bin/sh
# Gangway's guard in place of libxl's helper; the helper itself is @TOOL@.distrib. Every tool that
# saves, migrates or restores a guest by libxl (xl, libvirt, future tools) runs this program. So the script asks Gangway
# here, before the guest is stopped and before an image is read. 'gangway guard remove' removes the script.
if [ ! -x "@GANGWAY@" ]; then
  echo "refused by Gangway's guard: @GANGWAY@ is missing. Fix: install Gangway there again and run 'gangway guard remove'," \
    "or: mv @TOOL@.distrib @TOOL@; dpkg-divert --local --no-rename --remove @TOOL@" >&2
  exit 1
fi
# the second descriptor is the one that the state is written to or read from. Gangway reads the file by the descriptor,
# because the file can have been renamed, deleted or replaced since libxl opened it
state=/proc/$$/fd/$2
# standard input and output belong to libxl
case $1 in
  --save-domain) "@GANGWAY@" guard ask -- save "$4" "$state" </dev/null >&2 ;;
  --restore-domain)
    # from another host, the state comes through a pipe or a socket, and can be read only once
    [ -p "$state" ] || [ -S "$state" ] || "@GANGWAY@" guard ask -- restore "$state" </dev/null >&2
    ;;
esac || exit 1
exec "@TOOL@.distrib" "$@"
