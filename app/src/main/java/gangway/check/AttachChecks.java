package gangway.check;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.xen.guest.Guest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether a guest can get functions.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code OTHER-GUEST}: the toolstack fails in the middle of the operation, because another
 *       guest has the function.
 *   <li>{@code NOT-HIDDEN}: the toolstack fails in the middle of the operation, because pciback
 *       does not have the function.
 *   <li>{@code DEFINED-ELSEWHERE}: of the two guests with the function in their definitions, the
 *       second one fails to start.
 *   <li>{@code GUEST-NO-DRIVER}: attach reports success, but the guest does not use the device.
 * </ul>
 */
final class AttachChecks {
  private AttachChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Attach request) {
    return FunctionChecks.each(
        host,
        request,
        function ->
            Stream.of(
                    FunctionChecks.outsideXen(host, function.address()).stream(),
                    owner(host, function, request).stream(),
                    host.guests().defining(function.address()).stream()
                        .filter(other -> !other.name().equals(request.guest()))
                        .map(other -> definedElsewhere(other, function.address())))
                .flatMap(findings -> findings));
  }

  /** The guest has the function, but the agent in the guest reports no driver for it. */
  static Finding idle(HostFunction function) {
    return Finding.warns(
        "GUEST-NO-DRIVER",
        "%s is attached to %s, but no driver in the guest is bound to it yet"
            .formatted(function.address(), function.owner()),
        "in the guest, load the driver's module (modprobe MODULE) and read the end of 'dmesg'",
        "the agent in the guest reports no driver");
  }

  private static Finding definedElsewhere(Guest other, PciAddress address) {
    return Finding.warns(
        "DEFINED-ELSEWHERE",
        "the definition of guest %s lists %s too; only one of the two guests can run with it"
            .formatted(other.name(), address),
        "remove it from the other definition: gangway detach --config %s %s"
            .formatted(other.name(), address));
  }

  private static Optional<Finding> owner(
      HostSnapshot host, HostFunction function, Request.Attach request) {
    PciAddress address = function.address();
    return switch (function.owner()) {
      case Owner.Inconsistent _, Owner.Arriving _ -> FunctionChecks.unsettled(function);
      case Owner.Guest other when !other.name().equals(request.guest()) ->
          Optional.of(
              Finding.blocks(
                  "OTHER-GUEST",
                  "guest %s has %s, and a function can have only one guest"
                      .formatted(other.name(), address),
                  "detach it from that guest first: gangway detach %s %s"
                      .formatted(other.name(), address),
                  "XenStore: domain %s sees it at %s".formatted(other.domid(), other.vdev())));
      case Owner.Guest _, Owner.Pciback _ -> Optional.empty();
      case Owner.Dom0 _, Owner.Nobody _ ->
          Optional.of(
              Finding.blocks(
                  "NOT-HIDDEN",
                  "%s is not hidden: dom0 has it, so no guest can get it".formatted(address),
                  hiding(host, address, request),
                  "sysfs (driver link): " + function.owner()));
    };
  }

  /** A guest that does not exist yet gets its functions by {@code new}, which hides none. */
  private static String hiding(HostSnapshot host, PciAddress address, Request.Attach request) {
    String alone = "hide it first: gangway hide " + address;
    return host.guests().named(request.guest()).isEmpty()
        ? alone
        : "%s; or hide and attach it in one operation: gangway assign %s %s"
            .formatted(alone, request.guest(), address);
  }
}
