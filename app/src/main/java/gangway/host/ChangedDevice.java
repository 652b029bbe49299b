package gangway.host;

import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.IdentityComparison;
import java.util.List;

/**
 * A function that is, or may be, another device than the device that was acknowledged at its
 * address.
 *
 * @param comparison what contradicts
 * @param elsewhere the functions that are the acknowledged device, or look like it
 */
public record ChangedDevice(
    PciAddress address,
    DeviceIdentity acknowledged,
    DeviceIdentity present,
    IdentityComparison comparison,
    List<PciAddress> elsewhere) {
  public ChangedDevice {
    elsewhere = List.copyOf(elsewhere);
    if (!comparison.contradicts()) {
      throw new IllegalArgumentException(address + " is the acknowledged device");
    }
  }

  /** Both identities, each with its source. */
  public List<String> sides() {
    return List.of(
        "%s: %s".formatted(HardwareRecord.FILE, acknowledged), "sysfs: %s".formatted(present));
  }
}
