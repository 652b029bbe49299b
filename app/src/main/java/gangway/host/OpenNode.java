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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A device node of a function that processes have open: {@code /dev/ptp1}, {@code /dev/dri/card0}.
 *
 * <p>Input devices are in {@link Consoles}.
 *
 * @param processes the names of the processes
 */
public record OpenNode(Path node, SortedSet<String> processes) {
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

  public OpenNode {
    processes = Collections.unmodifiableSortedSet(new TreeSet<>(processes));
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
    Map<Path, Set<PciAddress>> nodes = new TreeMap<>();
    if (!driven.isEmpty()) {
      nodes(machine, driven)
          .forEach(
              (node, function) -> nodes.computeIfAbsent(node, _ -> new TreeSet<>()).add(function));
      storage.ifPresent(known -> blockNodes(known, driven, nodes));
    }
    Map<PciAddress, List<OpenNode>> open = new TreeMap<>();
    if (!nodes.isEmpty()) {
      machine
          .openDevices()
          .forEach((node, processes) ->
              nodes
                  .getOrDefault(node, Set.of())
                  .forEach(function ->
                      open.computeIfAbsent(function, _ -> new ArrayList<>())
                          .add(new OpenNode(node, processes))));
    }
    return open;
  }

  /**
   * Adds the nodes of the block devices that do not work without a function. The kernel shows their
   * names below {@code /dev} even if a process opened them by another name.
   */
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

  private static Map<Path, PciAddress> nodes(Machine machine, List<PciFunction> driven) {
    Set<PciAddress> wanted = new TreeSet<>(driven.stream().map(PciFunction::address).toList());
    Map<Path, PciAddress> nodes = new TreeMap<>();
    for (String number : machine.list(CHARACTER_DEVICES)) {
      if (VIRTUAL.matcher(number).matches()) {
        continue;
      }
      machine
          .real(CHARACTER_DEVICES.resolve(number))
          .ifPresent(folder -> {
            List<PciAddress> above = PciBus.functionsAbove(folder);
            if (!above.isEmpty() && wanted.contains(above.getLast())) {
              name(machine, folder)
                  .ifPresent(name -> nodes.put(DEV.resolve(name), above.getLast()));
            }
          });
    }
    for (PciFunction function : driven) {
      if (function.driver().equals(Optional.of(VFIO))) {
        groups(machine, function.address()).forEach(node -> nodes.put(node, function.address()));
      }
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

  /** The nodes of a function's VFIO group, which are not below the function (drivers/vfio). */
  private static Stream<Path> groups(Machine machine, PciAddress function) {
    return machine.linkName(PciBus.folder(function).resolve("iommu_group")).stream()
        .flatMap(group -> Stream.of("vfio/" + group, "vfio/noiommu-" + group))
        .map(DEV::resolve);
  }
}
