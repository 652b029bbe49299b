package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;

/**
 * Copies a folder into the host in seconds, where ssh takes minutes: a CD that contains only a tar
 * archive.
 */
record Cargo(Path file) {
  /** The CD's size in bytes, which must not change while the machine runs. */
  private static final long SIZE = 256L << 20;

  /**
   * The command that unpacks the archive in the host. It bypasses the page cache, which may contain
   * an earlier archive.
   */
  static String unpack(String folder) {
    return "dd if=/dev/sr0 iflag=direct bs=1M status=none | tar -x -C " + folder;
  }

  /** Creates an empty CD. */
  void create() {
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(SIZE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the content of a folder to the CD. */
  void load(Path folder) {
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      Process tar =
          new ProcessBuilder(
                  // root unpacks it, and runs no program that another user can replace
                  "tar",
                  "--owner=0",
                  "--group=0",
                  "--mode=go-w",
                  "-C",
                  folder.toString(),
                  "-c",
                  ".")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (InputStream archive = tar.getInputStream()) {
        archive.transferTo(Channels.newOutputStream(disk.getChannel()));
      }
      if (tar.waitFor() != 0 || disk.length() > SIZE) {
        throw Problem.failed(
            "the folder could not be written to the lab's CD: " + folder,
            "see the message of tar; the folder must be smaller than 256 MiB");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
