package gangway.boot.initramfs;

import java.util.Optional;

/**
 * No initramfs that contains modprobe's files: modprobe's files are read from the root file system.
 * This includes mkinitrd of RHEL 5, whose images load only the drivers of the root file system.
 */
record NoInitramfs() implements NotRebuilt {
  @Override
  public Optional<String> byHand() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "none";
  }
}
