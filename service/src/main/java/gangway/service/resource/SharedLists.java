package gangway.service.resource;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The last lists of functions as bytes. All viewers of one observation share them, so that neither
 * time nor memory grows with the number of viewers.
 */
final class SharedLists {

  /** Which functions a list has. */
  enum Extent {
    ALL,
    WITHOUT_BRIDGES
  }

  /** The observation that a list is made from. */
  record Basis(Instant time, long generation) {
    static Basis of(CurrentHost.Seen seen) {
      return new Basis(seen.time(), seen.generation());
    }
  }

  private record Made(Basis basis, Tagged list) {}

  private final Map<Extent, Made> last = new ConcurrentHashMap<>();

  /** The list of an observation. Makes it if the last one is of another observation. */
  Tagged list(Extent extent, Basis basis, Supplier<String> json) {
    Made made = last.get(extent);
    if (made == null || !made.basis().equals(basis)) {
      made = new Made(basis, Tagged.of(json.get()));
      last.put(extent, made);
    }
    return made.list();
  }
}
