package gangway.check;

import gangway.Answer;
import gangway.host.CloseUp;
import gangway.host.Host;
import gangway.host.Owner;
import gangway.host.Xen;
import gangway.host.XenRelease;
import gangway.pci.Address;
import gangway.pci.Bar;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the hypervisor and pciback let a guest do with a function, beyond what they should. */
final class XenChecks {
  /** The releases that have the fix of XSA-476, by series; all series after these have it. */
  private static final Map<String, Integer> MENDED =
      Map.of("4.17", 6, "4.18", 6, "4.19", 4, "4.20", 2);

  private static final int FIRST_MENDED_MINOR = 21;

  private XenChecks() {}

  static List<Finding> of(Host host, Request.Attach request) {
    List<Finding> findings = new ArrayList<>();
    host.xen().ifPresent(xen -> settings(xen, findings));
    for (Address address : request.functions()) {
      host.xen().flatMap(xen -> unmended(host, xen, address)).ifPresent(findings::add);
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
              "Xen does not check the interrupts of functions: a guest can have its own send any to"
                  + " the host",
              asked
                  ? "switch interrupt remapping (or x2APIC) on in the firmware, or give functions"
                      + " to guests you trust only"
                  : "take intremap off Xen's command line, or give functions to guests you trust"
                      + " only",
              asked
                  ? "xl dmesg: Interrupt remapping disabled"
                  : "xl info: xen_commandline has intremap switched off"));
    }
    if (xen.commandLine().iommu("quarantine") == Answer.NO) {
      findings.add(
          Finding.warns(
              "XEN-NO-QUARANTINE",
              "Xen is told not to quarantine: a function that was hidden at boot reaches dom0's"
                  + " memory again as soon as its guest is gone",
              "take quarantine off Xen's command line",
              "xl info: xen_commandline has quarantine switched off"));
    }
  }

  /**
   * libxl forgot the upper half of an address when it took a BAR from a guest (XSA-476,
   * CVE-2025-58149).
   */
  private static Optional<Finding> unmended(Host host, Xen xen, Address address) {
    Optional<XenRelease> release = xen.release().filter(r -> !mended(r));
    Optional<Bar> high =
        host.closeUp(address).map(CloseUp::details).stream()
            .flatMap(details -> details.bars().stream())
            .filter(bar -> bar.start() >>> Integer.SIZE != 0)
            .findFirst();
    return release.isPresent() && high.isPresent()
        ? Optional.of(
            Finding.warns(
                    "XEN-XSA-476",
                    "this Xen may leave a guest its way to %s when it is detached"
                        .formatted(address),
                    "update Xen; until then shut the guest down before the function goes to"
                        + " somebody else",
                    "Xen is %s; mended in 4.17.6, 4.18.6, 4.19.4, 4.20.2 and 4.21 (a distribution may have"
                            .formatted(xen.version())
                        + " mended it without a new number)",
                    "BAR %d: %s".formatted(high.get().index(), high.get().text()))
                .about(address))
        : Optional.empty();
  }

  private static boolean mended(XenRelease release) {
    return release.major() > 4
        || (release.major() == 4 && release.minor() >= FIRST_MENDED_MINOR)
        || release.patch() >= MENDED.getOrDefault(release.series(), Integer.MAX_VALUE);
  }

  static Optional<Finding> permissive(Host host, Address address) {
    boolean idle =
        host.inventory().at(address).filter(f -> f.owner() instanceof Owner.Pciback).isPresent();
    return idle && host.sharing().permissive().contains(address)
        ? Optional.of(
            Finding.warns(
                    "XEN-PERMISSIVE",
                    "pciback still lets whoever has %s write to all of its configuration space, as it"
                            .formatted(address)
                        + " did for an earlier guest",
                    "hide it anew: gangway unhide --now %1$s; gangway hide --now %1$s"
                        .formatted(address),
                    "listed in /sys/bus/pci/drivers/pciback/permissive")
                .about(address))
        : Optional.empty();
  }
}
