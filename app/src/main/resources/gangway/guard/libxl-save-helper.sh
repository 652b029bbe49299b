#!/bin/sh
# Gangway's guard in the place of libxl's helper, which is beside this, with .distrib behind its name. Whatever saves,
# migrates or restores a guest by libxl has this program do it: xl, libvirt, a tool not written yet. So Gangway is asked
# here, before the guest is stopped or anything of an image is read. It is taken away by 'gangway guard remove'.
if [ ! -x "@GANGWAY@" ]; then
  echo "gangway is gone from @GANGWAY@, and this guard of it is not: bring it back and say 'gangway guard remove'," \
    "or: mv $0.distrib $0; dpkg-divert --local --no-rename --remove $0" >&2
  exit 1
fi
# what the state is written to, or read from, is the descriptor that comes second
state=$(readlink "/proc/$$/fd/$2")
# its input and output are libxl's
case $1 in
  --save-domain) "@GANGWAY@" guard ask -- save "$4" "$state" ;;
  --restore-domain) "@GANGWAY@" guard ask -- restore "$state" ;;
esac </dev/null >&2 || exit 1
exec "$0.distrib" "$@"
