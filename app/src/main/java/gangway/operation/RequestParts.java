package gangway.operation;

import gangway.Problem;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.passthrough.Postcondition;
import gangway.pci.PciAddress;
import gangway.request.AskedRequest;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.xen.guest.Guest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The requests that carry out what was asked for, in their order. */
final class RequestParts {
  private RequestParts() {}

  /**
   * The requests on a host.
   *
   * @param host as observed for the request that was asked for
   * @throws Problem of kind REFUSED if dom0 would get a function that another guest has, or has in
   *     its definition
   */
  static List<Request> of(AskedRequest asked, HostSnapshot host) {
    if (!asked.withDom0()) {
      return List.of(asked.request());
    }
    return switch (asked.request()) {
      case Request.Attach attach -> hiddenFirst(attach, host);
      case Request.Detach detach -> {
        detach.functions().forEach(function -> mustBeOfNoOther(detach, function, host));
        yield List.of(detach, unhide(detach, host));
      }
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
   * With the name of a guest that has nothing of it, the detach does nothing, and the unhide would
   * take the device of another guest. (If the running guest loses the function now, a finding says
   * who has it.)
   */
  private static void mustBeOfNoOther(
      Request.Detach detach, PciAddress function, HostSnapshot host) {
    List<String> having =
        host.inventory().at(function).map(HostFunction::owner).stream()
            .flatMap(owner ->
                owner instanceof Owner.Guest guest ? Stream.of(guest.name()) : Stream.empty())
            .toList();
    List<String> defining = host.guests().defining(function).stream().map(Guest::name).toList();
    boolean named = having.contains(detach.guest()) || defining.contains(detach.guest());
    Stream.concat(
            detach.now() ? Stream.empty() : having.stream(),
            named ? Stream.empty() : defining.stream())
        .filter(name -> !name.equals(detach.guest()))
        .findFirst()
        .ifPresent(other -> {
          throw Problem.refused(
              "%s belongs to guest '%s', so dom0 cannot get it".formatted(function, other),
              "to take it only from guest '%1$s': gangway detach %1$s %2$s"
                  .formatted(detach.guest(), function));
        });
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
