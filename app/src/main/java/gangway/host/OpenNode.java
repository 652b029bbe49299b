package gangway.host;

import gangway.host.storage.Losses;
import gangway.host.storage.Storage;
import gangway.host.storage.Volume.Impact;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A device node of a function that processes have open: {@code /dev/ptp1}, {@code /dev/dri/card0}.
 *
 * <p>Input devices are in {@link Consoles}.
 *
 * @param processes the names of the processes
 * @param known whether it is a node of the function; else no node of dom0 has this name, as with a
 *     node that a container has made, and it may be one of the function
 */
public record OpenNode(Path node, SortedSet<String> processes, boolean known) {
  /**
   * The numbers of memory devices, consoles and console contents. These are most of the nodes, and
   * they are on no function (Documentation/admin-guide/devices.txt).
   */
  private static final Pattern VIRTUAL = Pattern.compile("[157]:.*|4:([0-9]|[1-5][0-9]|6[0-3])");

  /**
   * A link for each character device, named by number, to its folder below {@code /sys/devices}.
   */
  private static final Path CHARACTER_DEVICES = Path.of("/sys/dev/char");

  /** dom0's driver for programs that drive a function directly. */
  public static final String VFIO = "vfio-pci";

  private static final Path DEV = Path.of("/dev");

  /** The first watchdog has a second node (drivers/watchdog/watchdog_dev.c). */
  private static final Path FIRST_WATCHDOG = Path.of("watchdog0");

  private static final Path WATCHDOG = DEV.resolve("watchdog");
  private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");
  private static final Pattern GPU_NUMBER = Pattern.compile("Device Minor:\\s*(\\d+)\\s*");

  /** The folder of a mediated device below its function, with a group of its own. */
  private static final Pattern MEDIATED =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * Names below {@code /dev} that are on no function, and that a container can have without dom0:
   * files in memory, terminals, memory devices.
   */
  private static final Pattern NO_HARDWARE =
      Pattern.compile(
          "(pts|shm|mqueue|hugepages)/.*|null|zero|full|u?random|tty\\d*|console|ptmx|kmsg|mem|fuse"
              + "|net/tun");

  public OpenNode {
    processes = Collections.unmodifiableSortedSet(new TreeSet<>(processes));
  }

  /** A node of the function. */
  public OpenNode(Path node, SortedSet<String> processes) {
    this(node, processes, true);
  }

  /**
   * The open nodes of some functions. The search through all processes is slow, so it runs only if
   * one of the functions has a node.
   */
  static Map<PciAddress, List<OpenNode>> read(
      Machine machine,
      PciFunctions functions,
      Optional<Storage> storage,
      Collection<PciAddress> asked) {
    List<PciFunction> driven =
        asked.stream().flatMap(a -> functions.at(a).stream()).filter(OpenNode::driven).toList();
    Map<Path, Set<PciAddress>> nodes = driven.isEmpty() ? new TreeMap<>() : nodes(machine, driven);
    storage.ifPresent(known -> blockNodes(known, driven, nodes));
    Map<PciAddress, List<OpenNode>> open = new TreeMap<>();
    if (!nodes.isEmpty()) {
      Set<PciAddress> all = new TreeSet<>();
      nodes.values().forEach(all::addAll);
      machine
          .openDevices()
          .forEach((node, processes) -> {
            Set<PciAddress> of = nodes.getOrDefault(node, Set.of());
            boolean known = !of.isEmpty() || !unknown(machine, node);
            for (PciAddress function : known ? of : all) {
              open.computeIfAbsent(function, _ -> new ArrayList<>())
                  .add(new OpenNode(node, processes, known));
            }
          });
    }
    return open;
  }

  /** Whether a name is of a node that dom0 does not have, so that it may be any device. */
  private static boolean unknown(Machine machine, Path node) {
    return node.startsWith(DEV)
        && machine.exists(DEV)
        && !machine.exists(node)
        && !NO_HARDWARE.matcher(DEV.relativize(node).toString()).matches();
  }

