# Gives the functions on trial back to dom0, once: as soon as it has been called so often.
# Argument: number of calls.
gangway_give_back() (
	sys=/sys
	run=/run
	cmdline=/proc/cmdline
	log=/dev/kmsg

	trial=
	set -f
	read -r line < "$cmdline"
	for word in $line; do
		case $word in
		gangway.trial=*) trial=${word#gangway.trial=} ;;
		esac
	done
	[ -n "$trial" ] || return 0
	[ ! -e "$run/gangway.given-back" ] || return 0

	count=0
	[ ! -r "$run/gangway.waiting" ] || read -r count < "$run/gangway.waiting"
	count=$((count + 1))
	echo "$count" > "$run/gangway.waiting"
	[ "$count" -ge "$1" ] || return 0

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
	return 0
)
