package gangway.host.storage;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mounts of the mount namespaces of other processes: containers, and services with mounts of
 * their own (mount_namespaces(7)).
 *
 * <p>{@code /proc/PID/ns/mnt} is a link whose target {@code mnt:[NUMBER]} names the namespace. A
 * namespace without a process, which only a mount of {@code nsfs} keeps, shows its mounts to no
 * other process, so Gangway cannot read it; {@link ActiveFileSystems} finds its file systems.
 *
 * <p>{@code /proc/PID/mountinfo} has only the mounts below the root of the process ({@code
 * /proc/PID/root}), and nothing once the process has ended. So the mounts of a namespace are read
 * with each root that its processes have, and a table without mounts is no answer.
 */
final class MountNamespaces {
  private static final Path PROC = Path.of("/proc");
  private static final Path SELF = Path.of("/proc/self");

  private MountNamespaces() {}

  /**
   * The mounts of one namespace.
   *
   * @param of the process that sees these mounts, {@code postgres, process 812}
   * @param first whether it is the one that dom0 boots with, from which Gangway is separated
   * @param otherNetwork whether that process has another network namespace, so that dom0's routes
   *     tell nothing about its servers
   */
  record Namespace(String of, boolean first, boolean otherNetwork, MountTable table) {}

  /**
   * What processes with the same root see in a namespace.
   *
   * @param root the root of these processes, as this process sees the path
   */
  private record View(String namespace, Path root) {}

  /**
   * The mounts in the namespaces other than Gangway's own, and with other roots than its own. The
   * table of a namespace is empty if none of its processes shows a mount, although one still runs.
   */
  static List<Namespace> others(Machine machine) {
    Set<View> seen = new HashSet<>();
    view(machine, SELF).ifPresent(seen::add);
    Set<String> shown = new HashSet<>();
    namespace(machine, SELF).ifPresent(shown::add);
    List<Namespace> others = new ArrayList<>();
    Map<Path, Namespace> silent = new LinkedHashMap<>();
    for (String name : machine.list(PROC)) {
      if (Character.isDigit(name.charAt(0))) {
        Path process = PROC.resolve(name);
        read(machine, process, seen)
            .ifPresent(one -> {
              if (one.table().mounts().isEmpty()) {
                silent.put(process, one);
              } else {
                others.add(one);
                namespace(machine, process).ifPresent(shown::add);
              }
            });
      }
    }
    silent.forEach((process, one) -> {
      // a process in a chroot can show no mounts, and one that has ended has no namespace any more
      Optional<String> namespace = namespace(machine, process);
      if (namespace.isPresent() && (shown.add(namespace.get()) || isWhole(machine, process))) {
        others.add(one);
      }
    });
    return others;
  }

  /**
   * What a process sees, if no other process showed the same. Without root the processes of others
   * cannot be asked; then {@code NOT-ROOT} refuses every request that could harm them.
   */
  private static Optional<Namespace> read(Machine machine, Path process, Set<View> seen) {
    try {
      Optional<View> view = view(machine, process);
      if (view.filter(seen::contains).isPresent()) {
        return Optional.empty();
      }
      MountTable table = MountTable.read(machine, process.resolve("mountinfo"));
      if (!table.mounts().isEmpty()) {
        view.ifPresent(seen::add);
      }
      String name = machine.read(process.resolve("comm")).map(String::strip).orElse("?");
      return Optional.of(
          new Namespace(
              name + ", process " + process.getFileName(),
              process.endsWith("1"),
              !network(machine, process).equals(network(machine, SELF)),
              table));
    } catch (Problem mayNotBeRead) {
      return Optional.empty();
    }
  }

  /** Whether the root of a process is that of its namespace, which always is a mount. */
  private static boolean isWhole(Machine machine, Path process) {
    return machine.real(process.resolve("root")).filter(Path.of("/")::equals).isPresent();
  }

  /** The mount namespace of a process; empty if the process has ended. */
  private static Optional<String> namespace(Machine machine, Path process) {
    return machine.linkName(process.resolve("ns/mnt"));
  }

  /** The network namespace of a process; one that cannot be read is another one than dom0's. */
  private static Optional<String> network(Machine machine, Path process) {
    try {
      return machine.linkName(process.resolve("ns/net"));
    } catch (Problem mayNotBeRead) {
      return Optional.of(process.toString());
    }
  }

  /** Empty if the namespace or the root is not known: then the process is asked itself. */
  private static Optional<View> view(Machine machine, Path process) {
    return namespace(machine, process)
        .flatMap(namespace ->
            machine.real(process.resolve("root")).map(root -> new View(namespace, root)));
  }
}
