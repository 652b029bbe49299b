package gangway.host;

import gangway.xenstore.MapXenStore;
import java.util.Set;
import java.util.TreeSet;

/** A XenStore in memory that remembers the changed paths, also those that no longer exist. */
final class ChangedPaths extends MapXenStore {
  private final Set<String> changed = new TreeSet<>();

  @Override
  public MapXenStore with(String path, String value) {
    changed.add(path);
    return super.with(path, value);
  }

  @Override
  public MapXenStore without(String path) {
    changed.add(path);
    return super.without(path);
  }

  /** The paths that have changed since the last call. */
  Set<String> take() {
    Set<String> taken = new TreeSet<>(changed);
    changed.clear();
    return taken;
  }
}
