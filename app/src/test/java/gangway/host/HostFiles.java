package gangway.host;

import gangway.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;

/**
 * The files of a host that a test makes. Paths are below {@code /}, without a slash before them.
 */
interface HostFiles {
  /** The mode of a new file: everybody can read it. */
  String USUAL_MODE = "rw-r--r--";

  /** The files as a machine has them that no command can be asked of. */
  Machine machine();

  /** Writes a file; one that is there keeps its mode. Folders on the way are made. */
  void put(String file, byte[] content);

  default void put(String file, String text) {
    put(file, text.getBytes(StandardCharsets.UTF_8));
  }

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

  /** A file's text; an empty text if there is no such file. */
  default String text(String file) {
    return exists(file) ? new String(bytes(file), StandardCharsets.UTF_8) : "";
  }

  /** Copies a file with its mode, in the place of a file that has the name. */
  default void copy(String from, String to) {
    delete(to);
    put(to, bytes(from));
    mode(to, mode(from));
  }

  /** The mode of a file or a folder: {@code rw-------}. */
  String mode(String path);

  /** Gives a file or a folder a mode: {@code rw-------}. */
  void mode(String path, String mode);

  /** Gives a file or a folder a mode, as chmod has it: {@code 0600}. */
  default void mode(String path, int mode) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 0; bit < 9; bit++) {
      letters.append((mode & (0400 >> bit)) == 0 ? '-' : "rwx".charAt(bit % 3));
    }
    mode(path, letters.toString());
  }

  /** Every file with its content, byte by byte, and every link; by absolute paths. */
  SortedMap<String, String> all();
}
