package gangway.pci;

import gangway.Text;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the PCI functions of a machine from sysfs. */
public final class PciBus {
  /** A folder for every function, named by its address. */
  public static final Path DEVICES = Path.of("/sys/bus/pci/devices");

  /** A folder for every driver, named by its name. */
  public static final Path DRIVERS = Path.of("/sys/bus/pci/drivers");

  /** A folder for every device link (Documentation/ABI/testing/sysfs-class-devlink). */
  private static final Path DEVICE_LINKS = Path.of("/sys/class/devlink");

  private static final String CONSUMER = "consumer:pci:";

  private final Machine machine;

  public PciBus(Machine machine) {
    this.machine = machine;
  }

  /**
   * Every function; lists one folder and reads one small file for each function. The address of a
   * function is the name of its folder, by which all else is found.
   */
  public PciFunctions functions() {
    List<PciFunction> functions = new ArrayList<>();
    List<PciAddress> unread = new ArrayList<>();
    // without lambdas: this is done for every function of the machine
    for (String name : machine.list(DEVICES)) {
      Optional<PciAddress> address = PciAddress.parse(name);
      if (address.isPresent()) {
        Optional<PciFunction> function = function(address.get());
        if (function.isPresent()) {
          functions.add(function.get());
        } else {
          unread.add(address.get());
        }
      }
    }
    return new PciFunctions(functions, unread);
  }

  /** Those of some functions that the machine has; reads one small file for each. */
  public PciFunctions functions(Collection<PciAddress> asked) {
    return new PciFunctions(asked.stream().flatMap(address -> function(address).stream()).toList());
  }

  /** A function; empty if the machine does not have it, or its class and ids cannot be read. */
  Optional<PciFunction> function(PciAddress address) {
    Optional<String> uevent = machine.read(DEVICES.resolve(address + "/uevent"));
    Optional<PciFunction> function =
        uevent.isPresent() ? PciFunction.parse(address, uevent.get()) : Optional.empty();
    return function.isPresent() ? function : PciFunction.read(machine, address);
  }

  /** The folder of a function. */
  public static Path folder(PciAddress address) {
    return DEVICES.resolve(address.toString());
  }

  /** The folder of a driver. */
  public static Path driverFolder(String driver) {
    return DRIVERS.resolve(driver);
  }

  /** The driver that is bound to a function now. */
  public Optional<String> driver(PciAddress address) {
    return machine.linkName(folder(address).resolve("driver"));
  }

  /**
   * The module of a driver; its name can differ from the driver's name ({@code xhci_hcd} is in the
   * module {@code xhci_pci}).
   *
   * @return empty if the driver is not loaded or is built into the kernel
   */
  public Optional<String> module(String driver) {
    return machine.linkName(driverFolder(driver).resolve("module"));
  }

  /**
   * The numbers of the buses below a bridge.
   *
   * @param first the bus directly below it
   * @param last the highest number
   */
  public record Buses(int first, int last) {}

  /**
   * Reads the numbers in a bridge's folder ({@code secondary_bus_number}, since Linux 4.13), or in
   * its configuration space.
   *
   * @return empty if neither can be read
   */
  public Optional<Buses> busesBelow(PciFunction bridge) {
    Path folder = folder(bridge.address());
    OptionalInt first = machine.number(folder.resolve("secondary_bus_number"));
    OptionalInt last = machine.number(folder.resolve("subordinate_bus_number"));
    if (first.isPresent() && last.isPresent()) {
      return Optional.of(new Buses(first.getAsInt(), last.getAsInt()));
    }
    return bridge.type().bridgeToPci()
        ? configSpace(bridge.address()).flatMap(ConfigSpace::busesBelow)
        : Optional.empty();
  }

  /** All details of one function; takes about twenty reads, including its configuration space. */
  public Details details(PciFunction function, PciFunctions all) {
    PciAddress address = function.address();
    Path folder = folder(address);
    Optional<ConfigSpace> space = configSpace(address);
    List<String> names = machine.list(folder);
    return new Details(
        function,
        path(address),
        all.ofDevice(address)
            .map(PciFunction::address)
            .filter(other -> !other.equals(address))
            .toList(),
        resetMethods(folder),
        machine.number(folder.resolve("irq")).stream().filter(line -> line > 0).findFirst(),
        machine.list(folder.resolve("msi_irqs")).stream()
            .flatMap(name -> Text.number(name).stream().boxed())
            .sorted()
            .toList(),
        machine.read(folder.resolve("resource")).map(Bar::parse).orElse(List.of()),
        machine
            .linkName(folder.resolve("iommu_group"))
            .map(Text::number)
            .orElse(OptionalInt.empty()),
        machine.number(folder.resolve("numa_node")).stream().filter(node -> node >= 0).findFirst(),
        virtualFunctions(address, names),
        physicalFunction(address),
        dependents(address, names),
        space.map(ConfigSpace::answers).orElse(true),
        space.map(ConfigSpace::capabilities).orElse(List.of()));
  }

