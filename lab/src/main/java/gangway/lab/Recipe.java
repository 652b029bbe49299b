package gangway.lab;

import gangway.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script that builds something for the lab unless it is in the cache. Its last argument is the
 * cache's folder; it prints the folder of the result.
 */
record Recipe(String what, List<String> script) {
  /** The disk of the lab's host. */
  static Recipe image(Path root, Release release) {
    return new Recipe(
        "the image of the lab",
        List.of(root.resolve("lab/image/build").toString(), release.word()));
  }

  /** One of the folders in {@code lab/from-source}. */
  static Recipe fromSource(Path root, String folder) {
    return new Recipe(
        "the lab's " + folder, List.of(root.resolve("lab/from-source/build").toString(), folder));
  }

  /** Two versions of the Debian package, for tests. */
  static Recipe packages(Path root) {
    return new Recipe("the packages", List.of(root.resolve("lab/packages").toString()));
  }

  /**
   * What a Debian guest without a network needs to install the packages for guests, for tests.
   *
   * @param status the guest's {@code /var/lib/dpkg/status}
   * @param kernel the version of the guest's kernel
   */
  static Recipe guestPackages(Path root, Path status, String kernel) {
    return new Recipe(
        "the packages for guests",
        List.of(root.resolve("lab/guest-packages").toString(), status.toString(), kernel));
  }

  Path make(Cache cache, Report report) {
    List<String> words =
        Stream.concat(script.stream(), Stream.of(cache.folder().toString())).toList();
    Output made = new HostCommand(words).reportErrors(report::detail);
    if (made.exit() != 0) {
      throw Problem.failed(
          what + " could not be built",
          "see the messages above; run the same command to try again");
    }
    return Path.of(made.out().strip());
  }
}
