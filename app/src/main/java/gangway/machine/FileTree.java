package gangway.machine;

import gangway.Problem;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
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
  /** The number of symbolic links that Linux follows in one path. */
  private static final int MAX_LINKS = 40;

  Optional<byte[]> readBytes(Path file) {
    try {
      return Optional.of(Files.readAllBytes(followed(file)));
    } catch (AccessDeniedException e) {
      throw unreadable(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Opens only regular files, because opening a pipe could block forever. */
  Optional<SeekableByteChannel> open(Path file) {
    try {
      Path real = followed(file);
      return Files.isRegularFile(real) ? Optional.of(Files.newByteChannel(real)) : Optional.empty();
    } catch (AccessDeniedException e) {
      throw unreadable(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  List<String> list(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(followed(folder))) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (AccessDeniedException e) {
      throw unreadable(folder);
    } catch (IOException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  Optional<String> linkName(Path link) {
    return target(link).map(Path::getFileName).map(Path::toString);
  }

  /** The target of a symbolic link, even if the target does not exist. */
  Optional<Path> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(found(link)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<Path> real(Path path) {
    try {
      return whole()
          ? Optional.of(path.toRealPath())
          : Optional.of(followed(path))
              .filter(Files::exists)
              .map(real -> Path.of("/").resolve(root.relativize(real)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean exists(Path path) {
    try {
      return Files.exists(found(path), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return false;
    }
  }

  Optional<Instant> modified(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(followed(file)).toInstant());
    } catch (AccessDeniedException e) {
      throw unreadable(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  List<Path> filesBelow(Path start) {
    try {
      Path top = followed(start);
      RegularFiles found = new RegularFiles(this, start, top);
      Files.walkFileTree(top, found);
      return found.sorted();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether there is a regular file at the end of all links. */
  boolean isFile(Path path) {
    try {
      return Files.isRegularFile(followed(path));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether these are the files of the local machine; then the kernel resolves the links. */
  private boolean whole() {
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
    Deque<Path> left = new ArrayDeque<>();
    path.forEach(left::add);
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      Path name = left.pop();
      Path next = at.resolve(name);
      if (name.toString().equals("..")) {
        at = at.equals(root) ? root : Optional.ofNullable(at.getParent()).orElse(root);
      } else if (!Files.isSymbolicLink(next) || (left.isEmpty() && !toTheEnd)) {
        at = next;
      } else if (links++ == MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      } else {
        Path target = Files.readSymbolicLink(next);
        at = target.isAbsolute() ? root : at;
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
          left.push(target.getName(i));
        }
      }
    }
    return at;
  }

  static Problem unreadable(Path path) {
    return Problem.refused(path + " cannot be read: permission denied", "run the command as root");
  }
}
