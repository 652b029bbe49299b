package gangway.xenstore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** XenStore for reading: single values, consistent snapshots, and waiting for changes. */
public interface XenStore extends XenStoreView {

  /**
   * Reads several values in one consistent snapshot.
   *
   * <p>A guest that keeps writing can make every attempt collide. After a few attempts the values
   * are read without a transaction, so that a guest cannot block the host.
   */
  <T> T consistently(Function<XenStoreView, T> look);

  /**
   * Calls {@code look} after every change at or below one of the paths, until it returns a result
   * or the time limit is reached.
   *
   * @param look called once at the start and after every change
   * @return the result; empty at the time limit
   */
  <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look);

  /** Waits for changes at or below the paths until a condition is true; false at the limit. */
  default boolean awaitTrue(List<String> paths, Duration limit, Predicate<XenStoreView> condition) {
    return await(paths, limit, view -> Optional.of(view).filter(condition)).isPresent();
  }
}
