package gangway.host;

import gangway.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;

/** The files of a test host. Paths are below {@code /}, without a leading slash. */
interface HostFiles {
  /** The mode of a new file: everybody can read it. */
  String USUAL_MODE = "rw-r--r--";

  /** A machine that has these files and runs no commands. */
  Machine machine();

  /** Writes a file; an existing file keeps its mode; creates missing folders. */
  void put(String file, byte[] content);

  default void put(String file, String text) {
    put(file, text.getBytes(StandardCharsets.UTF_8));
  }

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

  /** A file's text; an empty text if there is no such file. */
  default String text(String file) {
    return exists(file) ? new String(bytes(file), StandardCharsets.UTF_8) : "";
  }

  /** Copies a file with its mode; replaces a file that has the new name. */
  default void copy(String from, String to) {
    delete(to);
    put(to, bytes(from));
    mode(to, mode(from));
  }

  /** The mode of a file or a folder: {@code rw-------}. */
  String mode(String path);

  /** Sets the mode of a file or a folder: {@code rw-------}. */
  void mode(String path, String mode);

  /** Sets the mode of a file or a folder, as chmod has it: {@code 0600}. */
  default void mode(String path, int mode) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 0; bit < 9; bit++) {
      letters.append((mode & (0400 >> bit)) == 0 ? '-' : "rwx".charAt(bit % 3));
    }
    mode(path, letters.toString());
  }

  /** Sets the mode of an existing file or folder; whether it had another mode. */
  default boolean restrict(String path, int mode) {
    String before = exists(path) ? mode(path) : "";
    if (!before.isEmpty()) {
      mode(path, mode);
    }
    return !before.isEmpty() && !before.equals(mode(path));
  }

  /** The content of each file, byte by byte, and the target of each link; by absolute path. */
  SortedMap<String, String> all();
}
