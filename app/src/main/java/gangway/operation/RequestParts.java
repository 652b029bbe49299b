package gangway.operation;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.passthrough.Postcondition;
import gangway.pci.PciAddress;
import gangway.request.AskedRequest;
import gangway.request.Request;
import gangway.request.Request.Reach;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The requests that carry out what was asked for, in their order. */
final class RequestParts {
  private RequestParts() {}

  /**
   * The requests on a host.
   *
   * @param host as observed for the request that was asked for
   */
  static List<Request> of(AskedRequest asked, HostSnapshot host) {
    if (!asked.withDom0()) {
      return List.of(asked.request());
    }
    return switch (asked.request()) {
      case Request.Attach attach -> hiddenFirst(attach, host);
      case Request.Detach detach -> List.of(detach, unhide(detach, host));
      default -> throw new IllegalArgumentException("no assignment: " + asked.verb());
    };
  }

  /**
   * A guest's start needs functions that are hidden already, so that they are hidden now in any
   * case; at boot, if the definition lists them. Functions that are hidden so are not hidden again.
   */
  private static List<Request> hiddenFirst(Request.Attach attach, HostSnapshot host) {
    Set<Reach> reach = EnumSet.of(Reach.NOW);
    if (attach.lasting()) {
      reach.add(Reach.LASTING);
    }
    List<PciAddress> open =
        attach.functions().stream()
            .filter(function ->
                !Postcondition.unmet(host.assignments(), new Request.Hide(List.of(function), reach))
                    .isEmpty())
            .toList();
    return open.isEmpty() ? List.of(attach) : List.of(new Request.Hide(open, reach), attach);
  }

  /**
   * A running guest that loses the functions only in its definition keeps them until it ends; a
   * function that is gone can only be taken out of the boot settings.
   */
  private static Request unhide(Request.Detach detach, HostSnapshot host) {
    Set<Reach> reach = EnumSet.noneOf(Reach.class);
    if (detach.lasting()) {
      reach.add(Reach.LASTING);
    }
    List<HostFunction> present = host.inventory().present(detach.functions()).toList();
    if (detach.now() || (!present.isEmpty() && present.stream().allMatch(RequestParts::free))) {
      reach.add(Reach.NOW);
    }
    return new Request.Unhide(detach.functions(), reach);
  }

  private static boolean free(HostFunction function) {
    return switch (function.owner()) {
      case Owner.Dom0 _, Owner.Nobody _, Owner.Pciback _ -> true;
      case Owner.Guest _, Owner.Arriving _, Owner.Inconsistent _ -> false;
    };
  }
}
