package gangway.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The temporary files next to a file that is being replaced: {@code .NAME.gangway-new-PID-NUMBER}.
 * Two processes that replace a file at the same time have two of them. The name has the process, so
 * that the file of a killed process is recognized.
 */
final class TemporaryFile {
  private static final AtomicLong NUMBER = new AtomicLong();

  private TemporaryFile() {}

  /** A new name for this process. */
  static Path of(Path target) {
    return target.resolveSibling(
        "%s-%s-%s"
            .formatted(beginning(target), ProcessHandle.current().pid(), NUMBER.incrementAndGet()));
  }

  /** The whole name in older versions. */
  private static String beginning(Path target) {
    return "." + target.getFileName() + ".gangway-new";
  }

  /** Deletes the temporary files of processes that do not exist any more. */
  static void sweep(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    String beginning = beginning(target);
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            folder, entry -> isLeft(entry.getFileName().toString(), beginning))) {
      for (Path entry : entries) {
        Files.deleteIfExists(entry);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // without the folder there is no temporary file
    }
  }

  private static boolean isLeft(String name, String beginning) {
    if (name.equals(beginning)) {
      return true;
    }
    String[] parts =
        name.startsWith(beginning + "-")
            ? name.substring(beginning.length() + 1).split("-", -1)
            : new String[0];
    return parts.length == 2
        && parts[0].matches("[0-9]{1,18}")
        && parts[1].matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(parts[0])).isEmpty();
  }
}
