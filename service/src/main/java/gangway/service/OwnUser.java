package gangway.service;

import gangway.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that runs the service. */
final class OwnUser {
  private OwnUser() {}

  static int number() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw Problem.failed("/proc cannot be read", "mount /proc", e.toString());
    }
  }
}