  /** The current virtual functions of a physical function: its links {@code virtfn0}, and so on. */
  public List<PciAddress> virtualFunctions(PciAddress physical) {
    return virtualFunctions(physical, machine.list(folder(physical)));
  }

  private List<PciAddress> virtualFunctions(PciAddress physical, List<String> names) {
    Path folder = folder(physical);
    return names.stream()
        .filter(name -> name.startsWith("virtfn"))
        .flatMap(name -> machine.linkName(folder.resolve(name)).stream())
        .flatMap(name -> PciAddress.parse(name).stream())
        .sorted()
        .toList();
  }

  /** The virtual functions that functions can have; reads every configuration space. */
  public PossibleVirtualFunctions possibleVirtualFunctions(PciFunctions functions) {
    SequencedMap<PciAddress, Capability.SrIov> physical = new TreeMap<>();
    for (PciFunction function : functions) {
      configSpace(function.address()).map(ConfigSpace::capabilities).stream()
          .flatMap(List::stream)
          .filter(Capability.SrIov.class::isInstance)
          .map(Capability.SrIov.class::cast)
          .forEach(capability -> physical.put(function.address(), capability));
    }
    return new PossibleVirtualFunctions(physical);
  }

  /** The configuration space of a function, as far as this user can read it. */
  public Optional<ConfigSpace> configSpace(PciAddress function) {
    return machine.readBytes(folder(function).resolve("config")).map(ConfigSpace::new);
  }

  /**
   * Some functions, and those that stop with the driver of each: its virtual functions, and its
   * dependents.
   */
  public Set<PciAddress> withVirtual(Collection<PciAddress> functions) {
    Set<PciAddress> all = new LinkedHashSet<>(functions);
    for (PciAddress function : functions) {
      List<String> names = machine.list(folder(function));
      all.addAll(virtualFunctions(function, names));
      all.addAll(dependents(function, names));
    }
    return all;
  }

  /**
   * The functions whose drivers the kernel unbinds when it unbinds the driver of a function, and
   * all functions below them. A managed device link connects such a function with its supplier
   * (Documentation/driver-api/device_link.rst): the ports of tunnels, and the USB controllers, with
   * their USB4 or Thunderbolt host controller (drivers/thunderbolt/acpi.c, {@code
   * tb_acpi_add_link}).
   */
  private List<PciAddress> dependents(PciAddress supplier, List<String> names) {
    Set<PciAddress> dependents = new LinkedHashSet<>();
    for (String name : names) {
      if (name.startsWith(CONSUMER)) {
        PciAddress.parse(name.substring(CONSUMER.length()))
            .filter(consumer -> managed(supplier, consumer))
            .ifPresent(consumer -> addWithAllBelow(consumer, dependents));
      }
    }
    dependents.remove(supplier);
    return List.copyOf(dependents);
  }

  /** A link that is not tracked changes only the order of suspend and resume. */
  private boolean managed(PciAddress supplier, PciAddress consumer) {
    return machine
        .read(DEVICE_LINKS.resolve("pci:%s--pci:%s/status".formatted(supplier, consumer)))
        .filter(status -> status.strip().equals("not tracked"))
        .isEmpty();
  }

  private void addWithAllBelow(PciAddress function, Set<PciAddress> found) {
    if (found.add(function)) {
      for (String name : machine.list(folder(function))) {
        PciAddress.parse(name).ifPresent(below -> addWithAllBelow(below, found));
      }
    }
  }

  /** The physical function of a function, if it is a virtual function. */
  public Optional<PciAddress> physicalFunction(PciAddress virtual) {
    return machine.linkName(folder(virtual).resolve("physfn")).flatMap(PciAddress::parse);
  }

  /** The functions above a function, from the root complex down: the parents of its folder. */
  public List<PciAddress> path(PciAddress address) {
    return machine.real(folder(address)).stream()
        .flatMap(real -> functionsAbove(real).stream())
        .filter(above -> !above.equals(address))
        .toList();
  }

  /**
   * The functions whose folders contain a folder of sysfs, from the root complex to the deepest.
   */
  public static List<PciAddress> functionsAbove(Path real) {
    List<PciAddress> functions = new ArrayList<>();
    for (String name : real.toString().split("/")) {
      if (name.indexOf(':') > 0) {
        PciAddress.parse(name).ifPresent(functions::add);
      }
    }
    return List.copyOf(functions);
  }

  /**
   * Since Linux 5.15 {@code reset_method} names the methods; before, the file {@code reset} exists
   * if there is any method.
   */
  private List<String> resetMethods(Path folder) {
    Optional<String> named = machine.read(folder.resolve("reset_method"));
    if (named.isPresent()) {
      return Stream.of(named.get().strip().split(" ")).filter(name -> !name.isEmpty()).toList();
    }
    return machine.exists(folder.resolve("reset")) ? List.of("unnamed") : List.of();
  }
}
