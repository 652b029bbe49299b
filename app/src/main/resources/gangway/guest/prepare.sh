# Gangway: prepares a guest for PCI hot-plug, or reports its state. For POSIX shells and busybox, as root.
#   look KIND [-- ROOT [IMAGE OFFSET SIZE]]             reports the state
#   prepare KIND [-- ROOT [IMAGE OFFSET SIZE]]          adds the missing settings, then reports the state
#   remove KIND PART... [-- ROOT [IMAGE OFFSET SIZE]]   removes settings of prepare, then reports; PART is boot or grub
# KIND is pv, hvm or auto. Without ROOT, the script works on the system that runs it. With ROOT, it works on the files below
# that folder: no symbolic link leads out of the folder, and no program of the guest runs. With IMAGE, it first mounts the
# file system at OFFSET of the image on ROOT; run it in its own mount namespace, which unmounts it when the script ends.
set -u
LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL PATH
newline='
'
mark='gangway guest-prepare'
system='' module='' present='' lacking=''

fail() {
  echo "$*" >&2
  exit 1
}

# below PATH: resolves a path inside the guest's files as the guest would resolve it, and prints the path in dom0. Prints nothing
# if it cannot be resolved: a pattern behind it would then match files of dom0.
below() {
  left=$1 at='' links=0
  while [ -n "$left" ]; do
    name=${left%%/*}
    case $left in */*) left=${left#*/} ;; *) left= ;; esac
    case $name in
      '' | .) ;;
      *"$newline"*) fail "$1: a symbolic link leads to a file name with a line break" ;;
      ..) at=${at%/*} ;;
      *)
        if [ -L "$root$at/$name" ]; then
          links=$((links + 1))
          [ $links -le 40 ] || fail "$1: too many symbolic links"
          target=$(readlink "$root$at/$name")
          case $target in /*) at= ;; esac
          left=$target/$left
        else
          at=$at/$name
        fi
        ;;
    esac
  done
  # not echo, which may interpret backslashes
  printf '%s\n' "$root$at"
}

# is PATH: whether the file exists; has PATH TEXT: whether the file has this line
is() { [ -f "$(below "$1")" ]; }
has() { is "$1" && grep -qxF -e "$2" "$(below "$1")"; }

# put PATH MODE COMMAND...: atomically replaces the file by the output of the command, and sets its mode
put() {
  path=$1 file=$(below "$1") mode=$2
  shift 2
  new=${file%/*}/.${file##*/}.gangway-new
  [ -n "$file" ] && [ ! -d "$file" ] && rm -f "$new" && mkdir -p "${file%/*}" &&
    if [ -f "$file" ]; then cp -p "$file" "$new"; else (umask 022 && : >"$new"); fi &&
    "$@" >"$new" && chmod "$mode" "$new" && sync && mv -f "$new" "$file" && sync ||
    { rm -f "$new"; fail "$path could not be written"; }
}

# how the guest's system loads modules at boot
see_system() {
  if is /usr/lib/systemd/systemd || is /lib/systemd/systemd || [ -d "$(below /etc/modules-load.d)" ]; then
    system=modules-load boot_file=/etc/modules-load.d/gangway-$module.conf
  elif [ -d "$(below /etc/sysconfig/modules)" ]; then
    system=rhel5 boot_file=/etc/sysconfig/modules/$module.modules
  elif is /etc/modules || is /etc/debian_version; then
    system=modules boot_file=/etc/modules
  else
    system=none boot_file=-
  fi
}

# acpiphp needs ACPI from qemu, which a PV guest does not have; the guide of RHEL 5 loads it in every guest
see_module() {
  if [ "$kind" = auto ]; then
    module=acpiphp
    see_system
    if [ $system = rhel5 ]; then
      kind=hvm
    elif [ -n "$root" ] || ! [ -d /sys/firmware/acpi ]; then
      kind=pv
    else
      kind=hvm
    fi
  fi
  case $kind in
    pv) module=xen-pcifront driver=/sys/bus/xen/drivers/pcifront ;;
    hvm) module=acpiphp driver=/sys/module/acpiphp ;;
  esac
}

# in_kernel FILE: whether modules.dep or modules.builtin of a kernel lists the module
in_kernel() { is "$1" && grep -q "^[^:]*/$module\.ko" "$(below "$1")"; }

