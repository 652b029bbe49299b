package gangway.check;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is to be said of a function whatever is asked for it. */
final class FunctionChecks {
  private FunctionChecks() {}

  /** What there is to say of each that was asked for; of one that is not there, just that. */
  static List<Finding> each(
      Host host, Request request, Function<HostFunction, Stream<Finding>> check) {
    return request.functions().stream()
        .flatMap(address ->
            host.inventory().at(address).map(check).orElseGet(() -> Stream.of(absent(address))))
        .toList();
  }

  private static Finding absent(Address address) {
    return Finding.blocks(
        "ABSENT",
        "this machine has no PCI function " + address,
        "see 'gangway devices --all' for what there is");
  }

  /** Nobody can tell what an act would do to a function that is neither here nor there. */
  static Optional<Finding> unsettled(HostFunction function) {
    return switch (function.owner()) {
      case Owner.Inconsistent(List<String> sides) ->
          Optional.of(
              Finding.blocks(
                  "INCONSISTENT",
                  function.address()
                      + " is in no clear state: kernel and XenStore disagree, or a"
                      + " hand-over stopped half-way",
                  "if a guest is paused or hangs, wake it (xl unpause); if it is gone for good,"
                      + " destroy it (xl destroy); then look again with 'gangway show "
                      + function.address()
                      + "'",
                  sides));
      case Owner.Arriving arriving ->
          Optional.of(
              Finding.blocks(
                  "ARRIVING",
                  "guest %s starts, and has not taken %s yet"
                      .formatted(arriving.name(), function.address()),
                  "wait until it has ('gangway guests'); if its kernel has no xen-pcifront it never"
                      + " will, and must be shut down",
                  "XenStore: domain %d is to have it, and its end is still initialising"
                      .formatted(arriving.domid())));
      case Owner.Nobody _, Owner.Dom0 _, Owner.Pciback _, Owner.Guest _ -> Optional.empty();
    };
  }
}
