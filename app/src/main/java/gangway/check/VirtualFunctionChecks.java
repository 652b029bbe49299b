package gangway.check;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.host.TakenAtBoot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks virtual and physical functions. Virtual functions exist only while a driver of dom0 is
 * bound to their physical function.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code KIN-VIRTUAL-FUNCTIONS}: the virtual functions disappear, also from guests that use
 *       them.
 *   <li>{@code KIN-VIRTUAL-GUEST}: a running guest loses a function while it uses it.
 *   <li>{@code KIN-PHYSICAL-FUNCTION}: the guest gets a virtual function that does not work.
 * </ul>
 */
final class VirtualFunctionChecks {
  private VirtualFunctionChecks() {}

  static List<Finding> of(AffectedFunction kin) {
    return Stream.of(parent(kin).stream(), children(kin).stream(), owners(kin))
        .flatMap(findings -> findings)
        .toList();
  }

  /**
   * The findings about virtual functions that disappear because settings of the host take their
   * physical functions at the next boot.
   */
  static List<Finding> taken(HostSnapshot host, Request.Hide request) {
    List<PciAddress> taken =
        TakenAtBoot.of(host.inventory()).functions().stream()
            .filter(function -> !request.functions().contains(function))
            .toList();
    Set<PciAddress> asked = new LinkedHashSet<>(request.functions());
    asked.addAll(taken);
    PeerFunctions neighbours = new PeerFunctions(host, request, asked);
    return taken.stream()
        .flatMap(function -> host.inspection(function).stream())
        .map(inspection -> new AffectedFunction(neighbours, inspection.details()))
        .flatMap(kin -> Stream.concat(children(kin).stream(), owners(kin)))
        .toList();
  }

  /** The guests that lose a virtual function, each a finding of its own. */
  private static Stream<Finding> owners(AffectedFunction kin) {
    return kin.host()
        .inventory()
        .present(kin.details().virtualFunctions())
        .filter(function -> !kin.neighbours().asked().contains(function.address()))
        .flatMap(function -> owner(function, kin.address()).stream());
  }

  private static Optional<Finding> owner(HostFunction virtual, PciAddress physical) {
    PciAddress address = virtual.address();
    return (virtual.owner() instanceof Owner.Guest guest
            ? Optional.of(
                Finding.blocks(
                        "KIN-VIRTUAL-GUEST",
                        "guest %s uses %s and would lose it".formatted(guest.name(), address),
                        "detach it from the guest first: gangway detach %s %s"
                            .formatted(guest.name(), address),
                        "XenStore: domain %s sees it at %s".formatted(guest.domid(), guest.vdev()))
                    .unlessAccepted())
            : FunctionChecks.unsettled(virtual))
        .map(finding -> finding.about(address).with(LostFunctions.because(address, physical)));
  }

  private static Optional<Finding> children(AffectedFunction kin) {
    List<PciAddress> virtual = kin.details().virtualFunctions();
    if (virtual.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.blocks(
                "KIN-VIRTUAL-FUNCTIONS",
                "%s has virtual functions (%s), which disappear when its driver is unbound"
                    .formatted(kin.address(), virtual.size()),
                ("detach the virtual functions from their guests, then switch them off: echo 0 >"
                        + " /sys/bus/pci/devices/%s/sriov_numvfs")
                    .formatted(kin.address()),
                PeerFunctions.bounded(
                    virtual.stream().flatMap(each -> use(kin.host(), each).stream())))
            .about(kin.address())
            .unlessAccepted());
  }

  /** The owner of a virtual function, and the guests whose definitions list it. */
  private static Optional<String> use(HostSnapshot host, PciAddress virtual) {
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
            .map(guest -> "the definition of guest %s lists it".formatted(guest.name()));
    List<String> uses = Stream.concat(has, defined).toList();
    return uses.isEmpty()
        ? Optional.empty()
        : Optional.of(virtual + ": " + String.join("; ", uses));
  }

  private static Optional<Finding> parent(AffectedFunction kin) {
    return kin.details()
        .physicalFunction()
        .flatMap(
            parent -> absence(kin, parent).map(absence -> parent(kin.address(), parent, absence)));
  }

  /** Why no driver of dom0 has the physical function, or will not have it after the request. */
  private static Optional<String> absence(AffectedFunction kin, PciAddress parent) {
    if (kin.neighbours().asked().contains(parent)) {
      return Optional.of(parent + " is part of this request too");
    }
    return kin.host()
        .inventory()
        .at(parent)
        .filter(function -> !(function.owner() instanceof Owner.Dom0))
        .map(function ->
            "no driver of dom0 has %s; its owner: %s".formatted(parent, function.owner()));
  }

  private static Finding parent(PciAddress virtual, PciAddress physical, String absence) {
    return Finding.warns(
            "KIN-PHYSICAL-FUNCTION",
            ("%s is a virtual function of %s and works only while a driver of dom0 is bound to that"
                    + " function")
                .formatted(virtual, physical),
            "leave %s bound to its driver in dom0".formatted(physical),
            absence)
        .about(virtual);
  }
}
