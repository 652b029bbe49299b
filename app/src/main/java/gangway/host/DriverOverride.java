package gangway.host;

import gangway.boot.DriverctlHiding;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The driver that a function is reserved for: no other driver can bind to it
 * (drivers/pci/pci-driver.c, {@code pci_match_device}).
 *
 * @param driver the driver in sysfs' {@code driver_override}, if any
 * @param driverctl the driver that driverctl writes there at every boot, if any
 */
public record DriverOverride(Optional<String> driver, Optional<String> driverctl) {
  public static final DriverOverride NONE = new DriverOverride(Optional.empty(), Optional.empty());

  /** What the kernel shows if there is no override. */
  private static final String UNSET = "(null)";

  /** The names of driverctl's files, for {@link #read}. */
  static List<String> driverctlFiles(Machine machine) {
    return machine.list(DriverctlHiding.FOLDER);
  }

  /**
   * The overrides of a function.
   *
   * @param driverctlFiles the names of driverctl's files, read once for all functions
   */
  static DriverOverride read(Machine machine, PciAddress function, List<String> driverctlFiles) {
    Path file = driverctlFile(function);
    return new DriverOverride(
        inSysfs(machine, function),
        driverctlFiles.contains(file.getFileName().toString())
            ? driver(machine, file)
            : Optional.empty());
  }

  /** The driver in {@code driver_override}, if any. */
  static Optional<String> inSysfs(Machine machine, PciAddress function) {
    return driver(machine, file(function)).filter(driver -> !driver.equals(UNSET));
  }

  private static Optional<String> driver(Machine machine, Path file) {
    return machine.read(file).map(String::strip).filter(driver -> !driver.isEmpty());
  }

  /** The file of the kernel. */
  public static Path file(PciAddress function) {
    return PciBus.folder(function).resolve("driver_override");
  }

  /**
   * The file of driverctl, whose udev rule applies it when the function appears ({@code driverctl
   * load-override}).
   */
  public static Path driverctlFile(PciAddress function) {
    return DriverctlHiding.file(function);
  }
}
