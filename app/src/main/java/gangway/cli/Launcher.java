package gangway.cli;

import java.nio.file.Path;

/** The script that starts this program. Wrapper scripts and hooks call it. */
final class Launcher {
  private Launcher() {}

  /** {@code bin/gangway}, next to the run-time image of Java that runs the program. */
  static Path path() {
    return Path.of(System.getProperty("java.home", "/")).resolveSibling("bin").resolve("gangway");
  }
}
