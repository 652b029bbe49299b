#!/bin/sh
# Gangway's script for initramfs-tools: written by 'gangway hide --boot', removed with the last function.
# It runs before udev loads drivers. The list of functions to hide names addresses, which change when a card
# is added or removed. This script looks for each recorded device in its slot, and puts its present address
# into the list of this initramfs. A device that is not certainly the recorded one stays with dom0.
# The shell can be klibc's, without any program beside it: only built-in commands, and modprobe.

[ "$1" = prereqs ] && exit 0

sys=/sys
conf=/etc/modprobe.d/gangway.conf
log=/dev/kmsg

h='[0-9a-f]'
option='options xen-pciback hide='
mark='# gangway-device: '
newline='
'

say() {
	echo "gangway: $*" > "$log"
}

# Whether a folder of sysfs is that of a function with these ids.
# Arguments: folder, id, subsystem id, class without its last two digits, as uevent has them.
has_ids() {
	id=
	subsystem=
	class=
	[ -r "$1/uevent" ] || return 1
	while IFS='=' read -r key value; do
		case $key in
		PCI_ID) id=$value ;;
		PCI_SUBSYS_ID) subsystem=$value ;;
		PCI_CLASS) class=${value%??} ;;
		esac
	done < "$1/uevent"
	[ "$id/$subsystem/$class" = "$2/$3/$4" ]
}

# Looks for a recorded device. Sets $now to its address; to nothing if it is not certain where it is.
# Arguments: recorded address, slot, id, subsystem id, class.
locate() {
	now=
	matches=0
	root=${2%%/*}
	folder=$sys/devices/$root
	# elsewhere if a device tree describes the host
	[ -d "$folder" ] || folder=$sys/class/pci_bus/${root#pci}/../..
	steps=${2#*/}
	while :; do
		step=${steps%%/*}
		case $step in
		[01]$h.[0-7]) ;;
		*) return ;;
		esac
		[ "$step" != "$steps" ] || break
		steps=${steps#*/}
		next=
		for bridge in "$folder"/$h$h$h$h:$h$h:"$step"; do
			[ -d "$bridge" ] || continue
			[ -z "$next" ] || return
			next=$bridge
		done
		[ -n "$next" ] || return
		folder=$next
	done
	for function in "$folder"/$h$h$h$h:$h$h:"$step"; do
		has_ids "$function" "$3" "$4" "$5" || continue
		matches=$((matches + 1))
		found=${function##*/}
		if [ "$found" = "$1" ]; then
			now=$1
			return
		fi
	done
	[ $matches -ne 1 ] || now=$found
}

# Finds the line of the file that records the device of an address. Sets $device to what it records.
# Returns 1 without such a line, 2 if there are several.
recorded() {
	device=
	count=0
	rest=$text
	while [ -n "$rest" ]; do
		line=${rest%%"$newline"*}
		rest=${rest#*"$newline"}
		case $line in
		"$mark$1 "*)
			count=$((count + 1))
			device=${line#"$mark$1 "}
			;;
		esac
	done
	[ $count -ge 1 ] || return 1
	[ $count -eq 1 ] || return 2
}

# Adds a group to the new list, once.
add() {
	case $list in
	*"($1)"*) ;;
	*) list="$list($1)" ;;
	esac
}

# Sets $list to the list with present addresses. Fails if a group is not written as Gangway writes groups.
# Argument: the list.
present() {
	list=
	groups=$1
	while [ -n "$groups" ]; do
		group=${groups%%)*}
		[ "$group" != "$groups" ] || return 1
		groups=${groups#*)}
		case $group in
		\($h$h$h$h:$h$h:[01]$h.[0-7]) ;;
		\($h$h$h$h:$h$h:[01]$h.\* | \($h$h$h$h:$h$h:\*.\*)
			add "${group#?}"
			continue
			;;
		*) return 1 ;;
		esac
		address=${group#?}
		recorded "$address"
		case $? in
		1)
			add "$address"
			continue
			;;
		2) device= ;;
		esac
		# the line has the words: slot, id, subsystem id, class
		set -f
		set -- $device
		set +f
		now=
		[ $# -ne 4 ] || locate "$address" "$@"
		if [ -z "$now" ]; then
			say "$address is not hidden: the recorded device is not in its slot (${1:-unreadable record})"
		else
			[ "$now" = "$address" ] || say "the device that was $address is now $now, and is hidden there"
			add "$now"
		fi
	done
}

[ -r "$conf" ] || exit 0
text=
lists=0
recorded_any=
while IFS= read -r line || [ -n "$line" ]; do
	text=$text$line$newline
	case $line in
	"$option"*)
		lists=$((lists + 1))
		old=${line#"$option"}
		;;
	"$mark"*) recorded_any=yes ;;
	"#"*) ;;
	*pciback*hide=*) lists=2 ;;
	esac
done < "$conf"
[ -n "$recorded_any" ] || exit 0

if [ -e "$sys/module/xen_pciback" ]; then
	say "the list of functions to hide is as it was: pciback was loaded before"
	exit 0
fi
if [ $lists -ne 1 ] || ! present "$old"; then
	say "the list of functions to hide is as it was: it is not written as Gangway writes it"
elif [ "$list" != "$old" ]; then
	new=
	rest=$text
	while [ -n "$rest" ]; do
		line=${rest%%"$newline"*}
		rest=${rest#*"$newline"}
		case $line in
		"$option"*) line=$option$list ;;
		esac
		new=$new$line$newline
	done
	printf '%s' "$new" > "$conf" || say "the list of functions to hide could not be written"
fi

# With its list, before any driver: a driver that comes later from the root file system would load pciback
# with the list of the root file system. Without Xen, pciback does not load, which is no error.
modprobe -qb xen-pciback 2> /dev/null
exit 0
