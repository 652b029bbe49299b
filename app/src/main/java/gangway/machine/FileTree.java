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
 * The files of a machine, rooted at a folder: {@code /} for the machine one is on.
 *
 * <p>Below another folder, links lead where they would lead on that machine: an absolute one starts
 * at the folder again, and none leads out of it.
 *
 * @param root the folder that stands for the machine's {@code /}
 */
record FileTree(Path root) {
  /** As many links as Linux follows in one path. */
  private static final int MOST_LINKS = 40;

  Optional<byte[]> readBytes(Path file) {
    try {
      return Optional.of(Files.readAllBytes(followed(file)));
    } catch (AccessDeniedException e) {
      throw unreadable(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whoever opens what is no file, such as a pipe, may wait for ever. */
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

  /** What a symbolic link says, whether that is there or not. */
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

  /** Whether these are the files of the machine one is on: then the kernel follows the links. */
  private boolean whole() {
    return root.getNameCount() == 0;
  }

  /** The place of what a path leads to, all links followed. */
  private Path followed(Path path) throws IOException {
    return whole() ? path : walk(path, true);
  }

  /** The place of a path itself, which may be a link. */
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
      } else if (links++ == MOST_LINKS) {
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
    return Problem.refused(path + " may not be read", "run the command as root");
  }
}
