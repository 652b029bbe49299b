package gangway.machine.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** The places of a tree that something was answered about, each found by the folder it is in. */
final class Places {
  private final Map<String, Map<String, Place>> folders = new HashMap<>();

  /** What was answered about a place. */
  Place at(String path) {
    Map<String, Place> folder = folders.get(folder(path));
    return folder == null
        ? Place.NOTHING
        : folder.getOrDefault(path.substring(path.lastIndexOf('/') + 1), Place.NOTHING);
  }

  /** Adds an answer to what is known of a place. */
  void add(String path, UnaryOperator<Place> answer) {
    folder(folder(path), 4)
        .compute(
            path.substring(path.lastIndexOf('/') + 1),
            (_, known) -> answer.apply(known == null ? Place.NOTHING : known));
  }

  void addAll(Places others) {
    others.folders.forEach((folder, places) -> folder(folder, places.size()).putAll(places));
  }

  int size() {
    return folders.values().stream().mapToInt(Map::size).sum();
  }

  void clear() {
    folders.clear();
  }

  /** The places in a folder, by name; made if there are none yet. */
  Map<String, Place> folder(String folder, int expected) {
    return folders.computeIfAbsent(folder, _ -> HashMap.newHashMap(expected));
  }

  /** Every folder with its places, all sorted. */
  void each(BiConsumer<String, SortedMap<String, Place>> action) {
    new TreeMap<>(folders)
        .forEach((folder, places) -> action.accept(folder, new TreeMap<>(places)));
  }

  /** The folder of a path: {@code /} for those right below it. */
  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash > 0 ? path.substring(0, slash) : "/";
  }
}