see_present() {
  if [ -n "$root" ]; then
    present=unknown
    modules=$(below /lib/modules)
    for kernel in ${modules:+"$modules"/*}; do
      kernel=${kernel##*/}
      case $kernel in '*' | *[!A-Za-z0-9._+-]*) continue ;; esac
      if in_kernel "/lib/modules/$kernel/modules.builtin"; then
        [ $present != unknown ] || present=built-in
      elif in_kernel "/lib/modules/$kernel/modules.dep"; then
        present=available
      else
        lacking="$lacking $kernel"
      fi
      new_enough "$kernel" || old=yes
    done
    [ $present != unknown ] || old=yes
    [ $present != unknown ] || [ -z "$lacking" ] || present=missing
    return
  fi
  new_enough "$(uname -r)" || old=yes
  if grep -qs "^$(echo $module | tr - _) " /proc/modules; then
    present=loaded
  elif [ -d $driver ] || in_kernel "/lib/modules/$(uname -r)/modules.builtin"; then
    present=built-in
  elif in_kernel "/lib/modules/$(uname -r)/modules.dep"; then
    present=available
  else
    present=missing
  fi
}

# new_enough VERSION: since 6.5, Linux needs no iommu=soft for a PV guest's devices (arch/x86/kernel/pci-dma.c)
new_enough() {
  major=${1%%.*} minor=${1#*.}
  minor=${minor%%[!0-9]*}
  case $major$minor in '' | *[!0-9]*) return 1 ;; esac
  [ "$major" -gt 6 ] || { [ "$major" = 6 ] && [ "${minor:-0}" -ge 5 ]; }
}

# whether the module is loaded at boot, and whether prepare made that setting
see_boot() {
  mine=no at_boot=no
  other=$(echo $module | tr - _)
  case $system in
    modules-load)
      ! has $boot_file $module || mine=yes
      own=$(below /etc/modules-load.d) packaged=$(below /usr/lib/modules-load.d)
      for file in ${own:+"$own"/*.conf} "$(below /etc/modules)" ${packaged:+"$packaged"/*.conf}; do
        # modules-load.d(5): a file in /etc replaces the file of a package that has the same name
        same=$own/${file##*/}
        [ -z "$own" ] || [ "$file" = "$same" ] || [ "${file##*/}" = modules ] || { ! [ -L "$same" ] && ! [ -e "$same" ]; } || continue
        file=${file#"$root"}
        ! has "$file" $module && ! has "$file" $other || at_boot=yes
      done
      ;;
    rhel5)
      if has $boot_file "modprobe $module" && [ "$(wc -l <"$(below $boot_file)")" = 1 ]; then
        mine=yes
        [ ! -x "$(below $boot_file)" ] || at_boot=yes
      fi
      ;;
    modules)
      ! has $boot_file "# $mark: $module" || mine=yes
      ! has $boot_file $module && ! has $boot_file $other || at_boot=yes
      ;;
  esac
  [ $present != built-in ] || at_boot=built-in
}

grub_file=/etc/default/grub
grub_line="GRUB_CMDLINE_LINUX=\"\$GRUB_CMDLINE_LINUX iommu=soft\" # $mark"
see_grub() {
  grub_config=
  for file in /boot/grub/grub.cfg /boot/grub2/grub.cfg; do
    ! is $file || grub_config=$file
  done
  grub_tool=
  for tool in update-grub grub2-mkconfig grub-mkconfig; do
    [ -n "$grub_tool" ] || ! command -v $tool >/dev/null || grub_tool=$tool
  done
}

in_grub() { [ -n "$grub_config" ] && grep -q '^[[:space:]]*linux.* iommu=soft' "$(below $grub_config)"; }

# whether the guest's own GRUB booted the system: then GRUB's configuration contains the running kernel's command line
own_boot() {
  words=$(sed 's/^BOOT_IMAGE=[^ ]* *//' /proc/cmdline | tr -s ' ' | sed 's/ $//')
  [ -n "$grub_config" ] && [ -n "$grub_tool" ] && is $grub_file && [ -n "$words" ] &&
    tr -s ' ' <$grub_config | grep -qF -e "$words"
}

see_soft() {
  soft=needless
  [ $kind = pv ] && [ $system != rhel5 ] || return 0
  see_grub
  if [ -z "$root" ] && grep -qw iommu=soft /proc/cmdline; then
    soft=set
  elif [ -z "$old" ]; then
    soft=needless
  elif in_grub; then
    soft=next-boot
  elif [ -z "$root" ] && own_boot; then
    soft=grub
  else
    soft=elsewhere
  fi
}

see() {
  old='' lacking=''
  see_module
  see_system
  see_present
  see_boot
  see_soft
  grub_mine=no
  ! has $grub_file "$grub_line" || grub_mine=yes
}

