package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.nio.file.Path;
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

  static DriverOverride read(Machine machine, PciAddress function) {
    return new DriverOverride(
        driver(machine, file(function)).filter(driver -> !driver.equals(UNSET)),
        driver(machine, driverctlFile(function)));
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
    return Path.of("/etc/driverctl.d/pci-" + function);
  }
}
