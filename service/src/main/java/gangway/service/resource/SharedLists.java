package gangway.service.resource;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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

  /**
   * The observation that a list is made from.
   *
   * @param uses what the functions carry, if the list shows it
   */
  record Basis(Instant time, long generation, Optional<ViewedUses> uses) {
    static Basis of(CurrentHost.Seen seen, Optional<ViewedUses> uses) {
      return new Basis(seen.time(), seen.generation(), uses);
    }
  }

  private record Key(Extent extent, boolean carries) {}

  private record Made(Basis basis, Tagged list) {}

  private final Map<Key, Made> last = new ConcurrentHashMap<>();

  /** The list of an observation. Makes it if the last one is of another observation. */
  Tagged list(Extent extent, Basis basis, Supplier<String> json) {
    Key key = new Key(extent, basis.uses().isPresent());
    Made made = last.get(key);
    if (made == null || !made.basis().equals(basis)) {
      made = new Made(basis, Tagged.of(json.get()));
      last.put(key, made);
    }
    return made.list();
  }
}