  /** Adds the nodes of the block devices that do not work without a function. */
  private static void blockNodes(
      Storage storage, List<PciFunction> driven, Map<Path, Set<PciAddress>> nodes) {
    for (PciFunction function : driven) {
      Losses losses = new Losses(storage, Set.of(function.address()));
      for (String name : storage.volumes().keySet()) {
        if (losses.of(name) == Impact.LOST) {
          nodes
              .computeIfAbsent(DEV.resolve(name.replace('!', '/')), _ -> new TreeSet<>())
              .add(function.address());
        }
      }
    }
  }

  /** Only a driver creates nodes; nodes of devices below a bridge do not belong to the bridge. */
  private static boolean driven(PciFunction function) {
    return !function.type().bridge()
        && function.driver().filter(driver -> !driver.equals(Owner.PCIBACK)).isPresent();
  }

  /** The nodes of functions; a disk behind a VMD controller belongs to both functions. */
  private static Map<Path, Set<PciAddress>> nodes(Machine machine, List<PciFunction> driven) {
    Set<PciAddress> wanted = new TreeSet<>(driven.stream().map(PciFunction::address).toList());
    Map<Path, Set<PciAddress>> nodes = new TreeMap<>();
    for (String number : machine.list(CHARACTER_DEVICES)) {
      if (VIRTUAL.matcher(number).matches()) {
        continue;
      }
      machine
          .real(CHARACTER_DEVICES.resolve(number))
          .ifPresent(folder -> {
            Set<PciAddress> above = new TreeSet<>(PciBus.functionsAbove(folder));
            above.retainAll(wanted);
            if (!above.isEmpty()) {
              name(machine, folder).ifPresent(name -> nodes.put(DEV.resolve(name), above));
              if (folder.endsWith(FIRST_WATCHDOG)) {
                nodes.put(WATCHDOG, above);
              }
            }
          });
    }
    for (PciFunction function : driven) {
      otherNodes(machine, function)
          .forEach(
              node -> nodes.computeIfAbsent(node, _ -> new TreeSet<>()).add(function.address()));
    }
    return nodes;
  }

  private static Optional<String> name(Machine machine, Path folder) {
    return machine.lines(folder.resolve("uevent")).stream()
        .filter(line -> line.startsWith("DEVNAME="))
        .map(line -> line.substring("DEVNAME=".length()))
        .filter(name -> !name.startsWith("input/"))
        .findFirst();
  }

  /** The nodes that are not below the function in sysfs. */
  private static Stream<Path> otherNodes(Machine machine, PciFunction function) {
    Path folder = PciBus.folder(function.address());
    Stream<Path> mediated =
        machine.list(folder).stream()
            .filter(name -> MEDIATED.matcher(name).matches())
            .flatMap(name -> groups(machine, folder.resolve(name)));
    return switch (function.driver().orElse("")) {
      case VFIO -> groups(machine, folder);
      case "nvidia" -> Stream.concat(nvidia(machine, function.address()), mediated);
      default -> mediated;
    };
  }

  /**
   * The node of a GPU with NVIDIA's own driver, which has no folder in sysfs: {@code
   * /proc/driver/nvidia/gpus/ADDRESS/information} has a line {@code Device Minor: 0}.
   */
  private static Stream<Path> nvidia(Machine machine, PciAddress function) {
    return machine.lines(GPUS.resolve(function.toString()).resolve("information")).stream()
        .map(GPU_NUMBER::matcher)
        .filter(Matcher::matches)
        .map(line -> DEV.resolve("nvidia" + line.group(1)));
  }

  /** The nodes of a function's VFIO group, which are not below the function (drivers/vfio). */
  private static Stream<Path> groups(Machine machine, Path folder) {
    return machine.linkName(folder.resolve("iommu_group")).stream()
        .flatMap(group -> Stream.of("vfio/" + group, "vfio/noiommu-" + group))
        .map(DEV::resolve);
  }
}
