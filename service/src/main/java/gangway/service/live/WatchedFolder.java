package gangway.service.live;

import java.nio.file.Path;
import java.util.Set;

/**
 * A folder whose files are followed.
 *
 * @param path of the folder, which need not exist
 * @param names the names in it that matter; empty: all
 * @param topics what may have changed with an entry of the folder
 * @param inner what may have changed with an entry of a folder in the folder; empty: those folders
 *     do not matter
 */
record WatchedFolder(Path path, Set<String> names, Set<Topic> topics, Set<Topic> inner) {
  WatchedFolder {
    names = Set.copyOf(names);
    topics = Set.copyOf(topics);
    inner = Set.copyOf(inner);
  }

  /** All files of a folder. */
  static WatchedFolder files(String path, Set<Topic> topics) {
    return new WatchedFolder(Path.of(path), Set.of(), topics, Set.of());
  }

  /** Some files of a folder. */
  static WatchedFolder only(String path, Set<String> names, Set<Topic> topics) {
    return new WatchedFolder(Path.of(path), names, topics, Set.of());
  }

  /** All files of a folder and of the folders in it. */
  static WatchedFolder tree(String path, Set<Topic> topics, Set<Topic> inner) {
    return new WatchedFolder(Path.of(path), Set.of(), topics, inner);
  }

  boolean matters(String name) {
    return names.isEmpty() || names.contains(name);
  }
}
