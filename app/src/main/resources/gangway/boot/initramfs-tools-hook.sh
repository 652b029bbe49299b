#!/bin/sh
# Gangway's hook for initramfs-tools: written by 'gangway hide --boot', removed with the last function.
# It puts pciback into the initramfs, where the script init-top/gangway loads it.

[ "$1" = prereqs ] && exit 0
. /usr/share/initramfs-tools/hook-functions
manual_add_modules xen-pciback
