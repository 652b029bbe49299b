package gangway.host;

import gangway.pci.PciFunction;
import java.util.List;

/**
 * A function at an address where Gangway hid a function with another id: the device was exchanged,
 * or the functions have other addresses since a device was added to the host or removed.
 *
 * @param function the function that has the address now
 * @param before the record of the function that was hidden
 * @param record the whole text of that record, see {@link OriginalDriver#file}
 */
public record ReplacedDevice(PciFunction function, OriginalDriver before, String record) {

  /** Both identities, each with its source. */
  public List<String> sides() {
    return List.of(
        "%s: id %s, of %s"
            .formatted(
                OriginalDriver.file(function.address()), before.id(), before.driverOrModule()),
        "sysfs: id %s, %s"
            .formatted(
                function.id(),
                function.driver().map(driver -> "bound to " + driver).orElse("no driver")));
  }
}
