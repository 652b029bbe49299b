#!/bin/bash
# Kills a command of Gangway with kill -9 at several points: when the journal of the command has one line, then with LINES
# more lines at each repetition, until the command ends before that point. The journal has two lines for each step: one when
# the step begins, and one when it is done. With PROGRAMs, repeats this and kills the command only while it runs a PROGRAM.
# After each kill, runs "gangway recover" and compares the state of the host with the states before and after the command.
# At the end, the command is carried out.
#   crash.sh LINES FUNCTION GUEST COMMAND BACK [PROGRAM...]
# COMMAND and BACK are the words after "gangway"; BACK is the command that reverses COMMAND. GUEST can be empty. Prints a line
# for each point: the number of lines in the journal, the program that ran, and the resulting state of the host.
set -u
more=$1 function=$2 guest=$3 command=$4 back=$5
shift 5
work=$(mktemp -d)
failed=0

# Prints all state that a command can change: files, drivers, Xen and the guest.
fingerprint() {
  basename "$(readlink "/sys/bus/pci/devices/$function/driver")"
  cat "/sys/bus/pci/devices/$function/driver_override"
  sort /sys/bus/pci/drivers/pciback/slots 2>/dev/null
  xl pci-assignable-list
  # the address of a function in the guest, and the number of its entry, can differ each time
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

# Succeeds if a process has a child that runs a program (the kernel stores 15 characters of the name).
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

# Runs the command and kills it when its journal has $1 lines and, if $2 is not empty, the program $2 runs. Succeeds if the
# command was killed; sets $lines to the number of lines in its journal.
kill_at() {
  local process journal text=()
  # shellcheck disable=SC2086 # split into words on purpose
  gangway $command >"$work/out" 2>&1 &
  process=$!
  # this loop starts no process, because the command is fast
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

fail() {
  failed=1
  echo "FAILED: $*"
  cat "$work/out"
}

must() {
  # shellcheck disable=SC2086 # split into words on purpose
  gangway $1 >"$work/out" 2>&1 || fail "gangway $1: exit code $?"
}

# Succeeds if the state of the host is the state "before" or "after" the command.
state_is() {
  cmp -s "$work/now" "$work/$1"
}

# Verifies the host after the command was killed.
verify_recovery() {
  if [ ! -e "$work/refused" ]; then
    # shellcheck disable=SC2086 # split into words on purpose
    gangway $command >"$work/refused" 2>&1
    [ $? = 3 ] && grep -q 'has not finished changing' "$work/refused" || fail "not refused: $(cat "$work/refused")"
    grep -q "^'gangway $command' of .* was interrupted: undo it with 'gangway recover'" "$work/refused" || fail "no warning: $(cat "$work/refused")"
  fi
  must recover
  fingerprint >"$work/now"
  for state in before after NEITHER; do
    ! state_is $state || break
  done
  echo "point: $lines lines${1:+, $1 running}: $state; $(head -n 1 "$work/out")"
  case $state in
    after) reverse ;;
    NEITHER) fail "the state is neither 'before' nor 'after': $(diff "$work/before" "$work/now")" ;;
  esac
}

reverse() {
  must "$back"
  fingerprint >"$work/now"
  state_is before || fail "'gangway $back' does not restore the state before: $(diff "$work/before" "$work/now")"
}

must "$command"
fingerprint >"$work/after"
must "$back"
fingerprint >"$work/before"
for program in "" "$@"; do
  [ -z "$program" ] || reverse
  next=1
  while [ $failed = 0 ] && kill_at $next "$program"; do
    next=$((lines + more))
    verify_recovery "$program"
  done
done
fingerprint >"$work/now"
state_is after || fail "the command ended, but the state is not 'after': $(diff "$work/after" "$work/now")"
rm -r "$work"
exit $failed
