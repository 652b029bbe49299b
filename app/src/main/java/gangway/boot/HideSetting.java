package gangway.boot;

import java.nio.file.Path;

/**
 * A list of functions to hide, and the place where it is set.
 *
 * @param line the line in the file, from 1
 */
public record HideSetting(Kind kind, Path file, int line, HideList list) {

  /** The program that reads the setting. */
  public enum Kind {
    /** modprobe, when it loads pciback as a module. */
    MODPROBE,
    /** The kernel if pciback is built into it, else kmod. */
    COMMAND_LINE
  }

  /** {@code /etc/modprobe.d/gangway.conf:2}. */
  public String place() {
    return file + ":" + line;
  }
}