tell() {
  echo "system $system"
  echo "module $module"
  echo "present $present"
  [ -z "$lacking" ] || echo "lacking$lacking"
  echo "at-boot $at_boot"
  echo "boot-file $boot_file"
  echo "boot-mine $mine"
  echo "iommu-soft $soft"
  echo "grub-mine $grub_mine"
  tell_id
  [ -z "$root" ] || return 0
  for device in /sys/bus/pci/devices/*; do
    [ -e "$device" ] || continue
    name=-
    [ ! -e "$device/driver" ] || name=$(readlink "$device/driver")
    echo "device ${device##*/} ${name##*/}"
    for interface in "$device"/net/*; do
      [ -e "$interface" ] || continue
      case $(cat "$interface/carrier" 2>/dev/null) in 1) link=up ;; 0) link=down ;; *) link=off ;; esac
      echo "link ${device##*/} ${interface##*/} $link"
    done
  done
}

# tell_id: the ID of the system (machine-id(5)), the same in the running guest and on its disk; RHEL 5 has only that of D-Bus
tell_id() {
  for file in /etc/machine-id /var/lib/dbus/machine-id; do
    is $file || continue
    id=$(dd "if=$(below $file)" bs=32 count=1 2>/dev/null | tr -cd 0-9a-f)
    [ ${#id} != 32 ] || { echo "machine-id $id" && return; }
  done
}

# with_lines FILE LINE...: prints the file with the lines appended
with_lines() {
  if is "$1"; then
    cat "$(below "$1")"
    [ -z "$(tail -c 1 "$(below "$1")")" ] || echo
  fi
  shift
  printf '%s\n' "$@"
}

# without FILE LINE [NEXT]: prints the file without the line, and without NEXT directly after it
without() {
  awk -v line="$2" -v next_line="${3-}" '$0 == line { after = 1; next }
    after && next_line != "" && $0 == next_line { after = 0; next } { after = 0; print }' "$(below "$1")"
}

prepare() {
  [ $present != missing ] || fail "the guest's kernel has no module $module; install the package of extra kernel modules"
  [ $system != none ] || [ $present = built-in ] ||
    fail "unknown how this system loads modules at boot; add 'modprobe $module' to its start scripts"
  if [ -z "$root" ] && [ $present = available ]; then
    modprobe $module </dev/null || fail "modprobe $module failed"
  fi
  if [ $at_boot = no ]; then
    case $system in
      modules-load) put $boot_file a+r printf '# %s\n%s\n' "$mark" $module ;;
      rhel5) put $boot_file +x echo "modprobe $module" ;;
      modules) put $boot_file a+r with_lines $boot_file "# $mark: $module" $module ;;
    esac
  fi
  if [ $soft = grub ]; then
    put $grub_file a+r with_lines $grub_file "$grub_line"
    make_grub
    in_grub || fail "$grub_tool did not add iommu=soft to $grub_config"
  fi
}

make_grub() {
  case $grub_tool in
    '') fail "no tool found to update the configuration of GRUB (update-grub, grub2-mkconfig, grub-mkconfig)" ;;
    update-grub) update-grub ;;
    *) $grub_tool -o $grub_config ;;
  esac </dev/null >/dev/null 2>&1 || fail "$grub_tool failed"
}

remove_boot() {
  [ $mine = yes ] || return 0
  case $system in
    modules) put $boot_file a+r without $boot_file "# $mark: $module" $module ;;
    *) rm -f "$(below $boot_file)" && sync || fail "$boot_file could not be deleted" ;;
  esac
}

remove_grub() {
  [ $grub_mine = yes ] || return 0
  see_grub
  put $grub_file a+r without $grub_file "$grub_line"
  make_grub
}

# mounted IMAGE OFFSET SIZE OPTIONS: mounts the file system at $root
mounted() {
  mount -t ext4,ext3,ext2,xfs,btrfs -o "loop,offset=$2,sizelimit=$3,nodev,nosuid,noexec,$4" -- "$1" "$root" </dev/null
}

main() {
  verb=$1 kind=$2
  shift 2
  parts=
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    parts="$parts $1"
    shift
  done
  [ $# = 0 ] || shift
  root=${1-}
  image=${2-}
  [ "$verb" = look ] || [ "$(id -u)" = 0 ] || fail "must run as root in the guest"
  if [ -n "$image" ]; then
    if [ "$verb" = look ]; then
      mounted "$2" "$3" "$4" ro 2>/dev/null || mounted "$2" "$3" "$4" ro,norecovery
    else
      mounted "$2" "$3" "$4" rw
    fi || fail "$image could not be mounted"
  fi
  see
  case $verb in
    prepare) prepare ;;
    remove) for part in $parts; do remove_"$part"; done ;;
  esac
  see
  tell
  [ -z "$image" ] || umount "$root" || fail "$image could not be unmounted"
}

main "$@"
