package gangway.host;

import gangway.xenstore.MapXenStore;
import gangway.xenstore.StaticXenStore;
import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStoreTransaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A XenStore in memory that reports each complete change. */
record ActingStore(MapXenStore store, Consumer<SortedMap<String, String>> changed)
    implements WritableXenStore, StaticXenStore {

  @Override
  public <T> T change(Function<XenStoreTransaction, T> change) {
    SortedMap<String, String> written = new TreeMap<>();
    T result =
        change.apply(
            new XenStoreTransaction() {
              @Override
              public void write(String path, String value) {
                written.put(path, value);
              }

              @Override
              public Optional<String> read(String path) {
                return store.read(path);
              }

              @Override
              public List<String> list(String path) {
                return store.list(path);
              }
            });
    if (!written.isEmpty()) {
      changed.accept(written);
    }
    return result;
  }

  @Override
  public Optional<String> read(String path) {
    return store.read(path);
  }

  @Override
  public List<String> list(String path) {
    return store.list(path);
  }

  /** Reports every path as changed, again and again until the watcher stops. */
  @Override
  public void follow(List<String> paths, Predicate<Set<String>> look) {
    boolean goesOn = true;
    while (goesOn) {
      Set<String> changed = new TreeSet<>(store.values().keySet());
      if (store instanceof ChangedPaths remembering) {
        changed.addAll(remembering.take());
      }
      changed.addAll(paths);
      goesOn = look.test(changed);
    }
  }
}
