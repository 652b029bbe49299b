package gangway.lab;

import gangway.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script that makes something the lab needs, unless the cache has it: it is given the cache's
 * folder as its last word, and prints the folder of what it made.
 */
record Recipe(String what, List<String> script) {
  /** The disk of the lab's host. */
  static Recipe image(Path root) {
    return new Recipe("the image of the lab", List.of(root.resolve("lab/image/build").toString()));
  }

  /** One of the folders in {@code lab/from-source}. */
  static Recipe fromSource(Path root, String folder) {
    return new Recipe(
        "the lab's " + folder, List.of(root.resolve("lab/from-source/build").toString(), folder));
  }

  Path make(Cache cache, Report report) {
    List<String> words =
        Stream.concat(script.stream(), Stream.of(cache.folder().toString())).toList();
    Output made = new HostCommand(words).telling(report::detail);
    if (made.exit() != 0) {
      throw Problem.failed(what + " could not be built", "see above; the same command tries again");
    }
    return Path.of(made.out().strip());
  }
}
