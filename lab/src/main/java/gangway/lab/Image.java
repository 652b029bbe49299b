package gangway.lab;

import gangway.Problem;
import java.nio.file.Path;

/**
 * The disk of a lab's host, and what it takes to log in to it. It is made by the recipe in {@code
 * lab/image} and never changed.
 */
public record Image(Path folder) {
  /** Finds the image of the present recipe in the cache, and builds it first where it must. */
  public static Image build(Path root, Cache cache, Report report) {
    Path recipe = root.resolve("lab/image/build");
    Output built =
        HostCommand.of(recipe.toString(), cache.folder().toString()).telling(report::detail);
    if (built.exit() != 0) {
      throw Problem.failed(
          "the image of the lab could not be built", "see above; 'gangway lab build' tries again");
    }
    return new Image(Path.of(built.out().strip()));
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
