package gangway.xen.protocol;

import gangway.pci.PciAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The handshake with a guest in XenStore about one function, from dom0's side. Each method serves
 * one purpose: it maps the current record to dom0's next move, until the purpose is reached.
 */
public interface Exchange {
  /** The guest's domain ID. */
  int domid();

  /** The function, by its address in dom0. */
  PciAddress function();

  /** Asks the guest to release the function. */
  Move ask(Optional<PciBackend> record);

  /** Answers in place of a guest that does not answer. */
  Move answerForGuest(Optional<PciBackend> record);

  /** Lets the guest keep the function, or offers it to the guest again. */
  Move keep(Optional<PciBackend> record);

  /** Assists the toolstack as it detaches a function that the guest has released. */
  Move attend(Optional<PciBackend> record);

  /** Like {@link #attend}, for a guest that does not answer. */
  Move attendAlone(Optional<PciBackend> record);

  /** The next move of dom0. */
  sealed interface Move {
    /** Write values to paths. */
    record Write(SortedMap<String, String> values) implements Move {
      public Write {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
      }

      static Write of(Map<String, String> values) {
        return new Write(new TreeMap<>(values));
      }
    }

    /** Wait for the backend and the guest. */
    record Await() implements Move {}

    /** The purpose is reached. */
    record Over() implements Move {}
  }
}
