package gangway.host;

import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The functions with an unfinished operation. */
public final class OperationsInProgress {
  private final Map<PciAddress, OperationInProgress> byFunction = new TreeMap<>();

  private OperationsInProgress() {}

  /** Reads the journal. */
  public static OperationsInProgress read(Machine machine) {
    OperationsInProgress transits = new OperationsInProgress();
    Journal journal = new Journal(machine);
    for (Operation run : journal.open()) {
      OperationInProgress transit = new OperationInProgress(run, journal.alive(run));
      for (Claim claim : run.claims()) {
        if (claim instanceof Claim.OfFunction(PciAddress function)) {
          transits.byFunction.put(function, transit);
        }
      }
    }
    return transits;
  }

  /** Whether no function has an unfinished operation. */
  public boolean isEmpty() {
    return byFunction.isEmpty();
  }

  /** The unfinished operation on a function, if any. */
  public Optional<OperationInProgress> of(PciAddress function) {
    return Optional.ofNullable(byFunction.get(function));
  }
}
