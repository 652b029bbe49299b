package gangway.check;

import gangway.Answer;
import gangway.host.FreeSpace;
import gangway.host.Host;
import gangway.host.Xen;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the host itself must be for anything to be done on it. */
final class HostChecks {
  private HostChecks() {}

  static List<Finding> forActing(Host host, Request request) {
    if (host.xen().isEmpty()) {
      return List.of(
          Finding.blocks(
              "NOT-XEN",
              "this machine does not run on Xen",
              "run the command in dom0 of a Xen host",
              "/sys/hypervisor/type does not say 'xen'"));
    }
    if (!host.xen().get().dom0()) {
      return List.of(
          Finding.blocks(
              "NOT-DOM0",
              "this is not the privileged domain of its Xen host",
              "run the command in dom0",
              "/proc/xen/capabilities does not say 'control_d'"));
    }
    return host.root()
        ? forWriting(host, request)
        : List.of(Finding.blocks("NOT-ROOT", "only root may do this", "run the command as root"));
  }

  /** Journals and settings are some kilobytes; a file system that is almost full soon is. */
  private static final long LITTLE = 1024 * 1024;

  /** Whether there is room for all that is written on the way, and on the way back. */
  private static List<Finding> forWriting(Host host, Request request) {
    List<Finding> findings = new ArrayList<>(room(host, FreeSpace.STATE, LITTLE, "the journal"));
    if (request.lasting()) {
      findings.addAll(room(host, FreeSpace.SETTINGS, LITTLE, "the changed settings"));
      if (request.guestName().isEmpty() && host.initramfs().rebuild().isPresent()) {
        long size = host.freeSpace().initramfs();
        findings.addAll(room(host, FreeSpace.BOOT, size + LITTLE, "a new initramfs"));
      }
    }
    return findings;
  }

  private static List<Finding> room(Host host, Path folder, long needed, String what) {
    Long free = host.freeSpace().bytes().get(folder);
    return free == null || free >= needed
        ? List.of()
        : List.of(
            Finding.blocks(
                "DISK-FULL",
                "there is no room in %s for %s".formatted(folder, what),
                "make room in its file system",
                "df: %d KiB are free; %d KiB are needed".formatted(free / 1024, needed / 1024)));
  }

  static List<Finding> forPciback(Host host) {
    return host.pciback() != Host.Pciback.MISSING
        ? List.of()
        : List.of(
            Finding.blocks(
                "PCIBACK-MISSING",
                "dom0's kernel has no pciback, the driver that holds hidden functions",
                "boot a kernel that has the module xen-pciback (CONFIG_XEN_PCIDEV_BACKEND)",
                "/sys/bus/pci/drivers/pciback is not there",
                "'modprobe -n xen-pciback' finds no such module"));
  }

  static List<Finding> forPassthrough(Host host) {
    boolean off = host.xen().map(Xen::iommu).equals(Optional.of(Answer.NO));
    return off
        ? List.of(
            Finding.blocks(
                "NO-IOMMU",
                "Xen drives no IOMMU here, and its tools give no function to a guest without one",
                "switch VT-d or AMD-Vi on in the firmware, and take iommu=off from Xen's command"
                    + " line if it is there",
                "'xl info' has no directio among virt_caps",
                host.xen().filter(xen -> xen.commandLine().iommuOff()).isPresent()
                    ? "'xl info' has iommu= with a no in xen_commandline"
                    : "Xen's command line does not switch it off: the firmware does, or there is"
                        + " none",
                "refused by Xen's tools since 4.13"))
        : List.of();
  }
}
