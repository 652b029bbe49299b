package gangway.host;

import gangway.boot.Claimants;
import gangway.boot.KernelModules;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.xen.guest.LibxlNote;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the driver that a function gets back; the most reliable source is asked first. */
final class OriginalDrivers {
  private static final Pattern DRIVER_FOLDER =
      Pattern.compile(Pattern.quote(PciBus.DRIVERS + "/") + "([^/\\p{Cntrl}]+)");

  private final Machine machine;
  private final PciBus bus;

  /** Read when they are first needed. */
  private Optional<KernelModules> modules;

  /** The answers of modprobe, by modalias. */
  private final Map<String, Optional<List<String>>> resolved = new HashMap<>();

  /** What was found so far: a finder is for one look at the host, and reads each file once. */
  private final Map<PciAddress, Optional<OriginalDriver>> found = new HashMap<>();

  private final Map<PciAddress, Optional<String>> files = new HashMap<>();

  OriginalDrivers(Machine machine) {
    this(machine, Optional.empty());
  }

  /**
   * @param modules the modules of the kernel, if they were read already
   */
  OriginalDrivers(Machine machine, Optional<KernelModules> modules) {
    this.machine = machine;
    this.modules = modules;
    bus = new PciBus(machine);
  }

  /** The driver of a function or, if that is pciback, its driver before pciback. */
  Optional<OriginalDriver> of(PciFunction function) {
    Optional<OriginalDriver> before = found.get(function.address());
    if (before == null) {
      before = find(function);
      found.put(function.address(), before);
    }
    return before;
  }

  private Optional<OriginalDriver> find(PciFunction function) {
    Optional<String> driver = function.driver();
    if (driver.isPresent() && !driver.get().equals(Owner.PCIBACK)) {
      boolean override = DriverOverride.inSysfs(machine, function.address()).equals(driver);
      return Optional.of(named(function, driver.get(), override));
    }
    return kept(function).or(() -> libxlRemembers(function)).or(() -> claimedBy(function));
  }

  /** The stored driver of a function, if the function still has the stored id. */
  Optional<OriginalDriver> kept(PciFunction function) {
    return file(function)
        .flatMap(OriginalDriver::parse)
        .filter(original -> original.id().equals(function.id()));
  }

  /** The record of a function with another id that was hidden at the address of a function. */
  Optional<ReplacedDevice> replaced(PciFunction function) {
    return file(function)
        .flatMap(text ->
            OriginalDriver.parse(text)
                .filter(before -> !before.id().equals(function.id()))
                .map(before -> new ReplacedDevice(function, before, text)));
  }

  private Optional<String> file(PciFunction function) {
    Optional<String> text = files.get(function.address());
    if (text == null) {
      text = machine.exact(OriginalDriver.file(function.address()));
      files.put(function.address(), text);
    }
    return text;
  }

  /** libxl records the driver's folder in XenStore when xl makes a function assignable. */
  private Optional<OriginalDriver> libxlRemembers(PciFunction function) {
    String node = LibxlNote.driverNode(function.address());
    return machine
        .xenStore()
        .flatMap(store -> store.read(node))
        .map(DRIVER_FOLDER::matcher)
        .filter(Matcher::matches)
        .map(folder -> named(function, folder.group(1), false));
  }

  /**
   * The module that modprobe would load for the function, if there is exactly one. modprobe prints
   * a module once for each match in its table: {@code nvme} matches by vendor and by class.
   */
  private Optional<OriginalDriver> claimedBy(PciFunction function) {
    List<String> names = resolved(function).orElse(List.of());
    return names.size() == 1
        ? Optional.of(
            new OriginalDriver(function.id(), Optional.empty(), Optional.of(names.getFirst())))
        : Optional.empty();
  }

  /** The modules that modprobe would load for the function; empty if modprobe does not run. */
  private Optional<List<String>> resolved(PciFunction function) {
    return resolved.computeIfAbsent(
        function.modalias(),
        modalias ->
            machine
                .ask(Command.of("modprobe", "-R", modalias))
                .map(result -> result.ok() ? result.out().lines().distinct().toList() : List.of()));
  }

  /** The drivers that can take a function at boot. */
  Claimants claimants(PciFunction function) {
    Optional<OriginalDriver> original = of(function);
    if (original.isPresent()) {
      return original
          .get()
          .module()
          .<Claimants>map(module -> new Claimants.Modules(Set.of(module)))
          .orElseGet(() -> new Claimants.BuiltIn(original.get().driver().orElse("?")));
    }
    return resolved(function)
        .<Claimants>map(names -> new Claimants.Modules(new LinkedHashSet<>(names)))
        .orElseGet(() ->
            new Claimants.Unknown(
                "modprobe could not be asked for the driver of " + function.address()));
  }

  /** A built-in driver has no module that modprobe loads, although sysfs can have a link to it. */
  private OriginalDriver named(PciFunction function, String driver, boolean override) {
    return new OriginalDriver(
        function.id(),
        Optional.of(driver),
        bus.module(driver).filter(module -> !modules().builtIn(machine, module)),
        override);
  }

  private KernelModules modules() {
    if (modules.isEmpty()) {
      modules = Optional.of(KernelModules.read(machine));
    }
    return modules.get();
  }
}
