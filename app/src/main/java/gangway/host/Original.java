package gangway.host;

import gangway.pci.Address;
import gangway.pci.DeviceId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The driver a function had before it was hidden, and goes back to.
 *
 * <p>Gangway keeps it on disk: Xen's own tools keep it in XenStore, which a reboot empties.
 *
 * @param id what the function was: by now there may be another one at its address
 * @param driver the driver's name under {@code /sys/bus/pci/drivers}; absent where only the module
 *     is known
 * @param module the module the driver comes in; absent if it is part of the kernel
 */
public record Original(DeviceId id, Optional<String> driver, Optional<String> module) {
  /** Where they are kept, a file for each function. */
  public static final Path FOLDER = Path.of("/var/lib/gangway/original");

  /** The file it is kept in. */
  public static Path file(Address function) {
    return FOLDER.resolve(function.toString());
  }

  /** The text it is kept as: lines {@code key=value}. */
  public String text() {
    return "id="
        + id
        + driver.map(name -> "\ndriver=" + name).orElse("")
        + module.map(name -> "\nmodule=" + name).orElse("")
        + "\n";
  }

  /** Reads {@link #text}; nothing if it is not such a text. */
  static Optional<Original> parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    Optional<DeviceId> id = Optional.ofNullable(values.get("id")).flatMap(DeviceId::parse);
    Optional<String> driver = Optional.ofNullable(values.get("driver")).filter(Original::isName);
    Optional<String> module = Optional.ofNullable(values.get("module")).filter(Original::isName);
    return id.isPresent() && (driver.isPresent() || module.isPresent())
        ? Optional.of(new Original(id.get(), driver, module))
        : Optional.empty();
  }

  private static boolean isName(String text) {
    return text.matches("[A-Za-z0-9_][A-Za-z0-9_ .+-]{0,63}");
  }
}
