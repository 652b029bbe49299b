#!/bin/bash
# Kills a command of Gangway with -9 as soon as its journal has one line, then LINES more, and so on until it comes to its
# end before that: every step has two lines, as it begins and when it is done. And once more whenever it runs one of some
# programs. Every time it recovers and compares the host with what it was before and with what it is after the command.
# Ends with the command carried out.
#   crash.sh LINES FUNCTION GUEST COMMAND BACK [PROGRAM...]
# COMMAND and BACK, which takes it back, are words after "gangway"; GUEST may be empty. Prints a line for every point:
# how many lines the journal had, what ran, and what the host became.
set -u
more=$1 function=$2 guest=$3 command=$4 back=$5
shift 5
work=$(mktemp -d)
failed=0

# All that a command may change, in files, drivers, Xen and the guest.
fingerprint() {
  basename "$(readlink "/sys/bus/pci/devices/$function/driver")"
  cat "/sys/bus/pci/devices/$function/driver_override"
  sort /sys/bus/pci/drivers/pciback/slots 2>/dev/null
  xl pci-assignable-list
  # the guest's address of a function, and the number of its entry, may differ from one time to the next
  xenstore-ls -f /local/domain/0/backend/pci 2>/dev/null | sed 's/vdev-\([0-9]*\) = .*/vdev-\1/'
  xenstore-ls -f /libxl/pci 2>/dev/null
  find /etc/modprobe.d /etc/modules-load.d /etc/xen /var/lib/gangway/original /var/lib/gangway/running -type f \
    -printf '%p %u %g %m\n' 2>/dev/null | sort
  cat /etc/modprobe.d/* /etc/modules-load.d/* /etc/xen/*.cfg /var/lib/gangway/original/* 2>/dev/null
  ls -A /boot
  stat -c '%n %a %s' /usr/lib/xen-*/bin/xl* /usr/lib/xen-*/bin/libxl-save-helper*
  cat /usr/lib/xen-*/bin/xl /usr/lib/xen-*/bin/libxl-save-helper | sha256sum
  cat /var/lib/dpkg/diversions
  case $command in *--boot*) lsinitramfs -l /initrd.img | grep '^-.*modprobe.d' | awk '{ print $5, $NF }' | sort ;; esac
  [ -z "$guest" ] || in-guest "$guest" 'ls /sys/bus/pci/devices' | wc -l
}

# Whether a process has a child that runs a program (the kernel keeps 15 letters of its name).
runs() {
  local children child name
  for children in "/proc/$1/task"/*/children; do
    read -r children 2>/dev/null <"$children"
    for child in $children; do
      read -r name 2>/dev/null <"/proc/$child/comm" && [ "$name" = "${2:0:15}" ] && return
    done
  done
  return 1
}

# Whether the command could be killed once its journal had $1 lines and, where that is given, the program $2 ran; $lines
# is how many it had then.
killed_at() {
  local process journal text=()
  # shellcheck disable=SC2086 # it is words
  gangway $command >"$work/out" 2>&1 &
  process=$!
  # nothing in this loop starts a process: the command is fast
  while kill -0 $process 2>/dev/null; do
    text=()
    for journal in /var/lib/gangway/running/*-"$process"/run.jsonl; do
      { mapfile -t text <"$journal"; } 2>/dev/null
    done
    if [ ${#text[@]} -ge "$1" ] && { [ -z "$2" ] || runs $process "$2"; }; then
      kill -9 $process 2>/dev/null
    fi
  done
  wait $process 2>/dev/null
  lines=$(cat /var/lib/gangway/running/*-$process/run.jsonl 2>/dev/null | wc -l)
  [ "$lines" -gt 0 ]
}

complain() {
  failed=1
  echo "FAILED: $*"
  cat "$work/out"
}

must() {
  # shellcheck disable=SC2086 # it is words
  gangway $1 >"$work/out" 2>&1 || complain "gangway $1: exit code $?"
}

# Whether the host is what it was before or after the command.
is() {
  cmp -s "$work/now" "$work/$1"
}

# What has to be so once it was killed.
recovers() {
  if [ ! -e "$work/refused" ]; then
    # shellcheck disable=SC2086 # it is words
    gangway $command >"$work/refused" 2>&1
    [ $? = 3 ] && grep -q 'has not finished changing' "$work/refused" || complain "not refused: $(cat "$work/refused")"
    grep -q "^'gangway $command' of .* was interrupted: undo it with 'gangway recover'" "$work/refused" || complain "no warning: $(cat "$work/refused")"
  fi
  must recover
  fingerprint >"$work/now"
  for became in before after NEITHER; do
    ! is $became || break
  done
  echo "point: $lines lines${1:+, $1 at work}: $became; $(head -n 1 "$work/out")"
  case $became in
    after) taken_back ;;
    NEITHER) complain "it is neither: $(diff "$work/before" "$work/now")" ;;
  esac
}

taken_back() {
  must "$back"
  fingerprint >"$work/now"
  is before || complain "'gangway $back' does not take it back: $(diff "$work/before" "$work/now")"
}

must "$command"
fingerprint >"$work/after"
must "$back"
fingerprint >"$work/before"
for program in "" "$@"; do
  [ -z "$program" ] || taken_back
  next=1
  while [ $failed = 0 ] && killed_at $next "$program"; do
    next=$((lines + more))
    recovers "$program"
  done
done
fingerprint >"$work/now"
is after || complain "it came to its end, and is not done: $(diff "$work/after" "$work/now")"
rm -r "$work"
exit $failed
