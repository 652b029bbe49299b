package gangway.host;

import gangway.machine.Machine;
import java.time.Instant;
import java.util.SortedMap;

/**
 * The files of a host that a test makes. Paths are below {@code /}, without a slash before them.
 */
interface HostFiles {

  /** The files as a machine has them that no command can be asked of. */
  Machine machine();

  /** Writes a file; folders on the way are made. */
  void put(String file, byte[] content);

  /** Makes a symbolic link; folders on the way are made. */
  void link(String link, String target);

  /** Makes a folder, and those on the way. */
  void folder(String folder);

  /** Deletes a file or a folder with all below; what is not there is a fault of the test. */
  void without(String path);

  /** Deletes a file or an empty folder, if it is there. */
  void delete(String path);

  /** Gives a file or a folder another name, in the place of a file that has the name. */
  void move(String from, String to);

  /** Whether there is something; a link itself counts. */
  boolean exists(String path);

  /** Sets when a file was last changed. */
  void modified(String file, Instant when);

  byte[] bytes(String file);

  /** Every file with its content, byte by byte, and every link; by absolute paths. */
  SortedMap<String, String> all();
}
