package gangway.lab;

import java.nio.file.Path;

/**
 * The disk of a lab's host, with the keys for the login. The scripts in {@code lab/image} build it;
 * it is never changed.
 */
public record Image(Path folder) {
  /** Returns the image of the current scripts from the cache; builds it first if necessary. */
  public static Image build(Path root, Release release, Cache cache, Report report) {
    return new Image(Recipe.image(root, release).make(cache, report));
  }

  /** The hash of everything that defines the image. */
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
