package gangway.check;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.pci.Address;
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
                Neighbours.bounded(
                    virtual.stream().flatMap(each -> use(kin.host(), each).stream())))
            .about(kin.address())
            .unlessAccepted());
  }

  /** Who has a virtual function, or is to have it. */
  private static Optional<String> use(Host host, Address virtual) {
    Stream<String> has =
        host.inventory().at(virtual).map(HostFunction::owner).stream()
            .flatMap(owner ->
                switch (owner) {
                  case Owner.Dom0(String driver) ->
                      Stream.of("dom0's driver " + driver + " has it");
                  case Owner.Guest guest -> Stream.of("guest " + guest.name() + " has it");
                  case Owner.Arriving _, Owner.Inconsistent _ -> Stream.of(owner.toString());
                  case Owner.Pciback _, Owner.Nobody _ -> Stream.empty();
                });
    Stream<String> defined =
        host.guests().defining(virtual).stream()
            .map(guest -> "guest " + guest.name() + " is defined to have it");
    List<String> uses = Stream.concat(has, defined).toList();
    return uses.isEmpty()
        ? Optional.empty()
        : Optional.of(virtual + ": " + String.join("; ", uses));
  }

  private static Optional<Finding> parent(Kin kin) {
    return kin.details()
        .physicalFunction()
        .flatMap(
            parent -> absence(kin, parent).map(absence -> parent(kin.address(), parent, absence)));
  }

  /** Why the driver of the physical function is not there, or will not be. */
  private static Optional<String> absence(Kin kin, Address parent) {
    if (kin.neighbours().asked().contains(parent)) {
      return Optional.of(parent + " is asked for too");
    }
    return kin.host()
        .inventory()
        .at(parent)
        .filter(function -> !(function.owner() instanceof Owner.Dom0))
        .map(function -> "%s is not with a driver of dom0: %s".formatted(parent, function.owner()));
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
