package gangway.check;

import gangway.Answer;
import gangway.boot.BootSettings;
import gangway.boot.HideSetting;
import gangway.boot.initramfs.Initramfs;
import gangway.host.FreeSpace;
import gangway.host.HostSnapshot;
import gangway.host.Xen;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether the host can perform any operation.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code NOT-XEN}, {@code NOT-DOM0}, {@code NOT-ROOT}, {@code PCIBACK-MISSING}, {@code
 *       PCIBACK-LIST}: the operation fails in the middle.
 *   <li>{@code PCIBACK-REFUSED}: the same, or after the next boot dom0's driver has the function
 *       again.
 *   <li>{@code DISK-FULL}: the journal or a boot setting is written only in part, or the new
 *       initramfs is cut off and dom0 does not boot.
 *   <li>{@code READ-ONLY}: the operation fails in the middle.
 *   <li>{@code NO-IOMMU}: Xen's tools refuse the attach; where they do not, the guest's device can
 *       write to all memory of the host.
 * </ul>
 */
final class HostChecks {
  private HostChecks() {}

  static List<Finding> forActing(HostSnapshot host, Request request) {
    if (host.xen().isEmpty()) {
      return List.of(
          Finding.blocks(
              "NOT-XEN",
              "this machine does not run on Xen",
              "run the command in dom0 of a Xen host",
              "/sys/hypervisor/type is not 'xen'"));
    }
    if (!host.xen().get().dom0()) {
      return List.of(
          Finding.blocks(
              "NOT-DOM0",
              "this machine is a guest, not dom0 of its Xen host",
              "run the command in dom0",
              "/proc/xen/capabilities does not contain 'control_d'"));
    }
    return host.root()
        ? forWriting(host, request)
        : List.of(
            Finding.blocks(
                "NOT-ROOT", "only root can perform this command", "run the command as root"));
  }

  /** Checks the space for all files that the operation and its undo write. */
  private static List<Finding> forWriting(HostSnapshot host, Request request) {
    List<Finding> findings =
        new ArrayList<>(room(host, FreeSpace.STATE, FreeSpace.LITTLE, "the journal"));
    if (request.lasting()) {
      findings.addAll(room(host, FreeSpace.SETTINGS, FreeSpace.LITTLE, "the changed settings"));
      if (request.guestName().isEmpty()) {
        findings.addAll(roomForImage(host));
      }
      if (request.guestName().isEmpty()) {
        host.inventory()
            .loaderConfiguration()
            .ifPresent(folder ->
                findings.addAll(
                    room(host, folder, FreeSpace.LITTLE, "the configuration of the boot loader")));
      }
    }
    return findings;
  }

  private static List<Finding> roomForImage(HostSnapshot host) {
    Optional<Initramfs> rebuilt = host.rebuilding().filter(tool -> tool.rebuild().isPresent());
    return rebuilt
        .map(tool -> tool.space(host.freeSpace().initramfs()) + FreeSpace.LITTLE)
        .map(size -> room(host, FreeSpace.BOOT, size, "a new initramfs"))
        .orElse(List.of());
  }

  private static List<Finding> room(HostSnapshot host, Path folder, long needed, String what) {
    if (host.freeSpace().readOnly().contains(folder)) {
      return List.of(
          Finding.blocks(
              "READ-ONLY",
              "the file system of %s is mounted read-only: there is no place for %s"
                  .formatted(folder, what),
              "if the kernel made it read-only because of an error (see dmesg), repair it first;"
                  + " else: mount -o remount,rw "
                  + folder,
              "/proc/self/mountinfo: the mount that has %s has the option ro".formatted(folder)));
    }
    Long free = host.freeSpace().bytes().get(folder);
    return free == null || free >= needed
        ? List.of()
        : List.of(
            Finding.blocks(
                "DISK-FULL",
                "the file system of %s has no space for %s".formatted(folder, what),
                "free space there: df -h %s".formatted(folder),
                "free: %d KiB; needed: %d KiB".formatted(free / 1024, needed / 1024)));
  }

  /** Checks pciback, which the kernel does not load with a list that it cannot read. */
  static List<Finding> forPciback(HostSnapshot host, Request request) {
    List<Finding> findings = new ArrayList<>(refused(host, request).stream().toList());
    if (host.pciback() == HostSnapshot.Pciback.LOADED) {
      return findings;
    }
    Optional<HideSetting> unsound =
        host.inventory().boot().effective().filter(setting -> !setting.list().sound());
    if (unsound.isPresent() && request.now()) {
      HideSetting setting = unsound.get();
      findings.add(
          Finding.blocks(
              "PCIBACK-LIST",
              "the kernel refuses to load pciback, because its list of functions to hide has a"
                  + " syntax error",
              "correct the list in %s, then run the command again".formatted(setting.place()),
              setting.place() + ": hide=" + setting.list(),
              "cannot be parsed from here: " + setting.list().unread().orElse("")));
    }
    if (host.pciback() == HostSnapshot.Pciback.MISSING) {
      findings.add(
          Finding.blocks(
              "PCIBACK-MISSING",
              "dom0's kernel has no pciback, the driver that holds hidden functions",
              "boot a kernel with the module xen-pciback (CONFIG_XEN_PCIDEV_BACKEND)",
              "/sys/bus/pci/drivers/pciback does not exist",
              "'modprobe -n xen-pciback' finds no such module, or it does not run"));
    }
    return findings;
  }

  /** The kernel refuses pciback to modprobe and to all other programs. */
  private static Optional<Finding> refused(HostSnapshot host, Request request) {
    BootSettings boot = host.inventory().boot();
    Optional<String> now =
        boot.pcibackRefusedNow().filter(_ -> host.pciback() != HostSnapshot.Pciback.LOADED);
    return now.or(() -> boot.pcibackRefusedAtBoot().filter(_ -> request.lasting()))
        .map(place ->
            Finding.blocks(
                "PCIBACK-REFUSED",
                "the kernel refuses to load pciback, the driver that holds hidden functions",
                "remove xen_pciback from module_blacklist= (with GRUB: edit /etc/default/grub, then"
                    + " run update-grub), and reboot",
                "module_blacklist= in %s names it".formatted(place)));
  }

  static List<Finding> forPassthrough(HostSnapshot host) {
    boolean off = host.xen().map(Xen::iommu).equals(Optional.of(Answer.NO));
    return off
        ? List.of(
            Finding.blocks(
                "NO-IOMMU",
                "Xen uses no IOMMU on this host, and Xen's tools attach no function without an"
                    + " IOMMU",
                "enable VT-d or AMD-Vi in the firmware, remove iommu=off from Xen's command line if"
                    + " it is there, and reboot",
                "xl info: virt_caps has no directio",
                host.xen().filter(xen -> xen.commandLine().iommuOff()).isPresent()
                    ? "xl info: xen_commandline switches the IOMMU off with iommu="
                    : "Xen's command line does not switch the IOMMU off: the firmware does, or the"
                        + " machine has none",
                "Xen's tools refuse this since Xen 4.13"))
        : List.of();
  }
}
