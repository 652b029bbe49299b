package gangway.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates and replaces files atomically: writes a temporary file, syncs it, then renames it. */
final class AtomicFile {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private AtomicFile() {}

  /** Replaces the content of a file and keeps its attributes. A new file is readable by all. */
  static void replace(Path file, byte[] content) throws IOException {
    Path target = target(file);
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException("it is not a regular file");
    }
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

  /** The file at the end of all links; the path itself if there is no file. */
  private static Path target(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : file;
  }

  /** Replaces a file by a new one with this mode. */
  static void replace(Path file, byte[] content, int mode) throws IOException {
    put(file, content, fresh -> Files.setPosixFilePermissions(fresh, permissions(mode)));
  }

  /** Creates a folder, or gives an existing folder this mode. */
  static void makeFolder(Path folder, int mode) throws IOException {
    Set<PosixFilePermission> permissions = permissions(mode);
    boolean made = !Files.isDirectory(folder);
    if (!made && Files.getPosixFilePermissions(folder).equals(permissions)) {
      return;
    }
    if (made) {
      makeFolders(parent(folder));
      // never more open than requested; then exactly as requested, because the umask may have
      // removed bits
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
    }
    Files.setPosixFilePermissions(folder, permissions);
    sync(folder);
    if (made) {
      sync(parent(folder));
    }
  }

  /**
   * Gives an existing file or folder this mode; another user may have put a link in its place.
   *
   * @return whether it had another mode
   */
  static boolean restrict(Path path, int mode) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes is = view.readAttributes();
    Set<PosixFilePermission> permissions = permissions(mode);
    if (!(is.isDirectory() || is.isRegularFile()) || is.permissions().equals(permissions)) {
      return false;
    }
    view.setPermissions(permissions);
    return true;
  }

  /** Creates the missing folders; every user can list them. */
  private static void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolder(folder, 0755);
    }
  }

  /** The permissions of a mode as for chmod: nine bits, the owner's first. */
  private static Set<PosixFilePermission> permissions(int mode) {
    StringBuilder text = new StringBuilder("rwxrwxrwx");
    for (int i = 0; i < text.length(); i++) {
      if ((mode & (0400 >> i)) == 0) {
        text.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(text.toString());
  }

  /** Creates a file that only its owner can read. */
  static void writePrivate(Path file, byte[] content) throws IOException {
    put(file, content, fresh -> {});
  }

  /**
   * Opens a lock file. Only its owner can open it, also if an older version created it: who can
   * read a file can also lock it.
   */
  static FileChannel lockFile(Path file) throws IOException {
    makeFolders(parent(file));
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PRIVATE);
    try {
      Files.setPosixFilePermissions(file, permissions(0600));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Renames a file or a folder. */
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

  /** Deletes a file or an empty folder; below a file, nothing exists. */
  static void delete(Path file) throws IOException {
    try {
      if (Files.deleteIfExists(file)) {
        sync(parent(file));
      }
    } catch (IOException e) {
      if (!Absence.proven(file, e)) {
        throw e;
      }
    }
  }

  /** Deletes the temporary files that killed processes left. */
  static void sweep(Path file) throws IOException {
    TemporaryFile.sweep(target(file));
  }

  private interface Finish {
    /**
     * @param fresh the open temporary file, which no rename in its folder can replace
     */
    void on(Path fresh) throws IOException;
  }

  private static void put(Path target, byte[] content, Finish finish) throws IOException {
    Path folder = parent(target);
    makeFolders(folder);
    TemporaryFile.sweep(target);
    Path fresh = TemporaryFile.of(target);
    try {
      try (FileChannel channel = FileChannel.open(fresh, NEW, PRIVATE)) {
        for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
          channel.write(bytes);
        }
        finish.on(OpenFile.of(fresh));
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync(folder);
  }

  /**
   * Copies owner, mode, access control lists, SELinux label and other extended attributes. Java
   * supports only the first two; cp supports all, and skips what the file system does not support.
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
    Program cp = Program.find("cp").orElseThrow(() -> new IOException("the program cp is missing"));
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
      throw new IOException(file + " is not a file");
    }
    return folder;
  }
}
