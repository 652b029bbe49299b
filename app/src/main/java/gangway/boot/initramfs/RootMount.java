package gangway.boot.initramfs;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The mount of the root file system.
 *
 * @param options the options of the mount: {@code ro}, {@code relatime}
 * @param type the type of the file system
 */
record RootMount(List<String> options, String type) {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** The fields of a mount: id, parent, device, root, place, options, ... (proc(5)). */
  private static final int PLACE = 4;

  private static final int OPTIONS = 5;

  RootMount {
    options = List.copyOf(options);
  }

  /** The mount in effect, which is the last one at its place. */
  static Optional<RootMount> read(Machine machine) {
    return machine.lines(MOUNTS).stream()
        .flatMap(line -> of(line).stream())
        .reduce((_, last) -> last);
  }

  private static Optional<RootMount> of(String line) {
    String[] parts = line.split(" - ", 2);
    String[] fields = parts[0].split(" ");
    return fields.length > OPTIONS && fields[PLACE].equals("/")
        ? Optional.of(
            new RootMount(
                List.of(fields[OPTIONS].split(",")),
                parts.length > 1 ? parts[1].split(" ", 2)[0] : ""))
        : Optional.empty();
  }

  boolean isReadOnly() {
    return options.contains("ro");
  }

  /** Whether the file system is in memory, as on a diskless Alpine. */
  boolean isInMemory() {
    return type.equals("tmpfs");
  }
}
