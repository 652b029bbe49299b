package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.pci.Capability.AccessControl;
import gangway.pci.Capability.Express;
import gangway.pci.Capability.PortType;
import gangway.pci.Details;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks from which other functions the bridges above a function do not isolate it.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code KIN-CONVENTIONAL-BRIDGE}: other devices behind the bridge stop working, because
 *       their memory accesses now count as the guest's.
 *   <li>{@code KIN-NO-ACS}: the guest's device can read and write a device of dom0 or of another
 *       guest, and the IOMMU does not see it.
 * </ul>
 */
final class BridgeChecks {
  private static final int PCI_TO_PCI = 0x0604;

  /**
   * Interface of a subtractive bridge: it claims what no other device claims; always conventional.
   */
  private static final int SUBTRACTIVE = 1;

  private BridgeChecks() {}

  static List<Finding> of(AffectedFunction kin) {
    List<Finding> findings = new ArrayList<>();
    List<Details> path =
        kin.details().path().stream()
            .flatMap(above -> kin.host().inspection(above).stream())
            .map(FunctionInspection::details)
            .toList();
    // the IOMMU sees the topmost of these bridges as the source
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
   * Whether a bridge leads to conventional PCI. If no capability of a bridge can be read, its kind
   * is not known.
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
   * All functions below the bridge use the bridge's own entry in the IOMMU's tables. If a guest
   * gets one of them, Xen changes this entry to that guest (xen/drivers/passthrough/vtd/iommu.c,
   * {@code domain_context_mapping}).
   */
  private static Optional<Finding> conventional(AffectedFunction kin, Details bridge) {
    boolean moves = kin.request() instanceof Request.Attach || kin.request().now();
    PciAddress above = bridge.function().address();
    List<String> others = kin.neighbours().among(kin.below(above));
    if (!moves || others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warns(
                "KIN-CONVENTIONAL-BRIDGE",
                ("the IOMMU cannot tell %s from the other functions behind the bridge %s: if a"
                        + " guest gets it, the others may stop working and are not isolated from the"
                        + " guest")
                    .formatted(kin.address(), above),
                "hide all functions behind the bridge (gangway hide ADDRESS...) and attach all of"
                    + " them to the same guest",
                others)
            .about(kin.address()));
  }

  /** The IOMMU does not see what a port passes directly from one device below it to another. */
  private static Optional<Finding> peers(AffectedFunction kin, List<Details> path) {
    for (int i = 0; i < path.size(); i++) {
      Details port = path.get(i);
      Optional<PortType> type = port.capability(Express.class).map(Express::port);
      boolean apart =
          port.capability(AccessControl.class).filter(AccessControl::redirectOn).isPresent();
      boolean root = type.equals(Optional.of(PortType.ROOT_PORT));
      Stream<PciAddress> beside =
          type.equals(Optional.of(PortType.DOWNSTREAM_PORT)) && i > 0
              ? kin.allBelow(path.get(i - 1).function().address())
              : root
                  ? Stream.concat(
                      port.siblings().stream().flatMap(kin::allBelow),
                      kin.unreadBeside(port.function().address()))
                  : Stream.empty();
      List<String> others =
          apart
              ? List.of()
              : Stream.concat(
                      kin
                          .neighbours()
                          .among(beside.filter(other -> !below(kin.host(), port, other)).toList())
                          .stream(),
                      root ? kin.unknownBelow(port.siblings()) : Stream.empty())
                  .toList();
      if (!others.isEmpty()) {
        return Optional.of(peers(kin.address(), port.function().address(), others));
      }
    }
    return Optional.empty();
  }

  private static boolean below(HostSnapshot host, Details port, PciAddress function) {
    return host.topology()
        .at(port.function().address())
        .filter(bridge -> bridge.above(function))
        .isPresent();
  }

  private static Finding peers(PciAddress address, PciAddress port, List<String> others) {
    List<String> evidence = new ArrayList<>();
    evidence.add("port %s: access control services (ACS) are missing or off".formatted(port));
    evidence.addAll(others);
    return Finding.notes(
            "KIN-NO-ACS",
            ("%s may reach the devices next to it without the IOMMU, so its guest may read and"
                    + " write them")
                .formatted(address),
            "if you do not trust the guest, move the device to a slot below another root port",
            evidence)
        .about(address);
  }
}
