package gangway.lab;

import java.nio.file.Path;

/**
 * The disk of a lab's host, and what it takes to log in to it. It is made by the recipe in {@code
 * lab/image} and never changed.
 */
public record Image(Path folder) {
  /** Finds the image of the present recipe in the cache, and builds it first where it must. */
  public static Image build(Path root, Cache cache, Report report) {
    return new Image(Recipe.image(root).make(cache, report));
  }

  /** What defines it, as a hash. */
  String id() {
    return folder.getFileName().toString();
  }

  Path disk() {
    return folder.resolve("disk.raw");
  }

  Path key() {
    return folder.resolve("id");
  }

  Path knownHosts() {
    return folder.resolve("known_hosts");
  }
}
