package gangway.toolstack;

import gangway.pci.Address;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exchange with a guest in XenStore about one function, as dom0 leads it. Each method is one
 * purpose: from what the record says now to what dom0 does next, until the purpose is reached.
 */
public interface Exchange {
  /** The guest's domain number. */
  int domid();

  /** The function, by its address in dom0. */
  Address function();

  /** Asks the guest to release the function, until it has. */
  Move ask(Optional<PciBackend> record);

  /** Does what the guest should have done when it was asked. */
  Move answerForGuest(Optional<PciBackend> record);

  /** Lets the guest keep the function, or take it again. */
  Move keep(Optional<PciBackend> record);

  /** Attends the toolstack as it detaches a function that the guest has released. */
  Move attend(Optional<PciBackend> record);

  /** The same where the guest does not answer. */
  Move attendAlone(Optional<PciBackend> record);

  /** What dom0 does next. */
  sealed interface Move {
    /** Writes values to paths. */
    record Write(SortedMap<String, String> values) implements Move {
      public Write {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
      }

      static Write of(Map<String, String> values) {
        return new Write(new TreeMap<>(values));
      }
    }

    /** Waits for the others. */
    record Await() implements Move {}

    /** Nothing: the purpose is reached. */
    record Over() implements Move {}
  }
}
