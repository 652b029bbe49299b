package gangway.host;

import gangway.machine.FolderMachine;
import gangway.machine.Machine;
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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a test host on the disk, where other programs can read them. */
record DiskFiles(Path root) implements HostFiles {
  private interface Change {
    void make() throws IOException;
  }

  private static void make(Change change) {
    try {
      change.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Machine machine() {
    return new FolderMachine(root);
  }

  @Override
  public void put(String file, byte[] content) {
    make(() -> Files.write(withFolder(file), content));
  }

  @Override
  public void link(String link, String target) {
    make(() -> Files.createSymbolicLink(withFolder(link), Path.of(target)));
  }

  @Override
  public void folder(String folder) {
    make(() -> Files.createDirectories(root.resolve(folder)));
  }

  private Path withFolder(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    return path;
  }

  @Override
  public void without(String path) {
    make(() -> {
      try (Stream<Path> below = Files.walk(root.resolve(path))) {
        for (Path file : below.toList().reversed()) {
          Files.delete(file);
        }
      }
    });
  }

  @Override
  public void delete(String path) {
    make(() -> Files.deleteIfExists(root.resolve(path)));
  }

  @Override
  public void move(String from, String to) {
    make(() -> Files.move(root.resolve(from), withFolder(to), StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void modified(String file, Instant when) {
    make(() -> Files.setLastModifiedTime(root.resolve(file), FileTime.from(when)));
  }

  @Override
  public byte[] bytes(String file) {
    try {
      return Files.readAllBytes(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>();
    make(() ->
        Files.walkFileTree(
            root,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                  throws IOException {
                all.put(
                    "/" + root.relativize(file),
                    is.isSymbolicLink()
                        ? "-> " + Files.readSymbolicLink(file)
                        : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                return FileVisitResult.CONTINUE;
              }
            }));
    return all;
  }
}
