package gangway.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file by the descriptor with which this process has it open (proc_pid_fd(5)). Another user, who
 * may write to the file's folder, can put another file at the path, but cannot change what a
 * descriptor leads to.
 */
final class OpenFile {
  private OpenFile() {}

  /**
   * The path of the descriptor, which other processes of this user can use, too.
   *
   * @throws IOException if no descriptor of this process leads to the path: somebody has renamed
   *     the file
   */
  static Path of(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      throw new IOException(file + " is not a file");
    }
    Path wanted = folder.toRealPath().resolve(name);
    Path descriptors = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
      for (Path entry : entries) {
        if (leadsTo(entry, wanted)) {
          return entry;
        }
      }
    }
    throw new IOException("another program has renamed " + file);
  }

  private static boolean leadsTo(Path descriptor, Path wanted) {
    try {
      return Files.readSymbolicLink(descriptor).equals(wanted);
    } catch (IOException closed) {
      return false;
    }
  }
}
