package gangway.host;

import gangway.machine.Machine;
import java.time.Instant;
import java.util.SortedMap;

/** The files of a test host. Paths are below {@code /}, without a leading slash. */
interface HostFiles {

  /** A machine that has these files and runs no commands. */
  Machine machine();

  /** Writes a file; creates missing folders. */
  void put(String file, byte[] content);

  /** Creates a symbolic link; creates missing folders. */
  void link(String link, String target);

  /** Creates a folder and the missing folders above it. */
  void folder(String folder);

  /** Deletes a file, or a folder with its content; a missing path is an error in the test. */
  void without(String path);

  /** Deletes a file or an empty folder, if it exists. */
  void delete(String path);

  /** Renames a file or a folder; replaces a file that has the new name. */
  void move(String from, String to);

  /** Whether a path exists; a dangling link exists too. */
  boolean exists(String path);

  /** Sets the time of the last change of a file. */
  void modified(String file, Instant when);

  byte[] bytes(String file);

  /** The content of each file, byte by byte, and the target of each link; by absolute path. */
  SortedMap<String, String> all();
}
