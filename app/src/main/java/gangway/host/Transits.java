package gangway.host;

import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.Run;
import gangway.machine.Machine;
import gangway.pci.Address;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The functions with an unfinished operation. */
public final class Transits {
  private final Map<Address, Transit> byFunction = new TreeMap<>();

  private Transits() {}

  /** Reads the journal. */
  public static Transits read(Machine machine) {
    Transits transits = new Transits();
    Journal journal = new Journal(machine);
    for (Run run : journal.open()) {
      Transit transit = new Transit(run, journal.alive(run));
      for (Claim claim : run.claims()) {
        if (claim instanceof Claim.OfFunction(Address function)) {
          transits.byFunction.put(function, transit);
        }
      }
    }
    return transits;
  }

  /** The unfinished operation on a function, if any. */
  public Optional<Transit> of(Address function) {
    return Optional.ofNullable(byFunction.get(function));
  }
}
