package gangway.host;

import gangway.host.CallFault.Call;
import gangway.xenstore.MapXenStore;
import gangway.xenstore.StaticXenStore;
import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStoreTransaction;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A XenStore in memory that reports each complete change.
 *
 * @param waits gets the limit of each wait, although no wait takes time
 */
record ActingStore(MapXenStore store, Calls calls, List<Duration> waits, Changed changed)
    implements WritableXenStore, StaticXenStore {

  /** Receives a complete change: the values, and the paths that are removed. */
  interface Changed {
    void to(SortedMap<String, String> values, SortedSet<String> removed);
  }

  @Override
  public <T> T change(Function<XenStoreTransaction, T> change) {
    calls.make(Call.STORE_READ, "begin to change XenStore", () -> true);
    SortedMap<String, String> written = new TreeMap<>();
    SortedSet<String> removed = new TreeSet<>();
    XenStoreView before = new CalledStore(store, calls);
    T result =
        change.apply(
            new XenStoreTransaction() {
              @Override
              public void write(String path, String value) {
                calls.change(Call.STORE_CHANGE, "write to " + path, () -> written.put(path, value));
              }

              @Override
              public void remove(String path) {
                calls.change(Call.STORE_CHANGE, "remove " + path, () -> removed.add(path));
              }

              @Override
              public Optional<String> read(String path) {
                return before.read(path);
              }

              @Override
              public List<String> list(String path) {
                return before.list(path);
              }
            });
    if (!written.isEmpty() || !removed.isEmpty()) {
      changed.to(written, removed);
    }
    return result;
  }

  @Override
  public <T> T consistently(Function<XenStoreView, T> look) {
    return calls.within("read consistently", () -> look.apply(this));
  }

  @Override
  public <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
    waits.add(limit);
    return calls.within("watch " + paths, () -> look.apply(this));
  }

  @Override
  public Optional<String> read(String path) {
    return new CalledStore(store, calls).read(path);
  }

  @Override
  public List<String> list(String path) {
    return new CalledStore(store, calls).list(path);
  }

  /** Reports every path as changed, again and again until the watcher stops. */
  @Override
  public void follow(List<String> paths, Predicate<Set<String>> look) {
    calls.make(Call.STORE_READ, "begin to watch " + paths, () -> true);
    boolean goesOn = true;
    while (goesOn) {
      Set<String> changed = new TreeSet<>(store.values().keySet());
      if (store instanceof ChangedPaths remembering) {
        changed.addAll(remembering.take());
      }
      changed.addAll(paths);
      goesOn = look.test(changed);
    }
    calls.make(Call.STORE_READ, "end to watch " + paths, () -> true);
  }
}
