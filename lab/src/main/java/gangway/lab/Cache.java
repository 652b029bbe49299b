package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /** That of a checkout: tools/cache tells, since the image is built without Java. */
  public static Cache of(Path root) {
    return new Cache(
        Path.of(HostCommand.of(root.resolve("tools/cache").toString()).run().out().strip()));
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
