package gangway.pci.identity;

import gangway.pci.PciAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The devices that an administrator has acknowledged, or used with Gangway, at their addresses.
 *
 * @param complete whether all devices of the host were acknowledged at some time, so that a device
 *     without a record is new
 * @param devices the identities by address
 */
public record AcknowledgedDevices(boolean complete, SortedMap<PciAddress, DeviceIdentity> devices) {
  public static final AcknowledgedDevices NONE = new AcknowledgedDevices(false, new TreeMap<>());

  public AcknowledgedDevices {
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
  }

  /** The device that was acknowledged at an address. */
  public Optional<DeviceIdentity> at(PciAddress address) {
    return Optional.ofNullable(devices.get(address));
  }

  /** With the devices at addresses that have no record yet. */
  public AcknowledgedDevices withNew(Map<PciAddress, DeviceIdentity> present) {
    SortedMap<PciAddress, DeviceIdentity> all = new TreeMap<>(devices);
    present.forEach((address, identity) -> all.putIfAbsent(address, identity));
    return new AcknowledgedDevices(complete, all);
  }

  /**
   * With the devices that are now at some addresses; an address without a device loses its record.
   */
  public AcknowledgedDevices acknowledging(
      Collection<PciAddress> addresses, Map<PciAddress, DeviceIdentity> present) {
    SortedMap<PciAddress, DeviceIdentity> all = new TreeMap<>(devices);
    for (PciAddress address : addresses) {
      DeviceIdentity identity = present.get(address);
      if (identity == null) {
        all.remove(address);
      } else {
        all.put(address, known(at(address), identity));
      }
    }
    return new AcknowledgedDevices(complete, all);
  }

  /**
   * With devices at other addresses. A record whose address another device has then is dropped.
   *
   * @param moves the new addresses by the old ones; two devices can have changed places
   */
  public AcknowledgedDevices moving(
      Map<PciAddress, PciAddress> moves, Map<PciAddress, DeviceIdentity> present) {
    SortedMap<PciAddress, DeviceIdentity> all = new TreeMap<>(devices);
    all.keySet().removeAll(moves.keySet());
    moves.forEach((from, to) -> {
      DeviceIdentity identity = present.get(to);
      if (identity != null) {
        all.put(to, known(at(from), identity));
      }
    });
    return new AcknowledgedDevices(complete, all);
  }

  /** With all devices of the host, and no others. */
  public AcknowledgedDevices acknowledgingAll(Map<PciAddress, DeviceIdentity> present) {
    SortedMap<PciAddress, DeviceIdentity> all = new TreeMap<>();
    present.forEach((address, identity) -> all.put(address, known(at(address), identity)));
    return new AcknowledgedDevices(true, all);
  }

  /**
   * A device without its driver of dom0 shows fewer serial numbers than were recorded. They are
   * kept as long as nothing shows that it is another device.
   */
  private static DeviceIdentity known(Optional<DeviceIdentity> recorded, DeviceIdentity present) {
    return recorded
        .filter(before -> !IdentityComparison.of(before, present).contradicts())
        .map(before -> present.with(before.serials()))
        .orElse(present);
  }
}
