package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.Processes;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the NICs whose interface was moved into another network namespace, as those of containers
 * are (network_namespaces(7)).
 *
 * <p>The kernel shows an interface only in its own namespace. The folder {@code net} of the device
 * stays, and is empty (seen with Linux 6.18); without any interface there is no such folder. A copy
 * of a host can lack empty folders, so a driver without an interface counts too if there are other
 * network namespaces.
 */
final class MovedInterfaces {
  private static final Path OWN = Path.of("/proc/self");

  /** The namespaces with names (ip-netns(8)). */
  private static final Path NAMED = Path.of("/run/netns");

  private static final String FOLDER = "net";

  /** A function of virtio has its interface on a device of that bus. */
  private static final Pattern VIRTIO = Pattern.compile("virtio[0-9]+");

  /** These drivers give the function away, and have no interface. */
  private static final Set<String> WITHOUT_INTERFACE =
      Set.of("pciback", "vfio-pci", "pci-stub", "uio_pci_generic", "igb_uio");

  /** These drivers make an interface for each of several ports of one function. */
  private static final Set<String> SEVERAL_PORTS = Set.of("mlx4_core", "cxgb3", "cxgb4");

  /** A port of a function with mlx4_core (drivers/net/ethernet/mellanox/mlx4/main.c). */
  private static final Pattern PORT = Pattern.compile("mlx4_port[0-9]+");

  private final Machine machine;
  private final Interfaces shown;
  private Optional<Optional<String>> others = Optional.empty();

  private MovedInterfaces(Machine machine, Interfaces shown) {
    this.machine = machine;
    this.shown = shown;
  }

  /**
   * The functions that have, or may have, an interface in another namespace, each with the reason.
   *
   * @param functions those that dom0 has
   * @param shown the interfaces of this namespace
   */
  static SortedMap<PciAddress, String> of(
      Machine machine, Stream<PciFunction> functions, Interfaces shown) {
    MovedInterfaces reader = new MovedInterfaces(machine, shown);
    SortedMap<PciAddress, String> moved = new TreeMap<>();
    functions
        .filter(function -> function.type().leadsToMachines())
        .forEach(
            function -> reader.why(function).ifPresent(why -> moved.put(function.address(), why)));
    return moved;
  }

  private Optional<String> why(PciFunction function) {
    Optional<String> driver = function.driver().filter(name -> !WITHOUT_INTERFACE.contains(name));
    if (driver.isEmpty()) {
      return Optional.empty();
    }
    Path folder = PciBus.folder(function.address());
    long visible = shown.layers().countOn(function.address());
    return visible > 0
        ? another(driver.get(), folder, visible)
        : only(function, driver.get(), folder);
  }

  /** Why a function with visible interfaces may have another one. */
  private Optional<String> another(String driver, Path folder, long visible) {
    if (!SEVERAL_PORTS.contains(driver)) {
      return Optional.empty();
    }
    long ports = machine.list(folder).stream().filter(PORT.asMatchPredicate()).count();
    return ports == 0 || visible < ports
        ? other()
            .map(other ->
                "%s shows %d interfaces, may have more, and there is another network namespace: %s"
                    .formatted(driver, visible, other))
        : Optional.empty();
  }

  /** Why a function without a visible interface may have one. */
  private Optional<String> only(PciFunction function, String driver, Path folder) {
    List<String> names = machine.list(folder);
    Stream<Path> devices =
        Stream.concat(
            Stream.of(folder),
            names.stream().filter(VIRTIO.asMatchPredicate()).map(folder::resolve));
    Optional<Path> empty =
        devices
            .map(device -> device.resolve(FOLDER))
            .filter(net -> machine.exists(net) && machine.list(net).isEmpty())
            .findFirst();
    return empty.isPresent()
        ? Optional.of("%s has no interface that is visible here".formatted(empty.get()))
        : other()
            .filter(_ -> function.type().isNetwork())
            .map(other ->
                "driver %s shows no interface, and there is another network namespace: %s"
                    .formatted(driver, other));
  }

  /** Another network namespace, if there is one. */
  private Optional<String> other() {
    if (others.isEmpty()) {
      others =
          Optional.of(
              machine.list(NAMED).stream()
                  .map(name -> NAMED.resolve(name).toString())
                  .findFirst()
                  .or(this::ofAProcess));
    }
    return others.get();
  }

  private Optional<String> ofAProcess() {
    Optional<String> own = namespace(OWN);
    return Processes.folders(machine).stream()
        .filter(process ->
            own.isPresent() && namespace(process).filter(one -> !own.get().equals(one)).isPresent())
        .map(process ->
            "that of %s, process %s"
                .formatted(Processes.name(machine, process), process.getFileName()))
        .findFirst();
  }

  /**
   * Without root the processes of others cannot be asked; then {@code NOT-ROOT} refuses every
   * request that could harm them.
   */
  private Optional<String> namespace(Path process) {
    try {
      return machine.linkName(process.resolve("ns/net"));
    } catch (Problem mayNotBeRead) {
      return Optional.empty();
    }
  }
}
