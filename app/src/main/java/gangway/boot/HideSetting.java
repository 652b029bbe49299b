package gangway.boot;

import java.nio.file.Path;

/**
 * A place where a list of functions to hide is set.
 *
 * @param line the line in the file, from 1
 */
public record HideSetting(Kind kind, Path file, int line, HideList list) {

  /** Who reads it. */
  public enum Kind {
    /** modprobe, when it loads pciback as a module. */
    MODPROBE,
    /** The kernel, when pciback is part of it, and kmod when it is a module. */
    COMMAND_LINE
  }

  /** {@code /etc/modprobe.d/gangway.conf:2}. */
  public String place() {
    return file + ":" + line;
  }
}
