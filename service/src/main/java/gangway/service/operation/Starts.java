package gangway.service.operation;

import gangway.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The commands that services of this host have started, each in a folder below {@code
 * /run/gangway/operations}, which lasts until the host reboots.
 */
public final class Starts {
  /** The folder of a service on this host. */
  public static final Path FOLDER = Path.of("/run/gangway/operations");

  private static final Duration KEPT = Duration.ofHours(24);

  private final Path folder;
  private final ChildProgram program;

  /**
   * The starts of a folder.
   *
   * @param program the program that performs operations
   */
  public Starts(Path folder, ChildProgram program) {
    this.folder = folder;
    this.program = program;
  }

  /**
   * Starts a command; or finds the one that the same request has started before.
   *
   * @throws OtherRequest if the caller has used the key for another request
   * @throws Problem of kind FAILED if the command cannot be started
   */
  public synchronized Start start(StartOrder order) {
    Optional<Start> earlier = order.key().flatMap(key -> withKey(order.uid(), key));
    if (earlier.isPresent()) {
      if (!earlier.get().order().digest().equals(order.digest())) {
        throw new OtherRequest();
      }
      return earlier.get();
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      forgetOld();
      Path own = Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
      // before the command runs: its key must be known, and there must be room for its record
      new Start(own, ProcessMark.NONE, order).write();
      Start start = new Start(own, program.start(own, order), order);
      recordOrCancel(start);
      return start;
    } catch (IOException e) {
      throw Problem.failed(
          "the operation cannot be started; nothing was changed",
          "make room in " + folder + ", and look at the log of gangway-serve",
          e.toString());
    }
  }

  /** Nobody could follow or stop a command without a record. */
  private static void recordOrCancel(Start start) throws IOException {
    try {
      start.write();
    } catch (IOException e) {
      start.cancel();
      throw e;
    }
  }

  /** A key that the caller has used for another request. */
  public static final class OtherRequest extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The newest start that an id names: the id of the start, or of an operation. */
  public Optional<Start> find(String id) {
    List<Start> named = all().filter(start -> start.is(id)).toList();
    return named.stream().max(Comparator.comparing(start -> changed(start.folder())));
  }

  private Optional<Start> withKey(int uid, String key) {
    return all()
        .filter(start -> start.order().uid() == uid)
        .filter(start -> start.order().key().equals(Optional.of(key)))
        .findFirst();
  }

  private Stream<Start> all() {
    return folders().stream().flatMap(one -> Start.read(one).stream());
  }

  private List<Path> folders() {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private void forgetOld() throws IOException {
    Instant limit = Instant.now().minus(KEPT);
    for (Path one : folders()) {
      boolean old = changed(one).isBefore(limit);
      if (old && Start.read(one).filter(Start::alive).isEmpty()) {
        delete(one);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static Instant changed(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }
}
