package gangway.xenstore;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A XenStore in memory. */
public class MapXenStore implements StaticXenStore {
  private final SortedMap<String, String> values = new TreeMap<>();

  /** Sets a value. */
  public MapXenStore with(String path, String value) {
    values.put(path, value);
    return this;
  }

  /** Deletes a path and everything below it. */
  public MapXenStore without(String path) {
    values.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
    return this;
  }

  /** All values, by path. */
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
