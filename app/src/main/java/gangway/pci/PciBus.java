package gangway.pci;

import gangway.Text;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The PCI bus as Linux shows it in sysfs. */
public final class PciBus {
  /** A folder for every function, named by its address. */
  public static final Path DEVICES = Path.of("/sys/bus/pci/devices");

  /** A folder for every driver, named by its name. */
  public static final Path DRIVERS = Path.of("/sys/bus/pci/drivers");

  private final Machine machine;

  public PciBus(Machine machine) {
    this.machine = machine;
  }

  /** Every function, by address: one folder listed, one small file read for each. */
  public Functions functions() {
    List<Function> functions = new ArrayList<>();
    for (String name : machine.list(DEVICES)) {
      machine
          .read(DEVICES.resolve(name + "/uevent"))
          .flatMap(Function::parse)
          .ifPresent(functions::add);
    }
    return new Functions(functions);
  }

  /** The folder of a function. */
  public static Path folder(Address address) {
    return DEVICES.resolve(address.toString());
  }

  /** The folder of a driver. */
  public static Path driverFolder(String driver) {
    return DRIVERS.resolve(driver);
  }

  /** The driver that holds a function now. */
  public Optional<String> driver(Address address) {
    return machine.linkName(folder(address).resolve("driver"));
  }

  /**
   * The module a driver came in; its name is not always the driver's ({@code xhci_hcd} comes in
   * {@code xhci_pci}).
   *
   * @return nothing if the driver is not loaded or is part of the kernel
   */
  public Optional<String> module(String driver) {
    return machine.linkName(driverFolder(driver).resolve("module"));
  }

  /** Everything about one function: some twenty reads, its configuration space among them. */
  public Details details(Function function, Functions all) {
    Address address = function.address();
    Path folder = folder(address);
    Optional<ConfigSpace> space = machine.readBytes(folder.resolve("config")).map(ConfigSpace::new);
    return new Details(
        function,
        path(address),
        all.ofDevice(address)
            .map(Function::address)
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
        machine.list(folder).stream()
            .filter(name -> name.startsWith("virtfn"))
            .flatMap(name -> machine.linkName(folder.resolve(name)).stream())
            .flatMap(name -> Address.parse(name).stream())
            .sorted()
            .toList(),
        machine.linkName(folder.resolve("physfn")).flatMap(Address::parse),
        space.map(ConfigSpace::answers).orElse(true),
        space.map(ConfigSpace::capabilities).orElse(List.of()));
  }

  /** The functions above one, from the root complex on: the folders its own folder lies in. */
  public List<Address> path(Address address) {
    return machine.real(folder(address)).stream()
        .flatMap(real -> functionsAbove(real).stream())
        .filter(above -> !above.equals(address))
        .toList();
  }

  /** The functions a folder of sysfs lies below, from the root complex to the deepest. */
  public static List<Address> functionsAbove(Path real) {
    List<Address> functions = new ArrayList<>();
    for (String name : real.toString().split("/")) {
      if (name.indexOf(':') > 0) {
        Address.parse(name).ifPresent(functions::add);
      }
    }
    return List.copyOf(functions);
  }

  /**
   * Since Linux 5.15 {@code reset_method} names the methods; before, a file {@code reset} only told
   * that there is one.
   */
  private List<String> resetMethods(Path folder) {
    Optional<String> named = machine.read(folder.resolve("reset_method"));
    if (named.isPresent()) {
      return Stream.of(named.get().strip().split(" ")).filter(name -> !name.isEmpty()).toList();
    }
    return machine.exists(folder.resolve("reset")) ? List.of("unnamed") : List.of();
  }
}
