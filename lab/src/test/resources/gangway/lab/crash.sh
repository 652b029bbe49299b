#!/bin/bash
# Runs a command of Gangway repeatedly and kills it with SIGKILL: when its journal has one line, then LINES lines later, and so
# on, until the command ends before the kill. (Every step has two lines in the journal: one at its begin, one at its end.)
# Repeats all this for each PROGRAM; then it kills the command only while the command runs that program. After every kill it
# recovers, and compares the host with its state before the command and its state after the command. At the end, the command
# is done.
#   crash.sh LINES FUNCTION GUEST COMMAND BACK [PROGRAM...]
# COMMAND and BACK are arguments of gangway; BACK reverses COMMAND. GUEST may be empty. Prints a line for every kill: the number
# of lines in the journal, the program that ran, and which of the two states the host has after the recovery.
set -u
more=$1 function=$2 guest=$3 command=$4 back=$5
shift 5
work=$(mktemp -d)
failed=0

# Prints everything that a command can change in files, drivers, Xen and the guest.
fingerprint() {
  basename "$(readlink "/sys/bus/pci/devices/$function/driver")"
  cat "/sys/bus/pci/devices/$function/driver_override"
  sort /sys/bus/pci/drivers/pciback/slots 2>/dev/null
  xl pci-assignable-list
  # the address of a function in the guest, and the number of its entry, can differ each time
  xenstore-ls -f /local/domain/0/backend/pci 2>/dev/null | sed 's/vdev-\([0-9]*\) = .*/vdev-\1/'
  xenstore-ls -f /libxl/pci 2>/dev/null
  find /etc/modprobe.d /etc/modules-load.d /etc/initramfs-tools /etc/xen /var/lib/gangway/original /var/lib/gangway/running -type f \
    -printf '%p %u %g %m\n' 2>/dev/null | sort
  cat /etc/modprobe.d/* /etc/modules-load.d/* /etc/initramfs-tools/hooks/* /etc/initramfs-tools/scripts/*/* /etc/xen/*.cfg /var/lib/gangway/original/* 2>/dev/null
  ls -A /boot
  stat -c '%n %a %s' /usr/lib/xen-*/bin/xl* /usr/lib/xen-*/bin/libxl-save-helper*
  cat /usr/lib/xen-*/bin/xl /usr/lib/xen-*/bin/libxl-save-helper | sha256sum
  cat /var/lib/dpkg/diversions
  case $command in *--boot*) lsinitramfs -l /initrd.img | grep '^-.*\(modprobe.d\|init-top\)/' | awk '{ print $5, $NF }' | sort ;; esac
  [ -z "$guest" ] || in-guest "$guest" 'ls /sys/bus/pci/devices' | wc -l
}

# Whether a process has a child that runs a program (the kernel stores 15 characters of its name).
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

# Whether the command was killed before its end: when its journal had $1 lines and, if $2 is not empty, the program $2 ran.
# Sets lines to the number of lines in the journal.
killed_at() {
  local process journal text=()
  # shellcheck disable=SC2086 # it is words
  gangway $command >"$work/out" 2>&1 &
  process=$!
  # this loop must not start processes, because the command is fast
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

# Whether the host has the state $1: before or after the command.
is() {
  cmp -s "$work/now" "$work/$1"
}

# Verifies that other operations are refused after a kill, and that the recovery leads to one of the two states.
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
    NEITHER) complain "the host has neither state: $(diff "$work/before" "$work/now")" ;;
  esac
}

taken_back() {
  must "$back"
  fingerprint >"$work/now"
  is before || complain "'gangway $back' does not restore the state before the command: $(diff "$work/before" "$work/now")"
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
is after || complain "the command ended without the expected result: $(diff "$work/after" "$work/now")"
rm -r "$work"
exit $failed
