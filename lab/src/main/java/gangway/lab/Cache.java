package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder for all files of the lab: images, snapshots, and one folder for each lab. */
public record Cache(Path folder) {
  /** The path of a UNIX socket has at most 107 bytes; the longest one is in a lab's own folder. */
  private static final int MAX_BYTES = 107 - "/labs/1234567890123456/ssh.1234567890123456".length();

  public Cache {
    folder = folder.toAbsolutePath().normalize();
    if (folder.toString().length() > MAX_BYTES) {
      throw Problem.usage(
          "the path of the lab's folder is too long for the sockets in it: " + folder,
          "set GANGWAY_CACHE to a folder with a path of at most " + MAX_BYTES + " bytes");
    }
  }

  /** The cache of a checkout, from tools/cache, which the image build uses without Java. */
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

  /** The file that records which accelerator works on this machine. */
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
