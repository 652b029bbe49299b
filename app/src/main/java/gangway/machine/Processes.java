package gangway.machine;

import java.nio.file.Path;
import java.util.List;

/** The processes of a machine (proc(5)). */
public final class Processes {
  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /** The folders of all processes: {@code /proc/812}. */
  public static List<Path> folders(Machine machine) {
    return machine.list(PROC).stream()
        .filter(name -> Character.isDigit(name.charAt(0)))
        .map(PROC::resolve)
        .toList();
  }

  /** The name of a process, which its program can change; {@code ?} if the process has ended. */
  public static String name(Machine machine, Path folder) {
    return machine.read(folder.resolve("comm")).map(String::strip).orElse("?");
  }
}
