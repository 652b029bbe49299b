package gangway.xenstore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A XenStore to which nobody else writes: whatever is read of it is consistent, and what is not
 * there is not waited for.
 */
public interface StillXenStore extends XenStore {

  @Override
  default <T> T consistently(Function<XenStoreView, T> look) {
    return look.apply(this);
  }

  @Override
  default <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
    return look.apply(this);
  }
}
