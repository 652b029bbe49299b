package gangway.service;

import gangway.Problem;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file of the UNIX socket. All users may connect: the kernel tells the service who connects. If
 * the file is deleted, nobody can connect any more, so the service ends, and systemd starts it
 * again.
 */
final class SocketFile implements AutoCloseable {
  private final Path file;
  private final Runnable gone;
  private Optional<WatchService> watch = Optional.empty();

  SocketFile(Path file, Runnable gone) {
    this.file = file;
    this.gone = gone;
  }

  Path file() {
    return file;
  }

  /**
   * Makes room for the socket: creates its folder, and deletes the file of a service that has
   * ended.
   *
   * @throws Problem of kind REFUSED if another service listens there
   */
  void prepare() {
    try {
      Path folder = folder();
      if (!Files.exists(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
      if (listens()) {
        throw Problem.refused(
            "another gangway serve uses " + file,
            "end the other service, or name another file with --socket");
      }
      deleteOld();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Deletes the socket of a service that has ended, but no other file. */
  private void deleteOld() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw Problem.refused(
          "%s exists and is not a socket".formatted(file), "name another file with --socket");
    }
    Files.delete(file);
  }

  /** Lets all users connect, and watches the file from now on. */
  void open() {
    try {
      WatchService watching = folder().getFileSystem().newWatchService();
      watch = Optional.of(watching);
      folder().register(watching, StandardWatchEventKinds.ENTRY_DELETE);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      Thread.ofVirtual().start(() -> watch(watching));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  @Override
  public void close() {
    try {
      if (watch.isPresent()) {
        watch.get().close();
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void watch(WatchService watching) {
    try {
      boolean valid = true;
      while (valid && Files.exists(file)) {
        WatchKey key = watching.take();
        key.pollEvents();
        valid = key.reset();
      }
      gone.run();
    } catch (ClosedWatchServiceException ending) {
      // the service ends
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean listens() {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path folder() {
    return Optional.ofNullable(file.getParent()).orElse(Path.of("/"));
  }

  private Problem unusable(IOException e) {
    return Problem.failed(
        "the socket %s cannot be created".formatted(file),
        "run the service as root, or name another file with --socket",
        e.toString());
  }
}
