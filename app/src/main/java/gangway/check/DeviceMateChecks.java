package gangway.check;

import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Functions on the device or the bus of one that a guest is to have, and that it is not to have.
 */
final class DeviceMateChecks {
  /** The kernel's ways to reset a function that reach others too (drivers/pci/pci.c). */
  private static final Set<String> RESETS_OF_A_BUS = Set.of("bus", "cxl_bus");

  private DeviceMateChecks() {}

  static List<Finding> of(Kin kin) {
    List<Finding> findings = new ArrayList<>();
    if (kin.virtual()) {
      return findings;
    }
    Address address = kin.address();
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
                  "%s is part of a device of which others have functions too; what a guest does to"
                          .formatted(address)
                      + " the device can reach them",
                  "give all functions of the device to one guest",
                  siblings)
              .about(address));
    }
    List<String> onBus = resetTogether(kin);
    if (!onBus.isEmpty()) {
      findings.add(busReset(address, kin.details().resetMethods(), onBus));
    }
    return findings;
  }

  /** What others have on the bus of a function that cannot be reset without it. */
  static List<String> resetTogether(Kin kin) {
    Address address = kin.address();
    boolean alone =
        kin.details().resetMethods().stream().anyMatch(way -> !RESETS_OF_A_BUS.contains(way));
    return alone || kin.virtual() || kin.host().topology().over(address).isEmpty()
        ? List.of()
        : kin.neighbours()
            .among(kin.functions().onBuses(address.domain(), address.bus(), address.bus()));
  }

  private static Finding busReset(Address address, List<String> ways, List<String> onBus) {
    List<String> evidence = new ArrayList<>();
    evidence.add(
        ways.isEmpty()
            ? "the kernel has no way to reset it alone"
            : "the kernel can reset it by " + String.join(", ", ways) + " only");
    onBus.forEach(line -> evidence.add("on its bus, " + line));
    return Finding.warns(
            "KIN-BUS-RESET",
            "%s can be reset only with its whole bus, on which others have functions; so it goes"
                    .formatted(address)
                + " from guest to guest as it was left, and libvirt refuses it",
            "hide the others too, or give them to the same guest",
            evidence)
        .about(address);
  }
}
