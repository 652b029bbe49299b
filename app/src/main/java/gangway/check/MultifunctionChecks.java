package gangway.check;

import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks for functions on the same device or bus that do not go to the same guest.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code KIN-FUNCTIONS}: a guest can disturb functions of dom0 or another guest through the
 *       hardware that the functions of a device share.
 *   <li>{@code KIN-BUS-RESET}: the kernel does not reset the function between two guests, so the
 *       second one finds what the first one left; libvirt refuses to start the guest.
 * </ul>
 */
final class MultifunctionChecks {
  /** The kernel's reset methods that reset other functions too (drivers/pci/pci.c). */
  private static final Set<String> RESETS_OF_A_BUS = Set.of("bus", "cxl_bus");

  private MultifunctionChecks() {}

  static List<Finding> of(AffectedFunction kin) {
    List<Finding> findings = new ArrayList<>();
    if (kin.virtual()) {
      return findings;
    }
    PciAddress address = kin.address();
    List<String> siblings =
        kin.neighbours()
            .among(
                kin.functions()
                    .ofDevice(address)
                    .filter(f -> !kin.details().virtualFunctions().contains(f.address())));
    if (!siblings.isEmpty()) {
      findings.add(
          Finding.warns(
                  "KIN-FUNCTIONS",
                  ("%s is one function of a multifunction device whose other functions have other"
                          + " owners; what a guest does to the device can affect them")
                      .formatted(address),
                  "attach all functions of the device to the same guest",
                  siblings)
              .about(address));
    }
    List<String> onBus = resetTogether(kin);
    if (!onBus.isEmpty()) {
      findings.add(busReset(address, kin.details().resetMethods(), onBus));
    }
    return findings;
  }

  /**
   * The functions of other owners that a reset of this function would reset too; a line for each.
   */
  static List<String> resetTogether(AffectedFunction kin) {
    PciAddress address = kin.address();
    boolean alone =
        kin.details().resetMethods().stream().anyMatch(way -> !RESETS_OF_A_BUS.contains(way));
    return alone || kin.virtual() || kin.host().topology().over(address).isEmpty()
        ? List.of()
        : kin.neighbours()
            .among(kin.functions().onBuses(address.domain(), address.bus(), address.bus()));
  }

  private static Finding busReset(PciAddress address, List<String> ways, List<String> onBus) {
    List<String> evidence = new ArrayList<>();
    evidence.add(
        ways.isEmpty()
            ? "the kernel has no method to reset the function alone"
            : "the kernel's only reset methods for it: " + String.join(", ", ways));
    onBus.forEach(line -> evidence.add("on the same bus, " + line));
    return Finding.warns(
            "KIN-BUS-RESET",
            ("%s can be reset only together with its whole bus, which has functions of other"
                    + " owners; so it is not reset between two guests, and libvirt refuses to start a"
                    + " guest with it")
                .formatted(address),
            "hide the other functions too (gangway hide ADDRESS...), or attach them to the same"
                + " guest",
            evidence)
        .about(address);
  }
}
