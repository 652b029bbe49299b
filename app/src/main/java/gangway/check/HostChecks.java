package gangway.check;

import gangway.host.Host;
import gangway.host.Xen;
import java.util.List;
import java.util.Optional;

/** What the host itself must be for anything to be done on it. */
final class HostChecks {
  private HostChecks() {}

  static List<Finding> forActing(Host host) {
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
        ? List.of()
        : List.of(Finding.blocks("NOT-ROOT", "only root may do this", "run the command as root"));
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
    boolean off = host.xen().flatMap(Xen::iommu).equals(Optional.of(false));
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
                    : "Xen's command line does not switch it off: the firmware does, or there is none",
                "refused by Xen's tools since 4.13"))
        : List.of();
  }
}
