package gangway.machine;

import gangway.Problem;
import java.nio.file.Path;

/**
 * A machine that can be acted upon. Every method throws a {@link Problem} if it did not succeed.
 */
public interface ActingMachine extends Machine {

  /** Writes to a file that is there, such as an attribute of sysfs, in one write. */
  void write(Path file, String text);

  /**
   * Puts a whole new text in a file's place in one instant, so that no reader and no power cut
   * finds half of it; the file keeps its owner and mode. Folders on the way are made.
   */
  void replace(Path file, String text);

  /** Takes a file away, if it is there. */
  void delete(Path file);

  /** Runs a command and returns what it left behind, also if it failed. */
  Result run(Command command);
}
