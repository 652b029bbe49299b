#!/bin/sh
# Gangway's guard in place of libxl's helper; the helper itself is libxl-save-helper.distrib in this folder. Every tool that
# saves, migrates or restores a guest by libxl (xl, libvirt, future tools) runs this program. So the script asks Gangway
# here, before the guest is stopped and before an image is read. 'gangway guard remove' removes the script.
if [ ! -x "@GANGWAY@" ]; then
  echo "refused by Gangway's guard: @GANGWAY@ is missing. Fix: install Gangway there again and run 'gangway guard remove'," \
    "or: mv $0.distrib $0; dpkg-divert --local --no-rename --remove $0" >&2
  exit 1
fi
# the second descriptor is the one that the state is written to or read from
state=$(readlink "/proc/$$/fd/$2")
# standard input and output belong to libxl
case $1 in
  --save-domain) "@GANGWAY@" guard ask -- save "$4" "$state" ;;
  --restore-domain) "@GANGWAY@" guard ask -- restore "$state" ;;
esac </dev/null >&2 || exit 1
exec "$0.distrib" "$@"
