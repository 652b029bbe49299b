package gangway.machine.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** The recorded places of a tree, by their folders. */
final class Places {
  private final Map<String, Folder> folders = new HashMap<>();

  /** The answers about a place. */
  Place at(String path) {
    Folder folder = folders.get(folder(path));
    return folder == null ? Place.NOTHING : folder.at(name(path));
  }

  /** Adds an answer about a place. */
  void add(String path, UnaryOperator<Place> answer) {
    folders.computeIfAbsent(folder(path), Folder::new).change(name(path), answer);
  }

  /** Adds a whole folder; returns false if it exists already. */
  boolean add(String path, Folder folder) {
    return folders.putIfAbsent(path, folder) == null;
  }

  void addAll(Places others) {
    others.each((path, places) -> {
      Folder folder = folders.computeIfAbsent(path, Folder::new);
      places.forEach((name, place) -> folder.change(name, _ -> place));
    });
  }

  int size() {
    return folders.values().stream().mapToInt(Folder::size).sum();
  }

  void clear() {
    folders.clear();
  }

  /** Calls the action for every folder with its places, all sorted. */
  void each(BiConsumer<String, SortedMap<String, Place>> action) {
    new TreeMap<>(folders).forEach((path, folder) -> action.accept(path, folder.all()));
  }

  /** The folder of a path: {@code /} for the top-level names. */
  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash > 0 ? path.substring(0, slash) : "/";
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
