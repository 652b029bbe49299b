package gangway.host;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the driver that a function gets back; the most reliable source is asked first. */
final class OriginalDrivers {
  private static final Pattern DRIVER_FOLDER =
      Pattern.compile(Pattern.quote(PciBus.DRIVERS + "/") + "([^/\\p{Cntrl}]+)");

  private final Machine machine;
  private final PciBus bus;

  OriginalDrivers(Machine machine) {
    this.machine = machine;
    bus = new PciBus(machine);
  }

  /** The driver of a function or, if that is pciback, its driver before pciback. */
  Optional<OriginalDriver> of(PciFunction function) {
    Optional<String> driver = function.driver();
    if (driver.isPresent() && !driver.get().equals(Owner.PCIBACK)) {
      boolean override = DriverOverride.inSysfs(machine, function.address()).equals(driver);
      return Optional.of(
          new OriginalDriver(function.id(), driver, bus.module(driver.get()), override));
    }
    return kept(function).or(() -> libxlRemembers(function)).or(() -> claimedBy(function));
  }

  /** The stored driver of a function, if the function still has the stored id. */
  Optional<OriginalDriver> kept(PciFunction function) {
    return machine
        .read(OriginalDriver.file(function.address()))
        .flatMap(OriginalDriver::parse)
        .filter(original -> original.id().equals(function.id()));
  }

  /** libxl records the driver's folder in XenStore when xl makes a function assignable. */
  private Optional<OriginalDriver> libxlRemembers(PciFunction function) {
    String node = LibxlNote.driverNode(function.address());
    return machine
        .xenStore()
        .flatMap(store -> store.read(node))
        .map(DRIVER_FOLDER::matcher)
        .filter(Matcher::matches)
        .map(folder -> named(function, folder.group(1)));
  }

  /**
   * The module that modprobe would load for the function, if there is exactly one. modprobe prints
   * a module once for each match in its table: {@code nvme} matches by vendor and by class.
   */
  private Optional<OriginalDriver> claimedBy(PciFunction function) {
    List<String> modules =
        machine.told(Command.of("modprobe", "-R", function.modalias())).stream()
            .flatMap(String::lines)
            .distinct()
            .toList();
    return modules.size() == 1
        ? Optional.of(
            new OriginalDriver(function.id(), Optional.empty(), Optional.of(modules.getFirst())))
        : Optional.empty();
  }

  private OriginalDriver named(PciFunction function, String driver) {
    return new OriginalDriver(function.id(), Optional.of(driver), bus.module(driver));
  }
}
