#!/bin/sh
# Gangway's script for initramfs-tools: written by 'gangway hide --boot --trial', removed when the trial ends.
# initramfs-tools runs it about once a second as long as the device of the root file system is missing. In a
# trial boot (gangway.trial= on the kernel command line), it then gives the functions on trial back to dom0,
# because the root file system may be on one of them. In every other boot, it does nothing.
# The shell can be klibc's, without any program beside it: only built-in commands.

[ "$1" = prereqs ] && exit 0

sys=/sys
run=/run
cmdline=/proc/cmdline
log=/dev/kmsg

# Drivers that need longer to find a disk than this number of seconds are rare.
patience=10

trial=
set -f
read -r line < "$cmdline"
for word in $line; do
	case $word in
	gangway.trial=*) trial=${word#gangway.trial=} ;;
	esac
done
[ -n "$trial" ] || exit 0
[ ! -e "$run/gangway.given-back" ] || exit 0

count=0
[ ! -r "$run/gangway.waiting" ] || read -r count < "$run/gangway.waiting"
count=$((count + 1))
echo "$count" > "$run/gangway.waiting"
[ "$count" -ge $patience ] || exit 0

pciback=$sys/bus/pci/drivers/pciback
: > "$run/gangway.given-back"
IFS=,
for function in $trial; do
	[ -e "$pciback/$function" ] || continue
	echo "gangway: no root file system: $function goes back to dom0" > "$log"
	echo "$function" > "$pciback/unbind"
	# as long as it has a slot, or an override, pciback takes it again
	echo "$function" > "$pciback/remove_slot"
	echo > "$sys/bus/pci/devices/$function/driver_override"
	echo "$function" > "$sys/bus/pci/drivers_probe"
	echo "$function" >> "$run/gangway.given-back"
done
exit 0
