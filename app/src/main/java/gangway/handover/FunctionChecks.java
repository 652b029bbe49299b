package gangway.handover;

import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.pci.Address;
import java.util.List;
import java.util.Optional;

/** What is to be said of a function whatever is asked for it. */
final class FunctionChecks {
  private FunctionChecks() {}

  static Finding absent(Address address) {
    return Finding.blocks(
        "ABSENT",
        "this machine has no PCI function " + address,
        "see 'gangway devices --all' for what there is");
  }

  /** Nobody can tell what an act would do to a function of which two things are true. */
  static Optional<Finding> inconsistent(HostFunction function) {
    return function.owner() instanceof Owner.Inconsistent(List<String> sides)
        ? Optional.of(
            Finding.blocks(
                "INCONSISTENT",
                function.address()
                    + " is in no clear state: kernel and XenStore disagree, or a"
                    + " hand-over stopped half-way",
                "if a guest is paused or hangs, wake it (xl unpause); if it is gone for good,"
                    + " destroy it (xl destroy); then look again with 'gangway show "
                    + function.address()
                    + "'",
                sides.toArray(String[]::new)))
        : Optional.empty();
  }
}
