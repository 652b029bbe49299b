package gangway.guard;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The file with a guest's state, as a tool names it to Gangway: by its path, or, if the tool has
 * opened the file already, by its descriptor {@code /proc/PID/fd/N}. The descriptor leads to the
 * file that the tool reads, also if the file has been renamed or deleted, or has another name than
 * Gangway can read.
 */
record StateFile(Path path) {
  private static final Pattern DESCRIPTOR = Pattern.compile("/proc/[0-9]+/fd/[0-9]+");

  /** What the kernel shows instead of a path for a descriptor without a file. */
  private static final Pattern STREAM = Pattern.compile("(pipe|socket):\\[[0-9]+]");

  /** Whether a tool has the file open. */
  boolean opened() {
    return DESCRIPTOR.matcher(path.toString()).matches();
  }

  /** Whether the state comes through a pipe or a socket, so that it can be read only once. */
  boolean stream(Machine machine) {
    return name(machine).isEmpty()
        && machine.linkName(path).filter(name -> STREAM.matcher(name).matches()).isPresent();
  }

  /**
   * Whether a tool has opened {@code /dev/null}: libxl's helper does not know the option by which
   * xl resumes a suspended guest so.
   */
  boolean nowhere(Machine machine) {
    return opened() && name(machine).filter(XlCall.NOWHERE::equals).isPresent();
  }

  /** The file's current path; empty if the file has been deleted, or is a stream. */
  Optional<Path> name(Machine machine) {
    return opened() ? machine.real(path) : Optional.of(path);
  }
}
