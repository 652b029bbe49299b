package gangway.host.storage;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mounts of the mount namespaces of other processes: containers, and services with mounts of
 * their own (mount_namespaces(7)).
 *
 * <p>{@code /proc/PID/ns/mnt} is a link whose target {@code mnt:[NUMBER]} names the namespace. A
 * namespace without a process, which only a mount of {@code nsfs} keeps, shows its mounts to no
 * other process, so Gangway cannot read it.
 */
final class MountNamespaces {
  private static final Path PROC = Path.of("/proc");
  private static final Path OWN = Path.of("/proc/self/ns/mnt");

  private MountNamespaces() {}

  /**
   * The mounts of one namespace.
   *
   * @param of its first process, {@code postgres, process 812}
   * @param first whether it is the one that dom0 boots with, from which Gangway is separated
   */
  record Namespace(String of, boolean first, MountTable table) {}

  /** The namespaces other than Gangway's own. */
  static List<Namespace> others(Machine machine) {
    Set<String> seen = new HashSet<>();
    machine.linkName(OWN).ifPresent(seen::add);
    List<Namespace> others = new ArrayList<>();
    for (String process : machine.list(PROC)) {
      if (Character.isDigit(process.charAt(0))) {
        read(machine, PROC.resolve(process), seen).ifPresent(others::add);
      }
    }
    return others;
  }

  /**
   * The namespace of a process, if it is a new one. Without root the processes of others cannot be
   * asked; then {@code NOT-ROOT} refuses every request that could harm them.
   */
  private static Optional<Namespace> read(Machine machine, Path process, Set<String> seen) {
    try {
      Optional<String> namespace = machine.linkName(process.resolve("ns/mnt"));
      if (namespace.isPresent() && !seen.add(namespace.get())) {
        return Optional.empty();
      }
      MountTable table = MountTable.read(machine, process.resolve("mountinfo"));
      String name = machine.read(process.resolve("comm")).map(String::strip).orElse("?");
      return table.mounts().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Namespace(
                  name + ", process " + process.getFileName(), process.endsWith("1"), table));
    } catch (Problem mayNotBeRead) {
      return Optional.empty();
    }
  }
}
