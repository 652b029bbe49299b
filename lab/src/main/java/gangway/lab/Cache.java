package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The one folder in which the lab keeps its files: images, snapshots, and a folder a lab. */
public record Cache(Path folder) {
  /** The path of a UNIX socket has at most 107 bytes; the longest the lab makes is a lab's own. */
  private static final int MOST_BYTES =
      107 - "/labs/1234567890123456/ssh.1234567890123456".length();

  public Cache {
    folder = folder.toAbsolutePath().normalize();
    if (folder.toString().length() > MOST_BYTES) {
      throw Problem.usage(
          "the path of the lab's folder is too long for sockets in it: " + folder,
          "set GANGWAY_CACHE to a folder with a path of at most " + MOST_BYTES + " bytes");
    }
  }

  /** GANGWAY_CACHE, or {@code gangway} in the user's cache folder. */
  public static Cache of(Map<String, String> environment) {
    String own = environment.getOrDefault("GANGWAY_CACHE", "");
    if (!own.isEmpty()) {
      return new Cache(Path.of(own));
    }
    String users = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches =
        users.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache")
            : Path.of(users);
    return new Cache(caches.resolve("gangway"));
  }

  Path snapshots() {
    return made(folder.resolve("snapshots"));
  }

  Path labs() {
    return made(folder.resolve("labs"));
  }

  /** Where it is written down what accelerator works on this machine. */
  Path accelerator() {
    return made(folder).resolve("accelerator");
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
