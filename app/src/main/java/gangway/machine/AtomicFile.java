package gangway.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that come to be, or change, in one instant: written beside, synced, then renamed. */
final class AtomicFile {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private AtomicFile() {}

  /** Gives a file another content; all else about it stays. A new one can be read by all. */
  static void replace(Path file, byte[] content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    put(
        target,
        content,
        fresh -> {
          if (Files.exists(target)) {
            copyAttributes(target, fresh);
          } else {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
          }
        });
  }

  /** Puts a new file with this mode in a file's place. */
  static void replace(Path file, byte[] content, int mode) throws IOException {
    put(file, content, fresh -> Files.setPosixFilePermissions(fresh, permissions(mode)));
  }

  /** Makes a folder, or gives the one that is there this mode. */
  static void makeFolder(Path folder, int mode) throws IOException {
    Set<PosixFilePermission> permissions = permissions(mode);
    boolean made = !Files.isDirectory(folder);
    if (made) {
      makeFolders(parent(folder));
      // never more open than it is to be, and then as open, as the umask may have taken some of it
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
    }
    Files.setPosixFilePermissions(folder, permissions);
    sync(folder);
    if (made) {
      sync(parent(folder));
    }
  }

  /** Makes the folders that are not there yet, for all to look into. */
  private static void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolder(folder, 0755);
    }
  }

  /** The permissions that a mode of chmod has: nine bits, those of the owner first. */
  private static Set<PosixFilePermission> permissions(int mode) {
    StringBuilder text = new StringBuilder("rwxrwxrwx");
    for (int i = 0; i < text.length(); i++) {
      if ((mode & (0400 >> i)) == 0) {
        text.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(text.toString());
  }

  /** Makes a file that only its owner may read. */
  static void writePrivate(Path file, byte[] content) throws IOException {
    put(file, content, fresh -> {});
  }

  /** Opens a file that is there to be locked; only its owner may. */
  static FileChannel lockFile(Path file) throws IOException {
    makeFolders(parent(file));
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATE);
  }

  /** Gives a file or a folder another name. */
  static void move(Path from, Path to) throws IOException {
    Path source = parent(from);
    Path target = parent(to);
    makeFolders(target);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(target);
    if (!source.equals(target)) {
      sync(source);
    }
  }

  /** Takes a file or an empty folder away. */
  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      sync(parent(file));
    }
  }

  /** Takes away what was written beside a file by a process that was killed before the end. */
  static void sweep(Path file) throws IOException {
    Files.deleteIfExists(fresh(Files.exists(file) ? file.toRealPath() : file));
  }

  /** Always the same name: a killed process leaves at most one, and the next one finds it. */
  private static Path fresh(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".gangway-new");
  }

  private interface Finish {
    void on(Path fresh) throws IOException;
  }

  private static void put(Path target, byte[] content, Finish finish) throws IOException {
    Path folder = parent(target);
    makeFolders(folder);
    Path fresh = fresh(target);
    Files.deleteIfExists(fresh);
    try {
      try (FileChannel channel = FileChannel.open(fresh, NEW, PRIVATE)) {
        for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
          channel.write(bytes);
        }
        finish.on(fresh);
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(folder);
  }

  /**
   * Owner, mode, access lists, SELinux label and other extended attributes. Java knows only the
   * first two; cp knows them all, and leaves out what the file system does not have.
   */
  private static void copyAttributes(Path from, Path to) throws IOException {
    Command copy =
        Command.of(
            "cp",
            "--attributes-only",
            "--preserve=all",
            "--no-preserve=timestamps,links",
            "--",
            from.toString(),
            to.toString());
    Program cp = Program.find("cp").orElseThrow(() -> new IOException("there is no cp"));
    Result result = cp.run(copy);
    if (!result.ok()) {
      throw new IOException(String.join("; ", result.complaint()));
    }
  }

  /** Waits until a file and its name are on the disk. */
  static void syncWithName(Path file) throws IOException {
    sync(file);
    sync(parent(file));
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel entry = FileChannel.open(path, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  private static Path parent(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    return folder;
  }
}
