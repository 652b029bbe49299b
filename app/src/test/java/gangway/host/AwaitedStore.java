package gangway.host;

import gangway.machine.FakeClock;
import gangway.xenstore.XenStore;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A XenStore in memory on which somebody waits as long as on a true one, by the host's clock. */
record AwaitedStore(XenStoreView store, Calls calls, FakeClock clock) implements XenStore {
  private static final Duration STEP = Duration.ofSeconds(1);

  @Override
  public <T> T consistently(Function<XenStoreView, T> look) {
    return calls.within("read consistently", () -> look.apply(store));
  }

  @Override
  public <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
    return calls.within("watch " + paths, () -> awaited(limit, look));
  }

  private <T> Optional<T> awaited(Duration limit, Function<XenStoreView, Optional<T>> look) {
    Duration end = clock.passed().plus(limit);
    Optional<T> seen = look.apply(store);
    while (seen.isEmpty() && clock.passed().compareTo(end) < 0) {
      clock.park(STEP);
      seen = look.apply(store);
    }
    return seen;
  }

  @Override
  public Optional<String> read(String path) {
    return store.read(path);
  }

  @Override
  public List<String> list(String path) {
    return store.list(path);
  }
}
