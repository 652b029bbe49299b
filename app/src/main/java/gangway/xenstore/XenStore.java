package gangway.xenstore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** XenStore, read one value at a time, as a consistent whole, or waited upon. */
public interface XenStore extends XenStoreView {

  /**
   * Reads several values as they were at one moment.
   *
   * <p>A guest that keeps writing can make every attempt at this collide; after a few the values
   * are read as they come, so that no guest can stop its host from looking.
   */
  <T> T consistently(Function<XenStoreView, T> look);

  /**
   * Looks again whenever something changes at or below one of the paths, until there is something
   * to see or the time is up.
   *
   * @param look what is looked for; asked once at the start and after every change
   * @return what was seen, or nothing if the time passed without it
   */
  <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look);
}
