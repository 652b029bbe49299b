package gangway.machine;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Distinguishes a file that does not exist from a file that cannot be read. Only an error that
 * proves the absence counts as absence; with every other error, such as EIO, EMFILE or ESTALE, the
 * file may exist.
 */
final class Absence {
  /**
   * ENOTDIR, EISDIR, ENAMETOOLONG and ELOOP (errno(3)), as strerror(3) names them in the C locale,
   * which bin/gangway sets: java.nio has exceptions for only some of them.
   */
  private static final Set<String> NO_FILE =
      Set.of(
          "No such file or directory",
          "Not a directory",
          "Is a directory",
          "File name too long",
          "Too many levels of symbolic links",
          "Too many levels of symbolic links or unable to access attributes of symbolic link");

  /**
   * ESRCH, ENODEV, ENXIO, EINVAL, EOPNOTSUPP, ENOTCONN, ENODATA and ENOSYS: with these errors the
   * kernel says that a process has ended, or that an attribute of a device has no value.
   */
  private static final Set<String> NO_VALUE =
      Set.of(
          "No such process",
          "No such device",
          "No such device or address",
          "Invalid argument",
          "Operation not supported",
          "Transport endpoint is not connected",
          "No data available",
          "Function not implemented");

  private Absence() {}

  /** Whether an error proves that there is nothing to read at a path. */
  static boolean proven(Path path, IOException error) {
    return error instanceof NoSuchFileException
        || error instanceof NotDirectoryException
        || error instanceof NotLinkException
        || error instanceof FileSystemLoopException
        || NO_FILE.contains(reason(error))
        || (fromKernel(path) && NO_VALUE.contains(reason(error)));
  }

  private static boolean fromKernel(Path path) {
    return path.startsWith("/proc") || path.startsWith("/sys");
  }

  /** The reason without the file's name, which exceptions of java.nio put before the reason. */
  static String reason(IOException error) {
    if (error instanceof FileSystemException f) {
      return f.getReason() != null
          ? f.getReason()
          : f.getClass().getSimpleName().replace("Exception", "");
    }
    return String.valueOf(error.getMessage());
  }
}
