package gangway.machine;

import gangway.Problem;
import gangway.xenstore.ActingXenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A machine that can be acted upon. Every method throws a {@link Problem} if it did not succeed.
 */
public interface ActingMachine extends Machine {

  /** Writes to a file that is there, such as an attribute of sysfs, in one write. */
  void write(Path file, String text);

  /**
   * Puts a whole new text in a file's place in one instant, so that no reader and no power cut
   * finds half of it; the file keeps its owner and mode. Folders on the way are made. What {@link
   * #exact} read is written as it was.
   */
  void replace(Path file, String text);

  /**
   * Puts a new file with this mode in a file's place in one instant; a link there is replaced, not
   * followed. Folders on the way are made. It is on the disk when this returns.
   *
   * @param mode permissions as chmod has them, such as 0755; the umask does not matter
   */
  void replace(Path file, String text, int mode);

  /**
   * Makes a folder, or gives the one that is there this mode. Folders on the way are made, with
   * mode 0755. It is on the disk when this returns.
   *
   * @param mode permissions as chmod has them, such as 0700; the umask does not matter
   */
  void makeFolder(Path folder, int mode);

  /** Waits until what programs have written to a file, and its name, are on the disk. */
  void sync(Path file);

  /** Takes away what a {@link #replace} that was killed left beside the file. */
  void sweep(Path file);

  /** Writes a new file that only root may read. It is on the disk when this returns. */
  void writePrivate(Path file, String text);

  /** Adds a text to the end of a file. It is on the disk when this returns. */
  void append(Path file, String text);

  /** Takes a file or an empty folder away, if it is there. It is off the disk when this returns. */
  void delete(Path file);

  /** Gives a file or a folder another name in one instant. Folders on the way are made. */
  void move(Path from, Path to);

  /** Does something while no other process does anything under the same lock. */
  <T> T exclusively(Path lock, Supplier<T> action);

  /**
   * Waits until nothing runs any more that another process of Gangway had started when it was
   * killed: such commands go on by themselves.
   *
   * @return what still runs when the time is up: {@code update-initramfs, process 4711}
   */
  Optional<String> awaitOrphans(int process, Duration limit);

  /** Runs a command and returns what it left behind, also if it failed. */
  Result run(Command command);

  /**
   * Runs a command that waits for somebody: while it runs, {@code meanwhile} is called again and
   * again, in the caller's thread. If that fails, the command is let end all the same.
   *
   * @param meanwhile something that takes its time, and not long
   */
  Result run(Command command, Runnable meanwhile);

  /** XenStore, to write to. */
  ActingXenStore actingXenStore();
}
