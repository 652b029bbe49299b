package gangway.boot;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What driverctl takes from the drivers of dom0 at every boot: a file {@code
 * /etc/driverctl.d/pci-DDDD:BB:DD.F} with the name of a driver that has functions for guests.
 *
 * @param drivers the drivers, by function
 */
public record DriverctlHiding(SortedMap<PciAddress, String> drivers) {
  /** The files of driverctl, one for each function. */
  public static final Path FOLDER = Path.of("/etc/driverctl.d");

  private static final String PREFIX = "pci-";

  /** The drivers that use no function in dom0. */
  private static final Set<String> FOR_GUESTS = Set.of("pciback", "vfio-pci", "pci-stub");

  public DriverctlHiding {
    drivers = Collections.unmodifiableSortedMap(new TreeMap<>(drivers));
  }

  static DriverctlHiding read(Machine machine) {
    SortedMap<PciAddress, String> drivers = new TreeMap<>();
    for (String name : machine.list(FOLDER)) {
      Optional<PciAddress> function =
          name.startsWith(PREFIX)
              ? PciAddress.parse(name.substring(PREFIX.length()))
              : Optional.empty();
      function.ifPresent(address ->
          machine
              .read(FOLDER.resolve(name))
              .map(String::strip)
              .filter(FOR_GUESTS::contains)
              .ifPresent(driver -> drivers.put(address, driver)));
    }
    return new DriverctlHiding(drivers);
  }

  /** The file that names the driver of a function. */
  public static Path file(PciAddress function) {
    return FOLDER.resolve(PREFIX + function);
  }
}
