package gangway.check;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.request.Request;
import gangway.toolstack.Guest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether functions can be given to a guest. */
final class AttachChecks {
  private AttachChecks() {}

  static List<Finding> of(Host host, Request.Attach request) {
    return FunctionChecks.each(
        host,
        request,
        function ->
            Stream.concat(
                owner(function, request).stream(),
                host.guests().defining(function.address()).stream()
                    .filter(other -> !other.name().equals(request.guest()))
                    .map(other -> definedElsewhere(other, function.address()))));
  }

  /** A guest has its function, and says that none of its drivers has taken it. */
  static Finding idle(HostFunction function) {
    return Finding.warns(
        "GUEST-NO-DRIVER",
        "%s is with %s, and no driver there has taken it yet"
            .formatted(function.address(), function.owner()),
        "load its driver's module in the guest; look at the end of 'dmesg' there",
        "the agent in the guest names none");
  }

  private static Finding definedElsewhere(Guest other, Address address) {
    return Finding.warns(
        "DEFINED-ELSEWHERE",
        "guest %s is defined to have %s too; only one of them can run with it"
            .formatted(other.name(), address),
        "take it out of the other definition: gangway detach --config %s %s"
            .formatted(other.name(), address));
  }

  private static Optional<Finding> owner(HostFunction function, Request.Attach request) {
    Address address = function.address();
    return switch (function.owner()) {
      case Owner.Inconsistent _, Owner.Arriving _ -> FunctionChecks.unsettled(function);
      case Owner.Guest other when !other.name().equals(request.guest()) ->
          Optional.of(
              Finding.blocks(
                  "OTHER-GUEST",
                  "guest %s has %s".formatted(other.name(), address),
                  "take it from that guest first: gangway detach %s %s"
                      .formatted(other.name(), address),
                  "XenStore: domain %d sees it at %s".formatted(other.domid(), other.vdev())));
      case Owner.Guest _, Owner.Pciback _ -> Optional.empty();
      case Owner.Dom0 _, Owner.Nobody _ ->
          Optional.of(
              Finding.blocks(
                  "NOT-HIDDEN",
                  "%s is dom0's and not hidden".formatted(address),
                  "hide it first: gangway hide " + address,
                  "the kernel: " + function.owner()));
    };
  }
}
