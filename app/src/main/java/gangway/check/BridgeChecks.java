package gangway.check;

import gangway.host.CloseUp;
import gangway.host.Host;
import gangway.pci.Address;
import gangway.pci.Capability.AccessControl;
import gangway.pci.Capability.Express;
import gangway.pci.Capability.PortType;
import gangway.pci.Details;
import gangway.pci.Function;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the bridges above a function do not keep apart. */
final class BridgeChecks {
  private static final int PCI_TO_PCI = 0x0604;

  /** The interface of a bridge that takes what nobody else does: conventional PCI by its nature. */
  private static final int SUBTRACTIVE = 1;

  private BridgeChecks() {}

  static List<Finding> of(Kin kin) {
    List<Finding> findings = new ArrayList<>();
    List<Details> path =
        kin.details().path().stream()
            .flatMap(above -> kin.host().closeUp(above).stream())
            .map(CloseUp::details)
            .toList();
    // the highest of them is who the IOMMU sees
    path.stream()
        .filter(BridgeChecks::conventional)
        .findFirst()
        .flatMap(bridge -> conventional(kin, bridge))
        .ifPresent(findings::add);
    if (kin.request() instanceof Request.Attach) {
      peers(kin, path).ifPresent(findings::add);
    }
    return findings;
  }

  /**
   * Whether a bridge leads to conventional PCI. One without a capability to be seen is not known to
   * be one or the other.
   */
  private static boolean conventional(Details bridge) {
    if (bridge.function().type().withSubclass() != PCI_TO_PCI) {
      return false;
    }
    Optional<Express> express = bridge.capability(Express.class);
    return express.isPresent()
        ? express.get().port() == PortType.BRIDGE_TO_PCI
        : !bridge.capabilities().isEmpty()
            || bridge.function().type().interfaceCode() == SUBTRACTIVE;
  }

  /**
   * The bridge speaks for all that is below it, and whoever is given one function has the bridge's
   * own entry in the IOMMU's tables changed to him (xen/drivers/passthrough/vtd/iommu.c, {@code
   * domain_context_mapping}).
   */
  private static Optional<Finding> conventional(Kin kin, Details bridge) {
    boolean moves = kin.request() instanceof Request.Attach || kin.request().now();
    Address above = bridge.function().address();
    List<String> others = kin.neighbours().among(kin.below(above));
    if (!moves || others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warns(
                "KIN-CONVENTIONAL-BRIDGE",
                "the IOMMU cannot tell %s from the others behind the bridge %s: they may stop"
                        .formatted(kin.address(), above)
                    + " working, and are not kept apart",
                "hide all that is behind the bridge, and give it to one guest",
                others)
            .about(kin.address()));
  }

  /** What a port lets pass from one device below to another, no IOMMU ever sees. */
  private static Optional<Finding> peers(Kin kin, List<Details> path) {
    for (int i = 0; i < path.size(); i++) {
      Details port = path.get(i);
      Optional<PortType> type = port.capability(Express.class).map(Express::port);
      boolean apart =
          port.capability(AccessControl.class).filter(AccessControl::redirectOn).isPresent();
      Stream<Function> beside =
          type.equals(Optional.of(PortType.DOWNSTREAM_PORT)) && i > 0
              ? kin.below(path.get(i - 1).function().address())
              : type.equals(Optional.of(PortType.ROOT_PORT))
                  ? port.siblings().stream().flatMap(kin::below)
                  : Stream.empty();
      List<String> others =
          apart
              ? List.of()
              : kin.neighbours().among(beside.filter(f -> !below(kin.host(), port, f)));
      if (!others.isEmpty()) {
        return Optional.of(peers(kin.address(), port.function().address(), others));
      }
    }
    return Optional.empty();
  }

  private static boolean below(Host host, Details port, Function function) {
    return host.topology()
        .at(port.function().address())
        .filter(bridge -> bridge.above(function.address()))
        .isPresent();
  }

  private static Finding peers(Address address, Address port, List<String> others) {
    List<String> evidence = new ArrayList<>();
    evidence.add("access control (ACS) of the port %s is missing or off".formatted(port));
    evidence.addAll(others);
    return Finding.notes(
            "KIN-NO-ACS",
            "what %s sends to devices beside it may pass without the IOMMU".formatted(address),
            "put the device into a slot of its own if the guest is not to be trusted",
            evidence)
        .about(address);
  }
}
