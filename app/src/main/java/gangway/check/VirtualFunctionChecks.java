package gangway.check;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.toolstack.Guest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Virtual functions live only as long as the driver that dom0 has for their physical function. */
final class VirtualFunctionChecks {
  private VirtualFunctionChecks() {}

  static List<Finding> of(Kin kin) {
    return Stream.concat(parent(kin).stream(), children(kin).stream()).toList();
  }

  private static Optional<Finding> children(Kin kin) {
    List<Address> virtual = kin.details().virtualFunctions();
    if (virtual.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.blocks(
                "KIN-VIRTUAL-FUNCTIONS",
                "%s has virtual functions (%d), which go with its driver"
                    .formatted(kin.address(), virtual.size()),
                "take the virtual functions from their guests, then switch them off: echo 0 >"
                    + " /sys/bus/pci/devices/%s/sriov_numvfs".formatted(kin.address()),
                Neighbours.bounded(virtual.stream().map(each -> use(kin.host(), each)))
                    .toArray(String[]::new))
            .about(kin.address())
            .unlessAccepted());
  }

  private static String use(Host host, Address virtual) {
    String defined =
        String.join(", ", host.guests().defining(virtual).stream().map(Guest::name).toList());
    return virtual
        + ": "
        + host.inventory().at(virtual).map(VirtualFunctionChecks::owner).orElse("not seen")
        + (defined.isEmpty() ? "" : ", in the definition of " + defined);
  }

  private static String owner(HostFunction virtual) {
    return switch (virtual.owner()) {
      case Owner.Pciback _ -> "hidden";
      case Owner.Dom0(String driver) -> "dom0's driver " + driver + " has it";
      case Owner.Guest guest -> "guest " + guest.name() + " has it";
      case Owner.Arriving _, Owner.Inconsistent _, Owner.Nobody _ -> virtual.owner().toString();
    };
  }

  private static Optional<Finding> parent(Kin kin) {
    return kin.details()
        .physicalFunction()
        .flatMap(
            parent -> absence(kin, parent).map(absence -> parent(kin.address(), parent, absence)));
  }

  /** Why the driver of the physical function is not there, or will not be. */
  private static Optional<String> absence(Kin kin, Address parent) {
    if (kin.request().functions().contains(parent)) {
      return Optional.of(parent + " is asked for too");
    }
    return kin.host()
        .inventory()
        .at(parent)
        .filter(function -> !(function.owner() instanceof Owner.Dom0))
        .map(function -> parent + ": " + owner(function));
  }

  private static Finding parent(Address virtual, Address physical, String absence) {
    return Finding.warns(
            "KIN-PHYSICAL-FUNCTION",
            "%s is a virtual function of %s and works only while dom0 drives that one"
                .formatted(virtual, physical),
            "leave %s to its driver in dom0".formatted(physical),
            absence)
        .about(virtual);
  }
}
