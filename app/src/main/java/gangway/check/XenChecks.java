package gangway.check;

import gangway.Answer;
import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.host.Xen;
import gangway.host.XenRelease;
import gangway.pci.Bar;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks for settings and faults of Xen and pciback that give a guest more access than it must
 * have.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code XEN-NO-INTERRUPT-REMAPPING}: a guest can crash or attack the host with forged
 *       interrupts.
 *   <li>{@code XEN-NO-QUARANTINE}: a device that a guest left active can write to dom0's memory.
 *   <li>{@code XEN-XSA-476}: a guest still reaches the device that its next user has.
 *   <li>{@code XEN-PERMISSIVE}: a guest that was not permitted to write to the whole configuration
 *       space can do so.
 * </ul>
 */
final class XenChecks {
  /** The first fixed release of each series (XSA-476); all later series are fixed. */
  private static final Map<String, Integer> FIXED =
      Map.of("4.17", 6, "4.18", 6, "4.19", 4, "4.20", 2);

  private static final int FIRST_FIXED_MINOR = 21;

  private XenChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Attach request) {
    List<Finding> findings = new ArrayList<>();
    host.xen().ifPresent(xen -> settings(xen, findings));
    for (PciAddress address : request.functions()) {
      host.xen().flatMap(xen -> unfixed(host, xen, address)).ifPresent(findings::add);
      permissive(host, address).ifPresent(findings::add);
    }
    return findings;
  }

  private static void settings(Xen xen, List<Finding> findings) {
    boolean remapping = xen.log().interruptRemapping() != Answer.NO;
    boolean asked = xen.commandLine().iommu("intremap") != Answer.NO;
    if (xen.iommu() == Answer.YES && !(remapping && asked)) {
      findings.add(
          Finding.warns(
              "XEN-NO-INTERRUPT-REMAPPING",
              "Xen does not check the interrupts that functions send: a guest's device can send any"
                  + " interrupt to the host",
              asked
                  ? "enable interrupt remapping (or x2APIC) in the firmware, or attach functions"
                      + " only to guests that you trust"
                  : "remove intremap from iommu= on Xen's command line and reboot, or attach"
                      + " functions only to guests that you trust",
              asked
                  ? "xl dmesg: Interrupt remapping disabled"
                  : "xl info: xen_commandline switches intremap off"));
    }
    if (xen.commandLine().iommu("quarantine") == Answer.NO) {
      findings.add(
          Finding.warns(
              "XEN-NO-QUARANTINE",
              "Xen's quarantine is switched off: a function that was hidden at boot can access"
                  + " dom0's memory again when its guest is gone",
              "remove quarantine from iommu= on Xen's command line and reboot",
              "xl info: xen_commandline switches quarantine off"));
    }
  }

  /**
   * libxl ignored the upper 32 bits of a BAR's address when it revoked a guest's access (XSA-476,
   * CVE-2025-58149).
   */
  private static Optional<Finding> unfixed(HostSnapshot host, Xen xen, PciAddress address) {
    boolean unfixed = xen.release().filter(XenChecks::isFixed).isEmpty();
    Optional<Bar> high =
        host.inspection(address).map(FunctionInspection::details).stream()
            .flatMap(details -> details.bars().stream())
            .filter(bar -> bar.start() >>> Integer.SIZE != 0)
            .findFirst();
    return unfixed && high.isPresent()
        ? Optional.of(
            Finding.warns(
                    "XEN-XSA-476",
                    ("after a detach, this version of Xen may leave the guest access to the memory"
                            + " of %s")
                        .formatted(address),
                    "update Xen; until then shut the guest down before another guest gets the"
                        + " function",
                    ("Xen is %s; XSA-476 is fixed in 4.17.6, 4.18.6, 4.19.4, 4.20.2 and 4.21 (a distribution"
                            + " may have fixed it without a new version number)")
                        .formatted(
                            xen.release().isPresent()
                                ? xen.version()
                                : "of an unknown version (%s)".formatted(xen.version())),
                    "BAR %d: %s".formatted(high.get().index(), high.get().text()))
                .about(address))
        : Optional.empty();
  }

  private static boolean isFixed(XenRelease release) {
    return release.major() > 4
        || (release.major() == 4 && release.minor() >= FIRST_FIXED_MINOR)
        || release.patch() >= FIXED.getOrDefault(release.series(), Integer.MAX_VALUE);
  }

  static Optional<Finding> permissive(HostSnapshot host, PciAddress address) {
    boolean idle =
        host.inventory().at(address).filter(f -> f.owner() instanceof Owner.Pciback).isPresent();
    return idle && host.sharing().permissive().contains(address)
        ? Optional.of(
            Finding.warns(
                    "XEN-PERMISSIVE",
                    ("pciback still permits writes to the whole configuration space of %s, as it"
                            + " did for an earlier guest; the next guest would inherit this")
                        .formatted(address),
                    "hide it again: gangway unhide --now %1$s; gangway hide --now %1$s"
                        .formatted(address),
                    "listed in /sys/bus/pci/drivers/pciback/permissive")
                .about(address))
        : Optional.empty();
  }
}
