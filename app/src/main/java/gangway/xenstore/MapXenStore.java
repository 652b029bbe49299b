package gangway.xenstore;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A XenStore in memory: what is put there is what is seen. */
public class MapXenStore implements StillXenStore {
  private final SortedMap<String, String> values = new TreeMap<>();

  /** Puts a value at a path. */
  public MapXenStore with(String path, String value) {
    values.put(path, value);
    return this;
  }

  /** Takes a path away, with all below it. */
  public MapXenStore without(String path) {
    values.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
    return this;
  }

  /** All values, by their paths. */
  public SortedMap<String, String> values() {
    return new TreeMap<>(values);
  }

  @Override
  public Optional<String> read(String path) {
    if (values.containsKey(path)) {
      return Optional.ofNullable(values.get(path));
    }
    return list(path).isEmpty() ? Optional.empty() : Optional.of("");
  }

  @Override
  public List<String> list(String path) {
    String above = path + "/";
    return values.keySet().stream()
        .filter(key -> key.startsWith(above))
        .map(key -> key.substring(above.length()).split("/", 2)[0])
        .distinct()
        .toList();
  }
}
