package gangway.host;

import gangway.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a host, in a folder, with their true modes. Paths are below the root: {@code
 * etc/fstab}. Everybody can read a new file and only root can write to it, whatever the umask of
 * the tests is.
 */
final class HostFiles {
  /** The mode of most files: {@code 0644}. */
  static final String USUAL_MODE = "rw-r--r--";

  private final Path root;

  HostFiles(Path root) {
    this.root = root;
  }

  /** Gives a file a content; a file that is there keeps its mode. */
  void put(String file, byte[] bytes) {
    Path path = root.resolve(file);
    try {
      boolean fresh = !Files.exists(path);
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.write(path, bytes);
      if (fresh) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(USUAL_MODE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(String file, String text) {
    put(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a folder, with those above it. */
  void folder(String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void link(String link, String target) {
    try {
      Files.createDirectories(Objects.requireNonNull(root.resolve(link).getParent()));
      Files.createSymbolicLink(root.resolve(link), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a file a second name, in the place of what has that name. */
  void hardLink(String file, String name) {
    try {
      Files.deleteIfExists(root.resolve(name));
      Files.createLink(root.resolve(name), root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file with its mode. */
  void copy(String from, String to) {
    try {
      Files.copy(
          root.resolve(from),
          root.resolve(to),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a file or a folder another name, in the place of the file that has that name. */
  void move(String from, String to) {
    try {
      Path target = root.resolve(to);
      Files.createDirectories(target.resolveSibling(""));
      Files.move(root.resolve(from), target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a file or a folder away. */
  void without(String path) {
    try (Stream<Path> below = Files.walk(root.resolve(path))) {
      for (Path file : below.toList().reversed()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a file or an empty folder away, if it is there. */
  void delete(String path) {
    try {
      Files.deleteIfExists(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean exists(String path) {
    return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  boolean hasEntries(String folder) {
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return entries.findAny().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes(String file) {
    try {
      return Files.readAllBytes(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String file) {
    try {
      return exists(file) ? Files.readString(root.resolve(file)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mode of a file or a folder: {@code rw-------}. */
  String mode(String path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a file or a folder a mode: {@code rw-------}. */
  void mode(String path, String mode) {
    try {
      Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives a file or a folder a mode.
   *
   * @param octal as chmod takes it: {@code 755}
   */
  void chmod(String path, String octal) {
    try {
      Files.setPosixFilePermissions(root.resolve(path), permissions(Integer.parseInt(octal, 8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Java has them in the order in which a mode has its bits, the highest first. */
  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    int bit = 0400;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & bit) != 0) {
        permissions.add(permission);
      }
      bit >>= 1;
    }
    return permissions;
  }

  /**
   * Every file and link by its path on the host, and every mode that is not the usual one. What
   * tells of the past is left out.
   */
  SortedMap<String, String> everything() {
    SortedMap<String, String> all = new TreeMap<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
              Path name = Path.of("/").resolve(root.relativize(file));
              if (!Journal.keeps(name) && !name.startsWith(HotPlugs.FOLDER)) {
                add(all, name.toString(), file, is.isSymbolicLink());
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static void add(SortedMap<String, String> all, String name, Path file, boolean link)
      throws IOException {
    if (link) {
      all.put(name, "-> " + Files.readSymbolicLink(file));
      return;
    }
    all.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    if (!mode.equals(USUAL_MODE)) {
      all.put("mode of " + name, mode);
    }
  }
}
