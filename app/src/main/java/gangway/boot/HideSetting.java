package gangway.boot;

import java.nio.file.Path;
import java.util.List;

/**
 * A list of functions to hide, and the place where it is set.
 *
 * @param line the line in the file, from 1
 * @param cutOff groups behind a blank outside quotes, which the kernel does not read as part of the
 *     list
 */
public record HideSetting(Kind kind, Path file, int line, HideList list, List<String> cutOff) {
  public HideSetting {
    cutOff = List.copyOf(cutOff);
  }

  /** The program that reads the setting. */
  public enum Kind {
    /** modprobe, when it loads pciback as a module. */
    MODPROBE,
    /** The kernel if pciback is built into it, else kmod. */
    COMMAND_LINE
  }

  /**
   * Whether the list is on the kernel command line, which only the boot loader's settings change.
   */
  public boolean onCommandLine() {
    return kind == Kind.COMMAND_LINE;
  }

  /** {@code /etc/modprobe.d/gangway.conf:2}. */
  public String place() {
    return file + ":" + line;
  }
}
