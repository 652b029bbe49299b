package gangway.check;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.pci.OutsideXen;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks that apply to a function in every request.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code ABSENT}: the operation fails at its first step.
 *   <li>{@code OUTSIDE-XEN}: pciback refuses the function after dom0 has lost it, or the guest
 *       fails to start.
 *   <li>{@code INCONSISTENT}: the operation acts on a function whose owner is unknown, and may take
 *       it from a guest that uses it.
 *   <li>{@code ARRIVING}: the operation takes a function from a guest while the guest's driver
 *       connects to it.
 * </ul>
 */
final class FunctionChecks {
  private FunctionChecks() {}

  /**
   * The findings about each function of the request; for a missing function only {@code ABSENT}.
   */
  static List<Finding> each(
      HostSnapshot host, Request request, Function<HostFunction, Stream<Finding>> check) {
    return request.functions().stream()
        .flatMap(address ->
            host.inventory().at(address).map(check).orElseGet(() -> Stream.of(absent(address, ""))))
        .toList();
  }

  /**
   * This machine does not have a function of the request.
   *
   * @param removal what to do if the function was removed from the machine, if that helps
   */
  static Finding absent(PciAddress address, String removal) {
    String list = "run 'gangway devices --all' to list the functions of this machine";
    return Finding.blocks(
        "ABSENT",
        "this machine has no PCI function " + address,
        removal.isEmpty() ? list : list + "; " + removal);
  }

  /** Neither pciback nor a guest can have a function that Xen does not know. */
  static Optional<Finding> outsideXen(HostSnapshot host, PciAddress function) {
    List<PciAddress> path =
        host.inspection(function).map(seen -> seen.details().path()).orElse(List.of());
    return OutsideXen.of(function, path)
        .map(outside ->
            Finding.blocks("OUTSIDE-XEN", outside.sentence(), outside.remedy(), outside.evidence())
                .about(function));
  }

  /** The effect of an action on a function without a clear owner cannot be predicted. */
  static Optional<Finding> unsettled(HostFunction function) {
    return switch (function.owner()) {
      case Owner.Inconsistent(List<String> sides) ->
          Optional.of(
              Finding.blocks(
                  "INCONSISTENT",
                  ("the owner of %s is not clear: kernel and XenStore disagree, or an attach or"
                          + " detach was interrupted")
                      .formatted(function.address()),
                  "if the guest is paused, unpause it (xl unpause GUEST); if it is gone for good,"
                      + " destroy it (xl destroy GUEST); then look again: gangway show "
                      + function.address(),
                  sides));
      case Owner.Arriving arriving ->
          Optional.of(
              Finding.blocks(
                  "ARRIVING",
                  "guest %s is starting and has not taken %s yet"
                      .formatted(arriving.name(), function.address()),
                  "wait until the guest has taken it ('gangway guests' shows this); a guest without"
                      + " xen-pcifront in its kernel never takes it and must be shut down",
                  "XenStore: assigned to domain %d, whose frontend is still initialising"
                      .formatted(arriving.domid())));
      case Owner.Nobody _, Owner.Dom0 _, Owner.Pciback _, Owner.Guest _ -> Optional.empty();
    };
  }
}
