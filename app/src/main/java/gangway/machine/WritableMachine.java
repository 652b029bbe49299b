package gangway.machine;

import gangway.Problem;
import gangway.xenstore.WritableXenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A machine that can be changed. Every method throws a {@link Problem} if it fails. */
public interface WritableMachine extends Machine {

  /** Writes to an existing file, such as an attribute of sysfs, in one write. */
  void write(Path file, String text);

  /**
   * Atomically replaces the text of a file, so that no reader and no power cut sees a partial text.
   * The file keeps its owner and mode. Missing folders are created. A text from {@link #exact} is
   * written with its original bytes.
   */
  void replace(Path file, String text);

  /**
   * Atomically replaces a file by a new one with this mode. A symbolic link is replaced, not
   * followed. Missing folders are created. The file is on disk when this method returns.
   *
   * @param mode permissions as for chmod, such as 0755; the umask does not matter
   */
  void replace(Path file, String text, int mode);

  /**
   * Creates a folder, or gives an existing folder this mode. Missing folders above it are created
   * with mode 0755. The folder is on disk when this method returns.
   *
   * @param mode permissions as for chmod, such as 0700; the umask does not matter
   */
  void makeFolder(Path folder, int mode);

  /**
   * Gives an existing file or folder this mode. A symbolic link is not followed, and is left as it
   * is.
   *
   * @param mode permissions as for chmod, such as 0700
   * @return whether it existed and had another mode
   */
  boolean restrict(Path path, int mode);

  /**
   * Waits until the content of a file that a program has written, and the file's name, are on disk.
   */
  void sync(Path file);

  /** Deletes the temporary files that a killed {@link #replace} left. */
  void sweep(Path file);

  /** Writes a new file that only root can read. It is on disk when this method returns. */
  void writePrivate(Path file, String text);

  /** Appends a text to a file. It is on disk when this method returns. */
  void append(Path file, String text);

  /**
   * Deletes a file or an empty folder if it exists. The deletion is on disk when this method
   * returns.
   */
  void delete(Path file);

  /** Atomically renames a file or a folder. Missing folders are created. */
  void move(Path from, Path to);

  /**
   * Performs an action while no other process performs one with the same lock.
   *
   * @throws Problem of kind REFUSED if another process holds the lock for too long
   */
  <T> T exclusively(Path lock, Supplier<T> action);

  /**
   * This machine for an operation: the commands that it runs, and their child processes, carry the
   * operation's id, so that {@link #awaitOrphans} finds them if the operation is interrupted.
   *
   * @param operation the id of the operation in the journal
   */
  WritableMachine markedWith(String operation);

  /** This machine with time limits, also for the operations on it. */
  WritableMachine withLimits(Limits limits);

  /**
   * Waits until all commands with one of these marks have ended. The commands of an interrupted
   * operation keep running.
   *
   * @return a command that still runs at the time limit: {@code update-initramfs, process 4711}
   */
  Optional<String> awaitOrphans(CommandMarks marks, Duration limit);

  /** Runs a command and returns its result, also if the command failed. */
  Result run(Command command);

  /**
   * Runs a command that waits for another party. While it runs, {@code meanwhile} is called
   * repeatedly in the caller's thread. If {@code meanwhile} fails, the command still runs to its
   * end.
   *
   * @param meanwhile an action that blocks for a short time
   */
  Result run(Command command, Runnable meanwhile);

  /** XenStore, for writing. */
  WritableXenStore actingXenStore();
}
