package gangway.machine;

import gangway.Problem;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The files of a machine below a folder: {@code /} for the local machine.
 *
 * <p>Below another folder, symbolic links are resolved as on that machine: an absolute link starts
 * at the folder, and no link leads out of it.
 *
 * @param root the folder that represents the machine's {@code /}
 */
record FileTree(Path root) {
  /** Reads only regular files, because reading a pipe could block forever. */
  Optional<byte[]> readBytes(Path file) {
    return answer(
        file,
        Optional.empty(),
        () -> {
          Path real = followed(file);
          return isAttribute(real) || isRegular(real)
              ? Optional.of(Files.readAllBytes(real))
              : Optional.empty();
        });
  }

  /** Opens only regular files, because opening a pipe could block forever. */
  Optional<SeekableByteChannel> open(Path file) {
    return answer(
        file,
        Optional.empty(),
        () -> {
          Path real = followed(file);
          return isRegular(real) ? Optional.of(Files.newByteChannel(real)) : Optional.empty();
        });
  }

  List<String> list(Path folder) {
    return answer(folder, List.of(), () -> names(folder));
  }

  /** The names in a folder, like {@link #list}; empty also if permission is denied. */
  List<String> listIfPermitted(Path folder) {
    return answer(
        folder,
        List.of(),
        () -> {
          try {
            return names(folder);
          } catch (AccessDeniedException e) {
            return List.of();
          }
        });
  }

  private List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(followed(folder))) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  Optional<String> linkName(Path link) {
    return target(link).map(Path::getFileName).map(Path::toString);
  }

  /** The target of a symbolic link, even if the target does not exist. */
  Optional<Path> target(Path link) {
    return answer(link, Optional.empty(), () -> Optional.of(Files.readSymbolicLink(found(link))));
  }

  /**
   * The device at the end of a link, without opening the device; empty for other files, and if
   * these are not the files of the local machine.
   */
  Optional<DeviceNumber> device(Path link) {
    return whole()
        ? answer(
            link,
            Optional.empty(),
            () -> DeviceNumber.of(Files.readAttributes(link, "unix:mode,rdev")))
        : Optional.empty();
  }

  Optional<Path> real(Path path) {
    return answer(
        path,
        Optional.empty(),
        () -> {
          if (whole()) {
            return Optional.of(path.toRealPath());
          }
          Path real = followed(path);
          Files.readAttributes(real, BasicFileAttributes.class);
          return Optional.of(Path.of("/").resolve(root.relativize(real)));
        });
  }

  boolean exists(Path path) {
    return answer(
        path,
        false,
        () -> {
          Files.readAttributes(found(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          return true;
        });
  }

  Optional<Instant> modified(Path file) {
    return answer(
        file,
        Optional.empty(),
        () -> Optional.of(Files.getLastModifiedTime(followed(file)).toInstant()));
  }

  List<Path> filesBelow(Path start) {
    return answer(
        start,
        List.of(),
        () -> {
          Path top = followed(start);
          RegularFiles found = new RegularFiles(this, start, top);
          Files.walkFileTree(top, found);
          return found.sorted();
        });
  }

  /** Whether there is a regular file at the end of all links. */
  boolean isFile(Path path) {
    return answer(path, false, () -> isRegular(followed(path)));
  }

  private static boolean isRegular(Path real) throws IOException {
    return Files.readAttributes(real, BasicFileAttributes.class).isRegularFile();
  }

  /**
   * Whether a path is that of a device's attribute in the kernel's sysfs. There are no pipes, and
   * no link leads to another file system, so reading never blocks. A snapshot of the host reads
   * thousands of attributes; the type of each file would take as long as its text.
   */
  private boolean isAttribute(Path real) {
    String path = real.toString();
    return whole() && (path.startsWith("/sys/bus/") || path.startsWith("/sys/devices/"));
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  /**
   * The answer to a question about a path; {@code absent} if the error proves that there is
   * nothing.
   *
   * @throws Problem of kind REFUSED with any other error: what cannot be read may exist
   */
  private static <T> T answer(Path path, T absent, Question<T> question) {
    try {
      return question.ask();
    } catch (IOException e) {
      if (Absence.proven(path, e)) {
        return absent;
      }
      throw unreadable(path, e);
    }
  }

  /** Whether these are the files of the local machine; then the kernel resolves the links. */
  boolean whole() {
    return root.getNameCount() == 0;
  }

  /** The path with all links resolved. */
  private Path followed(Path path) throws IOException {
    return whole() ? path : walk(path, true);
  }

  /** The path with all links resolved except the last component. */
  private Path found(Path path) throws IOException {
    return whole() ? path : walk(path, false);
  }

  private Path walk(Path path, boolean toTheEnd) throws IOException {
    return new LinkWalk(root).end(path, toTheEnd, _ -> {});
  }

  /** The problem that something exists, or may exist, and cannot be read. */
  static Problem unreadable(Path path, IOException error) {
    return error instanceof AccessDeniedException
        ? Problem.refused(path + " cannot be read: permission denied", "run the command as root")
        : Problem.refused(
            path + " cannot be read: " + Absence.reason(error),
            "make sure that the file can be read, then run the command again; 'dmesg' shows errors"
                + " of disks and file systems");
  }
}
