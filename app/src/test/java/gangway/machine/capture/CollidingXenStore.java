package gangway.machine.capture;

import gangway.xenstore.XenStore;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A XenStore that changes during the first read. */
final class CollidingXenStore implements XenStore {
  private final Map<String, String> later = Map.of("/which", "b", "/b", "B");
  private Map<String, String> values = Map.of("/which", "a", "/a", "A");

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(values.get(path));
  }

  @Override
  public List<String> list(String path) {
    return List.of();
  }

  @Override
  public <T> T consistently(Function<XenStoreView, T> look) {
    T collided = look.apply(this);
    values = later;
    T seen = look.apply(this);
    return seen.equals(collided) ? collided : seen;
  }

  @Override
  public <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
    return look.apply(this);
  }
}
