package gangway.host;

import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The driver that a function had before it was hidden, and that it gets back.
 *
 * <p>Gangway stores it on disk; Xen's own tools store it in XenStore, which a reboot empties.
 *
 * @param id the function's id when it was hidden; by now another function may have its address
 * @param driver the driver's name below {@code /sys/bus/pci/drivers}; empty if only the module is
 *     known
 * @param module the driver's module; empty if the driver is built into the kernel
 * @param override whether {@code driver_override} in sysfs named this driver; a driver such as
 *     vfio-pci binds only to functions that are reserved for it in this way
 */
public record OriginalDriver(
    DeviceId id, Optional<String> driver, Optional<String> module, boolean override) {
  /** The folder of the stored drivers, with a file for each function. */
  public static final Path FOLDER = Path.of("/var/lib/gangway/original");

  /** A driver that needs no {@code driver_override}. */
  public OriginalDriver(DeviceId id, Optional<String> driver, Optional<String> module) {
    this(id, driver, module, false);
  }

  /** The file of a function. */
  public static Path file(PciAddress function) {
    return FOLDER.resolve(function.toString());
  }

  /** The driver's name, or {@code module NAME} if only the module is known. */
  String driverOrModule() {
    return driver.map(name -> "driver " + name).orElseGet(() -> "module " + module.orElse("?"));
  }

  /** The text of the file: lines {@code key=value}. */
  public String text() {
    return "id="
        + id
        + driver.map(name -> "\ndriver=" + name).orElse("")
        + module.map(name -> "\nmodule=" + name).orElse("")
        + (override ? "\noverride=yes" : "")
        + "\n";
  }

  /** Reads {@link #text}; empty if the text has another format. */
  static Optional<OriginalDriver> parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    Optional<DeviceId> id = Optional.ofNullable(values.get("id")).flatMap(DeviceId::parse);
    Optional<String> driver =
        Optional.ofNullable(values.get("driver")).filter(OriginalDriver::isName);
    Optional<String> module =
        Optional.ofNullable(values.get("module")).filter(OriginalDriver::isName);
    return id.isPresent() && (driver.isPresent() || module.isPresent())
        ? Optional.of(
            new OriginalDriver(id.get(), driver, module, "yes".equals(values.get("override"))))
        : Optional.empty();
  }

  private static boolean isName(String text) {
    return text.matches("[A-Za-z0-9_][A-Za-z0-9_ .+-]{0,63}");
  }
}
